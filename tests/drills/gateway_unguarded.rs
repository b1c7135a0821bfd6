//! A gateway that somebody started without a supervisor, where a coding agent is on its PATH; then it is supervised from here.
//! The gateway and the agent are FAKE: what such a start sets off is seen in `hazards.rs`, and nothing is to be set off here.

use std::{fs, os::unix::fs::PermissionsExt};

use e2e::{
    drill::{message, only_root, passes, with_fake_gateway},
    home::Home,
    node, until,
};

const CHECK: &str = "gateway-unguarded";

#[test]
fn a_gateway_that_nobody_supervises_is_the_root_where_an_agent_would_be_set_off() {
    let home = Home::new();
    with_fake_gateway(&home);
    let fake = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fakes/gateway.mjs");
    let mut by_hand = home.command(node()).arg(fake).args(["gateway", "run"]).spawn().unwrap();
    until("the gateway", || home.http("/readyz"));
    let mut watch = home.watch();
    assert_eq!(watch.phase("external")["pid"], by_hand.id());
    // where there is no agent, there is nothing to set off
    passes(&home, CHECK);

    let agent = home.path("bin/claude");
    fs::write(&agent, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&agent, fs::Permissions::from_mode(0o755)).unwrap();
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains(&format!("(pid {})", by_hand.id())), "{found:#}");
    assert!(message(&found).contains(agent.to_str().unwrap()), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"supervise-from-here".into(), &"confirm".into()));

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    by_hand.wait().unwrap();
    assert_eq!(watch.phase("ready")["owner"], "child");
    passes(&home, CHECK);
}
