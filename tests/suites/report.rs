//! The report that leaves this computer, and two reports side by side, on the real engine.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::fs;

use e2e::home::{Home, TOKEN};
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
