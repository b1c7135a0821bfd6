//! The desktop's notifications: the real dunst, whose buttons are pressed through its own menu.
//!
//! What is on the screen is read off the bus, as a monitor sees it: what was asked of dunst, the number it gave, and what
//! it says has closed. So a test sees what a person would, whoever sent it.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::Stdio,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use zbus::{
    MatchRule, Message,
    blocking::{Connection, MessageIterator, connection::Builder, fdo::MonitoringProxy},
    message::Type,
    names::MemberName,
    zvariant::OwnedValue,
};

use super::Program;
use crate::{home::Home, until};

/// How long dunst gets to show its menu, before it is asked for again.
const MENU: Duration = Duration::from_secs(5);
const SERVICE: &str = "org.freedesktop.Notifications";

/// A notification on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Dunst's number for it.
    pub id: u32,
    /// The first line.
    pub title: String,
    /// What stands below, as it was sent.
    pub message: String,
    /// What its buttons say, in order, without the click on the notification itself.
    pub buttons: Vec<String>,
    /// Whether it stays until it is answered.
    pub urgent: bool,
}

type Screen = Arc<Mutex<BTreeMap<u32, Note>>>;

/// Dunst, until it is closed.
pub struct Notifications {
    folder: TempDir,
    home: Vec<(String, String)>,
    screen: Screen,
    dunst: Program,
}

impl Notifications {
    /// Starts dunst on the desktop of `home`, and waits until it answers on the bus at `address`.
    pub(super) fn open(home: &Home, address: &str) -> Notifications {
        let folder = tempfile::tempdir().unwrap();
        let screen = Screen::default();
        watch(address, Arc::clone(&screen));
        let path = |name: &str| folder.path().join(name).display().to_string();
        // dunst shows its menu with a program of one's choice: this one picks the line with the wanted words
        let script = format!("#!/bin/sh\ntee '{}' | grep -F -m1 -- \"$(cat '{}')\"\n", path("menu"), path("pick"));
        fs::write(path("pick.sh"), script).unwrap();
        fs::set_permissions(path("pick.sh"), fs::Permissions::from_mode(0o700)).unwrap();
        let config = format!("[global]\ndmenu = {}\nstack_duplicates = false\n", path("pick.sh"));
        fs::write(path("dunstrc"), config).unwrap();
        let mut dunst = home.command("dunst");
        dunst.args(["-config", &path("dunstrc")]).stdout(Stdio::null()).stderr(Stdio::null());
        let dunst = Program(dunst.spawn().unwrap());
        let wanted = ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS"];
        let home = home.variables().iter().filter(|(name, _)| wanted.contains(&name.as_str())).cloned().collect();
        let notifications = Notifications { folder, home, screen, dunst };
        until("dunst", || (notifications.control(&["count"]).contains("displayed")).then_some(()));
        notifications
    }

    /// What is on the screen, oldest first.
    pub fn shown(&self) -> Vec<Note> {
        self.screen.lock().unwrap().values().cloned().collect()
    }

    /// The notification whose title begins so, as soon as there is one.
    pub fn note(&self, title: &str) -> Note {
        until(&format!("a notification {title:?}"), || {
            self.shown().into_iter().find(|note| note.title.starts_with(title))
        })
    }

    /// Waits until it is gone, whoever took it away.
    pub fn gone(&self, note: &Note) {
        until(&format!("{:?} to go", note.title), || {
            (!self.screen.lock().unwrap().contains_key(&note.id)).then_some(())
        });
    }

    /// Presses the button with these words, as soon as there is one. `Show` is the click on a notification itself.
    pub fn press(&self, label: &str) {
        fs::write(self.path("pick"), label).unwrap();
        let _ = fs::remove_file(self.path("menu"));
        let mut asked = None;
        until(&format!("{label:?} on a notification"), || {
            let menu = fs::read_to_string(self.path("menu")).unwrap_or_default();
            if menu.lines().any(|line| line.contains(label)) {
                return Some(());
            }
            // dunst's menu comes some time after it was asked for, and picks as soon as it comes
            if asked.is_none_or(|asked: Instant| asked.elapsed() > MENU) {
                asked = Some(Instant::now());
                self.control(&["context"]);
            }
            None
        });
    }

    /// Puts away everything, as a person does.
    pub fn dismiss(&self) {
        self.control(&["close-all"]);
    }

    /// Dunst goes, as it does when a desktop changes its mind.
    pub fn close(mut self) {
        self.dunst.signal("TERM");
        self.dunst.ended();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn control(&self, args: &[&str]) -> String {
        let mut dunstctl = std::process::Command::new("dunstctl");
        let output = dunstctl.args(args).envs(self.home.iter().cloned()).stderr(Stdio::null()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// Keeps `screen` up to date until the bus is gone.
fn watch(address: &str, screen: Screen) {
    let bus: Connection = Builder::address(address).unwrap().build().unwrap();
    let rule = |kind| MatchRule::builder().msg_type(kind);
    let rules = [
        rule(Type::MethodCall).interface(SERVICE).unwrap().build(),
        rule(Type::MethodReturn).build(),
        rule(Type::Signal).interface(SERVICE).unwrap().build(),
    ];
    let messages = MessageIterator::from(&bus);
    MonitoringProxy::new(&bus).unwrap().become_monitor(&rules, 0).unwrap();
    thread::spawn(move || {
        let mut asked = HashMap::new();
        for message in messages.flatten() {
            follow(&message, &mut asked, &screen);
        }
    });
}

/// Who asked, and the number of the question.
type Question = (String, u32);

fn follow(message: &Message, asked: &mut HashMap<Question, Note>, screen: &Screen) -> Option<()> {
    let header = message.header();
    let number = message.primary_header().serial_num().get();
    match (header.message_type(), header.member().map(MemberName::as_str)) {
        (Type::MethodCall, Some("Notify")) => {
            asked.insert((header.sender()?.to_string(), number), note(message)?);
        }
        (Type::MethodReturn, _) => {
            let question = (header.destination()?.to_string(), header.reply_serial()?.get());
            let note = asked.remove(&question)?;
            let id = message.body().deserialize().ok()?;
            screen.lock().unwrap().insert(id, Note { id, ..note });
        }
        (Type::Signal, Some("NotificationClosed")) => {
            let (id, _reason): (u32, u32) = message.body().deserialize().ok()?;
            screen.lock().unwrap().remove(&id);
        }
        _ => {}
    }
    Some(())
}

/// Name, what it replaces, icon, title, message, buttons with their keys, hints, how long it lasts.
type Notify = (String, u32, String, String, String, Vec<String>, HashMap<String, OwnedValue>, i32);

fn note(message: &Message) -> Option<Note> {
    let (_, _, _, title, message, actions, _, lasts): Notify = message.body().deserialize().ok()?;
    let buttons = actions.chunks(2).filter(|pair| pair[0] != "default").map(|pair| pair[1].clone()).collect();
    Some(Note { id: 0, title, message, buttons, urgent: lasts == 0 })
}
