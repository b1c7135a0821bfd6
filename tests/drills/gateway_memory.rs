//! A gateway that holds two gigabytes; then it is restarted. The gateway is the FAKE one: the real one does not grow on request.
//! The memory is real.

use std::{fs, path::Path};

use e2e::{
    drill::{message, only_root, passes, start},
    home::Home,
    node,
};
use serde_json::json;

const CHECK: &str = "gateway-memory";

#[test]
fn a_gateway_that_holds_too_much_is_the_root_until_it_is_restarted() {
    let home = Home::at_rest();
    let (script_file, once) = (home.path("grows.cjs"), home.path("grown"));
    let script = format!(
        "const fs = require('fs'), once = {:?};\n\
         if (process.argv[2] === 'gateway' && fs.existsSync(once)) {{ fs.rmSync(once); globalThis.held = Array.from({{ length: 22 }}, () => Buffer.alloc(1e8, 1)); }}\n",
        once.display().to_string()
    );
    fs::write(&script_file, script).unwrap();
    let fake = Path::new(env!("CARGO_MANIFEST_DIR")).join("fakes/gateway.mjs");
    home.settings(&json!({ "gateway": { "command": [node(), "--require", script_file, fake] } }).to_string());
    let mut watch = home.watch();
    fs::write(once, "").unwrap();
    start(&home);
    watch.failing(CHECK);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("The gateway holds 2."), "{found:#}");
    assert!(found["evidence"][0]["text"].as_str().unwrap().starts_with("Memory: 2."), "{found:#}");

    let fixed = home.json(&["fix", CHECK]);
    assert_eq!(fixed["outcome"], "verified", "{fixed:#}");
    passes(&home, CHECK);
}
