//! What the real gateway does to a careless supervisor. The gateway is put into each situation; Clawtender does not step
//! into it. Where the hazard can be shown on the bare gateway, the test shows it first, so that it cannot go stale. Two more
//! have their place elsewhere: the login that a start without network destroys (`drills/login_endangered.rs`) and the second
//! owner of the state (`suites/supervision.rs`).
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use e2e::{
    home::Home,
    node, openclaw, processes, until,
    watch::{Watch, pid},
};
use serde_json::json;

fn script(home: &Home, name: &str, text: &str) {
    let file = home.path("bin").join(name);
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A token that no provider can resolve: the gateway ends with 1, the class of failure that it tries to repair.
fn with_unresolvable_token(home: &Home) {
    let mut config = home.config();
    config["gateway"]["auth"]["token"] = json!({ "source": "env", "provider": "default", "id": "NO_SUCH_TOKEN" });
    home.write_config(&config);
}

/// A home with coding agents on its PATH and a gateway that fails in the way that makes it call for one.
fn with_agents() -> Home {
    let home = Home::new();
    for agent in ["claude", "codex"] {
        script(&home, agent, &format!("#!/bin/sh\necho \"$@\" >> {}\n", home.path("agent-ran").display()));
    }
    with_unresolvable_token(&home);
    home
}

#[test]
fn a_failing_gateway_launches_no_coding_agent() {
    // the hazard is real: a bare gateway does it, or says that it did so once since this computer booted and was cut short
    let bare = with_agents().command(node()).arg(openclaw()).args(["gateway", "run"]).output().unwrap();
    assert_eq!(bare.status.code(), Some(1));
    let tried = String::from_utf8_lossy(&bare.stderr).contains("Automatic triage");
    assert!(tried, "a bare gateway launches nothing: this test shows nothing: {bare:?}");

    let home = with_agents();
    let mut watch = home.watch();
    watch.phase("backoff");
    assert!(!home.path("agent-ran").exists(), "a coding agent was launched");
}

/// What a supervisor may have inherited of the service that it runs in.
const INHERITED: [&str; 10] = [
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID",
    "OPENCLAW_SYSTEMD_UNIT",
    "OPENCLAW_LAUNCHD_LABEL",
    "OPENCLAW_WINDOWS_TASK_NAME",
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
    "XPC_SERVICE_NAME",
    "LAUNCH_JOB_LABEL",
];

#[test]
fn a_gateway_is_started_apart_and_ended_in_order() {
    let mut home = Home::new();
    for name in INHERITED {
        home.set(name, "inherited");
    }
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    inherited_service_variables_reach_no_gateway(&home, gateway);
    assert!(processes::http(9229, "/json").is_none(), "a debugger port is open");
    the_gateway_writes_to_files_and_outlives_its_reader(&home, watch, gateway);
    the_gateway_is_ended_by_sigterm_alone(&home);
}

fn inherited_service_variables_reach_no_gateway(home: &Home, gateway: u32) {
    let environment = processes::environment(gateway);
    let named = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    for name in INHERITED {
        assert_eq!(named(name), None, "{name}");
    }
    for (name, value) in
        [("OPENCLAW_SUPERVISOR_MODE", "external"), ("OPENCLAW_NO_RESPAWN", "1"), ("OPENCLAW_NO_AUTO_UPDATE", "1")]
    {
        assert_eq!(named(name), Some(value), "{name}");
    }
    assert_eq!(home.json(&["gateway", "restart"])["ok"], true);
    assert_eq!(home.gateways(), [gateway], "the restart was a clean exit");
}

fn the_gateway_writes_to_files_and_outlives_its_reader(home: &Home, mut watch: Watch, gateway: u32) {
    for descriptor in [1, 2] {
        let target = fs::read_link(format!("/proc/{gateway}/fd/{descriptor}")).unwrap();
        assert!(target.is_file(), "output {descriptor} goes to {}", target.display());
    }
    watch.signal("KILL");
    watch.ended();
    // makes the gateway write a line: with a pipe it would end here
    let log = home.path("clawtender/logs/gateway.stderr");
    let before = fs::metadata(&log).unwrap().len();
    home.write_config_text("{ not a configuration");
    until("a line of the gateway", || (fs::metadata(&log).unwrap().len() > before).then_some(()));
    assert!(processes::alive(gateway));
    assert_eq!(home.http("/healthz").unwrap().0, 200);
    home.write_config(&home.config());
}

fn the_gateway_is_ended_by_sigterm_alone(home: &Home) {
    let mut watch = home.watch();
    watch.phase("ready");
    // the terminal closes: the gateway hears nothing of it
    home.json(&["gateway", "stop"]);
    let lines = home.clawtender(&["gateway", "logs", "-n", "200"]);
    let log = String::from_utf8_lossy(&lines.stdout).into_owned();
    assert!(log.contains("received SIGTERM; shutting down") && log.contains("completed cleanly"), "{log}");
    assert!(!log.contains("Debugger listening"), "{log}");
}

#[test]
fn nobody_repairs_the_configuration_unasked() {
    let home = Home::new();
    let log = home.path("commands");
    let text = format!(
        "#!/bin/sh\necho \"$@\" >> {}\nexec {} {} \"$@\"\n",
        log.display(),
        node().display(),
        openclaw().display()
    );
    script(&home, "recorded", &text);
    home.settings(&format!("{{ gateway: {{ command: [{:?}] }} }}", home.path("bin/recorded")));
    home.write_config_text("{ gateway: { mode: 'local', bogus: true } }");
    let before = fs::read(home.config_file()).unwrap();
    let mut watch = home.watch();
    watch.phase("refused");
    assert_eq!(home.roots(), ["config-valid"]);
    assert_eq!(fs::read(home.config_file()).unwrap(), before, "the configuration was rewritten");
    let commands = fs::read_to_string(&log).unwrap();
    assert!(!commands.contains("doctor"), "{commands}");
}

#[test]
fn a_gateway_that_is_down_stalls_nobody() {
    let home = Home::new();
    home.json(&["gateway", "stop"]);
    for command in [&["status"][..], &["doctor"], &["gateway", "status"], &["runtime", "list"]] {
        let begun = Instant::now();
        home.json(command);
        // the gateway's own commands block for 60 s here
        assert!(begun.elapsed() < Duration::from_secs(30), "{command:?} took {:?}", begun.elapsed());
    }
}
