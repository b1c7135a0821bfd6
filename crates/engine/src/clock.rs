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
