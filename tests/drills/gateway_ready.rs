//! A gateway that answers and is not ready. The real one does not do that on request: a fake one stands in for it.

use std::fs;

use e2e::{
    drill::{message, only_root, passes, with_fake_gateway},
    home::Home,
    watch::pid,
};

const CHECK: &str = "gateway-ready";

#[test]
fn a_part_that_fails_is_named_until_the_gateway_is_restarted() {
    let home = Home::new();
    with_fake_gateway(&home);
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    fs::write(home.path("failing.json"), r#"["telegram"]"#).unwrap();
    watch.phase("degraded");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("telegram is not connected"), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"warning".into(), &"restart-gateway".into()));

    // asked to start what runs already, it says at once how things stand
    let started = home.json(&["gateway", "start"]);
    assert_eq!((&started["ok"], &started["phase"]), (&false.into(), &"degraded".into()), "{started}");

    let restarted = home.json(&["gateway", "restart"]);
    assert_eq!((&restarted["ok"], &restarted["phase"]), (&true.into(), &"ready".into()), "{restarted}");
    assert_ne!(pid(&restarted), first);
    passes(&home, CHECK);
}
