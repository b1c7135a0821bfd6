//! An edit in the place where an old guide looks for the configuration, and one of a profile that nothing uses; each is put in
//! the place of the gateway's, or left alone where that cannot be. What a service reads is in `service_healthy`.

use std::{
    fs,
    time::{Duration, Instant},
};

use e2e::{
    drill::{message, only_root, passes, there_and_back},
    home::Home,
    watch::pid,
};
use serde_json::{Value, json};

const CHECK: &str = "config-split";

#[test]
fn a_configuration_that_nobody_reads_is_the_root_while_it_is_the_newer_one() {
    let home = Home::at_rest();
    let elsewhere = |name: &str, text: &str| {
        let file = home.path(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        file
    };
    let mut edited = home.config();
    edited["cron"] = json!({ "enabled": true });
    let edited = format!("// as the guide says\n{edited:#}\n");
    let guide = elsewhere(".config/openclaw/openclaw.json5", &edited);
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("openclaw.json5 is newer than"), "{found:#}");
    let evidence = found["evidence"].to_string();
    assert!(evidence.contains("openclaw.json5: written ") && evidence.contains(".openclaw/openclaw.json: written "), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"use-this-config".into(), &true.into()));

    there_and_back(&home, CHECK, || ());
    passes(&home, CHECK);
    assert_eq!(fs::read_to_string(home.config_file()).unwrap(), edited);
    assert_eq!(fs::read_to_string(&guide).unwrap(), edited);

    // one that says the same, to the letter, is edited in vain by nobody, however new it is
    fs::write(&guide, &edited).unwrap();
    passes(&home, CHECK);

    // what is left behind is nobody's concern
    home.write_config(&home.config());
    passes(&home, CHECK);
    let ours = fs::read(home.config_file()).unwrap();
    for (text, why) in [("{ gateway: ", "is not understood"), ("{ $include: './more.json5' }", "includes other files")] {
        let profile = elsewhere(".openclaw-work/openclaw.json", text);
        assert!(message(&only_root(&home, CHECK)).contains("(profile work)"));
        let refused = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(refused["outcome"], "failed", "{refused:#}");
        assert!(message(&refused).contains(why), "{refused:#}");
        assert_eq!(fs::read(home.config_file()).unwrap(), ours);
        fs::remove_file(profile).unwrap();
    }
    passes(&home, CHECK);
}

#[test]
fn a_gateway_that_runs_is_restarted_with_the_configuration_that_it_is_given() {
    let mut home = Home::new();
    let mut watch = home.watch();
    let first = pid(&watch.phase("ready"));
    let mut edited = home.config();
    edited["cron"] = json!({ "enabled": true });
    let guide = home.path(".config/openclaw/openclaw.json5");
    fs::create_dir_all(guide.parent().unwrap()).unwrap();
    fs::write(&guide, edited.to_string()).unwrap();
    watch.failing(CHECK);
    let begun_since = |home: &Home, asked: Instant| {
        let body = home.http("/readyz").unwrap().1;
        let uptime = serde_json::from_str::<Value>(&body).unwrap()["uptimeMs"].as_u64().unwrap();
        Duration::from_millis(uptime) < asked.elapsed()
    };
    let before = fs::read(home.config_file()).unwrap();
    let asked = Instant::now();
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let gateway = home.json(&["status"])["gateway"].take();
    assert_eq!(gateway["phase"], "ready", "{gateway:#}");
    // a process of its own, or the same one that began anew
    assert!(gateway["pid"] != first || begun_since(&home, asked), "it was not restarted");

    // taken back, the gateway runs what its configuration says again
    let asked = Instant::now();
    let undone = home.json(&["undo"]);
    assert_eq!(undone["entry"]["what"], "use-this-config", "{undone:#}");
    assert_eq!(fs::read(home.config_file()).unwrap(), before);
    assert_eq!(home.json(&["status"])["gateway"]["phase"], "ready");
    assert!(begun_since(&home, asked), "it was not restarted");
    watch.failing(CHECK);

    // another environment takes a process of its own
    let second = pid(&home.json(&["status"])["gateway"]);
    watch.signal("KILL");
    watch.ended();
    home.set("NO_PROXY", "localhost,127.0.0.1");
    let mut watch = home.watch();
    assert_eq!(pid(&watch.phase("ready")), second);
    let third = pid(&home.json(&["gateway", "restart"]));
    assert_ne!(third, second);
    let told = fs::read(format!("/proc/{third}/environ")).unwrap();
    assert!(told.split(|byte| *byte == 0).any(|one| one == b"NO_PROXY=localhost,127.0.0.1"));
}
