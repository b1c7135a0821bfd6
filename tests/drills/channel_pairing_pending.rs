//! A stranger writes to the bot and waits; then they may write. The channel is the real one; what is faked are Telegram's
//! servers behind it.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    telegram::Telegram,
};

const CHECK: &str = "channel-pairing-pending";

#[test]
fn a_sender_that_waits_is_the_root_until_it_may_write() {
    let home = Home::new();
    let telegram = Telegram::start(&home);
    let mut config = home.config();
    config["channels"] = serde_json::json!({ "telegram": telegram.channel() });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    telegram.says(555_000_111, "Dora", "hello");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    let says = "A sender on Telegram that calls itself “Dora” wants to talk to the agent.";
    assert!(message(&found).starts_with(says), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"approve-request".into(), &"one-click".into()));

    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap()])["ok"], true);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
