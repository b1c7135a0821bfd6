//! The tray's life: starts the engine, hands its snapshots to the desk and the person's clicks to the engine.
//!
//! There is one engine per person. Where it runs already, this process asks it for its window and leaves.

use std::sync::Arc;

use clawtender_core::snapshot::Snapshot;
use clawtender_engine::{
    autostart::{Autostart, Status},
    client::Connection,
    engine::{self, Handle, Options, Role, Started},
    paths::Paths,
    protocol::{Answer, Request},
};
use tokio::sync::{broadcast, watch};

use crate::{
    desk::{CANNOT, Desk, Input},
    menu::{Command, Extra, Menu, face},
    programs::{self, Page},
};

/// Lives until the engine ends. `hidden`: nobody asked to see anything, the session has just begun.
pub(crate) async fn run(desk: Desk, paths: Paths, hidden: bool) -> u8 {
    match engine::start(Options { paths: paths.clone(), role: Role::Resident }).await {
        Ok(Started::Running(handle)) => {
            App::new(desk, handle, hidden).live().await;
            0
        }
        Ok(Started::AlreadyRuns) if hidden => 0,
        Ok(Started::AlreadyRuns) => show_running(&paths).await,
        Err(error) => {
            tracing::error!("the engine does not start: {error:#}");
            CANNOT
        }
    }
}

/// Asks the engine that runs for its window. One without a screen (`clawtender watch`) cannot: then it is opened from here.
async fn show_running(paths: &Paths) -> u8 {
    let asked = async {
        let mut connection = Connection::open(paths).await?;
        match &mut connection {
            Some(connection) => connection.ask(Request::Show { finding: None }).await.map(Some),
            None => Ok(None),
        }
    };
    match asked.await {
        Ok(Some(Answer::Done)) => 0,
        Ok(_) | Err(_) => match programs::open_window(&Page::Doctor(None), None) {
            Ok(()) => 0,
            Err(error) => {
                tracing::error!("{error:#}");
                CANNOT
            }
        },
    }
}

struct App {
    desk: Desk,
    engine: Handle,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    shows: broadcast::Receiver<Option<String>>,
    autostart: Option<Autostart>,
    extra: Extra,
    menu: Menu,
    /// Whether the window may still open by itself where there is no tray.
    may_open_unasked: bool,
}

impl App {
    fn new(desk: Desk, engine: Handle, hidden: bool) -> Self {
        let autostart = Autostart::find().inspect_err(|error| tracing::warn!("start at login: {error:#}")).ok();
        App {
            desk,
            snapshots: engine.snapshots(),
            shows: engine.shows(),
            engine,
            autostart,
            extra: Extra::default(),
            menu: Menu::default(),
            may_open_unasked: !hidden,
        }
    }

    async fn live(mut self) {
        let engine = self.engine.clone();
        let mut over = std::pin::pin!(engine.closed());
        self.look_at_autostart();
        loop {
            self.draw();
            tokio::select! {
                () = &mut over => return,
                changed = self.snapshots.changed() => if changed.is_err() { return },
                show = self.shows.recv() => match show {
                    Ok(finding) => open_window(&Page::Doctor(finding), None),
                    Err(broadcast::error::RecvError::Lagged(_)) => open_window(&Page::Doctor(None), None),
                    Err(broadcast::error::RecvError::Closed) => return,
                },
                input = self.desk.next() => match input {
                    // said twice, it is meant: the engine's own way out takes too long for somebody
                    Input::End if self.extra.quitting => return,
                    input => self.hear(input),
                },
            }
        }
    }

    fn draw(&mut self) {
        let face = face(&self.snapshots.borrow_and_update(), self.extra);
        self.menu.clone_from(&face.menu);
        self.desk.draw(face);
    }

    fn hear(&mut self, input: Input) {
        match input {
            Input::Pressed { token } => open_window(&Page::Doctor(None), token.as_deref()),
            Input::Opened => self.look_at_autostart(),
            // an item that vanished or turned grey under the pointer does nothing
            Input::Clicked { id, token } => {
                if let Some(command) = self.menu.command(&id).cloned() {
                    self.obey(command, token.as_deref());
                }
            }
            Input::NoTray(why) => {
                tracing::warn!("{why}");
                if std::mem::take(&mut self.may_open_unasked) {
                    open_window(&Page::NoTray, None);
                }
            }
            Input::End => self.quit(),
        }
    }

    fn obey(&mut self, command: Command, token: Option<&str>) {
        match command {
            Command::Gateway(action) => self.ask(Request::Gateway { action, anyway: false }),
            Command::Dashboard(url) => log_refusal(programs::open_browser(&url)),
            Command::Doctor(finding) => open_window(&Page::Doctor(finding), token),
            Command::Log => open_window(&Page::Log, token),
            Command::Autostart(on) => self.switch_autostart(on),
            Command::Quit => self.quit(),
        }
    }

    fn quit(&mut self) {
        self.extra.quitting = true;
        self.ask(Request::Quit);
    }

    /// Orders take seconds: the tray stays alive meanwhile, and learns the outcome from the next snapshot.
    fn ask(&self, request: Request) {
        let engine = self.engine.clone();
        tokio::spawn(async move {
            match engine.ask(request).await {
                Answer::Refused(why) => tracing::warn!("the engine refused: {why}"),
                Answer::Settled(settled) if !settled.ok => tracing::warn!("{}", settled.message),
                _ => {}
            }
        });
    }

    fn switch_autostart(&mut self, on: bool) {
        if let Some(autostart) = &self.autostart {
            let done = if on { autostart.enable() } else { autostart.disable() };
            log_refusal(done);
        }
        self.look_at_autostart();
    }

    fn look_at_autostart(&mut self) {
        let status = self.autostart.as_ref().and_then(|autostart| autostart.status().ok());
        self.extra.autostart = status.map(|status| status == Status::On);
    }
}

fn open_window(page: &Page, token: Option<&str>) {
    log_refusal(programs::open_window(page, token));
}

fn log_refusal(done: anyhow::Result<()>) {
    if let Err(error) = done {
        tracing::error!("{error:#}");
    }
}
