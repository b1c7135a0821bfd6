//! A message in a group that is not on the list; then it is. The channel is the real one; what is faked are Telegram's servers.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    telegram::Telegram,
};
use serde_json::json;

const CHECK: &str = "channel-allowed";

pub(crate) fn drill(day: &mut Day) {
    let telegram = Telegram::start(&day.home);
    day.configure(|config| {
        config["channels"]["telegram"] = telegram.channel();
        config["channels"]["telegram"]["groups"] = json!({ "-100123": {} });
    });
    let Day { home, watch, .. } = day;
    telegram.says_in_group(-100_999, "hello");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("A message in the group “-100999” (telegram) was left alone"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"telegram/-100999".into(), &"allow-group".into()));

    there_and_back(home, CHECK, || telegram.says_in_group(-100_999, "again"));
    passes(home, CHECK);
    day.as_before();
}
