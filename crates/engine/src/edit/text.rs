//! One change to a JSON5 text, as the few places where bytes go and come. Everything else stays, byte for byte.
//!
//! The places are found by jsonc-parser; whether the result says what it should, json5 has the last word, by whose rules
//! the gateway reads. Where the two read a text differently, or a key stands twice, nothing is changed: better told than
//! guessed.

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Object, ObjectProp, Value as Ast},
    common::Ranged,
    parse_to_ast,
};
use serde_json::Value;

use super::{Change, EditError, style::Style};
use crate::probes::config::{dotenv_lines, parsed};

/// Bytes that go and bytes that come at one place. May hold a secret: no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Splice {
    /// Where, in bytes of the text as the earlier splices left it.
    pub(super) at: usize,
    pub(super) removed: String,
    pub(super) inserted: String,
}

impl Splice {
    fn carry_out(&self, text: &mut String) {
        text.replace_range(self.at..self.at + self.removed.len(), &self.inserted);
    }

    /// Takes it back; `false`, and nothing happens, where the text is not what it left behind.
    pub(super) fn take_back(&self, text: &mut String) -> bool {
        let stands = text.get(self.at..self.at + self.inserted.len()) == Some(self.inserted.as_str());
        if stands {
            text.replace_range(self.at..self.at + self.inserted.len(), &self.removed);
        }
        stands
    }
}

/// The text after all changes, and how it came about.
pub(super) fn changed(text: &str, changes: &[Change]) -> Result<(String, Vec<Splice>), EditError> {
    let mut now = text.to_owned();
    let mut meant = read(text)?;
    let mut all = Vec::new();
    for change in changes {
        for splice in splices(&now, change)? {
            splice.carry_out(&mut now);
            all.push(splice);
        }
        model(&mut meant, change);
    }
    // what was not meant to change must not have changed, and what was must have
    if read(&now)? == meant { Ok((now, all)) } else { Err(EditError::Unsafe) }
}

/// A `.env` text without the lines that set these variables.
pub(super) fn without_lines(text: &str, variables: &[String]) -> (String, Vec<Splice>) {
    let gone: Vec<usize> = dotenv_lines(text)
        .into_iter()
        .filter(|(_, name, _)| variables.contains(name))
        .map(|(number, ..)| number)
        .collect();
    let mut now = text.to_owned();
    let mut splices = Vec::new();
    // the last first, so that none moves another
    let starts: Vec<(usize, &str)> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .collect();
    for number in gone.into_iter().rev() {
        let Some((at, line)) = starts.get(number) else { continue };
        let splice = Splice { at: *at, removed: (*line).to_owned(), inserted: String::new() };
        splice.carry_out(&mut now);
        splices.push(splice);
    }
    (now, splices)
}

/// What the text says, where both parsers agree about that.
fn read(text: &str) -> Result<Value, EditError> {
    let value = parsed(text.as_bytes()).map_err(EditError::NotUnderstood)?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    match parse_to_ast(body, &CollectOptions::default(), &syntax()).map(|parsed| parsed.value) {
        Ok(Some(ast)) if same(&ast, &value) => Ok(value),
        _ => Err(EditError::Unsafe),
    }
}

fn syntax() -> ParseOptions {
    ParseOptions { allow_missing_commas: false, ..ParseOptions::default() }
}

/// Whether both say the same; of numbers only that they are numbers, which no edit touches.
fn same(ast: &Ast<'_>, value: &Value) -> bool {
    match (ast, value) {
        (Ast::Object(object), Value::Object(map)) => {
            let named = |name: &String| last_named(&object.properties, name);
            object.properties.iter().all(|property| map.contains_key(property.name.as_str()))
                && map.iter().all(|(name, value)| named(name).is_some_and(|property| same(&property.value, value)))
        }
        (Ast::Array(array), Value::Array(list)) => {
            array.elements.len() == list.len() && array.elements.iter().zip(list).all(|(ast, value)| same(ast, value))
        }
        (Ast::StringLit(text), Value::String(value)) => text.value == value.as_str(),
        (Ast::BooleanLit(switch), Value::Bool(value)) => switch.value == *value,
        // NaN and the infinities have no other place in a `Value`
        (Ast::NumberLit(_), Value::Number(_) | Value::Null) | (Ast::NullKeyword(_), Value::Null) => true,
        _ => false,
    }
}

fn last_named<'a, 'b>(properties: &'b [ObjectProp<'a>], name: &str) -> Option<&'b ObjectProp<'a>> {
    properties.iter().rev().find(|property| property.name.as_str() == name)
}

/// The change as it is meant.
fn model(root: &mut Value, change: &Change) {
    let (path, new) = match change {
        Change::Set { path, value } => (path, Some(value)),
        Change::Remove { path } | Change::Rename { path, .. } => (path, None),
    };
    let Some((last, above)) = path.split_last() else { return };
    let mut object = root;
    for part in above {
        let inner = match object {
            Value::Array(elements) => part.parse::<usize>().ok().and_then(|number| elements.get_mut(number)),
            Value::Object(map) => {
                if new.is_some() && !map.contains_key(part) {
                    map.insert(part.clone(), Value::Object(serde_json::Map::new()));
                }
                map.get_mut(part)
            }
            _ => None,
        };
        let Some(inner) = inner else { return };
        object = inner;
    }
    let Some(object) = object.as_object_mut() else { return };
    match change {
        Change::Set { value, .. } => drop(object.insert(last.clone(), value.clone())),
        Change::Remove { .. } => drop(object.remove(last)),
        Change::Rename { to, .. } => {
            if let Some(value) = object.remove(last) {
                object.insert(to.clone(), value);
            }
        }
    }
}

/// How far a path leads into a text.
enum Reached<'a, 'b> {
    There {
        object: &'b Object<'a>,
        index: usize,
    },
    /// `rest` is what would have to stand in `object`.
    Missing {
        object: &'b Object<'a>,
        rest: &'b [String],
    },
}

fn reach<'a, 'b>(root: &'b Object<'a>, path: &'b [String]) -> Result<Reached<'a, 'b>, EditError> {
    let (mut object, mut depth) = (root, 0);
    while let Some(part) = path.get(depth) {
        let named = |property: &&ObjectProp| property.name.as_str() == part;
        let Some(index) = object.properties.iter().position(|property| named(&property)) else {
            return Ok(Reached::Missing { object, rest: &path[depth..] });
        };
        let here = path[..=depth].join(".");
        if object.properties.iter().filter(named).count() > 1 {
            return Err(EditError::Twice(here));
        }
        if depth + 1 == path.len() {
            return Ok(Reached::There { object, index });
        }
        let mut value = &object.properties[index].value;
        let not_an_object = || EditError::NotAnObject(here.clone());
        depth += 1;
        // into a list it leads by number
        while let Ast::Array(list) = value {
            let number = path.get(depth).and_then(|number| number.parse::<usize>().ok());
            value = number.and_then(|number| list.elements.get(number)).ok_or_else(not_an_object)?;
            depth += 1;
        }
        let Ast::Object(inner) = value else { return Err(not_an_object()) };
        object = inner;
    }
    Err(EditError::Unsafe)
}

/// Each in the coordinates that the one before it leaves.
fn splices(text: &str, change: &Change) -> Result<Vec<Splice>, EditError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ast = parse_to_ast(body, &CollectOptions::default(), &syntax()).map_err(|_| EditError::Unsafe)?;
    let Some(Ast::Object(root)) = &ast.value else { return Err(EditError::Unsafe) };
    let style = Style::of(body, root);
    let mut splices = match change {
        Change::Set { path, value } => match reach(root, path)? {
            Reached::There { object, index } => vec![replaced(body, &style, object, index, value)],
            Reached::Missing { object, rest } => added(body, &style, root, object, rest, value),
        },
        Change::Remove { path } => match reach(root, path)? {
            Reached::There { object, index } => removed(body, object, index),
            Reached::Missing { .. } => Vec::new(),
        },
        Change::Rename { path, to } => match reach(root, path)? {
            Reached::There { object, index } => {
                if object.properties.iter().any(|property| property.name.as_str() == to) {
                    return Err(EditError::Taken(to.clone()));
                }
                let name = &object.properties[index].name;
                vec![cut(body, name.start(), name.end(), style.renamed(&body[name.start()..name.end()], to))]
            }
            Reached::Missing { .. } => Vec::new(),
        },
    };
    let mark = text.len() - body.len();
    for splice in &mut splices {
        splice.at += mark;
    }
    Ok(splices)
}

fn cut(text: &str, from: usize, to: usize, inserted: String) -> Splice {
    Splice { at: from, removed: text[from..to].to_owned(), inserted }
}

fn replaced(text: &str, style: &Style, object: &Object, index: usize, value: &Value) -> Splice {
    let property = &object.properties[index];
    let indent = indent_of(text, property.start());
    let new = style.value(value, indent);
    cut(text, property.value.start(), property.value.end(), new)
}

/// A property at the end of its object, laid out as its neighbours are.
fn added(text: &str, style: &Style, root: &Object, object: &Object, rest: &[String], value: &Value) -> Vec<Splice> {
    let Some((name, below)) = rest.split_first() else { return Vec::new() };
    let value = below.iter().rev().fold(value.clone(), |inner, name| {
        let mut outer = serde_json::Map::new();
        outer.insert(name.clone(), inner);
        Value::Object(outer)
    });
    let quote = object.properties.first().or(root.properties.first()).map(|first| first.name.start());
    let property = |indent: Option<&str>| {
        format!("{}: {}", style.name(name, quote.map(|at| &text[at..])), style.value(&value, indent))
    };
    let Some(last) = object.properties.last() else {
        return vec![into_empty(text, style, object, property)];
    };
    let indent = object.properties.iter().rev().find_map(|property| indent_of(text, property.start()));
    let comma = skip_trivia(text, last.end());
    let has_comma = text[comma..].starts_with(',');
    let mut splices = Vec::new();
    let (mut at, mut shift) = (last.end(), 0);
    if has_comma {
        at = comma + 1;
    } else {
        splices.push(cut(text, at, at, ",".to_owned()));
        shift = 1;
    }
    let tail = if has_comma { "," } else { "" };
    let new = match indent {
        Some(indent) => {
            // a comment behind the last property belongs to that one
            let line_end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
            if skip_trivia(text, at) >= line_end {
                at = line_end;
            }
            format!("{}{indent}{}{tail}", style.newline, property(Some(indent)))
        }
        None => format!(" {}{tail}", property(None)),
    };
    splices.push(Splice { at: at + shift, removed: String::new(), inserted: new });
    splices
}

fn into_empty(text: &str, style: &Style, object: &Object, property: impl Fn(Option<&str>) -> String) -> Splice {
    let inside = object.start() + 1;
    let outer = line_indent(text, object.start());
    let blank = text[inside..object.end() - 1].trim().is_empty();
    if style.flat {
        let tail = if text[inside..].starts_with([' ', '\n', '\r', '\t']) { "" } else { " " };
        return cut(text, inside, inside, format!(" {}{tail}", property(None)));
    }
    let indent = format!("{outer}{}", style.unit);
    let new = format!("{}{indent}{}", style.newline, property(Some(&indent)));
    // what is inside, a comment perhaps, stays behind it
    if blank && !text[inside..object.end() - 1].contains('\n') {
        cut(text, inside, object.end() - 1, format!("{new}{}{outer}", style.newline))
    } else {
        cut(text, inside, inside, new)
    }
}

fn removed(text: &str, object: &Object, index: usize) -> Vec<Splice> {
    let property = &object.properties[index];
    let comma = skip_trivia(text, property.end());
    let mut splices = Vec::new();
    let (mut from, mut to) = (property.start(), property.end());
    if text[comma..].starts_with(',') {
        if comma == to {
            to += 1;
        } else {
            // a comment stands between them, and stays
            splices.push(cut(text, comma, comma + 1, String::new()));
        }
    } else if let Some(before) = index.checked_sub(1).and_then(|index| object.properties.get(index)) {
        let comma = skip_trivia(text, before.end());
        splices.push(cut(text, comma, comma + 1, String::new()));
    }
    if indent_of(text, from).is_some() {
        let rest = text[to..].find('\n').map(|end| to + end + 1);
        if let Some(end) = rest.filter(|end| text[to..*end].trim().is_empty()) {
            from = line_start(text, from);
            to = end;
        }
    } else {
        from -= text[..from].len() - text[..from].trim_end_matches([' ', '\t']).len();
    }
    // the earlier one in the text last, so that neither moves the other
    let whole = cut(text, from, to, String::new());
    let at = splices.iter().position(|splice| splice.at < from).unwrap_or(splices.len());
    splices.insert(at, whole);
    splices
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The white space that begins the line of `at`.
fn line_indent(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    let end = start + text[start..at].len() - text[start..at].trim_start_matches([' ', '\t']).len();
    &text[start..end]
}

/// The white space before `at`, where nothing else stands before it on its line, and a line ends before it.
fn indent_of(text: &str, at: usize) -> Option<&str> {
    let start = line_start(text, at);
    let before = &text[start..at];
    (start > 0 && before.chars().all(|char| matches!(char, ' ' | '\t'))).then_some(before)
}

/// Past white space and comments.
fn skip_trivia(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{feff}').len();
        let rest = &rest[blank..];
        at += blank;
        at += if rest.starts_with("//") {
            rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return at;
        };
    }
}
