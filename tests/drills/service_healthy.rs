//! The service that OpenClaw installed, switched off behind its back, told another port, and reading another configuration; then
//! it is installed anew. systemd is FAKE (the header of `fakes/systemd.mjs` says why), the rest is OpenClaw's own.

use std::{fs, os::unix::fs::PermissionsExt};

use e2e::{
    drill::{message, only_root, passes},
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
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
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
    let mended = home.json(&["fix", "gateway-unguarded", "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    assert!(!home.path(".config/systemd/user").join(UNIT).exists());
    let gateway = home.json(&["status"])["gateway"].take();
    assert_eq!((&gateway["phase"], &gateway["owner"]), (&"ready".into(), &"child".into()), "{gateway:#}");
    passes(home, "gateway-unguarded");
}
