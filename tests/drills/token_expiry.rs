//! A token that is nearly over, pasted with OpenClaw's own command; then another one is pasted.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    logins::paste_token,
};

const CHECK: &str = "token-expiry";

#[test]
fn a_token_that_is_nearly_over_is_the_root_until_there_is_another() {
    let home = Home::new();
    paste_token(&home, "openrouter", "2h");
    let mut watch = home.watch();
    watch.phase("ready");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("expires in 119 minutes"), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"warning".into(), &"sign-in-again".into()));
    assert!(!found.to_string().contains("drill-token"), "{found:#}");

    paste_token(&home, "openrouter", "365d");
    passes(&home, CHECK);
}
