//! One tray for each person, and how it ends.

use e2e::{
    desktop::{Desktop, Program, window},
    home::Home,
    processes, until,
};

use super::NO_GATEWAY;

#[test]
fn a_second_start_shows_the_window_of_the_first_and_leaves() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let mut first = Program::tray(&home, &["--hidden"]);
    desktop.item();
    // the session starts it once more: nobody wants to see anything
    assert_eq!(Program::tray(&home, &["--hidden"]).ended().code(), Some(0));
    assert_eq!(e2e::desktop::windows(&home), []);

    assert_eq!(Program::tray(&home, &[]).ended().code(), Some(0));
    let (pid, _) = window(&home);
    assert!(first.runs());
    assert_eq!(processes::parent(pid), Some(first.pid()), "the window is not the first one's");
    assert_eq!(desktop.items(), 1);
}

#[test]
fn two_that_start_at_once_are_one() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let mut both = [Program::tray(&home, &["--hidden"]), Program::tray(&home, &["--hidden"])];
    let loser = until("one to leave", || both.iter_mut().position(|tray| !tray.runs()));
    assert_eq!(both[loser].ended().code(), Some(0));
    desktop.item().says("Gateway is healthy");
    assert!(both[1 - loser].runs());
    assert_eq!((home.gateways().len(), desktop.items()), (1, 1));
}

/// Quits a healthy Clawtender with this setting; returns the gateway it leaves, if any.
fn quit(setting: &str, how: impl FnOnce(&Desktop, &Program)) -> Option<u32> {
    let mut home = Home::new();
    home.settings(&format!("{{ gateway: {{ quit: '{setting}' }} }}"));
    let desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    desktop.item().says("Gateway is healthy");
    let gateway = home.gateways()[0];
    how(&desktop, &tray);
    assert_eq!(tray.ended().code(), Some(0));
    let serves = home.http("/readyz").is_some_and(|(status, _)| status == 200);
    assert_eq!(serves, processes::alive(gateway));
    assert!(serves || processes::all_of(&home.path("")).is_empty(), "something was left behind");
    serves.then_some(gateway)
}

#[test]
fn quitting_leaves_the_gateway_or_stops_it_as_the_settings_say() {
    let click = |desktop: &Desktop, _: &Program| desktop.item().click("Quit Clawtender");
    assert!(quit("leave", click).is_some());
    assert!(quit("stop", click).is_none());
}

#[test]
fn a_session_that_ends_leaves_the_gateway_or_stops_it_as_the_settings_say() {
    let term = |_: &Desktop, tray: &Program| tray.signal("TERM");
    assert!(quit("leave", term).is_some());
    assert!(quit("stop", term).is_none());
}
