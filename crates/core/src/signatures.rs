//! What a line of a log, of a command's output or of a pasted text says is wrong: text → check → cause → what to do.
//!
//! The list is data, `signatures.json5` beside this file; a build script turns it into [`ALL`]. One automaton looks for all
//! fixed texts at once; an expression is tried on nothing but a line that has one of them. Of several signatures on a line the
//! first of the list wins, so that a body is read before a status. What a person wrote and the log merely quotes is not
//! looked at ([`record`]). Nothing is judged here: a signature speaks *for* a check, and is not one.

use std::{borrow::Cow, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use jiff::Timestamp;
use regex_lite::{Regex, RegexBuilder};

use crate::{check::Severity, fixes::Fix, text::claim};

mod explanation;
mod record;
mod scan;

pub use explanation::{Explanation, Explanations, Told};
pub use scan::Scan;

/// The longest value of a field, in characters.
const VALUE: usize = 120;
/// What sends a line the slow way because a fixed text may be in pieces there: an escape sequence, as it is and in JSON.
const ESCAPES: [&str; 3] = ["\u{1b}", "\\u001b", "\u{9b}"];

/// A text by which a failure is known.
#[derive(Debug)]
pub struct Signature {
    /// Stable id.
    pub id: &'static str,
    /// The check of the failure catalogue that it speaks for, whether or not there is one yet.
    pub check: &'static str,
    /// What it means for the gateway's owner.
    pub severity: Severity,
    /// Fixed texts, any of which finds it; case does not matter.
    pub find: &'static [&'static str],
    /// An expression that must match as well. Its named groups are fields.
    pub when: Option<&'static str>,
    /// Fields to look for, by their place in [`FIELDS`].
    extract: &'static [usize],
    /// What is so, and what follows. `{name|otherwise}` stands for a field.
    cause: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// The fix, where there is one.
    pub fix: Option<&'static Fix>,
}

/// How something that differs from line to line looks wherever it stands.
struct Field {
    name: &'static str,
    expression: &'static str,
    /// Whether it tells one failure from another, or only one time from the next.
    apart: bool,
}

include!(concat!(env!("OUT_DIR"), "/signatures.rs"));

/// What was found on a line: names of fields and their values, cleaned.
pub type Fields = Vec<(&'static str, String)>;

/// A line that says what is wrong.
#[derive(Clone, Debug)]
pub struct Hit {
    /// By what it is known.
    pub signature: &'static Signature,
    /// What was found on it.
    pub fields: Fields,
    /// When it was written, or when it came where it does not tell.
    pub at: Option<Timestamp>,
    /// The line itself, cleaned and cut.
    pub line: String,
}

/// Looks for every signature at once. Expressions are made ready when a line asks for them first.
pub struct Matcher {
    automaton: AhoCorasick,
    /// The signature of each fixed text of the automaton; none for an escape sequence.
    owner: Vec<Option<u16>>,
    when: [OnceLock<Option<Regex>>; ALL.len()],
    fields: [OnceLock<Option<Regex>>; FIELDS.len()],
}

impl Matcher {
    /// For lines as they come: small.
    pub fn new() -> Matcher {
        Matcher::of(AhoCorasickKind::ContiguousNFA)
    }

    /// For files of any size: some megabytes, and several times as fast.
    pub fn for_files() -> Matcher {
        Matcher::of(AhoCorasickKind::DFA)
    }

    fn of(kind: AhoCorasickKind) -> Matcher {
        let (mut texts, mut owner): (Vec<&str>, Vec<Option<u16>>) = (Vec::new(), Vec::new());
        for (place, signature) in (0_u16..).zip(&ALL) {
            texts.extend(signature.find);
            owner.resize(texts.len(), Some(place));
        }
        texts.extend(&ESCAPES);
        owner.resize(texts.len(), None);
        let automaton = AhoCorasick::builder().kind(Some(kind)).ascii_case_insensitive(true).build(texts);
        // an automaton of a few thousand bytes of text has room for all of its states
        let automaton = automaton.unwrap_or_else(|_| unreachable!("the list of signatures is too large"));
        Matcher {
            automaton,
            owner,
            when: [const { OnceLock::new() }; ALL.len()],
            fields: [const { OnceLock::new() }; FIELDS.len()],
        }
    }

    /// What a line says is wrong; `at` is when it came, for lines that do not tell.
    pub fn feed(&self, line: &str, at: Option<Timestamp>) -> Option<Hit> {
        self.automaton.is_match(line).then(|| self.read(line, at)).flatten()
    }

    /// The same, for a line that has been found to be worth it.
    fn read(&self, line: &str, at: Option<Timestamp>) -> Option<Hit> {
        let said = record::read(line)?;
        let (signature, fields) = self.first(said.counts())?;
        Some(Hit { signature, fields, at: said.at.or(at), line: said.quoted() })
    }

    /// The first signature of the list that stands in `text`.
    fn first(&self, text: &str) -> Option<(&'static Signature, Fields)> {
        let mut found = [false; ALL.len()];
        for hit in self.automaton.find_overlapping_iter(text) {
            if let Some(place) = self.owner[hit.pattern().as_usize()] {
                found[usize::from(place)] = true;
            }
        }
        let places = (0..ALL.len()).filter(|place| found[*place]);
        places.filter_map(|place| self.fields(place, text).map(|fields| (&ALL[place], fields))).next()
    }

    /// The fields of this signature in `text`; `None` when its expression says that it is another.
    fn fields(&self, place: usize, text: &str) -> Option<Fields> {
        let signature = &ALL[place];
        let mut fields = Fields::new();
        if let Some(expression) = signature.when {
            let expression = ready(&self.when[place], expression)?;
            let found = expression.captures(text)?;
            for name in expression.capture_names().flatten() {
                let known = FIELDS.iter().find(|field| field.name == name);
                if let Some((field, value)) = known.zip(found.name(name)) {
                    add(&mut fields, field.name, value.as_str());
                }
            }
        }
        for place in signature.extract {
            let found = ready(&self.fields[*place], FIELDS[*place].expression).and_then(|field| field.captures(text));
            if let Some(value) = found.and_then(|found| found.iter().skip(1).flatten().next()) {
                add(&mut fields, FIELDS[*place].name, value.as_str());
            }
        }
        Some(fields)
    }
}

impl Default for Matcher {
    fn default() -> Self {
        Matcher::new()
    }
}

/// An expression of the list, made ready once. A test makes all of them.
fn ready<'a>(place: &'a OnceLock<Option<Regex>>, expression: &str) -> Option<&'a Regex> {
    place.get_or_init(|| RegexBuilder::new(expression).case_insensitive(true).build().ok()).as_ref()
}

/// Values are claims: a client chooses its name, a page its address. What a line leaves open is no value.
fn add(fields: &mut Fields, name: &'static str, value: &str) {
    let value = claim(value, VALUE);
    if !matches!(value.as_str(), "" | "n/a" | "undefined" | "unknown" | "-") && fields.iter().all(|(known, _)| *known != name) {
        fields.push((name, value));
    }
}

/// Whether a field tells one failure from another.
fn apart(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name && field.apart)
}

/// A cause with its fields in their places.
fn worded(cause: &str, fields: &Fields) -> String {
    let mut text = String::new();
    let mut rest = cause;
    while let Some((before, (name, otherwise, after))) = rest.split_once('{').and_then(|(before, place)| {
        let (place, after) = place.split_once('}')?;
        let (name, otherwise) = place.split_once('|')?;
        Some((before, (name, otherwise, after)))
    }) {
        text.push_str(before);
        text.push_str(fields.iter().find(|(known, _)| *known == name).map_or(otherwise, |(_, value)| value));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A line of bytes as text.
fn lossy(line: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(line)
}

#[cfg(test)]
mod tests;
