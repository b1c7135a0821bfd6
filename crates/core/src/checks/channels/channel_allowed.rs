//! Are those who write to the agent on its lists? A stranger's group is not meant to be, and stays so.

use std::time::Duration;

use super::{Chat, NAME, channel_connected};
use crate::{
    channels::ChannelSettings,
    check::{Check, Group, Problem, Severity, Verdict},
    checks::complaints::judge,
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "channel-allowed",
    group: Group::Channels,
    title: "Sender is not allowed",
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
    // the gateway goes by a change of these without a word
    let is_over = |settings: &ChannelSettings| match complaint.signature.id {
        "group-not-allowed" => settings.groups.contains(&chat.id),
        "dm-disabled" => settings.direct.as_deref() != Some("disabled"),
        _ => complaint.field("sender").is_some_and(|sender| settings.senders.iter().any(|known| known == sender)),
    };
    if chat.before && chat.settings.is_some_and(is_over) {
        return None;
    }
    let problem = Problem::new(match complaint.signature.id {
        "group-not-allowed" => Phrase::new("channel-allowed-group", [("left", chat.left_alone(complaint.count))]),
        "dm-disabled" => Phrase::new("channel-allowed-direct", chat.with_key("dmPolicy")),
        _ => Phrase::new("channel-allowed-sender", chat.with_key("allowFrom")),
    });
    if complaint.signature.id == "group-not-allowed" {
        let problem = match chat.setting() {
            Some(setting) => problem
                .fix(&fixes::ALLOW_GROUP)
                .step(format!("{setting}: {{}}"))
                .step(Phrase::new("channel-allowed-then", [])),
            None => problem,
        };
        return Some((chat.subject(), problem));
    }
    // where there are several accounts, the line does not tell whose it is
    let Some(settings) = chat.settings.filter(|settings| !settings.accounts) else {
        return Some((chat.subject(), problem));
    };
    let key = |name: &str| format!("channels.{}.{name}", settings.id);
    let sender = complaint.field("sender").filter(|_| chat.id.is_empty());
    Some(match (complaint.signature.id, sender) {
        ("dm-disabled", _) => {
            let problem = problem.fix(&fixes::ASK_ABOUT_SENDERS).step(format!("{}: \"pairing\"", key("dmPolicy")));
            (chat.subject(), problem.step(Phrase::new("channel-allowed-then-asks", [])))
        }
        (_, Some(sender)) => {
            let name = clean(sender, NAME);
            let problem = problem.fix(&fixes::ALLOW_SENDER).step(format!("{}: + \"{name}\"", key("allowFrom")));
            let then = Phrase::new("channel-allowed-then-sender", [("sender", name.as_str().into())]);
            (format!("{}/{name}", chat.subject()), problem.step(then))
        }
        (_, None) => (chat.subject(), problem),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const SENDER: &str = "[telegram] Blocked unauthorized telegram sender 4711 (dmPolicy=allowlist)";
    const LEFT: &str = "[telegram-auto-reply] skipping group message chatId=-100999 reason=not-allowed";

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| complains(f, LEFT),
                    Said::Fail(
                        "A message in the group “-100999” (telegram) was left alone: the group is not on the list. If it is not \
                         yours, leave it so.",
                        "Allow this group",
                    ),
                ),
                (
                    |f| {
                        complains(f, LEFT);
                        edit(&mut f.config, |config| {
                            config.channels[0].groups.push("-100999".into());
                            config.modified = Some(then());
                        });
                    },
                    Said::Pass,
                ),
                (
                    |f| complains(f, "[whatsapp] drop dm (dmPolicy=disabled)"),
                    Said::Fail(
                        "Somebody wrote to the agent (whatsapp) directly and got no answer: direct messages are turned off there. To be \
                         asked about each sender, set dmPolicy to pairing.",
                        "",
                    ),
                ),
                (
                    |f| complains(f, "[whatsapp] sender not in allowlist"),
                    Said::Fail(
                        "Somebody wrote to the agent (whatsapp) and got no answer: the sender or group is not on the list. If \
                         you know them, add their id to the channel's allowFrom.",
                        "",
                    ),
                ),
                // of a channel that is set up here it is known where that stands
                (
                    |f| complains(f, "[telegram] drop dm (dmPolicy=disabled)"),
                    Said::Fail(
                        "Somebody wrote to the agent (telegram) directly and got no answer: direct messages are turned off there. To be \
                         asked about each sender, run \"openclaw config set channels.telegram.dmPolicy pairing\".",
                        "Ask about each sender",
                    ),
                ),
                (
                    |f| complains(f, SENDER),
                    Said::Fail(
                        "Somebody wrote to the agent (telegram) and got no answer: the sender or group is not on the list. If \
                         you know them, add their id to channels.telegram.allowFrom.",
                        "Allow this sender",
                    ),
                ),
                (
                    |f| {
                        complains(f, SENDER);
                        edit(&mut f.config, |config| {
                            config.channels[0].senders.push("4711".into());
                            config.modified = Some(then());
                        });
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        complains(f, "[telegram] drop dm (dmPolicy=disabled)");
                        edit(&mut f.config, |config| {
                            config.channels[0].direct = Some("pairing".into());
                            config.modified = Some(then());
                        });
                    },
                    Said::Pass,
                ),
                // whose list it is, is not told
                (
                    |f| {
                        complains(f, SENDER);
                        edit(&mut f.config, |config| config.channels[0].accounts = true);
                    },
                    Said::Fail(
                        "Somebody wrote to the agent (telegram) and got no answer: the sender or group is not on the list. If \
                         you know them, add their id to the channel's allowFrom.",
                        "",
                    ),
                ),
            ],
        );
    }
}
