//! A home whose gateway a service runs: OpenClaw itself installs it, with a FAKE systemd behind its `systemctl`.
//!
//! OpenClaw manages services for the account's own home only and looks for `systemctl` in the system's folders only. So
//! everything here runs in one mount namespace of its own, in which this home is the account's and the FAKE stands there.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{home::Home, node, openclaw, program, watch::Watch};

/// OpenClaw's name for it.
pub const UNIT: &str = "openclaw-gateway.service";
const TOOLS: [&str; 2] = ["systemctl", "busctl"];
/// Where the packages are seen in the namespace: OpenClaw rewrites a service whose program is in a temporary folder.
const PACKAGES: &str = "/mnt";

/// A home with such a service manager.
pub struct Serviced {
    /// The home itself.
    pub home: Home,
    /// Keeps the namespace.
    holder: Child,
}

impl Serviced {
    /// A home in which no service is installed yet; `None`, and a sentence why, where this system has no place for it.
    pub fn new() -> Option<Serviced> {
        if let Some(tool) = TOOLS.iter().find(|tool| !Path::new("/usr/bin").join(tool).exists()) {
            eprintln!("SKIPPED: there is no /usr/bin/{tool} here that the FAKE could stand in for");
            return None;
        }
        let mut home = Home::new();
        let fake = Path::new(env!("CARGO_MANIFEST_DIR")).join("fakes/systemd.mjs");
        fs::create_dir_all(home.path("fakes")).unwrap();
        for tool in TOOLS {
            let file = home.path("fakes").join(tool);
            let line = format!("#!/bin/sh\nexec '{}' '{}' {tool} \"$@\"\n", node().display(), fake.display());
            fs::write(&file, line).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let account = format!("root:x:0:0:root:{}:/bin/sh\n", folder(&home).display());
        fs::write(home.path("fakes/passwd"), account).unwrap();
        for (name, target) in [("node", node()), ("openclaw", openclaw())] {
            fs::remove_file(home.path("bin").join(name)).unwrap();
            symlink(inside(&target), home.path("bin").join(name)).unwrap();
        }
        home.set("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", home.path("run/bus").display()));
        let holder = hold(&home);
        Some(Serviced { home, holder })
    }

    /// A program in this home's namespace.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.home.command("nsenter");
        command
            .args(["--target", &self.holder.id().to_string(), "--user", "--mount", "--preserve-credentials"])
            .args(["sh", "-c", "cd \"$HOME\" && exec \"$0\" \"$@\""])
            .arg(program.as_ref());
        command
    }

    /// Has OpenClaw itself install and start its service, as a person would.
    pub fn install(&self) {
        let output = self
            .command(inside(&node()))
            .arg(inside(&openclaw()))
            .args(["gateway", "install", "--json"])
            .output()
            .unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        assert_eq!(said["ok"], true, "{said}");
    }

    /// Tells the service manager something behind everybody's back.
    pub fn systemctl(&self, verb: &str) {
        let done = self.command("systemctl").args(["--user", verb, UNIT]).status().unwrap();
        assert!(done.success(), "{verb}");
    }

    /// Makes the service manager fail at `verb` with these words, or no longer.
    pub fn refuse(&self, verb: &str, words: Option<&str>) {
        let file = self.home.path(".fake-systemd").join(format!("refuse-{verb}"));
        match words {
            Some(words) => fs::write(file, words).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
    }

    /// The process that the service manager runs; `None` while it runs none.
    pub fn main_pid(&self) -> Option<u32> {
        let state = fs::read(self.home.path(".fake-systemd").join(format!("{UNIT}.json"))).ok()?;
        let state: Value = serde_json::from_slice(&state).unwrap();
        u32::try_from(state["MainPID"].as_u64()?).ok().filter(|pid| *pid != 0)
    }

    /// How often the service manager was told this about the unit.
    pub fn told(&self, verb: &str) -> usize {
        let calls = fs::read_to_string(self.home.path(".fake-systemd/calls")).unwrap_or_default();
        calls.lines().filter(|line| *line == format!("systemctl --user {verb} {UNIT}")).count()
    }

    /// How often the service manager was asked for what Clawtender wants to know of the unit.
    pub fn asked(&self) -> usize {
        let calls = fs::read_to_string(self.home.path(".fake-systemd/calls")).unwrap_or_default();
        calls.lines().filter(|line| line.contains("LoadState,ActiveState,Result,NRestarts")).count()
    }

    /// Starts `clawtender watch --json` in the namespace.
    pub fn watch(&self) -> Watch {
        Watch::start(self.command(program("clawtender")))
    }
}

/// Makes the namespace: one for all that runs in this home, for processes of two of them cannot look at each other.
fn hold(home: &Home) -> Child {
    let fakes = home.path("fakes").display().to_string();
    let tools = TOOLS.map(|tool| format!("mount --bind {fakes}/{tool} /usr/bin/{tool}")).join(" && ");
    let script = format!(
        "mount --bind {fakes}/passwd /etc/passwd && {tools} && mount --bind {} {PACKAGES} && echo made && exec sleep infinity",
        packages().display()
    );
    let mut command = home.command("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).stdout(Stdio::piped());
    let mut holder = command.spawn().unwrap();
    let mut made = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut made).unwrap();
    assert_eq!(made, "made\n", "no namespace of its own");
    holder
}

impl Drop for Serviced {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

fn folder(home: &Home) -> PathBuf {
    home.path("").components().collect()
}

/// The folder with the `node_modules` that OpenClaw stands in.
fn packages() -> PathBuf {
    openclaw().ancestors().nth(3).unwrap().to_owned()
}

/// Where something is seen in the namespace.
fn inside(file: &Path) -> PathBuf {
    file.strip_prefix(packages()).map_or_else(|_| file.to_owned(), |rest| Path::new(PACKAGES).join(rest))
}
