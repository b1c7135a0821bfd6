//! The page of the keys in the real web view, on the real keychain: a key is added, tried, moved out of a file and deleted, and
//! is shown nowhere again.

use std::fs;

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::Home,
    keyring::Keyring,
    provider::{Provider, Says},
    until,
};
use serde_json::json;

const PLAIN: &str = "sk-from-the-configuration-9876";

fn typed() -> String {
    format!("sk-proj-{}", "aB3".repeat(20))
}

fn anthropic() -> String {
    format!("sk-ant-{}", "a1B2".repeat(25))
}

#[test]
fn keys_are_added_tried_moved_and_deleted_on_the_page_and_shown_nowhere() {
    let mut home = Home::at_rest();
    let _desktop = Desktop::start(&mut home);
    let keyring = Keyring::on_desktop(&home);
    let (openai, ok) = (Provider::start(Says::Knows(typed())), Provider::start(Says::Knows(PLAIN.to_owned())));
    let mut config = home.config();
    config["models"]["providers"] =
        json!({ "openai": openai.entry("http", "127.0.0.1"), "ok": ok.entry("http", "127.0.0.1") });
    config["models"]["providers"]["ok"]["apiKey"] = json!(PLAIN);
    // nobody is asked beyond this computer
    let other = Provider::start(Says::Knows(anthropic()));
    config["models"]["providers"]["anthropic"] = other.entry("http", "127.0.0.1");
    home.write_config(&config);
    let credentials = home.path(".config/openclaw/credentials.json");
    fs::create_dir_all(credentials.parent().unwrap()).unwrap();
    fs::write(&credentials, json!({ "anthropic": { "apiKey": anthropic() } }).to_string()).unwrap();
    let _tray = Program::tray(&home, &["--hidden"]);
    let window = Browser::open(&home, &["keys"]);
    let row = |name: &str| {
        format!(
            "[...document.querySelectorAll('.keys .item')].find((row) => row.querySelector('h2').innerText.startsWith({name:?}))"
        )
    };
    let says = |name: &str, words: &str| {
        let script = format!("return {}?.innerText ?? ''", row(name));
        until(&format!("{name} to say {words:?}"), || {
            window.run(&script).as_str().unwrap_or_default().contains(words).then_some(())
        });
    };
    let press = |name: &str, label: &str| {
        let script = format!(
            "const button = [...({}?.querySelectorAll('button') ?? [])].find((button) => button.innerText === {label:?} && button.getAttribute('aria-disabled') !== 'true'); button?.click(); return button !== undefined",
            row(name)
        );
        until(&format!("{label} of {name}"), || (window.run(&script) == true).then_some(()));
    };
    let shown_nowhere = || {
        let page = window.run(
            "return document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((field) => field.value)",
        );
        for key in [PLAIN.to_owned(), typed(), anthropic()] {
            assert!(!page.as_str().unwrap().contains(&key), "{key} is on the page");
        }
    };

    says("ok", "openclaw.json");
    says("Anthropic", "credentials.json");
    says("Anthropic", "Not known");
    shown_nowhere();

    // one in a file is tried as it stands there
    press("Anthropic", "Test");
    says("Anthropic", "Anthropic accepts the key");

    window.press("Add a key");
    window.chooses("Provider", "OpenAI");
    window.press("Go on");
    window.types(".sign-in input", &typed());
    shown_nowhere_but_where_it_is_typed(&window);
    window.press("Go on");
    window.reads(".keys .became", "The key is in the keychain.");
    says("OpenAI", "Keychain");
    says("OpenAI", "OpenAI accepts the key");
    assert!(keyring.holds("providers/openai/apiKey", &typed()));
    shown_nowhere();
    openai.says(Says::Knows(String::new()));
    press("OpenAI", "Test");
    says("OpenAI", "does not accept the key");
    openai.says(Says::Knows(typed()));
    press("OpenAI", "Test");
    says("OpenAI", "accepts the key");

    // read first, left, read again, done
    window.press("Move keys to the keychain…");
    window.reads(".keys .move pre", "openclaw.json");
    shown_nowhere();
    window.press("Leave them");
    assert!(fs::read_to_string(home.config_file()).unwrap().contains(PLAIN));
    window.press("Move keys to the keychain…");
    window.press("Yes, move them");
    until("the keys in the keychain", || {
        (keyring.holds("providers/ok/apiKey", PLAIN) && keyring.holds("providers/anthropic/apiKey", &anthropic()))
            .then_some(())
    });
    says("ok", "Keychain");
    says("Anthropic", "Keychain");
    for file in [home.config_file(), credentials] {
        let text = fs::read_to_string(&file).unwrap_or_default();
        assert!(!text.contains(PLAIN) && !text.contains(&anthropic()), "{} has a key", file.display());
    }
    shown_nowhere();

    // asked once more, let be, and then done
    press("OpenAI", "Delete");
    press("OpenAI", "Keep it");
    assert!(keyring.holds("providers/openai/apiKey", &typed()));
    press("OpenAI", "Delete");
    press("OpenAI", "Yes, delete it");
    until("the key to be gone", || keyring.stored("providers/openai/apiKey").is_none().then_some(()));
    let gone = format!("return {} === undefined", row("OpenAI"));
    until("its row to be gone", || (window.run(&gone) == true).then_some(()));
    assert!(keyring.holds("providers/ok/apiKey", PLAIN), "another key was deleted");
    shown_nowhere();
}

/// What is typed is dots on the screen, and in no markup.
fn shown_nowhere_but_where_it_is_typed(window: &Browser) {
    assert_eq!(window.run("return document.querySelector('.sign-in input').type"), "password");
    let page = window.run("return document.documentElement.outerHTML");
    assert!(!page.as_str().unwrap().contains(&typed()), "what is typed is in the page");
}
