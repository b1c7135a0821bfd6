//! A message in a group that is not on the list, and one of a sender who is not, or to whom nobody answers; then they are. The channel is
//! the real one; what is faked are Telegram's servers. FAKE: of senders the channel tells only who asks for every word of it, so that
//! those lines are written to the gateway's output as it writes them.

use std::{fs::OpenOptions, io::Write};

use e2e::{
    day::Day,
    drill::{message, only_root, passes, there_and_back},
    models::settles,
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

    for (policy, line, subject, fix, key) in [
        (
            json!({ "dmPolicy": "allowlist", "allowFrom": ["1"] }),
            "Blocked unauthorized telegram sender 4711 (dmPolicy=allowlist)",
            "telegram/4711",
            "allow-sender",
            "4711",
        ),
        (json!({ "dmPolicy": "disabled" }), "drop dm (dmPolicy=disabled)", "telegram", "ask-about-senders", "pairing"),
    ] {
        day.configure(|config| {
            config["channels"]["telegram"] = telegram.channel();
            let channel = config["channels"]["telegram"].as_object_mut().unwrap();
            channel.extend(policy.as_object().unwrap().clone());
        });
        let Day { home, watch, .. } = day;
        watch.forget();
        let says = || {
            let output = home.path("clawtender/logs/gateway.stdout");
            writeln!(OpenOptions::new().append(true).open(output).unwrap(), "[telegram] {line}").unwrap();
        };
        says();
        watch.failing(CHECK);
        // the channel has begun anew, and the gateway is not ready meanwhile
        settles(home, CHECK);
        let found = only_root(home, CHECK);
        assert_eq!((&found["subject"], &found["fix"]["id"]), (&subject.into(), &fix.into()), "{found:#}");
        there_and_back(home, CHECK, says);
        assert!(std::fs::read_to_string(home.config_file()).unwrap().contains(key));
        passes(home, CHECK);
        day.as_before();
    }
}
