//! Notifications on Linux: `org.freedesktop.Notifications` over one connection that lasts as long as we do.
//!
//! GNOME takes away what a sender has shown as soon as the sender leaves the bus, so a connection for each notification
//! will not do. `notify-rust` would have a thread wait for each of them, and would bring a second major version of `zbus`
//! beside the one that `ksni` brings.
//!
//! A signal counts only when it comes from whoever owns the service's name: anybody on the bus can send one.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use anyhow::{Context as _, Result};
use clawtender_core::{
    incident::{Bulletin, Place},
    words::Language,
};
use clawtender_engine::presses::Presses;
use futures_util::StreamExt as _;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use zbus::{
    Connection, MatchRule, Message, MessageStream, Proxy,
    fdo::{DBusProxy, NameOwnerChangedStream},
    message::Type,
    proxy::CacheProperties,
    zvariant::Value,
};

use super::{
    Said,
    board::{Show, key},
};

const SERVICE: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";

/// How urgent every notification is.
const NORMAL: u8 = 1;

/// Why a notification is gone, as the service counts: 1 is that its time was over, 3 that we asked.
const BY_THE_PERSON: u32 = 2;

/// How long one question may take. A daemon that is started by the bus for it needs about a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much later an answer may still come: what is shown by then is known by its number.
const LATE: Duration = Duration::from_mins(10);

/// How many signals may wait for an answer that is on its way.
const HELD: usize = 64;

/// The daemon, whoever it is at the moment.
pub(super) struct Screen {
    service: Proxy<'static>,
    signals: MessageStream,
    owners: NameOwnerChangedStream,
    /// The unique name of the one that shows notifications, where there is one.
    owner: Option<String>,
    answers: (UnboundedSender<Said>, UnboundedReceiver<Said>),
    asking: bool,
    /// What came while an answer was on its way, which may be about that very notification.
    held: VecDeque<Said>,
    /// The notification that was just pressed, and what lets a window come to the front for it.
    token: Option<(u32, String)>,
}

impl Screen {
    /// On the session bus.
    ///
    /// # Errors
    /// When there is no session bus.
    pub(super) async fn open(_: Presses) -> Result<Screen> {
        Screen::on(Connection::session().await.context("there is no session bus")?).await
    }

    pub(super) async fn on(bus: Connection) -> Result<Screen> {
        let rule = MatchRule::builder().msg_type(Type::Signal).sender(SERVICE)?.interface(SERVICE)?.path(OBJECT)?;
        // listen first, then ask who is there: whoever comes in between is not missed
        let signals = MessageStream::for_match_rule(rule.build(), &bus, Some(HELD)).await?;
        let names = DBusProxy::new(&bus).await?;
        let owners = names.receive_name_owner_changed_with_args(&[(0, SERVICE)]).await?;
        let owner = names.get_name_owner(SERVICE.try_into()?).await.ok().map(|owner| owner.to_string());
        let service = zbus::proxy::Builder::new(&bus)
            .destination(SERVICE)?
            .path(OBJECT)?
            .interface(SERVICE)?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        let answers = mpsc::unbounded_channel();
        Ok(Screen { service, signals, owners, owner, answers, asking: false, held: VecDeque::new(), token: None })
    }

    /// Has it shown. [`Screen::next`] says what came of it.
    pub(super) fn show(&mut self, show: Show) {
        self.asking = true;
        let (service, answers) = (self.service.clone(), self.answers.0.clone());
        tokio::spawn(async move {
            let (id, turn) = (show.bulletin.id.clone(), show.turn);
            let mut asked = std::pin::pin!(notify(&service, show));
            let unshown = |why: String| Said::Unshown { turn, why };
            let said = match tokio::time::timeout(PATIENCE, &mut asked).await {
                Ok(Ok(shown)) => Said::Shown { id, turn, shown },
                Ok(Err(error)) => unshown(error.to_string()),
                Err(_) => {
                    let _ = answers.send(unshown(format!("the desktop has not answered for {} s", PATIENCE.as_secs())));
                    match tokio::time::timeout(LATE, asked).await {
                        Ok(Ok(shown)) => Said::Shown { id, turn, shown },
                        _ => return,
                    }
                }
            };
            let _ = answers.send(said);
        });
    }

    /// Whether what was refused may be shown by now. No daemon refuses what it takes later; the next one is asked anyway.
    #[allow(clippy::unused_async, clippy::unused_self, reason = "other systems are asked")]
    pub(super) async fn is_allowed(&self) -> bool {
        false
    }

    /// Takes it away. A daemon that knows nothing of it does nothing.
    pub(super) async fn close(&mut self, shown: u32) {
        if let Err(error) = self.service.call_noreply("CloseNotification", &shown).await {
            tracing::debug!(%error, "a notification cannot be taken away");
        }
    }

    /// What is said next. Never ends. Safe to drop and ask again.
    pub(super) async fn next(&mut self) -> Said {
        loop {
            if !self.asking
                && let Some(said) = self.held.pop_front()
            {
                return said;
            }
            tokio::select! {
                Some(said) = self.answers.1.recv() => {
                    self.asking = false;
                    return said;
                }
                Some(changed) = self.owners.next() => {
                    let Ok(changed) = changed.args() else { continue };
                    self.owner = changed.new_owner().as_ref().map(ToString::to_string);
                    self.held.clear();
                    return if self.owner.is_some() { Said::Appeared } else { Said::Lost };
                }
                Some(signal) = self.signals.next() => {
                    let said = signal.ok().and_then(|signal| self.read(&signal));
                    if self.held.len() < HELD {
                        self.held.extend(said);
                    }
                }
            }
        }
    }

    fn read(&mut self, signal: &Message) -> Option<Said> {
        let header = signal.header();
        if header.sender().map(ToString::to_string) != self.owner {
            return None;
        }
        match header.member()?.as_str() {
            "ActivationToken" => {
                self.token = Some(signal.body().deserialize().ok()?);
                None
            }
            "ActionInvoked" => {
                let (shown, key): (u32, String) = signal.body().deserialize().ok()?;
                let token = self.token.take().filter(|(pressed, _)| *pressed == shown).map(|(_, token)| token);
                Some(Said::Pressed { shown, key, token })
            }
            "NotificationClosed" => {
                let (shown, reason): (u32, u32) = signal.body().deserialize().ok()?;
                Some(Said::Closed { shown, put_away: reason == BY_THE_PERSON })
            }
            _ => None,
        }
    }
}

async fn notify(service: &Proxy<'_>, show: Show) -> zbus::Result<u32> {
    let abilities: Vec<String> = service.call("GetCapabilities", &()).await?;
    let able = |what: &str| abilities.iter().any(|ability| ability == what);
    let Show { bulletin, turn, replaces, passing, sound, language } = show;
    let actions = if able("actions") { actions(&bulletin, turn, language) } else { Vec::new() };
    let hints = HashMap::from([
        // never critical: GNOME shows that through "do not disturb", which is the person's to decide
        ("urgency", Value::U8(NORMAL)),
        ("desktop-entry", Value::from("clawtender")),
        ("transient", Value::from(passing)),
        ("suppress-sound", Value::from(!sound)),
    ]);
    // it goes never by itself when it is urgent, else when the desktop thinks fit
    let lasts: i32 = if bulletin.urgent { 0 } else { -1 };
    let body = body(&bulletin, able("actions"), able("body-markup"), language);
    let replaces = replaces.unwrap_or_default();
    service.call("Notify", &("Clawtender", replaces, "clawtender", &bulletin.title, body, actions, hints, lasts)).await
}

/// Key and label in turn. `default` is the notification itself.
fn actions(bulletin: &Bulletin, turn: u64, language: Language) -> Vec<String> {
    let default = ["default".to_owned(), language.say("tray-notification-show", &[])];
    let buttons = bulletin.buttons.iter().enumerate().flat_map(|(at, button)| [key(turn, at), button.label.clone()]);
    default.into_iter().chain(buttons).collect()
}

/// What stands below the title. A desktop without buttons is told where they are.
fn body(bulletin: &Bulletin, buttons: bool, markup: bool, language: Language) -> String {
    let mut text = bulletin.message.clone();
    if !buttons {
        let id = match bulletin.show {
            Place::Approvals(_) => "tray-menu-answers",
            Place::Finding(_) => "tray-menu-shows",
        };
        text = format!("{text} {}", language.say(id, &[]));
    }
    if markup { text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;") } else { text }
}

#[cfg(test)]
#[path = "linux_stage.rs"]
mod stage;
#[cfg(test)]
#[path = "linux_tests.rs"]
mod tests;
