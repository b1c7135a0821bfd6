//! Logins and tokens in the real gateway's own store, and the network that they need or have not.

use std::{io::Write, path::Path, process::Command, process::Stdio};

use serde_json::{Value, json};

use crate::{home::Home, node, openclaw};

/// Where the gateway keeps them.
const DATABASE: &str = ".openclaw/state/openclaw.sqlite";

/// Pastes a token with OpenClaw's own command; `lasts` as it takes it: `2h`, `365d`.
pub fn paste_token(home: &Home, provider: &str, lasts: &str) {
    let arguments = ["models", "auth", "paste-token", "--provider", provider, "--expires-in", lasts];
    let mut command = home.command(node());
    command.arg(openclaw()).args(arguments).args(["--profile-id", &format!("{provider}:drill")]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"drill-token-0123456789abcdef\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// Puts an OAuth login that ends then, in milliseconds since 1970, where the gateway keeps them. Signing in for real needs
/// a provider and a person.
pub fn store_login(home: &Home, refresh: &str, expires: u64) {
    let login = json!({
        "type": "oauth", "provider": "openai", "access": "expired-access", "refresh": refresh, "expires": expires,
    });
    store_profile(home, "openai:test", &login);
}

/// Puts this profile where the gateway keeps them, and takes away every other.
pub fn store_profile(home: &Home, id: &str, profile: &Value) {
    if !home.path(DATABASE).exists() {
        // has it made without a start of the gateway
        paste_token(home, "openrouter", "2h");
    }
    let profile = json!({ "version": 1, "profiles": { id: profile } });
    let shared = json!({ "location": "state-db" });
    for (key, value) in [("authProfiles.store", profile), ("auth.sharedStore", shared)] {
        let columns = "(state_key, value_json, updated_at_ms)";
        database(
            home,
            &format!("INSERT OR REPLACE INTO config_machine_state {columns} VALUES ('{key}', '{value}', 1)"),
        );
    }
}

/// The refresh token that is stored, or what stands in its place.
pub fn stored_login(home: &Home) -> String {
    let rows = database(home, "SELECT * FROM config_machine_state WHERE state_key = 'authProfiles.store'");
    let text = rows.to_string();
    let after = text.split("refresh").nth(1).unwrap_or_else(|| panic!("no login is stored: {text}"));
    after.trim_start_matches(['\\', '"', ':']).split(['\\', '"']).next().unwrap_or_default().to_owned()
}

/// Runs one statement on the gateway's database with its own database library.
fn database(home: &Home, sql: &str) -> Value {
    let program = "const { DatabaseSync } = require('node:sqlite'); const [file, sql] = process.argv.slice(1);\
        console.log(JSON.stringify(new DatabaseSync(file, { timeout: 10_000 }).prepare(sql).all()))";
    let output =
        home.command(node()).args(["--no-warnings", "-e", program]).arg(home.path(DATABASE)).arg(sql).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A program without any network, as on a train: only loopback exists for it.
pub fn offline(home: &Home, program: &Path) -> Command {
    apart(home, program, "exec \"$0\" \"$@\"")
}

/// A program for which the place that renews logins is this computer, where nobody knows it: a connection is
/// accepted and closed.
pub fn with_deaf_openai(home: &Home, program: &Path) -> Command {
    std::fs::write(home.path("hosts"), "127.0.0.1 localhost auth.openai.com\n").unwrap();
    let deaf = "require('node:net').createServer((socket) => socket.destroy()).listen(443, '127.0.0.1')";
    let setup = format!(
        "mount --bind {} /etc/hosts && {{ {} -e \"{deaf}\" & }} && exec \"$0\" \"$@\"",
        home.path("hosts").display(),
        node().display(),
    );
    apart(home, program, &setup)
}

/// A program in a network of its own, after `then` in a shell.
pub(crate) fn apart(home: &Home, program: &Path, then: &str) -> Command {
    let template = home.command(program);
    let mut command = Command::new("unshare");
    command
        .args(["--net", "--mount", "--map-root-user", "sh", "-c", &format!("ip link set lo up && {then}")])
        .arg(program)
        .env_clear()
        .envs(template.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .current_dir(home.path(""))
        .stdin(Stdio::null());
    command
}
