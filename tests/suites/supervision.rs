//! The main job on the real gateway: up, back up, down when told, never twice. A day of one home, for a start of the
//! gateway takes its time.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use e2e::{
    client::turned_away,
    drill::{finding, message},
    home::{Home, roots},
    node, openclaw, processes, until,
    watch::{Watch, pid},
};
use serde_json::{Value, json};

#[test]
fn a_gateway_is_brought_up_back_up_and_down_and_never_twice() {
    let home = Home::new();
    let (mut watch, first) = a_broken_configuration_is_one_root_and_heals_when_mended(&home);
    a_hang_is_known_and_taken_back(&home, &mut watch);
    a_restart_is_the_gateways_own_and_keeps_its_process(&home, first);
    let second = a_killed_gateway_comes_back(&home, &mut watch);
    let mut watch = a_gateway_outlives_a_killed_supervisor_and_is_adopted(&home, watch, second);
    // an exit of an adopted one is an event as well
    a_killed_gateway_comes_back(&home, &mut watch);
    let watch = a_deliberate_stop_outlives_the_supervisor(&home, watch);
    a_gateway_ends_with_its_supervisor(&home, watch);
}

fn a_broken_configuration_is_one_root_and_heals_when_mended(home: &Home) -> (Watch, u32) {
    home.write_config_text("{ gateway: { mode: 'local', port: oops } }");
    let mut watch = home.watch();
    watch.phase("refused");
    assert_eq!(home.roots(), ["config-valid"]);
    // a second supervisor follows the first
    let mut second = home.watch();
    home.write_config(&home.config());
    let gateway = pid(&watch.phase("ready"));
    assert_eq!(pid(&second.phase("ready")), gateway);
    assert_eq!(home.gateways(), [gateway]);
    assert_eq!(home.http("/readyz").unwrap().0, 200);
    assert_eq!(home.roots(), Vec::<String>::new());
    (watch, gateway)
}

fn a_hang_is_known_and_taken_back(home: &Home, watch: &mut Watch) {
    let hung = home.gateways()[0];
    processes::signal(hung, "STOP");
    watch.phase("degraded");
    assert_eq!(home.roots(), ["gateway-responding"]);
    processes::signal(hung, "CONT");
    assert_eq!(pid(&watch.phase("ready")), hung);
}

fn a_restart_is_the_gateways_own_and_keeps_its_process(home: &Home, gateway: u32) {
    let uptime = || {
        let body = home.http("/readyz").unwrap().1;
        serde_json::from_str::<Value>(&body).unwrap()["uptimeMs"].as_u64().unwrap()
    };
    let before = until("some uptime", || Some(uptime()).filter(|&ms| ms > 6000));
    let restarted = home.json(&["gateway", "restart"]);
    assert_eq!((&restarted["ok"], pid(&restarted)), (&true.into(), gateway), "{restarted}");
    assert!(uptime() < before, "it did not restart");
}

fn a_killed_gateway_comes_back(home: &Home, watch: &mut Watch) -> u32 {
    let first = home.gateways()[0];
    processes::signal(first, "KILL");
    watch.phase("starting");
    let second = pid(&watch.phase("ready"));
    assert_ne!(first, second);
    assert_eq!(home.gateways(), [second]);
    second
}

fn a_gateway_outlives_a_killed_supervisor_and_is_adopted(home: &Home, mut watch: Watch, gateway: u32) -> Watch {
    watch.signal("KILL");
    watch.ended();
    assert_eq!(home.http("/readyz").unwrap().0, 200);
    let mut again = home.watch();
    assert_eq!(pid(&again.phase("ready")), gateway);
    assert_eq!(home.gateways(), [gateway]);
    again
}

fn a_deliberate_stop_outlives_the_supervisor(home: &Home, mut watch: Watch) -> Watch {
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
    again
}

fn a_gateway_ends_with_its_supervisor(home: &Home, mut watch: Watch) {
    watch.signal("INT");
    assert_eq!(watch.ended().code(), Some(130));
    assert_eq!(processes::all_of(&home.path("")), Vec::<u32>::new(), "something was left behind");
}

#[test]
fn somebody_elses_gateway_is_watched_and_left_alone() {
    let home = Home::new();
    let mut theirs = home.gateway_by_hand();
    until("their gateway", || home.http("/readyz").filter(|(status, _)| *status == 200));
    a_second_owner_of_the_state_is_not_a_broken_configuration(&home);

    let mut watch = home.watch();
    let external = watch.phase("external");
    assert_eq!((&external["owner"], &external["pid"]), (&"external".into(), &theirs.id().into()));
    assert_eq!(home.roots(), Vec::<String>::new());
    assert_eq!(home.gateways(), [theirs.id()]);
    let refused = home.clawtender(&["gateway", "stop"]);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    who_is_turned_away_by_it_is_known_too(&home);

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

/// The hazard is real: the exit code of the second one says "configuration".
fn a_second_owner_of_the_state_is_not_a_broken_configuration(home: &Home) {
    let second = home.command(node()).arg(openclaw()).args(["gateway", "run", "--port", "1"]).output().unwrap();
    assert_eq!(second.status.code(), Some(78));
}

fn who_is_turned_away_by_it_is_known_too(home: &Home) {
    let wrong = json!({ "auth": { "token": "another-gateways-token-0123456789" } });
    assert_eq!(turned_away(home, &wrong), "AUTH_TOKEN_MISMATCH");
    let found = until("it to be found", || {
        let report = home.json(&["doctor"]);
        (roots(&report) == ["gateway-token"]).then(|| finding(&report, "gateway-token"))
    });
    assert!(message(&found).contains("“Drill” was turned away"), "{found:#}");
}
