//! Somebody else's gateway holds our port, and a second one our state folder.
//!
//! Two gateways that want the same thing stop each other at once, but for this: one that was started with another state
//! folder on our port, and one that was started with ours on another port. Each lives; together they keep ours away.

use std::{fs, process::Child};

use e2e::{
    drill::{message, only_root, passes},
    home::{Home, free_port},
    node, openclaw, processes, until,
};
use serde_json::{Value, json};

const CHECK: &str = "single-gateway";

/// Starts a gateway by hand and waits until it serves.
fn by_hand(home: &Home, name: &str, state: &str, config: &Value) -> Child {
    let port = u16::try_from(config["gateway"]["port"].as_u64().unwrap()).unwrap();
    fs::create_dir_all(home.path(state)).unwrap();
    let file = home.path(format!("{name}.json"));
    fs::write(&file, config.to_string()).unwrap();
    let gateway = home
        .command(node())
        .arg(openclaw())
        .args(["gateway", "run"])
        .envs([("OPENCLAW_SUPERVISOR_MODE", "external"), ("OPENCLAW_NO_AUTO_UPDATE", "1")])
        .env("OPENCLAW_STATE_DIR", home.path(state))
        .env("OPENCLAW_CONFIG_PATH", file)
        .stdout(fs::File::create(home.path(format!("{name}.out"))).unwrap())
        .stderr(fs::File::create(home.path(format!("{name}.err"))).unwrap())
        .spawn()
        .unwrap();
    until(name, || processes::http(port, "/readyz").filter(|(status, _)| *status == 200));
    gateway
}

#[test]
fn a_second_gateway_is_named_until_it_is_stopped() {
    let home = Home::new();
    let mut first = by_hand(&home, "first", "elsewhere", &home.config());
    let mut watch = home.watch();
    assert_eq!(watch.phase("external")["pid"], first.id());
    assert_eq!(home.roots(), Vec::<String>::new(), "one gateway of somebody else is no fault");

    let mut config = home.config();
    config["gateway"]["port"] = json!(free_port());
    let mut second = by_hand(&home, "second", ".openclaw", &config);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains(&format!("(pid {})", second.id())), "{found:#}");
    assert_eq!(found["fix"]["id"], "keep-this-gateway");

    // the one that is watched stays
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    second.wait().unwrap();
    assert_eq!(first.try_wait().unwrap(), None, "the wrong one was ended");
    passes(&home, CHECK);
    first.kill().unwrap();
    first.wait().unwrap();
}
