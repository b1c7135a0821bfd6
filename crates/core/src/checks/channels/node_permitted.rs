//! May a node, or the agent on it, do what it was asked? What a person decided there is theirs to change.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    said::Complaint,
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "node-permitted",
    group: Group::Channels,
    title: "Node may not do that",
    severity: Severity::Info,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| Some(problem(complaint)))
}

fn problem(complaint: &Complaint) -> (String, Problem) {
    let words = match complaint.signature.id {
        "node-permission" => {
            let needs = complaint.field("needs").unwrap_or_default();
            let what = clean(&needs.to_ascii_lowercase().replace('_', " "), 40);
            let what = if what.is_empty() { "something that it needs".to_owned() } else { what };
            return (
                what.clone(),
                Problem::new(format!(
                    "A node could not do what the agent asked: its system does not let the app use {what}. Allow it in the \
                     settings of that phone or computer."
                )),
            );
        }
        "run-allowlist-miss" => {
            "The agent wanted to run a command that is not on the list of allowed ones, and did not. \"openclaw approvals\" shows and \
             changes the list."
        }
        "sandbox-missing" => {
            "The agent is to run commands in a sandbox, and there is none. Turn the sandbox on, or set tools.exec.host to gateway."
        }
        _ => {
            "A command of the agent was not run: the rules of that computer do not allow it, or cannot be sure what it does. \
             \"openclaw approvals\" shows them."
        }
    };
    (complaint.signature.id.to_owned(), Problem::new(words))
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
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ node.invoke 12ms errorCode=UNAVAILABLE errorMessage=LOCATION_PERMISSION_REQUIRED: grant \
                             Location permission",
                        );
                    },
                    Said::Fail(
                        "A node could not do what the agent asked: its system does not let the app use location. Allow it in the \
                         settings of that phone or computer.",
                        "",
                    ),
                ),
                (
                    |f| complains(f, "[agent/embedded] SYSTEM_RUN_DENIED: allowlist miss"),
                    Said::Fail(
                        "The agent wanted to run a command that is not on the list of allowed ones, and did not. \"openclaw \
                         approvals\" shows and changes the list.",
                        "",
                    ),
                ),
                // what a tool printed
                (|f| complains(f, "[tools] SYSTEM_RUN_DENIED: allowlist miss"), Said::Pass),
            ],
        );
    }
}
