//! Does a sender in a chat channel wait to be heard?

use crate::{
    approval::Kind,
    check::{Check, Group, Severity, Verdict},
    facts::{Fact, Facts},
};

pub(crate) static CHECK: Check = Check {
    id: "channel-pairing-pending",
    group: Group::Access,
    title: "Sender waits for approval",
    severity: Severity::Info,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::Approvals],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::waiting(facts, &[Kind::Channel])
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.approvals = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| waits(f, Kind::Device, &[]), Said::Pass),
                (
                    |f| waits(f, Kind::Channel, &[]),
                    Said::Fail(
                        "A sender on ios that calls itself “Jana’s phone” wants to talk to the agent. Once approved, what it writes reaches the agent.",
                        "Approve request",
                    ),
                ),
            ],
        );
    }
}
