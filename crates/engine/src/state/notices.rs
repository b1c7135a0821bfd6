//! What the person is told: the core's log of incidents, fed after every input.

use std::time::Duration;

use clawtender_core::incident::IncidentLog;
use tokio::{task::AbortHandle, time::Instant};

use super::State;
use crate::{
    clock,
    engine::{Input, Role},
    protocol::Event,
};

/// Two moments that are nearer than this are one: no timer is made anew for it.
const SAME: Duration = Duration::from_millis(50);

/// The log, and the timer for what is due though nothing changes.
pub(super) struct Notices {
    log: IncidentLog,
    begun: Instant,
    timer: Option<(Instant, AbortHandle)>,
}

impl Notices {
    pub(super) fn new() -> Notices {
        Notices { log: IncidentLog::default(), begun: clock::tick(), timer: None }
    }

    /// How long this engine has run, sleep not counted.
    pub(super) fn uptime(&self) -> Duration {
        clock::since(self.begun)
    }
}

impl State {
    /// Tells what is new, and sees to it that this is asked again when something is due.
    pub(super) fn tell_notices(&mut self) {
        if self.role == Role::Once || self.quitting {
            return;
        }
        let muted = &self.world.settings.checks.muted;
        let muted = muted.iter().filter(|(_, until)| **until > self.facts.now).map(|(id, _)| id.clone());
        self.notices.log.mute(muted);
        let (uptime, waiting) = (self.notices.uptime(), self.worth_telling());
        for notice in self.notices.log.observe(&self.findings, &waiting, uptime) {
            let _ = self.events.send(Event::Notice { notice });
        }
        let due = self.notices.log.next_due(uptime).map(|after| self.notices.begun + uptime + after);
        self.wake_at(due);
    }

    fn wake_at(&mut self, due: Option<Instant>) {
        let timer = &mut self.notices.timer;
        let near = |one: Instant, other: Instant| one.max(other) - one.min(other) < SAME;
        if let (Some(due), Some((at, _))) = (due, &*timer)
            && near(due, *at)
            && *at > clock::tick()
        {
            return;
        }
        if let Some((_, timer)) = timer.take() {
            timer.abort();
        }
        let Some(due) = due else { return };
        let inbox = self.inbox.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep_until(due).await;
            let _ = inbox.send(Input::Due).await;
        });
        *timer = Some((due, task.abort_handle()));
    }
}
