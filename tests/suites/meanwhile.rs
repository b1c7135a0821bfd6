//! What changes while something is under way: the port during a start, the room on the disk during a day.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use e2e::{
    home::{Home, free_port},
    node, openclaw, processes, program,
    screen::Screen,
    until,
    watch::{Watch, pid},
};
use serde_json::Value;

#[test]
fn a_port_that_changes_during_a_start_is_followed() {
    let home = Home::new();
    let moved = free_port();
    // the configuration changes after Clawtender has read it and before the gateway does
    let mut config = home.config();
    config["gateway"]["port"] = moved.into();
    let next = home.path("next.json");
    fs::write(&next, config.to_string()).unwrap();
    let script = home.path("bin/late");
    let text = format!(
        "#!/bin/sh\n[ \"$1 $2\" = 'gateway run' ] && cp {} {}\nexec {} {} \"$@\"\n",
        next.display(),
        home.config_file().display(),
        node().display(),
        openclaw().display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    home.settings(&format!("{{ gateway: {{ command: [{script:?}] }} }}"));

    let mut watch = home.watch();
    let gateway = pid(&watch.phase("ready"));
    let shown = |home: &Home| home.json(&["gateway", "status"]);
    assert_eq!(shown(&home)["url"], format!("ws://127.0.0.1:{moved}"));
    assert_eq!((processes::http(moved, "/readyz").unwrap().0, home.http("/readyz")), (200, None));
    assert_eq!(home.gateways(), [gateway]);
    assert_eq!(home.roots(), Vec::<String>::new());

    // the next Clawtender knows it too
    watch.signal("KILL");
    watch.ended();
    let mut again = home.watch();
    assert_eq!(pid(&again.phase("ready")), gateway);
    assert_eq!(shown(&home)["url"], format!("ws://127.0.0.1:{moved}"));
}

#[test]
fn what_breaks_behind_a_locked_screen_is_told_when_it_is_unlocked() {
    let mut home = Home::new();
    let screen = Screen::start(&mut home, true);
    let tells = |event: &Value| event["event"] == "notice" && event["action"] == "raise";
    home.write_config_text("{ oops");
    let mut watch = home.watch();
    watch.failing("config-valid");
    // longer than its grace
    std::thread::sleep(Duration::from_secs(14));
    watch.forget();
    assert!(!watch.heard.iter().any(tells), "it was told to nobody: {:#?}", watch.heard);
    screen.lock(false);
    assert_eq!(watch.wait("the notice", tells)["id"], "config-valid");
}

/// A Clawtender whose own folder is a small file system of its own.
struct Confined {
    home: Home,
    watch: Watch,
}

impl Confined {
    fn new() -> Confined {
        let home = Home::new();
        fs::create_dir_all(home.path("clawtender")).unwrap();
        let own = home.path("clawtender").display().to_string();
        let script = format!("mount -t tmpfs -o size=2m tmpfs {own} && exec \"$0\" \"$@\"");
        let mut command = home.command("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).arg(program("clawtender"));
        let watch = Watch::start(command);
        Confined { home, watch }
    }

    /// A file in Clawtender's folder, seen from outside.
    fn file(&self, name: &str) -> PathBuf {
        let inside = self.home.path("clawtender").join(name);
        Path::new(&format!("/proc/{}/root", self.watch.pid())).join(inside.strip_prefix("/").unwrap())
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        let mut filler = fs::File::create(self.file("filler")).unwrap();
        for size in [64 * 1024, 4096, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn json(&self, args: &[&str]) -> Value {
        let target = self.watch.pid().to_string();
        let mut command: Command = self.home.command("nsenter");
        command.args(["--target", &target, "--user", "--mount", "--preserve-credentials"]);
        let output = command.arg(program("clawtender")).args(args).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?} ({error}): {output:?}"))
    }
}

#[test]
fn a_disk_that_fills_up_costs_neither_the_gateway_nor_the_persons_word() {
    let mut confined = Confined::new();
    let first = pid(&confined.watch.phase("ready"));
    confined.fill();

    // it is still brought back, and what is shown is so
    processes::signal(first, "KILL");
    let second = pid(&confined.watch.phase("ready"));
    assert_eq!(confined.home.gateways(), [second]);
    let shown = confined.json(&["gateway", "status"]);
    assert_eq!((&shown["phase"], pid(&shown)), (&"ready".into(), second));

    // a stop is a stop, and is on disk as soon as there is room again
    let record = confined.file("state/engine.json");
    let kept = |file: &Path| serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap();
    confined.fill();
    let stopped = confined.json(&["gateway", "stop"]);
    assert_eq!((&stopped["ok"], &stopped["phase"]), (&true.into(), &"stopped".into()), "{stopped}");
    assert_eq!(kept(&record)["wanted"], true, "the disk was not full");
    fs::remove_file(confined.file("filler")).unwrap();
    confined.json(&["gateway", "status"]);
    until("the stop to be kept", || (kept(&record)["wanted"] == false).then_some(()));

    let started = confined.json(&["gateway", "start"]);
    assert_eq!(started["ok"], true, "{started}");
    confined.watch.signal("INT");
    assert_eq!(confined.watch.ended().code(), Some(130));
    assert_eq!(confined.home.gateways(), Vec::<u32>::new());
}
