//! A configuration that a newer OpenClaw wrote than the one that the settings name. The newer OpenClaw is FAKE, there is none in
//! the registry: a package that accepts every configuration.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    node, openclaw,
};
use serde_json::json;

const CHECK: &str = "version-agreement";

#[test]
fn an_openclaw_older_than_the_configuration_is_the_root_until_the_newer_one_is_used() {
    let home = Home::at_rest();
    passes(&home, CHECK);
    let mut config = home.config();
    config["meta"] = json!({ "lastTouchedVersion": "2027.1.1" });
    home.write_config(&config);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The configuration was written by OpenClaw 2027.1.1; a start runs 2026.9.6."), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"update-openclaw".into(), &serde_json::Value::Null));

    // the newer one is there, and the settings name the older one
    let newer = home.path("prefix/lib/node_modules/openclaw");
    fs::create_dir_all(&newer).unwrap();
    let engines = json!({ "node": ">=24" });
    let package = json!({ "name": "openclaw", "version": "2027.1.1", "engines": engines, "bin": { "openclaw": "openclaw.mjs" } });
    fs::write(newer.join("package.json"), package.to_string()).unwrap();
    fs::write(newer.join("openclaw.mjs"), "console.log('{\"valid\":true}');\n").unwrap();
    fs::write(home.path(".npmrc"), format!("prefix={}\n", home.path("prefix").display())).unwrap();
    home.settings(&json!({ "gateway": { "command": [node(), openclaw()] } }).to_string());
    let found = only_root(&home, CHECK);
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"use-newer-version".into(), &true.into()), "{found:#}");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let settings = fs::read_to_string(home.path("clawtender/settings.json5")).unwrap();
    assert!(settings.contains("prefix/lib/node_modules/openclaw/openclaw.mjs"), "{settings}");
    passes(&home, CHECK);

    assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
    assert_eq!(home.json(&["fix", CHECK, "--yes"])["outcome"], "verified");
    passes(&home, CHECK);
}
