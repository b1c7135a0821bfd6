//! One drill for each check: breaks the real thing, sees exactly this finding as the root cause, applies the remedy, sees
//! it pass. Where the real thing does not break on request, the drill says what is faked.
//!
//! A drill that needs a healthy gateway and leaves one behind is `pub(crate) fn drill(day: &mut Day)` and stands in a day,
//! whose drills share one start of the gateway. Every other drill is made of tests of its own: in a `Home::at_rest()` where
//! nothing of a running gateway is looked at.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

use e2e::day::Day;

/// Names every drill. Each of a day's can be run alone, too: `cargo nextest run -p e2e -E 'test(device_token)' --run-ignored all`.
macro_rules! drills {
    ($(day $day:ident { $($shares:ident)* })* alone { $($alone:ident)* }) => {
        $($(mod $shares;)*)*
        $(mod $alone;)*
        const DRILLS: &[&str] = &[$($(stringify!($shares),)*)* $(stringify!($alone),)*];
        $(#[test]
        fn $day() {
            let mut day = Day::begin();
            $(
                eprintln!("drill {}", stringify!($shares));
                day.watch.forget();
                $shares::drill(&mut day);
            )*
        })*
        mod alone {
            $($(#[test]
            #[ignore = "runs in its day"]
            fn $shares() {
                super::$shares::drill(&mut super::Day::begin());
            })*)*
        }
    };
}

drills! {
    day of_those_who_come_in {
        gateway_token
        device_token
        device_identity
        scope_sufficient
        protocol_agreement
        origin_allowed
    }
    day of_what_waits_or_stands_still {
        pairing_pending
        node_pairing_pending
        node_online
        exec_approval_pending
        channel_pairing_pending
        cron_running
    }
    day of_credentials {
        key_plaintext
        keychain_available
        secrets_resolved
        token_expiry
        key_shadowed
        key_present
    }
    day of_a_gateway_that_fails {
        gateway_responding
        config_pending
        gateway_starting
        gateway_stable
    }
    day of_models_that_fail {
        local_model_content
        local_model_tools
        context_window
        model_fallback
        api_version
    }
    day of_chats_and_tools {
        node_permitted
        browser_tool
        channel_permitted
        channel_mention
        channel_allowed
        heartbeat_delivered
    }
    alone {
        channel_connected
        clock_gateway
        clock_skew
        clock_sync
        cloud_api
        cloud_token
        dns_resolves
        endpoint_valid
        local_model_present
        local_model_server
        network_online
        provider_available
        provider_reachable
        proxy_working
        proxy_agreement
        tls_trusted
        tls_verification
        change_complete
        config_permissions
        config_restored
        config_split
        config_valid
        gateway_auth
        gateway_doctor
        gateway_exposed
        gateway_installed
        gateway_memory
        gateway_mode
        gateway_ready
        gateway_running
        gateway_unguarded
        gateway_updated
        key_accepted
        key_age
        key_permitted
        key_quota
        key_wellformed
        host_resources
        log_growth
        login_endangered
        node_supported
        port_free
        rate_limited
        service_healthy
        single_gateway
        token_refresh
        version_agreement
    }
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

/// What was promised is kept: tests/catalogue.txt, which nobody makes from the code, says what there has to be.
#[test]
fn every_failure_of_the_catalogue_has_a_check_a_drill_and_a_line_in_the_documentation() {
    let documented = include_str!("../../docs/failures.md").lines();
    let documented: BTreeSet<_> = documented.filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let checks: BTreeSet<_> = clawtender_core::checks::ALL.iter().map(|check| check.id).collect();
    let (mut promised, mut excepted, mut id) = (BTreeSet::new(), BTreeSet::new(), "");
    for line in include_str!("../catalogue.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(exception) = line.strip_prefix("  ") else {
            id = line;
            assert!(promised.insert(id), "{id} stands twice");
            continue;
        };
        let (what, why) = exception.split_once(": ").unwrap_or_else(|| panic!("{id}: no reason in {exception:?}"));
        assert!(!id.is_empty() && why.len() > 20, "{id}: no reason in {exception:?}");
        assert!(excepted.insert((id, what)), "{id}: {what} stands twice");
    }
    for id in &promised {
        let drill = DRILLS.contains(&&*id.replace('-', "_"));
        let there = [("no check", checks.contains(id)), ("no drill", drill), ("no line", documented.contains(id))];
        for (lacks, there) in there {
            assert_eq!(!there, excepted.contains(&(*id, lacks)), "{id}: {lacks}, or an exception of what is there");
        }
    }
    let beside: Vec<_> = checks.difference(&promised).collect();
    assert!(beside.is_empty(), "checks that tests/catalogue.txt does not name: {beside:?}");
    assert!(excepted.len() <= 20, "the list of exceptions is not short any more: {}", excepted.len());
}
