//! Something that is not a gateway listens on the gateway's port; then it ends.

use std::{fs, net::TcpListener};

use e2e::{
    drill::{message, only_root, passes, rests},
    home::Home,
};

const CHECK: &str = "port-free";

#[test]
fn who_sits_on_the_port_is_named_until_it_leaves() {
    let home = Home::new();
    let squatter = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let mut watch = home.watch();
    watch.phase("refused");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains(&format!("(pid {})", std::process::id())), "{found:#}");
    assert_eq!(found["fix"]["id"], "use-another-port");
    assert_eq!(home.gateways(), Vec::<u32>::new(), "a start that cannot succeed was tried");

    rests(&home);
    only_root(&home, CHECK);
    let before = fs::read(home.config_file()).unwrap();
    for _ in 0..2 {
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);
        assert_eq!(fs::read(home.config_file()).unwrap(), before);
    }
    drop(squatter);
    passes(&home, CHECK);
}

#[test]
fn another_port_is_a_remedy_too() {
    let home = Home::new();
    let _squatter = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let mut watch = home.watch();
    watch.phase("refused");
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    watch.phase("ready");
    passes(&home, CHECK);
}
