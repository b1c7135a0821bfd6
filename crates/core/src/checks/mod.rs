//! The one list of checks. A check is a file and a line.

use crate::{check::Check, words::Phrase};

pub(crate) mod access;
mod channels;
mod clock;
mod complaints;
mod credentials;
mod gateway;
mod models;
mod network;

/// The check of this id.
pub fn named(id: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.id == id).copied()
}

/// Every check, causes before what they explain. Among equals, this is the order in which a report is read.
pub static ALL: &[&Check] = &[
    &gateway::gateway_installed::CHECK,
    &gateway::node_supported::CHECK,
    &gateway::change_complete::CHECK,
    &gateway::config_valid::CHECK,
    &gateway::gateway_mode::CHECK,
    &gateway::gateway_auth::CHECK,
    &gateway::gateway_exposed::CHECK,
    &gateway::config_permissions::CHECK,
    &gateway::config_restored::CHECK,
    &gateway::config_split::CHECK,
    &gateway::port_free::CHECK,
    &gateway::single_gateway::CHECK,
    &gateway::service_healthy::CHECK,
    &gateway::version_agreement::CHECK,
    &network::network_online::CHECK,
    &credentials::login_endangered::CHECK,
    &gateway::gateway_updated::CHECK,
    &gateway::gateway_stable::CHECK,
    &gateway::host_resources::CHECK,
    &gateway::gateway_starting::CHECK,
    &gateway::gateway_running::CHECK,
    &gateway::gateway_responding::CHECK,
    &gateway::gateway_ready::CHECK,
    &gateway::config_pending::CHECK,
    &gateway::gateway_memory::CHECK,
    &gateway::log_growth::CHECK,
    &gateway::gateway_unguarded::CHECK,
    &gateway::gateway_doctor::CHECK,
    &clock::clock_skew::CHECK,
    // what is asked past the proxy explains that a name or a connection does not come about
    &network::proxy_agreement::CHECK,
    &network::dns_resolves::CHECK,
    &network::proxy_working::CHECK,
    &network::provider_reachable::CHECK,
    &network::tls_trusted::CHECK,
    &network::endpoint_valid::CHECK,
    &network::provider_available::CHECK,
    &network::cloud_api::CHECK,
    &network::local_model_server::CHECK,
    &network::local_model_present::CHECK,
    &network::tls_verification::CHECK,
    &access::gateway_token::CHECK,
    &access::device_token::CHECK,
    &access::device_identity::CHECK,
    &access::protocol_agreement::CHECK,
    &access::scope_sufficient::CHECK,
    &access::origin_allowed::CHECK,
    &access::pairing_pending::CHECK,
    &access::node_pairing_pending::CHECK,
    &access::channel_pairing_pending::CHECK,
    &access::exec_approval_pending::CHECK,
    &clock::clock_sync::CHECK,
    &clock::clock_gateway::CHECK,
    &credentials::keychain_available::CHECK,
    &credentials::secrets_resolved::CHECK,
    &credentials::key_present::CHECK,
    &credentials::key_plaintext::CHECK,
    &credentials::key_shadowed::CHECK,
    &credentials::token_refresh::CHECK,
    &credentials::token_expiry::CHECK,
    &credentials::cloud_token::CHECK,
    &channels::channel_connected::CHECK,
    &channels::cron_running::CHECK,
    &channels::node_online::CHECK,
    &credentials::key_wellformed::CHECK,
    &credentials::key_accepted::CHECK,
    &credentials::key_permitted::CHECK,
    &credentials::key_quota::CHECK,
    &credentials::rate_limited::CHECK,
    &credentials::key_age::CHECK,
    &models::api_version::CHECK,
    &models::local_model_content::CHECK,
    &models::local_model_tools::CHECK,
    &models::context_window::CHECK,
    &models::model_fallback::CHECK,
    &channels::channel_permitted::CHECK,
    &channels::channel_mention::CHECK,
    &channels::channel_allowed::CHECK,
    &channels::heartbeat_delivered::CHECK,
    &channels::node_permitted::CHECK,
    &channels::browser_tool::CHECK,
];

/// A line of a preview: what a person runs.
fn in_terminal(line: impl Into<String>) -> Phrase {
    Phrase::new("step-in-terminal", [("line", line.into().into())])
}

/// A line of a preview: from then on it goes by what has been changed.
fn restart_gateway() -> Phrase {
    Phrase::new("step-restart-gateway", [])
}

/// Several of them in a sentence: `OpenAI`, `OpenAI and Groq`, `OpenAI and 2 others`.
fn names(all: Vec<Phrase>) -> Phrase {
    let others = all.len().saturating_sub(1);
    let mut all = all.into_iter();
    let (Some(name), other) = (all.next(), all.next().unwrap_or_default()) else { return Phrase::default() };
    Phrase::new("several-names", [("name", name.into()), ("other", other.into()), ("others", others.into())])
}

/// The gateways that are in the way of the supervised one, by their numbers.
pub fn rivals(facts: &crate::facts::Facts) -> Vec<u32> {
    gateway::single_gateway::named(facts)
}

/// The programs on the gateway's port that may be asked to end: their numbers, and what tells them from later ones.
pub fn holders_to_end(facts: &crate::facts::Facts) -> Vec<(u32, u64)> {
    let ends = gateway::port_free::to_end(facts);
    ends.into_iter().filter_map(|holder| Some((holder.pid, holder.started?))).collect()
}

/// What stands in the place of a supervised gateway: the process that nobody supervises, and whether a service would start such a one.
pub fn unguarded(facts: &crate::facts::Facts) -> (Option<u32>, bool) {
    gateway::gateway_unguarded::found(facts)
}

/// The configuration that nobody reads and that a finding of `config-split` is about.
pub fn unread_config(facts: &crate::facts::Facts, subject: &str) -> Option<String> {
    gateway::config_split::unread(facts, subject)
}

/// What is to be different in the gateway's environment for what a finding says of `subject`.
pub fn change_of_environment(facts: &crate::facts::Facts, check: &str, subject: &str) -> Vec<crate::variables::Change> {
    match check {
        "provider-reachable" => vec![network::provider_reachable::IP_FOUR_FIRST],
        "proxy-agreement" => network::proxy_agreement::wanted(facts, subject),
        _ => Vec::new(),
    }
}

/// The newest OpenClaw for this person, where it is newer than the one that serves.
pub fn newer_openclaw(facts: &crate::facts::Facts) -> Option<String> {
    gateway::gateway_updated::newer(facts)
}

#[cfg(test)]
mod breaks;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
