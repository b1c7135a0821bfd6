//! What the real gateway does to a careless supervisor. The gateway is put into each situation; Clawtender does not step
//! into it. Where the hazard can be shown on the bare gateway, the test shows it first, so that it cannot go stale.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::Stdio,
    time::{Duration, Instant},
};

use e2e::{
    home::Home,
    logins::{offline, store_login, stored_login},
    node, openclaw, processes, program, until,
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
    watch.phase("starting");
    watch.phase("backoff");
    assert!(!home.path("agent-ran").exists(), "a coding agent was launched");
}

#[test]
fn an_expired_login_survives_a_start_without_network() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    watch.signal("INT");
    watch.ended();
    store_login(&home, "keep-me-0123456789", 1_700_000_000_000);

    let mut watch = Watch::start(offline(&home, &program("clawtender")));
    watch.phase("refused");
    let root = watch.failing("login-endangered");
    assert!(root["message"].as_str().unwrap().contains("would destroy it for good"), "{root}");
    assert_eq!(stored_login(&home), "keep-me-0123456789", "the refresh token is gone");
    assert_eq!(home.gateways(), Vec::<u32>::new());
    watch.signal("INT");
    watch.ended();

    // the hazard is real: a bare gateway destroys it
    let mut bare = offline(&home, &node());
    bare.arg(openclaw()).args(["gateway", "run"]).env("OPENCLAW_SUPERVISOR_MODE", "external");
    let mut bare = bare.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until("the bare gateway to lose the login", || (!stored_login(&home).starts_with("keep-me")).then_some(()));
    bare.kill().unwrap();
    bare.wait().unwrap();
}

#[test]
fn the_gateway_writes_to_files_and_outlives_its_reader() {
    let home = Home::new();
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
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
}

#[test]
fn inherited_service_variables_reach_no_gateway() {
    let mut home = Home::new();
    let inherited = [
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
    for name in inherited {
        home.set(name, "inherited");
    }
    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    let environment = processes::environment(gateway);
    let named = |wanted: &str| environment.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    for name in inherited {
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
fn a_second_owner_of_the_state_is_not_a_broken_configuration() {
    let home = Home::new();
    let mut theirs = home.gateway_by_hand();
    until("their gateway", || home.http("/readyz").filter(|(status, _)| *status == 200));
    // the hazard is real: the exit code says "configuration"
    let second = home.command(node()).arg(openclaw()).args(["gateway", "run", "--port", "1"]).output().unwrap();
    assert_eq!(second.status.code(), Some(78));

    let mut watch = home.watch();
    watch.phase("external");
    assert_eq!(home.roots(), Vec::<String>::new());
    assert_eq!(home.gateways(), [theirs.id()]);
    theirs.kill().unwrap();
    theirs.wait().unwrap();
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

#[test]
fn the_gateway_is_ended_by_sigterm_alone() {
    let home = Home::new();
    let mut watch = home.watch();
    watch.phase("ready");
    assert!(processes::http(9229, "/json").is_none(), "a debugger port is open");
    // the terminal closes: the gateway hears nothing of it
    home.json(&["gateway", "stop"]);
    let lines = home.clawtender(&["gateway", "logs", "-n", "200"]);
    let log = String::from_utf8_lossy(&lines.stdout).into_owned();
    assert!(log.contains("received SIGTERM; shutting down") && log.contains("completed cleanly"), "{log}");
    assert!(!log.contains("Debugger listening"), "{log}");
}
