//! Do the gateway and its clients speak the same protocol, and are they who they take each other for?

use crate::{
    access::{Denial, Ground, PROTOCOL, TurnedAway, UNTRUSTED},
    check::{Check, Group, Problem, Severity, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts},
    fixes,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "protocol-agreement",
    group: Group::Access,
    title: "Gateway and client disagree",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::judge(facts, Ground::Protocol, ours, theirs)
}

fn ours(denial: &Denial) -> Problem {
    if denial.code == UNTRUSTED {
        return Problem::new(Phrase::new("protocol-agreement-untrusted", [])).fix(&fixes::RESTART_GATEWAY);
    }
    Problem::new(match denial.protocol {
        Some(theirs) if theirs != PROTOCOL => {
            let older = if theirs > PROTOCOL { "Clawtender" } else { "OpenClaw" };
            let told = [("theirs", theirs.into()), ("ours", PROTOCOL.into()), ("older", older.into())];
            Phrase::new("protocol-agreement-versions", told)
        }
        _ => Phrase::new("protocol-agreement-ours", []),
    })
}

fn theirs(away: &TurnedAway) -> Problem {
    let why = match away.cause.as_str() {
        "control-ui-build-mismatch" => "page",
        _ => "protocol",
    };
    Problem::new(Phrase::new("protocol-agreement-theirs", [("away", super::turned_away(away)), ("why", why.into())]))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::access::LinkState;

    fn speaks(facts: &mut Facts, protocol: u32) {
        denied(facts, "PROTOCOL_MISMATCH");
        if let LinkState::Denied(denial) = &mut facts.link.state {
            denial.protocol = Some(protocol);
        }
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| speaks(f, 5),
                    Said::Fail("The gateway speaks protocol 5, Clawtender 4. Clawtender has to be updated.", ""),
                ),
                (
                    |f| speaks(f, 3),
                    Said::Fail("The gateway speaks protocol 3, Clawtender 4. OpenClaw has to be updated.", ""),
                ),
                // it only puts us off
                (|f| denied(f, "UNAVAILABLE"), Said::Unknown("The gateway does not let Clawtender in.")),
                (
                    |f| denied(f, UNTRUSTED),
                    Said::Fail(
                        "What answers on the gateway's port shows another certificate than the gateway's files hold. Clawtender \
                         tells it no secret. A gateway that has not taken up a new certificate does so when it restarts.",
                        "Restart gateway",
                    ),
                ),
                // a no that nobody knows
                (
                    |f| denied(f, "INVALID_REQUEST"),
                    Said::Fail(
                        "The gateway does not understand how Clawtender introduces itself. The older of the two has to be \
                         updated.",
                        "",
                    ),
                ),
                (
                    |f| away(f, "protocol-mismatch", "Old CLI", None),
                    Said::Fail(
                        "“Old CLI” was turned away 3 times: it speaks another protocol than the gateway. The older of the two \
                         has to be updated.",
                        "",
                    ),
                ),
            ],
        );
    }
}
