//! Reads any number of bytes, however they are cut into pieces, in constant memory.
//!
//! Where a line ends matters only where something is found. A line longer
//! than [`LONGEST`] is read that far.

use jiff::Timestamp;

use super::{Explanations, Matcher, lossy};

/// How much of one line is read, in bytes. A record of OpenClaw's log is seldom longer than two thousand.
pub(super) const LONGEST: usize = 64 * 1024;

/// A text that comes in pieces, and what it says.
pub struct Scan<'m> {
    matcher: &'m Matcher,
    /// What was said so far.
    pub explanations: Explanations,
    /// The beginning of a line that has not come to its end.
    partial: Vec<u8>,
    /// How much of that line has come beyond what is read.
    beyond: bool,
}

impl<'m> Scan<'m> {
    /// Nothing read yet.
    pub fn new(matcher: &'m Matcher) -> Scan<'m> {
        Scan { matcher, explanations: Explanations::default(), partial: Vec::new(), beyond: false }
    }

    /// Takes in what has come; `at` is when, for lines that do not tell.
    pub fn push(&mut self, mut bytes: &[u8], at: Option<Timestamp>) {
        if !self.partial.is_empty() || self.beyond {
            let end = memchr::memchr(b'\n', bytes);
            self.keep(&bytes[..end.unwrap_or(bytes.len())]);
            let Some(end) = end else { return };
            self.finish(at);
            bytes = &bytes[end + 1..];
        }
        let whole = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        self.lines(&bytes[..whole], at);
        self.keep(&bytes[whole..]);
    }

    /// The text has ended, or its last line will not be continued.
    pub fn finish(&mut self, at: Option<Timestamp>) {
        let line = std::mem::take(&mut self.partial);
        self.beyond = false;
        if self.matcher.automaton().texts.is_match(&line) {
            self.line(&line, at);
        }
        self.partial = line;
        self.partial.clear();
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST - self.partial.len();
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.beyond |= bytes.len() > room;
    }

    /// Whole lines, most of which say nothing.
    fn lines(&mut self, bytes: &[u8], at: Option<Timestamp>) {
        let sieve = self.matcher.sieve();
        let (mut text, mut escape) = (Next::new(|rest| sieve.find(rest)), Next::new(next_escape));
        let mut from = 0;
        while let Some(found) = text.after(bytes, from).into_iter().chain(escape.after(bytes, from)).min() {
            let begin = from + memchr::memrchr(b'\n', &bytes[from..found]).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', &bytes[found..]).map_or(bytes.len(), |end| found + end);
            if found - begin < LONGEST {
                self.line(&bytes[begin..end.min(begin + LONGEST)], at);
            }
            from = (end + 1).min(bytes.len());
        }
    }

    fn line(&mut self, line: &[u8], at: Option<Timestamp>) {
        if let Some(hit) = self.matcher.read(&lossy(line), at) {
            self.explanations.add(hit);
        }
    }
}

/// Where something stands next. It is looked for no sooner than the last place has been passed, so that what is rare is looked
/// for once.
struct Next<F> {
    find: F,
    found: Option<usize>,
    /// Up to where it is known.
    known: usize,
}

impl<F: Fn(&[u8]) -> Option<usize>> Next<F> {
    fn new(find: F) -> Self {
        Next { find, found: None, known: 0 }
    }

    fn after(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        if self.found.is_none_or(|found| found < from) && self.known <= from && from < bytes.len() {
            self.found = (self.find)(&bytes[from..]).map(|found| from + found);
            self.known = self.found.map_or(bytes.len(), |found| found + 1);
        }
        self.found.filter(|found| *found >= from)
    }
}

/// An escape sequence, of one character or of two.
fn next_escape(bytes: &[u8]) -> Option<usize> {
    memchr::memchr2(0x1b, 0x9b, bytes)
}
