//! Automatic time turned off, then on again. What is faked is systemd's service at its bus name: a test must not turn this
//! computer's automatic time off.

use std::sync::atomic::Ordering::SeqCst;

use e2e::{
    drill::{finding, only_root, passes},
    home::Home,
    time_server::TimeServer,
    timedate::Timedate,
};

const CHECK: &str = "clock-sync";

#[test]
fn automatic_time_that_is_off_is_the_root_until_it_is_on() {
    let mut home = Home::at_rest();
    let timedate = Timedate::start(&mut home, false);
    let mut watch = home.watch();
    watch.phase("stopped");
    let found = only_root(&home, CHECK);
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"info".into(), &"turn-on-time-sync".into()), "{found:#}");
    assert!(found["fix"]["preview"].to_string().contains("timedatectl set-ntp true"), "{found:#}");

    for undo in [true, false] {
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        passes(&home, CHECK);
        assert!(timedate.is_on());
        if undo {
            assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
            assert!(!timedate.is_on());
        }
    }
}

#[test]
fn a_clock_that_ran_away_for_want_of_it_is_one_finding() {
    let mut home = Home::at_rest();
    let (one, other) = (TimeServer::ahead(-70), TimeServer::ahead(-70));
    let dials = [one.dial(), other.dial()];
    let timedate = Timedate::that_sets(&mut home, false, move || dials.iter().for_each(|dial| dial.store(0, SeqCst)));
    home.asks_for_time(&[&one, &other]);
    let mut watch = home.watch();
    watch.phase("stopped");
    let found = only_root(&home, "clock-skew");
    assert_eq!(found["fix"]["id"], "turn-on-time-sync", "{found:#}");
    let hidden = finding(&home.json(&["doctor"]), CHECK);
    assert_eq!((&hidden["outcome"], &hidden["because"]), (&"hidden".into(), &"clock-skew".into()), "{hidden:#}");

    timedate.set_ntp(true);
    let found = only_root(&home, "clock-skew");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"set-clock".into(), &true.into()), "{found:#}");
    let mended = home.json(&["fix", "clock-skew", "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert!(timedate.is_on());
    passes(&home, "clock-skew");
}
