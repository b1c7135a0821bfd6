//! What lines add up to: the same failure a thousand times is one explanation with a count.
//!
//! Two lines are of the same failure when they are of the same signature and nothing on them tells them apart: a host, a
//! provider, an origin do, a request's number does not. A line that tells less belongs to the failure that was spoken of last.
//! How many there can be is limited, whatever a log holds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Fields, Hit, Signature, apart};
use crate::{
    check::{Group, Severity},
    checks,
    fixes::Consent,
    redact::without_secrets,
    words::Phrase,
    wrong_keys::{WrongKey, wrong_key},
};

/// How many failures of one signature are told apart; the last stands for all further ones.
const SUBJECTS: usize = 8;
/// The signature of a key that OpenClaw does not know.
const UNKNOWN_KEY: &str = "config-unknown-key";
/// The longest message, in characters: as long as a check's may be.
const MESSAGE: usize = 240;

/// One thing that is wrong, by what lines say.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// By what it is known.
    pub signature: &'static Signature,
    /// What the lines tell about it.
    pub fields: Fields,
    /// How many lines say so.
    pub count: u64,
    /// The earliest of them, where they tell the time.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
    /// The one that was read first, without what has the shape of a secret.
    pub line: String,
    /// When it was spoken of last, counted in hits.
    turn: u64,
    /// Whether it stands for several.
    several: bool,
}

impl Explanation {
    pub(super) fn new(Hit { signature, fields, at, line }: Hit, turn: u64) -> Explanation {
        let line = without_secrets(&line).into_owned();
        Explanation { signature, fields, count: 1, first: at, last: at, line, turn, several: false }
    }

    /// What is so, and what follows from it.
    pub fn message(&self) -> Phrase {
        self.signature.words(&self.fields, MESSAGE)
    }

    /// What to do; of a key that guides write, what to write instead.
    pub fn advice(&self) -> Phrase {
        let field = |name: &str| self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        let key = field("setting").map(|key| match field("section") {
            Some(section) => format!("{section}.{key}"),
            None => key.to_owned(),
        });
        let wrong = key.filter(|_| self.signature.id == UNKNOWN_KEY).and_then(|key| wrong_key(&key));
        wrong.map_or_else(|| self.signature.advice(), WrongKey::advice)
    }

    fn agrees(&self, fields: &Fields) -> bool {
        let differs = |(name, value): &(&str, String)| {
            apart(name) && self.fields.iter().any(|(known, other)| known == name && other != value)
        };
        self.several || !fields.iter().any(differs)
    }

    fn add(&mut self, hit: Hit, turn: u64) {
        self.count += 1;
        self.turn = turn;
        self.first = self.first.into_iter().chain(hit.at).min();
        self.last = self.last.into_iter().chain(hit.at).max();
        for (name, value) in hit.fields {
            if !self.several && self.fields.iter().all(|(known, _)| *known != name) {
                self.fields.push((name, value));
            }
        }
    }

    /// As every face shows it.
    pub fn told(&self) -> Told {
        let Signature { id, check, severity, fix, .. } = self.signature;
        let known = checks::named(check);
        Told {
            id,
            check,
            group: known.map(|known| known.group),
            title: known.map_or(*check, |known| known.title),
            severity: *severity,
            message: self.message(),
            advice: self.advice(),
            fix: fix.map(|fix| Remedy { id: fix.id, label: fix.label, consent: fix.consent }),
            fields: self.fields.iter().map(|(name, value)| (*name, value.clone())).collect(),
            count: self.count,
            first: self.first,
            last: self.last,
            line: self.line.clone(),
        }
    }
}

/// An explanation as it is printed and sent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// The signature.
    pub id: &'static str,
    /// The check that it speaks for.
    pub check: &'static str,
    /// Where that check stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// The check's title.
    pub title: &'static str,
    /// What it means for the owner.
    pub severity: Severity,
    /// What is so, and what follows from it.
    pub message: Phrase,
    /// What to do.
    pub advice: Phrase,
    /// The fix, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Remedy>,
    /// What the lines tell about it.
    pub fields: BTreeMap<&'static str, String>,
    /// How many lines say so.
    pub count: u64,
    /// The earliest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// The latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// The one that was read first, cleaned.
    pub line: String,
}

/// A fix that would help.
#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    /// The fix's id.
    pub id: &'static str,
    /// Verb and object.
    pub label: &'static str,
    /// What must be agreed first.
    pub consent: Consent,
}

/// Everything that lines said so far.
#[derive(Clone, Debug, Default)]
pub struct Explanations {
    entries: Vec<Explanation>,
    /// Hits so far.
    turn: u64,
    /// Which of them are worth telling again.
    news: Vec<usize>,
}

impl Explanations {
    /// Takes a line in. Its place among [`Explanations::entries`].
    pub fn add(&mut self, hit: Hit) -> usize {
        self.turn += 1;
        let same = |entry: &Explanation| std::ptr::eq(entry.signature, hit.signature);
        let of_it = || self.entries.iter().enumerate().filter(|(_, entry)| same(entry));
        let latest = of_it().filter(|(_, entry)| entry.agrees(&hit.fields)).max_by_key(|(_, entry)| entry.turn);
        let place = match latest.map(|(place, _)| place) {
            Some(place) => {
                self.entries[place].add(hit, self.turn);
                place
            }
            None if of_it().count() + 1 < SUBJECTS => self.push(Explanation::new(hit, self.turn)),
            None => {
                let mut rest = Explanation::new(hit, self.turn);
                rest.several = true;
                rest.fields.clear();
                self.push(rest)
            }
        };
        let count = self.entries[place].count;
        if count == 1 || (count >= 10 && count == 10_u64.pow(count.ilog10())) {
            self.news.push(place);
        }
        place
    }

    /// Everything, in the order in which it was read first.
    pub fn entries(&self) -> &[Explanation] {
        &self.entries
    }

    /// Keeps those of the entries for which `wanted` is true in the same place, and has no news any more.
    pub fn keep(&mut self, wanted: &[bool]) {
        let mut wanted = wanted.iter();
        self.entries.retain(|_| wanted.next().is_none_or(|wanted| *wanted));
        self.news.clear();
    }

    fn push(&mut self, entry: Explanation) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Everything, the worst first; among equals in the order in which it was read.
    pub fn sorted(&self) -> Vec<&Explanation> {
        let mut sorted: Vec<&Explanation> = self.entries.iter().collect();
        sorted.sort_by_key(|entry| std::cmp::Reverse(entry.signature.severity));
        sorted
    }

    /// What is new since the last call, or has been said ten times as often.
    pub fn news(&mut self) -> Vec<&Explanation> {
        let mut news = std::mem::take(&mut self.news);
        news.sort_unstable();
        news.dedup();
        news.into_iter().map(|place| &self.entries[place]).collect()
    }

    /// The worst there is.
    pub fn worst(&self) -> Option<Severity> {
        self.entries.iter().map(|entry| entry.signature.severity).max()
    }
}
