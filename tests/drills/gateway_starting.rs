//! A gateway that does not get on with its start: its process is halted; then it goes on.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    processes,
    watch::pid,
};

const CHECK: &str = "gateway-starting";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    processes::signal(home.gateways()[0], "KILL");
    let starts = watch.wait("a start", |said| said["phase"] == "starting" && said["pid"].is_u64());
    let slow = pid(&starts);
    processes::signal(slow, "STOP");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("is usual here"), "{found:#}");
    assert_eq!(found["evidence"][0]["text"], format!("The process (pid {slow}) is there and does not serve yet."));

    processes::signal(slow, "CONT");
    assert_eq!(pid(&watch.phase("ready")), slow);
    passes(home, CHECK);
}
