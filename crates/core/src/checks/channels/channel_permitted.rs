//! May the bot do what it is asked to, where it is asked? What it lacks is given on the other side.

use std::time::Duration;

use super::channel_connected;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::complaints::judge,
    facts::{Fact, Facts},
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "channel-permitted",
    group: Group::Channels,
    title: "Channel lacks a permission",
    severity: Severity::Warning,
    depends_on: &[&channel_connected::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said],
    evaluate,
};

/// What the other side says, in small letters, and by which name the languages say what is to be done there.
const WAYS: &[(&str, &str)] = &[
    ("bot was blocked by the user", "blocked"),
    ("bot was kicked", "removed"),
    ("chat not found", "unknown"),
    ("not enough rights", "right"),
    ("missing_scope", "scope"),
    ("not_in_channel", "outside"),
    ("missing permissions", "role"),
    ("missing access", "unseen"),
    ("bot_commands_too_much", "commands"),
];

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, problem)
}

fn problem(complaint: &Complaint) -> Option<(String, Problem)> {
    let line = complaint.line.to_ascii_lowercase();
    // that something somewhere was forbidden is no channel's word
    let (what, way) = WAYS.iter().find(|(what, _)| line.contains(what))?;
    let channel = complaint.field("channel").unwrap_or("chat");
    let told = [("channel", claim(channel, 40).into()), ("count", complaint.count.into()), ("way", (*way).into())];
    let problem = Problem::new(Phrase::new("channel-permitted-not", told));
    let problem = match *way {
        "commands" | "blocked" => problem.severity(Severity::Info),
        _ => problem,
    };
    Some((format!("{channel}: {what}"), problem))
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
                            "[telegram] sendMessage failed: Call to 'sendMessage' failed! (403: Forbidden: bot was kicked from the \
                             supergroup chat)",
                        );
                    },
                    Said::Fail(
                        "A channel (telegram) did not let the agent do something, once: the bot was removed from the group. Add \
                         it again.",
                        "",
                    ),
                ),
                (
                    |f| complains(f, "[slack] missing_scope needed=chat:write"),
                    Said::Fail(
                        "A channel (slack) did not let the agent do something, once: the app lacks a scope. Add the one that the \
                         line names, and install the app again.",
                        "",
                    ),
                ),
                (|f| complains(f, "[gateway] Error: Forbidden"), Said::Pass),
            ],
        );
    }
}
