//! The report that leaves this computer, and two reports side by side, on the real engine.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    io::{Read, Seek, SeekFrom},
};

use e2e::{
    browser::Browser,
    desktop::{Desktop, Program},
    home::{Home, TOKEN},
    keyring::Keyring,
    processes,
};
use memchr::memmem;
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
    // what would be copied is what is shown
    window.press("Issue text…");
    window.reads(".export pre", "gateway");
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
    let memories = window_memories(&home);
    assert!(memories.iter().any(|memory| memmem::find(memory, b"key-plaintext").is_some()), "a page is not found");
    said.extend(memories.into_iter().map(|memory| ("the memory of the window".to_owned(), memory)));
    // what it writes when it is killed in the middle of things is among its files
    tray.signal("ABRT");
    said.extend(
        home.files("clawtender").into_iter().map(|file| (file.display().to_string(), fs::read(&file).unwrap())),
    );
    for (place, secret) in PLANTED {
        for (whence, bytes) in &said {
            let Some(at) = memmem::find(bytes, secret.as_bytes()) else { continue };
            let around = &bytes[at.saturating_sub(200)..bytes.len().min(at + 200)];
            panic!("the secret of the {place} is in {whence}: {}", String::from_utf8_lossy(around));
        }
    }
}

/// What the processes of the window hold that can be written to: the page, its scripts, and what came over the socket.
fn window_memories(home: &Home) -> Vec<Vec<u8>> {
    let of_window = |pid: &u32| {
        let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let program = words.split('\0').next().unwrap_or_default();
        program.ends_with("clawtender-window") || program.ends_with("WebKitWebProcess")
    };
    let pids: Vec<u32> = processes::all_of(&home.path("")).into_iter().filter(of_window).collect();
    assert!(pids.len() >= 2, "{pids:?}");
    pids.into_iter().flat_map(memory).collect()
}

fn memory(pid: u32) -> Vec<Vec<u8>> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut file = fs::File::open(format!("/proc/{pid}/mem")).unwrap();
    let mut read = |line: &str| {
        let mut words = line.split(' ');
        let (from, to) = words.next()?.split_once('-')?;
        let (from, to) = (u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?);
        // what is reserved and not there is gigabytes: it ends the read early
        let length = usize::try_from(to - from).ok().filter(|length| *length <= 1 << 28)?;
        words.next().filter(|rights| rights.starts_with("rw"))?;
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(from)).ok()?;
        let mut held = 0;
        while let Ok(more @ 1..) = file.read(&mut bytes[held..]) {
            held += more;
        }
        bytes.truncate(held);
        Some(bytes)
    };
    maps.lines().filter_map(&mut read).collect()
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
