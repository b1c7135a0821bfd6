//! The real page in the real web view, on the real engine. What it says of a gateway is in `tray.rs`.

use std::process::Stdio;

use e2e::{
    browser::Browser,
    desktop::{self, Desktop, Program},
    home::Home,
    processes, until,
};

use super::NO_GATEWAY;

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
