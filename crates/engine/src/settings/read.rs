//! From the file to the settings: every value that can be used is, every other one is a warning with its place.

use std::path::Path;

use clawtender_core::words::Phrase;
use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Array, Object, Value as Ast},
    common::Ranged,
    parse_to_ast,
};
use serde_json::{Map, Value};

use super::{
    Loaded, Settings, Warning,
    edit::needs,
    keys::{self, KEYS},
};
use crate::probes::{
    bounded::{self, Unread},
    config::place,
};

/// Largest settings file that is read, in bytes.
pub(super) const LIMIT: u64 = 1024 * 1024;
/// Warnings of one file, at most.
const MOST: usize = 100;

/// JSON5, and commas where they belong: one that is missing is more often a slip than meant.
pub(super) fn syntax() -> ParseOptions {
    ParseOptions { allow_missing_commas: false, ..ParseOptions::default() }
}

pub(super) fn file(path: &Path) -> Loaded {
    match bounded::read(path, LIMIT).map(String::from_utf8) {
        Ok(Ok(text)) => text_of(&text),
        Ok(Err(_)) => unusable(Phrase::new("settings-not-utf", [])),
        Err(Unread::Absent) => Loaded::default(),
        Err(why) => unusable(Phrase::new("settings-file-unread", [("why", why.words().into())])),
    }
}

fn unusable(message: Phrase) -> Loaded {
    let warning = Warning { message, ..Warning::default() };
    Loaded { settings: Settings::default(), warnings: vec![warning] }
}

pub(super) fn text_of(text: &str) -> Loaded {
    let mut loaded = Loaded::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match parse_to_ast(text, &CollectOptions::default(), &syntax()).map(|parsed| parsed.value) {
        Ok(Some(Ast::Object(object))) => Reader { text, loaded: &mut loaded }.object(&object, ""),
        Ok(None) => {}
        Ok(Some(other)) => {
            let mut reader = Reader { text, loaded: &mut loaded };
            reader.warn("", other.start(), Phrase::new("settings-no-object", []));
        }
        Err(error) => {
            let message = Phrase::new("settings-no-parse", [("why", error.kind().to_string().into())]);
            Reader { text, loaded: &mut loaded }.warn("", error.range().start, message);
        }
    }
    loaded
}

struct Reader<'a> {
    text: &'a str,
    loaded: &'a mut Loaded,
}

impl Reader<'_> {
    fn object(&mut self, object: &Object, prefix: &str) {
        for property in &object.properties {
            let name = property.name.as_str();
            let key = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
            let section = KEYS.iter().any(|known| known.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.')));
            match &property.value {
                Ast::Object(inner) if section => self.object(inner, &key),
                _ if section => {
                    let message = Phrase::new("settings-needs-object", [("key", key.as_str().into())]);
                    self.warn(&key, property.name.start(), message);
                }
                Ast::Array(list) if keys::LISTS.contains(&key.as_str()) => self.list(&key, list),
                value if KEYS.contains(&key.as_str()) => {
                    if let Err(expected) = keys::apply(&mut self.loaded.settings, &key, &json(value)) {
                        self.warn(&key, value.start(), needs("settings-needs-default", &key, &expected));
                    }
                }
                _ => {
                    let known = bounded::clean(&key, 100);
                    let message = Phrase::new("settings-unknown", [("key", known.as_str().into())]);
                    self.warn(&known, property.name.start(), message);
                }
            }
        }
    }

    /// Entry by entry. Where none can be used the list is empty: the built-in one would be what nobody asked for.
    fn list(&mut self, key: &str, list: &Array) {
        let mut usable = Vec::new();
        for entry in &list.elements {
            let value = json(entry);
            match keys::apply(&mut Settings::default(), key, &Value::Array(vec![value.clone()])) {
                Ok(()) => usable.push(value),
                Err(expected) => self.warn(key, entry.start(), needs("settings-needs-left", key, &expected)),
            }
        }
        // each of them has just been tried
        let _ = keys::apply(&mut self.loaded.settings, key, &Value::Array(usable));
    }

    fn warn(&mut self, key: &str, offset: usize, message: Phrase) {
        if self.loaded.warnings.len() < MOST {
            let (line, column) = place::position(self.text, offset);
            self.loaded.warnings.push(Warning { key: key.to_owned(), message, line: Some(line), column: Some(column) });
        }
    }
}

/// Numbers that are not JSON's (hexadecimal, `+1`, `NaN`) are read where they have a value.
fn json(value: &Ast) -> Value {
    match value {
        Ast::StringLit(text) => Value::String(text.value.to_string()),
        Ast::NumberLit(number) => json5::from_str(number.value).unwrap_or(Value::Null),
        Ast::BooleanLit(switch) => Value::Bool(switch.value),
        Ast::Object(object) => {
            let properties = object.properties.iter();
            Value::Object(
                properties.map(|each| (each.name.as_str().to_owned(), json(&each.value))).collect::<Map<_, _>>(),
            )
        }
        Ast::Array(array) => Value::Array(array.elements.iter().map(json).collect()),
        Ast::NullKeyword(_) => Value::Null,
    }
}
