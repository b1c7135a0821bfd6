//! What the gateway does for its owner: chat channels, jobs at given times, nodes. Each file is one check.

pub(super) mod channel_connected;
pub(super) mod cron_running;
pub(super) mod node_online;
