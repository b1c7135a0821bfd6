//! The real page in the real web view, on the real engine.

use std::process::Stdio;

use e2e::{
    browser::Browser,
    desktop::{self, Desktop, Program},
    home::Home,
    processes, until,
};

use super::{BROKEN, NO_GATEWAY};

#[test]
fn the_window_shows_a_healthy_gateway_and_its_buttons_work() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    desktop.item().says("Gateway is healthy");
    let first = home.gateways()[0];
    let window = Browser::open(&home, &["doctor"]);
    window.reads("h1", "Gateway is healthy");
    window.reads(".known", &format!("127.0.0.1:{}", home.port));
    window.reads(".known", &first.to_string());
    window.reads(".last", "Checked");

    assert_eq!(window.text(".items.cards"), "", "a healthy gateway has findings");

    window.press("Stop");
    window.reads(".settled", "Gateway is stopped");
    assert!(!processes::alive(first));
    assert!(home.http("/readyz").is_none());

    window.press("Start");
    window.reads(".settled", "Gateway is ready");
    window.reads("h1", "Gateway is healthy");
    assert_eq!(home.http("/readyz").unwrap().0, 200);
    let second = home.gateways()[0];
    assert_ne!(second, first);

    // a death is shown as it happens
    processes::signal(second, "KILL");
    window.reads("h1", "Gateway is starting");
    window.reads("h1", "Gateway is healthy");
}

#[test]
fn a_broken_configuration_is_one_cause_with_its_followers_folded_away() {
    let mut home = Home::new();
    home.write_config_text(BROKEN);
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["doctor"]);
    window.reads("h1", "openclaw.json");
    window.reads(".verdict .followers summary", "because of this");
    window.reads(".last", "Checked");

    assert_eq!(window.text(".items.cards > .item.error"), "", "a second cause beside the first");
    window.unfold(".verdict .followers summary");
    window.reads(".verdict .followers .items", "Because");

    // a click in the menu brings the finding into view, in the window that is there
    let item = desktop.item();
    let finding = item.menu().swap_remove(1).label;
    window.run("document.activeElement.blur()");
    item.click(&finding);
    until("the finding to have the keyboard", || {
        (window.run("return document.activeElement.dataset.finding ?? ''") == "config-valid").then_some(())
    });
    until("the second start's end", || (desktop::windows(&home).len() == 1).then_some(()));

    home.write_config(&home.config());
    window.reads("h1", "Gateway is healthy");
}

#[test]
fn a_window_without_an_engine_says_so_and_starts_one() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let window = Browser::open(&home, &[]);
    window.reads("h1", "engine is not running");
    window.press("Start Clawtender");
    desktop.item();
    window.reads("h1", "gateway does not run");
    assert_eq!(window.text(".lost"), "");

    // and it says so again when the engine goes
    desktop.item().click("Quit Clawtender");
    window.reads(".lost h1", "engine is not running");
}

#[test]
fn a_window_says_why_it_opened_where_there_is_no_tray() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let _desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["doctor", "--no-tray"]);
    window.reads(".hint", "shows no tray icons");
}

#[test]
fn what_waits_has_a_page_of_its_own() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["approvals"]);
    window.reads("h1", "Approvals");
    window.reads(".nothing", "Nothing waits for your answer");
    window.press("Doctor");
    window.reads("h1", "gateway does not run");
    window.press("Approvals");
    window.reads("h1", "Approvals");
    // whoever asks for the doctor elsewhere is shown the doctor
    desktop.item().click("Run doctor…");
    window.reads("h1", "gateway does not run");
}

#[test]
fn the_log_is_in_the_window() {
    let mut home = Home::new();
    let desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    desktop.item().says("Gateway is healthy");
    let window = Browser::open(&home, &["log"]);
    window.reads(".log", "gateway");
}

#[test]
fn a_closed_window_is_gone() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let desktop = Desktop::start(&mut home);
    let _manager = desktop::window_manager(&home);
    let mut tray = Program::tray(&home, &["--hidden"]);
    desktop.item().click("Run doctor…");
    let (pid, _) = desktop::window(&home);
    until("a window on the screen", || {
        let mut close = home.command("wmctrl");
        close.args(["-c", "Clawtender"]).stderr(Stdio::null()).status().unwrap();
        (!processes::alive(pid)).then_some(())
    });
    assert!(tray.runs());
    // nothing of the web view stays
    let web =
        |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.starts_with("WebKit"));
    until("the web view's processes to end", || (!processes::all_of(&home.path("")).iter().any(web)).then_some(()));
    desktop.item().click("Run doctor…");
    assert_ne!(desktop::window(&home).0, pid);
}
