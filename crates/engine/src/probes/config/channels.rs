//! How the configuration sets chat channels up, as far as a check looks at it.

use clawtender_core::channels::ChannelSettings;
use serde_json::Value;

use crate::probes::bounded::clean;

/// Most channels and most groups of one that are looked at, and characters of their names.
const MOST: usize = 64;
const GROUPS: usize = 500;
const NAME: usize = 120;

/// Every channel that `channels` names.
pub(super) fn settings(channels: &Value) -> Vec<ChannelSettings> {
    let read = |(id, channel): (&String, &Value)| {
        let groups = || channel["groups"].as_object().into_iter().flatten().take(GROUPS);
        let name = |(id, _): (&String, &Value)| clean(id, NAME);
        ChannelSettings {
            id: clean(id, NAME),
            accounts: channel["accounts"].is_object(),
            groups: groups().map(name).collect(),
            unmentioned: groups().filter(|(_, group)| group["requireMention"] == false).map(name).collect(),
        }
    };
    channels.as_object().into_iter().flatten().take(MOST).map(read).collect()
}
