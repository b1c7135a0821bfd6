//! A key that is not allowed the long context of a model, which is turned on; then it is off. The provider is FAKE, and refuses
//! as Anthropic does. It bears the name of a provider whose key the gateway does not put aside for ten minutes after a refusal:
//! with any other a second question may not be asked of it at all.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::{Models, asks, settles},
};
use serde_json::json;

const CHECK: &str = "context-window";
const PROVIDER: &str = "kilocode";
const MODEL: &str = "kilocode/claude-sonnet-4-6";

pub(crate) fn drill(day: &mut Day) {
    let models = Models::start(&day.home);
    day.configure(|config| {
        config["models"]["providers"][PROVIDER] = models.anthropic("long", "claude-sonnet-4-6");
        config["agents"]["defaults"]["model"] = json!({ "primary": MODEL });
        config["agents"]["defaults"]["models"] = json!({ MODEL: { "params": { "context1m": true } } });
    });
    let Day { home, watch, .. } = day;
    asks(home, "long-1");
    watch.failing(CHECK);
    settles(home, CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The key may not use the long context of"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&MODEL.into(), &"turn-long-context-off".into()));

    there_and_back(home, CHECK, || asks(home, "long-2"));
    settles(home, CHECK);
    passes(home, CHECK);
    day.as_before();
}
