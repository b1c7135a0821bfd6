//! A token that is nearly over, pasted with OpenClaw's own command; then another one is pasted.

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    logins::paste_token,
};

const CHECK: &str = "token-expiry";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    paste_token(home, "openrouter", "2h");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("expires in 119 minutes"), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"warning".into(), &"sign-in-again".into()));
    assert!(!found.to_string().contains("drill-token"), "{found:#}");

    paste_token(home, "openrouter", "365d");
    passes(home, CHECK);
}
