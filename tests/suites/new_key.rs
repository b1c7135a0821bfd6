//! A person enters a key where a finding asks for one: the real gateway takes it from the real keychain, and its provider,
//! on loopback, says which it knows.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::fs;

use e2e::{
    browser::Browser,
    client::{add_job, owner_asks},
    desktop::{Desktop, Program},
    drill::{message, only_root, passes},
    home::Home,
    keyring::Keyring,
    processes,
    provider::{Provider, Says},
    terminal::Person,
};
use serde_json::{Value, json};

const ACCOUNT: &str = "providers/openai/apiKey";

fn key(nth: u8) -> String {
    format!("sk-proj-{nth}{}", "aB3".repeat(20))
}

fn knows(nth: u8) -> Says {
    Says::Knows(key(nth))
}

/// Has the gateway ask the provider something, with the key that it has. The job that does it.
fn talk(home: &Home) -> Value {
    let job = add_job(home, "Talk");
    owner_asks(home, "cron.run", &json!({ "id": job, "mode": "force" }));
    job
}

#[test]
fn a_key_is_added_replaced_and_rotated_and_only_one_that_is_taken_is_kept() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let provider = Provider::start(knows(1));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "openai": provider.entry("http", "127.0.0.1") });
    config["agents"]["defaults"]["model"]["primary"] = json!("openai/m");
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    watch.failing("key-present");
    let found = only_root(&home, "key-present");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"add-key".into(), &true.into()));

    // what is no key, and what its provider does not know, is not kept
    let mut person = Person::runs(&home, &["fix", "key-present"]);
    person.hears("Page: https://platform.openai.com/api-keys");
    person.hears("(not shown): ");
    person.types("OPENAI_API_KEY=sk");
    person.hears("The key is only what comes after =. Nothing was stored.");
    person.hears("(not shown): ");
    person.types(&key(2));
    person.hears("Nothing was stored.");
    assert!(person.said.contains("No such key") || person.said.contains("does not"), "{}", person.said);
    assert_eq!(keyring.stored(ACCOUNT), None);
    person.hears("(not shown): ");
    person.types(&format!("  {} ", key(1)));
    person.hears("the check that failed passes again");
    assert_eq!(person.ends(), (Some(0), String::new()));
    assert_eq!(keyring.stored(ACCOUNT), Some(key(1)));
    passes(&home, "key-present");
    assert!(!fs::read_to_string(home.config_file()).unwrap().contains(&key(1)), "the key is in a file");

    // taken back at the provider: the gateway's own log is heard, nobody runs the doctor
    provider.says(knows(2));
    let job = talk(&home);
    watch.failing("key-accepted");
    assert!(provider.asked().contains(&key(1)), "the gateway did not use the key");
    owner_asks(&home, "cron.remove", &json!({ "id": job }));
    let mut person = Person::runs(&home, &["fix", "key-accepted"]);
    person.hears("(not shown): ");
    person.types(&key(1));
    person.hears("Nothing was stored.");
    person.hears("(not shown): ");
    person.types(&key(2));
    person.hears("the check that failed passes again");
    assert_eq!(person.ends(), (Some(0), String::new()));
    passes(&home, "key-accepted");

    // old, and good: what is FAKED is the date in Clawtender's own note of it
    let file = home.path("clawtender/state/key-ages.json");
    let mut ages: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    ages["stored"][0]["at"] = json!("2025-01-01T00:00:00Z");
    fs::write(&file, ages.to_string()).unwrap();
    let found = only_root(&home, "key-age");
    assert!(message(&found).starts_with("The key for OpenAI has been in use for "), "{found:#}");
    let mut person = Person::runs(&home, &["fix", "key-age"]);
    person.hears("The one that is there stays until then.");
    person.hears("(not shown): ");
    // whoever gives up has the old one
    rustix::process::kill_process(rustix::process::Pid::from_child(&person.child), rustix::process::Signal::INT)
        .unwrap();
    assert_eq!(person.ends().0, Some(130));
    assert_eq!(keyring.stored(ACCOUNT), Some(key(2)));
    provider.says(knows(3));
    let mut person = Person::runs(&home, &["fix", "key-age"]);
    person.hears("(not shown): ");
    person.types(&key(3));
    person.hears("the check that failed passes again");
    assert!(person.said.contains("Delete the old one at the provider"), "{}", person.said);
    assert_eq!(person.ends(), (Some(0), String::new()));
    assert_eq!(keyring.stored(ACCOUNT), Some(key(3)));

    // it went into the keychain, to its provider and to the gateway, and nowhere else
    in_no_file(&home);
}

#[test]
fn a_key_is_entered_in_the_window_and_is_afterwards_in_the_keychain_alone() {
    let mut home = Home::at_rest();
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let keyring = Keyring::on_desktop(&home);
    keyring.store("providers/ok/apiKey", &format!("\"{}\"", key(1)));
    let unknown = key(2);
    let provider = Provider::start(knows(1));
    let mut config = home.config();
    config["models"]["providers"] = json!({ "ok": provider.entry("http", "127.0.0.1") });
    home.write_config(&config);
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["doctor"]);
    window.reads("[data-finding=key-wellformed]", "The key has quotation marks in it.");

    window.press("Enter the key again");
    window.types(".sign-in input", &unknown);
    window.press("Go on");
    window.reads(".sign-in .problem", "Nothing was stored.");
    assert!(!keyring.holds("providers/ok/apiKey", &unknown));
    window.types(".sign-in input", &key(1));
    window.press("Go on");
    window.reads(".cards", "Mended.");
    assert!(keyring.holds("providers/ok/apiKey", &key(1)));
    let config = fs::read_to_string(home.config_file()).unwrap();
    assert!(config.contains("providers/ok/apiKey"), "{config}");

    // the same key on the page of the keys
    window.press("Keys");
    window.reads(".keys .items", "Keychain");
    window.press("Test");
    window.reads(".keys .became", "accepts the key");
    provider.says(knows(3));
    window.press("Rotate");
    window.types(".sign-in input", &key(3));
    window.press("Go on");
    window.reads(".sign-in", "Delete the old one at the provider");
    window.press("Go on");
    window.reads(".keys .became", "The key is in the keychain.");
    assert!(keyring.holds("providers/ok/apiKey", &key(3)));

    // what was said, shown, written and handed on since
    for report in
        [&["doctor"][..], &["doctor", "--json"], &["doctor", "--html"], &["journal"], &["keys", "list", "--json"]]
    {
        let output = home.clawtender(report);
        is_not_in(&[output.stdout, output.stderr].concat(), &format!("{report:?}"));
    }
    let page = window.run(
        "return document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((field) => field.value)",
    );
    is_not_in(page.as_str().unwrap().as_bytes(), "the page");
    for pid in processes::all_of(&home.path("")) {
        for what in ["cmdline", "environ"] {
            is_not_in(&fs::read(format!("/proc/{pid}/{what}")).unwrap_or_default(), &format!("{what} of {pid}"));
        }
    }
    // the web view's own files are among them; the keychain's is encrypted
    in_no_file(&home);

    window.press("Delete");
    assert!(keyring.holds("providers/ok/apiKey", &key(3)), "one press has deleted it");
    window.press("Yes, delete it");
    window.reads(".keys .became", "no longer in the keychain");
    assert!(!keyring.holds("providers/ok/apiKey", &key(3)));
}

fn in_no_file(home: &Home) {
    for file in home.files("") {
        is_not_in(&fs::read(&file).unwrap(), &file.display().to_string());
    }
}

fn is_not_in(bytes: &[u8], what: &str) {
    for nth in 1..=3 {
        let key = key(nth);
        assert!(!bytes.windows(key.len()).any(|part| part == key.as_bytes()), "{what} has a key");
    }
}
