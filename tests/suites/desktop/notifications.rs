//! What the real dunst shows of us, and that a press on it really does what it says.

use e2e::{
    desktop::{Desktop, Program, window},
    home::Home,
};

use super::BROKEN;

#[test]
fn an_order_that_comes_to_nothing_is_told_and_leads_to_the_window() {
    let mut home = Home::new();
    home.write_config_text(BROKEN);
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let tray = Program::tray(&home, &["--hidden"]);
    desktop.item().click("Start gateway");
    let note = desktop.notifications().note("Gateway order not carried out");
    assert!(note.message.contains("openclaw.json"), "{note:?}");
    assert!(!note.urgent && note.buttons.is_empty(), "{note:?}");

    // a daemon that restarts is shown what still stands
    desktop.close_notifications();
    desktop.open_notifications(&home);
    let note = desktop.notifications().note("Gateway order not carried out");

    desktop.notifications().press("Show");
    let (_, arguments) = window(&home);
    assert_eq!(arguments[0], "doctor");
    desktop.notifications().gone(&note);

    // put away it stays away, and the same can be said again; nothing is left on the screen that nobody hears any more
    desktop.item().click("Start gateway");
    let note = desktop.notifications().note("Gateway order not carried out");
    desktop.notifications().dismiss();
    desktop.notifications().gone(&note);
    desktop.item().click("Start gateway");
    let note = desktop.notifications().note("Gateway order not carried out");
    tray.signal("TERM");
    desktop.notifications().gone(&note);
}
