//! A newer OpenClaw is out, and an update that left the gateway dead. The registry is FAKE: the real one has no version that is
//! newer than itself. So is the OpenClaw that does not start: a package that ends as soon as it is run.

use std::fs;

use e2e::{
    drill::{finding, message, only_root, passes, start},
    home::{Home, roots},
    openclaw,
    registry::Registry,
    watch::{Watch, pid},
};
use serde_json::json;

const CHECK: &str = "gateway-updated";
const INSTALLED: &str = "2026.9.6";

#[test]
fn an_update_is_the_only_root_while_it_is_out_while_it_waits_and_while_it_is_dead() {
    let mut home = Home::new();
    let registry = Registry::start("2027.1.1");
    home.asks_for_updates(&registry);
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    a_newer_version_is_named_until_it_is_the_one_that_runs(&home, &registry);
    an_update_that_left_the_gateway_dead_is_named_until_the_version_before_is_back(&home, watch, gateway);
}

fn a_newer_version_is_named_until_it_is_the_one_that_runs(home: &Home, registry: &Registry) {
    let found = only_root(home, CHECK);
    assert_eq!(message(&found), "OpenClaw 2027.1.1 is out; the gateway runs 2026.9.6.");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"info".into(), &"update-openclaw".into()), "{found:#}");
    assert_eq!(found["fix"]["preview"][0], "Run in a terminal: npm install -g openclaw@2027.1.1");
    let asked = registry.asked().concat().to_lowercase();
    assert!(!asked.contains("authorization") && !asked.contains("cookie"), "{asked}");

    // the same version, as after an update
    registry.publish(INSTALLED);
    passes(home, CHECK);

    // nobody is asked: then it is not known, which is no finding
    let before = registry.asked().len();
    let quiet = |home: &Home, args: &[&str]| {
        let report = home.json(args);
        assert_eq!(roots(&report), [""; 0], "{report:#}");
        finding(&report, CHECK)["outcome"].clone()
    };
    registry.publish("2027.1.1");
    assert_eq!(quiet(home, &["doctor", "--offline"]), "unknown");
    assert_eq!(home.clawtender(&["settings", "set", "checks.live", "false"]).status.code(), Some(0));
    assert_eq!(quiet(home, &["doctor"]), "unknown");
    assert_eq!(registry.asked().len(), before);
    assert_eq!(home.clawtender(&["settings", "set", "checks.live", "true"]).status.code(), Some(0));
    registry.publish(INSTALLED);
    passes(home, CHECK);
}

fn an_update_that_left_the_gateway_dead_is_named_until_the_version_before_is_back(
    home: &Home,
    mut watch: Watch,
    first: u32,
) {
    // as a package manager does it: the new one in the place of the old one, which runs on
    let dead = home.path("lib/openclaw");
    fs::create_dir_all(&dead).unwrap();
    let package = json!({ "name": "openclaw", "version": "2027.1.1", "bin": { "openclaw": "openclaw.mjs" } });
    fs::write(dead.join("package.json"), package.to_string()).unwrap();
    fs::write(dead.join("openclaw.mjs"), "throw new Error('Cannot find module ./entry.js');\n").unwrap();
    home.install(&dead.join("openclaw.mjs"));
    let waiting = only_root(home, CHECK);
    assert_eq!(message(&waiting), "OpenClaw 2027.1.1 is installed. The gateway runs 2026.9.6 until it is restarted.");
    assert_eq!(home.gateways(), [first]);

    home.json(&["gateway", "restart"]);
    watch.phase("crash-looping");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("served with OpenClaw 2026.9.6"), "{found:#}");
    assert!(message(&found).contains("since 2027.1.1"), "{found:#}");
    assert!(message(&found).contains("\"npm install -g openclaw@2026.9.6\""), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"error".into(), &"install-earlier".into()), "{found:#}");

    // a Clawtender that comes later knows it too
    watch.signal("KILL");
    watch.ended();
    let mut again = home.watch();
    again.phase("crash-looping");
    assert_eq!(message(&only_root(home, CHECK)), message(&found));

    home.install(&openclaw());
    start(home);
    passes(home, CHECK);
}
