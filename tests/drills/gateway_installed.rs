//! A computer without OpenClaw; then somebody puts it on the PATH, or Clawtender installs it, with the real npm. The registry is
//! FAKE, and so are the packages' contents, which lead to the Node and the OpenClaw that the tests run against.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::symlink,
    path::PathBuf,
    process::Stdio,
};

use e2e::{
    drill::{finding, killed_at, message, only_root, passes, rests},
    home::Home,
    node, openclaw, processes, program,
    registry::{Fault, Package, Registry},
    until,
};
use serde_json::json;

const CHECK: &str = "gateway-installed";

#[test]
fn without_openclaw_nothing_can_serve_until_it_is_on_the_path() {
    let home = Home::bare();
    assert_eq!(only_root(&home, CHECK)["fix"]["id"], "install-openclaw");
    assert_eq!(home.clawtender(&["gateway", "start"]).status.code(), Some(3));

    let mut watch = home.watch();
    watch.phase("refused");
    only_root(&home, CHECK);

    rests(&home);
    only_root(&home, CHECK);
    fs::create_dir_all(home.path("bin")).unwrap();
    symlink(node(), home.path("bin/node")).unwrap();
    symlink(openclaw(), home.path("bin/openclaw")).unwrap();
    home.write_config(&home.config());
    passes(&home, CHECK);
}

/// A home with npm and nothing to run, and the registry that has it.
fn home_and_registry() -> (Home, Registry) {
    let mut home = Home::bare();
    let registry = Registry::start("2026.9.6");
    registry.offers(Package::node_that_leads());
    registry.offers(Package::openclaw(&openclaw()));
    registry.serves(&mut home);
    symlink(node(), home.path("bin/node")).unwrap();
    // the configuration that is made names no port that another test may use
    home.settings(&json!({ "gateway": { "port": home.port } }).to_string());
    rests(&home);
    (home, registry)
}

/// The folders of private runtimes, half made ones too.
fn runtimes(home: &Home) -> Vec<PathBuf> {
    let all = fs::read_dir(home.path("clawtender/data/runtime")).into_iter().flatten().flatten();
    all.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn it_is_installed_and_taken_away_again_and_what_does_not_arrive_whole_leaves_nothing() {
    let (home, registry) = home_and_registry();
    for (package, fault, why) in [
        // npm keeps what has arrived: each once
        (&*node_package(), Fault::Spoiled, "checksum"),
        ("openclaw", Fault::Spoiled, "checksum"),
        ("openclaw", Fault::Breaks, "no connection"),
    ] {
        registry.has(package, Some(fault));
        let refused = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(refused["outcome"], "failed", "{fault:?}: {refused:#}");
        assert!(message(&refused).contains(why), "{fault:?}: {refused:#}");
        assert_eq!(runtimes(&home), Vec::<PathBuf>::new(), "{package} {fault:?}");
        assert!(!home.config_file().exists());
        assert_eq!(home.json(&["undo"])["entry"], json!(null));
    }

    // whoever stops it has nothing of it
    registry.has("openclaw", Some(Fault::Stalls));
    let mut watch = home.watch();
    watch.failing(CHECK);
    let asked = registry.asked().len();
    let mut child = home
        .command(program("clawtender"))
        .args(["fix", CHECK, "--yes"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.ends_with("Step 1 of 4: Fetch and try it.")));
    until("the tarball to be asked for", || {
        registry.asked()[asked..].iter().any(|head| head.contains("/openclaw/-/")).then_some(())
    });
    assert_eq!(runtimes(&home).len(), 1);
    processes::signal(child.id(), "INT");
    assert!(!child.wait().unwrap().success());
    until("nothing to be left", || runtimes(&home).is_empty().then_some(()));
    only_root(&home, CHECK);
    watch.signal("INT");
    watch.ended();

    registry.has("openclaw", None);
    for _ in 0..2 {
        let plan = home.json(&["fix", CHECK, "--dry-run"])["plan"].to_string();
        assert!(plan.contains("2026.9.6") && plan.contains("clawtender/data/runtime"), "{plan}");
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert_eq!(runtimes(&home).len(), 1);
        passes(&home, CHECK);
        if home.json(&["journal"])["entries"].as_array().unwrap().iter().any(|entry| entry["outcome"] == "undone") {
            break;
        }
        let undone = home.json(&["undo"]);
        assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
        assert_eq!(runtimes(&home), Vec::<PathBuf>::new());
        assert!(!home.config_file().exists(), "{undone:#}");
    }
    // a configuration that somebody has changed since is his
    fs::write(home.config_file(), fs::read_to_string(home.config_file()).unwrap() + "// mine\n").unwrap();
    home.json(&["undo"]);
    assert!(home.config_file().exists() && runtimes(&home).is_empty());
    only_root(&home, CHECK);
}

/// The package of the pinned Node.
fn node_package() -> String {
    node().ancestors().nth(2).unwrap().file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn an_install_that_is_killed_is_there_or_is_not_or_can_be_taken_back() {
    let (home, _registry) = home_and_registry();
    for step in ["fetched", "journalled", "published", "configured"] {
        killed_at(&home, step, &["fix", CHECK, "--yes"]);
        // a new start looks at what is left
        let report = home.json(&["doctor"]);
        let complete = &finding(&report, "change-complete")["outcome"];
        let installed = &finding(&report, CHECK)["outcome"];
        match step {
            "fetched" | "journalled" => {
                until("what was fetched to be swept up", || runtimes(&home).is_empty().then_some(()));
                assert_eq!((installed, complete), (&json!("fail"), &json!("pass")), "{step}: {report:#}");
                assert_eq!(home.json(&["undo"])["entry"], json!(null), "{step}");
            }
            // it counts, and its configuration is missing
            "published" => {
                assert_eq!((installed, complete), (&json!("pass"), &json!("fail")), "{step}: {report:#}");
                let mended = home.json(&["fix", "change-complete", "--yes"]);
                assert_eq!(mended["outcome"], "verified", "{mended:#}");
            }
            _ => {
                assert_eq!((installed, complete), (&json!("pass"), &json!("pass")), "{step}: {report:#}");
                assert!(home.config_file().exists());
                let undone = home.json(&["undo"]);
                assert_eq!(undone["entry"]["what"], "install-openclaw", "{undone:#}");
            }
        }
        assert!(runtimes(&home).is_empty() && !home.config_file().exists(), "{step}");
        only_root(&home, CHECK);
    }
}
