//! Notifications: notices go in and are shown, replaced and taken back; what the person does with them comes out.
//!
//! Each system has one file with the same functions, which shows what it is given. What is shown when is [`board`]'s to
//! decide, what a click means is the app's. Nobody waits for a desktop here: a notice is handed over and forgotten, and a
//! desktop that is slow, absent, denying or flooded costs at most the notification.

use std::time::Duration;

use clawtender_core::{
    incident::{Bulletin, Click, Notice, Place},
    words::Language,
};
use clawtender_engine::presses::Presses;
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    task::JoinHandle,
};

use self::board::{Board, Deed};

mod board;
#[cfg_attr(not(target_os = "windows"), allow(dead_code, reason = "written and tested everywhere, shown on Windows"))]
mod toast;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod platform;

/// How often a desktop that refuses notifications is asked whether the person allows them by now. Only where something waits.
const AGAIN: Duration = Duration::from_mins(1);

/// How long the end of the process waits for what is shown to be taken away: buttons that nobody hears are a lie.
const FAREWELL: Duration = Duration::from_millis(500);

/// What the notifier is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The engine's word.
    Notice(Notice),
    /// Said once; nobody takes it back.
    Remark(Bulletin),
    /// Whether what is shown from now on is heard.
    Sound(bool),
    /// What is shown may be out of date: take all of it away.
    Clear,
    /// What is shown from now on is in this language.
    Speak(Language),
}

/// What the person did with a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Clicked on it.
    Clicked(Clicked),
    /// Put it away without an answer.
    PutAway {
        /// [`Bulletin::id`].
        notice: String,
    },
}

/// A click on a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clicked {
    /// [`Bulletin::id`].
    pub(crate) notice: String,
    /// What the button or the notification itself stands for.
    pub(crate) click: Click,
    /// Where its notification leads.
    pub(crate) place: Place,
    /// Lets a window come to the front on Wayland.
    pub(crate) token: Option<String>,
}

/// What a desktop has to say of the notifications it shows. `shown` is its own number for one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "there the system itself shows them, and never leaves"))]
enum Said {
    /// This wording of this bulletin is on the screen, perhaps long after it was asked for.
    Shown { id: String, turn: u64, shown: u32 },
    /// It is not, for now.
    Unshown { turn: u64, why: String },
    /// A button was pressed: [`board::key`], or anything else for the notification itself.
    Pressed { shown: u32, key: String, token: Option<String> },
    /// It is gone from the screen, and not because we asked. `put_away`: by the person's hand, not because its time was over.
    Closed { shown: u32, put_away: bool },
    /// Whoever showed notifications went, and they with them.
    Lost,
    /// Somebody came who shows notifications.
    Appeared,
}

/// The app's side of the notifier.
pub(crate) struct Notifier {
    orders: UnboundedSender<Order>,
    seen: UnboundedReceiver<Seen>,
    task: JoinHandle<()>,
}

impl Notifier {
    /// Starts on this session's desktop. Where there is none, nothing is shown and nobody clicks.
    pub(crate) fn start(presses: Presses) -> Self {
        Self::on(platform::Screen::open(presses))
    }

    fn on(screen: impl Future<Output = anyhow::Result<platform::Screen>> + Send + 'static) -> Self {
        let (orders, heard) = mpsc::unbounded_channel();
        let (told, seen) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            match screen.await {
                Ok(screen) => live(screen, heard, told).await,
                Err(error) => tracing::warn!("no notifications: {error:#}"),
            }
        });
        Notifier { orders, seen, task }
    }

    /// Where orders go, for who outlives a borrow of this.
    pub(crate) fn orders(&self) -> UnboundedSender<Order> {
        self.orders.clone()
    }

    /// Hands over an order.
    pub(crate) fn tell(&self, order: Order) {
        // without a desktop nobody listens
        let _ = self.orders.send(order);
    }

    /// What the person does next with one. Never ends: without a desktop nobody clicks.
    pub(crate) async fn next(&mut self) -> Seen {
        match self.seen.recv().await {
            Some(seen) => seen,
            None => std::future::pending().await,
        }
    }

    /// Takes away what is shown.
    pub(crate) async fn end(self) {
        drop(self.seen);
        let _ = tokio::time::timeout(FAREWELL, self.task).await;
    }
}

async fn live(mut screen: platform::Screen, mut orders: UnboundedReceiver<Order>, seen: UnboundedSender<Seen>) {
    let mut board = Board::default();
    loop {
        while let Some(deed) = board.next() {
            match deed {
                Deed::Show(show) => screen.show(show),
                Deed::Close(shown) => screen.close(shown).await,
            }
        }
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => board.hear(order),
                None => break,
            },
            said = screen.next() => {
                if let Said::Unshown { why, .. } = &said {
                    tracing::warn!("a notification is not shown: {why}");
                }
                if let Some(news) = board.heard(said) {
                    // the app may be ending already
                    let _ = seen.send(news);
                }
            }
            () = tokio::time::sleep(AGAIN), if board.is_refused() => {
                if screen.is_allowed().await {
                    board.try_again();
                }
            }
            () = seen.closed() => break,
        }
    }
    for shown in board.on_screen() {
        screen.close(shown).await;
    }
}
