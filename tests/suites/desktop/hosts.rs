//! Tray hosts come and go; the supervision does not. The gateway is FAKE: what is looked at is Clawtender.

use e2e::{
    desktop::{Desktop, Program, no_window, window, windows},
    drill::with_fake_gateway,
    home::Home,
    processes, until,
};

use super::NO_GATEWAY;

#[test]
fn a_tray_host_that_restarts_has_the_icon_again() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let mut desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    assert_eq!(desktop.item().id(), "clawtender");
    // an icon that says something new has begun to listen for hosts
    desktop.item().says("Gateway is");
    desktop.close_host();
    desktop.open_host();
    let item = desktop.item();
    assert!(item.line("Quit Clawtender").enabled);
    item.click("Quit Clawtender");
    assert_eq!(tray.ended().code(), Some(0));
    until("an empty tray", || (desktop.items() == 0).then_some(()));
}

#[test]
fn without_a_tray_host_a_window_says_so_once_and_a_later_host_gets_the_icon() {
    let mut home = Home::new();
    with_fake_gateway(&home);
    let mut desktop = Desktop::without_host(&mut home);
    let mut tray = Program::tray(&home, &[]);
    let (first, arguments) = window(&home);
    assert_eq!(arguments, ["doctor", "--no-tray"]);
    until("a gateway that serves", || home.http("/readyz").filter(|(status, _)| *status == 200));
    assert!(tray.runs());

    desktop.open_host();
    let item = desktop.item();
    item.says("Gateway is healthy");
    let open: Vec<u32> = windows(&home).into_iter().map(|(pid, _)| pid).collect();
    assert_eq!(open, [first]);
}

#[test]
fn that_there_is_no_tray_host_is_told_once_until_there_was_one() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let mut desktop = Desktop::without_host(&mut home);
    let starts = |words: &[&str]| {
        let mut tray = Program::tray(&home, &[]);
        let (shown, arguments) = window(&home);
        assert_eq!(arguments, words);
        processes::signal(shown, "KILL");
        no_window(&home);
        tray.signal("TERM");
        tray.ended();
    };
    // whoever starts it by hand sees something of it each time, and is told how to get an icon once
    starts(&["doctor", "--no-tray"]);
    starts(&["doctor"]);

    desktop.open_host();
    let mut tray = Program::tray(&home, &["--hidden"]);
    desktop.item();
    until("the host to be remembered", || (!home.path("clawtender/state/no-tray-told").exists()).then_some(()));
    tray.signal("TERM");
    tray.ended();
    desktop.close_host();
    starts(&["doctor", "--no-tray"]);
}

#[test]
fn at_login_no_window_opens_by_itself() {
    let mut home = Home::new();
    with_fake_gateway(&home);
    let desktop = Desktop::without_host(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    until("a gateway that serves", || home.http("/readyz").filter(|(status, _)| *status == 200));
    assert_eq!(windows(&home), []);
    assert!(tray.runs());
    drop(desktop);
    // the whole desktop goes: supervision stays until it is told to end
    until("a gateway known to serve", || (home.json(&["gateway", "status"])["phase"] == "ready").then_some(()));
    tray.signal("TERM");
    assert_eq!(tray.ended().code(), Some(0));
}
