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
fn one_of_two_stays_and_its_end_leaves_the_gateway_or_stops_it_as_the_settings_say() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let [first, second] = [Program::tray(&home, &["--hidden"]), Program::tray(&home, &["--hidden"])];
    let tray = two_that_start_at_once_are_one(&home, &desktop, [first, second]);
    let gateway = home.gateways()[0];

    let click = || desktop.item().click("Quit Clawtender");
    home.settings("{ gateway: { quit: 'leave' } }");
    drop(tray);
    assert!(ends(&home, &desktop, |_| click()), "quitting stopped the gateway");
    assert!(ends(&home, &desktop, |tray| tray.signal("TERM")), "the session's end stopped the gateway");
    assert_eq!(home.gateways(), [gateway]);

    home.settings("{ gateway: { quit: 'stop' } }");
    assert!(!ends(&home, &desktop, |_| click()), "quitting left the gateway");
    assert!(!ends(&home, &desktop, |tray| tray.signal("TERM")), "the session's end left the gateway");
}

fn two_that_start_at_once_are_one(home: &Home, desktop: &Desktop, mut both: [Program; 2]) -> Program {
    let loser = until("one to leave", || both.iter_mut().position(|tray| !tray.runs()));
    assert_eq!(both[loser].ended().code(), Some(0));
    desktop.item().says("Gateway is healthy");
    let [first, second] = both;
    let mut stays = if loser == 0 { second } else { first };
    assert!(stays.runs());
    assert_eq!((home.gateways().len(), desktop.items()), (1, 1));
    stays
}

/// Ends a healthy Clawtender; whether its gateway still serves.
fn ends(home: &Home, desktop: &Desktop, how: impl FnOnce(&Program)) -> bool {
    until("an empty tray", || (desktop.items() == 0).then_some(()));
    let mut tray = Program::tray(home, &["--hidden"]);
    desktop.item().says("Gateway is healthy");
    let gateway = home.gateways()[0];
    how(&tray);
    assert_eq!(tray.ended().code(), Some(0));
    let serves = home.http("/readyz").is_some_and(|(status, _)| status == 200);
    assert_eq!(serves, processes::alive(gateway));
    assert!(serves || processes::all_of(&home.path("")).is_empty(), "something was left behind");
    serves
}
