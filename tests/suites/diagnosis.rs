//! The whole list of checks at once: where several things are broken, each cause is told and nothing that follows from it; where
//! nothing is, nothing is told, however busy the computer.
//!
//! A healthy computer is examined 30 times here, for that keeps the processors busy, and as often as `CLAWTENDER_ALARM_RUNS` says
//! where somebody wants to know it of more. A hundred is what the product promises.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use clawtender_core::checks;
use e2e::{
    day::Day,
    drill::finding,
    home::{Home, roots},
    logins::store_login,
    network::{alone, names},
    time_server::TimeServer,
};

#[test]
fn four_things_broken_at_once_are_told_as_what_they_are_and_nothing_else_is() {
    alone("four_things_broken_at_once_are_told_as_what_they_are_and_nothing_else_is", |_network| {
        let home = Home::new();
        store_login(&home, "keep-me-0123456789", 1_700_000_000_000);
        names(&home, &[("one", "https://api.one.example/v1")]);
        let mut config: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(home.config_file()).unwrap()).unwrap();
        config["gateway"].as_object_mut().unwrap().remove("mode");
        home.write_config(&config);
        let liars = [200; 3].map(TimeServer::ahead);
        home.asks_for_time(&liars.iter().collect::<Vec<_>>());
        let mut watch = home.watch();
        watch.phase("refused");

        let report = home.json(&["doctor"]);
        let mut found = roots(&report);
        found.sort();
        assert_eq!(found, ["clock-skew", "gateway-mode", "network-online"], "{report:#}");
        let because = |check: &str| finding(&report, check)["because"].clone();
        assert_eq!(because("gateway-running"), "gateway-mode", "{report:#}");
        assert_eq!(because("dns-resolves"), "network-online", "{report:#}");
        assert_eq!(because("login-endangered"), "network-online", "{report:#}");
    });
}

#[test]
fn a_healthy_gateway_on_a_busy_computer_raises_no_alarm() {
    let runs = std::env::var("CLAWTENDER_ALARM_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(30);
    let day = Day::begin();
    let busy = AtomicBool::new(true);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while busy.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        for run in 0..runs {
            let report = day.home.json(&["doctor"]);
            let told: Vec<_> = roots(&report).into_iter().filter(|root| root != "key-plaintext").collect();
            if !told.is_empty() || report["findings"].as_array().map_or(0, Vec::len) < checks::ALL.len() {
                busy.store(false, Ordering::Relaxed);
                panic!("run {run}: {told:?} {report:#}");
            }
        }
        busy.store(false, Ordering::Relaxed);
    });
}
