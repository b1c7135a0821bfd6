//! The real GNOME Keyring for one home, on a session bus of its own.

use std::{
    ffi::OsString,
    io::Write,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    desktop::{self, Program},
    home::Home,
    until,
};

/// What Clawtender calls itself there: installed, and built for development. The tests do not know which one runs.
const SERVICES: [&str; 2] = ["clawtender", "clawtender-development"];

/// Who shows the keyring's dialogs.
const PROMPTER: &str = "org.gnome.keyring.SystemPrompter";

/// Where the program is that does.
const PROMPTERS: [&str; 3] =
    ["/usr/libexec/gcr-prompter", "/usr/lib/gcr/gcr-prompter", "/usr/lib/x86_64-linux-gnu/gcr-prompter"];
/// What opens the keyring.
const PASSWORD: &str = "password";

/// A prompter that takes every request for a dialog and answers none, until it is dropped.
pub struct SilentPrompter {
    _connection: zbus::blocking::Connection,
}

/// The desktop's own dialogs, on a screen of their own, and somebody who types; until it is dropped.
pub struct Dialogs {
    display: String,
    _prompter: Program,
    _screen: Program,
}

impl Dialogs {
    /// The person types the keyring's password into the dialog that comes up.
    pub fn type_the_password(&self) {
        until("the dialog", || self.is_there().then_some(()));
        // it takes the keyboard after it has come up
        thread::sleep(Duration::from_millis(500));
        assert!(self.typist(&["type", PASSWORD]) && self.typist(&["key", "Return"]));
        until("the dialog to close", || (!self.is_there()).then_some(()));
    }

    fn is_there(&self) -> bool {
        self.typist(&["search", "--onlyvisible", "--class", "gcr-prompter"])
    }

    fn typist(&self, args: &[&str]) -> bool {
        let mut xdotool = Command::new("xdotool");
        xdotool.args(args).env("DISPLAY", &self.display).stdout(Stdio::null()).stderr(Stdio::null());
        xdotool.status().unwrap().success()
    }
}

/// Ends with the test.
pub struct Keyring {
    environment: Vec<(OsString, OsString)>,
    daemon: Child,
    bus: Option<Program>,
}

impl Keyring {
    /// A keyring that is open, as after a login. What is started in `home` from now on finds it.
    pub fn start(home: &mut Home) -> Keyring {
        let (bus, address) = desktop::bus();
        home.set("DBUS_SESSION_BUS_ADDRESS", address);
        let mut keyring = Keyring::on_desktop(home);
        keyring.bus = Some(bus);
        keyring
    }

    /// The same on the bus of the desktop that `home` is on.
    pub fn on_desktop(home: &Home) -> Keyring {
        let known = home.command("gnome-keyring-daemon");
        let known = known.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        let environment: Vec<_> = known.collect();
        let keyring = Keyring { daemon: daemon(&environment), environment, bus: None };
        keyring.wait();
        keyring
    }

    /// Ends it: from now on there is none on the bus.
    pub fn end(&mut self) {
        self.daemon.kill().unwrap();
        self.daemon.wait().unwrap();
    }

    /// The person logs in again: it is there, open, and holds what it held.
    pub fn log_in_again(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
        self.daemon = daemon(&self.environment);
        self.wait();
    }

    fn wait(&self) {
        until("the keyring", || self.call("ReadAlias", "string:default").contains("/login").then_some(()));
    }

    /// Stores a secret under Clawtender's name.
    pub fn store(&self, account: &str, secret: &str) {
        for service in SERVICES {
            let mut tool = self.command("secret-tool");
            tool.args(["store", "--label", account, "service", service, "username", account]);
            let mut tool = tool.stdin(Stdio::piped()).spawn().unwrap();
            tool.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
            assert!(tool.wait().unwrap().success());
        }
    }

    /// What is stored under Clawtender's name.
    pub fn stored(&self, account: &str) -> Option<String> {
        SERVICES.iter().find_map(|service| self.look_up(service, account))
    }

    /// Whether this secret is stored under one of Clawtender's names.
    pub fn holds(&self, account: &str, secret: &str) -> bool {
        SERVICES.iter().any(|service| self.look_up(service, account).as_deref() == Some(secret))
    }

    fn look_up(&self, service: &str, account: &str) -> Option<String> {
        let output =
            self.command("secret-tool").args(["lookup", "service", service, "username", account]).output().unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Locks it, as when the person leaves. Nobody unlocks it again who is not asked to.
    pub fn lock(&self) {
        let said = self.call("Lock", "array:objpath:/org/freedesktop/secrets/collection/login");
        assert!(said.contains("login"), "{said}");
    }

    /// From now on whoever asks for a dialog waits for ever.
    pub fn prompts_in_vain(&self) -> SilentPrompter {
        let address = self.environment.iter().find(|(name, _)| name == "DBUS_SESSION_BUS_ADDRESS");
        let address = address.unwrap().1.to_str().unwrap();
        let bus = zbus::blocking::connection::Builder::address(address).unwrap();
        // nothing is served on it: what it is asked stays unanswered
        let connection = bus.name(PROMPTER).unwrap().build().unwrap();
        SilentPrompter { _connection: connection }
    }

    /// From now on whoever asks for a dialog is shown one. `None`, and a sentence why, where this system has nothing that shows
    /// it.
    pub fn shows_dialogs(&self) -> Option<Dialogs> {
        let Some(prompter) = PROMPTERS.into_iter().find(|path| Path::new(path).exists()) else {
            eprintln!("SKIPPED: there is no gcr-prompter here that could show a dialog");
            return None;
        };
        let screen = ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"];
        let (screen, number) = desktop::announced("Xvfb", &screen);
        let display = format!(":{number}");
        let mut command = self.command(prompter);
        command.env("DISPLAY", &display).env("GDK_BACKEND", "x11").stdout(Stdio::null()).stderr(Stdio::null());
        let prompter = Program::start(&mut command);
        until("the prompter", || {
            let mut asked = self.command("dbus-send");
            asked.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
            let said =
                asked.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{PROMPTER}")]).output().unwrap();
            String::from_utf8_lossy(&said.stdout).contains("true").then_some(())
        });
        Some(Dialogs { display, _prompter: prompter, _screen: screen })
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.daemon.id()
    }

    /// Calls the Secret Service from outside.
    fn call(&self, method: &str, argument: &str) -> String {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]);
        let output = command.args([&format!("org.freedesktop.Secret.Service.{method}"), argument]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().cloned()).stdin(Stdio::null());
        command
    }
}

fn daemon(environment: &[(OsString, OsString)]) -> Child {
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon.env_clear().envs(environment.iter().cloned());
    daemon.args(["--foreground", "--unlock", "--components=secrets"]);
    let mut daemon = daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    daemon.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    daemon
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
