//! Is there a newer OpenClaw than the one that runs? The gateway asks, where it is allowed to; nobody else does.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-updated",
    group: Group::Gateway,
    title: "Update is available",
    severity: Severity::Info,
    depends_on: &[&super::gateway_responding::CHECK],
    grace: Duration::from_mins(1),
    reads: &[Fact::Updates],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(updates) = facts.updates.value() else { return Verdict::unknown(facts.updates.why_not()) };
    let Some(newer) = &updates.newer else { return Verdict::Pass };
    let newer = clean(newer, 40);
    let runs = updates.current.as_ref().map(|current| format!(" {} runs.", clean(current, 40))).unwrap_or_default();
    Problem::new(format!("OpenClaw {newer} is available.{runs}"))
        .seen(Source::Rpc, facts.updates.at(), format!("update.status: latestVersion {newer}"))
        .fix(&fixes::UPDATE_OPENCLAW)
        .step(format!("Has the gateway update itself to {newer} (update.run), which restarts it."))
        .into()
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
                (|f| f.updates = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| {
                        edit(&mut f.updates, |u| {
                            (u.newer, u.current) = (Some("2026.10.2".into()), Some("2026.9.6".into()))
                        })
                    },
                    Said::Fail("OpenClaw 2026.10.2 is available. 2026.9.6 runs.", "Update OpenClaw"),
                ),
            ],
        );
    }
}
