//! How this computer is off: looked at when a gateway has come up, and every few minutes, for nobody tells when memory or room
//! runs out. What was measured of the same process and of the same file before is kept: a trend says more than a number.

use std::{collections::HashMap, time::Duration};

use clawtender_core::{
    facts::{Fact, Observed},
    host::Sample,
};
use tokio::time::Instant;

use super::{State, alarm::Alarm};
use crate::{
    clock,
    engine::{Input, Role},
    examine,
};

/// Between two looks. A gateway that grows by a gigabyte in an hour is seen in time, and a thousandth of a processor's time is
/// not used up by looking.
const PAUSE: Duration = Duration::from_mins(5);
/// How many measurements are kept: a day. Looks that somebody asks for in between are none of them.
const KEPT: usize = 288;
const BETWEEN: Duration = Duration::from_mins(4);
/// How far back a file's size is compared, at the least where there is as much, and at the most.
const GROWTH: (Duration, Duration) = (BETWEEN, Duration::from_hours(1));

/// What was measured before.
pub(super) struct HostWatch {
    begun: Instant,
    looking: bool,
    /// Of which process, and what.
    samples: (u32, Vec<Sample>),
    /// How large each log file was, and when.
    sizes: HashMap<String, Vec<(Duration, u64)>>,
    again: Alarm,
}

impl HostWatch {
    pub(super) fn new() -> HostWatch {
        HostWatch {
            begun: clock::tick(),
            looking: false,
            samples: (0, Vec::new()),
            sizes: HashMap::new(),
            again: Alarm::default(),
        }
    }
}

impl State {
    /// Looks, beside everything else, unless that is going on. An engine that answers a single command looks when it is asked.
    pub(super) fn look_at_host(&mut self) {
        if self.role == Role::Once || std::mem::replace(&mut self.host.looking, true) {
            return;
        }
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let own = self.hands.subject().map(|subject| subject.identity.pid);
        tokio::spawn(async move {
            let _ = inbox.send(Input::Seen(vec![examine::host(&world, own).await])).await;
        });
    }

    /// Somebody has looked: what was measured before is added to it, and the next look is due in a while.
    pub(super) fn heard_of_host(&mut self, seen: Fact) {
        if seen != Fact::Host {
            return;
        }
        self.host.looking = false;
        if self.role == Role::Resident {
            self.host.again.set(PAUSE, Input::HostDue, &self.inbox);
        }
        let up = clock::since(self.host.begun);
        let Observed::Seen { value, .. } = &mut self.facts.host else { return };
        if let Some(load) = &mut value.gateway {
            load.now.up = up;
            let (pid, samples) = &mut self.host.samples;
            if *pid != load.pid {
                (*pid, *samples) = (load.pid, Vec::new());
            }
            load.earlier.clone_from(samples);
            keep(samples, load.now);
        }
        self.host.sizes.retain(|path, _| value.logs.iter().any(|log| log.path == *path));
        for log in &mut value.logs {
            let sizes = self.host.sizes.entry(log.path.clone()).or_default();
            log.grew = grew(sizes, up, log.bytes);
            sizes.push((up, log.bytes));
        }
    }
}

/// Adds a measurement to those of a day, unless the last one is hardly over: ten seconds of much work after a start, looked at
/// three times, are no trend.
fn keep(samples: &mut Vec<Sample>, now: Sample) {
    if samples.last().is_some_and(|last| now.up.saturating_sub(last.up) < BETWEEN) {
        return;
    }
    samples.push(now);
    let surplus = samples.len().saturating_sub(KEPT);
    samples.drain(..surplus);
}

/// How much a file has grown since the earliest time that counts. One that became smaller begins anew.
fn grew(sizes: &mut Vec<(Duration, u64)>, up: Duration, bytes: u64) -> Option<(u64, Duration)> {
    if sizes.last().is_some_and(|(_, before)| *before > bytes) {
        sizes.clear();
    }
    sizes.retain(|(at, _)| up.saturating_sub(*at) <= GROWTH.1);
    let (at, before) = sizes.first().filter(|(at, _)| up.saturating_sub(*at) >= GROWTH.0)?;
    Some((bytes - before, up.saturating_sub(*at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measurements_are_kept_some_minutes_apart_for_a_day() {
        let mut samples = Vec::new();
        for second in (0..200_000).step_by(10) {
            keep(&mut samples, Sample { up: Duration::from_secs(second), ..Sample::default() });
        }
        assert_eq!(samples.len(), KEPT);
        assert!(samples.is_sorted_by(|one, next| next.up.saturating_sub(one.up) >= BETWEEN));
    }

    #[test]
    fn growth_is_told_over_minutes_and_a_file_that_was_trimmed_begins_anew() {
        let minute = |minutes| Duration::from_mins(minutes);
        let mut sizes = Vec::new();
        let mut seen = |at, bytes| {
            let grown = grew(&mut sizes, minute(at), bytes);
            sizes.push((minute(at), bytes));
            grown
        };
        assert_eq!(seen(0, 100), None);
        assert_eq!(seen(1, 900), None);
        assert_eq!(seen(5, 1_000), Some((900, minute(5))));
        assert_eq!(seen(10, 1_500), Some((1_400, minute(10))));
        assert_eq!(seen(15, 10), None);
        assert_eq!(seen(20, 30), Some((20, minute(5))));
        // the hour is over
        assert_eq!(seen(82, 40), None);
    }
}
