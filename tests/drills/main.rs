//! One drill for each check: breaks the real thing, sees exactly this finding as the root cause, applies the remedy, sees
//! it pass. Where the real thing does not break on request, the drill says what is faked.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

macro_rules! drills {
    ($($check:ident)*) => {
        $(mod $check;)*
        const DRILLS: &[&str] = &[$(stringify!($check)),*];
    };
}

drills! {
    channel_connected
    cloud_api
    dns_resolves
    endpoint_valid
    local_model_present
    local_model_server
    network_online
    provider_available
    provider_reachable
    proxy_working
    tls_trusted
    channel_pairing_pending
    clock_gateway
    cloud_token
    config_pending
    clock_skew
    clock_sync
    config_valid
    cron_running
    device_identity
    device_token
    exec_approval_pending
    gateway_auth
    gateway_installed
    gateway_mode
    gateway_ready
    gateway_responding
    gateway_running
    gateway_stable
    gateway_token
    gateway_updated
    login_endangered
    node_online
    key_accepted
    key_age
    key_permitted
    key_quota
    key_wellformed
    key_plaintext
    key_present
    key_shadowed
    keychain_available
    node_pairing_pending
    node_supported
    origin_allowed
    pairing_pending
    port_free
    protocol_agreement
    rate_limited
    scope_sufficient
    secrets_resolved
    single_gateway
    token_expiry
    token_refresh
}

#[test]
fn every_check_has_a_drill_and_every_drill_a_check() {
    let checks: BTreeSet<_> = clawtender_core::checks::ALL.iter().map(|check| check.id.replace('-', "_")).collect();
    let compiled: BTreeSet<_> = DRILLS.iter().map(|&drill| drill.to_owned()).collect();
    let files: BTreeSet<_> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("drills"))
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(checks, compiled);
    assert_eq!(checks, files);
}
