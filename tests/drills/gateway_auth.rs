//! Auth that OpenClaw does not start with: open to the network without a secret, a password that is not there, a key of
//! older versions.

use std::fs;

use e2e::{
    drill::{message, only_root, passes, rests},
    home::{Home, TOKEN},
};
use serde_json::{Value, json};

const CHECK: &str = "gateway-auth";

#[test]
fn auth_that_openclaw_refuses_is_the_root_until_it_is_complete() {
    let home = Home::new();
    let open: fn(&mut Value) = |gateway| {
        gateway["bind"] = json!("lan");
        gateway["auth"] = json!({ "mode": "none" });
    };
    let no_password: fn(&mut Value) = |gateway| gateway["auth"] = json!({ "mode": "password" });
    let old_key: fn(&mut Value) = |gateway| {
        gateway["token"] = json!(TOKEN);
        gateway["auth"] = json!({ "mode": "token" });
    };
    let broken = |damage: fn(&mut Value)| {
        let mut config = home.config();
        damage(&mut config["gateway"]);
        config
    };

    home.write_config(&broken(open));
    let mut watch = home.watch();
    watch.phase("refused");
    rests(&home);
    for (damage, says, fix) in [
        (open, "gateway.bind is \"lan\"", "create-token"),
        (no_password, "Gateway auth is set to a password", "create-token"),
        (old_key, "gateway.token is a key of older versions", "move-legacy-token"),
    ] {
        home.write_config(&broken(damage));
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with(says), "{found:#}");
        assert_eq!(found["fix"]["id"], fix);
        assert!(!found.to_string().contains(TOKEN), "the secret is shown");
        // once for each fix
        if !says.contains("password") {
            mends_and_breaks_again(&home);
        }
    }
    passes(&home, CHECK);
}

/// The fix helps, shows no secret, and is taken back byte for byte; then it helps again.
fn mends_and_breaks_again(home: &Home) {
    let before = fs::read(home.config_file()).unwrap();
    let planned = home.json(&["fix", CHECK, "--dry-run"]);
    assert!(planned["plan"].to_string().contains("\"••••"), "{planned:#}");
    assert_eq!(fs::read(home.config_file()).unwrap(), before);
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let token = token(home);
    assert!(token.len() >= 32, "{token}");
    for shown in [&planned, &mended] {
        assert!(!shown.to_string().contains(&token), "the secret is shown");
    }
    let journal = fs::read_to_string(home.path("clawtender/state/journal.jsonl")).unwrap();
    assert!(!journal.contains(&token), "the secret is in the journal");

    let undone = home.json(&["undo"]);
    assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
    assert_eq!(fs::read(home.config_file()).unwrap(), before);
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
}

fn token(home: &Home) -> String {
    let config: Value = serde_json::from_str(&fs::read_to_string(home.config_file()).unwrap()).unwrap();
    config["gateway"]["auth"]["token"].as_str().unwrap().to_owned()
}
