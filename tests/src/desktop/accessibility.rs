//! What a screen reader is told: the tree of the accessibility bus (AT-SPI), read as a screen reader reads it.

use std::{path::Path, process::Stdio};

use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::{OwnedObjectPath, OwnedValue},
};

use super::Program;
use crate::{home::Home, until};

/// Where distributions put the service.
const LAUNCHERS: [&str; 3] =
    ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher"];

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// `ATSPI_STATE_FOCUSED`.
const FOCUSED: u32 = 12;

/// The accessibility bus of a desktop. It ends with the test.
pub struct Accessibility {
    bus: Connection,
    _launcher: Program,
}

/// What a screen reader knows of one thing on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is: one of [`role`], or another `AtspiRole` of AT-SPI's `atspi-constants.h`.
    pub role: u32,
    /// How it is called, empty where it has no name.
    pub name: String,
    owner: String,
    path: String,
}

/// Roles, as AT-SPI counts them: a web view does not say them in words.
#[allow(missing_docs, reason = "each says what it is")]
pub mod role {
    pub const BUTTON: u32 = 43;
    pub const COMBO_BOX: u32 = 11;
    pub const ENTRY: u32 = 79;
    pub const GROUP: u32 = 39;
    pub const HEADING: u32 = 83;
    pub const LANDMARK: u32 = 110;
    pub const LINK: u32 = 88;
    pub const RADIO: u32 = 44;
    pub const STATUS: u32 = 54;
}

impl Accessibility {
    /// The bus comes up on this session's. Only what is started from now on talks to it.
    pub(super) fn open(home: &mut Home, session: &Connection) -> Accessibility {
        home.set("NO_AT_BRIDGE", "0");
        let launcher = LAUNCHERS.into_iter().find(|path| Path::new(path).exists()).expect("at-spi2-core");
        let mut command = home.command(launcher);
        command.args(["--launch-immediately", "--a11y=1", "--screen-reader=1"]);
        let launcher = Program::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        let address = until("the accessibility bus", || {
            let asked =
                session.call_method(Some("org.a11y.Bus"), "/org/a11y/bus", Some("org.a11y.Bus"), "GetAddress", &());
            asked.ok()?.body().deserialize::<String>().ok().filter(|address| !address.is_empty())
        });
        Accessibility { bus: Builder::address(address.as_str()).unwrap().build().unwrap(), _launcher: launcher }
    }

    /// Everything that programs show, in the order in which it is read.
    pub fn tree(&self) -> Vec<Thing> {
        let mut things = Vec::new();
        self.read("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", 0, &mut things);
        things
    }

    /// Does what a press on it does.
    pub fn presses(&self, thing: &Thing) {
        let action = Some("org.a11y.atspi.Action");
        let done = self.bus.call_method(Some(&*thing.owner), &*thing.path, action, "DoAction", &(0,)).unwrap();
        assert!(done.body().deserialize::<bool>().unwrap(), "{thing:?}");
    }

    /// Where the keyboard is: what is innermost of those that say so.
    pub fn keyboard(&self) -> Option<Thing> {
        self.tree().into_iter().rev().find(|thing| self.has_keyboard(thing))
    }

    fn has_keyboard(&self, thing: &Thing) -> bool {
        let said = self.bus.call_method(Some(&*thing.owner), &*thing.path, Some(ACCESSIBLE), "GetState", &());
        let states = said.ok().and_then(|said| said.body().deserialize::<Vec<u32>>().ok());
        states.is_some_and(|states| states.first().is_some_and(|first| first & (1 << FOCUSED) != 0))
    }

    /// What goes away while it is read is left out.
    fn read(&self, owner: &str, path: &str, depth: usize, things: &mut Vec<Thing>) -> Option<()> {
        assert!(depth < 100, "a thing is within itself: {things:#?}");
        let role = self
            .bus
            .call_method(Some(owner), path, Some(ACCESSIBLE), "GetRole", &())
            .ok()?
            .body()
            .deserialize()
            .ok()?;
        let name = self.property(owner, path, "Name").unwrap_or_default();
        things.push(Thing { role, name, owner: owner.to_owned(), path: path.to_owned() });
        // one by one, as screen readers do: what a web view shows is not in the list that `GetChildren` answers with
        for at in 0..self.property::<i32>(owner, path, "ChildCount").unwrap_or_default() {
            let Ok(child) = self.bus.call_method(Some(owner), path, Some(ACCESSIBLE), "GetChildAtIndex", &(at,)) else {
                continue;
            };
            if let Ok((owner, path)) = child.body().deserialize::<(String, OwnedObjectPath)>() {
                self.read(&owner, &path, depth + 1, things);
            }
        }
        Some(())
    }

    fn property<T: TryFrom<OwnedValue>>(&self, owner: &str, path: &str, name: &str) -> Option<T> {
        let asked = (ACCESSIBLE, name);
        let said =
            self.bus.call_method(Some(owner), path, Some("org.freedesktop.DBus.Properties"), "Get", &asked).ok()?;
        said.body().deserialize::<OwnedValue>().ok()?.try_into().ok()
    }
}
