//! The gateway's secrets out of the real keychain: `clawtender secrets` as the real gateway runs it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink},
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use e2e::{
    PATIENCE,
    client::owner_asks,
    home::{Home, TOKEN},
    keyring::Keyring,
    node, openclaw, processes, program, until,
};
use serde_json::{Value, json};

const KEY: &str = "sk-from-the-keychain-0123456789";

/// The home's configuration with its token and a provider's key in the keychain.
fn config(home: &Home, command: &Path, provider: u16) -> Value {
    let secret = |id: &str| json!({ "source": "exec", "provider": "keychain", "id": id });
    let mut config = home.config();
    config["gateway"]["auth"]["token"] = secret("gateway/token");
    config["secrets"]["providers"]["keychain"] = json!({
        "source": "exec", "command": command, "args": ["secrets"], "jsonOnly": true, "timeoutMs": 5000,
        "passEnv": ["HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"],
    });
    config["models"]["providers"]["ok"] = json!({
        "baseUrl": format!("http://127.0.0.1:{provider}/v1"), "api": "openai-completions", "apiKey": secret("providers/ok/apiKey"),
        "models": [{ "id": "m", "name": "M", "contextWindow": 32000, "maxTokens": 1000, "input": ["text"], "reasoning": false,
                     "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 } }],
    });
    config
}

/// A provider that only notes with which key it is asked.
fn provider() -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            if let Some(key) = authorization(&mut stream) {
                let _ = tell.send(key);
            }
            let _ = stream.write_all(b"HTTP/1.1 500 Enough\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        }
    });
    (port, told)
}

fn authorization(stream: &mut TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            read => head.extend_from_slice(&buffer[..read]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Where the copy is that the gateway may run, as `clawtender` says it.
fn command(home: &Home, clawtender: &Path) -> PathBuf {
    let output = home.command(clawtender).args(["secrets", "--command"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim_end())
}

/// Runs the gateway's own command line.
fn gateway_says(home: &Home, args: &[&str]) -> Output {
    home.command(node()).arg(openclaw()).args(args).output().unwrap()
}

/// What the gateway's own validation says against the program, or nothing.
fn validation(home: &Home) -> Vec<String> {
    let output = gateway_says(home, &["config", "validate", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let issues = answer["issues"].as_array().cloned().unwrap_or_default();
    issues.iter().map(|issue| issue["message"].as_str().unwrap().to_owned()).collect()
}

/// Runs `clawtender secrets` as the gateway does.
fn ask(home: &Home, request: &[u8]) -> Output {
    let template = home.command(program("clawtender"));
    let passed = ["HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"];
    let environment = template.get_envs().filter(|(name, _)| passed.iter().any(|passed| name == passed));
    let environment: Vec<_> =
        environment.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
    let mut child = home.command(program("clawtender"));
    child
        .env_clear()
        .envs(environment)
        .arg("secrets")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    // whoever refuses a request may have stopped reading it
    let _ = child.stdin.take().unwrap().write_all(request);
    child.wait_with_output().unwrap()
}

fn request(ids: &[&str]) -> Vec<u8> {
    json!({ "protocolVersion": 1, "provider": "keychain", "ids": ids }).to_string().into_bytes()
}

fn answered(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_gateway_runs_on_secrets_out_of_the_keychain() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    keyring.store("gateway/token", TOKEN);
    keyring.store("providers/ok/apiKey", KEY);
    let (port, asked) = provider();
    let command = command(&home, &program("clawtender"));
    home.write_config(&config(&home, &command, port));

    let mut watch = home.watch();
    let gateway = processes::environment(e2e::watch::pid(&watch.phase("ready")));
    assert!(!gateway.iter().any(|(_, value)| value.contains(TOKEN) || value.contains(KEY)), "{gateway:?}");

    // it lets in who has the token out of the keychain; OpenClaw's command line takes it the same way
    let output = gateway_says(&home, &["gateway", "call", "status", "--json", "--params", "{}"]);
    let status: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert_eq!(status["degradedSecretOwners"], json!([]), "{status}");
    owner_asks(&home, "models.probe", &json!({ "provider": "ok" }));
    assert_eq!(asked.recv_timeout(PATIENCE).unwrap(), format!("Bearer {KEY}"));

    // no key lies anywhere: not in the configuration, not in the logs, not in Clawtender's own files
    for folder in [".openclaw", "clawtender", "run"] {
        for file in files(&home.path(folder)) {
            let bytes = fs::read(&file).unwrap_or_default();
            let holds = |secret: &str| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!holds(KEY) && !holds(TOKEN), "{}", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.filter(|path| !path.is_symlink()).partition(|path| path.is_dir());
    files
        .into_iter()
        .filter(|path| path.is_file())
        .chain(folders.iter().flat_map(|folder| self::files(folder)))
        .collect()
}

#[test]
fn the_gateway_refuses_a_foreign_an_open_and_a_linked_program_and_ours_is_none_of_them() {
    let home = Home::new();
    fs::create_dir_all(home.path("packaged")).unwrap();
    let packaged = home.path("packaged/clawtender");
    fs::copy(program("clawtender"), &packaged).unwrap();
    let me = fs::metadata(home.path("")).unwrap().uid();
    let copy = command(&home, &packaged);
    let [open, link] = ["open", "link"].map(|name| home.path("packaged").join(name));
    fs::copy(&copy, &open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    symlink(&copy, &link).unwrap();
    let foreign = if me == 0 {
        chown(&packaged, Some(1000), Some(1000)).unwrap();
        packaged.clone()
    } else {
        PathBuf::from("/usr/bin/true")
    };

    // the hazard is real: what a package installs, what others can change, and a link are all refused
    let mut config = config(&home, &foreign, 1);
    for (name, command) in [("open", &open), ("link", &link), ("ours", &copy)] {
        config["secrets"]["providers"][name] = json!({ "source": "exec", "command": command });
    }
    home.write_config(&config);
    let mut issues = validation(&home);
    issues.sort();
    let [first, second, third] = &issues[..] else { panic!("{issues:?}") };
    assert!(first.contains("keychain.command must be owned by the current user"), "{first}");
    assert!(second.contains("link.command must not be a symlink"), "{second}");
    assert!(third.contains("open.command permissions are too open"), "{third}");
    assert_eq!(home.gateway_by_hand().wait().unwrap().code(), Some(1), "it starts without its secrets");
    let why = fs::read_to_string(home.path("by-hand.err")).unwrap();
    assert!(why.contains("required secrets are unavailable"), "{why}");

    // ours does not stay so, whatever happens to it
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(command(&home, &packaged), copy);
    assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o7777, 0o700);
    fs::remove_file(&copy).unwrap();
    symlink(&packaged, &copy).unwrap();
    assert_eq!(command(&home, &packaged), copy);
    let now = fs::symlink_metadata(&copy).unwrap();
    assert!(now.is_file() && now.uid() == me, "{now:?}");
    for name in ["open", "link", "keychain"] {
        config["secrets"]["providers"][name]["command"] = json!(copy);
    }
    home.write_config(&config);
    assert_eq!(validation(&home), Vec::<String>::new());

    // an update of the package reaches the copy, and no earlier
    let mut newer = fs::OpenOptions::new().append(true).open(&packaged).unwrap();
    newer.write_all(b"\nnewer").unwrap();
    drop(newer);
    assert_ne!(fs::metadata(&copy).unwrap().len(), fs::metadata(&packaged).unwrap().len());
    assert_eq!(command(&home, &packaged), copy);
    assert_eq!(fs::metadata(&copy).unwrap().len(), fs::metadata(&packaged).unwrap().len());
}

#[test]
fn every_id_is_answered_and_a_locked_or_missing_or_hanging_keychain_is_an_answer_too() {
    let mut home = Home::new();
    let ids = ["gateway/token", "providers/ok/apiKey", "somebody/else"];
    let codes = |answer: &Value| ids.map(|id| answer["errors"][id]["code"].as_str().unwrap_or("-").to_owned());
    home.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    assert_eq!(codes(&answered(&ask(&home, &request(&ids)))), ["NO_KEYCHAIN", "NO_KEYCHAIN", "NOT_FOUND"]);

    let keyring = Keyring::start(&mut home);
    keyring.store("gateway/token", TOKEN);
    keyring.store("somebody/else", "not ours to give");
    let answer = answered(&ask(&home, &request(&ids)));
    assert_eq!(answer["values"], json!({ "gateway/token": TOKEN }));
    assert_eq!(codes(&answer), ["-", "NOT_FOUND", "NOT_FOUND"]);

    processes::signal(keyring.pid(), "STOP");
    let begun = Instant::now();
    assert_eq!(codes(&answered(&ask(&home, &request(&ids)))), ["TIMED_OUT", "TIMED_OUT", "NOT_FOUND"]);
    assert!(begun.elapsed() < Duration::from_millis(4900), "the gateway would have killed it: {:?}", begun.elapsed());
    processes::signal(keyring.pid(), "CONT");

    keyring.lock();
    let output = ask(&home, &request(&ids));
    assert_eq!(codes(&answered(&output)), ["LOCKED", "LOCKED", "NOT_FOUND"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("locked"), "{output:?}");
}

#[test]
fn what_is_no_request_gets_no_answer() {
    let home = Home::new();
    let many: Vec<String> = (0..600).map(|number| format!("providers/p{number}/apiKey")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = [request(&["gateway/token"]), vec![b' '; 300 * 1024]].concat();
    for bytes in [
        &b""[..],
        b"{",
        b"null",
        b"\0\xff",
        b"{\"protocolVersion\":2,\"provider\":\"k\",\"ids\":[]}",
        &request(&many),
        &long,
    ] {
        let output = ask(&home, bytes);
        assert_eq!(output.status.code(), Some(2), "{:.60}", String::from_utf8_lossy(bytes));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{output:?}");
    }
    // whoever does not close the pipe is not waited for
    let mut child = home.command(program("clawtender"));
    let mut child =
        child.arg("secrets").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut open = child.stdin.take().unwrap();
    open.write_all(b"{").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
}

/// Runs `clawtender keys …` with this on standard input.
fn keys(home: &Home, args: &[&str], input: &[u8]) -> Output {
    let mut child = home.command(program("clawtender"));
    child.arg("keys").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_key_is_stored_as_it_was_given_or_not_at_all_and_the_gateway_gets_it() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let good = format!("sk-ant-{}", "a1B2".repeat(25));
    assert_eq!(home.json(&["keys", "list"])["keys"], json!([]));
    assert_eq!(keys(&home, &["set", "anthropic"], format!("{good}\n").as_bytes()).status.code(), Some(0));
    assert_eq!(keyring.stored("providers/anthropic/apiKey").as_deref(), Some(good.as_str()));
    let answer = answered(&ask(&home, &request(&["providers/anthropic/apiKey"])));
    assert_eq!(answer["values"]["providers/anthropic/apiKey"], json!(good));

    for bad in ["", "\n", " sk-x", "sk-x\nsk-y\n", "'sk-x'", "sk-x\u{a0}", "ANTHROPIC_API_KEY=sk-x"] {
        let output = keys(&home, &["set", "anthropic"], bad.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{bad:?}: {output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Nothing was stored"), "{output:?}");
        assert_eq!(keyring.stored("providers/anthropic/apiKey").as_deref(), Some(good.as_str()));
    }
    // odd, but a provider may have changed its keys
    let output = keys(&home, &["set", "OpenAI", "--account", "work", "--json"], good.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["warning"], "This looks like a key for Anthropic, not for OpenAI.");
    let listed = home.json(&["keys", "list"]);
    let which = |key: &Value| json!([key["provider"], key["name"], key["account"], key["place"]["kind"]]);
    let listed_keys: Vec<Value> = listed["keys"].as_array().unwrap().iter().map(which).collect();
    assert_eq!(
        listed_keys,
        [json!(["anthropic", "Anthropic", null, "keychain"]), json!(["openai", "OpenAI", "work", "keychain"])]
    );
    // the last four alone, and since when
    assert!(listed["keys"][0]["lastFour"] == "a1B2" && listed["keys"][0]["storedAt"].is_string(), "{listed}");
    assert!(!listed.to_string().contains("a1B2a1B2"), "{listed}");

    assert_eq!(home.json(&["keys", "delete", "anthropic"])["deleted"], true);
    assert_eq!(home.json(&["keys", "delete", "anthropic"])["deleted"], false);
    assert_eq!(keyring.stored("providers/anthropic/apiKey"), None);
    assert_eq!(keys(&home, &["set", "../x"], good.as_bytes()).status.code(), Some(2));
    keyring.lock();
    let output = keys(&home, &["list"], b"");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("The keychain is locked."), "{output:?}");
}

#[test]
fn a_terminal_does_not_show_the_key() {
    let mut home = Home::new();
    let keyring = Keyring::start(&mut home);
    let key = format!("sk-ant-{}", "z9Y8".repeat(25));
    let clawtender = program("clawtender");
    let typed = format!("{} keys set anthropic", clawtender.display());
    let mut terminal = home.command("script");
    terminal.args(["--quiet", "--return", "--echo", "always", "--command", &typed, "/dev/null"]);
    let mut terminal = terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut screen = terminal.stdout.take().unwrap();
    let mut shown = Vec::new();
    let mut buffer = [0; 256];
    while !String::from_utf8_lossy(&shown).contains("not shown") {
        let read = screen.read(&mut buffer).unwrap();
        assert!(read > 0, "no prompt: {}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&buffer[..read]);
    }
    // the prompt stands there a moment before the echo ends, and nobody types that fast
    let tty = home.command("ps").args(["-o", "tty=", "--ppid", &terminal.id().to_string()]).output().unwrap();
    let tty = format!("/dev/{}", String::from_utf8(tty.stdout).unwrap().trim());
    until("the echo to end", || {
        let modes = home.command("stty").args(["-a", "-F", &tty]).output().unwrap();
        String::from_utf8_lossy(&modes.stdout).contains(" -echo ").then_some(())
    });
    terminal.stdin.take().unwrap().write_all(format!("{key}\r").as_bytes()).unwrap();
    screen.read_to_end(&mut shown).unwrap();
    let shown = String::from_utf8_lossy(&shown);
    assert!(terminal.wait().unwrap().success(), "{shown}");
    assert!(shown.contains("is in the keychain") && !shown.contains("z9Y8"), "{shown}");
    assert_eq!(keyring.stored("providers/anthropic/apiKey"), Some(key));
}
