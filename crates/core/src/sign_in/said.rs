//! What a command line says while it signs a person in: the page to open, the code to type there, the question it waits with.
//!
//! No two of them say it alike, so that it is told from the shape: an address on a line that sends somebody there, capitals
//! and digits on a line about a code or on one of their own. What is not recognised is shown as it was said. All of it is
//! another program's: bounded, cleaned, and without what looks like a secret.

use crate::{
    redact::without_secrets,
    sign_in::{DeviceCode, Step, StepKind},
    text::clean,
};

/// Lines and characters of a line that are kept.
const LINES: usize = 8;
const LINE: usize = 300;
/// Bytes of a line that are waited for: what is longer is cut there.
const LONGEST: usize = 4096;
/// The longest address, in bytes, and the longest code.
const PAGE: usize = 2048;
const CODE: usize = 24;

/// Words of a line that sends somebody to its address.
const SENDS: [&str; 8] = ["open", "visit", "browser", "go to", "navigate", "sign", "log in", "login"];

/// What has been said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    lines: Vec<String>,
    /// The line that is not over yet.
    rest: Vec<u8>,
    page: Option<Page>,
    code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    address: String,
    /// Whether its line sends somebody there. Others may be of a manual, say.
    sends: bool,
}

impl Said {
    /// Takes what was said since, each line as `hide` leaves it: a terminal says again what was typed there. Whether there
    /// is something new to show.
    pub fn hear(&mut self, bytes: &[u8], hide: impl Fn(&str) -> String) -> bool {
        let before = (self.lines.clone(), self.page.clone(), self.code.clone());
        for byte in bytes {
            match byte {
                b'\n' => self.line_ends(&hide),
                // what is written over was not the last word
                b'\r' if self.rest.first().is_some_and(|_| !self.rest.ends_with(b"\r")) => self.rest.push(b'\r'),
                b'\r' => {}
                _ => {
                    if self.rest.ends_with(b"\r") {
                        self.rest.clear();
                    }
                    self.rest.push(*byte);
                    if self.rest.len() >= LONGEST {
                        self.line_ends(&hide);
                    }
                }
            }
        }
        before != (self.lines.clone(), self.page.clone(), self.code.clone())
    }

    fn line_ends(&mut self, hide: impl Fn(&str) -> String) {
        let rest = std::mem::take(&mut self.rest);
        let line = hide(&clean(&String::from_utf8_lossy(&rest), LONGEST));
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.look_for_page(line);
        self.look_for_code(line);
        self.lines.push(shown(line));
        let over = self.lines.len().saturating_sub(LINES);
        self.lines.drain(..over);
    }

    fn look_for_page(&mut self, line: &str) {
        let Some(address) = words(line).find(|word| is_address(word)).filter(|address| address.len() <= PAGE) else {
            return;
        };
        let lower = line.to_lowercase();
        let others = lower.replace(&address.to_lowercase(), "");
        let sends = SENDS.iter().any(|word| others.contains(word)) || others.trim().is_empty();
        if sends || self.page.as_ref().is_none_or(|page| !page.sends) {
            self.page = Some(Page { address: address.to_owned(), sends });
        }
    }

    fn look_for_code(&mut self, line: &str) {
        let about = words(line).any(|word| word.eq_ignore_ascii_case("code"));
        let alone = words(line).count() == 1;
        let codes = words(line).filter(|word| is_code(word, about));
        if let Some(code) = codes.last().filter(|_| about || alone) {
            self.code = Some(code.to_owned());
        }
    }

    /// The line with which it seems to wait for an answer: it is not over, and ends as a question does.
    pub fn question(&self) -> Option<String> {
        let line = clean(&String::from_utf8_lossy(&self.rest), LONGEST);
        let line = line.trim();
        line.ends_with([':', '?', '>', ']', ')']).then(|| shown(line))
    }

    /// Whether the answer to a question is not to be seen.
    pub fn is_delicate(question: &str) -> bool {
        let question = question.to_lowercase();
        ["password", "passphrase", "token", "secret", "key", "pin"].iter().any(|word| question.contains(word))
    }

    /// It was answered: what it says next is another line.
    pub fn answered(&mut self) {
        self.rest.clear();
    }

    /// The last thing that it has said.
    pub fn last(&self) -> Option<&str> {
        self.lines.last().map(String::as_str)
    }

    /// The address that it sends the person to. Whether it may be opened is not decided here.
    pub fn page(&self) -> Option<&str> {
        self.page.as_ref().map(|page| page.address.as_str())
    }

    /// What is to be shown of it.
    pub fn step(&self) -> Step {
        Step {
            kind: StepKind::Progress,
            message: self.lines.join("\n").into(),
            external_url: self.page().map(str::to_owned),
            device_code: self.code.clone().map(|code| DeviceCode { code, expires_in_minutes: None }),
            ..Step::default()
        }
    }
}

fn shown(line: &str) -> String {
    clean(&without_secrets(line), LINE)
}

/// Words without what is around them in a sentence.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let around =
        |char: char| matches!(char, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '.' | '!' | ':');
    line.split_whitespace().map(move |word| word.trim_matches(around)).filter(|word| !word.is_empty())
}

fn is_address(word: &str) -> bool {
    ["https://", "http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|start| word.starts_with(start))
}

/// `WDJB-MJHT`, `123-456`, and on a line about a code also `AB12CD34`.
fn is_code(word: &str, about: bool) -> bool {
    let groups = || word.split('-');
    let fit =
        |group: &str| group.len() >= 3 && group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let several = groups().count() > 1;
    (6..=CODE).contains(&word.len()) && groups().all(fit) && (several || about)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hears(text: &str) -> Said {
        let mut said = Said::default();
        said.hear(text.as_bytes(), str::to_owned);
        said
    }

    #[test]
    fn the_page_and_the_code_are_found_however_they_are_said() {
        for (text, page, code) in [
            (
                "To sign in, open https://cloud.example/device in your browser.\nEnter the code WDJB-MJHT there.\n",
                Some("https://cloud.example/device"),
                Some("WDJB-MJHT"),
            ),
            ("! First copy your one-time code: 4F2A-99BC\r\n", None, Some("4F2A-99BC")),
            ("Your code is: AB12CD34\n", None, Some("AB12CD34")),
            ("\u{1b}[1mWDJB-MJHT\u{1b}[0m\n", None, Some("WDJB-MJHT")),
            ("<https://cloud.example/a?b=c&d>,\n", Some("https://cloud.example/a?b=c&d"), None),
            // the manual is not the page
            (
                "See https://docs.example/help.\nVisit (https://cloud.example/go) now\nMore: https://docs.example/more\n",
                Some("https://cloud.example/go"),
                None,
            ),
            ("Waiting for HTTP-503 of REQUEST-9…\nhttp://example.com/ ftp://x\n", None, None),
            ("the code is not here yet", None, None),
        ] {
            let said = hears(text);
            assert_eq!(said.page(), page, "{text}");
            assert_eq!(said.step().device_code.map(|code| code.code).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_line_without_an_end_is_a_question_if_it_ends_like_one() {
        for (text, question) in [
            ("Hello\nPaste the code here: ", Some("Paste the code here:")),
            ("Continue? [Y/n]", Some("Continue? [Y/n]")),
            ("Waiting for the browser...", None),
            ("10 %\r20 %\rName: ", Some("Name:")),
            ("Name:\n", None),
            ("", None),
        ] {
            assert_eq!(hears(text).question().as_deref(), question, "{text:?}");
        }
        let mut said = hears("Paste the token: ");
        assert!(Said::is_delicate(&said.question().unwrap()) && !Said::is_delicate("Name:"));
        said.answered();
        assert_eq!(said.question(), None);
        // the terminal says what was typed
        said.hear(b"typed-1234\r\n", |line| line.replace("typed-1234", "…"));
        assert_eq!(said.last(), Some("…"));
    }

    #[test]
    fn what_is_shown_is_the_end_of_it_without_a_secret() {
        let key = format!("sk-ant-api03-{}", "a1B2".repeat(20));
        let text: String = (0..50).map(|n| format!("line {n}\n")).chain([format!("stored {key}\n")]).collect();
        let step = hears(&text).step();
        assert_eq!(step.message.lines().count(), LINES);
        assert!(step.message.starts_with("line 43\n") && !step.message.contains(&key), "{}", step.message);
        assert!(!step.asks);
    }

    #[test]
    fn only_what_is_new_is_told() {
        let mut said = Said::default();
        let mut hear = |text: &str| said.hear(text.as_bytes(), str::to_owned);
        assert!(!hear("Wait"));
        assert!(hear("ing\n") && !hear("\r\n") && !hear(""));
    }

    proptest! {
        #[test]
        fn hostile_words_break_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..2000), times in 1_usize..8) {
            let mut said = Said::default();
            for _ in 0..times {
                said.hear(&bytes, str::to_owned);
            }
            let step = said.step();
            prop_assert!(step.message.lines().count() <= LINES && step.message.chars().count() <= LINES * (LINE + 1));
            prop_assert!(step.message.chars().all(|char| char == '\n' || !char.is_control()));
            prop_assert!(step.external_url.is_none_or(|page| page.len() <= PAGE));
        }

        #[test]
        fn what_is_heard_does_not_depend_on_where_it_is_cut(text in "(\\PC|\n|\r| |:|code |https://x/|[A-Z]{4}-){0,60}", cut in 0_usize..100) {
            let cut = cut.min(text.len());
            let mut in_two = Said::default();
            in_two.hear(&text.as_bytes()[..cut], str::to_owned);
            in_two.hear(&text.as_bytes()[cut..], str::to_owned);
            prop_assert_eq!(in_two, hears(&text));
        }
    }
}
