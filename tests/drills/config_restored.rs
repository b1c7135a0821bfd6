//! An edit with a wrong value in it that was set back, together with what was good of it; then the good part is in force again, and
//! the wrong one is not. That it was set back is FAKE: the copy lies there as `openclaw doctor --fix` of 2026.9.6 leaves it (older
//! gateways did it by themselves), which goes back only to what a gateway that ran has taken over. What is good is OpenClaw's own word.

use std::{fs, os::unix::fs::PermissionsExt};

use e2e::{
    drill::{message, only_root, passes},
    home::{Home, TOKEN},
};
use serde_json::{Value, json};

const CHECK: &str = "config-restored";

#[test]
fn an_edit_that_was_set_back_is_the_root_until_the_good_part_is_in_force() {
    let home = Home::at_rest();
    passes(&home, CHECK);
    let mut edit = home.config();
    edit["gateway"]["port"] = json!("eighteen");
    edit["gateway"]["auth"]["token"] = json!("another-token-0123456789abcdef");
    edit["logging"] = json!({ "level": "debug" });
    let copy = home.path(".openclaw/openclaw.json.clobbered.2026-11-26T17-45-32-550Z");
    fs::write(&copy, edit.to_string()).unwrap();
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o600)).unwrap();

    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("OpenClaw set the configuration back."), "{found:#}");
    let evidence = found["evidence"].to_string();
    assert!(evidence.contains("gateway.port") && evidence.contains("eighteen"), "{found:#}");
    assert!(evidence.contains("gateway.auth.token: another value (not shown)"), "{found:#}");
    assert!(!found.to_string().contains("0123456789abcdef"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"reapply-config".into(), &"confirm".into()));

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let now = written(&home);
    assert_eq!((&now["gateway"]["port"], &now["logging"]["level"]), (&home.port.into(), &"debug".into()), "{now:#}");
    assert_eq!(now["gateway"]["auth"]["token"], TOKEN);
    passes(&home, CHECK);

    let undone = home.json(&["undo"]);
    assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
    assert_eq!(written(&home), home.config());
    assert_eq!(home.json(&["fix", CHECK, "--yes"])["outcome"], "verified");
    fs::remove_file(copy).unwrap();
    passes(&home, CHECK);
}

fn written(home: &Home) -> Value {
    serde_json::from_slice(&fs::read(home.config_file()).unwrap()).unwrap()
}
