//! Something that is not a gateway listens on the gateway's port; then it ends.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    process::Child,
};

use e2e::{
    drill::{message, only_root, passes, rests},
    home::Home,
    node, until,
};
use serde_json::Value;

const CHECK: &str = "port-free";

/// A program that listens on the gateway's port, and ends with the test.
struct Squatter(Child);

impl Squatter {
    fn new(home: &Home, more: &str) -> Squatter {
        let script = format!("{more} require('net').createServer().listen({}, '127.0.0.1')", home.port);
        let child = home.command(node()).args(["-e", &script]).spawn().unwrap();
        until("the port is taken", || TcpStream::connect(("127.0.0.1", home.port)).ok());
        Squatter(child)
    }
}

impl Drop for Squatter {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

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
fn a_program_of_this_user_is_asked_to_end_and_the_gateway_takes_its_place() {
    let home = Home::new();
    for _ in 0..2 {
        let mut squatter = Squatter::new(&home, "");
        let found = only_root(&home, CHECK);
        let seen = found["evidence"][0]["text"].as_str().unwrap();
        assert!(seen.contains(&*node().canonicalize().unwrap().to_string_lossy()), "{found:#}");
        assert!(seen.contains(", of this user, runs since "), "{found:#}");
        // without a yes it is only said what would be done
        let planned = home.json(&["fix", "end-process", "--dry-run"]);
        assert!(planned["plan"][0].as_str().unwrap().contains(&squatter.0.id().to_string()), "{planned:#}");
        assert!(home.clawtender(&["fix", CHECK, "--with", "end-process"]).status.code() != Some(0));
        assert!(squatter.0.try_wait().unwrap().is_none(), "it was ended without a yes");
        let mended = home.json(&["fix", CHECK, "--with", "end-process", "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        squatter.0.wait().unwrap();
        assert_eq!(home.json(&["undo"])["entry"], Value::Null);
    }
    let _squatter = Squatter::new(&home, "");
    let mut watch = home.watch();
    watch.phase("refused");
    let mended = home.json(&["fix", CHECK, "--with", "end-process", "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    watch.phase("ready");
    passes(&home, CHECK);
}

#[test]
fn one_that_does_not_end_is_left_alone() {
    let home = Home::at_rest();
    let mut squatter = Squatter::new(&home, "process.on('SIGTERM', () => {});");
    let asked = home.json(&["fix", CHECK, "--with", "end-process", "--yes"]);
    assert_eq!(asked["outcome"], "failed", "{asked:#}");
    assert!(message(&asked).ends_with("It is left alone; end it yourself, or use another port."), "{asked:#}");
    assert!(squatter.0.try_wait().unwrap().is_none());
    only_root(&home, CHECK);
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
