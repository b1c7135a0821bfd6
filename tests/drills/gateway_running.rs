//! A gateway that somebody else started ends, and nothing brings it back by itself.

use e2e::{
    drill::{only_root, passes},
    home::Home,
    processes, until,
};

const CHECK: &str = "gateway-running";

#[test]
fn a_gateway_that_is_gone_is_missed_until_it_is_started() {
    let home = Home::new();
    let mut theirs = home.gateway_by_hand();
    until("their gateway", || home.http("/readyz").filter(|(status, _)| *status == 200));
    let mut watch = home.watch();
    watch.phase("external");
    processes::signal(theirs.id(), "KILL");
    theirs.wait().unwrap();
    watch.phase("stopped");
    assert_eq!(only_root(&home, CHECK)["fix"]["id"], "start-gateway");

    let mended = home.json(&["fix", CHECK]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let gateway = home.json(&["status"])["gateway"].take();
    assert_eq!((&gateway["phase"], &gateway["owner"]), (&"ready".into(), &"child".into()), "{gateway:#}");
    assert_eq!(home.gateways(), [u32::try_from(gateway["pid"].as_u64().unwrap()).unwrap()]);
    passes(&home, CHECK);
}

#[test]
fn a_gateway_that_the_person_stopped_is_missed_by_nobody() {
    let home = Home::at_rest();
    passes(&home, CHECK);
}
