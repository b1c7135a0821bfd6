//! A gateway whose clock is ten minutes ahead; then it has the time. What is faked is Node's clock, at its lowest: another
//! computer's clock cannot be had here.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
    node, openclaw,
};
use serde_json::json;

const CHECK: &str = "clock-gateway";

#[test]
fn a_gateway_with_another_time_is_the_root_until_it_has_ours() {
    let home = Home::new();
    let (ahead, script) = (home.path("ahead"), home.path("clock.cjs"));
    fs::write(&ahead, "").unwrap();
    let clock = format!("{{ const now = Date.now; Date.now = () => now() + (fs.existsSync({ahead:?}) ? 600_000 : 0); }}");
    fs::write(&script, format!("const fs = require('node:fs');\n{clock}\n")).unwrap();
    home.settings(&json!({ "gateway": { "command": [node(), "--require", script, openclaw()] } }).to_string());
    let mut watch = home.watch();
    watch.phase("ready");
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("ahead of this computer's. It refuses devices that sign with the right time."), "{found:#}");

    assert!(message(&found).ends_with("a restart gives it this computer's time."), "{found:#}");
    assert_eq!(found["fix"]["id"], "restart-gateway");

    // a restart alone does not help one that keeps its own time, and what was seen after it is told
    let tried = home.json(&["fix", CHECK]);
    assert_eq!(tried["outcome"], "still-failing", "{tried:#}");
    assert!(tried["evidence"].to_string().contains("The gateway's challenge was stamped"), "{tried:#}");

    fs::remove_file(&ahead).unwrap();
    let mended = home.json(&["fix", CHECK]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
}
