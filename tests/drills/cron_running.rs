//! A job that fails when it runs, for want of a model; then it is taken back. And a scheduler that was turned off.

use e2e::{
    client::{add_job, owner_asks},
    day::Day,
    drill::{message, only_root, passes, there_and_back},
};
use serde_json::json;

const CHECK: &str = "cron-running";

pub(crate) fn drill(day: &mut Day) {
    a_job_that_fails(day);
    a_scheduler_that_is_off(day);
}

fn a_job_that_fails(day: &mut Day) {
    let Day { home, watch, .. } = day;
    // nothing here can run it: there is no model
    let job = add_job(home, "Drill");
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
    let job = add_job(home, "Drill");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("1 job does not run"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"turn-on-scheduler".into(), &"confirm".into()));

    there_and_back(home, CHECK, || ());
    passes(home, CHECK);
    owner_asks(home, "cron.remove", &json!({ "id": job }));
    day.as_before();
}
