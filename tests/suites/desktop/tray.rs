//! What the icon and its menu show, and that a click really does what the line says.

use e2e::{
    desktop::{Desktop, Program, no_window, window, windows},
    home::Home,
    processes, until,
};

use super::BROKEN;

/// The one gateway of this home, as soon as it serves.
fn serving(home: &Home) -> u32 {
    until("a gateway that serves", || home.http("/readyz").filter(|(status, _)| *status == 200));
    let gateways = home.gateways();
    assert_eq!(gateways.len(), 1, "{gateways:?}");
    gateways[0]
}

#[test]
fn the_icon_tells_and_the_menu_does() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    assert_eq!(item.id(), "clawtender");

    item.says("Gateway is starting");
    let starting = item.picture();
    item.says("Gateway is healthy");
    let first = serving(&home);
    let healthy = item.picture();
    assert_ne!(healthy, starting);
    assert!(item.tooltip().starts_with("Clawtender: Gateway is healthy"), "{}", item.tooltip());
    assert_eq!(item.status(), "Active");
    assert!(!item.line("Start gateway").enabled);

    item.click("Stop gateway");
    item.says("Gateway is stopped");
    assert!(!processes::alive(first));
    assert!(home.http("/readyz").is_none());
    let stopped = item.picture();
    assert!(stopped != healthy && stopped != starting);
    assert!(!item.line("Stop gateway").enabled && !item.line("Open dashboard").enabled);

    item.click("Start gateway");
    item.says("Gateway is healthy");
    let second = serving(&home);
    assert_ne!(second, first);
    assert_eq!(item.picture(), healthy);

    processes::signal(second, "KILL");
    item.says("Gateway is starting");
    assert_eq!(item.picture(), starting);
    item.says("Gateway is healthy");
    let third = serving(&home);
    assert_ne!(third, second);
    assert!(tray.runs());
    assert_eq!(windows(&home), [], "a window that nobody asked for");
}

#[test]
fn restart_in_the_menu_restarts() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    item.says("Gateway is healthy");
    serving(&home);
    let uptime = || {
        let (_, body) = home.http("/startupz")?;
        serde_json::from_str::<serde_json::Value>(&body).ok()?["uptimeMs"].as_u64()
    };
    let before = until("some uptime", || uptime().filter(|ms| *ms > 5000));
    item.click("Restart gateway");
    until("a gateway that has just begun", || uptime().filter(|ms| *ms < before));
    item.says("Gateway is healthy");
    assert_eq!(home.gateways().len(), 1);
}

#[test]
fn a_broken_configuration_is_named_and_a_click_opens_the_window_on_it() {
    let mut home = Home::new();
    home.write_config_text(BROKEN);
    let desktop = Desktop::start(&mut home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    let title = until("a finding in the menu", || {
        let state = item.state();
        let finding = item.menu().into_iter().nth(1)?;
        (finding.enabled && state.contains("openclaw.json")).then_some(finding.label)
    });
    until("the icon to ask for attention", || (item.status() == "NeedsAttention").then_some(()));
    assert_eq!(home.gateways(), Vec::<u32>::new());

    item.click(&title);
    let (first, arguments) = window(&home);
    assert_eq!(arguments, ["doctor", "--finding", "config-valid"]);

    // a web view that dies takes nothing with it
    processes::signal(first, "KILL");
    no_window(&home);
    assert!(tray.runs());
    home.write_config(&home.config());
    item.says("Gateway is healthy");
    item.press();
    assert_ne!(window(&home).0, first);
}

#[test]
fn start_at_login_is_a_switch_that_tells_the_truth() {
    let mut home = Home::new();
    home.settings(super::NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let item = desktop.item();
    let file = home.path(".config/autostart/clawtender.desktop");
    let state = || home.json(&["autostart", "status"])["state"].clone();
    let shown = |wanted: bool| {
        until("the check mark", || (item.line("Start at login").checked == Some(wanted)).then_some(()));
    };
    shown(false);
    assert_eq!(state(), "off");

    item.click("Start at login");
    shown(true);
    assert_eq!(state(), "on");
    let entry = std::fs::read_to_string(&file).unwrap();
    let tray = e2e::program("clawtender-tray");
    assert!(entry.contains(&format!("Exec=\"{}\" --hidden", tray.display())), "{entry}");

    item.click("Start at login");
    shown(false);
    assert_eq!(state(), "off");
    assert!(!file.exists());

    // switched elsewhere, it shows as well
    home.json(&["autostart", "enable"]);
    shown(true);
}
