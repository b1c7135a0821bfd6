//! Is the agent mentioned where it answers only when it is? It is meant so, and worth knowing for whoever wonders why it is
//! silent.

use std::time::Duration;

use super::{Chat, channel_connected};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::complaints::judge,
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "channel-mention",
    group: Group::Channels,
    title: "Agent was not mentioned",
    severity: Severity::Info,
    depends_on: &[&channel_connected::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| problem(complaint, facts))
}

fn problem(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let chat = Chat::of(complaint, facts);
    if chat.before && chat.settings.is_some_and(|settings| settings.unmentioned.contains(&chat.id)) {
        return None;
    }
    let problem = Problem::new(Phrase::new("channel-mention-group", [("left", chat.left_alone(complaint.count))]));
    let problem = match chat.setting() {
        Some(setting) => problem
            .fix(&fixes::TURN_MENTION_OFF)
            .step(format!("{setting}.requireMention: false"))
            .step(Phrase::new("channel-mention-then", [])),
        None => problem,
    };
    Some((chat.subject(), problem))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const LEFT: &str = "[telegram-auto-reply] skipping group message chatId=-100123 reason=no-mention";

    #[test]
    fn says() {
        let so = "A message in the group “-100123” (telegram) was left alone: the agent answers there only when it is mentioned.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| complains(f, LEFT), Said::Fail(so, "Turn the requirement off")),
                // where several accounts are set up, the line does not tell which of them it was
                (
                    |f| {
                        complains(f, LEFT);
                        edit(&mut f.config, |config| config.channels[0].accounts = true);
                    },
                    Said::Fail(so, ""),
                ),
                (
                    |f| {
                        complains(f, LEFT);
                        edit(&mut f.config, |config| {
                            config.channels[0].unmentioned.push("-100123".into());
                            config.modified = Some(then());
                        });
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        complains(f, "[discord] drop guild message (mention required, botId=1)");
                        complains(f, "[discord] drop guild message (mention required, botId=1)");
                    },
                    Said::Fail(
                        "2 messages in a group (discord) were left alone: the agent answers there only when it is mentioned.",
                        "",
                    ),
                ),
            ],
        );
    }
}
