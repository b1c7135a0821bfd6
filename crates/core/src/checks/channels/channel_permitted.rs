//! May the bot do what it is asked to, where it is asked? What it lacks is given on the other side.

use std::time::Duration;

use super::channel_connected;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::complaints::{judge, times},
    facts::{Fact, Facts},
    said::Complaint,
    text::claim,
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

/// What the other side says, in small letters, and what is to be done there.
const WAYS: &[(&str, &str)] = &[
    ("bot was blocked by the user", "that person has blocked the bot. They have to unblock it"),
    ("bot was kicked", "the bot was removed from the group. Add it again"),
    ("chat not found", "the bot does not know that chat. Somebody has to write to it there first"),
    ("not enough rights", "the bot lacks a right in the group. Make it an administrator there, or give it that right"),
    ("missing_scope", "the app lacks a scope. Add the one that the line names, and install the app again"),
    ("not_in_channel", "the bot is not in that channel. Invite it"),
    ("missing permissions", "the bot's role lacks a permission. Give it to the role on that server"),
    ("missing access", "the bot does not see that channel. Let its role see it"),
    ("bot_commands_too_much", "the bot has more commands than the menu takes. Leave some skills or commands out"),
];

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, problem)
}

fn problem(complaint: &Complaint) -> Option<(String, Problem)> {
    let line = complaint.line.to_ascii_lowercase();
    // that something somewhere was forbidden is no channel's word
    let (what, remedy) = WAYS.iter().find(|(what, _)| line.contains(what))?;
    let channel = complaint.field("channel").unwrap_or("chat");
    let problem = Problem::new(format!(
        "A channel ({}) did not let the agent do something, {}: {remedy}.",
        claim(channel, 40),
        times(complaint.count)
    ));
    let problem = match *what {
        "bot_commands_too_much" | "bot was blocked by the user" => problem.severity(Severity::Info),
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
