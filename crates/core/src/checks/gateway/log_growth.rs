//! Does the gateway's log grow without bound?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    host::{LogFile, size},
    text::{clean, wait},
    words::Phrase,
};

/// The log of one day with its archives, at the most that the gateway itself allows: 6 × 100 MB, and a second day. What is larger
/// is kept in bounds by nobody.
const LARGE: u64 = 1_300_000_000;
/// A log that grows by so much in an hour is full before the day is over. A busy gateway writes some megabytes.
const AN_HOUR: u64 = 100_000_000;
/// What is told of growth is measured over at least so long.
const MEASURED: Duration = Duration::from_mins(4);
/// How many files are named.
const NAMED: usize = 3;

pub(crate) static CHECK: Check = Check {
    id: "log-growth",
    group: Group::Gateway,
    title: "Log keeps growing",
    severity: Severity::Warning,
    depends_on: &[],
    grace: Duration::ZERO,
    reads: &[Fact::Host],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(host) = facts.host.value() else { return Verdict::undecided(facts.host.why_not()) };
    let all: u64 = host.logs.iter().map(|log| log.bytes).sum();
    let fast = host.logs.iter().find(|log| hourly(log).is_some_and(|bytes| bytes >= AN_HOUR));
    let message = match fast {
        Some(LogFile { grew: Some((bytes, time)), .. }) => {
            let told = [("size", size(*bytes).into()), ("time", wait(time.as_secs()).into())];
            Phrase::new("log-growth-fast", told)
        }
        _ if all >= LARGE => Phrase::new("log-growth-large", [("size", size(all).into())]),
        _ => return Verdict::Pass,
    };
    let mut problem = Problem::new(message);
    let mostly = fast.into_iter().chain(&host.logs).find_map(|log| log.mostly.as_ref());
    if let Some(mostly) = mostly {
        let text = format!("{} of its last {} lines: {}", mostly.times, mostly.of, clean(&mostly.line, 200));
        problem = problem.seen(Source::Log, facts.host.at(), text);
    }
    for log in host.logs.iter().take(NAMED) {
        let text = format!("{}: {}", clean(&log.path, 120), size(log.bytes));
        problem = problem.seen(Source::File, facts.host.at(), text);
    }
    for log in host.logs.iter().filter(|log| log.bytes > fixes::LOG_KEPT).take(NAMED) {
        let told = [
            ("left", size(fixes::LOG_KEPT).into()),
            ("path", clean(&log.path, 120).into()),
            ("size", size(log.bytes).into()),
        ];
        problem = problem.step(Phrase::new("log-growth-step-keep", told));
    }
    if problem.preview.is_empty() {
        return problem.into();
    }
    problem.step(Phrase::new("log-growth-step-gone", [])).fix(&fixes::TRIM_LOG).into()
}

fn hourly(log: &LogFile) -> Option<u64> {
    let (bytes, time) = log.grew.filter(|(_, time)| *time >= MEASURED)?;
    bytes.saturating_mul(3600).checked_div(time.as_secs())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, host::Mostly};

    fn grows(facts: &mut Facts, bytes: u64, grew: Option<(u64, u64)>) {
        edit(&mut facts.host, |host| {
            host.logs[0].bytes = bytes;
            host.logs[0].grew = grew.map(|(bytes, seconds)| (bytes, Duration::from_secs(seconds)));
        });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.host = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| edit(&mut f.host, |host| host.logs.clear()), Said::Pass),
                // a start writes much, in a moment
                (|f| grows(f, 30_000_000, Some((9_000_000, 10))), Said::Pass),
                (|f| grows(f, 90_000_000, Some((2_000_000, 300))), Said::Pass),
                (
                    |f| grows(f, 90_000_000, Some((20_000_000, 300))),
                    Said::Fail(
                        "The gateway's log grew by 20 MB in 5 min. At that pace it fills the disk; it is what it says most that has to \
                         be mended.",
                        "Trim log",
                    ),
                ),
                (
                    |f| grows(f, 2_100_000_000, None),
                    Said::Fail(
                        "The gateway's log takes 2.1 GB, more than the gateway itself lets it. It goes on growing until it is trimmed.",
                        "Trim log",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn what_it_says_most_is_quoted_and_what_is_cut_is_said() {
        let facts = with(|f| {
            grows(f, 2_100_000_000, None);
            edit(&mut f.host, |host| {
                host.logs[0].mostly = Some(Mostly { line: "connect ECONNREFUSED".into(), times: 950, of: 1000 });
            });
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it passed") };
        assert_eq!(problem.evidence[0].text, "950 of its last 1000 lines: connect ECONNREFUSED");
        assert_eq!(
            problem.preview,
            [
                "Keep the last 1 MB of /tmp/openclaw/openclaw-2026-11-20.log (2.1 GB)",
                "What is cut off is gone: this cannot be taken back"
            ]
        );
    }
}
