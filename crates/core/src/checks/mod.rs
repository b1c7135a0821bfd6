//! The one list of checks. A check is a file and a line.

use crate::check::Check;

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
];

#[cfg(test)]
mod breaks;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
