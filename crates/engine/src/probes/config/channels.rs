//! How the configuration sets chat channels up, as far as a check looks at it.

use clawtender_core::channels::ChannelSettings;
use serde_json::Value;

use crate::probes::bounded::clean;

/// Most channels and most groups of one that are looked at, and characters of their names.
const MOST: usize = 64;
const GROUPS: usize = 500;
const NAME: usize = 120;

/// Written as a text or as a number.
fn sender(id: &Value) -> String {
    id.as_str().map_or_else(|| clean(&id.to_string(), NAME), |id| clean(id, NAME))
}

/// Every channel that `channels` names.
pub(super) fn settings(channels: &Value) -> Vec<ChannelSettings> {
    let read = |(id, channel): (&String, &Value)| {
        let groups = || channel["groups"].as_object().into_iter().flatten().take(GROUPS);
        let name = |(id, _): (&String, &Value)| clean(id, NAME);
        ChannelSettings {
            id: clean(id, NAME),
            accounts: channel["accounts"].is_object(),
            groups: groups().map(name).collect(),
            senders: channel["allowFrom"].as_array().into_iter().flatten().take(GROUPS).map(sender).collect(),
            direct: channel["dmPolicy"].as_str().map(|policy| clean(policy, NAME)),
            unmentioned: groups().filter(|(_, group)| group["requireMention"] == false).map(name).collect(),
        }
    };
    channels.as_object().into_iter().flatten().take(MOST).map(read).collect()
}
