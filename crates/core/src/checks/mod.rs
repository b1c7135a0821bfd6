//! The one list of checks. A check is a file and a line.

use crate::check::Check;

pub(crate) mod access;
mod clock;
mod gateway;

/// Every check, causes before what they explain. Among equals, this is the order in which a report is read.
pub static ALL: &[&Check] = &[
    &gateway::gateway_installed::CHECK,
    &gateway::node_supported::CHECK,
    &gateway::config_valid::CHECK,
    &gateway::gateway_mode::CHECK,
    &gateway::gateway_auth::CHECK,
    &gateway::port_free::CHECK,
    &gateway::single_gateway::CHECK,
    &gateway::gateway_stable::CHECK,
    &gateway::gateway_running::CHECK,
    &gateway::gateway_responding::CHECK,
    &gateway::gateway_ready::CHECK,
    &clock::clock_skew::CHECK,
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
];

#[cfg(test)]
mod breaks;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
