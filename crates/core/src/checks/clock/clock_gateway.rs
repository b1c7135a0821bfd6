//! Does the gateway's computer (a virtual machine, WSL, another host) have the time that this one has?

use std::time::Duration;

use crate::{
    access::LinkState,
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_responding,
    clock::{SIGNATURES_FAIL, offset, span},
    facts::{Fact, Facts},
    fixes,
    lifecycle::Owner,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "clock-gateway",
    group: Group::Clock,
    title: "Gateway has another time",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    // both clocks may be set after a sleep, one a little later than the other
    grace: Duration::from_mins(1),
    reads: &[Fact::Clock],
    evaluate,
};

/// More than a busy gateway takes to send what it has stamped.
const WORTH_TELLING: Duration = Duration::from_secs(30);

fn evaluate(facts: &Facts) -> Verdict {
    if facts.link.state == LinkState::Waiting {
        return crate::checks::access::standing(facts);
    }
    let Some(skew) = facts.link.skew else { return Verdict::unknown(Phrase::new("clock-gateway-untold", [])) };
    let off = skew.unsigned_abs();
    if off < WORTH_TELLING {
        return Verdict::Pass;
    }
    let side = if skew.is_negative() { "behind" } else { "ahead of" };
    // what the gateway's clock is off by against the right time, where that is known
    let truly = facts.clock.value().and_then(|clock| clock.agreed).map(|ours| skew.saturating_add(ours.offset));
    if truly.is_some_and(|truly| truly.unsigned_abs() < WORTH_TELLING) {
        return Verdict::undecided(Phrase::new("clock-gateway-ours", []));
    }
    // one computer has one clock: a process that has another time has it from before, or by itself
    let here = matches!(facts.process.owner, Owner::Child | Owner::Service);
    let told = [
        ("off", span(off).into()),
        ("side", if skew.is_negative() { "behind" } else { "ahead" }.into()),
        ("follows", if off < SIGNATURES_FAIL { "schedules" } else { "signatures" }.into()),
        ("where", if here { "here" } else { "there" }.into()),
    ];
    let right = match truly {
        Some(truly) => format!("Against the time servers, the gateway's clock is off by {}.", offset(truly)),
        None => "No time server has said which of the two is right.".to_owned(),
    };
    let problem = Problem::new(Phrase::new("clock-gateway-off", told))
        .seen(
            Source::Probe,
            None,
            format!("The gateway's challenge was stamped {} {side} this computer's clock.", span(off)),
        )
        .seen(Source::Probe, facts.clock.at(), right);
    if here {
        return problem.fix(&fixes::RESTART_GATEWAY).into();
    }
    let step = |(system, line): &(&'static str, &'static str)| {
        Phrase::new("clock-gateway-step", [("system", (*system).into()), ("line", (*line).into())])
    };
    THERE.iter().map(step).fold(problem.fix(&fixes::SET_THAT_CLOCK), Problem::step).into()
}

/// What sets the clock where the gateway runs: which of them that is, nobody here knows.
const THERE: &[(&str, &str)] = &[
    ("WSL", "sudo hwclock --hctosys"),
    ("Linux", "sudo timedatectl set-ntp true"),
    ("macOS", "sudo sntp -sS time.apple.com"),
    ("Windows", "w32tm /resync"),
];

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{super::super::sample::*, *};
    use crate::lifecycle::Phase;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.link.skew = None, Said::Unknown("The gateway has not told its time yet.")),
                (
                    |f| f.link.state = LinkState::Waiting,
                    Said::Unknown("Clawtender is not connected to the gateway yet."),
                ),
                (|f| f.link.skew = Some(SignedDuration::from_secs(-29)), Said::Pass),
                (
                    |f| f.link.skew = Some(SignedDuration::from_secs(-45)),
                    Said::Fail(
                        "The gateway's clock is 45 s behind this computer's. Tokens and schedules go by its clock. It \
                         runs on this computer: a restart gives it this computer's time.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| f.link.skew = Some(SignedDuration::from_secs(192)),
                    Said::Fail(
                        "The gateway's clock is 3 min 12 s ahead of this computer's. It refuses devices that sign with the \
                         right time. It runs on this computer: a restart gives it this computer's time.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        (f.process.phase, f.process.owner) = (Phase::External { healthy: true }, Owner::External);
                        f.link.skew = Some(SignedDuration::from_secs(192));
                    },
                    Said::Fail(
                        "The gateway's clock is 3 min 12 s ahead of this computer's. It refuses devices that sign with the \
                         right time. Its clock has to be set where it runs.",
                        "Set that clock",
                    ),
                ),
                // the gateway's is right, and ours is not
                (
                    |f| {
                        f.link.skew = Some(SignedDuration::from_secs(192));
                        ahead(f, -190);
                    },
                    Said::Unknown("This computer's clock is off, and the gateway's is right."),
                ),
            ],
        );
    }

    #[test]
    fn no_time_is_too_far_off() {
        for skew in [SignedDuration::MIN, SignedDuration::MAX] {
            let facts = with(|f| f.link.skew = Some(skew));
            assert!(matches!(evaluate(&facts), Verdict::Fail(_)));
        }
    }
}
