//! The actor: owns the state, hears everything, lets the pure core decide, publishes what every face sees.
//!
//! One engine lives for one state folder (a lock sees to it). Everything that happens arrives as an [`Input`]; nothing
//! else changes state, so there are no locks in here.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, bail};
use clawtender_core::{
    approval::{Decision, Kind},
    clock::Reading,
    facts::{Fact, FactUpdate, Health},
    lifecycle::{self, Run},
    mending::Step,
    snapshot::Snapshot,
    words::Phrase,
};
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::{
    client::Connection,
    clock::{self, Stand},
    examine::Brought,
    gateway::News,
    ipc,
    journal::Journal,
    launch::{Found, Plan},
    paths::Paths,
    platform, process,
    protocol::{Answer, Decided, Event, Request},
    runtime,
    service::Refusal,
    settings::Settings,
    state::{SignInNews, State, Weighed},
    watch::{Touched, Watch},
    words,
    world::World,
};

/// How long a start waits for an engine that ends, or for one that begins to answer.
const HANDOVER: Duration = Duration::from_secs(20);

/// How to run.
pub struct Options {
    /// Where Clawtender's files are.
    pub paths: Paths,
    /// What for.
    pub role: Role,
}

/// What an engine is started for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// To stay: brings the gateway up and keeps it up, serves the local socket.
    Resident,
    /// To answer one command: starts nothing unasked, and leaves the gateway as it is when it ends.
    Once,
}

/// What came of a start.
pub enum Started {
    /// The engine runs.
    Running(Handle),
    /// Another engine serves this state folder.
    AlreadyRuns,
}

/// A face's grip on the engine in its own process.
#[derive(Clone)]
pub struct Handle {
    inbox: mpsc::Sender<Input>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    events: broadcast::Sender<Event>,
    shows: broadcast::Sender<Option<String>>,
    written: watch::Receiver<u64>,
}

impl Handle {
    /// Asks, and waits for the answer.
    pub async fn ask(&self, request: Request) -> Answer {
        let (reply, answer) = oneshot::channel();
        let gone = || Answer::Refused(words::say("ending"));
        match self.inbox.send(Input::Ask(request, reply)).await {
            Ok(()) => answer.await.unwrap_or_else(|_| gone()),
            Err(_) => gone(),
        }
    }

    /// What every face shows, whenever it changes.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// The number of the gateway's newest line of output, whenever there is a newer one.
    pub(crate) fn written(&self) -> watch::Receiver<u64> {
        self.written.clone()
    }

    /// What happens.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Requests to show the window, on a finding if one is named.
    pub fn shows(&self) -> broadcast::Receiver<Option<String>> {
        self.shows.subscribe()
    }

    /// Returns when the engine has ended.
    pub async fn closed(&self) {
        self.inbox.closed().await;
    }

    /// Ends the engine in order; with `stop`, after the gateway it runs has ended.
    pub async fn shut_down(&self, stop: bool) {
        let _ = self.inbox.send(Input::ShutDown { stop }).await;
        self.closed().await;
    }
}

/// Everything the actor can hear.
pub(crate) enum Input {
    /// A face asks.
    Ask(Request, oneshot::Sender<Answer>),
    /// Something happened to the gateway.
    Life(lifecycle::Event),
    /// A look for living gateways is done.
    Surveyed { found: Option<Found>, first: bool },
    /// What a start should do.
    Planned { run: Run, plan: Plan, seen: Vec<FactUpdate> },
    /// The service manager was asked to start the gateway.
    ServiceStarted { run: Run, started: Result<Found, Refusal> },
    /// Nobody could tell the gateway to end.
    StopFailed { run: Run, why: Refusal },
    /// A process is gone.
    Ended { run: Run, exit: process::Exit },
    /// The gateway was asked to restart itself.
    RestartAsked { run: Run, accepted: bool },
    /// What the gateway said of itself.
    Heard { run: Run, health: Health },
    /// The gateway let us in.
    Greeted { run: Run, version: Option<String> },
    /// The connection to the gateway has news; which connection.
    Link { number: u64, news: News },
    /// The gateway has carried out what a person decided.
    Decided { kind: Kind, id: String, decision: Decision },
    /// Somebody has waited long enough to know what waits for approval.
    Overdue { number: u64 },
    /// A change of this fix was taken back; who hears of the restart that follows, where one does.
    Undone { what: String, restarted: oneshot::Sender<Answer> },
    /// The deed of a fix is done; why not, where it is not.
    FixDone { number: u64, why: Option<Phrase>, entry: Option<String> },
    /// The fix of this number was stopped before it had changed anything.
    FixStopped { number: u64 },
    /// The fix of this number has begun this step.
    FixStep { number: u64, step: Step },
    /// So many hundredths of its step are done.
    FixPart { number: u64, percent: u64 },
    /// The check has had time enough to see whether a fix has helped; not `done`, the gateway that it ended to go.
    FixOverdue { number: u64, done: bool },
    /// There is something to say of the sign-in that is the fix of this number.
    SignIn { number: u64, news: SignInNews },
    /// Something is due to be told though nothing has changed.
    Due,
    /// The screen of this session was locked, or unlocked.
    Screen { locked: bool },
    /// It is time for what is looked at once a day: the keys, and which OpenClaw is the newest.
    DayBegun,
    /// It is time to look at the keys again.
    KeysDue,
    /// A key was stored, deleted, moved or tried, because a person said so.
    KeysChanged,
    /// The settings file was written, or the start at login switched, because a person said so.
    SettingsWritten { decided: Decided, reply: oneshot::Sender<Answer> },
    /// It is time to ask for the time.
    TimeDue,
    /// A way to those who run the models led nowhere: it is time to look again.
    WaysDue,
    /// It is time to look how this computer is off.
    HostDue,
    /// Something that the gateway's log said is not believed any more.
    SaidDue,
    /// Lines of the log file that are this gateway's.
    FileRead(Vec<String>),
    /// What the log file ends with, for an examination without an engine that has heard it.
    LogEnd(Vec<String>),
    /// What was said of this computer's clock, by whom the settings named then.
    Measured { settings: Arc<Settings>, readings: Vec<Reading>, begun: Stand, took: Duration },
    /// The time is known as well as it can be, to somebody who waited for that.
    TimeKnown(oneshot::Sender<Answer>),
    /// What the gateway takes of this computer, for somebody who looks.
    Weighed { weighed: Option<Weighed>, reply: oneshot::Sender<Answer> },
    /// Facts were brought.
    Seen(Vec<FactUpdate>),
    /// Some of what the doctor run of this number asks for is known; how long it took.
    Brought { number: u64, facts: Vec<Brought> },
    /// What a doctor run waits for beside its probes is known, as well as it can be.
    Answered { number: u64, facts: Vec<Fact>, took: Duration },
    /// A doctor run is done.
    Examined { number: u64, took: Duration, reply: oneshot::Sender<Answer> },
    /// Whoever asked for a doctor run has gone.
    ExaminationLeft { number: u64 },
    /// The engine shall end.
    ShutDown { stop: bool },
}

/// Starts an engine, or finds that one runs.
///
/// # Errors
/// When Clawtender's folders cannot be made.
pub async fn start(options: Options) -> Result<Started> {
    let Options { paths, role } = options;
    for folder in [&paths.state, &paths.cache, &paths.logs, &paths.data, &paths.run] {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("Clawtender's folder {} cannot be made", folder.display()))?;
        platform::make_private(folder).with_context(|| format!("{} cannot be made private", folder.display()))?;
    }
    let Some(lock) = take_lock(&paths).await? else { return Ok(Started::AlreadyRuns) };
    let listener = match role {
        Role::Resident => {
            let listening = platform::listen(&paths);
            Some(listening.with_context(|| format!("The local socket in {} cannot be opened", paths.run.display()))?)
        }
        Role::Once => None,
    };

    let (inbox, inputs) = mpsc::channel(256);
    let (events, _) = broadcast::channel(256);
    let (shows, _) = broadcast::channel(8);
    let journal = Journal::of(&paths);
    journal.settle(&paths);
    journal.forget_kept(&paths);
    tokio::task::spawn_blocking({
        let paths = paths.clone();
        move || runtime::sweep(&paths)
    });
    let world = World::look(paths);
    let (changes, touched) = mpsc::channel(8);
    let files = Watch::start(&world.located.config_path, &world.located.state_dir, &world.paths.logs, &changes);
    let state = State::new(world, role, inbox.clone(), events.clone(), shows.clone(), files);
    let (publish, snapshots) = watch::channel(Arc::new(state.snapshot()));
    let (number, written) = watch::channel(state.written());
    let handle = Handle { inbox, snapshots, events, shows, written };
    if let Some(listener) = listener {
        tokio::spawn(ipc::serve(listener, handle.clone()));
    }
    tokio::spawn(async move {
        run(state, inputs, touched, publish, number).await;
        drop(lock);
    });
    Ok(Started::Running(handle))
}

/// The lock of this state folder. While another engine ends or begins, waits; when it answers, gives up.
async fn take_lock(paths: &Paths) -> Result<Option<platform::LockGuard>> {
    let file = paths.state.join("engine.lock");
    let begun = clock::tick();
    loop {
        let lock = platform::lock(&file).with_context(|| format!("{} cannot be locked", file.display()))?;
        if lock.is_some() {
            return Ok(lock);
        }
        if Connection::open(paths).await.is_ok_and(|running| running.is_some()) {
            return Ok(None);
        }
        if clock::since(begun) > HANDOVER {
            bail!("Another Clawtender holds {} and does not answer. End it, then try again.", file.display());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn run(
    mut state: State,
    mut inputs: mpsc::Receiver<Input>,
    mut touched: mpsc::Receiver<Touched>,
    publish: watch::Sender<Arc<Snapshot>>,
    number: watch::Sender<u64>,
) {
    state.begin();
    while !state.ended() {
        tokio::select! {
            Some(input) = inputs.recv() => state.hear(input),
            Some(file) = touched.recv() => state.touched(file),
            else => return,
        }
        let written = state.written();
        number.send_if_modified(|newest| std::mem::replace(newest, written) != written);
        let snapshot = state.settle();
        publish.send_if_modified(|published| {
            let changed = **published != snapshot;
            if changed {
                *published = Arc::new(snapshot);
            }
            changed
        });
        // lets the news go out
        tokio::task::yield_now().await;
        state.conclude();
    }
    state.let_go();
}
