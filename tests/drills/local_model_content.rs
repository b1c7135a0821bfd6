//! A model's server that takes messages as plain text alone; then it gets them so, and answers. The server is FAKE, and refuses
//! as mistral.rs does; the gateway that asks it, and what that writes, are real.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::{Models, asks, settles},
};

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
    day.as_before();
}
