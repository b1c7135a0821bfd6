//! Notifications on macOS: the User Notifications framework, which tells buttons apart by key and not by label.
//!
//! The system lets in bundled and signed programs that the person allows; for every other one nothing is shown, which the
//! log says, and the menu bar is the way to everything. The answers come through the main thread's event loop, which
//! `desk::native` runs. Permission is asked for with the first notification.

use anyhow::{Context as _, Result};
use clawtender_engine::presses::Presses;
use mac_usernotifications::{Action, Notification, close_delivered, request_auth};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::{
    Said,
    board::{Show, key},
};

/// The notification center.
pub(super) struct Screen {
    last: u32,
    said: (UnboundedSender<Said>, UnboundedReceiver<Said>),
}

impl Screen {
    /// For this program.
    ///
    /// # Errors
    /// When it runs outside its bundle.
    #[allow(clippy::unused_async, reason = "opening takes its time on other systems")]
    pub(super) async fn open(_: Presses) -> Result<Screen> {
        mac_usernotifications::check_bundle().context("macOS shows them for installed programs only")?;
        Ok(Screen { last: 0, said: mpsc::unbounded_channel() })
    }

    /// Has it shown. [`Screen::next`] says what came of it.
    pub(super) fn show(&mut self, show: Show) {
        let shown = show.replaces.unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        let said = self.said.0.clone();
        tokio::spawn(async move {
            let turn = show.turn;
            if let Err(why) = present(show, shown, &said).await {
                let _ = said.send(Said::Unshown { turn, why: format!("{why:#}") });
            }
        });
    }

    /// Whether what was refused may be shown by now. Who has answered the system's question once is not asked it again.
    #[allow(clippy::unused_self, reason = "other systems ask the screen")]
    pub(super) async fn is_allowed(&self) -> bool {
        request_auth().await.unwrap_or(false)
    }

    /// Takes it away.
    pub(super) async fn close(&mut self, shown: u32) {
        close_delivered(&name(shown)).await;
    }

    /// What is said next. Never ends. Safe to drop and ask again.
    pub(super) async fn next(&mut self) -> Said {
        match self.said.1.recv().await {
            Some(said) => said,
            None => std::future::pending().await,
        }
    }
}

fn name(shown: u32) -> String {
    format!("clawtender-{shown}")
}

/// Shows it and hears what becomes of it, until it is answered, put away or replaced.
async fn present(show: Show, shown: u32, said: &UnboundedSender<Said>) -> Result<()> {
    anyhow::ensure!(request_auth().await?, "notifications of Clawtender are switched off in the system's settings");
    let Show { bulletin, turn, sound, language, .. } = show;
    let mut notification = Notification::new().id(&name(shown)).title(&bulletin.title).message(&bulletin.message);
    if sound {
        notification = notification.default_sound();
    }
    for (at, button) in bulletin.buttons.iter().enumerate() {
        notification = notification.action(Action::button(key(turn, at), &button.label));
    }
    if bulletin.buttons.is_empty() {
        // without any button the system does not tell when it is put away
        notification = notification.action(Action::button("default", language.say("tray-notification-show", &[])));
    }
    let handle = notification.send().await?;
    let _ = said.send(Said::Shown { id: bulletin.id, turn, shown });
    // an error: another wording has taken its place
    if let Ok(response) = handle.response().await {
        let _ = said.send(if response.is_dismiss_action() {
            Said::Closed { shown, put_away: true }
        } else {
            Said::Pressed { shown, key: response.action_identifier, token: None }
        });
    }
    Ok(())
}
