//! OpenClaw is there and the only Node is too old for it; then the right one arrives.
//!
//! The old Node is the system's own. Where the system has none, the check says that, and where it has one that fits, there
//! is nothing to drill.

use std::{fs, os::unix::fs::symlink};

use e2e::{
    drill::{message, only_root, passes, rests},
    home::Home,
    node,
};

const CHECK: &str = "node-supported";

#[test]
fn a_node_that_is_too_old_is_named_until_the_right_one_is_there() {
    let home = Home::new();
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
}
