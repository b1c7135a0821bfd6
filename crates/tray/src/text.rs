//! Foreign text on its way into a label: one line, no control characters, no longer than fits.

/// The longest label, in characters: about what a menu shows without growing across the screen.
pub(crate) const LABEL: usize = 72;

/// The longest sentence in a tooltip, in characters. Windows stores 128 UTF-16 units, with our name and a final zero.
pub(crate) const TOOLTIP: usize = 110;

/// `text` as one line of at most `longest` characters, cut between words where that loses little.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut gap = false;
    for c in text.chars().filter(|c| c.is_whitespace() || !invisible(*c)) {
        if c.is_whitespace() {
            gap = !line.is_empty();
            continue;
        }
        let needed = 1 + usize::from(gap);
        if length + needed > longest {
            return cut(line, longest);
        }
        if gap {
            line.push(' ');
        }
        line.push(c);
        length += needed;
        gap = false;
    }
    line
}

/// Makes room for the ellipsis, at the last word's end when that is near.
fn cut(mut line: String, longest: usize) -> String {
    let room = longest.saturating_sub(1);
    if let Some((end, _)) = line.char_indices().nth(room) {
        line.truncate(end);
    }
    if let Some(space) = line.rfind(' ').filter(|space| line[*space..].chars().count() <= longest / 4) {
        line.truncate(space);
    }
    line.truncate(line.trim_end_matches(['.', ',', ';', ':', ' ']).len());
    line.push('…');
    line
}

/// Control characters, and those that reorder or hide their neighbours.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_becomes_one_line() {
        assert_eq!(one_line("  two\n\n lines\t ", 40), "two lines");
        assert_eq!(one_line("bell\u{7} \u{1b}[31mred\u{202e}der", 40), "bell [31mredder");
        assert_eq!(one_line("", 40), "");
        assert_eq!(one_line("\0\n\u{feff}", 40), "");
    }

    #[test]
    fn long_text_is_cut_between_words_where_that_loses_little() {
        assert_eq!(one_line("The gateway refuses signatures.", 20), "The gateway refuses…");
        assert_eq!(one_line("The gateway, refused", 16), "The gateway…");
        assert_eq!(one_line(&"x".repeat(10_000_000), 10), "xxxxxxxxx…");
        assert_eq!(one_line("exactly ten", 11), "exactly ten");
    }

    #[test]
    fn the_result_is_never_longer_than_asked() {
        for longest in 1..80 {
            for text in ["é".repeat(200), "a b ".repeat(100), "日本語 の テキスト です ".repeat(20)] {
                assert!(one_line(&text, longest).chars().count() <= longest, "{longest}: {text}");
            }
        }
    }
}
