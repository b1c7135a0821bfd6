//! A configuration that does not parse, has a key nobody knows, a value of the wrong type, or is not there at all.

use std::{fs, os::unix::fs::PermissionsExt};

use e2e::{
    drill::{finding, message, only_root, passes, rests},
    home::Home,
    until,
};
use serde_json::json;

const CHECK: &str = "config-valid";

#[test]
fn each_mistake_is_one_root_with_its_place_until_it_is_mended() {
    let home = Home::new();
    let port = home.port;
    let mistakes = [
        // text, and where it is wrong
        (format!("{{\n  gateway: {{ mode: 'local', port: {port} }},\n  oops oops\n}}\n"), "openclaw.json:3:8"),
        (format!("{{\n  gateway: {{ mode: 'local', port: {port} }},\n  bogus: true,\n}}\n"), "openclaw.json:3:3"),
        (format!("{{\n  gateway: {{\n    mode: 'local',\n    port: '{port}',\n  }},\n}}\n"), "openclaw.json:4:5"),
    ];
    home.write_config_text(&mistakes[0].0);
    let mut watch = home.watch();
    watch.phase("refused");
    rests(&home);
    for (text, place) in &mistakes {
        home.write_config_text(text);
        // OpenClaw's own word may take a while
        until(place, || message(&finding(&home.json(&["doctor"]), CHECK)).contains(place).then_some(()));
        let found = only_root(&home, CHECK);
        assert!(message(&found).contains(place), "{text}{found:#}");
        assert_eq!(found["fix"]["id"], "repair-config");
    }
    // opening it is no repair, and says where to look
    home.notes_pages();
    let found = only_root(&home, CHECK);
    assert_eq!(found["also"][0]["id"], "open-at-line", "{found:#}");
    assert_eq!(found["also"][0]["at"]["line"], 4, "{found:#}");
    let opened = home.json(&["fix", CHECK, "--with", "open-at-line"]);
    assert_eq!(opened["outcome"], "still-failing", "{opened:#}");
    assert!(message(&opened).contains("line 4"), "{opened:#}");
    home.opened(home.config_file().to_str().unwrap());

    // the last two say what is meant, or what nobody means
    for (text, place) in &mistakes[1..] {
        home.write_config_text(text);
        until(place, || message(&finding(&home.json(&["doctor"]), CHECK)).contains(place).then_some(()));
        mends(&home);
        assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
        assert_eq!(&fs::read_to_string(home.config_file()).unwrap(), text);
    }
    mends(&home);
    let repaired = fs::read_to_string(home.config_file()).unwrap();
    assert_eq!(repaired, mistakes[2].0.replace(&format!("'{port}'"), &port.to_string()));

    // what cannot be read is not guessed at, and what a gateway left behind when it had started takes its place
    home.write_config_text(&mistakes[0].0);
    let refused = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(refused["outcome"], "failed", "{refused:#}");
    assert!(message(&refused).contains("line 3, column 8"), "{refused:#}");
    fs::write(home.path(".openclaw/openclaw.json.last-good"), &repaired).unwrap();
    mends(&home);
    assert_eq!(fs::read_to_string(home.config_file()).unwrap(), repaired);
    assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
    assert_eq!(fs::read_to_string(home.config_file()).unwrap(), mistakes[0].0);
    mends(&home);
}

fn mends(home: &Home) {
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
}

#[test]
fn what_guides_write_is_told_with_what_to_write_instead_and_moved_there() {
    let home = Home::new();
    let mut config = home.config();
    config["models"]["primary"] = json!("openai/gpt-6-astra");
    config["models"]["fallback"] = json!("anthropic/claude-sonnet-5");
    config["proxy"] = json!({ "url": "http://127.0.0.1:9" });
    config["timeout"] = json!(30_000);
    config["rateLimiting"] = json!({ "enabled": true });
    home.write_config(&config);
    until(CHECK, || (home.roots() == [CHECK]).then_some(()));
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("of older guides is"), "{found:#}");
    let steps = found["fix"]["preview"].to_string();
    for told in ["agents.defaults.model.primary", "agents.defaults.model.fallbacks", "proxy.proxyUrl", "timeoutSeconds"] {
        assert!(steps.contains(told), "{told}: {found:#}");
    }
    mends(&home);
    let mended: serde_json::Value = serde_json::from_slice(&fs::read(home.config_file()).unwrap()).unwrap();
    assert_eq!(mended["agents"]["defaults"]["model"]["primary"], "openai/gpt-6-astra");
    assert_eq!(mended["agents"]["defaults"]["model"]["fallbacks"], json!(["anthropic/claude-sonnet-5"]));
    assert_eq!(mended["proxy"], json!({ "proxyUrl": "http://127.0.0.1:9" }));
    assert!(mended["timeout"].is_null() && mended["rateLimiting"].is_null(), "{mended:#}");
}

#[test]
fn a_value_that_openclaw_alone_can_judge_is_told_with_its_place() {
    let home = Home::new();
    let mut config = home.config();
    config["gateway"]["auth"]["rateLimit"] = json!("none");
    home.write_config(&config);
    until(CHECK, || (home.roots() == [CHECK]).then_some(()));
    let found = only_root(&home, CHECK);
    assert!(found["evidence"][0]["text"].as_str().unwrap().contains("gateway.auth.rateLimit"), "{found:#}");
    assert!(message(&found).contains("openclaw.json:"), "{found:#}");
    mends(&home);
    assert!(!home.roots().contains(&CHECK.to_owned()));
}

#[test]
fn a_missing_configuration_is_one_root_until_it_is_written() {
    let home = Home::new();
    fs::remove_file(home.config_file()).unwrap();
    let mut watch = home.watch();
    watch.phase("refused");
    rests(&home);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("There is no openclaw.json."), "{found:#}");
    assert_eq!(found["fix"]["id"], "create-config");

    mends(&home);
    passes(&home, CHECK);
    let file = home.config_file();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
    assert!(!file.exists());
    mends(&home);
}

#[test]
fn a_configuration_that_is_mended_while_the_start_fails_is_not_overlooked() {
    let home = Home::new();
    home.write_config_text(&format!("{{ gateway: {{ port: {}, bogus: true }} }}", home.port));
    let mut watch = home.watch();
    watch.wait("a gateway with the bad one", |event| event["phase"] == "starting" && event["pid"].is_u64());
    home.write_config(&home.config());
    watch.phase("ready");
    passes(&home, CHECK);
}
