//! Is every chat account that the person wants connected? The gateway itself stays well while one is not.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{complaints::quoted, gateway::gateway_ready},
    facts::{Fact, Facts},
    fixes,
    reported::ChannelAccount,
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
            ],
        );
    }
}
