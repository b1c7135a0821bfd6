//! Whether this session's screen is locked: what logind has heard of it from the desktop.

use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    time::timeout,
};
use zbus::{
    Connection, Proxy,
    zvariant::{ObjectPath, OwnedObjectPath},
};

const DEADLINE: Duration = Duration::from_secs(10);

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: (&str, &str) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
const SESSION: &str = "org.freedesktop.login1.Session";

pub(in super::super) fn watch_screen() -> UnboundedReceiver<bool> {
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        // a server, a container, a desktop without logind
        if let Err(error) = follow(&tell).await {
            tracing::debug!(%error, "nobody says whether the screen is locked");
        }
    });
    told
}

/// The desktop says when its own lock is there (`LockedHint`). The signal `Lock` is only the wish for one, so it counts for
/// nothing: where no desktop obeys it, nobody would say that it is over.
async fn follow(tell: &UnboundedSender<bool>) -> zbus::Result<()> {
    let late = || zbus::Error::Failure("logind does not answer".to_owned());
    let session = timeout(DEADLINE, session()).await.map_err(|_| late())??;
    let mut changes = session.receive_property_changed::<bool>("LockedHint").await;
    let _ = tell.send(session.get_property("LockedHint").await?);
    while let Some(changed) = changes.next().await {
        if tell.send(changed.get().await?).is_err() {
            break;
        }
    }
    Ok(())
}

/// The session that this process is of, or the one with the screen where it is a service of the user.
async fn session() -> zbus::Result<Proxy<'static>> {
    let bus = Connection::system().await?;
    let manager = Proxy::new(&bus, LOGIND, MANAGER.0, MANAGER.1).await?;
    let path: OwnedObjectPath = manager.call("GetSession", &("auto",)).await?;
    Proxy::new(&bus, LOGIND, ObjectPath::from(path), SESSION).await
}
