//! What the gateway's log says is wrong, kept as a fact.
//!
//! The output of a gateway of ours is read as it comes. What it writes to its log file alone, and all that another gateway
//! writes, comes over the connection. That file may be one for everything that a person runs of OpenClaw: it is believed only
//! while no second gateway runs.

use clawtender_core::{
    facts::{Fact, Observed},
    said::SaidLog,
    signatures::{Hit, Matcher},
};

use super::{State, alarm::Alarm};
use crate::{clock, engine::Input, examine};

/// What is kept for it.
#[derive(Default)]
pub(super) struct Heard {
    matcher: Box<Matcher>,
    log: SaidLog,
    /// Lines of the file that came before it was known whether there is a second gateway.
    held: Vec<String>,
    again: Alarm,
}

impl State {
    /// What lines of the gateway's log say, for every line.
    pub(super) fn understand(&self, lines: &[String]) -> Vec<Vec<Hit>> {
        let now = clock::now();
        lines.iter().map(|line| self.heard.matcher.hits(line, Some(now))).collect()
    }

    /// The gateway's own lines, and what they say.
    pub(super) fn hear_said(&mut self, lines: &[String], hits: Vec<Vec<Hit>>) {
        let (now, uptime) = (clock::now(), self.notices.uptime());
        let mut news = self.facts.said == Observed::Pending;
        for (line, hits) in lines.iter().zip(hits) {
            news |= self.heard.log.read(line, hits, now, uptime);
        }
        self.said_is(news);
    }

    /// Lines of the log file, which may be another gateway's as well.
    pub(super) fn hear_file(&mut self, mut lines: Vec<String>) {
        match &self.facts.others {
            Observed::Pending => self.heard.held = lines,
            Observed::Seen { value, .. } if value.gateways.is_empty() => {
                let mut all = std::mem::take(&mut self.heard.held);
                all.append(&mut lines);
                let hits = self.understand(&all);
                self.hear_said(&all, hits);
            }
            Observed::Seen { .. } | Observed::Unavailable { .. } => self.heard.held.clear(),
        }
    }

    /// It may be known by now whose the log file is.
    pub(super) fn heard_of_others(&mut self, seen: Fact) {
        if seen == Fact::Others && !self.heard.held.is_empty() {
            let held = std::mem::take(&mut self.heard.held);
            self.hear_file(held);
        }
    }

    /// Something may have been said too long ago.
    pub(super) fn said_is_due(&mut self) {
        let forgotten = self.heard.log.forget(self.notices.uptime());
        self.said_is(forgotten);
    }

    fn said_is(&mut self, news: bool) {
        if !news {
            return;
        }
        self.facts.said = examine::seen(self.heard.log.entries());
        match self.heard.log.next_due(self.notices.uptime()) {
            Some(wait) => self.heard.again.set(wait, Input::SaidDue, &self.inbox),
            None => self.heard.again.off(),
        }
    }
}
