//! An edit in the place where an old guide looks for the configuration, and one of a profile that nothing uses; then each is
//! out of the way. What a service reads is in `service_healthy`.

use std::fs;

use e2e::{
    drill::{message, only_root, passes},
    home::Home,
};

const CHECK: &str = "config-split";

#[test]
fn a_configuration_that_nobody_reads_is_the_root_while_it_is_the_newer_one() {
    let home = Home::at_rest();
    let elsewhere = |name: &str| {
        let file = home.path(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "{ gateway: { port: 1 } }").unwrap();
        file
    };
    let guide = elsewhere(".config/openclaw/openclaw.json5");
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("openclaw.json5 is newer than"), "{found:#}");
    let evidence = found["evidence"].to_string();
    assert!(evidence.contains("openclaw.json5: written ") && evidence.contains(".openclaw/openclaw.json: written "), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["deed"]), (&"use-this-config".into(), &serde_json::Value::Null));

    // what is left behind is nobody's concern
    home.write_config(&home.config());
    passes(&home, CHECK);
    let profile = elsewhere(".openclaw-work/openclaw.json");
    assert!(message(&only_root(&home, CHECK)).contains("(profile work)"));

    fs::remove_file(profile).unwrap();
    fs::remove_file(guide).unwrap();
    passes(&home, CHECK);
}
