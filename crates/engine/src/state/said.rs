//! What the gateway's log says is wrong, kept as a fact.
//!
//! The output of a gateway of ours is read as it comes. What it writes to its log file alone, and all that another gateway
//! writes, comes over the connection. That file may be one for everything that runs of OpenClaw on a computer: where the
//! configuration does not name one of its own, it is believed only while no second gateway runs. Where no engine has listened and
//! no gateway runs, the end of that file is read once.

use clawtender_core::{
    facts::Observed,
    said::SaidLog,
    signatures::{Hit, Matcher},
};

use super::{State, alarm::Alarm};
use crate::{clock, engine::Input, examine, platform, probes::others};

/// What is kept for it.
#[derive(Default)]
pub(super) struct Heard {
    matcher: Box<Matcher>,
    log: SaidLog,
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

    /// Lines of the log file. One that the configuration names is this gateway's; the usual one is everybody's.
    pub(super) fn hear_file(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if self.facts.config.value().is_some_and(|config| config.log_file.is_some()) {
            return self.read_file(&lines);
        }
        let (own, inbox) = (self.hands.subject().map(|subject| subject.identity.pid), self.inbox.clone());
        tokio::spawn(async move {
            let look = move || {
                let all: Vec<_> = platform::processes().into_iter().map(|one| (one.identity.pid, one.name)).collect();
                others::is_alone(own, &all)
            };
            if tokio::task::spawn_blocking(look).await.unwrap_or(false) {
                let _ = inbox.send(Input::FileRead(lines)).await;
            }
        });
    }

    /// Lines that are this gateway's for certain.
    pub(super) fn read_file(&mut self, lines: &[String]) {
        let hits = self.understand(lines);
        self.hear_said(lines, hits);
    }

    /// What was written while nobody listened. A gateway that runs tells it over the connection.
    pub(super) fn read_end(&mut self, lines: &[String]) {
        if self.hands.subject().is_none() && self.facts.said == Observed::Pending {
            self.read_file(lines);
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
