//! A login that cannot be renewed, because what answers for the provider is not it; then there is a new one.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    logins::{store_login, with_deaf_openai},
    program,
    watch::Watch,
};

const CHECK: &str = "token-refresh";

#[test]
fn a_login_that_is_not_renewed_is_the_root_until_there_is_a_new_one() {
    let home = Home::new();
    store_login(&home, "lost-0123456789", 1_700_000_000_000);

    let mut watch = Watch::start(with_deaf_openai(&home, &program("clawtender")));
    watch.phase("ready");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("(openai:test) could not be renewed"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"sign-in-again".into(), &"one-click".into()));

    store_login(&home, "new-0123456789", 4_900_000_000_000);
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    watch.passing(CHECK);
    passes(&home, CHECK);
}
