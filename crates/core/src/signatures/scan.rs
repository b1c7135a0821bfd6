//! Reads any number of bytes, however they are cut into pieces, in constant memory.
//!
//! The automaton runs over everything that has come; where a line ends matters only where it finds something. A line longer
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
        if self.matcher.automaton.is_match(&line) {
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
        let mut rest = bytes;
        while let Some(found) = self.matcher.automaton.find(rest) {
            let begin = memchr::memrchr(b'\n', &rest[..found.start()]).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', &rest[found.start()..]).map_or(rest.len(), |end| found.start() + end);
            if found.end() - begin <= LONGEST {
                self.line(&rest[begin..end.min(begin + LONGEST)], at);
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    fn line(&mut self, line: &[u8], at: Option<Timestamp>) {
        if let Some(hit) = self.matcher.read(&lossy(line), at) {
            self.explanations.add(hit);
        }
    }
}
