//! Edits one setting in the text of the file, so that comments and everything else stay as they are.
//!
//! The new text is read again before it replaces the old one, and it replaces it whole: written beside it, then renamed.
//! A full disk or a crash leaves the old file.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::Mutex,
};

use clawtender_core::words::Phrase;
use jiff::Timestamp;
use jsonc_parser::cst::{CstInputValue, CstObject, CstObjectProp, CstRootNode};
use serde_json::{Value, json};

use super::{
    Settings,
    keys::{self, Expected, KEYS},
    read,
};
use crate::probes::bounded::{self, Unread};

/// Why a setting was not written. The file is as it was.
#[derive(Debug)]
pub enum SettingsError {
    /// There is no such key.
    UnknownKey(String),
    /// The value is not one that the key can have.
    Value {
        /// The key.
        key: String,
        /// What it needs.
        expected: Expected,
    },
    /// The file is not understood, so an edit could lose something.
    NotUnderstood(String),
    /// The file cannot be read.
    Unreadable(Phrase),
    /// The new file could not be written.
    Unwritten(std::io::Error),
}

impl SettingsError {
    /// For a person.
    pub fn words(&self) -> Phrase {
        match self {
            SettingsError::UnknownKey(key) => Phrase::new("settings-unknown", [("key", key.as_str().into())]),
            SettingsError::Value { key, expected } => needs("settings-needs", key, expected),
            SettingsError::NotUnderstood(why) => Phrase::new("settings-not-understood", [("why", why.as_str().into())]),
            SettingsError::Unreadable(why) => Phrase::new("settings-unreadable", [("why", why.clone().into())]),
            SettingsError::Unwritten(why) => Phrase::new("settings-unsaved", [("why", why.to_string().into())]),
        }
    }
}

/// That a setting needs another value; the message says what follows.
pub(super) fn needs(id: &'static str, key: &str, expected: &Expected) -> Phrase {
    Phrase::new(id, [("key", key.into()), ("expected", expected.words().into())])
}

impl fmt::Display for SettingsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words())
    }
}

impl std::error::Error for SettingsError {}

pub(super) fn set(path: &Path, key: &str, text: &str) -> Result<(), SettingsError> {
    write_value(path, key, &typed(key, text))
}

/// What a page sends.
pub(super) fn put(path: &Path, key: &str, value: &Value) -> Result<(), SettingsError> {
    let value = match value {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => typed(key, text),
        // nobody can be asked for the time, but nothing cannot be started
        Value::Array(lines) if lines.is_empty() && key == "gateway.command" => Value::Null,
        other => other.clone(),
    };
    write_value(path, key, &value)
}

/// Changes which checks are muted, and each until when.
pub(super) fn muted(path: &Path, change: impl FnOnce(&mut BTreeMap<String, Timestamp>)) -> Result<(), SettingsError> {
    let _turn = ONE.lock();
    let before = Settings::load(path).settings.checks.muted;
    let mut muted = before.clone();
    change(&mut muted);
    if muted == before {
        return Ok(());
    }
    write_alone(path, "checks.muted", &if muted.is_empty() { Value::Null } else { json!(muted) })
}

/// Two changes at once would each be made to the file without the other.
static ONE: Mutex<()> = Mutex::new(());

fn write_value(path: &Path, key: &str, value: &Value) -> Result<(), SettingsError> {
    let _turn = ONE.lock();
    write_alone(path, key, value)
}

/// For whoever has the turn.
fn write_alone(path: &Path, key: &str, value: &Value) -> Result<(), SettingsError> {
    if !KEYS.contains(&key) {
        return Err(SettingsError::UnknownKey(bounded::clean(key, 100)));
    }
    keys::apply(&mut Settings::default(), key, value)
        .map_err(|expected| SettingsError::Value { key: key.to_owned(), expected })?;
    let before = match bounded::read(path, read::LIMIT).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            return Err(SettingsError::Unreadable(Phrase::new(
                "file-unread",
                [("why", "text".into()), ("bytes", "".into())],
            )));
        }
        Err(Unread::Absent) => String::new(),
        Err(why) => return Err(SettingsError::Unreadable(why.words())),
    };
    let after = edited(&before, key, value)?;
    if after == before { Ok(()) } else { write(path, &after).map_err(SettingsError::Unwritten) }
}

/// What a person typed, as a value: JSON5 where the key takes it, otherwise the text itself.
fn typed(key: &str, text: &str) -> Value {
    let text = text.trim();
    let shallow = text.len() <= 10_000 && text.matches(['[', '{']).count() <= 100;
    let parsed: Option<Value> = if shallow { json5::from_str(text).ok() } else { None };
    let fits = |value: &Value| keys::apply(&mut Settings::default(), key, value).is_ok();
    parsed.filter(fits).unwrap_or_else(|| Value::String(text.to_owned()))
}

fn edited(text: &str, key: &str, value: &Value) -> Result<String, SettingsError> {
    let misunderstood = |why: &str| SettingsError::NotUnderstood(why.to_owned());
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let root = CstRootNode::parse(body, &read::syntax()).map_err(|error| misunderstood(&error.to_string()))?;
    let object = root.object_value_or_create().ok_or_else(|| misunderstood("it is not an object"))?;
    let (sections, name) = key.rsplit_once('.').map_or(("", key), |(sections, name)| (sections, name));
    let section = sections.split('.').filter(|section| !section.is_empty()).try_fold(object, |object, section| {
        if value.is_null() { object.object_value(section) } else { object.object_value_or_create(section) }
    });
    match section {
        Some(section) => place(&section, name, value),
        None if value.is_null() => return Ok(text.to_owned()),
        None => return Err(misunderstood(&format!("{sections} is not an object"))),
    }
    let after = format!("{mark}{root}");
    // what was not meant to change must not have changed, and what was must have
    let (was, is) = (read::text_of(text), read::text_of(&after));
    let others =
        KEYS.iter().filter(|other| **other != key).all(|other| was.settings.get(other) == is.settings.get(other));
    let mut meant = Settings::default();
    let done = keys::apply(&mut meant, key, value).is_ok() && meant.get(key) == is.settings.get(key);
    if others && done { Ok(after) } else { Err(misunderstood("the edit would change more than the setting")) }
}

fn place(section: &CstObject, name: &str, value: &Value) {
    // of a key that stands there twice the last one counts: the others go
    let mut standing =
        section.properties().into_iter().filter(|property| property.decoded_name().as_deref() == Some(name));
    let first = standing.next();
    standing.for_each(CstObjectProp::remove);
    match (first, value) {
        (Some(property), Value::Null) => property.remove(),
        (Some(property), value) => property.set_value(input(value)),
        (None, Value::Null) => {}
        (None, value) => drop(section.append(name, input(value))),
    }
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(switch) => CstInputValue::Bool(*switch),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(list) => CstInputValue::Array(list.iter().map(input).collect()),
        Value::Object(map) => {
            CstInputValue::Object(map.iter().map(|(name, value)| (name.clone(), input(value))).collect())
        }
    }
}

/// Beside the file, to the disk, then in its place. A link stays one: what it points to is replaced.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => PathBuf::from(path),
        Err(error) => return Err(error),
    };
    let folder = target.parent().ok_or_else(|| std::io::Error::from(ErrorKind::NotFound))?;
    fs::create_dir_all(folder)?;
    // such a file is for its owner alone (0600)
    // the name of a file that was never there tells nobody anything
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| std::io::Error::from(error.kind()))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
}
