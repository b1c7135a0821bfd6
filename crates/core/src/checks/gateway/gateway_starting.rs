//! Does the gateway take far longer to start than it does here otherwise?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    lifecycle::Phase,
    text::{clean, wait},
    words::Phrase,
};

/// What is no long start anywhere: loading takes this long on a slow disk.
const LEAST: Duration = Duration::from_secs(30);
/// What is long where no start is known, or starts are short.
const LONG: Duration = Duration::from_mins(1);
/// How many reasons are named.
const REASONS: usize = 3;

pub(crate) static CHECK: Check = Check {
    id: "gateway-starting",
    group: Group::Gateway,
    title: "Gateway starts slowly",
    severity: Severity::Warning,
    depends_on: &[],
    grace: Duration::ZERO,
    reads: &[Fact::Health],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let (process, health) = (&facts.process, &facts.health);
    let usual = process.usual_start;
    if process.phase != Phase::Starting || process.phase_for < usual.map_or(LONG, long) {
        return Verdict::Pass;
    }
    let usual = usual.map_or("unknown".into(), |usual| wait(usual.as_secs().max(1)).into());
    let told = [("time", wait(process.phase_for.as_secs()).into()), ("usual", usual)];
    let mut problem = Problem::new(Phrase::new("gateway-starting-long", told));
    let pid = process.pid.map_or_else(String::new, |pid| format!(" (pid {pid})"));
    problem =
        problem.seen(Source::Process, Some(facts.here), format!("The process{pid} is there and does not serve yet."));
    let failing = health.value().map_or(&[][..], |health| &health.failing);
    for reason in failing.iter().take(REASONS) {
        problem = problem.seen(Source::Probe, health.at(), format!("It waits for {}.", clean(reason, 100)));
    }
    problem.into()
}

/// From when on a start is long where one usually takes this long: three times that, or twice where starts are slow.
fn long(usual: Duration) -> Duration {
    (usual * 3).clamp(LEAST, LONG.max(usual * 2))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Health;

    fn starts(facts: &mut Facts, seconds: u64, usual: Option<u64>) {
        facts.process.phase = Phase::Starting;
        facts.process.phase_for = Duration::from_secs(seconds);
        facts.process.usual_start = usual.map(Duration::from_secs);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| starts(f, 59, None), Said::Pass),
                (|f| starts(f, 29, Some(2)), Said::Pass),
                (|f| starts(f, 79, Some(40)), Said::Pass),
                (
                    |f| starts(f, 61, None),
                    Said::Fail(
                        "The gateway has been starting for 61 s. Nothing gets through until it has; Clawtender waits, and starts it anew \
                         if it gives up.",
                        "",
                    ),
                ),
                (
                    |f| starts(f, 150, Some(8)),
                    Said::Fail(
                        "The gateway has been starting for 3 min, 8 s is usual here. Nothing gets through until it has; Clawtender \
                         waits, and starts it anew if it gives up.",
                        "",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn what_it_waits_for_is_quoted() {
        let facts = with(|f| {
            starts(f, 90, None);
            f.health = seen(Health { failing: vec!["startup-sidecars".into()], ..Health::default() });
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("a start without end passed") };
        assert_eq!(problem.evidence[1].text, "It waits for startup-sidecars.");
    }
}
