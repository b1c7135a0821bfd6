//! A job that fails when it runs, for want of a model; then it is taken back. And a scheduler that was turned off.

use std::time::Duration;

use e2e::{
    client::asks,
    drill::{message, only_root, passes},
    home::Home,
};
use serde_json::{Value, json};

const CHECK: &str = "cron-running";

#[test]
fn a_job_that_fails_is_the_root_until_it_is_gone() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    let job = add(&home);
    asked(&home, "cron.run", &json!({ "id": job, "mode": "force" }));
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The job “Drill” failed when it ran last. It says: "), "{found:#}");
    assert_eq!(found["subject"], job);

    asked(&home, "cron.remove", &json!({ "id": job }));
    watch.passing(CHECK);
    passes(&home, CHECK);
}

#[test]
fn a_scheduler_that_is_off_is_the_root_while_there_is_something_to_run() {
    let home = Home::new();
    let mut config = home.config();
    config["cron"] = json!({ "enabled": false });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, CHECK);
    add(&home);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("1 job does not run"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"turn-on-scheduler".into(), &"confirm".into()));

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
}

/// A job that nothing here can run: there is no model. Its id.
fn add(home: &Home) -> Value {
    let hour = u64::try_from(Duration::from_hours(1).as_millis()).unwrap();
    let job = json!({
        "name": "Drill", "schedule": { "kind": "every", "everyMs": hour }, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": { "kind": "agentTurn", "message": "hello" },
    });
    asked(home, "cron.add", &job)["id"].clone()
}

fn asked(home: &Home, method: &str, parameters: &Value) -> Value {
    let output = asks(home, method, parameters).wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answer: Value = serde_json::from_str(text.lines().nth(1).unwrap_or_default()).unwrap();
    assert_eq!(answer["ok"], true, "{method}: {answer:#}");
    answer["payload"].clone()
}
