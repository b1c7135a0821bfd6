//! The service that OpenClaw installed, switched off behind its back, told another port, and reading another configuration; then
//! it is installed anew. systemd is FAKE (the header of `fakes/systemd.mjs` says why), the rest is OpenClaw's own.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use e2e::{
    drill::{message, only_root, passes},
    program,
    service::{Serviced, UNIT},
    until,
    watch::Watch,
};

const CHECK: &str = "service-healthy";

#[test]
fn a_service_that_does_not_fit_is_the_root_until_it_is_installed_anew() {
    let Some(serviced) = Serviced::new() else { return };
    let home = &serviced.home;
    home.settings("{ gateway: { mode: 'service' } }");
    let mut watch = serviced.watch();
    watch.phase("refused");
    serviced.install();
    assert_eq!(watch.phase("ready")["owner"], "service");
    passes(home, CHECK);

    let unit = home.path(".config/systemd/user").join(UNIT);
    let definition = fs::read_to_string(&unit).unwrap();
    let says = |from: &str, to: &str| {
        assert!(definition.contains(from), "{definition}");
        fs::write(&unit, definition.replace(from, to)).unwrap();
    };
    says("[Install]", "Environment=OPENCLAW_CONFIG_PATH=/nowhere/openclaw.json\n\n[Install]");
    let found = only_root(home, "config-split");
    assert!(message(&found).contains("reads /nowhere/openclaw.json"), "{found:#}");
    assert_eq!(found["fix"]["id"], "reinstall-service");

    says(&format!("--port {}", home.port), "--port 1");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("is told to use port 1;"), "{found:#}");
    fs::write(&unit, &definition).unwrap();
    passes(home, CHECK);

    serviced.systemctl("disable");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("is installed and not enabled"), "{found:#}");
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"reinstall-service".into(), &"confirm".into()));
    let plan = home.json(&["fix", CHECK, "--dry-run"])["plan"].to_string();
    assert!(plan.contains("gateway install --force --json") && plan.contains(UNIT), "{plan}");
    let before = of(&unit);
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    undone(&serviced);
    assert_eq!(of(&unit), before);
    until("the failure to be back", || home.roots().contains(&CHECK.to_owned()).then_some(()));
    let again = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(again["outcome"], "verified", "{again:#}");
    until("the service to serve again", || home.http("/readyz").filter(|(status, _)| *status == 200));
    until("nothing to say", || home.roots().is_empty().then_some(()));
    let _watch = its_manager_has_given_it_up(&serviced, watch);
    would_set_an_agent_off(&serviced);
}

/// It ended too often in a row: systemd refuses to start it, also when OpenClaw asks.
fn its_manager_has_given_it_up(serviced: &Serviced, mut watch: Watch) -> Watch {
    let home = &serviced.home;
    watch.signal("INT");
    watch.ended();
    serviced.systemctl("stop");
    serviced.refuse("start", Some("openclaw-gateway.service: Start request repeated too quickly."));
    let mut watch = serviced.watch();
    watch.phase("refused");
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("ended too often in a row (start-limit-hit)"), "{found:#}");
    assert_eq!(found["fix"]["id"], "start-gateway");
    serviced.refuse("start", None);
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert_eq!(watch.phase("ready")["owner"], "service");
    passes(home, CHECK);
    // while it serves, its manager is not asked
    let asked = serviced.asked();
    home.json(&["doctor"]);
    assert_eq!(serviced.asked(), asked);
    watch
}

/// A definition's bytes, mode and owner.
fn of(unit: &Path) -> (Vec<u8>, u32, u32) {
    let about = fs::metadata(unit).unwrap();
    (fs::read(unit).unwrap(), about.mode(), about.uid())
}

/// Takes the latest change back, where the service manager is.
fn undone(serviced: &Serviced) {
    let output = serviced.command(program("clawtender")).args(["undo", "--json"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("byte for byte"), "{said}");
    let journal = fs::read_to_string(serviced.home.files("clawtender").into_iter().find(|file| file.ends_with("journal.jsonl")).unwrap());
    assert!(!journal.unwrap().contains("ExecStart"), "a definition stands in the journal");
}

/// A coding agent comes to be where the service looks for programs: then the gateway is supervised from here. No start of the
/// service fails meanwhile, so that nothing is set off.
fn would_set_an_agent_off(serviced: &Serviced) {
    let home = &serviced.home;
    assert!(home.clawtender(&["settings", "set", "gateway.mode", "auto"]).status.success());
    let folder = home.path(".local/bin");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("claude"), "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(folder.join("claude"), fs::Permissions::from_mode(0o755)).unwrap();
    let found = only_root(home, "gateway-unguarded");
    assert!(found["fix"]["preview"].to_string().contains(UNIT), "{found:#}");
    let plan = home.json(&["fix", "gateway-unguarded", "--dry-run"])["plan"].to_string();
    assert!(plan.contains("gateway uninstall --json"), "{plan}");
    let unit = home.path(".config/systemd/user").join(UNIT);
    let before = of(&unit);
    let mended = home.json(&["fix", "gateway-unguarded", "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert!(!unit.exists());

    // the service is there again and switched on; what runs from here stays
    undone(serviced);
    assert_eq!(of(&unit), before);
    assert!(home.path(".config/systemd/user/default.target.wants").join(UNIT).exists());
    until("the failure to be back", || home.roots().contains(&"gateway-unguarded".to_owned()).then_some(()));
    let again = home.json(&["fix", "gateway-unguarded", "--yes"]);
    assert_eq!(again["outcome"], "verified", "{again:#}");
    assert!(!home.path(".config/systemd/user").join(UNIT).exists());
    let gateway = home.json(&["status"])["gateway"].take();
    assert_eq!((&gateway["phase"], &gateway["owner"]), (&"ready".into(), &"child".into()), "{gateway:#}");
    passes(home, "gateway-unguarded");
}
