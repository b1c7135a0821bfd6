//! A heartbeat that has nobody to tell although there is a channel; then it has run where there is none. What is faked are
//! Telegram's servers and the agent's model.

use e2e::{
    client::owner_asks,
    day::Day,
    drill::{message, only_root, passes},
    models::Models,
    telegram::Telegram,
};
use serde_json::json;

const CHECK: &str = "heartbeat-delivered";

pub(crate) fn drill(day: &mut Day) {
    let (telegram, models) = (Telegram::start(&day.home), Models::start(&day.home));
    day.configure(|config| {
        models.answers(config, "good");
        config["channels"]["telegram"] = telegram.channel();
        config["agents"]["defaults"]["heartbeat"] = json!({ "every": "30m" });
    });
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    owner_asks(home, "wake", &json!({ "mode": "now", "text": "hello" }));
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The agent's heartbeat has nobody to tell yet."), "{found:#}");

    // who has no channel misses nothing there
    day.as_before();
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
}
