//! The first run in the real web view: it comes by itself once, does what it says and nothing else, and does not come back.

use std::{fs, os::unix::fs::symlink, time::Instant};

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    drill,
    home::Home,
    node, openclaw,
    registry::{Fault, Package, Registry},
    until,
};
use serde_json::{Value, json};

/// What the engine keeps of this home.
fn record(home: &Home) -> Value {
    serde_json::from_slice(&fs::read(home.path("clawtender/state/engine.json")).unwrap()).unwrap()
}

/// As it is where nobody has used Clawtender; the settings here only see to it that nobody is asked for the time.
fn is_new(home: &Home) {
    let mut new = record(home);
    new["setUp"] = json!(false);
    fs::write(home.path("clawtender/state/engine.json"), new.to_string()).unwrap();
}

#[test]
fn the_first_run_leads_through_four_steps_once() {
    let mut home = Home::at_rest();
    is_new(&home);
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
    assert_eq!(record(&home)["setUp"], true);
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

/// A computer without OpenClaw. npm is the real one; the registry is FAKE, and so are the packages' contents, which lead to the
/// OpenClaw that the tests run against.
#[test]
fn the_first_run_installs_an_openclaw_where_there_is_none() {
    let mut home = Home::bare();
    let registry = Registry::start("2026.9.6");
    registry.offers(Package::node());
    registry.offers(Package::openclaw(&openclaw()));
    registry.serves(&mut home);
    symlink(node(), home.path("bin/node")).unwrap();
    home.settings(&json!({ "gateway": { "port": home.port } }).to_string());
    drill::rests(&home);
    is_new(&home);
    let _desktop = Desktop::start(&mut home);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &[]);
    window.reads(".first-run h2", "OpenClaw");
    window.reads(".first-run .todo", "clawtender/data/runtime");
    // nothing arrives: it is stopped, and nothing of it is left
    registry.has("openclaw", Some(Fault::Stalls));
    window.press("Install OpenClaw");
    window.reads(".first-run .way", "Step 1 of 4: Fetch and try it");
    window.press("Stop");
    window.reads(".first-run .became", "Stopped. Nothing was changed.");
    assert!(!home.config_file().exists());

    registry.has("openclaw", None);
    let begun = Instant::now();
    window.press("Install OpenClaw");
    window.reads(".first-run h2", "Who runs the gateway");
    eprintln!("OpenClaw was installed in {:.1} s", begun.elapsed().as_secs_f32());
    assert!(home.config_file().exists());
    let found = home.json(&["runtime", "list"]);
    assert!(found["chosen"]["program"].to_string().contains("clawtender/data/runtime"), "{found:#}");
    window.press("Leave out the rest");
    until("the first run to be over", || (record(&home)["setUp"] == true).then_some(()));
}
