//! How a JSON5 text is written, so that what is added to it looks like the rest.

use jsonc_parser::{ast::Object, common::Ranged};
use serde_json::{Map, Value};

/// Longest object or list that is written in one line, in bytes.
const LINE: usize = 90;

pub(super) struct Style {
    pub(super) newline: &'static str,
    /// One step of indentation.
    pub(super) unit: String,
    /// The text is one line.
    pub(super) flat: bool,
    /// Names are written without quotation marks, or with these.
    quote: Option<char>,
}

impl Style {
    pub(super) fn of(text: &str, root: &Object) -> Style {
        let first = root.properties.first();
        let line = first.map_or("", |first| {
            let start = text[..first.start()].rfind('\n').map_or(first.start(), |newline| newline + 1);
            &text[start..first.start()]
        });
        let unit = if !line.is_empty() && line.trim().is_empty() { line.to_owned() } else { "  ".to_owned() };
        let quote = first.map_or(Some('"'), |first| quote(&text[first.start()..]));
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Style { newline, unit, flat: !text.trim().contains('\n'), quote }
    }

    /// A name as its `neighbour` is written, which begins with it; without one as the text begins.
    pub(super) fn name(&self, name: &str, neighbour: Option<&str>) -> String {
        spelled(name, neighbour.map_or(self.quote, quote))
    }

    /// A new name in the place of one that is written like this.
    pub(super) fn renamed(&self, old: &str, name: &str) -> String {
        self.name(name, Some(old))
    }

    /// A value. `indent` is that of its property, where that begins a line; in one line otherwise.
    pub(super) fn value(&self, value: &Value, indent: Option<&str>) -> String {
        let line = self.in_line(value);
        let nested = |value: &Value| value.is_object() || value.is_array();
        let deep = value.as_object().is_some_and(|map| map.values().any(Value::is_object));
        match (value, indent) {
            (Value::Object(map), Some(indent)) if deep || line.len() > LINE => {
                let inner = format!("{indent}{}", self.unit);
                let lines = ordered(map).map(|(name, value)| {
                    format!("{inner}{}: {}", spelled(name, self.quote), self.value(value, Some(&inner)))
                });
                let lines: Vec<String> = lines.collect();
                let between = format!(",{}", self.newline);
                format!("{{{}{}{}{indent}}}", self.newline, lines.join(&between), self.newline)
            }
            (Value::Array(list), Some(indent)) if line.len() > LINE || list.iter().any(nested) => {
                let inner = format!("{indent}{}", self.unit);
                let lines: Vec<String> =
                    list.iter().map(|value| format!("{inner}{}", self.value(value, Some(&inner)))).collect();
                let between = format!(",{}", self.newline);
                format!("[{}{}{}{indent}]", self.newline, lines.join(&between), self.newline)
            }
            _ => line,
        }
    }

    fn in_line(&self, value: &Value) -> String {
        match value {
            Value::Object(map) if !map.is_empty() => {
                let parts =
                    map.iter().map(|(name, value)| format!("{}: {}", spelled(name, self.quote), self.in_line(value)));
                format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
            }
            Value::Array(list) => {
                format!("[{}]", list.iter().map(|value| self.in_line(value)).collect::<Vec<_>>().join(", "))
            }
            other => other.to_string(),
        }
    }
}

/// What something is comes first, then what it is called: as people write it.
fn ordered(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    const FIRST: [&str; 4] = ["source", "provider", "id", "command"];
    let mut all: Vec<_> = map.iter().collect();
    all.sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    all.into_iter()
}

fn quote(text: &str) -> Option<char> {
    text.chars().next().filter(|first| matches!(first, '"' | '\''))
}

fn spelled(name: &str, quote: Option<char>) -> String {
    let first = |char: char| char.is_ascii_alphabetic() || matches!(char, '_' | '$');
    let word = name.starts_with(first) && name.chars().all(|char| first(char) || char.is_ascii_digit());
    let plain = !name.contains(['\'', '\\']) && !name.chars().any(char::is_control);
    match quote {
        None if word => name.to_owned(),
        Some('\'') if plain => format!("'{name}'"),
        _ => Value::from(name).to_string(),
    }
}

/// A text between quotation marks, as it is shown: characters beyond ASCII stay.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
