//! The keychain that the gateway has its keys from: locked, gone, and there without an answer. The real GNOME Keyring.

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    processes,
    provider::{Provider, Says},
    until,
};
use serde_json::json;

const CHECK: &str = "keychain-available";

#[test]
fn each_way_in_which_a_keychain_is_not_there_has_its_words_until_it_is() {
    let mut home = Home::new();
    let mut keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", "sk-from-the-keychain-0123456789");
    home.write_config(&super::secrets_resolved::connected(&home, &Provider::start(Says::http("500 Enough", "", ""))));
    let mut watch = home.watch();
    watch.phase("ready");
    passes(&home, CHECK);

    keyring.lock();
    let found = only_root(&home, CHECK);
    assert_eq!(message(&found), "The keychain is locked. At its next start the gateway has no key for ok.");
    assert_eq!(found["fix"]["id"], "unlock-keychain");
    // nobody on this bus could show the dialog: the person logs in again
    keyring.log_in_again();
    passes(&home, CHECK);

    processes::signal(keyring.pid(), "STOP");
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The keychain does not answer."), "{found:#}");
    processes::signal(keyring.pid(), "CONT");
    until(CHECK, || (!home.roots().contains(&CHECK.to_owned())).then_some(()));

    keyring.end();
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("There is no keychain here: no Secret Service runs"), "{found:#}");
    keyring.log_in_again();
    passes(&home, CHECK);
}

#[test]
fn a_computer_that_keeps_nothing_in_a_keychain_needs_none() {
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let report = home.json(&["doctor", "--only", CHECK]);
    assert_eq!(report["findings"][0]["outcome"], json!("pass"), "{report:#}");
}
