//! What the real dunst shows of us, and that a press on it really does what it says.

use std::fs;

use e2e::{
    desktop::{Desktop, Program, window, windows},
    home::Home,
    processes, until,
};
use serde_json::json;

use super::{
    BROKEN,
    tray::{has_helped, serving},
};

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

/// As Windows starts it for a press; here nobody but the test does.
#[test]
fn a_press_is_carried_out_whether_the_tray_runs_or_not_and_an_address_of_anybody_opens_the_window_alone() {
    let mut home = Home::new();
    home.write_config_text(BROKEN);
    home.notes_pages();
    let _desktop = Desktop::start(&mut home);
    let token = |digit: &str| digit.repeat(32);
    let entry = |digit: &str| {
        json!({
            "token": token(digit), "notice": "config-valid", "place": { "finding": "config-valid" },
            "click": { "fix": { "finding": "config-valid", "subject": null, "fix": "open-at-line" } },
        })
    };
    let writes = |digit: &str| {
        fs::create_dir_all(home.path("clawtender/state")).unwrap();
        fs::write(home.path("clawtender/state/presses.json"), json!([entry(digit)]).to_string()).unwrap();
    };
    let address = |digit: &str| format!("clawtender:press/{}", token(digit));
    let config = home.config_file().to_str().unwrap().to_owned();

    writes("a");
    let _tray = Program::tray(&home, &["--press", &address("a")]);
    home.opened(&config);

    // used up, one that nobody has written, and one of somebody's own: no more than a wish to see how things are
    let opened = || fs::read_to_string(home.path("pages")).unwrap().lines().count();
    let before = opened();
    assert!(windows(&home).is_empty(), "what was done needs no window");
    for address in [address("a"), address("c"), "clawtender:fix/open-at-line".to_owned()] {
        Program::tray(&home, &["--press", &address]).ended();
        let (_, arguments) = window(&home);
        assert_eq!(arguments[0], "doctor");
    }
    assert_eq!(opened(), before);

    writes("b");
    Program::tray(&home, &["--press", &address("b")]).ended();
    until("the file to be opened", || (opened() == before + 1).then_some(()));
}

#[test]
fn a_press_restarts_a_gateway_that_hangs_and_a_hang_that_is_soon_over_is_told_to_nobody() {
    let mut home = Home::new();
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let (item, screen) = (desktop.item(), desktop.notifications());
    item.says("Gateway is healthy");
    let hung = serving(&home);

    // shorter than its grace: seen, and over before anybody is told
    processes::signal(hung, "STOP");
    item.line("Gateway does not answer");
    processes::signal(hung, "CONT");
    item.says("Gateway is healthy");
    assert_eq!(screen.shown(), []);

    processes::signal(hung, "STOP");
    let note = screen.note("Gateway does not answer");
    assert_eq!(screen.shown(), std::slice::from_ref(&note));
    screen.press("Restart gateway");
    item.says("Gateway is healthy");
    assert!(!processes::alive(hung));
    screen.gone(&note);
    has_helped(&home, "restart-gateway", "gateway-responding");
    assert_eq!(screen.shown(), []);
}

#[test]
fn whatever_follows_from_one_cause_is_one_notification_until_it_is_gone() {
    let mut home = Home::new();
    let config = home.config();
    home.write_config_text(BROKEN);
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let screen = desktop.notifications();
    let note = screen.note("Configuration cannot be used");
    let report = home.json(&["doctor"]);
    let follows = |finding: &&serde_json::Value| finding["because"].as_str() == Some("config-valid");
    let followers = report["findings"].as_array().unwrap().iter().filter(follows).count();
    assert!(followers >= 10, "{followers} follow: {report:#}");
    assert_eq!(screen.shown(), std::slice::from_ref(&note));
    home.write_config(&config);
    desktop.item().says("Gateway is healthy");
    screen.gone(&note);
    assert_eq!(screen.shown(), []);
}

#[test]
fn what_is_put_away_or_put_off_stays_so_while_the_tray_is_restarted() {
    const MODE: &str = "Gateway mode is not local";
    const AUTH: &str = "Gateway auth is incomplete";
    let mut home = Home::new();
    // the gateway refuses such a configuration: none is started
    let mut config = home.config();
    config["gateway"].as_object_mut().unwrap().remove("mode");
    home.write_config(&config);
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let tray = || Program::tray(&home, &["--hidden"]);
    let again = |mut tray: Program| {
        tray.signal("TERM");
        tray.ended();
        Program::tray(&home, &["--hidden"])
    };
    let screen = desktop.notifications();
    let tray = tray();
    let mode = screen.note(MODE);

    // nobody has put it away: it is told again by the next one
    let tray = again(tray);
    screen.gone(&mode);
    let mode = screen.note(MODE);
    screen.dismiss();
    screen.gone(&mode);
    until("what was put away to be kept", || {
        let kept = fs::read_to_string(home.path("clawtender/state/incidents.json")).unwrap_or_default();
        kept.contains("\"seen\": true").then_some(())
    });

    // the second fault is told after the first one would have been
    let tray = again(tray);
    config["gateway"]["auth"] = json!({ "mode": "password" });
    home.write_config(&config);
    let auth = screen.note(AUTH);
    assert_eq!(screen.shown(), std::slice::from_ref(&auth));
    let menu = desktop.item().menu();
    assert!(menu.iter().any(|line| line.label == MODE), "what was put away still shows: {menu:?}");

    desktop.item().click_in("Later", &format!("{AUTH}: remind me in an hour"));
    screen.gone(&auth);
    let put_off = || {
        let marked = |label: &str| label.starts_with(AUTH) && label.contains(" · Quiet until ");
        until("what is put off to be marked", || {
            desktop.item().menu().into_iter().find(|line| marked(&line.label)).map(drop)
        });
    };
    put_off();

    // had back in a quiet hour it waits for the end of it; it is judged before the menu is drawn
    let quiet = |hours: &str| {
        assert_eq!(
            home.clawtender(&["settings", "set", "notifications.quiet", hours]).status.code(),
            Some(0),
            "{hours}"
        );
    };
    quiet(&around_now(&home));
    desktop.item().click_in("Later", &format!("{AUTH}: remind me again"));
    desktop.item().line(AUTH);
    assert_eq!(screen.shown(), []);
    quiet("");
    let auth = screen.note(AUTH);

    desktop.item().click_in("Later", &format!("{AUTH}: remind me in an hour"));
    screen.gone(&auth);
    let tray = again(tray);
    put_off();
    desktop.item().click_in("Later", &format!("{AUTH}: remind me again"));
    let auth = screen.note(AUTH);
    assert_eq!(screen.shown(), [auth]);
    drop(tray);
}

/// From an hour ago to two hours from now, as the clocks on this home's walls have it.
fn around_now(home: &Home) -> String {
    let date = home.command("date").arg("+%H").output().unwrap();
    let hour: u32 = String::from_utf8(date.stdout).unwrap().trim().parse().unwrap();
    format!("{:02}:00-{:02}:00", (hour + 23) % 24, (hour + 2) % 24)
}
