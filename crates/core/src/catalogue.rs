//! The failure catalogue: every way in which a gateway is known to fail its owner, by the id of the check that is or will be.
//!
//! Signatures may speak for a check that does not exist yet, so the ids stand here and not only in [`checks::ALL`]. Once there
//! is a check, its own title and group count.

use crate::{
    check::Group::{self, Access, Channels, Clock, Credentials, Gateway, Models, Network},
    checks,
};

/// One way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The check's id.
    pub id: &'static str,
    /// Where it stands in a report.
    pub group: Group,
    /// At most five words; names the condition.
    pub title: &'static str,
}

/// The entry with this id; none when the catalogue does not know it.
pub fn entry(id: &str) -> Option<Entry> {
    let entry = ALL.iter().find(|entry| entry.id == id)?;
    let check = checks::ALL.iter().find(|check| check.id == id);
    Some(check.map_or(*entry, |check| Entry { id: check.id, group: check.group, title: check.title }))
}

const fn of(group: Group, id: &'static str, title: &'static str) -> Entry {
    Entry { id, group, title }
}

/// The whole catalogue, in its own order.
pub static ALL: [Entry; 79] = [
    of(Gateway, "gateway-installed", "OpenClaw is not installed"),
    of(Gateway, "node-supported", "Node does not fit OpenClaw"),
    of(Gateway, "gateway-mode", "Gateway mode is not local"),
    of(Gateway, "gateway-auth", "Gateway auth is incomplete"),
    of(Gateway, "gateway-exposed", "Gateway is open to others"),
    of(Gateway, "config-valid", "Configuration cannot be used"),
    of(Gateway, "config-restored", "Configuration was set back"),
    of(Gateway, "config-permissions", "File permissions are wrong"),
    of(Gateway, "config-split", "Two configurations exist"),
    of(Gateway, "port-free", "Gateway port is taken"),
    of(Gateway, "single-gateway", "Two gateways compete"),
    of(Gateway, "service-healthy", "Service is not in order"),
    of(Gateway, "version-agreement", "Two versions disagree"),
    of(Gateway, "gateway-running", "Gateway does not run"),
    of(Gateway, "gateway-stable", "Gateway keeps ending"),
    of(Gateway, "gateway-starting", "Gateway starts slowly"),
    of(Gateway, "gateway-responding", "Gateway does not answer"),
    of(Gateway, "gateway-ready", "Gateway is not ready"),
    of(Gateway, "gateway-memory", "Gateway uses much memory"),
    of(Gateway, "host-resources", "Computer runs short"),
    of(Gateway, "log-growth", "Log keeps growing"),
    of(Gateway, "secrets-resolved", "Secrets cannot be read"),
    of(Gateway, "config-pending", "Configuration is not in use"),
    of(Gateway, "gateway-unguarded", "Gateway runs unguarded"),
    of(Gateway, "gateway-updated", "Update needs attention"),
    of(Gateway, "gateway-doctor", "OpenClaw's doctor found something"),
    of(Access, "gateway-token", "Gateway token is refused"),
    of(Access, "device-token", "Device token is refused"),
    of(Access, "device-identity", "Device identity is refused"),
    of(Access, "pairing-pending", "Device waits for approval"),
    of(Access, "node-pairing-pending", "Node waits for approval"),
    of(Access, "channel-pairing-pending", "Sender waits for approval"),
    of(Access, "exec-approval-pending", "Agent waits for approval"),
    of(Access, "origin-allowed", "Web page is not allowed"),
    of(Access, "protocol-agreement", "Gateway and client disagree"),
    of(Access, "scope-sufficient", "A permission is missing"),
    of(Credentials, "keychain-available", "Keychain is not available"),
    of(Credentials, "key-present", "A key is missing"),
    of(Credentials, "key-wellformed", "A key is malformed"),
    of(Credentials, "key-accepted", "A key is refused"),
    of(Credentials, "key-permitted", "A key lacks permission"),
    of(Credentials, "key-quota", "Credit is used up"),
    of(Credentials, "rate-limited", "Provider limits requests"),
    of(Credentials, "key-plaintext", "A key lies open"),
    of(Credentials, "key-shadowed", "Another key wins"),
    of(Credentials, "key-age", "A key is old"),
    of(Credentials, "token-expiry", "A login expires"),
    of(Credentials, "token-refresh", "A login is not renewed"),
    of(Credentials, "login-endangered", "A login is in danger"),
    of(Credentials, "cloud-token", "Cloud login is not usable"),
    of(Clock, "clock-skew", "Clock is wrong"),
    of(Clock, "clock-sync", "Automatic time is off"),
    of(Clock, "clock-gateway", "Gateway has another time"),
    of(Network, "network-online", "No network"),
    of(Network, "dns-resolves", "A name is not found"),
    of(Network, "provider-reachable", "Provider cannot be reached"),
    of(Network, "proxy-working", "Proxy does not work"),
    of(Network, "proxy-agreement", "Proxy settings differ"),
    of(Network, "tls-trusted", "A certificate is not trusted"),
    of(Network, "tls-verification", "Certificates are not checked"),
    of(Network, "endpoint-valid", "An address is wrong"),
    of(Network, "provider-available", "Provider has trouble"),
    of(Network, "api-version", "API versions differ"),
    of(Network, "cloud-api", "Cloud API does not answer"),
    of(Models, "local-model-server", "Model server does not run"),
    of(Models, "local-model-present", "Model is not there"),
    of(Models, "local-model-content", "Model server refuses messages"),
    of(Models, "local-model-tools", "Model cannot use tools"),
    of(Models, "context-window", "Context is too long"),
    of(Models, "model-fallback", "No model takes over"),
    of(Channels, "channel-connected", "Channel is not connected"),
    of(Channels, "channel-permitted", "Channel lacks a permission"),
    of(Channels, "channel-mention", "Agent was not mentioned"),
    of(Channels, "channel-allowed", "Sender is not allowed"),
    of(Channels, "cron-running", "Scheduled jobs do not run"),
    of(Channels, "heartbeat-delivered", "Heartbeat is left out"),
    of(Channels, "node-online", "Node is offline"),
    of(Channels, "node-permitted", "Node may not do that"),
    of(Channels, "browser-tool", "Browser does not work"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Those that are no checks yet.
    const LATER: &[&str] = &[];

    #[test]
    fn every_id_stands_once_and_is_a_check() {
        let ids: HashSet<_> = ALL.iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let checks: HashSet<_> = checks::ALL.iter().map(|check| check.id).collect();
        assert_eq!(checks, ids.difference(&LATER.iter().copied().collect()).copied().collect());
    }

    #[test]
    fn every_id_has_its_line_in_the_documentation() {
        let text = include_str!("../../../docs/failures.md");
        let lines = text.lines().filter_map(|line| line.strip_prefix("| `"));
        let documented: Vec<_> = lines.clone().filter_map(|line| line.split('`').next()).collect();
        assert_eq!(documented, ALL.map(|entry| entry.id));
        for line in lines {
            let cells: Vec<_> = line.trim_end_matches(" |").split(" | ").collect();
            assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
        }
    }

    #[test]
    fn titles_name_the_condition_and_those_of_checks_win() {
        for Entry { id, title, .. } in ALL {
            assert!((1..=5).contains(&title.split_whitespace().count()), "{id}: {title:?}");
        }
        for check in checks::ALL {
            assert_eq!(entry(check.id).map(|entry| (entry.group, entry.title)), Some((check.group, check.title)));
        }
        assert_eq!(entry("no-such-check"), None);
    }
}
