//! Fixes of the configuration that end in the middle: whatever is killed, and wherever, what it leaves behind is what was
//! there before, what was meant, or something that the journal takes back.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use e2e::{
    drill::killed_at,
    home::{Home, TOKEN},
};
use serde_json::{Value, json};

/// All that a file is: its bytes, its mode and its owner.
fn state(file: &Path) -> Option<(Vec<u8>, u32, u32, u32)> {
    let at = fs::metadata(file).ok()?;
    Some((fs::read(file).unwrap(), at.mode(), at.uid(), at.gid()))
}

fn journal(home: &Home) -> Vec<Value> {
    home.json(&["journal"])["entries"].as_array().unwrap().clone()
}

/// What a test breaks: the check that fails of it, the file that its fix writes, how it is broken, and where the fix is killed.
struct Broken {
    check: &'static str,
    file: &'static str,
    breaks: fn(&Home),
    steps: &'static [&'static str],
}

const BROKEN: [Broken; 3] = [
    Broken {
        check: "gateway-auth",
        file: ".openclaw/openclaw.json",
        breaks: |home| {
            let text = serde_json::to_string_pretty(&home.config()).unwrap();
            // as a person writes it, and for others to read, as it should not be
            let text = text.replace(TOKEN, "__OPENCLAW_REDACTED__").replacen('{', "{ // mine", 1);
            home.write_config_text(&text);
            fs::set_permissions(home.config_file(), fs::Permissions::from_mode(0o640)).unwrap();
        },
        steps: &["planned", "journalled", "beside", "written", "concluded"],
    },
    Broken {
        check: "config-valid",
        file: ".openclaw/openclaw.json",
        breaks: |home| fs::remove_file(home.config_file()).unwrap(),
        steps: &["beside", "written"],
    },
    Broken {
        check: "tls-verification",
        file: ".openclaw/.env",
        breaks: |home| fs::write(home.path(".openclaw/.env"), "A=1\nNODE_TLS_REJECT_UNAUTHORIZED=0\nB=2\n").unwrap(),
        steps: &["written"],
    },
];

#[test]
fn a_fix_that_is_killed_between_two_steps_leaves_nothing_half_done() {
    for Broken { check, file, breaks, steps } in BROKEN {
        let home = Home::at_rest();
        breaks(&home);
        let path = home.path(file);
        let before = state(&path);
        for step in steps {
            killed_at(&home, step, &["fix", check, "--yes"]);
            let entries = journal(&home);
            let stands: Vec<_> = entries
                .iter()
                .filter(|entry| !["failed", "undone"].contains(&entry["outcome"].as_str().unwrap()))
                .collect();
            let outcome = stands.first().map(|entry| entry["outcome"].as_str().unwrap());
            match *step {
                "planned" => assert_eq!((outcome, state(&path)), (None, before.clone()), "{check} at {step}"),
                // whoever looks at the journal notes what became of it
                "journalled" | "beside" => {
                    assert_eq!((outcome, state(&path)), (None, before.clone()), "{check} at {step}");
                    assert_eq!(entries.last().unwrap()["outcome"], "failed", "{check} at {step}");
                }
                _ => {
                    assert_eq!(outcome, Some("done"), "{check} at {step}");
                    assert_ne!(state(&path), before, "{check} at {step}");
                }
            }
            // a new start takes it back, byte for byte
            if outcome.is_some() {
                let undone = home.json(&["undo"]);
                assert_eq!(undone["entry"]["id"], stands[0]["id"], "{undone:#}");
            }
            assert_eq!(state(&path), before, "{check} after {step}: not as it was");
            assert_eq!(home.json(&["undo"])["entry"], Value::Null, "{check} after {step}");
        }
        // and another one does what was meant, and sweeps up
        let mended = home.json(&["fix", check, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert_eq!(journal(&home).last().unwrap()["outcome"], "verified");
        let after = state(&path).unwrap();
        assert_eq!(
            before.map_or((0o100_600, after.2, after.3), |(_, mode, uid, gid)| (mode, uid, gid)),
            (after.1, after.2, after.3)
        );
        let left: Vec<_> = home
            .files(".openclaw")
            .into_iter()
            .filter(|file| file.to_string_lossy().contains(".clawtender-"))
            .collect();
        assert_eq!(left, Vec::<std::path::PathBuf>::new());
        // the new token stands in the configuration, and nowhere else
        let config: Value = json5(&home);
        let token = config["gateway"]["auth"]["token"].as_str().unwrap().to_owned();
        if token != TOKEN {
            for file in home.files("clawtender") {
                assert!(
                    !fs::read_to_string(&file).unwrap_or_default().contains(&token),
                    "{} holds the token",
                    file.display()
                );
            }
        }
    }
}

fn json5(home: &Home) -> Value {
    let text = fs::read_to_string(home.config_file()).unwrap().replace("// mine", "");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn what_is_killed_between_two_files_or_while_it_is_taken_back_can_be_taken_back() {
    let home = Home::at_rest();
    let (config, variables) = (home.config_file(), home.path(".openclaw/.env"));
    let mut text = home.config();
    text["env"] = json!({ "vars": { "NODE_TLS_REJECT_UNAUTHORIZED": "0" } });
    home.write_config(&text);
    fs::write(&variables, "A=1\nNODE_TLS_REJECT_UNAUTHORIZED=0\n").unwrap();
    let both = || (state(&config), state(&variables));
    let before = both();

    // an undo that is killed before its first file, between its two, and before it is noted
    for step in ["undoing", "undoing#2", "undone"] {
        assert_eq!(home.json(&["fix", "tls-verification", "--yes"])["outcome"], "verified", "{step}");
        let changed = both();
        assert!(changed.0 != before.0 && changed.1 != before.1);
        killed_at(&home, step, &["undo"]);
        let undone = home.json(&["undo"]);
        assert_eq!(undone["entry"]["what"], "verify-certificates", "{step}: {undone:#}");
        assert!(both() == before, "{step}: {undone:#}");
        assert_eq!(home.json(&["undo"])["entry"], Value::Null, "{step}");
    }

    // modes are given one by one
    fs::set_permissions(home.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(home.path(".openclaw"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&config, fs::Permissions::from_mode(0o644)).unwrap();
    let modes = || (state(&config).unwrap().1, fs::metadata(home.path(".openclaw")).unwrap().mode());
    let open = modes();
    killed_at(&home, "mode#2", &["fix", "config-permissions", "--yes"]);
    assert_ne!(modes(), open);
    assert!(home.roots().contains(&"change-complete".to_owned()));
    let mended = home.json(&["fix", "change-complete", "--yes"]);
    assert_eq!((&mended["outcome"], modes()), (&json!("verified"), open), "{mended:#}");

    // what only follows from something else is mended with that
    fs::write(&config, "{ gateway: ").unwrap();
    let said = home.clawtender(&["fix", "config-permissions", "--yes"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("follows from config-valid"), "{said}");
}

#[test]
fn the_journal_lists_fixes_of_every_kind_and_undo_takes_what_can_be_taken_back() {
    let home = Home::at_rest();
    fs::write(home.path(".openclaw/.env"), "NODE_TLS_REJECT_UNAUTHORIZED=0\n").unwrap();
    let planned = home.json(&["fix", "tls-verification", "--dry-run"]);
    let plan = planned["plan"].to_string();
    assert!(plan.contains("-NODE_TLS_REJECT_UNAUTHORIZED=") && plan.contains("/.openclaw/.env"), "{planned:#}");
    assert!(journal(&home).is_empty(), "a look is no change");
    let mended = home.clawtender(&["fix", "tls-verification", "--yes", "--json"]);
    let (answer, said) = (String::from_utf8(mended.stdout).unwrap(), String::from_utf8(mended.stderr).unwrap());
    assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["outcome"], "verified", "{answer}");
    assert!(said.contains("Step 1 of 4: Work out what changes.\n"), "{said}");

    // one that changes no file: it starts nothing, for what is named is no gateway
    home.settings(&json!({ "gateway": { "command": ["/bin/false"] } }).to_string());
    home.json(&["gateway", "start"]);
    let started = home.json(&["fix", "start-gateway"]);
    assert!(started["outcome"] != "verified", "{started:#}");
    let listed: Vec<_> = journal(&home).iter().map(|entry| (entry["what"].clone(), entry["outcome"].clone())).collect();
    assert_eq!(listed[0], (json!("verify-certificates"), json!("verified")));
    if started["outcome"] != Value::Null {
        assert_eq!(listed[1], (json!("start-gateway"), json!("failed")), "{started:#}");
    }
    let undone = home.json(&["undo"]);
    assert_eq!(undone["entry"]["what"], "verify-certificates", "{undone:#}");
    assert_eq!(undone["failing"][0]["id"], "tls-verification", "{undone:#}");
}
