//! The first run in the real web view: it comes by itself once, does what it says and nothing else, and does not come back.

use std::fs;

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
};
use serde_json::{Value, json};

#[test]
fn the_first_run_leads_through_four_steps_once() {
    let mut home = Home::at_rest();
    let file = home.path("clawtender/state/engine.json");
    let record = || serde_json::from_slice::<Value>(&fs::read(&file).unwrap()).unwrap();
    // as it is where nobody has used Clawtender; the settings here only see to it that nobody is asked for the time
    let mut new = record();
    new["setUp"] = json!(false);
    fs::write(&file, new.to_string()).unwrap();
    let _desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &[]);
    window.reads("h1", "Setting up Clawtender");

    // what is there is found, and asks for nothing
    window.reads(".first-run h2", "OpenClaw");
    window.reads(".first-run .says", "A start would run OpenClaw");
    window.press("Next");
    window.reads(".first-run h2", "Who runs the gateway");
    window.reads(".first-run .todo", "gateway.mode in ");
    assert_eq!(window.run("return document.querySelector('input:checked').value"), "child");
    assert!(!settings(&home).contains("child"), "it was done unasked");
    window.press("Choose this");
    window.reads(".first-run h2", "A key for a model");
    assert!(settings(&home).contains("child"));
    window.reads(".first-run .says", "No key was found");
    window.reads(".first-run .add", "Add a key");
    window.press("Leave it out");
    window.reads(".first-run h2", "Start at login");
    assert_eq!(home.json(&["autostart", "status"])["state"], "off");
    window.press("Start at login");
    window.reads("h1", "Gateway is stopped");
    assert_eq!(home.json(&["autostart", "status"])["state"], "on");
    assert_eq!(home.gateways(), Vec::<u32>::new(), "a gateway that nobody started");

    // it is over: here, and for whoever opens the window again
    assert_eq!(record()["setUp"], true);
    window.press("Doctor");
    window.press("Overview");
    window.reads("h1", "Gateway is stopped");
    super::tray::close(&home, window);
    let window = Browser::open(&home, &[]);
    window.reads("h1", "Gateway is stopped");
    window.press("Settings");
    window.press("Set up again…");
    window.reads("h1", "Setting up Clawtender");
    window.press("Leave out the rest");
    window.reads("h1", "Gateway is stopped");
}

fn settings(home: &Home) -> String {
    fs::read_to_string(home.path("clawtender/settings.json5")).unwrap()
}
