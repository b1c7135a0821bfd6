//! Notifications on Windows: toasts, with buttons that work for as long as this process lives.
//!
//! A toast needs an application id that the system knows: the registry names ours for this person. Toasts are told apart
//! by their tag, so that one takes the place of another; what the Action Center keeps is taken back when we end.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use windows::{
    Data::Xml::Dom::XmlDocument,
    Foundation::TypedEventHandler,
    UI::Notifications::{
        ToastActivatedEventArgs, ToastDismissalReason, ToastDismissedEventArgs, ToastFailedEventArgs,
        ToastNotification, ToastNotificationManager, ToastNotifier,
    },
    core::{HSTRING, IInspectable, Interface as _, Ref},
};

use super::{
    Said,
    board::{Show, key},
};

/// As the bundle is called (src-tauri/tauri.conf.json), so that an installed shortcut and this name are one.
const APP: &str = "app.clawtender.desktop";

/// The notification area's toasts.
pub(super) struct Screen {
    toasts: ToastNotifier,
    last: u32,
    said: (UnboundedSender<Said>, UnboundedReceiver<Said>),
}

impl Screen {
    /// For this person.
    ///
    /// # Errors
    /// When this Windows shows no toasts.
    #[allow(clippy::unused_async, reason = "opening takes its time on other systems")]
    pub(super) async fn open() -> Result<Screen> {
        windows_registry::CURRENT_USER
            .create(format!(r"Software\Classes\AppUserModelId\{APP}"))
            .and_then(|key| key.set_string("DisplayName", "Clawtender"))
            .context("the registry does not take this program's name")?;
        let toasts = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP))?;
        Ok(Screen { toasts, last: 0, said: mpsc::unbounded_channel() })
    }

    /// Has it shown. [`Screen::next`] says what came of it.
    #[allow(clippy::needless_pass_by_value, reason = "it is kept on other systems")]
    pub(super) fn show(&mut self, show: Show) {
        let shown = show.replaces.unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        let (id, turn) = (show.bulletin.id.clone(), show.turn);
        let said = match toast(&show, shown, &self.said.0).and_then(|toast| self.toasts.Show(&toast)) {
            Ok(()) => Said::Shown { id, turn, shown },
            Err(error) => Said::Unshown { turn, why: error.message() },
        };
        let _ = self.said.0.send(said);
    }

    /// Takes it away, from the Action Center too.
    #[allow(clippy::unused_async, reason = "closing takes its time on other systems")]
    pub(super) async fn close(&mut self, shown: u32) {
        let removed = ToastNotificationManager::History()
            .and_then(|history| history.RemoveGroupedTagWithId(&tag(shown), &HSTRING::from(APP), &HSTRING::from(APP)));
        if let Err(error) = removed {
            tracing::debug!(%error, "a notification cannot be taken away");
        }
    }

    /// What is said next. Never ends. Safe to drop and ask again.
    pub(super) async fn next(&mut self) -> Said {
        match self.said.1.recv().await {
            Some(said) => said,
            None => std::future::pending().await,
        }
    }
}

fn tag(shown: u32) -> HSTRING {
    HSTRING::from(shown.to_string())
}

fn toast(show: &Show, shown: u32, said: &UnboundedSender<Said>) -> windows::core::Result<ToastNotification> {
    let document = XmlDocument::new()?;
    document.LoadXml(&HSTRING::from(markup(show)))?;
    let toast = ToastNotification::CreateToastNotification(&document)?;
    toast.SetTag(&tag(shown))?;
    toast.SetGroup(&HSTRING::from(APP))?;
    let pressed = said.clone();
    toast.Activated(&TypedEventHandler::new(move |_, arguments: Ref<IInspectable>| {
        let key = arguments.ok()?.cast::<ToastActivatedEventArgs>()?.Arguments()?.to_string();
        let _ = pressed.send(Said::Pressed { shown, key, token: None });
        Ok(())
    }))?;
    let closed = said.clone();
    toast.Dismissed(&TypedEventHandler::new(move |_, arguments: Ref<ToastDismissedEventArgs>| {
        // one whose time is over waits in the Action Center
        if arguments.ok()?.Reason()? == ToastDismissalReason::UserCanceled {
            let _ = closed.send(Said::Closed { shown, put_away: true });
        }
        Ok(())
    }))?;
    let (failed, turn) = (said.clone(), show.turn);
    toast.Failed(&TypedEventHandler::new(move |_, arguments: Ref<ToastFailedEventArgs>| {
        let why = arguments.ok()?.ErrorCode()?.message();
        let _ = failed.send(Said::Unshown { turn, why });
        Ok(())
    }))?;
    Ok(toast)
}

fn markup(show: &Show) -> String {
    let bulletin = &show.bulletin;
    // a reminder stays on the screen until it is answered
    let scenario = if bulletin.urgent { r#" scenario="reminder""# } else { "" };
    let silent = if show.sound { "" } else { r#"<audio silent="true"/>"# };
    let mut actions = String::new();
    for (at, button) in bulletin.buttons.iter().enumerate() {
        let (label, key) = (escaped(&button.label), key(show.turn, at));
        let _ = write!(actions, r#"<action content="{label}" arguments="{key}"/>"#);
    }
    format!(
        r#"<toast launch="default"{scenario}><visual><binding template="ToastGeneric"><text>{}</text><text>{}</text></binding></visual><actions>{actions}</actions>{silent}</toast>"#,
        escaped(&bulletin.title),
        escaped(&bulletin.message),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}
