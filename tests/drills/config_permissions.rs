//! A configuration and a state folder that others on this computer can get at; then they are the person's alone again. And
//! what only the folder around them still keeps from others, and a folder in which the person themself may write nothing.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use e2e::{
    drill::{finding, message, only_root, passes},
    home::{Home, roots},
    program,
};
use serde_json::Value;

const CHECK: &str = "config-permissions";

#[test]
fn files_that_others_can_read_are_the_root_until_they_are_private() {
    let home = Home::at_rest();
    passes(&home, CHECK);
    let (state, config) = (home.path(".openclaw"), home.config_file());

    // the folder around it keeps others out as long as nobody opens that
    set(&config, 0o644);
    let found = only_root(&home, CHECK);
    assert_eq!((&found["severity"], &found["fix"]["id"]), (&"info".into(), &"make-private".into()), "{found:#}");
    set(&home.path(""), 0o755);
    set(&state, 0o755);
    let found = only_root(&home, CHECK);
    assert_eq!(found["severity"], "warning");
    assert!(message(&found).starts_with("Others on this computer can read the folder .openclaw (mode 755)"), "{found:#}");
    assert!(found["evidence"].to_string().contains("openclaw.json: mode 644"), "{found:#}");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert_eq!((mode(&state), mode(&config)), (0o700, 0o600));
    passes(&home, CHECK);

    let undone = home.json(&["undo"]);
    assert_eq!(undone["failing"][0]["id"], CHECK, "{undone:#}");
    assert_eq!((mode(&state), mode(&config)), (0o755, 0o644));
    assert_eq!(home.json(&["fix", CHECK, "--yes"])["outcome"], "verified");
    passes(&home, CHECK);
}

#[test]
fn a_state_folder_that_nobody_may_write_into_is_the_root_until_somebody_may() {
    let home = Home::at_rest();
    let state = home.path(".openclaw");
    set(&state, 0o500);
    // as a user who is nobody's administrator
    let examined = || {
        let mut command = home.command("unshare");
        let output = command.args(["--user", "--map-user=1000"]).arg(program("clawtender")).args(["doctor", "--json"]);
        let output = output.output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
    };
    let report = examined();
    assert_eq!(roots(&report), [CHECK], "{report:#}");
    let found = finding(&report, CHECK);
    assert!(message(&found).starts_with("The folder .openclaw is write-protected (mode 500)."), "{found:#}");
    assert_eq!(found["severity"], "error", "{found:#}");
    set(&state, 0o700);
    let report = examined();
    assert_eq!(finding(&report, CHECK)["outcome"], "pass", "{report:#}");
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}
