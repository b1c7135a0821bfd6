//! Time: whose clock is off, and what that breaks. Each file is one check.

use crate::{check::Problem, clock::ClockSync, fixes, words::Phrase};

pub(super) mod clock_gateway;
pub(super) mod clock_skew;
pub(super) mod clock_sync;

/// Offers to have the system keep its clock right, and says what would be run for that.
fn turn_on(problem: Problem, sync: &ClockSync) -> Problem {
    let asks = Phrase::new("clock-sync-step", []);
    let problem = problem.fix(&fixes::TURN_ON_TIME_SYNC).step(asks);
    sync.turn_on.iter().map(|line| runs(line)).fold(problem, Problem::step)
}

/// A line of a preview: what is run.
fn runs(line: &str) -> Phrase {
    Phrase::new("step-runs", [("line", line.to_owned().into())])
}
