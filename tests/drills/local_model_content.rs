//! A model's server that takes messages as plain text alone, and one that says it takes a role and a content alone; then each
//! is set up for that. The server is FAKE, and refuses as such servers do; the gateway that asks it, and what that writes, are real.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::{Models, asks, settles},
};
use serde_json::json;

const CHECK: &str = "local-model-content";

pub(crate) fn drill(day: &mut Day) {
    let models = Models::start(&day.home);
    day.configure(|config| models.answers(config, "plain"));
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    asks(home, "plain-1");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The server of plain/m takes messages as plain text alone"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"plain/m".into(), &"set-string-content".into()));
    assert_eq!(found["fix"]["consent"], "confirm");
    assert!(found["evidence"][0]["text"].as_str().unwrap().contains("expected a string"), "{found:#}");

    there_and_back(home, CHECK, || asks(home, "plain-2"));
    settles(home, CHECK);
    passes(home, CHECK);
    takes_a_role_and_a_content_alone(day, &models);
    day.as_before();
}

/// Another server, that refuses what else stands in a message.
fn takes_a_role_and_a_content_alone(day: &mut Day, models: &Models) {
    day.configure(|config| {
        // the other one is mended, and stays so
        models.answers(config, "plain");
        config["models"]["providers"]["plain"]["models"][0]["compat"] = json!({ "requiresStringContent": true });
        models.answers(config, "strict");
    });
    let Day { home, watch, .. } = day;
    watch.forget();
    asks(home, "strict-1");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("no more of a message than its role and its content"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"strict/m".into(), &"set-strict-keys".into()));

    there_and_back(home, CHECK, || asks(home, "strict-2"));
    settles(home, CHECK);
    passes(home, CHECK);
}
