//! Does a node (phone, second computer) wait to be used?

use crate::{
    approval::Kind,
    check::{Check, Group, Severity, Verdict},
    facts::{Fact, Facts},
};

pub(crate) static CHECK: Check = Check {
    id: "node-pairing-pending",
    group: Group::Access,
    title: "Node waits for approval",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::Approvals],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::waiting(facts, &[Kind::Node])
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
                    |f| waits(f, Kind::Node, &["camera.snap"]),
                    Said::Fail(
                        "A node that calls itself “Jana’s phone” wants to serve the agent. The agent could then take photos with it.",
                        "Approve request",
                    ),
                ),
            ],
        );
    }
}
