//! Does the system keep its clock right by itself?
//!
//! While the clock is off, `clock-skew` tells that and offers this remedy: then nobody is told twice.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "clock-sync",
    group: Group::Clock,
    title: "Automatic time is off",
    // a clock that is right still serves the gateway
    severity: Severity::Info,
    depends_on: &[&super::clock_skew::CHECK],
    // whoever turns it off to try something turns it on again
    grace: Duration::from_mins(5),
    reads: &[Fact::ClockSync],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(sync) = facts.clock_sync.value() else { return Verdict::unknown(facts.clock_sync.why_not()) };
    if sync.automatic {
        return Verdict::Pass;
    }
    let problem = Problem::new(Phrase::new("clock-sync-off", [])).seen(
        Source::Probe,
        facts.clock_sync.at(),
        format!("{}: automatic time is off.", sync.told_by),
    );
    if sync.turn_on.is_empty() { problem.into() } else { super::turn_on(problem, sync).into() }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        let off = "This computer does not set its clock by itself. It drifts by seconds a week, until tokens and signatures \
                   are judged by a wrong time.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.clock_sync = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.clock_sync = unavailable(), Said::Unknown("The system did not answer.")),
                (|f| f.clock_sync = seen(sync(false)), Said::Fail(off, "Turn on automatic time")),
                (
                    |f| {
                        f.clock_sync = seen(sync(false));
                        edit(&mut f.clock_sync, |s| s.turn_on.clear());
                    },
                    Said::Fail(off, ""),
                ),
            ],
        );
    }
}
