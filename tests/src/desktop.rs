//! A desktop of its own for one test: an X server, a session bus, and a tray host and notifications where the test wants
//! them.
//!
//! The bus starts no services, so nothing of the machine's own session is there or disturbed. A test reads and clicks
//! what the tray really puts on the bus; it has no other way into the program.

mod accessibility;
mod host;
mod item;
mod notifications;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    time::Instant,
};

use zbus::blocking::{Connection, connection::Builder};

pub use self::{
    accessibility::{Accessibility, Thing, role},
    host::Host,
    item::{Item, Line},
    notifications::{Note, Notifications},
};
use crate::{PATIENCE, home::Home, processes, program, until};

/// Ends with the test.
pub struct Desktop {
    address: String,
    bus: Connection,
    host: Option<Host>,
    notifications: Option<Notifications>,
    // last: what hangs on them is gone by then
    _bus_daemon: Program,
    _x_server: Program,
}

impl Desktop {
    /// A desktop with a tray host. What is started in `home` from now on lives on it.
    pub fn start(home: &mut Home) -> Desktop {
        let mut desktop = Desktop::without_host(home);
        desktop.open_host();
        desktop
    }

    /// A desktop that shows no tray icons.
    pub fn without_host(home: &mut Home) -> Desktop {
        let (x_server, number) =
            announced("Xvfb", &["-displayfd", "1", "-screen", "0", "1000x900x24", "-nolisten", "tcp"]);
        let (bus_daemon, address) = bus();
        home.set("DISPLAY", format!(":{number}"));
        home.set("DBUS_SESSION_BUS_ADDRESS", address.clone());
        home.set("GDK_BACKEND", "x11");
        home.set("NO_AT_BRIDGE", "1");
        let bus = Builder::address(address.as_str()).unwrap().build().unwrap();
        Desktop { address, bus, host: None, notifications: None, _bus_daemon: bus_daemon, _x_server: x_server }
    }

    /// A tray host comes up.
    pub fn open_host(&mut self) {
        assert!(self.host.is_none(), "there is a tray host already");
        self.host = Some(Host::open(&self.address));
    }

    /// The tray host goes away, as a panel that crashes.
    pub fn close_host(&mut self) {
        self.host.take().expect("there is no tray host").close();
    }

    /// Screen readers are served, for what is started from now on.
    pub fn open_accessibility(&self, home: &mut Home) -> Accessibility {
        Accessibility::open(home, &self.bus)
    }

    /// A notification daemon comes up. Until then none is there.
    pub fn open_notifications(&mut self, home: &Home) {
        assert!(self.notifications.is_none(), "there is a notification daemon already");
        self.notifications = Some(Notifications::open(home, &self.address));
    }

    /// The notification daemon goes away, with all that it shows.
    pub fn close_notifications(&mut self) {
        self.notifications.take().expect("there is no notification daemon").close();
    }

    /// What the desktop shows of notifications.
    pub fn notifications(&self) -> &Notifications {
        self.notifications.as_ref().expect("there is no notification daemon")
    }

    /// The icon that is in the tray, as soon as there is one.
    pub fn item(&self) -> Item {
        let host = self.host.as_ref().expect("there is no tray host");
        let ((owner, path), _) = until("a tray icon", || host.items().into_iter().next_back());
        Item::new(&self.bus, &owner, path)
    }

    /// When the icon that is in the tray registered, as soon as there is one.
    pub fn registered(&self) -> Instant {
        let host = self.host.as_ref().expect("there is no tray host");
        until("a tray icon", || host.items().into_iter().next_back()).1
    }

    /// How many icons are in the tray.
    pub fn items(&self) -> usize {
        self.host.as_ref().map_or(0, |host| host.items().len())
    }
}

/// A session bus that starts no services, and its address.
pub fn bus() -> (Program, String) {
    let config = concat!("--config-file=", env!("CARGO_MANIFEST_DIR"), "/src/bus.conf");
    announced("dbus-daemon", &[config, "--nofork", "--nopidfile", "--print-address=1"])
}

/// A window manager on this home's display, for tests in which windows are closed as people close them.
pub fn window_manager(home: &Home) -> Program {
    Program(home.command("openbox").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// A program that ends with the test.
pub struct Program(Child);

impl Program {
    /// The tray of this home.
    pub fn tray(home: &Home, args: &[&str]) -> Program {
        Program::start(home.command(program("clawtender-tray")).args(args))
    }

    /// Any other program.
    pub fn start(command: &mut Command) -> Program {
        Program(command.spawn().unwrap())
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// Sends it a signal by name.
    pub fn signal(&self, name: &str) {
        processes::signal(self.pid(), name);
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        until("a program's end", || self.0.try_wait().unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The windows' processes of this home, with their arguments.
pub fn windows(home: &Home) -> Vec<(u32, Vec<String>)> {
    let arguments = |pid: u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let mut words = line.split(|&byte| byte == 0).map(|word| String::from_utf8_lossy(word).into_owned());
        let window = words.next()?.ends_with("/clawtender-window");
        window.then(|| (pid, words.filter(|word| !word.is_empty()).collect()))
    };
    processes::all_of(&home.path("")).into_iter().filter_map(arguments).collect()
}

/// The one window's process and arguments, as soon as there is one.
pub fn window(home: &Home) -> (u32, Vec<String>) {
    until("a window", || windows(home).into_iter().next())
}

/// Waits until no window is left.
pub fn no_window(home: &Home) {
    until("the window's end", || windows(home).is_empty().then_some(()));
}

/// Starts a server that prints where it can be reached, and reads it.
pub(crate) fn announced(name: &str, args: &[&str]) -> (Program, String) {
    let begun = Instant::now();
    let mut child = Command::new(name)
        .args(args)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.trim().is_empty(), "{name} did not come up");
    assert!(begun.elapsed() < PATIENCE);
    (Program(child), line.trim().to_owned())
}
