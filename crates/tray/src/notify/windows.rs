//! Notifications on Windows: toasts, whose buttons open an address of ours.
//!
//! A toast needs an application id that the system knows, and an address a program that it starts: the registry names both for
//! this person. So a press counts from the Action Center too, and when this process has gone; what it means is written down
//! beside it (`engine/src/presses.rs`), for anybody may open such an address. Toasts are told apart by their tag, so that one
//! takes the place of another; what the Action Center keeps is taken back when we end.

use std::{collections::HashMap, fs, path::PathBuf};

use anyhow::{Context as _, Result};
use clawtender_engine::presses::{Presses, SCHEME};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use windows::{
    Data::Xml::Dom::XmlDocument,
    Foundation::TypedEventHandler,
    UI::Notifications::{
        NotificationSetting, ToastDismissalReason, ToastDismissedEventArgs, ToastFailedEventArgs, ToastNotification,
        ToastNotificationManager, ToastNotifier,
    },
    core::{HSTRING, Ref},
};
use windows_registry::CURRENT_USER;

use super::{Said, board::Show, toast};

/// As the bundle is called (src-tauri/tauri.conf.json), so that an installed shortcut and this name are one.
const APP: &str = "app.clawtender.desktop";

/// Shown with each toast.
const PICTURE: &[u8] = include_bytes!("../../../../icons/app/128.png");

/// The notification area's toasts.
pub(super) struct Screen {
    toasts: ToastNotifier,
    presses: Presses,
    /// Which bulletin each is.
    shown: HashMap<u32, String>,
    last: u32,
    said: (UnboundedSender<Said>, UnboundedReceiver<Said>),
}

impl Screen {
    /// For this person.
    ///
    /// # Errors
    /// When this Windows shows no toasts.
    #[allow(clippy::unused_async, reason = "opening takes its time on other systems")]
    pub(super) async fn open(presses: Presses) -> Result<Screen> {
        let picture = presses.beside("clawtender.png");
        // without a picture a toast has the system's own
        let picture = fs::write(&picture, PICTURE).ok().map(|()| picture);
        register(picture).context("the registry does not take this program's name")?;
        let toasts = ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP))?;
        Ok(Screen { toasts, presses, shown: HashMap::new(), last: 0, said: mpsc::unbounded_channel() })
    }

    /// Has it shown. [`Screen::next`] says what came of it.
    #[allow(clippy::needless_pass_by_value, reason = "it is kept on other systems")]
    pub(super) fn show(&mut self, show: Show) {
        let shown = show.replaces.unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        let (id, turn) = (show.bulletin.id.clone(), show.turn);
        let said = match self.present(&show, shown) {
            Ok(()) => Said::Shown { id, turn, shown },
            Err(why) => Said::Unshown { turn, why: format!("{why:#}") },
        };
        let _ = self.said.0.send(said);
    }

    fn present(&mut self, show: &Show, shown: u32) -> Result<()> {
        anyhow::ensure!(self.is_on(), "notifications of Clawtender are switched off in the system's settings");
        // what an earlier wording stood for is not pressed any more
        self.presses.forget(&show.bulletin.id);
        let addresses = self.presses.enter(toast::presses(show))?;
        self.shown.insert(shown, show.bulletin.id.clone());
        self.toasts.Show(&of(show, &toast::markup(show, &addresses), shown, &self.said.0)?)?;
        Ok(())
    }

    /// A program that has never shown any is asked about in vain, and may.
    fn is_on(&self) -> bool {
        !self.toasts.Setting().is_ok_and(|setting| setting != NotificationSetting::Enabled)
    }

    /// Whether what was refused may be shown by now.
    #[allow(clippy::unused_async, reason = "asking takes its time on other systems")]
    pub(super) async fn is_allowed(&self) -> bool {
        self.is_on()
    }

    /// Takes it away, from the Action Center too.
    #[allow(clippy::unused_async, reason = "closing takes its time on other systems")]
    pub(super) async fn close(&mut self, shown: u32) {
        if let Some(id) = self.shown.remove(&shown) {
            self.presses.forget(&id);
        }
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

/// Says to the system what this program is called, and that it is started for addresses of its own.
fn register(picture: Option<PathBuf>) -> Result<()> {
    let classes = CURRENT_USER.create(r"Software\Classes")?;
    let app = classes.create(format!(r"AppUserModelId\{APP}"))?;
    app.set_string("DisplayName", "Clawtender")?;
    if let Some(picture) = picture {
        app.set_string("IconUri", picture.to_string_lossy())?;
    }
    let program = std::env::current_exe()?;
    let scheme = classes.create(SCHEME)?;
    scheme.set_string("", "URL:Clawtender")?;
    scheme.set_string("URL Protocol", "")?;
    // whatever is handed over is one word: a second one has the program do nothing but show itself
    let line = format!("\"{}\" --press \"%1\"", program.display());
    scheme.create(r"shell\open\command")?.set_string("", line)?;
    Ok(())
}

fn of(show: &Show, markup: &str, shown: u32, said: &UnboundedSender<Said>) -> windows::core::Result<ToastNotification> {
    let document = XmlDocument::new()?;
    document.LoadXml(&HSTRING::from(markup))?;
    let toast = ToastNotification::CreateToastNotification(&document)?;
    toast.SetTag(&tag(shown))?;
    toast.SetGroup(&HSTRING::from(APP))?;
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
