//! What the overview asks for while somebody looks at it: the gateway's last day, and what it takes of this computer. Nothing
//! of it is looked at unasked.

use std::time::Duration;

use clawtender_core::{
    check::Outcome,
    clock::ClockView,
    overview::{Line, Load, Overview},
    words::Phrase,
};
use tokio::{sync::oneshot, time::Instant};

use super::State;
use crate::{
    clock,
    engine::Input,
    platform::{self, FamilyLoad, Identity},
    protocol::Answer,
};

/// The shortest time over which the use of a processor is told: below it, chance speaks.
const SHORTEST: Duration = Duration::from_millis(200);
/// The longest: somebody who looks again after a while wants to know what is so now.
const LONGEST: Duration = Duration::from_secs(30);

/// A look at what the gateway takes.
#[derive(Clone, Copy)]
pub(crate) struct Weighed {
    whose: Identity,
    load: FamilyLoad,
    at: Instant,
}

impl State {
    pub(super) fn overview(&self) -> Overview {
        let view = self.view();
        let running = view.pid.and(view.started_at);
        Overview::of(self.diary.notes(), &self.facts, running, self.clock_line(), clock::now())
    }

    pub(super) fn clock_line(&self) -> Line {
        let finding = self.findings.iter().find(|finding| finding.id == "clock-skew");
        let view = ClockView::new(self.measured_time(), finding);
        match view.verdict {
            _ if view.message.is_empty() => Line::unknown(Phrase::new("clock-unmeasured", [])),
            Outcome::Pass | Outcome::Fail => Line::known(view.message, view.measured_at),
            Outcome::Unknown | Outcome::Hidden => Line::unknown(view.message),
        }
    }

    /// Looks what the gateway's processes take, beside everything else.
    pub(super) fn weigh(&self, reply: oneshot::Sender<Answer>) {
        let Some(whose) = self.hands.subject().map(|subject| subject.identity) else {
            let _ = reply.send(Answer::Load(None));
            return;
        };
        let inbox = self.inbox.clone();
        tokio::task::spawn_blocking(move || {
            let load = platform::family_load(whose);
            let weighed = load.map(|load| Weighed { whose, load, at: clock::tick() });
            let _ = inbox.blocking_send(Input::Weighed { weighed, reply });
        });
    }

    /// Tells it, with what a processor did since the look before.
    pub(super) fn weighed(&mut self, weighed: Option<Weighed>, reply: oneshot::Sender<Answer>) {
        let before = std::mem::replace(&mut self.weighed, weighed);
        let told = weighed.map(|now| Load {
            processes: now.load.processes,
            memory: now.load.memory,
            cpu: before.and_then(|before| busy(before, now)),
        });
        let _ = reply.send(Answer::Load(told));
    }
}

/// Percent of one core between two looks. A process that ended in between takes its time with it: that is no use below zero.
fn busy(before: Weighed, now: Weighed) -> Option<f64> {
    let passed = now.at.saturating_duration_since(before.at);
    if before.whose != now.whose || !(SHORTEST..=LONGEST).contains(&passed) {
        return None;
    }
    let used = now.load.cpu.checked_sub(before.load.cpu)?;
    Some((1000.0 * used.as_secs_f64() / passed.as_secs_f64()).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_of_a_processor_is_told_between_two_looks_at_the_same_gateway_and_never_guessed() {
        let start = clock::tick();
        let look = |started, cpu: u64, after: u64| Weighed {
            whose: Identity { pid: 1, started },
            load: FamilyLoad { processes: 1, memory: 1, cpu: Duration::from_millis(cpu) },
            at: start + Duration::from_millis(after),
        };
        assert_eq!(busy(look(1, 1000, 0), look(1, 1500, 2000)), Some(25.0));
        assert_eq!(busy(look(1, 1000, 0), look(1, 1000, 2000)), Some(0.0));
        for (why, now) in [
            ("another process", look(2, 1500, 2000)),
            ("too soon", look(1, 1500, 10)),
            ("too late", look(1, 1500, 60_000)),
            ("a child took its time with it", look(1, 900, 2000)),
        ] {
            assert_eq!(busy(look(1, 1000, 0), now), None, "{why}");
        }
    }
}
