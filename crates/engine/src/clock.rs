//! The only file that asks for the time.
#![allow(clippy::disallowed_methods, reason = "this is the one place")]

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use tokio::time::Instant;

/// The wall clock as the computer tells it.
pub fn now() -> Timestamp {
    Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Time that only goes forward; tests pause it together with tokio's timers.
pub fn tick() -> Instant {
    Instant::now()
}

/// How long ago `earlier` was.
pub fn since(earlier: Instant) -> Duration {
    Instant::now().saturating_duration_since(earlier)
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
