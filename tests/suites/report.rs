//! The report that leaves this computer, and two reports side by side, on the real engine.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::fs;

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::{Home, TOKEN},
    keyring::Keyring,
    processes,
};
use serde_json::{Value, json};

/// What must not leave this computer, each in a place that a report quotes.
const CANARY: &str = "sk-ant-api03-Canary0123456789abcdef";

#[test]
fn what_leaves_this_computer_names_nobody_and_holds_no_secret() {
    let mut home = Home::new();
    home.set("USER", "annabelle");
    home.set("ANTHROPIC_API_KEY", CANARY);
    // a configuration whose fault is quoted with what stands there
    home.write_config_text(&format!(
        "{{ gateway: {{ mode: 'local', auth: {{ token: '{TOKEN}' }}, port: 'annabelle {CANARY}' }} }}"
    ));
    let own = home.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let open = home.clawtender(&["doctor", "--json"]);
    assert!(String::from_utf8_lossy(&open.stdout).contains(&own), "the report names no file");
    for format in [&["--markdown"][..], &["--html"], &["--json", "--redacted"], &["--redacted"]] {
        let output = home.clawtender(&[&["doctor"], format].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("openclaw.json"), "{text}");
        for secret in [CANARY, TOKEN, "annabelle", &own] {
            assert!(!text.contains(secret), "{secret} in {format:?}: {text}");
        }
        assert!(String::from_utf8_lossy(&output.stderr).contains("Left out: "), "{output:?}");
    }
}

#[test]
fn a_report_is_held_against_an_earlier_one() {
    let home = Home::new();
    home.write_config_text("{ gateway: { mode: 'nowhere' } }");
    let file = home.path("earlier.json").to_string_lossy().into_owned();
    home.clawtender(&["doctor", "--json", "-o", &file]);
    let earlier: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let failing =
        |report: &Value| report["findings"].as_array().unwrap().iter().filter(|f| f["outcome"] == "fail").count();
    assert!(failing(&earlier) > 0);

    let same = home.json(&["doctor", "--compare", &file]);
    assert_eq!(
        (same["new"].as_array().unwrap().len(), same["still"].as_array().unwrap().len()),
        (0, failing(&earlier))
    );

    home.write_config(&home.config());
    let mended = home.json(&["doctor", "--compare", &file]);
    assert_eq!(mended["healed"].as_array().unwrap().len(), failing(&earlier), "{mended:#}");
    // in words, with what fails now
    let text = home.clawtender(&["doctor", "--compare", &file]);
    assert!(String::from_utf8_lossy(&text.stdout).starts_with("Since "), "{text:?}");

    for (content, says) in [("{ torn", "is not a report"), (&json!({ "schema": 1 }).to_string(), "is not a report")] {
        fs::write(&file, content).unwrap();
        let output = home.clawtender(&["doctor", "--compare", &file]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(says), "{output:?}");
    }
}

/// Secrets, each planted where people have them.
const PLANTED: [(&str, &str); 6] = [
    ("configuration", "sk-planted-configuration-01234567"),
    ("environment file", "gsk_planted_environment_file_0123456789abcdefghijklmnopqrstuv"),
    ("login file", "sk-ant-planted-login-file-0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqr"),
    ("service", "sk-or-v1-planted-service-0123456789abcdef0123456789abcdef0123456789abcdef"),
    ("keychain", "xai-planted-keychain-0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstu"),
    ("gateway", TOKEN),
];

#[test]
fn no_secret_is_in_anything_that_clawtender_says_writes_or_hands_on() {
    let mut home = Home::at_rest();
    let mut desktop = Desktop::start(&mut home);
    desktop.open_notifications(&home);
    let keyring = Keyring::on_desktop(&home);
    plant(&home, &keyring);
    let tray = Program::tray(&home, &["--hidden"]);
    desktop.item();

    let mut said = Vec::new();
    let mut runs = |home: &Home, words: &[&str]| {
        let output = home.clawtender(words);
        said.push((words.join(" "), [output.stdout, output.stderr].concat()));
    };
    let log = home.path("pasted.log").to_string_lossy().into_owned();
    fs::write(&log, PLANTED.map(|(_, secret)| format!("401 Incorrect API key provided: {secret}\n")).concat()).unwrap();
    for words in [
        &["doctor"][..],
        &["doctor", "--json"],
        &["doctor", "--html"],
        &["doctor", "--markdown"],
        &["status", "--json"],
        &["keys", "list", "--json"],
        &["keys", "test", "--json"],
        &["keys", "import", "--dry-run"],
        &["keys", "import", "--dry-run", "--json"],
        &["fix", "key-plaintext", "--subject", "ok", "--dry-run", "--json"],
        &["keys", "import", "--yes", "--json"],
        &["journal", "--json"],
        &["keys", "import", "--undo", "--yes", "--json"],
        &["keys", "connect", "--yes"],
        &["keys", "disconnect", "--yes"],
        &["journal"],
        &["gateway", "logs"],
        &["settings", "list"],
        &["runtime", "--json"],
        &["pairing", "list"],
        &["explain", &log],
    ] {
        runs(&home, words);
    }
    let window = Browser::open(&home, &["doctor"]);
    window.reads(".last", "Checked");
    let page = window
        .run("return document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage })");
    said.push(("the page".to_owned(), page.as_str().unwrap().as_bytes().to_vec()));
    for note in desktop.notifications().shown() {
        said.push(("a notification".to_owned(), format!("{note:?}").into_bytes()));
    }
    for pid in processes::all_of(&home.path("")) {
        for what in ["cmdline", "environ"] {
            said.push((format!("{what} of {pid}"), fs::read(format!("/proc/{pid}/{what}")).unwrap_or_default()));
        }
    }
    // what it writes when it is killed in the middle of things is among its files
    tray.signal("ABRT");
    said.extend(
        home.files("clawtender").into_iter().map(|file| (file.display().to_string(), fs::read(&file).unwrap())),
    );
    for (place, secret) in PLANTED {
        for (whence, bytes) in &said {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "the secret of the {place} is in {whence}: {}", String::from_utf8_lossy(bytes));
        }
    }
}

fn plant(home: &Home, keyring: &Keyring) {
    let [config, environment, login, service, kept, _] = PLANTED.map(|(_, secret)| secret);
    // nobody listens there
    let entry = json!({ "baseUrl": "http://127.0.0.1:9/v1", "api": "openai-completions", "models": [] });
    let with_key = |key: &str| {
        let mut entry = entry.clone();
        entry["apiKey"] = json!(key);
        entry
    };
    let mut whole = home.config();
    whole["models"]["providers"] = json!({
        "ok": with_key(config), "groq": entry, "anthropic": entry, "openrouter": entry, "xai": entry,
    });
    home.write_config(&whole);
    fs::write(home.path(".openclaw/.env"), format!("GROQ_API_KEY={environment}\n")).unwrap();
    fs::create_dir_all(home.path(".config/openclaw")).unwrap();
    let logins = json!({ "anthropic": { "apiKey": login } });
    fs::write(home.path(".config/openclaw/credentials.json"), logins.to_string()).unwrap();
    fs::create_dir_all(home.path(".config/systemd/user")).unwrap();
    let unit = format!("[Service]\nEnvironment=OPENROUTER_API_KEY={service}\nExecStart=/bin/false\n");
    fs::write(home.path(".config/systemd/user/openclaw-gateway.service"), unit).unwrap();
    keyring.store("providers/xai/apiKey", kept);
}
