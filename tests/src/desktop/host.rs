//! The tray host: `org.kde.StatusNotifierWatcher`, as panels implement it, that remembers who registered, and when.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use zbus::{
    blocking::{Connection, connection::Builder, fdo::DBusProxy},
    message::Header,
    names::BusName,
    object_server::SignalEmitter,
};

/// Bus name and object path of an icon.
type Place = (String, String);

type Registered = Arc<Mutex<Vec<(Place, Instant)>>>;

/// A tray host until it is closed.
pub struct Host {
    connection: Connection,
    items: Registered,
}

impl Host {
    /// Takes the host's name on the bus at `address`.
    pub(super) fn open(address: &str) -> Host {
        let items = Registered::default();
        let connection = Builder::address(address)
            .unwrap()
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&items)))
            .unwrap()
            .name("org.kde.StatusNotifierWatcher")
            .unwrap()
            .build()
            .unwrap();
        Host { connection, items }
    }

    /// The icons whose owners are still on the bus, oldest first, and when they registered.
    pub(super) fn items(&self) -> Vec<(Place, Instant)> {
        let bus = DBusProxy::new(&self.connection).unwrap();
        let lives = |owner: &str| bus.name_has_owner(BusName::try_from(owner).unwrap()).unwrap_or(false);
        self.items.lock().unwrap().retain(|((owner, _), _)| lives(owner));
        self.items.lock().unwrap().clone()
    }

    pub(super) fn close(self) {
        self.connection.close().unwrap();
    }
}

struct Watcher(Registered);

#[allow(
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the interface wants methods with these arguments"
)]
#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        // some programs name their object's path, others a bus name of theirs
        let place = if service.starts_with('/') {
            (sender, service.to_owned())
        } else {
            (service.to_owned(), "/StatusNotifierItem".to_owned())
        };
        let name = format!("{}{}", place.0, place.1);
        self.0.lock().unwrap().push((place, Instant::now()));
        Ok(Self::status_notifier_item_registered(&emitter, &name).await?)
    }

    fn register_status_notifier_host(&self, service: &str) {
        let _ = service; // this one is all the hosts there are
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|((owner, path), _)| format!("{owner}{path}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
