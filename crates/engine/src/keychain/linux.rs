//! Linux: the Secret Service of the desktop, on the session bus.
//!
//! The store unlocks what is locked by itself, which opens a dialog and waits for it. So the service is asked first, on a
//! connection of our own with a deadline for every call: is what we want locked, and does it open without a dialog? Many
//! desktops lock even a keyring without a password, and open it for the asking.

use std::{cell::Cell, collections::HashMap, error::Error, sync::Arc, time::Duration};

use futures_util::StreamExt;
use keyring_core::CredentialStore;
use serde::Serialize;
use tokio::{runtime::Runtime, time::timeout};
use zbus::{
    Connection, DBusError, Proxy,
    proxy::CacheProperties,
    zvariant::{DynamicDeserialize, DynamicType, OwnedObjectPath, OwnedValue, Value},
};
use zbus_secret_service_keyring_store::Store;

use super::{Entry, KeychainError, LONGEST, SERVICE, system::odd};

/// The service has no limit of its own.
pub(super) const LIMIT: usize = LONGEST;

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const NOTHING: &str = "/";

/// One call; longer than anybody waits for a secret, so that it only ends threads that nobody waits for.
const CALL: Duration = Duration::from_secs(10);
/// A dialog; likewise.
const DIALOG: Duration = Duration::from_mins(3);

/// Most collections, each with a dialog, that are opened in a row.
const COLLECTIONS: usize = 4;

/// Whether, and from where, secrets can be had without asking anybody.
pub(super) struct Door {
    service: Service,
    /// Whether the collection where new secrets go is known to be open.
    home_open: Cell<bool>,
}

impl Door {
    pub(super) fn open() -> Result<Door, KeychainError> {
        Ok(Door { service: Service::connect()?, home_open: Cell::new(false) })
    }

    /// Whether there is such an entry, after it has been made sure that it is open, and so is, where none is there or
    /// one is to be written, the collection where it would be.
    pub(super) fn pass(&self, entry: &Entry, writes: bool) -> Result<bool, KeychainError> {
        let found = |service: &Service| service.search(&entry.service, Some(&entry.account));
        let (open, locked) = found(&self.service)?;
        if !locked.is_empty() {
            return self.service.open_unasked(&locked).map(|()| true);
        }
        if !open.is_empty() {
            return Ok(true);
        }
        if !self.open_home()? {
            let missing = "the desktop's keyring has not been set up yet";
            return if writes { Err(KeychainError::NoStore(missing.into())) } else { Ok(false) };
        }
        // some services show what is in a collection only when it is open
        let (open, locked) = found(&self.service)?;
        Ok(!open.is_empty() || !locked.is_empty())
    }

    /// Makes sure that everything of this service is open.
    pub(super) fn pass_all(&self, service: &str) -> Result<(), KeychainError> {
        self.open_home()?;
        let (_, locked) = self.service.search(service, None)?;
        if locked.is_empty() { Ok(()) } else { self.service.open_unasked(&locked) }
    }

    /// Opens the collection where new secrets go; `false` when there is none.
    fn open_home(&self) -> Result<bool, KeychainError> {
        if self.home_open.get() {
            return Ok(true);
        }
        let Some(home) = self.service.home()? else { return Ok(false) };
        if self.service.is_locked(&home)? {
            self.service.open_unasked(&[home])?;
        }
        self.home_open.set(true);
        Ok(true)
    }
}

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

pub(super) fn modifiers(label: &str) -> [(&str, &str); 1] {
    [("label", label)]
}

/// What to look for to find everything of a service.
pub(super) fn search(service: &str) -> (&'static str, String) {
    ("service", service.to_owned())
}

/// Opens the collection where new secrets go, and whatever of ours is locked elsewhere.
pub(super) fn unlock() -> Result<(), KeychainError> {
    let service = Service::connect()?;
    match service.home()? {
        None => return service.set_up(),
        Some(home) if service.is_locked(&home)? => service.open_asking(&home)?,
        Some(_) => {}
    }
    for _ in 0..COLLECTIONS {
        let (_, locked) = service.search(SERVICE, None)?;
        let Some(first) = locked.first() else { return Ok(()) };
        service.open_asking(first)?;
    }
    Ok(())
}

/// Reads what is behind an error of the store. `refused`: it is about access, not about a failure.
pub(super) fn judge(cause: &(dyn Error + 'static), refused: bool) -> KeychainError {
    let mut next = Some(cause);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<zbus::Error>() {
            return explained(error);
        }
        next = error.source();
    }
    // what can be opened has been opened by then: a dialog was turned down
    if refused { KeychainError::Denied } else { odd(&cause.to_string()) }
}

fn explained(error: &zbus::Error) -> KeychainError {
    match error {
        zbus::Error::MethodError(name, message, _) => named(name.as_str(), message.as_deref().unwrap_or_default()),
        zbus::Error::FDO(error) => named(error.name().as_str(), DBusError::description(&**error).unwrap_or_default()),
        zbus::Error::Connection(..) | zbus::Error::Address(_) | zbus::Error::Handshake(_) => no_bus(),
        zbus::Error::InputOutput(_) => KeychainError::none("bus-gone"),
        error => odd(&error.to_string()),
    }
}

fn named(name: &str, message: &str) -> KeychainError {
    match name.strip_prefix("org.freedesktop.").unwrap_or(name) {
        "DBus.Error.ServiceUnknown" | "DBus.Error.NameHasNoOwner" => KeychainError::none("no-service"),
        name if name.starts_with("DBus.Error.Spawn.") => KeychainError::none("no-start"),
        "DBus.Error.AccessDenied" => KeychainError::Denied,
        "DBus.Error.NoReply" | "DBus.Error.Timeout" | "DBus.Error.TimedOut" => KeychainError::TimedOut,
        "Secret.Error.IsLocked" => KeychainError::Locked,
        name => odd(if message.is_empty() { name } else { message }),
    }
}

fn no_bus() -> KeychainError {
    KeychainError::none("no-bus")
}

/// The Secret Service, asked with a deadline for each question.
struct Service {
    // dropped before the runtime that it lives on
    bus: Connection,
    runtime: Runtime,
}

impl Service {
    fn connect() -> Result<Service, KeychainError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| odd(&error.to_string()))?;
        let bus = runtime.block_on(async { timeout(CALL, Connection::session()).await });
        let bus = bus.map_err(|_| KeychainError::TimedOut)?.map_err(|error| explained(&error))?;
        Ok(Service { bus, runtime })
    }

    fn call<B, R>(&self, path: &str, interface: &str, method: &str, body: &B) -> Result<R, KeychainError>
    where
        B: Serialize + DynamicType,
        R: for<'d> DynamicDeserialize<'d>,
    {
        let call = async { timeout(CALL, self.bus.call_method(Some(NAME), path, Some(interface), method, body)).await };
        let answer = self.runtime.block_on(call).map_err(|_| KeychainError::TimedOut)?;
        answer.and_then(|answer| answer.body().deserialize()).map_err(|error| explained(&error))
    }

    /// The open and the locked items.
    fn search(
        &self,
        service: &str,
        account: Option<&str>,
    ) -> Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>), KeychainError> {
        let mut attributes = HashMap::from([("service", service)]);
        attributes.extend(account.map(|account| ("username", account)));
        self.call(PATH, SERVICE_INTERFACE, "SearchItems", &(attributes,))
    }

    /// The collection where new secrets go.
    fn home(&self) -> Result<Option<OwnedObjectPath>, KeychainError> {
        let home: OwnedObjectPath = self.call(PATH, SERVICE_INTERFACE, "ReadAlias", &("default",))?;
        Ok((home.as_str() != NOTHING).then_some(home))
    }

    fn is_locked(&self, collection: &OwnedObjectPath) -> Result<bool, KeychainError> {
        let body = ("org.freedesktop.Secret.Collection", "Locked");
        let locked: OwnedValue = self.call(collection.as_str(), "org.freedesktop.DBus.Properties", "Get", &body)?;
        bool::try_from(locked).map_err(|error| odd(&error.to_string()))
    }

    /// The dialog that would have to be shown for it, if any.
    fn unlock(&self, object: &OwnedObjectPath) -> Result<Option<OwnedObjectPath>, KeychainError> {
        let (_, dialog): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.call(PATH, SERVICE_INTERFACE, "Unlock", &(std::slice::from_ref(object),))?;
        Ok((dialog.as_str() != NOTHING).then_some(dialog))
    }

    /// Unlocks what needs no dialog.
    fn open_unasked(&self, objects: &[OwnedObjectPath]) -> Result<(), KeychainError> {
        for object in objects {
            // The dialog is not dismissed: while another is open, GNOME Keyring 42.1 ends itself over that
            // (`perform_next_unlock: assertion failed`). One that is never shown goes with the connection.
            if self.unlock(object)?.is_some() {
                return Err(KeychainError::Locked);
            }
        }
        Ok(())
    }

    /// Unlocks it, with a dialog if need be.
    fn open_asking(&self, object: &OwnedObjectPath) -> Result<(), KeychainError> {
        match self.unlock(object)? {
            None => Ok(()),
            Some(dialog) => self.ask(&dialog),
        }
    }

    /// Makes the first collection: the person chooses its password in the desktop's own dialog.
    fn set_up(&self) -> Result<(), KeychainError> {
        let properties = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from("Login"))]);
        let (_, dialog): (OwnedObjectPath, OwnedObjectPath) =
            self.call(PATH, SERVICE_INTERFACE, "CreateCollection", &(properties, "default"))?;
        if dialog.as_str() == NOTHING { Ok(()) } else { self.ask(&dialog) }
    }

    /// Shows a dialog and waits for the person.
    fn ask(&self, dialog: &OwnedObjectPath) -> Result<(), KeychainError> {
        let shown = async {
            let proxy = zbus::proxy::Builder::<Proxy<'_>>::new(&self.bus)
                .destination(NAME)?
                .path(dialog)?
                .interface("org.freedesktop.Secret.Prompt")?
                .cache_properties(CacheProperties::No)
                .build()
                .await?;
            let mut completed = proxy.receive_signal("Completed").await?;
            let mut owner = proxy.receive_owner_changed().await?;
            proxy.call_method("Prompt", &("",)).await?;
            let gone = async { while let Some(Some(_)) = owner.next().await {} };
            let signal = tokio::select! {
                signal = completed.next() => signal,
                () = gone => None,
            };
            let Some(signal) = signal else { return Ok(None) };
            let (dismissed, _): (bool, OwnedValue) = signal.body().deserialize()?;
            Ok(Some(dismissed))
        };
        match self.runtime.block_on(async { timeout(DIALOG, shown).await }) {
            Err(_) => Err(KeychainError::TimedOut),
            Ok(Err(error)) => Err(explained(&error)),
            Ok(Ok(Some(false))) => Ok(()),
            Ok(Ok(Some(true))) => Err(KeychainError::Denied),
            Ok(Ok(None)) => Err(KeychainError::none("ended")),
        }
    }
}
