//! An edit with a wrong value in it that `openclaw doctor --fix` sets back, together with what was good of it; then the good part
//! is in force again, and the wrong one is not.

use std::{fs, process::Stdio};

use e2e::{
    day::Day,
    drill::{message, only_root, passes},
    home::{Home, TOKEN},
    node, openclaw, until,
};
use serde_json::{Value, json};

const CHECK: &str = "config-restored";

pub(crate) fn drill(day: &mut Day) {
    // what the gateway has taken over last is what is gone back to
    day.configure(|config| config["logging"] = json!({ "level": "info" }));
    let Day { home, watch, .. } = day;
    until("the gateway to have kept its configuration", || {
        let kept = fs::read(home.path(".openclaw/openclaw.json.last-good")).ok()?;
        (kept == fs::read(home.config_file()).unwrap()).then_some(())
    });
    let mut config = home.config();
    config["gateway"]["port"] = json!("eighteen");
    config["logging"] = json!({ "level": "debug" });
    home.write_config(&config);
    repaired(home);
    let now = written(home);
    assert_eq!((&now["gateway"]["port"], &now["logging"]["level"]), (&home.port.into(), &"info".into()), "{now:#}");

    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).starts_with("OpenClaw set the configuration back."), "{found:#}");
    let evidence = found["evidence"].to_string();
    assert!(evidence.contains("gateway.port") && evidence.contains("eighteen"), "{found:#}");
    assert!(!found.to_string().contains(TOKEN), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"reapply-config".into(), &"confirm".into()));

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    let now = written(home);
    assert_eq!((&now["gateway"]["port"], &now["logging"]["level"]), (&home.port.into(), &"debug".into()), "{now:#}");
    passes(home, CHECK);

    let undone = home.json(&["undo"]);
    assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
    assert_eq!(written(home)["logging"]["level"], "info");
    assert_eq!(home.json(&["fix", CHECK, "--yes"])["outcome"], "verified");

    for copy in home.files(".openclaw").into_iter().filter(|file| file.to_string_lossy().contains(".clobbered.")) {
        fs::remove_file(copy).unwrap();
    }
    home.write_config(&home.config());
    passes(home, CHECK);
}

/// Has OpenClaw repair its configuration, as it advises, and ends it before it repairs more than that.
fn repaired(home: &Home) {
    let mut command = home.command(node());
    command.arg(openclaw()).args(["doctor", "--fix", "--yes", "--non-interactive"]);
    let mut doctor = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until("the configuration to be set back", || {
        let copied = home.files(".openclaw").iter().any(|file| file.to_string_lossy().contains(".clobbered."));
        (copied && written(home)["gateway"]["port"] == home.port).then_some(())
    });
    doctor.kill().unwrap();
    doctor.wait().unwrap();
}

fn written(home: &Home) -> Value {
    serde_json::from_slice(&fs::read(home.config_file()).unwrap()).unwrap()
}
