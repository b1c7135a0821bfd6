//! From bytes to a value, or to the one problem that stands in the way, with its place.
//!
//! The gateway replaces bytes that are not UTF-8 and reads on, so they are named only when the text cannot be used.

use clawtender_core::{facts::ConfigProblem, words::Phrase};
use json5::ErrorCode;
use serde_json::Value;

/// Deepest nesting that is read. The parser recurses, and a stack that overflows ends the process, not the parse.
const DEEPEST: usize = 128;

/// A configuration text and what it says.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: String,
    pub(super) value: Value,
}

pub(super) fn parse(bytes: &[u8]) -> Result<Document, ConfigProblem> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    match value(&text) {
        Ok(value) => Ok(Document { text, value }),
        Err(problem) => Err(encoding(bytes).unwrap_or(problem)),
    }
}

fn value(text: &str) -> Result<Value, ConfigProblem> {
    if text.chars().all(|char| char.is_whitespace() || char == '\u{feff}') {
        return Err(whole(file("empty", "")));
    }
    if let Some(offset) = too_deep(text) {
        return Err(at(text, offset, file("deep", DEEPEST.to_string())));
    }
    let value: Value = json5::from_str(text).map_err(|error| syntax(text, &error))?;
    if value.is_object() { Ok(value) } else { Err(whole(file("single", ""))) }
}

fn syntax(text: &str, error: &json5::Error) -> ConfigProblem {
    if let Some(open) = error.code().and_then(left_open) {
        return at(text, text.trim_end().len(), Phrase::new("config-early", [("open", open.into())]));
    }
    let what = error.code().map_or_else(|| "unreadable value".to_owned(), |code| code.to_string());
    let (line, column) = error.position().map(|place| (place.line + 1, place.column + 1)).unzip();
    ConfigProblem {
        key: String::new(),
        message: file("parse", what),
        line: line.and_then(|line| u32::try_from(line).ok()),
        column: column.and_then(|column| u32::try_from(column).ok()),
    }
}

/// What was not complete when the text ended: the mark of a file that was written half.
fn left_open(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::EofParsingArray => "list",
        ErrorCode::EofParsingObject => "object",
        ErrorCode::EofParsingString | ErrorCode::EofParsingEscapeSequence => "string",
        ErrorCode::EofParsingComment => "comment",
        ErrorCode::EofParsingIdentifier => "key",
        ErrorCode::EofParsingNumber => "number",
        ErrorCode::EofParsingBool | ErrorCode::EofParsingNull | ErrorCode::EofParsingValue => "value",
        _ => return None,
    })
}

fn encoding(bytes: &[u8]) -> Option<ConfigProblem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some(whole(file("utf-sixteen", "")));
    }
    if bytes.contains(&0) {
        return Some(whole(file("binary", "")));
    }
    let offset = std::str::from_utf8(bytes).err()?.valid_up_to();
    let before = String::from_utf8_lossy(&bytes[..offset]);
    Some(at(&before, before.len(), file("not-utf", "")))
}

/// What is wrong with a file.
pub(crate) fn file(why: &str, detail: impl Into<Phrase>) -> Phrase {
    Phrase::new("config-file", [("why", why.into()), ("detail", detail.into().into())])
}

/// A problem of the file as a whole.
pub(super) fn whole(message: impl Into<Phrase>) -> ConfigProblem {
    ConfigProblem { message: message.into(), ..ConfigProblem::default() }
}

/// A problem at a byte offset of `text`.
fn at(text: &str, offset: usize, message: Phrase) -> ConfigProblem {
    let (line, column) = super::place::position(text, offset);
    ConfigProblem { key: String::new(), message, line: Some(line), column: Some(column) }
}

/// Where the nesting first goes beyond [`DEEPEST`]. Knows strings and comments, as they may hold brackets.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut chars = text.char_indices().peekable();
    while let Some((offset, char)) = chars.next() {
        match char {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            '"' | '\'' => skip_string(&mut chars, char),
            '/' if chars.next_if(|(_, next)| *next == '/').is_some() => {
                while chars.next_if(|(_, next)| !matches!(next, '\n' | '\r' | '\u{2028}' | '\u{2029}')).is_some() {}
            }
            '/' if chars.next_if(|(_, next)| *next == '*').is_some() => {
                let mut last = ' ';
                while chars.next().is_some_and(|(_, next)| std::mem::replace(&mut last, next) != '*' || next != '/') {}
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Some(offset);
        }
    }
    None
}

fn skip_string(chars: &mut impl Iterator<Item = (usize, char)>, quote: char) {
    while let Some((_, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            _ if char == quote => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_what_is_wrong_and_where() {
        type Case<'a> = (&'a [u8], &'a str, Option<(u32, u32)>);
        let cases: &[Case] = &[
            (b"", "The file is empty.", None),
            (b" \n\t\xef\xbb\xbf", "The file is empty.", None),
            (b"[]", "The file holds a single value where an object is needed.", None),
            (b"{\n  gateway: { mode: 'local' port: 1 }\n}", "The text does not parse: expected comma.", Some((2, 28))),
            (b"{ gateway: { mode: \"lo", "The text ends too early: a string is not complete.", Some((1, 23))),
            (b"{ gateway: {", "The text ends too early: an object is not complete.", Some((1, 13))),
            (b"{} x", "The text does not parse: trailing characters.", Some((1, 4))),
            (b"\xff\xfe{\0}\0", "The file is UTF-16 text. The gateway reads UTF-8 only.", None),
            (b"\x7fELF\0\0", "The file is binary, not text.", None),
            (b"{\n \xe4: }", "The file is not UTF-8 text from here on.", Some((2, 2))),
        ];
        for (bytes, message, place) in cases {
            let problem = parse(bytes).unwrap_err();
            let found = problem.line.zip(problem.column);
            assert_eq!((&*problem.message, found), (*message, *place), "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn reads_what_the_gateway_reads() {
        let text = b"\xef\xbb\xbf// comment {[\n{ 'a': +1, b: 0x1F, c: \"x\\\ny\", d: .5, e: [1,], /* [[ */ f: NaN, }";
        let value = parse(text).unwrap().value;
        assert_eq!(value["b"], 31);
        assert_eq!(value["c"], "xy");
        assert_eq!(parse(b"{ a: 'caf\xe9' }").unwrap().value["a"], "caf\u{fffd}");
    }

    #[test]
    fn nesting_without_end_is_a_problem_not_an_overflow() {
        for opening in ["[", "{a:", "{'}':[", "/*]*/[", "//]\n["] {
            let text = format!("{{a:{}", opening.repeat(100_000));
            assert!(parse(text.as_bytes()).unwrap_err().message.contains("nested"), "{opening}");
        }
        let strings = format!("{{a: '{}', b: \"{}\\\"{{\" }}", "[".repeat(1000), "{".repeat(1000));
        assert!(parse(strings.as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn no_almost_json5_causes_a_panic(text in "[\\[\\]{}:,'\"/*\\\\a0x+.\\-\n\u{feff}\u{2028}eEuN ]{0,80}") {
            let _ = parse(text.as_bytes());
        }
    }
}
