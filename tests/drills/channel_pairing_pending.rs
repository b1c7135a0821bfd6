//! A stranger writes to the bot and waits; then they may write. The channel is the real one; what is faked are Telegram's
//! servers behind it.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    telegram::Telegram,
};
use serde_json::json;

const CHECK: &str = "channel-pairing-pending";

pub(crate) fn drill(day: &mut Day) {
    let telegram = Telegram::start(&day.home);
    day.configure(|config| config["channels"] = json!({ "telegram": telegram.channel() }));
    let Day { home, watch, .. } = day;
    telegram.says(555_000_111, "Dora", "hello");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    let says = "A sender on Telegram that calls itself “Dora” wants to talk to the agent.";
    assert!(message(&found).starts_with(says), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"approve-request".into(), &"one-click".into()));

    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap()])["ok"], true);
    watch.passing(CHECK);
    passes(home, CHECK);
    day.as_before();
}
