//! A model that cannot use tools and is offered some; then it is offered none, and answers. The server is FAKE, and refuses as
//! Ollama does.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::{Models, asks, settles},
};

const CHECK: &str = "local-model-tools";

pub(crate) fn drill(day: &mut Day) {
    let models = Models::start(&day.home);
    day.configure(|config| models.answers(config, "untaught"));
    let Day { home, watch, .. } = day;
    asks(home, "untaught-1");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The model untaught/m cannot use tools"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"untaught/m".into(), &"turn-tools-off".into()));

    there_and_back(home, CHECK, || asks(home, "untaught-2"));
    settles(home, CHECK);
    passes(home, CHECK);
    day.as_before();
}
