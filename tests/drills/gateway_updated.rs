//! A newer OpenClaw is out: one that does not start, after which the version before comes back, and one that does. All of that is
//! installed by the real npm; the oldest OpenClaw that speaks the same protocol is updated to the newest that the tests have. The
//! registry is FAKE, and so is the OpenClaw that does not start: a package that ends as soon as it is run.

use std::fs;

use e2e::{
    drill::{finding, message, only_root, passes},
    home::{Home, roots},
    oldest_openclaw, openclaw,
    registry::{Fault, Package, Registry},
    until,
    watch::{Watch, pid},
};
use serde_json::{Value, json};

const CHECK: &str = "gateway-updated";
const OLDEST: &str = "2026.5.12";
const NEWEST: &str = "2026.9.6";
const DEAD: &str = "2027.1.1";

#[test]
fn an_update_is_the_only_root_while_it_is_out_while_it_waits_and_while_it_is_dead() {
    let mut home = Home::bare();
    let registry = Registry::start(DEAD);
    Package::installed(&home, Package::node(), Package::openclaw(&oldest_openclaw()));
    for package in [Package::node(), Package::openclaw(&openclaw()), Package::dead_openclaw(DEAD)] {
        registry.offers(package);
    }
    registry.serves(&mut home);
    let mut config = home.config();
    // the oldest one knows no other word about models
    (config["models"], config["update"]) = (json!({}), json!({}));
    home.write_config(&config);
    let mut watch = home.watch();
    watch.phase("ready");
    // it opens its folder to everybody
    assert_eq!(home.json(&["fix", "config-permissions", "--yes"])["outcome"], "verified");
    let watch = an_update_that_left_the_gateway_dead_is_taken_back(&home, &registry, watch);
    a_newer_version_is_named_until_it_is_the_one_that_runs(&home, &registry);
    one_that_somebody_else_installed_waits_for_a_restart(&home);
    an_update_is_taken_back(&home);
    drop(watch);
}

/// What is said of it, as soon as it is known what runs.
fn out(home: &Home) -> Value {
    let report = until("it to be known what runs", || {
        let report = home.json(&["doctor"]);
        (finding(&report, CHECK)["outcome"] != "unknown").then_some(report)
    });
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    finding(&report, CHECK)
}

/// Carries out what is offered, as soon as it is: a gateway that has just started may be too busy to say which it is.
fn mended(home: &Home) -> Value {
    until("a fix to be offered", || {
        let mended = home.json(&["fix", CHECK, "--yes"]);
        (!mended["outcome"].is_null()).then_some(mended)
    })
}

/// What a start runs.
fn chosen(home: &Home) -> Value {
    home.json(&["runtime", "list"])["chosen"]["version"].clone()
}

fn an_update_that_left_the_gateway_dead_is_taken_back(home: &Home, registry: &Registry, mut watch: Watch) -> Watch {
    let found = out(home);
    assert_eq!(message(&found), format!("OpenClaw {DEAD} is out; the gateway runs {OLDEST}."));
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"info".into(), &"update-openclaw".into()), "{found:#}");
    let updated = mended(home);
    assert_eq!((&updated["outcome"], chosen(home)), (&"still-failing".into(), DEAD.into()), "{updated:#}");
    watch.phase("crash-looping");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains(&format!("served with OpenClaw {OLDEST}")), "{found:#}");
    assert!(message(&found).contains(&format!("since {DEAD}")), "{found:#}");
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"error".into(), &"install-earlier".into()), "{found:#}");
    assert_eq!(found["fix"]["deed"], true, "{found:#}");

    // a Clawtender that comes later knows it too
    watch.signal("KILL");
    watch.ended();
    let mut again = home.watch();
    again.phase("crash-looping");
    assert_eq!(message(&only_root(home, CHECK)), message(&found));

    // the version before is still there: nobody is asked for it
    registry.has("openclaw", Some(Fault::Breaks));
    let asked = registry.asked().len();
    let back = mended(home);
    assert_eq!((&back["outcome"], chosen(home)), (&"verified".into(), OLDEST.into()), "{back:#}");
    assert!(!registry.asked()[asked..].iter().any(|head| head.contains("/-/openclaw-")), "it was fetched again");
    assert_eq!(home.json(&["status"])["gateway"]["phase"], "ready");
    until("the dead one to be gone", || {
        let left = fs::read_dir(home.path("clawtender/data/runtime")).unwrap().flatten();
        (left.filter(|entry| entry.path().is_dir()).count() == 1).then_some(())
    });
    registry.has("openclaw", None);
    again
}

fn a_newer_version_is_named_until_it_is_the_one_that_runs(home: &Home, registry: &Registry) {
    registry.publish(NEWEST);
    let found = out(home);
    assert_eq!(message(&found), format!("OpenClaw {NEWEST} is out; the gateway runs {OLDEST}."));
    let asked = registry.asked().concat().to_lowercase();
    assert!(!asked.contains("authorization") && !asked.contains("cookie"), "{asked}");
    let updated = mended(home);
    assert_eq!((&updated["outcome"], chosen(home)), (&"verified".into(), NEWEST.into()), "{updated:#}");
    passes(home, CHECK);

    // nobody is asked: then it is not known, which is no finding
    let quiet = |home: &Home, args: &[&str]| {
        let report = home.json(args);
        assert_eq!(roots(&report), [""; 0], "{report:#}");
        finding(&report, CHECK)["outcome"].clone()
    };
    registry.publish(DEAD);
    let before = registry.asked().len();
    assert_eq!(quiet(home, &["doctor", "--offline"]), "unknown");
    assert_eq!(home.clawtender(&["settings", "set", "checks.live", "false"]).status.code(), Some(0));
    assert_eq!(quiet(home, &["doctor"]), "unknown");
    assert_eq!(registry.asked().len(), before);
    assert_eq!(home.clawtender(&["settings", "set", "checks.live", "true"]).status.code(), Some(0));
    registry.publish(NEWEST);
    passes(home, CHECK);
}

fn one_that_somebody_else_installed_waits_for_a_restart(home: &Home) {
    let first = pid(&home.json(&["status"])["gateway"]);
    let newer = home.path("lib/openclaw");
    fs::create_dir_all(&newer).unwrap();
    let package = json!({ "name": "openclaw", "version": DEAD, "bin": { "openclaw": "openclaw.mjs" } });
    fs::write(newer.join("package.json"), package.to_string()).unwrap();
    fs::write(newer.join("openclaw.mjs"), "").unwrap();
    home.install(&newer.join("openclaw.mjs"));
    let waiting = only_root(home, CHECK);
    assert_eq!(
        message(&waiting),
        format!("OpenClaw {DEAD} is installed. The gateway runs {NEWEST} until it is restarted.")
    );
    assert_eq!(waiting["fix"]["id"], "restart-gateway", "{waiting:#}");
    assert_eq!(home.gateways(), [first]);
    fs::remove_file(home.path("bin/openclaw")).unwrap();
    passes(home, CHECK);
}

fn an_update_is_taken_back(home: &Home) {
    let undone = home.json(&["undo"]);
    assert_eq!(undone["entry"]["what"], "update-openclaw", "{undone:#}");
    assert!(message(&undone).contains(OLDEST), "{undone:#}");
    assert_eq!((chosen(home), &home.json(&["status"])["gateway"]["phase"]), (OLDEST.into(), &"ready".into()));
    until("the failure to be back", || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let report = home.json(&["doctor"]);
    assert_eq!(report["gateway"]["version"], OLDEST, "{report:#}");
}
