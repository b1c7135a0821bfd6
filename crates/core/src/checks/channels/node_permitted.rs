//! May a node, or the agent on it, do what it was asked? What a person decided there is theirs to change.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    text::clean,
    words::Phrase,
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
        "node-command-denied" => return denied(complaint.field("needs").unwrap_or_default()),
        "node-permission" => return lacks(complaint.field("needs").unwrap_or_default()),
        "run-allowlist-miss" => Phrase::new("node-permitted-listed", []),
        "sandbox-missing" => Phrase::new("node-permitted-sandbox", []),
        _ => Phrase::new("node-permitted-rules", []),
    };
    (complaint.signature.id.to_owned(), Problem::new(words))
}

/// What the gateway asks no node for, since the person has not allowed it.
fn denied(command: &str) -> (String, Problem) {
    let command = clean(command, 60);
    let problem = Problem::new(Phrase::new("node-permitted-command", [("what", command.as_str().into())]));
    let step = format!("gateway.nodes.commands.allow: + \"{command}\"");
    let problem = problem.fix(&fixes::ALLOW_NODE_COMMAND).step(step).step(Phrase::new("node-permitted-then", []));
    (command, problem)
}

/// The app on a node may not use this, which its system calls `LOCATION`, say.
fn lacks(needs: &str) -> (String, Problem) {
    let what = clean(&needs.to_ascii_lowercase().replace('_', " "), 40);
    let named = !what.is_empty();
    let words = Phrase::new("node-permitted-lacks", [("named", named.into()), ("what", what.as_str().into())]);
    (if what.is_empty() { "something that it needs".to_owned() } else { what }, Problem::new(words))
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
                        "The agent wanted to run a command that is not on the list of allowed ones, and did not. If it may, run \
                         \"openclaw approvals allowlist add PROGRAM\" with its path.",
                        "",
                    ),
                ),
                (
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ node.invoke 3ms errorCode=INVALID_REQUEST errorMessage=node command not allowed: \
                             \"sms.send\" requires explicit gateway.nodes.commands.allow opt-in conn=1",
                        );
                    },
                    Said::Fail(
                        "The agent wanted to use sms.send of a node, and the gateway does not let it. If it may, allow that command.",
                        "Allow this command",
                    ),
                ),
                // somebody has decided
                (
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ node.invoke 3ms errorMessage=node command not allowed: \"sms.send\" is blocked by \
                             gateway.nodes.commands.deny",
                        );
                    },
                    Said::Pass,
                ),
                // what a tool printed
                (|f| complains(f, "[tools] SYSTEM_RUN_DENIED: allowlist miss"), Said::Pass),
            ],
        );
    }
}
