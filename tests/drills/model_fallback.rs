//! A main model that gives no answer, and none that takes over; then another one does. The servers of both are FAKE.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::{Models, asks, settles},
    until,
};

const CHECK: &str = "model-fallback";

pub(crate) fn drill(day: &mut Day) {
    let models = Models::start(&day.home);
    day.configure(|config| {
        models.answers(config, "broken");
        config["models"]["providers"]["good"] = models.provider("good");
    });
    let Day { home, watch, .. } = day;
    // the key of the one that could take over is known to be good
    home.json(&["keys", "test"]);
    passes(home, CHECK);
    asks(home, "broken-1");
    asks(home, "broken-2");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("is the main model and gave no answer 2 times"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"broken/m".into(), &"add-fallback".into()));
    assert!(found["fix"]["preview"][0].as_str().unwrap().contains("good/m"), "{found:#}");

    there_and_back(home, CHECK, || asks(home, "broken-3"));
    settles(home, CHECK);
    passes(home, CHECK);
    until("the other model to be named", || {
        std::fs::read_to_string(home.config_file()).unwrap().contains("good/m").then_some(())
    });
    day.as_before();
}
