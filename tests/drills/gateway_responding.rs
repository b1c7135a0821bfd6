//! A gateway that runs and answers nobody; then it is restarted.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    processes,
};

const CHECK: &str = "gateway-responding";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let hung = home.gateways()[0];
    processes::signal(hung, "STOP");
    watch.phase("degraded");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains(&format!("(pid {hung})")), "{found:#}");
    assert_eq!(found["fix"]["id"], "restart-gateway");

    let restarted = home.json(&["gateway", "restart"]);
    assert_eq!((&restarted["ok"], &restarted["phase"]), (&true.into(), &"ready".into()), "{restarted}");
    assert!(!processes::alive(hung));
    passes(home, CHECK);
}
