//! A gateway that somebody else started ends, and nothing brings it back by itself.

use e2e::{
    drill::{only_root, passes, start},
    home::Home,
    processes, until,
    watch::pid,
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

    let ours = pid(&start(&home));
    assert_eq!(home.gateways(), [ours]);
    passes(&home, CHECK);
}

#[test]
fn a_gateway_that_the_person_stopped_is_missed_by_nobody() {
    let home = Home::at_rest();
    passes(&home, CHECK);
}
