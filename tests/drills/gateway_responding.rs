//! A gateway that runs and answers nobody; then it is restarted.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    processes,
    watch::pid,
};

const CHECK: &str = "gateway-responding";

#[test]
fn a_gateway_that_hangs_is_the_root_until_it_is_restarted() {
    let home = Home::new();
    let mut watch = home.watch();
    let hung = pid(&watch.phase("ready"));
    processes::signal(hung, "STOP");
    watch.phase("degraded");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains(&format!("(pid {hung})")), "{found:#}");
    assert_eq!(found["fix"]["id"], "restart-gateway");

    let restarted = home.json(&["gateway", "restart"]);
    assert_eq!((&restarted["ok"], &restarted["phase"]), (&true.into(), &"ready".into()), "{restarted}");
    assert!(!processes::alive(hung));
    passes(&home, CHECK);
}
