//! The only file that asks for the time.
#![allow(clippy::disallowed_methods, reason = "this is the one place")]

use std::{
    io,
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use jiff::{SignedDuration, Timestamp, Zoned, tz::TimeZone};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::platform;

/// The wall clock as the computer tells it.
pub fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// What the clocks on the wall say at that moment, where this computer is.
pub(crate) fn local(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::system())
}

/// Time that only goes forward; tests pause it together with tokio's timers.
pub fn tick() -> Instant {
    Instant::now()
}

/// How long ago `earlier` was.
pub fn since(earlier: Instant) -> Duration {
    Instant::now().saturating_duration_since(earlier)
}

/// What [`turn`] lasts.
pub(crate) const TURN: Duration = Duration::from_millis(4096);

static BEGAN: OnceLock<Instant> = OnceLock::new();

/// The event loop of a program that stays.
///
/// # Errors
///
/// The system has no descriptors or threads left.
pub fn event_loop() -> io::Result<tokio::runtime::Runtime> {
    BEGAN.get_or_init(Instant::now);
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// Waits for the next turn of the event loop's timers. tokio keeps them in a wheel with levels of 64 steps, of which the first
/// is one of 1 ms, and wakes at each level on its way to a timer: three times for most of those some seconds away, once for
/// one that ends as the third level moves on.
pub(crate) async fn turn() {
    let began = BEGAN.get().copied().unwrap_or_else(Instant::now);
    // with what is left of this turn too short to be a pause, the one after it
    let turns = (since(began) + TURN / 8).as_millis() / TURN.as_millis() + 1;
    tokio::time::sleep_until(began + TURN * u32::try_from(turns).unwrap_or(u32::MAX)).await;
}

/// Notices that the computer slept: the wall clock went on and our own time did not.
pub(crate) struct Awake {
    wall: SystemTime,
    own: Instant,
}

impl Awake {
    pub(crate) fn new() -> Self {
        Awake { wall: SystemTime::now(), own: Instant::now() }
    }

    /// Whether the wall clock has gained more than `tolerance` on our own time since the last question.
    /// Somebody setting the clock forward looks the same; the answer costs one uncounted missed probe.
    pub(crate) fn slept(&mut self, tolerance: Duration) -> bool {
        let now = Awake::new();
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        let own = now.own.saturating_duration_since(self.own);
        *self = now;
        wall > own + tolerance
    }
}

/// How the computer's clocks stand at one moment. Two of them tell whether the wall clock was set in between, and whether the
/// computer slept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stand {
    /// The wall clock.
    pub(crate) wall: Timestamp,
    /// Since the computer was started, sleep included. Nobody sets this one; what corrects its rate corrects the wall
    /// clock's as well.
    pub(crate) up: Duration,
    /// The same without sleep.
    pub(crate) awake: Duration,
}

impl Stand {
    pub(crate) fn here() -> Stand {
        let read = || {
            let before = platform::uptime();
            (before, now(), platform::uptime())
        };
        // a process that was held up in between has read two moments
        let together = |(before, _, after): &(platform::Uptime, Timestamp, platform::Uptime)| {
            after.whole.saturating_sub(before.whole) < Duration::from_millis(20)
        };
        let (before, wall, _) = (0..3).map(|_| read()).find(together).unwrap_or_else(read);
        Stand { wall, up: before.whole, awake: before.awake }
    }

    /// By how much the wall clock was set since `earlier`: forward is positive. Zero while it merely went on.
    pub(crate) fn set_since(&self, earlier: &Stand) -> SignedDuration {
        self.started().duration_since(earlier.started())
    }

    /// How long the computer slept since `earlier`.
    pub(crate) fn slept_since(&self, earlier: &Stand) -> Duration {
        let (up, awake) = (self.up.saturating_sub(earlier.up), self.awake.saturating_sub(earlier.awake));
        up.saturating_sub(awake)
    }

    /// How long ago `earlier` was, sleep included.
    pub(crate) fn since(&self, earlier: &Stand) -> Duration {
        self.up.saturating_sub(earlier.up)
    }

    /// When the computer was started as the wall clock has it, which is another time after somebody has set it.
    fn started(&self) -> Timestamp {
        let up = SignedDuration::try_from(self.up).unwrap_or(SignedDuration::MAX);
        self.wall.checked_sub(up).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_computers_clocks_go_on_together() {
        let earlier = Stand::here();
        let (mut now, mut looked) = (Stand::here(), 0);
        while now.since(&earlier) < Duration::from_millis(50) {
            now = Stand::here();
            looked += 1;
        }
        assert!(looked > 0 && now.wall > earlier.wall && now.awake > earlier.awake);
        // nobody sets the clock of a computer that tests, and it does not fall asleep over it
        assert!(now.set_since(&earlier).unsigned_abs() < Duration::from_millis(40), "{:?}", now.set_since(&earlier));
        assert!(now.slept_since(&earlier) < Duration::from_millis(40));
    }

    #[test]
    fn sleep_is_not_taken_for_a_clock_that_was_set_nor_the_other_way_round() {
        let then = Stand { wall: Timestamp::UNIX_EPOCH, up: Duration::from_secs(100), awake: Duration::from_secs(90) };
        let hour = Duration::from_hours(1);
        let asleep = Stand { wall: then.wall + hour, up: then.up + hour, awake: then.awake };
        assert_eq!((asleep.set_since(&then), asleep.slept_since(&then)), (SignedDuration::ZERO, hour));
        let set = Stand { wall: then.wall - hour, ..then };
        assert_eq!((set.set_since(&then), set.slept_since(&then)), (SignedDuration::from_hours(-1), Duration::ZERO));
        assert_eq!(asleep.since(&then), hour);
    }
}
