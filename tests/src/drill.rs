//! What every drill does: sees one root cause, and sees it gone.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::Value;

use crate::{
    home::{Home, roots},
    node, program, until,
};

/// Examines the home, sees this check fail as the only root cause, and hands out its finding.
pub fn only_root(home: &Home, check: &str) -> Value {
    let report = home.json(&["doctor"]);
    assert_eq!(roots_beside(&report, check), [check], "{report:#}");
    finding(&report, check)
}

/// The roots, without the keys that a drill has in its configuration and does not speak of.
fn roots_beside(report: &Value, check: &str) -> Vec<String> {
    let mut roots = roots(report);
    roots.retain(|root| root == check || root != "key-plaintext");
    roots
}

/// Examines the home and sees this check pass and nothing else fail, as soon as the gateway has said what it is asked.
pub fn passes(home: &Home, check: &str) {
    let report = until(&format!("{check} to be known"), || {
        let report = home.json(&["doctor"]);
        (finding(&report, check)["outcome"] != "unknown").then_some(report)
    });
    assert_eq!(roots_beside(&report, check), [""; 0], "{report:#}");
    assert_eq!(finding(&report, check)["outcome"], "pass", "{report:#}");
}

/// What a report says of one check.
pub fn finding(report: &Value, check: &str) -> Value {
    let findings = report["findings"].as_array().into_iter().flatten();
    findings
        .clone()
        .find(|finding| finding["id"] == check)
        .unwrap_or_else(|| panic!("no {check} in {report:#}"))
        .clone()
}

/// The finding's message.
pub fn message(finding: &Value) -> &str {
    finding["message"].as_str().unwrap_or_default()
}

/// Starts the gateway as a person would, and sees it become ready.
pub fn start(home: &Home) -> Value {
    let started = home.json(&["gateway", "start"]);
    assert_eq!((&started["ok"], &started["phase"]), (&true.into(), &"ready".into()), "{started}");
    started
}

/// Stops the gateway, or what tries to start it, as a person would: a remedy that is seen without a start needs none.
pub fn rests(home: &Home) {
    let stopped = home.json(&["gateway", "stop"]);
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
}

/// Mends it as a person would; takes that back, which leaves the configuration as it was, byte for byte, with mode and owner, and
/// brings the failure back; and mends it again. `recurs` has it happen anew, where a failure is something that happens.
pub fn there_and_back(home: &Home, check: &str, recurs: impl FnMut()) {
    there_and_back_in(home, check, &home.config_file(), recurs);
}

/// The same where another file changes.
pub fn there_and_back_in(home: &Home, check: &str, file: &Path, mut recurs: impl FnMut()) {
    let as_it_is = || {
        let about = fs::metadata(file).unwrap();
        (fs::read(file).unwrap(), about.mode(), about.uid())
    };
    let before = as_it_is();
    let mends = || {
        let mended = home.json(&["fix", check, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert!(as_it_is() != before, "{} is as before", file.display());
    };
    mends();
    let undone = home.json(&["undo"]);
    assert!(as_it_is() == before, "{} is not as before: {undone:#}", file.display());
    let mut looks = 0;
    until(&format!("{check} to be back"), || {
        // seldom: one that is still under way when it is mended again would fail after that
        if looks % 5 == 0 {
            recurs();
        }
        looks += 1;
        home.roots().contains(&check.to_owned()).then_some(())
    });
    mends();
}

/// Runs `clawtender` with these arguments and kills it (SIGKILL) as soon as it has come to this step; `beside#2` is the second
/// time that it does.
pub fn killed_at(home: &Home, step: &str, args: &[&str]) {
    let mut child = home
        .command(program("clawtender"))
        .args(args)
        .env("CLAWTENDER_TEST_WAITS_AT", step)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let wanted = format!("waits at {step}");
    let mut said = Vec::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
        said.push(line);
        if said.last() == Some(&wanted) {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(said.last(), Some(&wanted), "{said:#?}");
}

/// Has the FAKE gateway started in this home instead of the real one.
pub fn with_fake_gateway(home: &Home) {
    let fake = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/gateway.mjs");
    home.settings(&serde_json::json!({ "gateway": { "command": [node(), fake] } }).to_string());
}
