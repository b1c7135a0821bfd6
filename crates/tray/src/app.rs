//! The tray's life: starts the engine, hands its snapshots to the desk and the person's clicks to the engine.
//!
//! There is one engine per person. Where it runs already, this process asks it for its window and leaves.

use std::sync::Arc;

use clawtender_core::{at_login::AtLogin, snapshot::Snapshot, words::Language};
use clawtender_engine::{
    autostart::{Autostart, starts},
    client::Connection,
    engine::{self, Handle, Options, Role, Started},
    paths::Paths,
    protocol::{Answer, Event, Request},
};
use tokio::sync::{broadcast, watch};

use crate::{
    clicks,
    desk::{CANNOT, Desk, Input},
    hint::Hint,
    menu::{Command, Extra, Menu, face},
    notify::{Clicked, Notifier, Order, Seen},
    programs::{self, Page},
};

/// Lives until the engine ends. `hidden`: nobody asked to see anything, the session has just begun.
pub(crate) async fn run(desk: Desk, paths: Paths, hidden: bool) -> u8 {
    match engine::start(Options { paths: paths.clone(), role: Role::Resident }).await {
        Ok(Started::Running(handle)) => {
            if hidden {
                starts::started(&paths.state);
            }
            App::new(desk, handle, Hint::open(&paths.state), hidden).live().await;
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
    events: broadcast::Receiver<Event>,
    notifier: Notifier,
    /// Which the notifier was told.
    language: Language,
    autostart: Option<Autostart>,
    extra: Extra,
    /// Whether notifications are heard, as the notifier was told.
    sound: bool,
    menu: Menu,
    /// Whether the window may still open by itself where there is no tray.
    may_open_unasked: bool,
    /// Whether that was said.
    hint: Hint,
}

impl App {
    fn new(desk: Desk, engine: Handle, hint: Hint, hidden: bool) -> Self {
        let autostart = Autostart::find().inspect_err(|error| tracing::warn!("start at login: {error:#}")).ok();
        App {
            desk,
            snapshots: engine.snapshots(),
            shows: engine.shows(),
            events: engine.events(),
            notifier: Notifier::start(),
            language: Language::default(),
            engine,
            autostart,
            extra: Extra::default(),
            sound: false,
            menu: Menu::default(),
            may_open_unasked: !hidden,
            hint,
        }
    }

    async fn live(mut self) {
        self.look_at_autostart();
        // whoever starts Clawtender for the first time wants to see something; the window leads through the first run
        if self.may_open_unasked && self.snapshots.borrow().new_here {
            open_window(&Page::Doctor(None), None);
        }
        self.until_over().await;
        self.notifier.end().await;
    }

    async fn until_over(&mut self) {
        let engine = self.engine.clone();
        let mut over = std::pin::pin!(engine.closed());
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
                event = self.events.recv() => match event {
                    Ok(Event::Notice { notice }) => self.notifier.tell(Order::Notice(notice)),
                    // a withdrawal may be among what was missed
                    Err(broadcast::error::RecvError::Lagged(_)) => self.notifier.tell(Order::Clear),
                    Err(broadcast::error::RecvError::Closed) => return,
                    Ok(_) => {}
                },
                seen = self.notifier.next() => self.on_seen(seen),
                input = self.desk.next() => match input {
                    // said twice, it is meant: the engine's own way out takes too long for somebody
                    Input::End if self.extra.quitting => return,
                    input => self.hear(input),
                },
            }
        }
    }

    fn draw(&mut self) {
        let (spoken, sound) = {
            let snapshot = self.snapshots.borrow_and_update();
            (snapshot.spoken(), snapshot.manners.sound)
        };
        if std::mem::replace(&mut self.language, spoken.language) != spoken.language {
            self.notifier.tell(Order::Speak(spoken.language));
        }
        if std::mem::replace(&mut self.sound, sound) != sound {
            self.notifier.tell(Order::Sound(sound));
        }
        let face = face(&spoken, self.extra);
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
                // whoever starts it by hand has nothing else to see of it
                if std::mem::take(&mut self.may_open_unasked) {
                    let page = if self.hint.due() { Page::NoTray } else { Page::Doctor(None) };
                    open_window(&page, None);
                }
            }
            Input::Shown => self.hint.forget(),
            Input::End => self.quit(),
        }
    }

    fn on_seen(&mut self, seen: Seen) {
        let notice = match &seen {
            Seen::Clicked(Clicked { notice, .. }) | Seen::PutAway { notice } => notice.clone(),
        };
        self.ask(Request::Seen { notice });
        if let Seen::Clicked(clicked) = seen {
            self.on_clicked(&clicked);
        }
    }

    fn on_clicked(&mut self, Clicked { click, place, token, .. }: &Clicked) {
        let meaning = clicks::meaning(click, place, &self.snapshots.borrow());
        match meaning {
            Ok(command) => self.obey(command, token.as_deref()),
            Err(remark) => self.notifier.tell(Order::Remark(*remark)),
        }
    }

    fn obey(&mut self, command: Command, token: Option<&str>) {
        match command {
            Command::Ask(request) => self.ask(request),
            Command::Open(page) => open_window(&page, token),
            Command::Autostart(on) => self.switch_autostart(on),
            Command::Quit => self.quit(),
        }
    }

    fn quit(&mut self) {
        self.extra.quitting = true;
        self.ask(Request::Quit);
    }

    /// Orders take seconds: the tray stays alive meanwhile. What was done shows in the next snapshot, what was not is said.
    fn ask(&self, request: Request) {
        let (engine, orders) = (self.engine.clone(), self.notifier.orders());
        let language = self.snapshots.borrow().language;
        tokio::spawn(async move {
            let answer = engine.ask(request.clone()).await;
            if let Answer::Address(address) = &answer {
                log_refusal(programs::open_browser(address));
            }
            if let Some(complaint) = clicks::complaint(&request, &answer, language) {
                tracing::warn!("{}: {}", complaint.title, complaint.message);
                let _ = orders.send(Order::Remark(complaint));
            }
        });
    }

    fn switch_autostart(&mut self, on: bool) {
        let switched = self.autostart.as_ref().map_or(Ok(()), |autostart| autostart.switch(on));
        if let Err(why) = switched {
            tracing::warn!("start at login: {why}");
            self.notifier.tell(Order::Remark(clicks::not_switched(&why, self.language)));
        }
        self.look_at_autostart();
    }

    fn look_at_autostart(&mut self) {
        let status = self.autostart.as_ref().and_then(|autostart| autostart.status().ok());
        self.extra.autostart = status.as_ref().map(AtLogin::is_on);
        self.extra.mend_autostart = status.as_ref().and_then(AtLogin::trouble);
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
