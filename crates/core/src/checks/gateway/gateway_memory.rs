//! Does the gateway hold more memory, or use more of the processor, than a gateway does?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    host::{Load, Sample, size},
    words::Phrase,
};

/// How much one holds that is in order, at the most: 0.8 GB after a start, measured with 2026.9.6, and then what its chats add.
/// Node ends it when its heap is full: at a quarter of the computer's memory, and at 4 GB.
const MUCH: u64 = 2 << 30;
/// On a computer with little memory it is a quarter of that, and not less than this.
const LEAST: u64 = 5 << 28;
/// How busy one processor is that somebody is never done with, in hundredths.
const BUSY: u64 = 90;
/// From how many measurements to the next in turn: all but the latest pause are four minutes and longer.
const IN_TURN: usize = 3;

pub(crate) static CHECK: Check = Check {
    id: "gateway-memory",
    group: Group::Gateway,
    title: "Gateway takes too much",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Host, Fact::Activity],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(host) = facts.host.value() else { return Verdict::undecided(facts.host.why_not()) };
    let Some(load) = &host.gateway else { return Verdict::Pass };
    if facts.process.pid.is_some_and(|pid| pid != load.pid) {
        return Verdict::undecided(Phrase::new("gateway-memory-new", []));
    }
    let much = host.memory.as_ref().map_or(MUCH, |memory| (memory.total / 4).clamp(LEAST, MUCH));
    if load.now.resident >= much {
        let message = Phrase::new("gateway-memory-much", [("size", size(load.now.resident).into())]);
        return quote(Problem::new(message), load, |sample| format!("Memory: {}", size(sample.resident))).into();
    }
    let busy = load.busy();
    let lately = busy.iter().rev().take(IN_TURN);
    let running = facts.activity.value().is_some_and(|activity| activity.running > 0);
    if !running && lately.len() == IN_TURN && lately.clone().all(|share| *share >= BUSY) {
        let message = Phrase::new("gateway-memory-busy", []);
        let used = |sample: &Sample| format!("Processor time used: {} s", sample.processor.as_secs());
        return quote(Problem::new(message), load, used).into();
    }
    Verdict::Pass
}

/// The trend: the first, the middle and the latest measurement.
fn quote(problem: Problem, load: &Load, text: impl Fn(&Sample) -> String) -> Problem {
    let (first, middle) = (load.earlier.first(), load.earlier.get(load.earlier.len() / 2));
    let mut trend: Vec<&Sample> = [first, middle, Some(&load.now)].into_iter().flatten().collect();
    trend.dedup_by_key(|sample| sample.at);
    let quoted =
        trend.into_iter().fold(problem, |problem, sample| problem.seen(Source::Process, Some(sample.at), text(sample)));
    quoted.fix(&fixes::RESTART_GATEWAY)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{super::super::sample::*, *};
    use crate::{access::Activity, facts::Observed, host::Memory};

    /// Measured every five minutes, the last time now.
    fn measured(facts: &mut Facts, samples: &[(u64, u64)]) {
        let ago = |steps: usize| then() - SignedDuration::from_mins(5 * i64::try_from(steps).unwrap());
        let mut samples: Vec<Sample> = samples
            .iter()
            .rev()
            .enumerate()
            .map(|(steps, (resident, processor))| Sample {
                at: ago(steps),
                up: Duration::from_mins(500 - 5 * u64::try_from(steps).unwrap()),
                resident: *resident,
                processor: Duration::from_secs(*processor),
            })
            .collect();
        samples.reverse();
        edit(&mut facts.host, |host| {
            let load = host.gateway.get_or_insert_default();
            load.now = samples.pop().unwrap();
            load.earlier = samples;
        });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.host = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| edit(&mut f.host, |host| host.gateway = None), Said::Pass),
                (|f| f.process.pid = Some(4712), Said::Unknown("This gateway has just been started.")),
                (
                    |f| measured(f, &[(900_000_000, 0), (2_400_000_000, 0)]),
                    Said::Fail(
                        "The gateway holds 2.4 GB of memory. When its heap is full it ends in the middle of whatever it does; a restart \
                         frees it.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.host, |host| host.memory = Some(Memory { total: 4 << 30, ..Memory::default() }));
                        measured(f, &[(1_500_000_000, 0)]);
                    },
                    Said::Fail(
                        "The gateway holds 1.5 GB of memory. When its heap is full it ends in the middle of whatever it does; a restart \
                         frees it.",
                        "Restart gateway",
                    ),
                ),
                // busy for a quarter of an hour
                (
                    |f| measured(f, &[(1, 0), (1, 299), (1, 580), (1, 875)]),
                    Said::Fail(
                        "The gateway keeps a whole processor busy although nothing runs in it. A restart ends that.",
                        "Restart gateway",
                    ),
                ),
                // one pause in between
                (|f| measured(f, &[(1, 0), (1, 299), (1, 310), (1, 600)]), Said::Pass),
                // somebody works
                (
                    |f| {
                        measured(f, &[(1, 0), (1, 299), (1, 580), (1, 875)]);
                        f.activity = seen(Activity { running: 1, ..Activity::default() });
                    },
                    Said::Pass,
                ),
            ],
        );
    }

    #[test]
    fn the_trend_is_quoted() {
        let facts =
            with(|f| measured(f, &[(900_000_000, 0), (1_400_000_000, 0), (1_900_000_000, 0), (2_400_000_000, 0)]));
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it passed") };
        let quoted: Vec<_> = problem.evidence.iter().map(|seen| seen.text.as_str()).collect();
        assert_eq!(quoted, ["Memory: 900 MB", "Memory: 1.4 GB", "Memory: 2.4 GB"]);
    }
}
