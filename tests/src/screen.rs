//! The screen of this home's session, locked and unlocked: logind on a system bus of the home's own, FAKED at its bus name.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::{ObjectPath, OwnedObjectPath},
};

use crate::{
    desktop::{self, Program},
    home::Home,
};

const SESSION: &str = "/org/freedesktop/login1/session/_32";

/// Ends with the test.
pub struct Screen {
    service: Connection,
    locked: Arc<AtomicBool>,
    _bus: Program,
}

impl Screen {
    /// What is started in `home` from now on finds it.
    pub fn start(home: &mut Home, locked: bool) -> Screen {
        let (bus, address) = desktop::bus();
        let locked = Arc::new(AtomicBool::new(locked));
        let service = Builder::address(address.as_str())
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .serve_at("/org/freedesktop/login1", Manager)
            .unwrap()
            .serve_at(SESSION, Session(Arc::clone(&locked)))
            .unwrap()
            .build()
            .unwrap();
        home.set("DBUS_SYSTEM_BUS_ADDRESS", address);
        Screen { service, locked, _bus: bus }
    }

    /// The desktop locks it, or the person unlocks it.
    pub fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
        let session = self.service.object_server().interface::<_, Session>(SESSION).unwrap();
        zbus::block_on(session.get().locked_hint_changed(session.signal_emitter())).unwrap();
    }
}

struct Manager;

#[allow(clippy::unused_self, reason = "the bus asks an object")]
#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn get_session(&self, id: &str) -> zbus::fdo::Result<OwnedObjectPath> {
        match id {
            "auto" => Ok(ObjectPath::from_static_str_unchecked(SESSION).into()),
            _ => Err(zbus::fdo::Error::Failed(format!("No session '{id}' known"))),
        }
    }
}

struct Session(Arc<AtomicBool>);

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
