//! A bot whose token is refused; then it is taken again, and the channel is started anew. And one that was logged out. The channel is
//! the real one; what is faked are Telegram's servers behind it.

use e2e::{
    drill::{finding, message, only_root, passes},
    home::Home,
    telegram::Telegram,
    until,
};
use serde_json::json;

const CHECK: &str = "channel-connected";

#[test]
fn a_channel_that_was_given_up_is_the_root_until_it_is_started_again() {
    let home = Home::new();
    let telegram = Telegram::start(&home);
    let mut config = home.config();
    config["channels"] = json!({ "telegram": telegram.channel() });
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, CHECK);
    telegram.refuse();
    // the gateway tells of it once a minute, and at once when it is asked
    until("the channel to be given up", || (home.roots() == [CHECK]).then_some(()));
    let found = only_root(&home, CHECK);
    let says = "Telegram is down, and the gateway has given up on it. It says: Unauthorized";
    assert!(message(&found).starts_with(says), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"telegram/default".into(), &"restart-channel".into()));

    telegram.accept();
    // between its own attempts the gateway has not given up, and there is nothing to mend
    let mended = until("a fix to be offered", || {
        let tried = home.json(&["fix", CHECK]);
        (!tried["outcome"].is_null() || home.roots().is_empty()).then_some(tried)
    });
    assert!(["verified", ""].contains(&mended["outcome"].as_str().unwrap_or_default()), "{mended:#}");
    passes(&home, CHECK);

    telegram.log_out();
    let found = until("it to be logged out", || {
        let report = home.json(&["doctor"]);
        let found = finding(&report, CHECK);
        (found["outcome"] == "fail" && message(&found).contains("is logged out")).then_some(found)
    });
    assert!(message(&found).starts_with("Telegram is logged out. Messages there are not answered"), "{found:#}");
    assert_eq!(found["fix"]["id"], "sign-in-to-channel", "{found:#}");
    assert!(found["evidence"].to_string().contains("Logged out"), "{found:#}");
    telegram.accept();
    // the gateway starts it by itself after a pause
    until("it to be back", || home.roots().is_empty().then_some(()));
    passes(&home, CHECK);
}
