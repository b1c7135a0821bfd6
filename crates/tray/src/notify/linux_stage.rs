//! A bus of its own for one test, and who shows notifications on it: a daemon made for the test, or the real dunst.
#![allow(clippy::disallowed_methods, reason = "tests start programs themselves")]

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::StreamExt as _;
use tokio::sync::{
    Semaphore,
    mpsc::{self, UnboundedReceiver, UnboundedSender},
};
use zbus::{Connection, fdo::DBusProxy, object_server::SignalEmitter, zvariant::OwnedValue};

use super::{OBJECT, SERVICE};

/// A program that ends with the test.
pub(super) struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether these programs are there. Where everything is tested (`cargo xtask test`) they have to be.
pub(super) fn there(programs: &[&str]) -> bool {
    let Some(missing) = programs.iter().find(|name| !Path::new("/usr/bin").join(name).exists()) else { return true };
    assert!(std::env::var_os("CLAWTENDER_TEST_NODE").is_none(), "{missing} is not installed");
    eprintln!("NOT TESTED: {missing} is not installed");
    false
}

/// Starts a server that prints where it can be reached.
pub(super) fn announced(name: &str, args: &[&str]) -> (Program, String) {
    let mut child = Command::new(name).args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Program(child), line.trim().to_owned())
}

pub(super) fn bus() -> (Program, String) {
    let config = concat!("--config-file=", env!("CARGO_MANIFEST_DIR"), "/../../tests/src/bus.conf");
    announced("dbus-daemon", &[config, "--nofork", "--nopidfile", "--print-address=1"])
}

pub(super) async fn connect(address: &str) -> Connection {
    zbus::connection::Builder::address(address).unwrap().build().await.unwrap()
}

/// What a daemon was asked.
#[derive(Debug)]
pub(super) enum Asked {
    Notify { replaces: u32, title: String, body: String, actions: Vec<String>, urgency: u8, lasts: i32, id: u32 },
    Close(u32),
}

/// A notification daemon made for the test: it answers when it may, and tells everything.
pub(super) struct Daemon {
    abilities: &'static [&'static str],
    asked: UnboundedSender<Asked>,
    may_answer: Arc<Semaphore>,
    refuses: Arc<Mutex<bool>>,
    last: u32,
}

#[allow(clippy::too_many_arguments, reason = "the interface has as many")]
#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Daemon {
    fn get_capabilities(&self) -> Vec<String> {
        self.abilities.iter().map(ToString::to_string).collect()
    }

    async fn notify(
        &mut self,
        app: &str,
        replaces: u32,
        icon: &str,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        lasts: i32,
    ) -> zbus::fdo::Result<u32> {
        assert_eq!((app, icon), ("Clawtender", "clawtender"));
        if *self.refuses.lock().unwrap() {
            return Err(zbus::fdo::Error::AccessDenied("not now".to_owned()));
        }
        self.may_answer.acquire().await.unwrap().forget();
        let id = if replaces == 0 { self.last + 1 } else { replaces };
        self.last = self.last.max(id);
        let urgency = u8::try_from(&hints["urgency"]).unwrap();
        let _ = self.asked.send(Asked::Notify { replaces, title, body, actions, urgency, lasts, id });
        Ok(id)
    }

    async fn close_notification(&self, id: u32, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>) {
        let _ = self.asked.send(Asked::Close(id));
        Self::notification_closed(&emitter, id, 3).await.unwrap();
    }

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

/// The test's side of a daemon.
pub(super) struct Desk {
    pub(super) bus: Connection,
    pub(super) asked: UnboundedReceiver<Asked>,
    pub(super) may_answer: Arc<Semaphore>,
    pub(super) refuses: Arc<Mutex<bool>>,
}

pub(super) const ALL: &[&str] = &["actions", "body", "body-markup"];

impl Desk {
    pub(super) async fn open(address: &str, abilities: &'static [&'static str]) -> Desk {
        let (told, asked) = mpsc::unbounded_channel();
        let may_answer = Arc::new(Semaphore::new(1000));
        let refuses = Arc::new(Mutex::new(false));
        let daemon = Daemon {
            abilities,
            asked: told,
            may_answer: Arc::clone(&may_answer),
            refuses: Arc::clone(&refuses),
            last: 0,
        };
        let builder = zbus::connection::Builder::address(address).unwrap().serve_at(OBJECT, daemon).unwrap();
        let bus = builder.name(SERVICE).unwrap().build().await.unwrap();
        Desk { bus, asked, may_answer, refuses }
    }

    pub(super) async fn asked(&mut self) -> Asked {
        tokio::time::timeout(Duration::from_secs(20), self.asked.recv()).await.expect("nothing was asked").unwrap()
    }

    /// The next notification: its id and the keys of its buttons.
    pub(super) async fn shown(&mut self) -> (u32, Vec<String>) {
        match self.asked().await {
            Asked::Notify { id, actions, .. } => (id, actions.into_iter().step_by(2).collect()),
            close @ Asked::Close(_) => panic!("{close:?}"),
        }
    }

    pub(super) async fn closed(&mut self) -> u32 {
        match self.asked().await {
            Asked::Close(id) => id,
            notify @ Asked::Notify { .. } => panic!("{notify:?}"),
        }
    }

    pub(super) async fn signal<B: serde::Serialize + zbus::zvariant::DynamicType>(&self, name: &str, body: &B) {
        signal(&self.bus, name, body).await;
    }
}

pub(super) async fn signal<B: serde::Serialize + zbus::zvariant::DynamicType>(bus: &Connection, name: &str, body: &B) {
    bus.emit_signal(None::<&str>, OBJECT, SERVICE, name, body).await.unwrap();
}

/// The real dunst on an X server of its own. Its menu is answered by a script that picks the line with what is in a file.
pub(super) struct Dunst {
    folder: tempfile::TempDir,
    environment: Vec<(&'static str, String)>,
    _programs: [Program; 2],
}

impl Dunst {
    pub(super) async fn start(address: &str, bus: &Connection) -> Dunst {
        let (x_server, number) =
            announced("Xvfb", &["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let script = format!("#!/bin/sh\ntee '{}' | grep -F -m1 -- \"$(cat '{}')\"\n", path("menu"), path("pick"));
        std::fs::write(path("pick.sh"), script).unwrap();
        std::fs::set_permissions(path("pick.sh"), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let config = format!("[global]\ndmenu = {}\nstack_duplicates = false\n", path("pick.sh"));
        std::fs::write(path("dunstrc"), config).unwrap();
        let environment = vec![("DBUS_SESSION_BUS_ADDRESS", address.to_owned()), ("DISPLAY", format!(":{number}"))];
        let names = DBusProxy::new(bus).await.unwrap();
        let mut owners = names.receive_name_owner_changed_with_args(&[(0, SERVICE)]).await.unwrap();
        let mut dunst = Command::new("dunst");
        dunst.args(["-config", &path("dunstrc")]).envs(environment.iter().cloned()).stderr(Stdio::null());
        let dunst = Program(dunst.spawn().unwrap());
        owners.next().await.unwrap();
        Dunst { folder, environment, _programs: [dunst, x_server] }
    }

    pub(super) async fn control(&self, args: &[&str]) -> String {
        let mut dunstctl = tokio::process::Command::new("dunstctl");
        let output = dunstctl.args(args).envs(self.environment.iter().cloned()).output().await.unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Presses the button with this label, of the notification that has one.
    pub(super) async fn press(&self, label: &str) {
        std::fs::write(self.folder.path().join("pick"), label).unwrap();
        self.control(&["context"]).await;
    }

    /// Waits until this many are on the screen.
    pub(super) async fn displays(&self, count: usize) {
        let shown = async {
            while self.control(&["count", "displayed"]).await.trim() != count.to_string() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), shown).await.expect("dunst shows another number");
    }
}
