//! The keychain that the gateway has its keys from: locked, gone, and there without an answer. The real GNOME Keyring, and its own
//! dialog, into which somebody types.

use std::process::Stdio;

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    home::Home,
    processes, program,
    provider::{Provider, Says},
    until,
};
use serde_json::{Value, json};

const CHECK: &str = "keychain-available";

pub(crate) fn drill(day: &mut Day) {
    day.keyring.store("providers/ok/apiKey", "sk-from-the-keychain-0123456789");
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    let with_key = super::secrets_resolved::connected(&day.home, &provider);
    day.configure(|config| *config = with_key);
    let Day { home, keyring, .. } = day;
    passes(home, CHECK);

    keyring.lock();
    let found = only_root(home, CHECK);
    assert_eq!(message(&found), "The keychain is locked. At its next start the gateway has no key for ok.");
    assert_eq!(found["fix"]["id"], "unlock-keychain");
    // nobody on this bus could show the dialog
    let in_vain = home.json(&["fix", CHECK]);
    assert_eq!(in_vain["outcome"], "failed", "{in_vain:#}");
    match keyring.shows_dialogs() {
        Some(dialogs) => {
            let fixing = home.command(program("clawtender")).args(["fix", CHECK, "--json"]).stdout(Stdio::piped()).spawn();
            dialogs.type_the_password();
            let output = fixing.unwrap().wait_with_output().unwrap();
            let mended: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(mended["outcome"], "verified", "{mended:#}");
        }
        None => keyring.log_in_again(),
    }
    passes(home, CHECK);

    processes::signal(keyring.pid(), "STOP");
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("The keychain does not answer."), "{found:#}");
    processes::signal(keyring.pid(), "CONT");
    until(CHECK, || (!home.roots().contains(&CHECK.to_owned())).then_some(()));

    keyring.end();
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("There is no keychain here: no Secret Service runs"), "{found:#}");
    keyring.log_in_again();
    passes(home, CHECK);

    assert_eq!(home.json(&["keys", "delete", "ok"])["deleted"], true);
    day.as_before();
}

#[test]
fn a_computer_that_keeps_nothing_in_a_keychain_needs_none() {
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let report = home.json(&["doctor", "--only", CHECK]);
    assert_eq!(report["findings"][0]["outcome"], json!("pass"), "{report:#}");
}
