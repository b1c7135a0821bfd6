//! A provider that does not know the version of its API that the gateway speaks; then the model is another's. The provider is
//! FAKE, and refuses as Azure does. What would mend it is another OpenClaw, which is not put in here.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    models::{Models, asks, settles},
};

const CHECK: &str = "api-version";

pub(crate) fn drill(day: &mut Day) {
    let models = Models::start(&day.home);
    day.configure(|config| models.answers(config, "old"));
    let Day { home, watch, .. } = day;
    asks(home, "old-1");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("old does not support the version of its API"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"old".into(), &"update-openclaw".into()));

    day.configure(|config| models.answers(config, "good"));
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
    day.as_before();
}
