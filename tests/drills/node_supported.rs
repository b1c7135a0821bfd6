//! OpenClaw is there and the only Node is too old for it; then the right one arrives.
//!
//! The right one is the person's, or Clawtender's own, with the real npm from a FAKE registry. The old Node is the system's own. Where the system has none, the check says that, and where it has one that fits, there
//! is nothing to drill.

use std::{fs, os::unix::fs::symlink, path::Path};

use e2e::{
    drill::{message, only_root, passes, rests},
    home::Home,
    node, openclaw,
    registry::{Package, Registry},
};

const CHECK: &str = "node-supported";

#[test]
fn a_node_that_is_too_old_is_named_until_the_right_one_is_there() {
    let mut home = Home::new();
    let registry = Registry::start("2026.9.6");
    registry.offers(Package::node_that_leads());
    registry.offers(Package::openclaw(&openclaw()));
    registry.serves(&mut home);
    fs::remove_file(home.path("bin/node")).unwrap();
    let found = only_root(&home, CHECK);
    assert_eq!(found["fix"]["id"], "install-node");
    assert!(message(&found).contains("needs >=24.16.0"), "{found}");

    let mut watch = home.watch();
    watch.phase("refused");
    only_root(&home, CHECK);
    assert_eq!(home.clawtender(&["gateway", "start"]).status.code(), Some(3));
    assert_eq!(home.gateways(), Vec::<u32>::new());

    rests(&home);
    only_root(&home, CHECK);
    symlink(node(), home.path("bin/node")).unwrap();
    passes(&home, CHECK);

    // npm needs some Node
    if !["/usr/bin/node", "/usr/local/bin/node"].iter().any(|node| Path::new(node).exists()) {
        return;
    }
    fs::remove_file(home.path("bin/node")).unwrap();
    let config = fs::read(home.config_file()).unwrap();
    for again in [false, true] {
        only_root(&home, CHECK);
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        let found = home.json(&["runtime", "list"]);
        assert!(found["chosen"]["program"].to_string().contains("clawtender/data/runtime"), "{found:#}");
        passes(&home, CHECK);
        if !again {
            let undone = home.json(&["undo"]);
            assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
        }
    }
    assert_eq!(fs::read(home.config_file()).unwrap(), config);
}
