//! Is this computer's clock right?
//!
//! A clock that nobody sets runs away: while it is off, that is told here, with the remedy for both, and `clock-sync` stands
//! behind it. Only what the measurement leaves no doubt of counts as off.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    clock::{Agreed, Answer, Clock, ERROR, Method, Moved, Reading, SIGNATURES_FAIL, offset, span},
    facts::{Fact, Facts},
    fixes,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "clock-skew",
    group: Group::Clock,
    title: "Clock is wrong",
    // from a minute on the problem says that it is worse
    severity: Severity::Warning,
    depends_on: &[],
    // after a sleep, or a start, the system's own time service may be about to set it
    grace: Duration::from_secs(90),
    reads: &[Fact::Clock, Fact::ClockSync],
    evaluate,
};

/// A change that is smaller than this explains nothing.
const MOVED: Duration = Duration::from_secs(1);

fn evaluate(facts: &Facts) -> Verdict {
    // offline is a usual thing to be: whatever else is wrong is told all the same
    let Some(clock) = facts.clock.value() else { return Verdict::undecided(facts.clock.why_not()) };
    let Some(agreed) = clock.agreed else { return Verdict::undecided(contradiction(clock)) };
    let Some(severity) = agreed.severity() else { return Verdict::Pass };
    let mut problem = Problem::new(message(&agreed, clock.moved)).severity(severity);
    for reading in &clock.readings {
        problem = problem.seen(Source::Probe, facts.clock.at(), evidence(reading));
    }
    if let Some(Moved::Jump { by }) = clock.moved {
        let text = format!("The clock jumped while the computer ran: it was set {}.", offset(by));
        problem = problem.seen(Source::Probe, facts.clock.at(), text);
    }
    remedy(problem, &agreed, facts).into()
}

fn message(agreed: &Agreed, moved: Option<Moved>) -> Phrase {
    let behind = agreed.offset.is_negative();
    let follows = match (agreed.surely_off(), behind) {
        (off, _) if off >= SIGNATURES_FAIL => "refused",
        (off, _) if off >= ERROR => "near",
        (_, false) => "early",
        (_, true) => "late",
    };
    // how it came about, where that is known
    let (came, by, over) = match moved {
        Some(Moved::Jump { by }) if by.unsigned_abs() >= MOVED => ("jumped", Phrase::default(), Phrase::default()),
        Some(Moved::Drift { by, over }) if by.unsigned_abs() >= MOVED => {
            ("drifted", span(by.unsigned_abs()), span(over))
        }
        _ => ("unknown", Phrase::default(), Phrase::default()),
    };
    let told = [
        ("off", span(agreed.offset.unsigned_abs()).into()),
        ("side", if behind { "behind" } else { "ahead" }.into()),
        ("came", came.into()),
        ("by", by.into()),
        ("over", over.into()),
        ("follows", follows.into()),
    ];
    Phrase::new("clock-skew-off", told)
}

fn contradiction(clock: &Clock) -> Phrase {
    let told = clock.readings.iter().filter(|reading| matches!(reading.said, Answer::Time(_))).count();
    Phrase::new("clock-skew-contradiction", [("count", told.into())])
}

fn evidence(reading: &Reading) -> String {
    let how = match reading.method {
        Method::Sntp => "SNTP",
        Method::HttpDate => "HTTP Date",
    };
    match &reading.said {
        Answer::Nothing(why) => format!("{} ({how}): {why}", reading.source),
        Answer::Time(told) => {
            let stratum = told.stratum.map_or_else(String::new, |stratum| format!(", stratum {stratum}"));
            let doubt = if reading.agrees { "" } else { ". Not believed: most others agree on another time" };
            let (off, error, delay) = (offset(told.offset), span(told.error), span(told.delay));
            format!("{} ({how}{stratum}): {off}, give or take {error}, {delay} there and back{doubt}", reading.source)
        }
    }
}

/// Where nobody sets the clock, that is what has to be mended: it sets the clock too.
fn remedy(problem: Problem, agreed: &Agreed, facts: &Facts) -> Problem {
    let sync = facts.clock_sync.value();
    if let Some(sync) = sync.filter(|sync| !sync.automatic && !sync.turn_on.is_empty()) {
        let off = format!("{}: automatic time is off.", sync.told_by);
        return super::turn_on(problem.seen(Source::Probe, facts.clock_sync.at(), off), sync);
    }
    let way = if agreed.offset.is_negative() { "forward" } else { "back" };
    let off = span(agreed.offset.unsigned_abs());
    let step = Phrase::new("clock-skew-step", [("way", way.into()), ("off", off.into())]);
    let runs = sync.into_iter().flat_map(|sync| &sync.set).map(|line| super::runs(line));
    let problem = problem.fix(&fixes::SET_CLOCK).step(step);
    // without a service that sets it a person has to
    let problem = if sync.is_some_and(|sync| !sync.set.is_empty()) { problem } else { problem.by_hand() };
    runs.fold(problem, Problem::step)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{super::super::sample::*, *};
    use crate::{check::diagnose, facts::Observed};

    const SET: &str = "Set the clock";

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.clock = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.clock = unavailable(), Said::Unknown("The system did not answer.")),
                (
                    |f| f.clock = clock(&[(0, 20), (3_000, 20), (200_000, 20)]),
                    Said::Unknown(
                        "3 sources told the time and no half of them agrees: which of them is right cannot be told.",
                    ),
                ),
                (|f| f.clock = clock(&[(0, 20), (200_000, 20), (1, 20)]), Said::Pass),
                (|f| ahead(f, 4), Said::Pass),
                (
                    |f| ahead(f, 6),
                    Said::Fail(
                        "This computer's clock is 6 s ahead. Tokens seem to expire too early, and schedules run too soon.",
                        SET,
                    ),
                ),
                (
                    |f| ahead(f, -30),
                    Said::Fail(
                        "This computer's clock is 30 s behind. Expired tokens still look valid, and schedules run late.",
                        SET,
                    ),
                ),
                (
                    |f| {
                        ahead(f, 70);
                        let drift = Moved::Drift { by: SignedDuration::from_secs(2), over: Duration::from_hours(1) };
                        edit(&mut f.clock, |c| c.moved = Some(drift));
                    },
                    Said::Fail(
                        "This computer's clock is 1 min 10 s ahead: it drifted 2 s in 1 h 0 min. From 2 min on the gateway \
                         refuses what devices sign; tokens and schedules are off now.",
                        SET,
                    ),
                ),
                (
                    |f| {
                        ahead(f, -192);
                        let by = SignedDuration::from_secs(-192);
                        edit(&mut f.clock, |c| c.moved = Some(Moved::Jump { by }));
                    },
                    Said::Fail(
                        "This computer's clock is 3 min 12 s behind, since it was set. The gateway refuses devices with the \
                         right time, and tokens and certificates are judged by a wrong one.",
                        SET,
                    ),
                ),
                (
                    |f| {
                        ahead(f, 6);
                        f.clock_sync = seen(sync(false));
                    },
                    Said::Fail(
                        "This computer's clock is 6 s ahead. Tokens seem to expire too early, and schedules run too soon.",
                        "Turn on automatic time",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn how_bad_it_is_goes_by_what_is_sure() {
        for (told, severity) in [
            (&[(5_100, 50)], Some(Severity::Warning)),
            // a web server's second may be the one that is missing
            (&[(5_600, 1_000)], None),
            (&[(6_100, 1_000)], Some(Severity::Warning)),
            (&[(-59_900, 20)], Some(Severity::Warning)),
            (&[(-60_100, 20)], Some(Severity::Error)),
            (&[(60_500, 1_000)], Some(Severity::Warning)),
        ] {
            let facts = with(|f| f.clock = clock(told));
            let found = diagnose(&[&CHECK], &facts).remove(0);
            let fails = (found.outcome == crate::check::Outcome::Fail).then_some(found.severity);
            assert_eq!(fails, severity, "{told:?}");
        }
    }

    #[test]
    fn every_source_stands_in_the_evidence_with_what_it_said() {
        let facts = with(|f| {
            f.clock = clock(&[(70_000, 20), (70_001, 20), (0, 20)]);
            edit(&mut f.clock, |c| {
                c.readings.push(Reading::new("d", Method::HttpDate, Answer::Nothing("no answer".into())));
            });
        });
        let found = diagnose(&[&CHECK], &facts).remove(0);
        let texts: Vec<_> = found.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "time1.example.org (SNTP, stratum 2): 1 min 10 s ahead, give or take 0.02 s, 0.04 s there and back",
                "time2.example.org (SNTP, stratum 2): 1 min 10 s ahead, give or take 0.02 s, 0.04 s there and back",
                "time3.example.org (SNTP, stratum 2): 0 s ahead, give or take 0.02 s, 0.04 s there and back. Not believed: \
                 most others agree on another time",
                "d (HTTP Date): no answer",
            ]
        );
        assert_eq!(
            found.fix.unwrap().preview,
            [
                "Moves the clock back by 1 min 10 s, with an administrator's consent",
                "Runs: timedatectl set-ntp false",
                "Runs: timedatectl set-ntp true"
            ]
        );
    }

    #[test]
    fn no_time_is_too_far_off() {
        for offset in [SignedDuration::MIN, SignedDuration::MAX] {
            let facts = with(|f| edit(&mut f.clock, |c| c.agreed.as_mut().unwrap().offset = offset));
            assert!(matches!(evaluate(&facts), Verdict::Fail(_)));
        }
    }
}
