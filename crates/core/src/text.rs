//! Text from outside, made fit to be shown: process names, paths, log lines, other programs' messages.
//!
//! All of it is hostile until it has been through [`clean`]: it may be huge, move the cursor, or turn the reading
//! direction around so that a sentence says something else than it does.

use std::{fmt::Write, iter::Peekable, str::Chars};

use crate::words::Phrase;

const ESCAPE: char = '\u{1b}';
/// The one-character forms of `ESC [` and of the sequences that carry a string.
const CSI: char = '\u{9b}';
const STRINGS: [char; 5] = ['\u{90}', '\u{98}', '\u{9d}', '\u{9e}', '\u{9f}'];
const STRING_END: char = '\u{9c}';

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

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
        } else if !char.is_control() && !hides(if gap { Some(' ') } else { cleaned.chars().next_back() }, char) {
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

/// Text of several lines, such as a command, of at most `max` characters in all; what is cut off leaves an ellipsis.
///
/// Nothing is dropped, because what is hidden here might still be run: a character that cannot be seen, or that moves what
/// is seen, stands as its number, `‹U+202E›`. Only the ways to break a line and to leave a gap are made one.
pub fn clean_block(text: &str, max: usize) -> String {
    let mut block = String::new();
    let mut length = 0;
    let mut chars = text.trim_end().chars().peekable();
    while let Some(char) = chars.next() {
        let mut bytes = [0; 4];
        let number;
        let shown: &str = match char {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => "\n",
            '\t' => "    ",
            _ if char.is_whitespace() => " ",
            _ if char.is_control() || hides(block.chars().next_back(), char) => {
                number = format!("‹U+{:04X}›", u32::from(char));
                &number
            }
            _ => char.encode_utf8(&mut bytes),
        };
        let room = max.saturating_sub(length);
        if shown.chars().count() > room || (shown.chars().count() == room && chars.peek().is_some()) {
            if max > 0 {
                block.push('…');
            }
            break;
        }
        block.push_str(shown);
        length += shown.chars().count();
    }
    block
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

/// Whether a character is not seen where it stands: a joiner or a variant's mark has a meaning behind what it joins or varies
/// (Persian, Hindi, emoji), and is as good as [`unseen`] behind anything else. The page shows by the same rules: ui/src/outside.tsx.
fn hides(before: Option<char>, char: char) -> bool {
    let belongs = match char {
        '\u{200c}' | '\u{200d}' => matches!(before, Some('\u{600}'..='\u{1dff}' | '\u{2190}'..)),
        '\u{fe00}'..='\u{fe0f}' => {
            matches!(before, Some('#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2100}'..))
                && !before.is_some_and(varies)
        }
        '\u{e0100}'..='\u{e01ef}' => matches!(before, Some('\u{2e80}'..)) && !before.is_some_and(varies),
        _ => return unseen(char),
    };
    !belongs
}

fn varies(char: char) -> bool {
    matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters that are not seen, wherever they stand, and change how the seen ones read.
pub fn unseen(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` without `secret` and without any part of it that would help somebody: what is left out leaves an ellipsis.
pub fn hide(text: &str, secret: &str) -> String {
    /// Shorter pieces stand in other words too.
    const PIECE: usize = 8;
    let (text, secret): (Vec<char>, Vec<char>) = (text.chars().collect(), secret.chars().collect());
    let piece = PIECE.min(secret.len());
    if piece == 0 {
        return text.into_iter().collect();
    }
    let pieces: std::collections::HashSet<&[char]> = secret.windows(piece).collect();
    let mut hidden = vec![false; text.len()];
    for (at, window) in text.windows(piece).enumerate() {
        if pieces.contains(window) {
            hidden[at..at + piece].fill(true);
        }
    }
    let mut shown = String::new();
    for (at, char) in text.iter().enumerate() {
        if !hidden[at] {
            shown.push(*char);
        } else if at == 0 || !hidden[at - 1] {
            shown.push('…');
        }
    }
    shown
}

/// How long to wait: `40 s`, `3 min`, `2 h`, `5 days`; what is begun counts.
pub(crate) fn wait(seconds: u64) -> Phrase {
    let (count, unit) = match seconds {
        0..=119 => (seconds, "seconds"),
        120..=7199 => (seconds.div_ceil(60), "minutes"),
        7200..=172_799 => (seconds.div_ceil(3600), "hours"),
        _ => (seconds.div_ceil(86_400), "days"),
    };
    Phrase::new("span-wait", [("count", count.into()), ("unit", unit.into())])
}

/// What somebody says of himself, for quotes of ours: it cannot close them and go on in our voice. Empty when nothing of it
/// can be seen.
pub(crate) fn claim(text: &str, max: usize) -> String {
    let text = text.replace(['“', '”', '„', '‟', '«', '»', '"', '＂', '″', '〝', '〞', '〟'], "'");
    clean(&text, max)
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
            ("می\u{200c}خواهم 👩\u{200d}💻 🏳\u{fe0f}\u{200d}🌈", "می\u{200c}خواهم 👩\u{200d}💻 🏳\u{fe0f}\u{200d}🌈"),
            (
                "pay\u{200d}pal a\u{fe0f}b \u{200c} ❤\u{fe0f}\u{fe0e}\u{e0100} 葛\u{e0100}",
                "paypal ab ❤\u{fe0f} 葛\u{e0100}",
            ),
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

    #[test]
    fn a_block_hides_nothing() {
        for (text, shown) in [
            ("rm -rf /tmp/zzz", "rm -rf /tmp/zzz"),
            ("if x\r\n\tthen y\rfi\n\n", "if x\n    then y\nfi"),
            ("echo a\u{1b}[2K\u{1b}]0;t\u{7}b", "echo a‹U+001B›[2K‹U+001B›]0;t‹U+0007›b"),
            ("ls \u{202e}txt.exe\u{0}", "ls ‹U+202E›txt.exe‹U+0000›"),
            ("a\u{a0}b\u{2028}c", "a b\nc"),
            ("  indented", "  indented"),
        ] {
            assert_eq!(clean_block(text, 100), shown, "{text:?}");
        }
        for (max, shown) in [(0, ""), (1, "…"), (3, "ab…"), (4, "abcd")] {
            assert_eq!(clean_block("abcd", max), shown);
        }
    }

    proptest! {
        #[test]
        fn a_block_is_bounded_and_can_be_seen(text in "(\\PC|\\pC|\n|\t|\u{1b}\\[|\u{202e}|[ -~]){0,80}", max in 0_usize..90) {
            let shown = clean_block(&text, max);
            prop_assert!(shown.chars().count() <= max);
            prop_assert!(!shown.chars().any(|char| char != '\n' && (char.is_control() || unseen(char))), "{shown:?}");
            let whole = clean_block(&text, 10_000);
            prop_assert_eq!(clean_block(&whole, 10_000), whole.trim_end());
            for seen in text.chars().filter(|char| char.is_alphanumeric() && !unseen(*char)) {
                prop_assert!(whole.contains(seen));
            }
        }

        #[test]
        fn nothing_unseen_gets_through(text in "(\\PC|\\pC|\u{1b}[\\[\\]P(]?|\u{202e}|\u{200d}|\u{fe0f}|[ -~]){0,80}", max in 0_usize..60) {
            let shown = clean(&text, max);
            prop_assert!(shown.chars().count() <= max);
            prop_assert!(!shown.chars().any(|char| char.is_control() || unseen(char)), "{shown:?}");
            prop_assert!(!shown.starts_with(['\u{200c}', '\u{200d}', '\u{fe0f}']), "{shown:?}");
            prop_assert_eq!(clean(&shown, max), shown);
        }
    }
}
