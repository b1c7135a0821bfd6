//! Keys between the gateway's configuration and the keychain: the real gateway, the real keyring, and a provider that
//! notes with which key it is asked.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::PathBuf,
};

use e2e::{
    client,
    drill::{finding, killed_at},
    home::{Home, TOKEN},
    keyring::Keyring,
    processes,
    provider::{Provider, Says},
};
use serde_json::{Value, json};

const KEY: &str = "sk-from-the-keychain-0123456789";
const PLAIN: &str = "sk-from-the-configuration-9876";

/// A configuration as a person writes it, with a provider whose key is `key`.
fn config(home: &Home, provider: &Provider, key: &str) -> String {
    let mut entry = provider.entry("http", "127.0.0.1");
    entry["apiKey"] = json!("KEY");
    let entry = entry.to_string().replace("\"KEY\"", key);
    format!(
        "// my gateway\n{{\n  gateway: {{ mode: 'local', port: {}, bind: \"loopback\", auth: {{ mode: 'token', token: '{TOKEN}' }} }},\n  \
         update: {{ checkOnStart: false, }}, /* no phone-home */\n  models: {{\n    catalogRefresh: {{ enabled: false }},\n    \
         providers: {{\n      ok: {entry}, // mine\n    }},\n  }},\n  agents: {{ defaults: {{ heartbeat: {{ every: '0m' }} }} }},\n}}\n",
        home.port
    )
}

fn text(home: &Home) -> String {
    fs::read_to_string(home.config_file()).unwrap()
}

/// The key with which the gateway asks the provider.
fn key_in_use(home: &Home, provider: &Provider) -> String {
    let before = provider.shown().len();
    let mut asking = client::asks(home, "models.probe", &json!({ "provider": "ok" }));
    let key = e2e::until("a question with a key", || provider.shown().get(before).cloned());
    let _ = asking.kill();
    let _ = asking.wait();
    key
}

fn said(answer: &Value) -> &str {
    answer["message"].as_str().unwrap_or_else(|| panic!("no message in {answer:#}"))
}

/// Every file below these folders that holds `secret`.
fn holding(home: &Home, secret: &str) -> Vec<PathBuf> {
    let holds =
        |file: &PathBuf| fs::read(file).unwrap_or_default().windows(secret.len()).any(|part| part == secret.as_bytes());
    [".openclaw", ".config", "clawtender", "run"]
        .into_iter()
        .flat_map(|folder| home.files(folder))
        .filter(holds)
        .collect()
}

#[test]
fn connecting_is_shown_first_and_disconnecting_leaves_no_trace() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", KEY);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    // a key that is none: the gateway starts with it, and the keychain's takes its place
    let before = config(&home, &provider, "'__OPENCLAW_REDACTED__'");
    home.write_config_text(&before);

    // looked at, nothing happens
    let planned = home.json(&["keys", "connect", "--dry-run"]);
    assert_eq!(planned["providers"][0]["provider"], "ok", "{planned:#}");
    let preview = planned["preview"].as_str().unwrap();
    assert!(preview.contains("+  secrets: {") && preview.contains("providers/ok/apiKey"), "{preview}");
    assert!(!preview.contains(TOKEN), "{preview}");
    assert_eq!(text(&home), before);
    // nobody is there to say yes
    assert_eq!(home.clawtender(&["keys", "connect"]).status.code(), Some(3));
    assert_eq!(text(&home), before);

    // no gateway runs: done, and said to be unverified
    let done = home.json(&["keys", "connect", "--yes"]);
    assert_eq!((&done["changed"], &done["verified"]), (&json!(true), &json!(false)), "{done:#}");
    assert!(said(&done).ends_with("Not verified: the gateway does not run."), "{done:#}");
    let after = text(&home);
    for kept in ["// my gateway\n", "/* no phone-home */", " // mine\n", "mode: 'local'"] {
        assert!(after.contains(kept), "{after}");
    }
    let again = home.json(&["keys", "connect", "--yes"]);
    assert_eq!(again["changed"], false, "{again:#}");

    let done = home.json(&["keys", "disconnect", "--yes"]);
    assert!(said(&done).contains("byte for byte"), "{done:#}");
    assert_eq!(text(&home), before);
    assert_eq!(home.json(&["keys", "disconnect", "--yes"])["changed"], false);
    assert_eq!(holding(&home, KEY), Vec::<PathBuf>::new());
}

#[test]
fn success_is_said_when_the_running_gateway_has_confirmed_it() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", KEY);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    let before = config(&home, &provider, "'__OPENCLAW_REDACTED__'");
    home.write_config_text(&before);
    let mut watch = home.watch();
    watch.phase("ready");
    let done = home.json(&["keys", "connect", "ok", "--yes"]);
    assert_eq!(done["verified"], true, "{done:#}");
    assert_eq!(said(&done), "The gateway has the key for ok from the keychain.");
    assert_eq!(key_in_use(&home, &provider), KEY);
    // what somebody writes meanwhile stays
    home.write_config_text(&text(&home).replace("// mine", "// still mine"));
    let done = home.json(&["keys", "disconnect", "--yes"]);
    assert!(said(&done).contains("what was written there since stays"), "{done:#}");
    // the value that stood there is back, spelled anew
    let expected = before.replace("// mine", "// still mine").replace('\'', "\"");
    assert_eq!(text(&home).replace('\'', "\""), expected);
    assert_eq!(done["verified"], true, "{done:#}");
    assert_eq!(holding(&home, KEY), Vec::<PathBuf>::new());
}

#[test]
fn a_key_that_the_gateway_would_not_get_changes_nothing() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", KEY);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    // another key stands there: neither is thrown away
    let before = config(&home, &provider, &format!("'{PLAIN}'"));
    home.write_config_text(&before);
    let refused = home.json(&["keys", "connect", "--yes"]);
    assert!(refused["left"][0]["why"].as_str().unwrap().contains("another key"), "{refused:#}");
    assert_eq!((text(&home), &refused["changed"]), (before, &json!(false)));
    assert!(!refused.to_string().contains(PLAIN), "{refused:#}");

    // the program's way is closed
    let before = config(&home, &provider, "''");
    home.write_config_text(&before);
    processes::signal(keyring.pid(), "STOP");
    let output = home.clawtender(&["keys", "connect", "--yes"]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    processes::signal(keyring.pid(), "CONT");
    assert_eq!(text(&home), before);

    // a file that does not parse, and one that is not to be written
    home.write_config_text("{ gateway: ");
    let output = home.clawtender(&["keys", "connect", "--yes"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be used as it is"), "{output:?}");
    home.write_config_text(&before);
    home.set("OPENCLAW_NIX_MODE", "1");
    let output = home.clawtender(&["keys", "connect", "--yes"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("OPENCLAW_NIX_MODE=1"), "{output:?}");
    assert_eq!(text(&home), before);
}

/// Keys in the configuration, in `.env` and in `credentials.json`, and a copy that OpenClaw made.
fn in_plain_text(home: &Home, provider: &Provider) {
    home.write_config_text(&config(home, provider, &format!("'{PLAIN}'")));
    fs::copy(home.config_file(), home.path(".openclaw/openclaw.json.bak")).unwrap();
    fs::write(home.path(".openclaw/.env"), format!("EDITOR=vi\nGEMINI_API_KEY={}\n", google())).unwrap();
    fs::create_dir_all(home.path(".config/openclaw")).unwrap();
    fs::write(
        home.path(".config/openclaw/credentials.json"),
        format!("{{ \"anthropic\": {{ \"apiKey\": \"{}\" }} }}\n", anthropic()),
    )
    .unwrap();
}

/// Of a provider that OpenClaw brings with it: for others it first asks the npm registry for a plugin.
fn google() -> String {
    format!("AIza{}", "q7R8w".repeat(7))
}

fn anthropic() -> String {
    format!("sk-ant-{}", "a1B2".repeat(25))
}

fn in_no_file(home: &Home) {
    for secret in [PLAIN, &google(), &anthropic()] {
        assert_eq!(holding(home, secret), Vec::<PathBuf>::new());
    }
}

#[test]
fn keys_move_out_of_every_file_and_back_again() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    in_plain_text(&home, &provider);
    let before = text(&home);
    let mut watch = home.watch();
    watch.phase("ready");

    let done = home.json(&["keys", "import", "--yes"]);
    assert_eq!(done["verified"], true, "{done:#}");
    assert!(done["preview"].as_str().unwrap().contains("openclaw.json.bak"), "{done:#}");
    for secret in [PLAIN, &google(), &anthropic()] {
        assert!(!done.to_string().contains(secret), "{done:#}");
    }
    assert_eq!(keyring.stored("providers/ok/apiKey").as_deref(), Some(PLAIN));
    assert_eq!(keyring.stored("providers/google/apiKey"), Some(google()));
    assert_eq!(keyring.stored("providers/anthropic/apiKey"), Some(anthropic()));
    in_no_file(&home);
    assert_eq!(key_in_use(&home, &provider), PLAIN);
    assert_eq!(fs::read_to_string(home.path(".openclaw/.env")).unwrap(), "EDITOR=vi\n");

    let listed = home.json(&["keys", "list"]);
    let places: Vec<_> = listed["keys"].as_array().unwrap().iter().map(|key| &key["place"]["kind"]).collect();
    assert_eq!(places, ["keychain"; 3], "{listed:#}");
    let ok = listed["keys"].as_array().unwrap().iter().find(|key| key["provider"] == "ok").unwrap();
    assert_eq!(ok["lastFour"], "9876");
    assert!(ok["storedAt"].is_string(), "{ok:#}");

    let done = home.json(&["keys", "import", "--undo", "--yes"]);
    assert_eq!(done["changed"], true, "{done:#}");
    assert_eq!(text(&home), before);
    assert_eq!(keyring.stored("providers/ok/apiKey"), None);
}

#[test]
fn an_import_that_is_killed_loses_no_key_and_the_next_one_ends_it() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    in_plain_text(&home, &provider);
    let before = text(&home);
    let mut import = home.command(e2e::program("clawtender"));
    let mut import = import.args(["keys", "import", "--yes"]).spawn().unwrap();
    // as soon as the configuration refers to the keychain
    e2e::until("the reference", || (text(&home) != before).then_some(()));
    import.kill().unwrap();
    import.wait().unwrap();
    assert_eq!(keyring.stored("providers/ok/apiKey").as_deref(), Some(PLAIN), "lost");
    let done = home.json(&["keys", "import", "--yes"]);
    assert!(done["changed"] == true || said(&done).starts_with("No key stands"), "{done:#}");
    in_no_file(&home);
    home.json(&["keys", "import", "--undo", "--yes"]);
    assert_eq!(text(&home), before);
    assert!(fs::read_to_string(home.path(".openclaw/.env")).unwrap().contains(&google()));
}

/// All that these files are: their bytes and their modes.
fn states(files: &[PathBuf]) -> Vec<(Vec<u8>, u32)> {
    files.iter().map(|file| (fs::read(file).unwrap(), fs::metadata(file).unwrap().mode())).collect()
}

/// What was interrupted is told, and taken back by its fix.
fn is_taken_back(home: &Home, step: &str) {
    let found = finding(&home.json(&["doctor"]), "change-complete");
    assert_eq!((&found["outcome"], &found["fix"]["deed"]), (&json!("fail"), &json!(true)), "{step}: {found:#}");
    let mended = home.json(&["fix", "change-complete", "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{step}: {mended:#}");
    assert_eq!(home.json(&["undo"])["entry"], Value::Null, "{step}");
}

#[test]
fn an_import_that_is_killed_anywhere_can_be_taken_back_byte_for_byte() {
    let mut home = Home::at_rest();
    let keyring = Keyring::start(&mut home);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    in_plain_text(&home, &provider);
    let files = [home.config_file(), home.path(".openclaw/.env"), home.path(".config/openclaw/credentials.json")];
    fs::set_permissions(&files[1], fs::Permissions::from_mode(0o640)).unwrap();
    let before = states(&files);
    let keys = [("ok", PLAIN.to_owned()), ("google", google()), ("anthropic", anthropic())];
    let stored = |provider: &str| keyring.stored(&format!("providers/{provider}/apiKey"));
    // `beside#2`: the configuration refers to the keychain, and the first of the other files is as it was
    for step in
        ["import-journalled", "import-stored", "import-referred", "beside#2", "import-emptied", "import-cleaned"]
    {
        killed_at(&home, step, &["keys", "import", "--yes"]);
        for (provider, key) in &keys {
            let kept = stored(provider).as_ref() == Some(key) || !holding(&home, key).is_empty();
            assert!(kept, "{step}: the key for {provider} is lost");
        }
        is_taken_back(&home, step);
        assert!(states(&files) == before, "{step}: not as before");
        assert_eq!(keys.iter().filter_map(|(provider, _)| stored(provider)).count(), 0, "{step}");
        fs::copy(home.config_file(), home.path(".openclaw/openclaw.json.bak")).unwrap();
    }
}

#[test]
fn a_connection_that_is_killed_anywhere_is_there_or_is_not_or_can_be_taken_back() {
    let mut home = Home::at_rest();
    let keyring = Keyring::start(&mut home);
    keyring.store("providers/ok/apiKey", KEY);
    let provider = Provider::start(Says::http("500 Enough", "", ""));
    // in two files: the program in the one, the reference in the other
    let included = home.path(".openclaw/models.json5");
    let mut entry = provider.entry("http", "127.0.0.1");
    entry["apiKey"] = json!("__OPENCLAW_REDACTED__");
    let models = json!({ "catalogRefresh": { "enabled": false }, "providers": { "ok": entry } });
    fs::write(&included, format!("// mine\n{models:#}\n")).unwrap();
    let mut config = home.config();
    config["models"] = json!({ "$include": "./models.json5" });
    home.write_config(&config);
    let files = [home.config_file(), included];
    let before = states(&files);
    for step in ["connect-journalled", "beside", "beside#2", "connect-written"] {
        killed_at(&home, step, &["keys", "connect", "--yes"]);
        let changed: Vec<bool> = states(&files).iter().zip(&before).map(|(now, before)| now != before).collect();
        match step {
            "beside#2" => {
                assert_eq!(changed, [true, false], "{step}");
                is_taken_back(&home, step);
            }
            "connect-written" => {
                assert_eq!(changed, [true, true], "{step}");
                assert_eq!(finding(&home.json(&["doctor"]), "change-complete")["outcome"], "pass");
                assert_eq!(home.json(&["undo"])["entry"]["what"], "keys-connect");
            }
            _ => {
                assert_eq!(changed, [false, false], "{step}");
                assert_eq!(finding(&home.json(&["doctor"]), "change-complete")["outcome"], "pass");
            }
        }
        assert!(states(&files) == before, "{step}: not as before");
        assert_eq!(home.json(&["undo"])["entry"], Value::Null, "{step}");
    }
    assert_eq!(keyring.stored("providers/ok/apiKey").as_deref(), Some(KEY));
}
