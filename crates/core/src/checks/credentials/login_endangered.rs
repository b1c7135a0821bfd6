//! Would a start now destroy a stored login? OpenClaw 2026.9.6 tries to renew an expired one when it starts, and throws it
//! away for good when it cannot (gateway-facts 9.2). So it is not started while the network or the clock is not in order.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::network::network_online,
    facts::Facts,
    fixes,
    lifecycle::{Phase, Reason},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "login-endangered",
    group: Group::Credentials,
    title: "Start would destroy login",
    severity: Severity::Error,
    // a wrong clock is told beside it: it may be off by less than what keeps a login from being renewed
    depends_on: &[&network_online::CHECK],
    grace: std::time::Duration::from_secs(20),
    reads: &[],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    if facts.process.phase != Phase::Refused(Reason::LoginEndangered) {
        return Verdict::Pass;
    }
    Problem::new(Phrase::new("login-endangered-is", []))
    .seen(Source::Probe, None, "A login is expired, and the host that renews it cannot be reached, or has no certificate that is valid by this clock.")
    .fix(&fixes::START_ANYWAY)
    .step(Phrase::new("login-endangered-step", []))
    .into()
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
                (|f| down(f, Phase::Refused(Reason::Config)), Said::Pass),
                (
                    |f| down(f, Phase::Refused(Reason::LoginEndangered)),
                    Said::Fail(
                        "A stored login has expired, and a start while it cannot be renewed would destroy it for good. The \
                         gateway starts by itself as soon as the network and the clock are in order.",
                        "Start anyway",
                    ),
                ),
            ],
        );
    }
}
