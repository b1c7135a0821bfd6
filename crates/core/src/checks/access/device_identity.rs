//! Can a device prove that it is the one it says it is?

use crate::{
    access::{Denial, Ground, TurnedAway},
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{clock::clock_skew, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "device-identity",
    group: Group::Access,
    title: "Device identity is refused",
    severity: Severity::Warning,
    // while this computer's clock is off, the gateway on it refuses what devices with the right time sign
    depends_on: &[&gateway_responding::CHECK, &clock_skew::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::judge(facts, Ground::Identity, ours, theirs)
}

fn ours(denial: &Denial) -> Problem {
    match denial.code.as_str() {
        "DEVICE_AUTH_SIGNATURE_EXPIRED" => Problem::new(Phrase::new("device-identity-late", [])),
        _ => Problem::new(Phrase::new("device-identity-refused", [])).fix(&fixes::PAIR_AGAIN),
    }
}

fn theirs(away: &TurnedAway) -> Problem {
    let why = match away.cause.as_str() {
        "device-required" | "control-ui-insecure-auth" => "none",
        "device-signature-stale" => "stale",
        _ => "unfit",
    };
    Problem::new(Phrase::new("device-identity-theirs", [("away", super::turned_away(away)), ("why", why.into())]))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| denied(f, "DEVICE_AUTH_SIGNATURE_INVALID"),
                    Said::Fail(
                        "The gateway does not take the key that Clawtender signs with. Clawtender cannot see what waits there \
                         until it has a new one.",
                        "Pair again",
                    ),
                ),
                (
                    |f| denied(f, "DEVICE_AUTH_SIGNATURE_EXPIRED"),
                    Said::Fail(
                        "Clawtender took more than 2 min to answer the gateway, so that its signature no longer counted. It \
                         tries again by itself.",
                        "",
                    ),
                ),
                (
                    |f| away(f, "device-required", "Tray", None),
                    Said::Fail(
                        "“Tray” was turned away 3 times: it sent no device identity. A browser has one over https or on this \
                         computer only.",
                        "",
                    ),
                ),
                (
                    |f| away(f, "device-signature-stale", "", None),
                    Said::Fail(
                        "A client without a name was turned away 3 times: its signature was more than 2 min old. Its clock has \
                         to be set.",
                        "",
                    ),
                ),
                (
                    |f| away(f, "device-nonce-mismatch", "x", None),
                    Said::Fail(
                        "“x” was turned away 3 times: its signature does not fit its key. That program has to be updated or \
                         paired anew.",
                        "",
                    ),
                ),
            ],
        );
    }
}
