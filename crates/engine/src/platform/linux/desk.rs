//! What the session bus says of this desktop.

use std::time::Duration;

use clawtender_core::{
    desk::{Desk, NotificationServer},
    facts::Observed,
    text::clean,
    words::Phrase,
};
use tokio::time::timeout;
use zbus::{Connection, Proxy, fdo::DBusProxy, names::BusName, proxy::CacheProperties};

use super::super::process;
use crate::clock;

/// A daemon that the bus starts for the question needs about a second.
const DEADLINE: Duration = Duration::from_secs(2);

const NO_BUS: &str = "unseen-bus";

const TRAY: &str = "org.kde.StatusNotifierWatcher";
const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const SECRETS: &str = "org.freedesktop.secrets";

pub(in super::super) async fn desk() -> Desk {
    let Ok(Ok(bus)) = timeout(DEADLINE, Connection::session()).await else {
        let (tray, notifications) = (unavailable(NO_BUS), unavailable(NO_BUS));
        return Desk { tray, notifications, tray_guide: super::tray_guide(), ..Desk::default() };
    };
    let (tray, notifications, keychain) =
        tokio::join!(within(tray(&bus)), within(notifications(&bus)), within(keychain(&bus)));
    Desk { tray, tray_guide: super::tray_guide(), notifications, keychain, ..Desk::default() }
}

async fn within<T>(question: impl Future<Output = zbus::Result<T>>) -> Observed<T> {
    match timeout(DEADLINE, question).await {
        Ok(Ok(value)) => Observed::Seen { value, at: clock::now() },
        Ok(Err(error)) => {
            tracing::debug!(%error, "the desktop does not say");
            unavailable("unseen-desktop")
        }
        Err(_) => unavailable("unseen-desktop-late"),
    }
}

fn unavailable<T>(reason: &'static str) -> Observed<T> {
    Observed::Unavailable { reason: Phrase::new(reason, []), at: clock::now() }
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
async fn keychain(bus: &Connection) -> zbus::Result<Phrase> {
    let names = DBusProxy::new(bus).await?;
    let pid = names.get_connection_unix_process_id(BusName::try_from(SECRETS)?).await?;
    let program = tokio::task::spawn_blocking(move || process(pid)).await.ok().flatten();
    let name = program.map(|view| {
        view.exe.as_deref().and_then(|exe| exe.file_name()?.to_str().map(str::to_owned)).unwrap_or(view.name)
    });
    let told = name.is_some();
    let name = name.map(|name| clean(&name, 40)).unwrap_or_default();
    Ok(Phrase::new("secret-service", [("told", told.into()), ("name", name.into())]))
}

async fn owned(bus: &Connection, name: &'static str) -> zbus::Result<bool> {
    Ok(DBusProxy::new(bus).await?.name_has_owner(BusName::try_from(name)?).await?)
}

async fn at(bus: &Connection, name: &'static str, path: &'static str) -> zbus::Result<Proxy<'static>> {
    let proxy = zbus::proxy::Builder::new(bus).destination(name)?.path(path)?.interface(name)?;
    proxy.cache_properties(CacheProperties::No).build().await
}
