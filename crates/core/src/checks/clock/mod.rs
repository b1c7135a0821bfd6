//! Time: whose clock is off, and what that breaks. Each file is one check.

use crate::{check::Problem, clock::ClockSync, fixes};

pub(super) mod clock_gateway;
pub(super) mod clock_skew;
pub(super) mod clock_sync;

/// Offers to have the system keep its clock right, and says what would be run for that.
fn turn_on(problem: Problem, sync: &ClockSync) -> Problem {
    let runs = sync.turn_on.iter().map(|line| format!("Runs: {line}"));
    let asks = "Asks for an administrator's consent where the system wants it";
    runs.fold(problem.fix(&fixes::TURN_ON_TIME_SYNC).step(asks), Problem::step)
}
