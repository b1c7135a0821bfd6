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
    home.set("XDG_CURRENT_DESKTOP", "GNOME");
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["doctor", "--no-tray"]);
    window.reads(".hint", "shows no tray icons");
    // what it is depends on the distribution that the test runs on
    window.reads(".hint", "AppIndicator");
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
fn the_doctor_is_stopped_runs_in_part_and_remembers_and_a_fix_is_stopped_before_it_changes_anything() {
    let mut home = Home::new();
    home.settings(NO_GATEWAY);
    let mut config = home.config();
    config["gateway"].as_object_mut().unwrap().remove("mode");
    home.write_config(&config);
    let _desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["doctor"]);
    window.reads("h1", "gateway.mode is missing");
    window.reads(".doctor .last", "Checked");

    it_is_stopped_and_run_in_part(&home, &window, config);
    let before = std::fs::read(home.config_file()).unwrap();
    it_is_muted_in_the_settings_and_heard_of_again(&home, &window);
    a_fix_is_stopped_while_openclaw_thinks(&home, &window);
    assert_eq!(std::fs::read(home.config_file()).unwrap(), before, "a fix that was stopped has changed something");

    window.press("Set gateway.mode to local");
    window.press("Yes, do it");
    window.reads(".items .mended, .items .message", "Mended");
    assert_ne!(std::fs::read(home.config_file()).unwrap(), before);
    run_again(&window, "Run again");
    window.reads(".changes summary", "1 healed");
}

/// Presses, and waits until the doctor has looked.
fn run_again(window: &Browser, label: &str) {
    let looked = || window.run("return document.querySelector('.doctor .last time')?.dateTime ?? ''");
    let before = looked();
    window.press(label);
    until("another run", || (looked() != before && looked() != "").then_some(()));
}

/// The next question to OpenClaw about its configuration, which is not answered.
fn unanswered(home: &Home) -> u32 {
    let asks = |pid: &u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains("validate")
    };
    let asked = until("OpenClaw to be asked", || processes::all_of(&home.path("")).into_iter().find(asks));
    processes::signal(asked, "STOP");
    asked
}

fn it_is_stopped_and_run_in_part(home: &Home, window: &Browser, mut config: serde_json::Value) {
    // another configuration, of which nobody knows what OpenClaw thinks
    config["logging"] = serde_json::json!({ "level": "info" });
    home.write_config(&config);
    let thinks = unanswered(home);
    window.press("Run again");
    window.reads(".far summary", "checks are done");
    window.press("Stop");
    window.reads(".unseen[role=status]", "Stopped");
    window.reads(".doctor .last", "Checked");
    until("the engine to stop as well", || window.text(".far").is_empty().then_some(()));
    processes::signal(thinks, "CONT");

    window.unfold(".parts summary");
    run_again(window, "Credentials");
    run_again(window, "Run again");
}

fn it_is_muted_in_the_settings_and_heard_of_again(home: &Home, window: &Browser) {
    let settings = || std::fs::read_to_string(home.path("clawtender/settings.json5")).unwrap();
    window.press("For a week");
    window.reads(".verdict .later", "Quiet until");
    assert!(settings().contains("gateway-mode"), "{}", settings());
    window.press("Remind me again");
    window.reads(".verdict .later", "Do not remind me");
    assert!(!settings().contains("gateway-mode"), "{}", settings());
}

fn a_fix_is_stopped_while_openclaw_thinks(home: &Home, window: &Browser) {
    window.press("Set gateway.mode to local");
    window.press("Yes, do it");
    let thinks = unanswered(home);
    window.reads(".way", "Step 1 of 4");
    window.press("Stop");
    window.reads(".verdict .mended", "Stopped. Nothing was changed.");
    until("OpenClaw to be asked no more", || (!processes::alive(thinks)).then_some(()));
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
    let (second, _) = desktop::window(&home);
    assert_ne!(second, pid);
    a_page_that_is_in_trouble_is_replaced_and_takes_nothing_with_it(&home, &desktop);
    assert!(tray.runs());
}

fn a_page_that_is_in_trouble_is_replaced_and_takes_nothing_with_it(home: &Home, desktop: &Desktop) {
    let renders = || {
        let name = |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
        processes::all_of(&home.path("")).into_iter().find(|pid| name(pid).starts_with("WebKitWeb"))
    };
    let first = until("the page's process", renders);
    let known = home.json(&["status"])["gateway"]["phase"].clone();
    processes::signal(first, "KILL");
    until("its end", || (!processes::alive(first)).then_some(()));
    assert_eq!(home.json(&["status"])["gateway"]["phase"], known);
    desktop.item().click("Run doctor…");
    let second = until("another page", || renders().filter(|pid| *pid != first));

    // one that hangs has its window closed by the next click, and another opened by the one after that
    let (hangs, _) = desktop::window(home);
    processes::signal(second, "STOP");
    assert_eq!(home.json(&["status"])["gateway"]["phase"], known);
    desktop.item().click("Run doctor…");
    until("the window's end", || (!processes::alive(hangs)).then_some(()));
    processes::signal(second, "KILL");
    desktop.item().click("Run doctor…");
    let (starved, _) = desktop::window(home);
    assert_ne!(starved, hangs);

    // one that gets the processor when nobody else wants it holds nobody else up, and is there when it has had its turn
    let page = until("the page", renders);
    for pid in [starved, page] {
        let pid = pid.to_string();
        assert!(
            home.command("renice").args(["-n", "19", "-p", &pid]).stdout(Stdio::null()).status().unwrap().success()
        );
    }
    let before = std::time::Instant::now();
    assert_eq!(home.json(&["status"])["gateway"]["phase"], known);
    assert!(before.elapsed() < std::time::Duration::from_secs(5), "{:?}", before.elapsed());
    desktop.item().click("Run doctor…");
    until("the second start's end", || (desktop::windows(home).len() == 1).then_some(()));

    // the window's own process is stopped: it does not even hear that it is asked, and one takes its place
    let (stopped, _) = desktop::window(home);
    processes::signal(stopped, "STOP");
    assert_eq!(home.json(&["status"])["gateway"]["phase"], known);
    desktop.item().click("Run doctor…");
    until("the stopped window's end", || (!processes::alive(stopped)).then_some(()));
    let (another, _) = desktop::window(home);
    assert_ne!(another, stopped);
    until("its page", renders);
    assert_eq!(desktop.items(), 1);
}
