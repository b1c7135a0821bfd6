//! The whole list of checks at once: where several things are broken, each cause is told and nothing that follows from it; where
//! nothing is, nothing is told, however busy the computer.
//!
//! A healthy computer is examined a hundred times here, which is what the product promises, or as often as `CLAWTENDER_ALARM_RUNS`
//! says.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    process::Command,
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
use serde_json::json;

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
        // the expired login is told too, behind the network without which it cannot be renewed
        let login = finding(&report, "login-endangered");
        assert_eq!((&login["outcome"], &login["because"]), (&"hidden".into(), &"network-online".into()), "{report:#}");
        assert!(login["message"].as_str().unwrap().contains("login has expired"), "{login:#}");
    });
}

#[test]
fn what_a_gateway_wrote_before_it_ended_is_read_by_a_doctor_that_was_not_there() {
    let home = Home::new();
    let date = Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%S.000+00:00"]).output().unwrap();
    let time = String::from_utf8(date.stdout).unwrap().trim().to_owned();
    let why = "Gateway failed to start: Error: something that nobody has heard of";
    let record = json!({ "0": "{\"subsystem\":\"gateway\"}", "1": why, "time": time, "message": why,
        "_meta": { "logLevelName": "ERROR", "date": time } });
    std::fs::write(home.path("openclaw.log"), format!("{record}\n")).unwrap();
    let found = finding(&home.json(&["doctor"]), "gateway-running");
    assert_eq!(found["outcome"], "fail", "{found:#}");
    assert!(found["evidence"].to_string().contains(why), "{found:#}");
}

#[test]
fn a_healthy_gateway_on_a_busy_computer_raises_no_alarm() {
    let runs = std::env::var("CLAWTENDER_ALARM_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(100);
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
            let told = roots(&report);
            if !told.is_empty() || report["findings"].as_array().map_or(0, Vec::len) < checks::ALL.len() {
                busy.store(false, Ordering::Relaxed);
                panic!("run {run}: {told:?} {report:#}");
            }
        }
        busy.store(false, Ordering::Relaxed);
    });
}
