//! A bot that was thrown out where it is to answer; then it is let in and the channel set up anew. The channel is the real one,
//! and what it writes; what is faked are Telegram's servers and the agent's model.

use std::fs;

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    models::Models,
    telegram::Telegram,
    until,
};
use serde_json::json;

const CHECK: &str = "channel-permitted";

pub(crate) fn drill(day: &mut Day) {
    let (telegram, models) = (Telegram::start(&day.home), Models::start(&day.home));
    day.configure(|config| {
        models.answers(config, "good");
        config["channels"]["telegram"] = telegram.channel();
        config["channels"]["telegram"]["dmPolicy"] = json!("open");
        config["channels"]["telegram"]["allowFrom"] = json!(["*"]);
    });
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    telegram.forbid();
    telegram.says(7, "Ann", "hello");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("the bot was removed from the group. Add it again"), "{found:#}");
    assert!(found["fix"].is_null(), "{found:#}");

    // a channel is not set up anew before the answer is out
    telegram.permit();
    let output = home.path("clawtender/logs/gateway.stdout");
    until("the agent to have answered", || {
        fs::read_to_string(&output).unwrap().contains("outbound send ok").then_some(())
    });
    day.as_before();
    day.watch.passing(CHECK);
    passes(&day.home, CHECK);
}
