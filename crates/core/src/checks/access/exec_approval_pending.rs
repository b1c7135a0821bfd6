//! Does the agent, or a plugin, wait to be allowed to act?

use crate::{
    approval::Kind,
    check::{Check, Group, Severity, Verdict},
    facts::{Fact, Facts},
};

pub(crate) static CHECK: Check = Check {
    id: "exec-approval-pending",
    group: Group::Access,
    title: "Agent waits for approval",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::Approvals],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::waiting(facts, &[Kind::Exec, Kind::Plugin])
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
                    |f| waits(f, Kind::Exec, &[]),
                    Said::Fail("The agent “Jana’s phone” wants to run: “rm -rf /tmp/zzz”.", "Review request"),
                ),
                (
                    |f| {
                        waits(f, Kind::Exec, &[]);
                        edit(&mut f.approvals, |waiting| waiting[0].command = Some("set -e\nrm -rf /tmp/zzz".into()));
                    },
                    Said::Fail("The agent “Jana’s phone” wants to run: “set -e”, the first of 2 lines.", ""),
                ),
            ],
        );
    }
}
