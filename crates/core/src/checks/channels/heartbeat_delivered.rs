//! Did the agent's last look around reach somebody? That one is left out is mostly as it should be: at night, while it is busy,
//! with nothing to do.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_ready,
    facts::{Fact, Facts},
    reported::Heartbeat,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "heartbeat-delivered",
    group: Group::Channels,
    title: "Heartbeat is left out",
    severity: Severity::Warning,
    depends_on: &[&gateway_ready::CHECK],
    grace: Duration::from_mins(1),
    reads: &[Fact::Heartbeat, Fact::Channels],
    evaluate,
};

/// How much of the gateway's own words stands in the sentence; the evidence has more.
const QUOTED: usize = 100;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(heartbeat) = facts.heartbeat.value() else { return Verdict::unknown(facts.heartbeat.why_not()) };
    let Some(heartbeat) = heartbeat else { return Verdict::Pass };
    // who has no channel misses no message there
    let nobody = facts.channels.value().is_none_or(|channels| channels.iter().all(|channel| !channel.wanted));
    let problem = match (heartbeat.status.as_str(), heartbeat.reason.as_deref().unwrap_or_default()) {
        ("failed", why) => failed(why),
        ("skipped", "no-route" | "no-target") if nobody => return Verdict::Pass,
        ("skipped", "no-route" | "no-target") => {
            Problem::new(Phrase::new("heartbeat-delivered-nobody", [])).severity(Severity::Info)
        }
        ("skipped", "unknown-account") => Problem::new(Phrase::new("heartbeat-delivered-account", [])),
        ("skipped", "alerts-disabled") => {
            Problem::new(Phrase::new("heartbeat-delivered-silenced", [])).severity(Severity::Info)
        }
        ("skipped", "channel-not-ready") => {
            Problem::new(Phrase::new("heartbeat-delivered-later", [])).severity(Severity::Info)
        }
        _ => return Verdict::Pass,
    };
    problem.seen(Source::Rpc, heartbeat.at, quoted(heartbeat)).into()
}

fn failed(why: &str) -> Problem {
    Problem::new(Phrase::new("heartbeat-delivered-failed", super::says(Some(why), QUOTED)))
}

fn quoted(heartbeat: &Heartbeat) -> String {
    let reason = heartbeat.reason.as_deref().unwrap_or("no reason given");
    format!("last-heartbeat: {}, {reason}", heartbeat.status)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn beat(facts: &mut Facts, status: &str, reason: &str) {
        facts.heartbeat =
            seen(Some(Heartbeat { at: Some(then()), status: status.into(), reason: Some(reason.into()) }));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.heartbeat = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| beat(f, "sent", ""), Said::Pass),
                (|f| beat(f, "skipped", "quiet-hours"), Said::Pass),
                (|f| beat(f, "skipped", "no-tasks-due"), Said::Pass),
                (
                    |f| beat(f, "skipped", "no-route"),
                    Said::Fail(
                        "The agent's heartbeat has nobody to tell yet. Write to the agent once, or set \
                         agents.defaults.heartbeat.target.",
                        "",
                    ),
                ),
                (
                    |f| {
                        beat(f, "skipped", "no-route");
                        f.channels = seen(Vec::new());
                    },
                    Said::Pass,
                ),
                (
                    |f| beat(f, "skipped", "unknown-account"),
                    Said::Fail(
                        "The agent's heartbeat is to be sent through an account that does not exist. Correct \
                         agents.defaults.heartbeat.accountId.",
                        "",
                    ),
                ),
                (
                    |f| beat(f, "failed", "No model."),
                    Said::Fail(
                        "The agent's last heartbeat came to nothing. It says: No model. What it would have told you is not told.",
                        "",
                    ),
                ),
            ],
        );
    }
}
