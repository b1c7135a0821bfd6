//! Text from outside, made fit to be shown: process names, paths, log lines, other programs' messages.
//!
//! All of it is hostile until it has been through [`clean`]: it may be huge, move the cursor, or turn the reading
//! direction around so that a sentence says something else than it does.

use std::{iter::Peekable, str::Chars};

const ESCAPE: char = '\u{1b}';
/// The one-character forms of `ESC [` and of the sequences that carry a string.
const CSI: char = '\u{9b}';
const STRINGS: [char; 5] = ['\u{90}', '\u{98}', '\u{9d}', '\u{9e}', '\u{9f}'];
const STRING_END: char = '\u{9c}';

/// One line of at most `max` characters that shows as what it is; what is cut off leaves an ellipsis.
///
/// Escape sequences, control characters and characters that are not seen (reading direction, zero width, tags) are
/// dropped; white space of any kind becomes one space between words.
pub fn clean(text: &str, max: usize) -> String {
    let mut cleaned = String::new();
    let (mut length, mut gap) = (0, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char == ESCAPE || char == CSI || STRINGS.contains(&char) {
            skip_sequence(char, &mut chars);
        } else if char.is_whitespace() {
            gap = length > 0;
        } else if !char.is_control() && !unseen(char) {
            if length + usize::from(gap) >= max {
                return cut(cleaned, max);
            }
            if gap {
                cleaned.push(' ');
            }
            cleaned.push(char);
            length += 1 + usize::from(gap);
            gap = false;
        }
    }
    cleaned
}

/// `cleaned` with an ellipsis at its end, in no more than `max` characters.
fn cut(mut cleaned: String, max: usize) -> String {
    if max == 0 {
        return String::new();
    }
    if cleaned.chars().count() >= max {
        cleaned.pop();
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned.push('…');
    cleaned
}

/// Drops the rest of an escape sequence (ECMA-48) that began with `start`.
fn skip_sequence(start: char, chars: &mut Peekable<Chars<'_>>) {
    let kind = if start == ESCAPE { chars.peek().copied() } else { None };
    if start == CSI || kind == Some('[') {
        chars.next_if(|_| start == ESCAPE);
        while chars.next_if(|char| matches!(char, ' '..='?')).is_some() {}
        chars.next_if(|char| matches!(char, '@'..='~'));
    } else if start != ESCAPE || matches!(kind, Some(']' | 'P' | 'X' | '^' | '_')) {
        chars.next_if(|_| start == ESCAPE);
        // a control character ends it too: one lost terminator does not swallow the lines that follow
        while chars.next_if(|char| !char.is_control()).is_some() {}
        if chars.next_if_eq(&ESCAPE).is_some() {
            chars.next_if_eq(&'\\');
        } else {
            chars.next_if(|char| matches!(*char, '\u{7}' | STRING_END));
        }
    } else {
        while chars.next_if(|char| matches!(char, ' '..='/')).is_some() {}
        chars.next_if(|char| matches!(char, '0'..='~'));
    }
}

/// Characters that are not seen and change how the seen ones read. The joiners of Persian and of emoji stay.
fn unseen(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The last part of a path of any system, cleaned, for a sentence.
pub(crate) fn file_name(path: &str) -> String {
    clean(path.rsplit(['/', '\\']).next().unwrap_or_default(), 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shows_what_is_there_and_nothing_else() {
        for (text, shown) in [
            ("", ""),
            ("nginx: master process", "nginx: master process"),
            ("\u{1b}[31;1mred\u{1b}[0m text", "red text"),
            ("\u{1b}]8;;https://example.org\u{1b}\\link\u{1b}]8;;\u{7} end", "link end"),
            ("\u{1b}]0;no terminator\nnext line", "next line"),
            ("\u{9b}2Jcleared \u{9d}title\u{9c}seen", "cleared seen"),
            ("\u{1b}(Bcharset \u{1b}7cursor\u{1b}", "charset cursor"),
            ("\u{1b}[31\u{1b}[0mbroken", "broken"),
            ("gpj.\u{202e}exe\u{2066}.txt\u{2069}", "gpj.exe.txt"),
            ("zero\u{200b}width\u{feff} tag\u{e0041}", "zerowidth tag"),
            ("  two\r\n\t lines\u{2028}three \0\u{8}", "two lines three"),
            ("می\u{200c}خواهم 👩\u{200d}💻", "می\u{200c}خواهم 👩\u{200d}💻"),
        ] {
            assert_eq!(clean(text, 100), shown, "{text:?}");
        }
    }

    #[test]
    fn cuts_between_characters() {
        for (text, max, shown) in [
            ("straße", 6, "straße"),
            ("straße", 5, "stra…"),
            ("ab cd", 4, "ab…"),
            ("ab\u{1b}[0m  ", 2, "ab"),
            ("ab", 1, "…"),
            ("ab", 0, ""),
        ] {
            assert_eq!(clean(text, max), shown, "{text:?} in {max}");
        }
        assert_eq!(clean(&"x".repeat(10_000), 500).chars().count(), 500);
    }

    #[test]
    fn a_file_name_is_the_same_on_every_system() {
        for path in ["/home/a/.openclaw/openclaw.json", r"C:\Users\a\.openclaw\openclaw.json", "openclaw.json"] {
            assert_eq!(file_name(path), "openclaw.json");
        }
    }

    proptest! {
        #[test]
        fn nothing_unseen_gets_through(text in "(\\PC|\\pC|\u{1b}[\\[\\]P(]?|\u{202e}|[ -~]){0,80}", max in 0_usize..60) {
            let shown = clean(&text, max);
            prop_assert!(shown.chars().count() <= max);
            prop_assert!(!shown.chars().any(|char| char.is_control() || unseen(char)), "{shown:?}");
            prop_assert_eq!(clean(&shown, max), shown);
        }
    }
}
