//! Is every chat account that the person wants connected? The gateway itself stays well while one is not.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{complaints::quoted, gateway::gateway_ready, in_terminal},
    facts::{Fact, Facts},
    fixes,
    reported::ChannelAccount,
    said::Complaint,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "channel-connected",
    group: Group::Channels,
    title: "Channel is not connected",
    severity: Severity::Warning,
    depends_on: &[&gateway_ready::CHECK],
    // a channel that lost its network tries again for a while
    grace: Duration::from_mins(2),
    reads: &[Fact::Channels, Fact::Said],
    evaluate,
};

/// How long a channel may take to connect before anybody wonders.
const BEGINNING: SignedDuration = SignedDuration::from_mins(1);
/// By which a channel says that its account is not signed in any more.
const LOGGED_OUT: [&str; 4] = ["logged out", "loggedout", "not linked", "relink"];
/// Characters of a name.
const NAME: usize = 24;
/// How much of the channel's own words stands in the sentence; the evidence has more.
const QUOTED: usize = 80;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(accounts) = facts.channels.value() else { return Verdict::unknown(facts.channels.why_not()) };
    let off = accounts.iter().filter(|account| account.wanted && !works(account) && !begins(account, facts));
    Verdict::Each(off.map(|account| (subject(account), problem(account, facts))).collect())
}

fn works(account: &ChannelAccount) -> bool {
    account.running && account.connected != Some(false) && !account.given_up
}

/// It has only just been started.
fn begins(account: &ChannelAccount, facts: &Facts) -> bool {
    let since = account.since.map(|since| facts.now.duration_since(since));
    account.running && !account.given_up && since.is_some_and(|since| since < BEGINNING)
}

fn subject(account: &ChannelAccount) -> String {
    format!("{}/{}", account.channel, account.account)
}

fn problem(account: &ChannelAccount, facts: &Facts) -> Problem {
    let name = clean(&account.label, NAME);
    let which = if account.account == "default" { name } else { format!("{name} ({})", clean(&account.account, NAME)) };
    if is_logged_out(account, facts) {
        return signs_in(account, which, facts);
    }
    let so = if account.given_up {
        "given-up"
    } else if account.running {
        "unconnected"
    } else {
        "stopped"
    };
    let [says, why] = super::says(account.last_error.as_deref(), QUOTED);
    let said = account.last_error.as_deref().unwrap_or("no reason given");
    let message = Phrase::new("channel-connected-off", [("which", which.into()), ("so", so.into()), says, why]);
    let problem = Problem::new(message)
        .seen(Source::Rpc, facts.channels.at(), format!("{}: {said}", subject(account)))
        .fix(&fixes::RESTART_CHANNEL);
    quoted(problem, facts, CHECK.id, |complaint| {
        // of several accounts of a channel, lines seldom name the one
        match complaint.field("channel") {
            Some(channel) => channel.split(':').next().is_some_and(|name| name.eq_ignore_ascii_case(&account.channel)),
            None => complaint.line.to_ascii_lowercase().contains(&account.channel),
        }
    })
}

/// Whether the account has to be signed in again, by the channel's word or by the log's.
fn is_logged_out(account: &ChannelAccount, facts: &Facts) -> bool {
    let says = |text: &str| LOGGED_OUT.iter().any(|words| text.to_ascii_lowercase().contains(words));
    let told = |one: &Complaint| {
        // one that is given up for a refused token is not signed out
        one.signature.id == "channel-logged-out"
            && says(&one.line)
            && one.field("channel").is_some_and(|channel| channel == account.channel)
    };
    account.last_error.as_deref().is_some_and(says)
        || account.given_up && facts.said.value().is_some_and(|said| said.iter().any(told))
}

/// What OpenClaw has for it asks at a terminal.
fn signs_in(account: &ChannelAccount, which: String, facts: &Facts) -> Problem {
    let id = |text: &str| text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.'));
    let mut line = format!("openclaw channels login --channel {}", clean(&account.channel, NAME));
    if account.account != "default" && id(&account.account) {
        line = format!("{line} --account {}", clean(&account.account, NAME));
    }
    let said = account.last_error.as_deref().unwrap_or("no reason given");
    let problem = Problem::new(Phrase::new("channel-connected-out", [("which", which.into())]))
        .seen(Source::Rpc, facts.channels.at(), format!("{}: {said}", subject(account)))
        .fix(&fixes::SIGN_IN_TO_CHANNEL)
        .step(in_terminal(line))
        .step(Phrase::new("channel-connected-step", []));
    quoted(problem, facts, CHECK.id, |complaint| complaint.field("channel") == Some(&account.channel))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn telegram(facts: &mut Facts, change: fn(&mut ChannelAccount)) {
        edit(&mut facts.channels, |channels| change(&mut channels[0]));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.channels = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.channels = seen(Vec::new()), Said::Pass),
                (|f| telegram(f, |a| (a.wanted, a.running) = (false, false)), Said::Pass),
                // not every channel says whether it is connected
                (|f| telegram(f, |a| a.connected = None), Said::Pass),
                (|f| telegram(f, |a| (a.connected, a.since) = (Some(false), Some(then()))), Said::Pass),
                (
                    |f| telegram(f, |a| a.connected = Some(false)),
                    Said::Fail(
                        "Telegram is running and has no connection. Messages there are not answered.",
                        "Restart channel",
                    ),
                ),
                (
                    |f| telegram(f, |a| (a.running, a.account) = (false, "work".into())),
                    Said::Fail("Telegram (work) is not running. Messages there are not answered.", "Restart channel"),
                ),
                (
                    |f| telegram(f, |a| (a.given_up, a.last_error) = (true, Some("Unauthorized.".into()))),
                    Said::Fail(
                        "Telegram is down, and the gateway has given up on it. It says: Unauthorized. Messages there are not \
                         answered.",
                        "Restart channel",
                    ),
                ),
                (
                    |f| {
                        telegram(f, |a| {
                            (a.channel, a.label) = ("whatsapp".into(), "WhatsApp".into());
                            (a.given_up, a.last_error) = (true, Some("session logged out".into()));
                        });
                    },
                    Said::Fail(
                        "WhatsApp is logged out. Messages there are not answered until somebody signs in again.",
                        "Sign in to the channel",
                    ),
                ),
                (
                    |f| {
                        telegram(f, |a| {
                            (a.channel, a.label, a.given_up) = ("whatsapp".into(), "WhatsApp".into(), true);
                        });
                        complains(f, "[whatsapp] session logged out");
                    },
                    Said::Fail(
                        "WhatsApp is logged out. Messages there are not answered until somebody signs in again.",
                        "Sign in to the channel",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn a_token_that_is_refused_is_no_logging_out() {
        let facts = with(|f| {
            telegram(f, |a| (a.given_up, a.last_error) = (true, Some("Unauthorized".into())));
            complains(f, "[telegram] [default] auto-restart skipped, terminal disconnect");
        });
        let Verdict::Each(found) = evaluate(&facts) else { panic!("it passed") };
        assert_eq!(found[0].1.fix.unwrap().id, "restart-channel");
    }

    #[test]
    fn the_command_names_the_account() {
        let facts = with(|f| {
            telegram(f, |a| {
                (a.channel, a.account) = ("whatsapp".into(), "work".into());
                (a.given_up, a.last_error) = (true, Some("Logged out".into()));
            });
        });
        let Verdict::Each(found) = evaluate(&facts) else { panic!("it passed") };
        let step = found[0].1.preview[0].to_string();
        assert!(step.contains("openclaw channels login --channel whatsapp --account work"), "{step}");
    }
}
