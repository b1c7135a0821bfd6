//! A job that fails when it runs, for want of a model; then it is taken back. And a scheduler that was turned off.

use std::time::Duration;

use e2e::{
    client::owner_asks,
    day::Day,
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::{Value, json};

const CHECK: &str = "cron-running";

pub(crate) fn drill(day: &mut Day) {
    a_job_that_fails(day);
    a_scheduler_that_is_off(day);
}

fn a_job_that_fails(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let job = add(home);
    owner_asks(home, "cron.run", &json!({ "id": job, "mode": "force" }));
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The job “Drill” failed when it ran last. It says: "), "{found:#}");
    assert_eq!(found["subject"], job);

    owner_asks(home, "cron.remove", &json!({ "id": job }));
    watch.passing(CHECK);
    passes(home, CHECK);
}

fn a_scheduler_that_is_off(day: &mut Day) {
    day.configure(|config| config["cron"] = json!({ "enabled": false }));
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    let job = add(home);
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("1 job does not run"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"turn-on-scheduler".into(), &"confirm".into()));

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(home, CHECK);
    owner_asks(home, "cron.remove", &json!({ "id": job }));
    day.as_before();
}

/// A job that nothing here can run: there is no model. Its id.
fn add(home: &Home) -> Value {
    let hour = u64::try_from(Duration::from_hours(1).as_millis()).unwrap();
    let job = json!({
        "name": "Drill", "schedule": { "kind": "every", "everyMs": hour }, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": { "kind": "agentTurn", "message": "hello" },
    });
    owner_asks(home, "cron.add", &job)["id"].clone()
}
