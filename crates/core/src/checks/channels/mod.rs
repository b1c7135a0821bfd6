//! What the gateway does for its owner: chat channels, jobs at given times, nodes, tools. Each file is one check.

use super::complaints::is_of_before;
use crate::{
    channels::ChannelSettings,
    facts::Facts,
    said::Complaint,
    text::{claim, clean},
    words::{Phrase, Told},
};

pub(super) mod browser_tool;
pub(super) mod channel_allowed;
pub(super) mod channel_connected;
pub(super) mod channel_mention;
pub(super) mod channel_permitted;
pub(super) mod cron_running;
pub(super) mod heartbeat_delivered;
pub(super) mod node_online;
pub(super) mod node_permitted;

/// Characters of a name.
const NAME: usize = 40;

/// Whether a sentence has words of the other side's to repeat, and as much of them as may stand in it, without a full stop.
fn says(why: Option<&str>, most: usize) -> [(&'static str, Told); 2] {
    let why = clean(why.unwrap_or_default(), most).trim_end_matches('.').to_owned();
    [("says", (!why.is_empty()).into()), ("why", why.into())]
}

/// The chat of which the log says that something in it was left alone.
struct Chat<'a> {
    channel: String,
    /// Its id there; empty where the line does not tell.
    id: String,
    settings: Option<&'a ChannelSettings>,
    /// It was said before the configuration was written last.
    before: bool,
}

impl<'a> Chat<'a> {
    fn of(complaint: &Complaint, facts: &'a Facts) -> Chat<'a> {
        let told = |name: &str| complaint.field(name).unwrap_or_default().to_owned();
        let channel = told("channel");
        let all = facts.config.value().map_or(&[][..], |config| &config.channels);
        let settings = all.iter().find(|settings| settings.id == channel);
        Chat { settings, id: told("chat"), channel, before: is_of_before(complaint, facts) }
    }

    /// What tells it from others.
    fn subject(&self) -> String {
        if self.id.is_empty() { self.channel() } else { format!("{}/{}", self.channel, self.id) }
    }

    fn channel(&self) -> String {
        if self.channel.is_empty() { "a channel".to_owned() } else { clean(&self.channel, NAME) }
    }

    /// The channel in a sentence.
    fn told(&self) -> Told {
        if self.channel.is_empty() { Phrase::new("channels-unnamed", []).into() } else { self.channel().into() }
    }

    /// The channel, and the place of one of its settings where that is certain.
    fn with_key(&self, name: &str) -> [(&'static str, Told); 3] {
        let key = self
            .settings
            .filter(|settings| !settings.accounts)
            .map(|settings| format!("channels.{}.{name}", settings.id));
        [("channel", self.told()), ("known", key.is_some().into()), ("key", clean(&key.unwrap_or_default(), 60).into())]
    }

    /// The beginning of the sentence about so many messages.
    fn left_alone(&self, count: u64) -> Told {
        let named = !self.id.is_empty();
        let told = [
            ("count", count.into()),
            ("named", named.into()),
            ("group", claim(&self.id, NAME).into()),
            ("channel", self.told()),
        ];
        Phrase::new("channels-left-alone", told).into()
    }

    /// The key under which it is set up. `None` where that is not certain: where there are several accounts, the line does not
    /// tell whose group it is, and only of this channel is it known how groups are named.
    fn setting(&self) -> Option<String> {
        let named = !self.id.is_empty() && self.channel == "telegram";
        let settings = self.settings.filter(|settings| named && !settings.accounts)?;
        Some(format!("channels.{}.groups.{}", settings.id, clean(&self.id, NAME)))
    }
}
