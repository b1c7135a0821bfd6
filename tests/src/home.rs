//! A home of its own: configuration, port, PATH, and the programs run in it.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    drill::rests, node, openclaw, processes, program, registry::Registry, time_server::TimeServer, watch::Watch,
};

/// The token of every test gateway. Not a secret: it guards a loopback port of a test.
pub const TOKEN: &str = "end-to-end-token-0123456789abcdef";

/// A person's home in which nothing runs yet. Everything that was started in it is ended when it is dropped.
pub struct Home {
    folder: TempDir,
    /// The gateway's port.
    pub port: u16,
    variables: Vec<(String, String)>,
}

impl Default for Home {
    fn default() -> Self {
        Home::new()
    }
}

impl Home {
    /// A home with the real Node and OpenClaw on its PATH and a minimal loopback configuration.
    pub fn new() -> Home {
        Home::with(&openclaw())
    }

    /// The same with this OpenClaw.
    pub fn with(openclaw: &Path) -> Home {
        let home = Home::bare();
        fs::create_dir_all(home.path("bin")).unwrap();
        symlink(node(), home.path("bin/node")).unwrap();
        home.install(openclaw);
        home.write_config(&home.config());
        home
    }

    /// A home whose gateway the person has stopped: nothing is wrong with it, and a watch starts nothing. For whatever needs no
    /// answer of a running gateway, whose start costs half a minute.
    pub fn at_rest() -> Home {
        let home = Home::new();
        rests(&home);
        home
    }

    /// Puts this OpenClaw on the PATH of this home, in the place of the one that is there.
    pub fn install(&self, openclaw: &Path) {
        let _ = fs::remove_file(self.path("bin/openclaw"));
        symlink(openclaw, self.path("bin/openclaw")).unwrap();
    }

    /// A home with nothing in it.
    pub fn bare() -> Home {
        let folder = tempfile::Builder::new().prefix("ct").tempdir().unwrap();
        fs::create_dir_all(folder.path().join("run")).unwrap();
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o700)).unwrap();
        let home = Home { folder, port: free_port(), variables: Vec::new() };
        home.settings("{}");
        home
    }

    /// A path in this home.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every file below this folder, not those that links lead to.
    pub fn files(&self, folder: &str) -> Vec<PathBuf> {
        let (mut files, mut folders) = (Vec::new(), vec![self.path(folder)]);
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                match path.symlink_metadata() {
                    Ok(kind) if kind.is_dir() => folders.push(path),
                    Ok(kind) if kind.is_file() => files.push(path),
                    _ => {}
                }
            }
        }
        files
    }

    /// Sets a variable for everything that is run here from now on.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// What [`Home::set`] has set.
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The minimal loopback configuration.
    pub fn config(&self) -> Value {
        json!({
            "gateway": { "mode": "local", "port": self.port, "bind": "loopback", "auth": { "mode": "token", "token": TOKEN } },
            "update": { "checkOnStart": false },
            // the usual one is everybody's on this computer
            "logging": { "file": self.path("openclaw.log") },
            "models": { "catalogRefresh": { "enabled": false } },
            "agents": { "defaults": { "heartbeat": { "every": "0m" } } },
        })
    }

    /// Where the gateway's configuration is.
    pub fn config_file(&self) -> PathBuf {
        self.path(".openclaw/openclaw.json")
    }

    /// Writes the gateway's configuration.
    pub fn write_config(&self, config: &Value) {
        self.write_config_text(&serde_json::to_string_pretty(config).unwrap());
    }

    /// Writes the gateway's configuration as it is given, in one step.
    pub fn write_config_text(&self, text: &str) {
        let file = self.config_file();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::set_permissions(file.parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
        let new = file.with_extension("new");
        fs::write(&new, text).unwrap();
        fs::set_permissions(&new, fs::Permissions::from_mode(0o600)).unwrap();
        fs::rename(new, file).unwrap();
    }

    /// Writes Clawtender's settings. Where they do not say who is asked for the time, nobody is: a test asks no public server.
    pub fn settings(&self, text: &str) {
        match text.strip_prefix('{').filter(|_| !text.contains("clock")) {
            Some(rest) => self.settings_as_they_are(&format!("{{ clock: {{ servers: [], https: [] }},{rest}")),
            None => self.settings_as_they_are(text),
        }
    }

    /// Has this home ask these servers for the time, and nobody else.
    pub fn asks_for_time(&self, servers: &[&TimeServer]) {
        let servers: Vec<_> = servers.iter().map(|server| server.name()).collect();
        self.settings_as_they_are(&json!({ "clock": { "servers": servers, "https": [] } }).to_string());
    }

    /// Has this home ask this registry for the newest OpenClaw.
    pub fn asks_for_updates(&mut self, registry: &Registry) {
        self.set("npm_config_registry", registry.address());
        let mut config = self.config();
        config["update"] = json!({});
        self.write_config(&config);
    }

    /// Clawtender's settings.
    pub fn settings_file(&self) -> PathBuf {
        self.path("clawtender/settings.json5")
    }

    /// Writes Clawtender's settings, to the letter.
    pub fn settings_as_they_are(&self, text: &str) {
        fs::create_dir_all(self.path("clawtender")).unwrap();
        fs::write(self.settings_file(), text).unwrap();
    }

    /// Has this home's browser FAKED: pages that are opened are noted.
    pub fn notes_pages(&self) {
        let opener = self.path("bin/xdg-open");
        fs::write(&opener, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >>'{}'\n", self.path("pages").display())).unwrap();
        fs::set_permissions(opener, fs::Permissions::from_mode(0o700)).unwrap();
    }

    /// Waits until this page has been opened, last of all.
    pub fn opened(&self, page: &str) {
        crate::until(page, || {
            let pages = fs::read_to_string(self.path("pages")).unwrap_or_default();
            (pages.lines().last() == Some(page)).then_some(())
        });
    }

    /// A program in this home, with this home's environment and nothing of ours.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("CLAWTENDER_HOME", self.path("clawtender"))
            .env("CLAWTENDER_LOG", "info,clawtender_engine=debug")
            .env("PATH", format!("{}:/usr/bin:/bin", self.path("bin").display()))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_CONFIG_HOME", self.path(".config"))
            .env("XDG_DATA_HOME", self.path(".local/share"))
            .env("XDG_CACHE_HOME", self.path(".cache"))
            // what this computer's own services say is not this home's affair
            .env("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}", self.path("run/no-system-bus").display()))
            // nobody is asked for the newest OpenClaw where a test does not say who: nothing listens there
            .env("npm_config_registry", "http://127.0.0.1:9/")
            .env("LANG", "C.UTF-8")
            .envs(self.variables.iter().cloned())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs `clawtender` to its end.
    pub fn clawtender(&self, args: &[&str]) -> Output {
        self.command(program("clawtender")).args(args).output().unwrap()
    }

    /// Runs `clawtender … --json` and reads its answer.
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.clawtender(&[args, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{args:?} did not print JSON ({error}): {output:?}");
        })
    }

    /// Starts `clawtender watch --json`.
    pub fn watch(&self) -> Watch {
        Watch::start(self.command(program("clawtender")))
    }

    /// The real gateway, started by hand as a person would in a terminal.
    pub fn gateway_by_hand(&self) -> std::process::Child {
        self.command(node())
            .arg(openclaw())
            .args(["gateway", "run"])
            .env("OPENCLAW_SUPERVISOR_MODE", "external") // a test must not start the person's coding agent either
            .env("OPENCLAW_NO_AUTO_UPDATE", "1")
            .stdout(fs::File::create(self.path("by-hand.out")).unwrap())
            .stderr(fs::File::create(self.path("by-hand.err")).unwrap())
            .spawn()
            .unwrap()
    }

    /// The gateways that live in this home.
    pub fn gateways(&self) -> Vec<u32> {
        processes::gateways_of(self.folder.path())
    }

    /// The failing root findings of a doctor run, by id.
    pub fn roots(&self) -> Vec<String> {
        roots(&self.json(&["doctor"]))
    }

    /// What the gateway answers at `path`: status and body. `None` when it does not answer.
    pub fn http(&self, path: &str) -> Option<(u16, String)> {
        processes::http(self.port, path)
    }
}

/// The failing root findings of a report, by id.
pub fn roots(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    let failing = findings.iter().filter(|finding| finding["outcome"] == "fail");
    failing.map(|finding| finding["id"].as_str().unwrap_or_default().to_owned()).collect()
}

impl Drop for Home {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let kept = self.folder.path().to_owned();
            self.folder.disable_cleanup(true);
            eprintln!("what was there is kept in {}", kept.display());
        }
        processes::end_all_of(self.folder.path());
    }
}

/// A port that nobody listens on now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
