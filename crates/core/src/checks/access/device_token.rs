//! Does the gateway still take the token that it gave a device?

use crate::{
    access::{Ground, TurnedAway},
    check::{Check, Group, Problem, Severity, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts},
    fixes,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "device-token",
    group: Group::Access,
    title: "Device token is refused",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let ours = |_: &_| Problem::new(Phrase::new("device-token-ours", [])).fix(&fixes::PAIR_AGAIN);
    super::judge(facts, Ground::DeviceToken, ours, theirs)
}

fn theirs(away: &TurnedAway) -> Problem {
    Problem::new(Phrase::new("device-token-theirs", [("away", super::turned_away(away))]))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::access::LinkState;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| f.link.state = LinkState::Waiting,
                    Said::Unknown("Clawtender is not connected to the gateway yet."),
                ),
                (
                    |f| denied(f, "AUTH_DEVICE_TOKEN_MISMATCH"),
                    Said::Fail(
                        "The gateway no longer takes the token that it gave Clawtender: it was replaced or revoked. Clawtender \
                         cannot see what waits there.",
                        "Pair again",
                    ),
                ),
                (
                    |f| away(f, "device_token_mismatch", "Jana's phone", None),
                    Said::Fail(
                        "“Jana's phone” was turned away 3 times: its device token was replaced or revoked. It has to be paired \
                         again.",
                        "",
                    ),
                ),
            ],
        );
    }
}
