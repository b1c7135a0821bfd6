//! What the session bus says of this desktop.

use std::time::Duration;

use clawtender_core::{
    desk::{Desk, NotificationServer},
    facts::Observed,
    text::clean,
};
use tokio::time::timeout;
use zbus::{Connection, Proxy, fdo::DBusProxy, names::BusName, proxy::CacheProperties};

use super::super::process;
use crate::clock;

/// A daemon that the bus starts for the question needs about a second.
const DEADLINE: Duration = Duration::from_secs(2);

const TRAY: &str = "org.kde.StatusNotifierWatcher";
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const SECRETS: &str = "org.freedesktop.secrets";

pub(in super::super) async fn desk() -> Desk {
    let bus = match timeout(DEADLINE, Connection::session()).await {
        Ok(Ok(bus)) => bus,
        Ok(Err(_)) | Err(_) => {
            let nobody = || unavailable("There is no session bus to ask.");
            return Desk {
                tray: nobody(),
                notifications: unavailable("There is no session bus to ask."),
                ..Desk::default()
            };
        }
    };
    let (tray, notifications, keychain) =
        tokio::join!(within(tray(&bus)), within(notifications(&bus)), within(keychain(&bus)));
    Desk { tray, notifications, keychain, ..Desk::default() }
}

async fn within<T>(question: impl Future<Output = zbus::Result<T>>) -> Observed<T> {
    match timeout(DEADLINE, question).await {
        Ok(Ok(value)) => Observed::Seen { value, at: clock::now() },
        Ok(Err(error)) => {
            tracing::debug!(%error, "the desktop does not say");
            unavailable("The desktop does not say.")
        }
        Err(_) => unavailable("The desktop did not say in time."),
    }
}

fn unavailable<T>(reason: &str) -> Observed<T> {
    Observed::Unavailable { reason: reason.to_owned(), at: clock::now() }
}

/// A watcher without a host keeps icons for nobody.
async fn tray(bus: &Connection) -> zbus::Result<bool> {
    if !owned(bus, TRAY).await? {
        return Ok(false);
    }
    at(bus, TRAY, "/StatusNotifierWatcher").await?.get_property("IsStatusNotifierHostRegistered").await
}

async fn notifications(bus: &Connection) -> zbus::Result<Option<NotificationServer>> {
    // the bus may start one for the question
    let startable = DBusProxy::new(bus).await?.list_activatable_names().await?;
    if !owned(bus, NOTIFICATIONS).await? && !startable.iter().any(|name| name.as_str() == NOTIFICATIONS) {
        return Ok(None);
    }
    let server = at(bus, NOTIFICATIONS, "/org/freedesktop/Notifications").await?;
    let (name, _, version, _): (String, String, String, String) = server.call("GetServerInformation", &()).await?;
    let abilities: Vec<String> = server.call("GetCapabilities", &()).await?;
    Ok(Some(NotificationServer {
        name: clean(&format!("{name} {version}"), 80),
        allowed: true,
        buttons: abilities.iter().any(|ability| ability == "actions"),
    }))
}

/// The program that answers for the Secret Service.
async fn keychain(bus: &Connection) -> zbus::Result<String> {
    let names = DBusProxy::new(bus).await?;
    let pid = names.get_connection_unix_process_id(BusName::try_from(SECRETS)?).await?;
    let program = tokio::task::spawn_blocking(move || process(pid)).await.ok().flatten();
    let name = program.map(|view| {
        view.exe.as_deref().and_then(|exe| exe.file_name()?.to_str().map(str::to_owned)).unwrap_or(view.name)
    });
    Ok(name
        .map_or_else(|| "The Secret Service".to_owned(), |name| format!("The Secret Service ({})", clean(&name, 40))))
}

async fn owned(bus: &Connection, name: &'static str) -> zbus::Result<bool> {
    Ok(DBusProxy::new(bus).await?.name_has_owner(BusName::try_from(name)?).await?)
}

async fn at(bus: &Connection, name: &'static str, path: &'static str) -> zbus::Result<Proxy<'static>> {
    let proxy = zbus::proxy::Builder::new(bus).destination(name)?.path(path)?.interface(name)?;
    proxy.cache_properties(CacheProperties::No).build().await
}
