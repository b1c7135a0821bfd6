//! What a line of a log, of a command's output or of a pasted text says is wrong: text → check → cause → what to do.
//!
//! The list is data, `signatures.json5` beside this file; a build script turns it into [`ALL`]. One automaton looks for all
//! fixed texts at once, behind a [`sieve`] where there is much to read; an expression is tried on nothing but a line that has
//! one of them. Of several signatures on a line the
//! first of the list wins, so that a body is read before a status. What a person wrote and the log merely quotes is not
//! looked at ([`record`]). Nothing is judged here: a signature speaks *for* a check, and is not one.

use std::{borrow::Cow, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use jiff::Timestamp;
use regex::bytes::{Regex, RegexBuilder};

use crate::{
    check::Severity,
    fixes::Fix,
    text::{claim, clean},
    words::Phrase,
};

mod explanation;
mod record;
mod scan;
mod sieve;

use sieve::Sieve;

pub use explanation::{Explanation, Explanations, Told};
pub use record::parts;
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
    /// The check that it speaks for.
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
    pub cause: &'static str,
    /// What to do. A person reads it as [`Signature::advice`] says it.
    pub advice: &'static str,
    /// Whether it is told beside what else a line says.
    beside: bool,
    /// The fix, where there is one.
    pub fix: Option<&'static Fix>,
}

impl Signature {
    /// What is so, and what follows, with these fields in their places.
    fn words(&self, fields: &Fields, most: usize) -> Phrase {
        Phrase::made(|language| {
            let said = match language.known(&format!("cause-{}", self.id)) {
                Some(words) => worded(&words, ('‹', '›'), fields),
                None => worded(self.cause, ('{', '}'), fields),
            };
            clean(&said, most)
        })
    }

    /// What to do, in every language.
    pub fn advice(&self) -> Phrase {
        Phrase::made(|language| {
            language.known(&format!("advice-{}", self.id)).unwrap_or_else(|| self.advice.to_owned())
        })
    }
}

/// How something that differs from line to line looks wherever it stands.
struct Field {
    name: &'static str,
    expression: &'static str,
    /// Whether it tells one failure from another, or only one time from the next.
    apart: bool,
}

include!(concat!(env!("OUT_DIR"), "/signatures.rs"));

/// There is one of each id.
impl PartialEq for Signature {
    fn eq(&self, other: &Signature) -> bool {
        self.id == other.id
    }
}

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

impl Hit {
    /// What this line alone says, as every face shows it.
    pub fn told(self) -> Told {
        Explanation::new(self, 0).told()
    }
}

/// Looks for every signature at once. What it looks with is made ready when the first line asks for it.
#[derive(Default)]
pub struct Matcher {
    automaton: OnceLock<Automaton>,
    sieve: OnceLock<Sieve>,
    when: Lazy<{ ALL.len() }>,
    fields: Lazy<{ FIELDS.len() }>,
}

/// Expressions, each made ready when a line asks for it.
struct Lazy<const N: usize>([OnceLock<Option<Regex>>; N]);

impl<const N: usize> Default for Lazy<N> {
    fn default() -> Self {
        Lazy([const { OnceLock::new() }; N])
    }
}

struct Automaton {
    texts: AhoCorasick,
    /// The signature of each fixed text; none for an escape sequence.
    owner: Vec<Option<usize>>,
}

impl Automaton {
    fn new() -> Automaton {
        let texts = ALL
            .iter()
            .enumerate()
            .flat_map(|(place, signature)| signature.find.iter().map(move |text| (*text, Some(place))));
        let (texts, owner): (Vec<_>, Vec<_>) = texts.chain(ESCAPES.map(|text| (text, None))).unzip();
        // the smallest: it runs over single lines
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let texts = AhoCorasick::builder().kind(kind).ascii_case_insensitive(true).build(texts);
        Automaton { texts: texts.unwrap_or_else(|_| unreachable!("some thousand bytes of text have room")), owner }
    }
}

impl Matcher {
    /// Nothing is made ready yet.
    pub fn new() -> Matcher {
        Matcher::default()
    }

    fn automaton(&self) -> &Automaton {
        self.automaton.get_or_init(Automaton::new)
    }

    fn sieve(&self) -> &Sieve {
        self.sieve.get_or_init(|| {
            let texts = ALL.iter().flat_map(|signature| signature.find).chain(&ESCAPES);
            Sieve::new(texts.copied().filter(|text| text.len() >= sieve::SHORTEST))
        })
    }

    /// What a line says is wrong; `at` is when it came, for lines that do not tell.
    pub fn feed(&self, line: &str, at: Option<Timestamp>) -> Option<Hit> {
        self.automaton().texts.is_match(line).then(|| self.read(line, at)).flatten()
    }

    /// The same, and after it what the line says beside it.
    pub fn hits(&self, line: &str, at: Option<Timestamp>) -> Vec<Hit> {
        let Some(said) = self.automaton().texts.is_match(line).then(|| record::read(line)).flatten() else {
            return Vec::new();
        };
        let all =
            self.standing(said.counts()).filter_map(|place| Some((&ALL[place], self.fields(place, said.counts())?)));
        let told = all.enumerate().filter(|(place, (signature, _))| *place == 0 || signature.beside);
        let hit = |(signature, fields)| Hit { signature, fields, at: said.at.or(at), line: said.quoted() };
        told.map(|(_, found)| hit(found)).collect()
    }

    /// The same as [`Matcher::feed`], for a line that has been found to be worth it.
    fn read(&self, line: &str, at: Option<Timestamp>) -> Option<Hit> {
        let said = record::read(line)?;
        let (signature, fields) = self.first(said.counts())?;
        Some(Hit { signature, fields, at: said.at.or(at), line: said.quoted() })
    }

    /// The signatures that stand in `text`, in the order of the list.
    fn standing(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut found = [false; ALL.len()];
        let Automaton { texts, owner } = self.automaton();
        for hit in texts.find_overlapping_iter(text) {
            if let Some(place) = owner[hit.pattern().as_usize()] {
                found[place] = true;
            }
        }
        (0..ALL.len()).filter(move |place| found[*place])
    }

    /// The first signature of the list that stands in `text`.
    fn first(&self, text: &str) -> Option<(&'static Signature, Fields)> {
        self.standing(text).find_map(|place| Some((&ALL[place], self.fields(place, text)?)))
    }

    /// The fields of this signature in `text`; `None` when its expression says that it is another.
    fn fields(&self, place: usize, text: &str) -> Option<Fields> {
        let signature = &ALL[place];
        let mut fields = Fields::new();
        if let Some(expression) = signature.when {
            let expression = ready(&self.when.0[place], expression)?;
            let found = expression.captures(text.as_bytes())?;
            for name in expression.capture_names().flatten() {
                let known = FIELDS.iter().find(|field| field.name == name);
                if let Some((field, value)) = known.zip(found.name(name)) {
                    add(&mut fields, field.name, value.as_bytes());
                }
            }
        }
        for place in signature.extract {
            let found = ready(&self.fields.0[*place], FIELDS[*place].expression)
                .and_then(|field| field.captures(text.as_bytes()));
            if let Some(value) = found.and_then(|found| found.iter().skip(1).flatten().next()) {
                add(&mut fields, FIELDS[*place].name, value.as_bytes());
            }
        }
        Some(fields)
    }
}

/// An expression of the list, made ready once. A test makes all of them.
fn ready<'a>(place: &'a OnceLock<Option<Regex>>, expression: &str) -> Option<&'a Regex> {
    place.get_or_init(|| expression_of(expression).ok()).as_ref()
}

fn expression_of(expression: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(expression).case_insensitive(true).unicode(false).build()
}

/// Values are claims: a client chooses its name, a page its address. What a line leaves open is no value.
fn add(fields: &mut Fields, name: &'static str, value: &[u8]) {
    let value = claim(&lossy(value), VALUE);
    if !matches!(value.as_str(), "" | "n/a" | "undefined" | "unknown" | "-")
        && fields.iter().all(|(known, _)| *known != name)
    {
        fields.push((name, value));
    }
}

/// Whether a field tells one failure from another.
fn apart(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name == name && field.apart)
}

/// A cause with its fields in their places: between these marks a name and, after a stroke, what stands there without it.
fn worded(cause: &str, (open, close): (char, char), fields: &Fields) -> String {
    let mut text = String::new();
    let mut rest = cause;
    while let Some((before, (name, otherwise, after))) = rest.split_once(open).and_then(|(before, place)| {
        let (place, after) = place.split_once(close)?;
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
