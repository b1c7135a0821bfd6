//! A message in a group in which the agent answers only when it is mentioned; then it answers there without. The channel is the
//! real one; what is faked are Telegram's servers behind it.

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    telegram::Telegram,
};
use serde_json::json;

const CHECK: &str = "channel-mention";
const GROUP: i64 = -100_123;

pub(crate) fn drill(day: &mut Day) {
    let telegram = Telegram::start(&day.home);
    day.configure(|config| {
        config["channels"]["telegram"] = telegram.channel();
        config["channels"]["telegram"]["groupPolicy"] = json!("open");
        config["channels"]["telegram"]["groups"] = json!({ GROUP.to_string(): {}, "*": {} });
    });
    let Day { home, watch, .. } = day;
    passes(home, CHECK);
    telegram.says_in_group(GROUP, "hello");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("A message in the group “-100123” (telegram) was left alone"), "{found:#}");
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"telegram/-100123".into(), &"turn-mention-off".into()));

    there_and_back(home, CHECK, || telegram.says_in_group(GROUP, "again"));
    passes(home, CHECK);
    day.as_before();
}
