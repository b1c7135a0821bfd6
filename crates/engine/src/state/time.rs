//! The time: asked for by itself while the engine stays, and whenever somebody wants to know; when, the [`Timekeeper`] says.
//!
//! That somebody set the clock is noticed with the next input, whatever it is: nothing wakes the computer to look for that.

use std::time::Duration;

use clawtender_core::{
    clock::{Clock, ClockView, Reading},
    facts::{Fact, FactUpdate, Observed},
    words::Phrase,
};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::{State, alarm::Alarm};
use crate::{
    clock::{self, Stand},
    engine::{Input, Role},
    examine, probes,
    protocol::Answer,
    timekeeper::Timekeeper,
    world::World,
};

/// What is kept about the time.
pub(super) struct Time {
    keeper: Timekeeper,
    /// Who waits until the clock has been measured; `None` while nobody measures it.
    measuring: Option<Vec<oneshot::Sender<()>>>,
    due: Alarm,
}

impl Time {
    pub(super) fn new(world: &World) -> Time {
        let keeper = Timekeeper::open(&world.paths.cache, &world.settings.clock, Stand::here());
        Time { keeper, measuring: None, due: Alarm::default() }
    }
}

impl State {
    /// Takes up what is known already, and sees to it that it is asked for anew.
    pub(super) fn begin_time(&mut self) {
        self.facts.clock = self.time.keeper.fact(Stand::here());
        self.await_time();
    }

    /// Looks whether the clock can still be what it was said to be, and corrects the time by what is known of it.
    pub(super) fn keep_time(&mut self) {
        let now = Stand::here();
        if let Some(spoilt) = self.time.keeper.look(now) {
            tracing::info!(?spoilt, "the clock is measured anew");
            self.facts.clock = self.time.keeper.fact(now);
            self.await_time();
        }
        self.facts.here = now.wall;
        self.facts.now = self.time.keeper.correction(now).map_or(now.wall, |agreed| agreed.correct(now.wall));
    }

    /// The settings may name others.
    pub(super) fn ask_others_for_time(&mut self) {
        let now = Stand::here();
        if !self.time.keeper.ask_others(&self.world.settings.clock, now) {
            return;
        }
        if self.role == Role::Resident && self.time.keeper.asks() {
            // what the others said stands until these have spoken, in a moment
            self.measure();
        } else {
            self.facts.clock = self.time.keeper.fact(now);
        }
    }

    /// Resolves when the time is known as well as it can be: at once where it was asked for a moment ago.
    pub(super) fn know_the_time(&mut self, offline: bool) -> oneshot::Receiver<()> {
        let now = Stand::here();
        let (known, waits) = oneshot::channel();
        self.facts.clock = self.time.keeper.fact(now);
        if !self.time.keeper.asks() || self.time.keeper.is_fresh(now) {
            let _ = known.send(());
        } else if offline {
            if matches!(self.facts.clock, Observed::Pending) {
                self.facts.clock = Observed::Unavailable { reason: Phrase::new(examine::STAYED, []), at: now.wall };
            }
            let _ = known.send(());
        } else {
            self.measure();
            self.time.measuring.get_or_insert_default().push(known);
        }
        waits
    }

    /// Asks, unless that is going on.
    fn measure(&mut self) {
        if self.time.measuring.is_some() {
            return;
        }
        self.time.measuring = Some(Vec::new());
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let (begun, before) = (Stand::here(), clock::tick());
            let readings = {
                let known = world.clone();
                let providers = async {
                    let pages = tokio::task::spawn_blocking(move || probes::routes::pages(&known)).await;
                    pages.unwrap_or_default()
                };
                probes::clock::measure(&world.settings.clock, providers).await
            };
            let took = clock::since(before);
            let _ = inbox.send(Input::Measured { settings: world.settings, readings, begun, took }).await;
        });
    }

    /// Somebody waited for the time to be known.
    pub(super) fn show_time(&self, reply: oneshot::Sender<Answer>) {
        let finding = self.findings.iter().find(|finding| finding.id == "clock-skew");
        let _ = reply.send(Answer::Clock(Box::new(ClockView::new(self.measured_time(), finding))));
    }

    /// What the clock was last measured to be, and when.
    pub(super) fn measured_time(&self) -> Option<(&Clock, Timestamp)> {
        self.time.keeper.latest()
    }

    /// Waits for the time to be known, then shows it.
    pub(super) fn asked_for_time(&mut self, reply: oneshot::Sender<Answer>) {
        let (known, inbox) = (self.know_the_time(false), self.inbox.clone());
        let asks = self.sync_asked();
        tokio::spawn(async move {
            let (_, ()) = tokio::join!(known, asks);
            let _ = inbox.send(Input::TimeKnown(reply)).await;
        });
    }

    /// Asks the system whether it sets its clock by itself.
    fn sync_asked(&self) -> impl Future<Output = ()> + Send + use<> {
        let inbox = self.inbox.clone();
        async move {
            let seen = FactUpdate::clock_sync(examine::clock_sync().await);
            let _ = inbox.send(Input::Seen(vec![seen])).await;
        }
    }

    pub(super) fn measured(&mut self, readings: Vec<Reading>, begun: Stand, took: Duration, theirs: bool) {
        let waiting = self.time.measuring.take().unwrap_or_default();
        if !theirs {
            // the settings name others by now: they are asked, for whoever waits
            self.measure();
            self.time.measuring = Some(waiting);
            return;
        }
        let now = Stand::here();
        // what was said of a clock that was set meanwhile is not taken
        if self.time.keeper.take(readings, begun, now) {
            self.took.insert(Fact::Clock, took);
            if let Some(keep) = self.time.keeper.keeping() {
                tokio::task::spawn_blocking(keep);
            }
        }
        self.facts.clock = self.time.keeper.fact(now);
        for known in waiting {
            let _ = known.send(());
        }
        self.await_time();
    }

    /// The time to ask has come by itself.
    pub(super) fn time_is_due(&mut self) {
        tokio::spawn(self.sync_asked());
        self.measure();
    }

    /// Has the engine that stays ask when it is due. One that answers a single command asks when it is asked.
    fn await_time(&mut self) {
        self.time.due.off();
        if self.role == Role::Once || !self.time.keeper.asks() || self.time.measuring.is_some() {
            return;
        }
        let due = self.time.keeper.due_in(Stand::here(), fastrand::f64());
        self.time.due.set(due, Input::TimeDue, &self.inbox);
    }
}
