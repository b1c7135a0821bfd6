//! The tray's life: starts the engine, hands its snapshots to the desk and the person's clicks to the engine.
//!
//! There is one engine per person. Where it runs already, this process asks it for its window and leaves.

use std::{sync::Arc, time::Duration};

use clawtender_core::{at_login::AtLogin, snapshot::Snapshot, words::Language};
use clawtender_engine::{
    autostart::{Autostart, starts},
    client::Connection,
    clock,
    engine::{self, Handle, Options, Role, Started},
    paths::Paths,
    presses::{Press, Presses},
    protocol::{Answer, Event, Request},
};
use tokio::{
    sync::{broadcast, watch},
    time::Instant,
};

use crate::{
    clicks,
    desk::{CANNOT, Desk, Input},
    hint::Hint,
    menu::{Command, Extra, Menu, face},
    notify::{Clicked, Notifier, Order, Seen},
    programs::{self, Page},
};

/// How long a press waits until it is known whether what it is about is so still: a start looks at everything anew.
const KNOWN: Duration = Duration::from_secs(30);

/// What this program was started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A person wants to see it.
    Opened,
    /// Nobody asked to see anything: the session has just begun.
    Login,
    /// A notification was pressed, says whoever opened this address.
    Pressed(String),
}

/// Lives until the engine ends.
pub(crate) async fn run(desk: Desk, paths: Paths, why: Why) -> u8 {
    let ledger = Presses::of(&paths);
    // an address that stands for nothing is no more than a wish to see how things are
    let press = if let Why::Pressed(address) = &why { ledger.take(address) } else { None };
    let hidden = why == Why::Login || press.is_some();
    match engine::start(Options { paths: paths.clone(), role: Role::Resident }).await {
        Ok(Started::Running(handle)) => {
            if why == Why::Login {
                starts::started(&paths.state);
            }
            let pressed = press.map(|press| (press, clock::tick() + KNOWN));
            App::new(desk, handle, Hint::open(&paths.state), hidden, ledger, pressed).live().await;
            0
        }
        Ok(Started::AlreadyRuns) if let Some(press) = press => pressed_beside(&paths, &press).await,
        Ok(Started::AlreadyRuns) if hidden => 0,
        Ok(Started::AlreadyRuns) => show_running(&paths).await,
        Err(error) => {
            tracing::error!("the engine does not start: {error:#}");
            CANNOT
        }
    }
}

/// Has the engine that runs carry out what was pressed, as it would itself. What comes to nothing is read in the window.
async fn pressed_beside(paths: &Paths, press: &Press) -> u8 {
    let done = async {
        let Some(mut engine) = Connection::open(paths).await? else { return anyhow::Ok(false) };
        engine.ask(Request::Seen { notice: press.notice.clone() }).await?;
        let Answer::Snapshot(snapshot) = engine.ask(Request::Snapshot).await? else { return Ok(false) };
        match clicks::meaning(&press.click, &press.place, &snapshot) {
            Ok(Command::Ask(request)) => {
                let answer = engine.ask(request.clone()).await?;
                Ok(clicks::complaint(&request, &answer, snapshot.language).is_none())
            }
            Ok(Command::Open(page)) => programs::open_window(&page, None).map(|()| true),
            Ok(_) | Err(_) => Ok(false),
        }
    };
    match done.await {
        Ok(true) => return 0,
        Ok(false) => {}
        Err(error) => tracing::warn!("{error:#}"),
    }
    match programs::open_window(&clicks::page(&press.place), None) {
        Ok(()) => 0,
        Err(error) => {
            tracing::error!("{error:#}");
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
    /// What this program was started for, and until when it may turn out to be so still.
    pressed: Option<(Press, Instant)>,
}

impl App {
    fn new(
        desk: Desk,
        engine: Handle,
        hint: Hint,
        hidden: bool,
        ledger: Presses,
        pressed: Option<(Press, Instant)>,
    ) -> Self {
        let autostart = Autostart::find().inspect_err(|error| tracing::warn!("start at login: {error:#}")).ok();
        App {
            desk,
            snapshots: engine.snapshots(),
            shows: engine.shows(),
            events: engine.events(),
            notifier: Notifier::start(ledger),
            language: Language::default(),
            engine,
            autostart,
            extra: Extra::default(),
            sound: false,
            menu: Menu::default(),
            may_open_unasked: !hidden,
            hint,
            pressed,
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
        let begun = clock::tick();
        loop {
            self.draw();
            self.carry_out_press();
            let known = self.pressed.as_ref().map(|(_, until)| *until);
            tokio::select! {
                () = tokio::time::sleep_until(known.unwrap_or(begun)), if known.is_some() => {}
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

    /// What was pressed before this program was there: as soon as it is known to be so still, and in the window where it is not.
    fn carry_out_press(&mut self) {
        let Some((Press { click, place, .. }, until)) = &self.pressed else { return };
        let known = clicks::meaning(click, place, &self.snapshots.borrow()).is_ok();
        if !known && clock::tick() < *until {
            return;
        }
        let Some((Press { notice, click, place }, _)) = self.pressed.take() else { return };
        if known {
            self.on_seen(Seen::Clicked(Clicked { notice, click, place, token: None }));
        } else {
            open_window(&clicks::page(&place), None);
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
