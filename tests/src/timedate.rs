//! systemd's service for automatic time on a system bus of this home's own, FAKED at its bus name: a test must not turn this
//! computer's automatic time off.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use zbus::blocking::{Connection, connection::Builder};

use crate::{
    desktop::{self, Program},
    home::Home,
};

/// Ends with the test.
pub struct Timedate {
    on: Arc<AtomicBool>,
    _service: Connection,
    _bus: Program,
}

impl Timedate {
    /// What is started in `home` from now on finds it, with automatic time turned on or off.
    pub fn start(home: &mut Home, on: bool) -> Timedate {
        Timedate::that_sets(home, on, || {})
    }

    /// As [`Timedate::start`]; the time service that it turns on does this first.
    pub fn that_sets(home: &mut Home, on: bool, sets: impl Fn() + Send + Sync + 'static) -> Timedate {
        let (bus, address) = desktop::bus();
        let on = Arc::new(AtomicBool::new(on));
        let service = Builder::address(address.as_str())
            .unwrap()
            .name("org.freedesktop.timedate1")
            .unwrap()
            .serve_at("/org/freedesktop/timedate1", Service(Arc::clone(&on), Box::new(sets)))
            .unwrap()
            .build()
            .unwrap();
        home.set("DBUS_SYSTEM_BUS_ADDRESS", address);
        Timedate { on, _service: service, _bus: bus }
    }

    /// Whether automatic time is on.
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::SeqCst)
    }

    /// What somebody else's `timedatectl set-ntp` does.
    pub fn set_ntp(&self, on: bool) {
        self.on.store(on, Ordering::SeqCst);
    }
}

struct Service(Arc<AtomicBool>, Box<dyn Fn() + Send + Sync>);

#[allow(clippy::unused_self, reason = "the bus asks an object")]
#[zbus::interface(name = "org.freedesktop.timedate1")]
impl Service {
    #[zbus(property, name = "NTP")]
    fn ntp(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// What `timedatectl set-ntp` and Clawtender ask for. That the person is asked for consent is the real service's affair.
    #[zbus(name = "SetNTP")]
    fn turn(&self, on: bool, may_ask: bool) -> zbus::fdo::Result<()> {
        if !may_ask {
            return Err(zbus::fdo::Error::InteractiveAuthorizationRequired(
                "Interactive authentication required.".into(),
            ));
        }
        self.0.store(on, Ordering::SeqCst);
        if on {
            (self.1)();
        }
        Ok(())
    }

    #[zbus(property, name = "CanNTP")]
    fn can_ntp(&self) -> bool {
        true
    }

    #[zbus(property, name = "NTPSynchronized")]
    fn ntp_synchronized(&self) -> bool {
        false
    }
}
