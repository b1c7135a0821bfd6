//! A configuration that does not parse, has a key nobody knows, a value of the wrong type, or is not there at all.

use std::fs;

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

    home.write_config(&home.config());
    passes(&home, CHECK);
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
    home.write_config(&home.config());
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

    home.write_config(&home.config());
    passes(&home, CHECK);
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
