//! An expired login and no network: no start. Then there is one.

use e2e::{
    drill::{finding, message},
    home::{Home, roots},
    logins::{offline, store_login, stored_login},
    program, until,
    watch::Watch,
};

const CHECK: &str = "login-endangered";

#[test]
fn a_start_that_would_destroy_a_login_is_the_root_until_there_is_a_network() {
    let home = Home::new();
    store_login(&home, "keep-me-0123456789", 1_700_000_000_000);

    let mut watch = Watch::start(offline(&home, &program("clawtender")));
    watch.phase("refused");
    watch.failing(CHECK);
    let report = home.json(&["doctor"]);
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    let found = finding(&report, CHECK);
    assert!(message(&found).contains("would destroy it for good"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"start-anyway".into(), &"confirm".into()));
    assert_eq!(finding(&report, "gateway-running")["because"], CHECK);
    assert_eq!(stored_login(&home), "keep-me-0123456789", "the refresh token is gone");
    assert_eq!(home.gateways(), Vec::<u32>::new());

    // the person says so: the login is lost, and the gateway runs
    let refused = home.clawtender(&["fix", CHECK]);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    assert_eq!((stored_login(&home), home.gateways()), ("keep-me-0123456789".to_owned(), Vec::new()));
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    watch.passing(CHECK);
    until("the login to be lost, or this drill shows nothing", || {
        (!stored_login(&home).starts_with("keep-me")).then_some(())
    });
}
