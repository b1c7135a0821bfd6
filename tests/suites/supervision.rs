//! The main job on the real gateway: up, back up, down when told, never twice.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use e2e::{home::Home, processes, until, watch::pid};

#[test]
fn a_killed_gateway_comes_back_and_ends_with_its_supervisor() {
    let home = Home::new();
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    assert_eq!(home.gateways(), [first]);
    assert_eq!(home.http("/readyz").unwrap().0, 200);

    processes::signal(first, "KILL");
    watch.phase("starting");
    let second = pid(&watch.phase("ready"));
    assert_ne!(first, second);
    assert_eq!(home.gateways(), [second]);

    watch.signal("INT");
    assert_eq!(watch.ended().code(), Some(130));
    assert_eq!(processes::all_of(&home.path("")), Vec::<u32>::new(), "something was left behind");
}

#[test]
fn a_deliberate_stop_outlives_the_supervisor() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    let stopped = home.json(&["gateway", "stop"]);
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
    assert_eq!(home.gateways(), Vec::<u32>::new());
    watch.signal("KILL");
    watch.ended();

    let mut again = home.watch();
    again.phase("stopped");
    let started = home.json(&["gateway", "start"]);
    assert_eq!(started["phase"], "ready", "{started}");
    assert!(!again.heard.iter().any(|event| event["phase"] == "starting"), "a stop was undone: {:?}", again.heard);
}

#[test]
fn a_gateway_outlives_a_killed_supervisor_and_is_adopted() {
    let home = Home::new();
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    watch.signal("KILL");
    watch.ended();
    assert_eq!(home.http("/readyz").unwrap().0, 200);

    let mut again = home.watch();
    assert_eq!(pid(&again.phase("ready")), first);
    assert_eq!(home.gateways(), [first]);
    // an exit of an adopted one is an event as well
    processes::signal(first, "KILL");
    assert_ne!(pid(&again.phase("ready")), first);
}

#[test]
fn somebody_elses_gateway_is_watched_and_left_alone() {
    let home = Home::new();
    let mut theirs = home.gateway_by_hand();
    until("their gateway", || home.http("/readyz").filter(|(status, _)| *status == 200));
    let mut watch = home.watch();
    let external = watch.phase("external");
    assert_eq!((&external["owner"], &external["pid"]), (&"external".into(), &theirs.id().into()));
    let refused = home.clawtender(&["gateway", "stop"]);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    watch.signal("TERM");
    assert_eq!(watch.ended().code(), Some(0));
    assert!(processes::alive(theirs.id()), "somebody else's gateway was ended");

    // its end is noticed, and not undone
    let mut watch = home.watch();
    watch.phase("external");
    processes::signal(theirs.id(), "TERM");
    theirs.wait().unwrap();
    watch.phase("stopped");
    watch.failing("gateway-running");
    assert_eq!(home.gateways(), Vec::<u32>::new());
}

#[test]
fn a_hang_is_known_and_taken_back() {
    let home = Home::new();
    let mut watch = home.watch();
    let hung = pid(&watch.phase("ready"));
    processes::signal(hung, "STOP");
    watch.phase("degraded");
    assert_eq!(home.roots(), ["gateway-responding"]);
    processes::signal(hung, "CONT");
    assert_eq!(pid(&watch.phase("ready")), hung);
}

#[test]
fn a_restart_is_the_gateways_own_and_keeps_its_process() {
    let home = Home::new();
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    let uptime = || {
        let body = home.http("/readyz").unwrap().1;
        serde_json::from_str::<serde_json::Value>(&body).unwrap()["uptimeMs"].as_u64().unwrap()
    };
    until("some uptime", || (uptime() > 6000).then_some(()));
    let restarted = home.json(&["gateway", "restart"]);
    assert_eq!((&restarted["ok"], pid(&restarted)), (&true.into(), first), "{restarted}");
    assert!(uptime() < 6000, "it did not restart");
}

#[test]
fn a_second_supervisor_follows_the_first() {
    let home = Home::new();
    let (mut one, mut two) = (home.watch(), home.watch());
    let first = one.phase("ready");
    assert_eq!(two.phase("ready")["pid"], first["pid"]);
    assert_eq!(home.gateways().len(), 1);
}

#[test]
fn a_broken_configuration_is_one_root_and_heals_when_mended() {
    let home = Home::new();
    home.write_config_text("{ gateway: { mode: 'local', port: oops } }");
    let mut watch = home.watch();
    watch.phase("refused");
    assert_eq!(home.roots(), ["config-valid"]);
    home.write_config(&home.config());
    watch.phase("ready");
    assert_eq!(home.roots(), Vec::<String>::new());
}
