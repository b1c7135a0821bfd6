//! From a device that asks, over the real dunst and a press on its button, to the real gateway that lists it as paired.

use std::{fs, process::Child};

use e2e::{
    browser::Browser,
    client::{asks, let_in, turned_away},
    desktop::{Desktop, Program, no_window, window},
    home::Home,
    node, openclaw,
    telegram::Telegram,
    until,
};
use serde_json::{Value, json};

#[test]
fn whatever_waits_is_on_the_screen_until_it_is_decided_there_or_elsewhere() {
    let mut home = Home::new();
    let telegram = Telegram::start(&home);
    let (desktop, tray) = careful(&mut home, &telegram);
    the_menu_names_a_request_once_and_decides_it(&home, &desktop);
    let tray = that_knows_no_stranger(&home, tray);
    a_press_lets_a_device_in_and_what_is_decided_elsewhere_goes_by_itself(&home, &desktop);
    let tray = that_knows_no_stranger(&home, tray);
    a_press_lets_a_node_serve(&home, &desktop);
    a_press_lets_a_sender_chat(&home, &desktop, &telegram);
    a_plugins_question_takes_two_steps_and_gets_its_answer(&home, &desktop);
    let tray = that_knows_no_stranger(&home, tray);
    what_gives_power_is_never_one_click(&home, &desktop);
    let tray = that_knows_no_stranger(&home, tray);
    a_device_that_changes_or_takes_another_role_asks_again(&home, &desktop);
    let _tray = that_knows_no_stranger(&home, tray);
    a_flood_is_one_notification_and_a_whole_list(&home, &desktop);
}

/// A tray in the place of this one, on the same gateway, that knows of no requests before: more than three of strangers in a
/// minute are counted, not announced.
fn that_knows_no_stranger(home: &Home, mut tray: Program) -> Program {
    tray.signal("KILL");
    tray.ended();
    fs::remove_file(home.path("clawtender/state/incidents.json")).unwrap();
    let tray = Program::tray(home, &["--hidden"]);
    until("a gateway known to serve", || (home.json(&["gateway", "status"])["phase"] == "ready").then_some(()));
    until("an answer to what waits", || waiting(home));
    tray
}

/// A desktop whose gateway asks its owner about every device.
fn careful(home: &mut Home, telegram: &Telegram) -> (Desktop, Program) {
    let mut config = home.config();
    config["gateway"]["nodes"] = json!({ "pairing": { "autoApproveLocal": false } });
    config["channels"] = json!({ "telegram": telegram.channel() });
    home.write_config(&config);
    let mut desktop = Desktop::start(home);
    desktop.open_notifications(home);
    let tray = Program::tray(home, &["--hidden"]);
    until("an answer to what waits", || waiting(home));
    (desktop, tray)
}

/// What waits, once that is known.
fn waiting(home: &Home) -> Option<Vec<Value>> {
    let output = home.clawtender(&["pairing", "list", "--json"]);
    serde_json::from_slice(&output.stdout).ok()
}

/// A device with a key of its own.
fn device(home: &Home, name: &str, scopes: &[&str]) -> Value {
    let client =
        json!({ "id": "gateway-client", "mode": "ui", "version": "1.0.0", "platform": "ios", "displayName": name });
    json!({ "device": home.path(format!("{name}.pem")), "client": client, "scopes": scopes })
}

/// A command that the agent wants to run.
fn command(home: &Home, command: &str) -> Child {
    let parameters = json!({
        "command": command, "cwd": "/tmp", "host": "gateway", "agentId": "main", "sessionKey": "agent:main:main",
        "timeoutMs": 120_000,
    });
    asks(home, "exec.approval.request", &parameters)
}

fn a_press_lets_a_device_in_and_what_is_decided_elsewhere_goes_by_itself(home: &Home, desktop: &Desktop) {
    let screen = desktop.notifications();

    let phone = device(home, "Phone", &["operator.read"]);
    assert_eq!(turned_away(home, &phone), "PAIRING_REQUIRED");
    let note = screen.note("A device wants to connect");
    assert!(note.message.contains("“Phone”") && note.message.contains("read chats"), "{note:?}");
    assert_eq!(note.buttons, ["Reject device", "Approve device"]);
    screen.press("Approve device");
    screen.gone(&note);
    let_in(home, &phone);

    // it asks for more, and is refused
    let more = device(home, "Phone", &["operator.read", "operator.write"]);
    assert_eq!(turned_away(home, &more), "PAIRING_REQUIRED");
    let note = screen.note("A device asks for more");
    screen.press("Reject device");
    screen.gone(&note);
    let_in(home, &phone);

    // decided with the gateway's own program
    let laptop = device(home, "Laptop", &["operator.read"]);
    assert_eq!(turned_away(home, &laptop), "PAIRING_REQUIRED");
    let note = screen.note("A device wants to connect");
    let id = waiting(home).unwrap()[0]["id"].as_str().unwrap().to_owned();
    let approved = home.command(node()).arg(openclaw()).args(["devices", "approve", &id, "--json"]).output().unwrap();
    assert!(approved.status.success(), "{approved:?}");
    screen.gone(&note);
    let_in(home, &laptop);
    assert_eq!(waiting(home), Some(Vec::new()));
}

fn a_press_lets_a_node_serve(home: &Home, desktop: &Desktop) {
    let screen = desktop.notifications();
    let kitchen = json!({
        "device": home.path("node.pem"),
        "client": { "id": "node-host", "mode": "node", "displayName": "Kitchen" },
        "role": "node",
        "caps": ["camera"],
        "commands": ["camera.list"],
    });
    assert_eq!(turned_away(home, &kitchen), "PAIRING_REQUIRED");
    let note = screen.note("A device wants to connect");
    assert!(note.message.contains("“Kitchen”"), "{note:?}");
    screen.press("Approve device");
    screen.gone(&note);
    // now it may connect; what it offers to do is a question of its own
    let_in(home, &kitchen);
    let note = screen.note("A node");
    assert_eq!(note.buttons, ["Reject node", "Approve node"]);
    screen.press("Approve node");
    screen.gone(&note);
    until("the gateway to confirm it", || waiting(home).filter(Vec::is_empty));
}

fn a_device_that_changes_or_takes_another_role_asks_again(home: &Home, desktop: &Desktop) {
    let screen = desktop.notifications();
    let answer = |device: &Value, title: &str, says: &str| {
        assert_eq!(turned_away(home, device), "PAIRING_REQUIRED");
        let note = screen.note(title);
        assert!(note.message.contains(says), "{note:?}");
        assert_eq!(note.buttons, ["Reject device", "Approve device"]);
        screen.press("Approve device");
        screen.gone(&note);
        let_in(home, device);
    };
    let mut phone = device(home, "Pocket", &["operator.read"]);
    answer(&phone, "A device wants to connect", "wants to connect");
    phone["client"]["platform"] = "android".into();
    answer(&phone, "A device says it has changed", "says that it is not what it was before");
    phone["client"] = json!({ "id": "node-host", "mode": "node", "platform": "android", "displayName": "Pocket" });
    (phone["role"], phone["scopes"]) = ("node".into(), json!([]));
    answer(&phone, "A device asks for another role", "wants to serve the agent, too");
    // what it offers to do as a node is a question of its own
    // and has another id each time that it connects
    until("its offer to be rejected", || {
        let offer = waiting(home)?.pop()?;
        let rejected = home.clawtender(&["pairing", "reject", offer["id"].as_str()?, "--json"]);
        let answer = serde_json::from_slice::<Value>(&rejected.stdout).ok()?; // none where it has another id by now
        (answer["ok"] == true).then_some(())
    });
    until("nothing to wait", || waiting(home).filter(Vec::is_empty));
}

fn a_press_lets_a_sender_chat(home: &Home, desktop: &Desktop, telegram: &Telegram) {
    let screen = desktop.notifications();
    telegram.says(555_000_111, "Dora", "hello");
    let note = screen.note("A sender wants to chat");
    assert!(note.message.contains("“Dora”"), "{note:?}");
    screen.press("Approve sender");
    screen.gone(&note);
    until("the gateway to confirm it", || waiting(home).filter(Vec::is_empty));
}

fn a_plugins_question_takes_two_steps_and_gets_its_answer(home: &Home, desktop: &Desktop) {
    let screen = desktop.notifications();
    let question = json!({
        "pluginId": "calendar", "title": "Delete the calendar", "description": "Removes every entry of the year.",
        "severity": "critical", "timeoutMs": 120_000,
    });
    let asking = asks(home, "plugin.approval.request", &question);
    let note = screen.note("A plugin waits for your answer");
    assert!(note.message.contains("“calendar”") && note.message.contains("Delete the calendar"), "{note:?}");
    assert_eq!(note.buttons, ["Review…"]);
    let id = waiting(home).unwrap()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(home.clawtender(&["pairing", "approve", &id]).status.code(), Some(3), "one step is not enough");
    assert_eq!(home.json(&["pairing", "approve", &id, "--yes"])["ok"], true);
    screen.gone(&note);
    let answer = String::from_utf8(asking.wait_with_output().unwrap().stdout).unwrap();
    assert!(answer.contains(r#""decision":"allow-once""#), "{answer}");
}

fn what_gives_power_is_never_one_click(home: &Home, desktop: &Desktop) {
    let screen = desktop.notifications();

    let asking = command(home, "rm -rf /tmp/zzz");
    let note = screen.note("A command waits for your answer");
    assert!(note.message.contains("rm -rf /tmp/zzz"), "{note:?}");
    assert_eq!(note.buttons, ["Review…"]);
    screen.press("Review…");
    let (window, arguments) = window(home);
    assert_eq!(arguments[0], "approvals", "{arguments:?}");
    e2e::processes::signal(window, "TERM");
    no_window(home);
    let id = waiting(home).unwrap()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(home.clawtender(&["pairing", "approve", &id]).status.code(), Some(3), "one step is not enough");
    let window = Browser::open(home, &["approvals"]);
    window.reads(".command", "rm -rf /tmp/zzz");
    window.press("Allow once");
    window.reads(".step", "second step");
    window.press("Yes, let it run");
    window.reads(".outcome", "Allowed this once");
    // and is told with what was decided before: here and elsewhere, under trays that were killed since
    window.reads(".past", "Allowed once, here");
    for earlier in ["“Laptop”", "Decided elsewhere, taken back, or lapsed", "“Phone”", "Rejected here", "Dora"]
    {
        window.reads(".past", earlier);
    }
    screen.gone(&note);
    let answer = String::from_utf8(asking.wait_with_output().unwrap().stdout).unwrap();
    assert!(answer.contains(r#""decision":"allow-once""#), "{answer}");

    let owner = device(home, "Owner", &["operator.admin"]);
    assert_eq!(turned_away(home, &owner), "PAIRING_REQUIRED");
    let note = screen.note("A device wants to connect");
    assert_eq!(note.buttons, ["Review…"]);
    let id = waiting(home).unwrap()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(home.json(&["pairing", "reject", &id])["ok"], true);
    screen.gone(&note);
}

fn a_flood_is_one_notification_and_a_whole_list(home: &Home, desktop: &Desktop) {
    let hostile = format!("<b>x</b>\u{202e}\u{1b}[31m{}", "n".repeat(300));
    let names: Vec<String> = (0..100).map(|number| format!("{number} {hostile}")).collect();
    for few in names.chunks(10) {
        std::thread::scope(|scope| {
            for name in few {
                let file = name.split(' ').next().unwrap();
                let mut told = device(home, file, &["operator.read"]);
                told["client"]["displayName"] = name.as_str().into();
                scope.spawn(move || assert_eq!(turned_away(home, &told), "PAIRING_REQUIRED"));
            }
        });
    }
    let all = until("all of them", || waiting(home).filter(|all| all.len() == 100));
    assert!(all.iter().all(|one| !one["message"].as_str().unwrap().contains(['\u{202e}', '\u{1b}'])));
    let note = desktop.notifications().note("100 requests wait for approval");
    // what it replaces goes a moment later
    until("one notification for all", || (desktop.notifications().shown() == [note.clone()]).then_some(()));
}

fn the_menu_names_a_request_once_and_decides_it(home: &Home, desktop: &Desktop) {
    let item = desktop.item();
    item.says("Gateway is healthy");
    let tablet = device(home, "Tablet", &["operator.read"]);
    assert_eq!(turned_away(home, &tablet), "PAIRING_REQUIRED");
    let note = desktop.notifications().note("A device wants to connect");
    let named = |line: &e2e::desktop::Line| line.label.contains("wants to connect") && line.enabled;
    until("the request in the menu", || (item.menu().iter().filter(|line| named(line)).count() == 1).then_some(()));
    assert_eq!(item.status(), "NeedsAttention");
    item.click_in("A device wants to connect", "Approve device");
    desktop.notifications().gone(&note);
    let_in(home, &tablet);
    item.says("Gateway is healthy");
    assert_eq!(item.status(), "Active");
}
