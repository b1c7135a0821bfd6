//! The environment in a service's definition, on any system: `NAME=value` in a unit or a batch file, or a pair of a property
//! list.

use std::ops::Range;

use super::{diff::mask, text::Splice};

/// Where a variable is given a value.
pub(crate) struct Assignment {
    /// All that goes when the variable goes: the whole line where nothing else stands on it.
    whole: Range<usize>,
    /// The value, without quotation marks.
    pub(crate) value: Range<usize>,
}

/// The first place in `text` where `variable` is given a value.
pub(crate) fn assignment(text: &str, variable: &str) -> Option<Assignment> {
    in_list(text, variable).or_else(|| in_lines(text, variable))
}

/// The text in which none of these is given a value.
pub(super) fn without(text: &str, variables: &[String]) -> (String, Vec<Splice>) {
    let (mut now, mut splices) = (text.to_owned(), Vec::new());
    for variable in variables {
        while let Some(Assignment { whole, .. }) = assignment(&now, variable) {
            let splice = Splice { at: whole.start, removed: now[whole.clone()].to_owned(), inserted: String::new() };
            now.replace_range(whole, "");
            splices.push(splice);
        }
    }
    (now, splices)
}

/// The text with the values of these masked.
pub(super) fn masked(text: &str, variables: &[String]) -> String {
    let mut shown = text.to_owned();
    for variable in variables {
        let mut from = 0;
        while let Some(Assignment { value, .. }) = assignment(&shown[from..], variable) {
            let value = value.start + from..value.end + from;
            let mask = mask(&shown[value.clone()]);
            from = value.start + mask.len();
            shown.replace_range(value, &mask);
        }
    }
    shown
}

fn in_list(text: &str, variable: &str) -> Option<Assignment> {
    const OPENS: &str = "<string>";
    const ENDS: &str = "</string>";
    let key = format!("<key>{variable}</key>");
    let start = text.find(&key)?;
    let rest = text[start + key.len()..].trim_start();
    let value = text.len() - rest.strip_prefix(OPENS)?.len();
    let value = value..value + text[value..].find(ENDS)?;
    Some(Assignment { whole: lines(text, start..value.end + ENDS.len()), value })
}

fn in_lines(text: &str, variable: &str) -> Option<Assignment> {
    let name = format!("{variable}=");
    text.match_indices(&name).find_map(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[line..at];
        let quote = before.chars().next_back().filter(|last| matches!(last, '"' | '\''));
        let alone = before.is_empty() || quote.is_some() || before.ends_with(['=', ' ', '\t']);
        if !alone {
            return None;
        }
        let value = at + name.len();
        let inner = text[value..].chars().next().filter(|first| quote.is_none() && matches!(first, '"' | '\''));
        let value = value + inner.map_or(0, char::len_utf8);
        let ends = |end: char| match quote.or(inner) {
            Some(quote) => end == quote || end == '\n',
            None => end.is_whitespace(),
        };
        let value = value..text[value..].find(ends).map_or(text.len(), |end| value + end);
        let token = at - quote.map_or(0, char::len_utf8)..value.end;
        let closed = quote.or(inner).is_some_and(|quote| text[value.end..].starts_with(quote));
        let token = token.start..token.end + usize::from(closed);
        Some(Assignment { whole: of_line(text, line, token), value })
    })
}

/// An assignment and the line that it stands on, if it is alone there.
fn of_line(text: &str, line: usize, token: Range<usize>) -> Range<usize> {
    let end = text[token.end..].find('\n').map_or(text.len(), |end| token.end + end);
    let rest = format!("{}{}", &text[line..token.start], &text[token.end..end]);
    match rest.trim().to_ascii_lowercase().as_str() {
        "" | "environment=" | "set" | "export" => line..(end + 1).min(text.len()),
        _ => token.start - (text[line..token.start].len() - text[line..token.start].trim_end().len())..token.end,
    }
}

/// The range with the rest of its lines, where that is blank.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end + 1);
    let blank = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    if blank { start..end } else { range }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-0123456789abcdefghij";

    #[test]
    fn a_variable_goes_with_its_line_or_without_its_neighbours() {
        for (before, after) in [
            (format!("[Service]\nEnvironment=\"K={KEY}\"\nExecStart=x\n"), "[Service]\nExecStart=x\n"),
            (format!("[Service]\nEnvironment=K={KEY}\n"), "[Service]\n"),
            (format!("Environment=K='{KEY}'\nA=1\n"), "A=1\n"),
            (format!("Environment=\"A=1\" \"K={KEY}\" B=2\n"), "Environment=\"A=1\" B=2\n"),
            (format!("Environment=K={KEY} B=2\n"), "Environment= B=2\n"),
            (format!("@echo off\r\nset \"K={KEY}\"\r\nnode x\r\n"), "@echo off\r\nnode x\r\n"),
            (
                format!("<dict>\n  <key>K</key>\n  <string>{KEY}</string>\n  <key>B</key><string>2</string>\n</dict>"),
                "<dict>\n  <key>B</key><string>2</string>\n</dict>",
            ),
            (format!("<dict><key>K</key><string>{KEY}</string></dict>"), "<dict></dict>"),
            (format!("Environment=K={KEY}\nEnvironment=K={KEY}"), ""),
            (format!("Environment=MY_K={KEY}\nMYK={KEY}\n"), &format!("Environment=MY_K={KEY}\nMYK={KEY}\n")),
        ] {
            let (now, mut splices) = without(&before, &["K".to_owned()]);
            assert_eq!(now, after);
            let mut back = now;
            while let Some(splice) = splices.pop() {
                assert!(splice.take_back(&mut back));
            }
            assert_eq!(back, before);
            let shown = masked(&before, &["K".to_owned()]);
            assert!(before == after || (!shown.contains(KEY) && shown.contains("••••ghij")), "{shown}");
        }
    }

    #[test]
    fn hostile_texts_have_no_assignment_or_a_bounded_one() {
        for text in ["", "K=", "=K=", "\"K=\n", "<key>K</key>", "<key>K</key><string>", "é K=é", "K=\"", "K='é"] {
            let (now, _) = without(text, &["K".to_owned()]);
            assert!(now.len() <= text.len());
            masked(text, &["K".to_owned()]);
        }
    }
}
