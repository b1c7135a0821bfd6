//! Does the gateway's computer (a virtual machine, WSL, another host) have the time that this one has?

use std::time::Duration;

use crate::{
    access::LinkState,
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_responding,
    clock::{SIGNATURES_FAIL, span},
    facts::Facts,
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
    reads: &[],
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
    let told = [
        ("off", span(off).into()),
        ("side", if skew.is_negative() { "behind" } else { "ahead" }.into()),
        ("follows", if off < SIGNATURES_FAIL { "schedules" } else { "signatures" }.into()),
    ];
    Problem::new(Phrase::new("clock-gateway-off", told))
        .seen(
            Source::Probe,
            None,
            format!("The gateway's challenge was stamped {} {side} this computer's clock.", span(off)),
        )
        .into()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{super::super::sample::*, *};

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
                        "The gateway's clock is 45 s behind this computer's. Tokens and schedules go by its clock. That clock \
                         has to be set.",
                        "",
                    ),
                ),
                (
                    |f| f.link.skew = Some(SignedDuration::from_secs(192)),
                    Said::Fail(
                        "The gateway's clock is 3 min 12 s ahead of this computer's. It refuses devices that sign with the \
                         right time. That clock has to be set.",
                        "",
                    ),
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
