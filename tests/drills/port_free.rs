//! Something that is not a gateway listens on the gateway's port; then it ends.

use std::net::TcpListener;

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
    drop(squatter);
    passes(&home, CHECK);
}

#[test]
fn another_port_is_a_remedy_too() {
    let home = Home::new();
    let _squatter = TcpListener::bind(("127.0.0.1", home.port)).unwrap();
    let mut watch = home.watch();
    watch.phase("refused");
    let mut config = home.config();
    config["gateway"]["port"] = e2e::home::free_port().into();
    home.write_config(&config);
    watch.phase("ready");
    passes(&home, CHECK);
}
