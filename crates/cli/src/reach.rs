//! The engine that a command speaks to: the one that runs, or one of its own for as long as the command lasts.

use std::time::Duration;

use anyhow::{Context, Error, Result, anyhow, bail};
use clawtender_core::snapshot::Snapshot;
use clawtender_engine::{
    client::Connection,
    engine::{self, Handle, Options, Role, Started},
    paths::Paths,
    protocol::{Answer, Message, Request},
};

use crate::{exit::Stop, signals::Signals, words};

/// How long a running engine may take to say what it already knows.
const KNOWN: Duration = Duration::from_secs(5);
/// How long it may take to find something out. Every probe has a deadline of its own, far below.
const FOUND_OUT: Duration = Duration::from_mins(1);

/// Who answers.
pub(crate) enum Engine {
    /// The one that runs already.
    Running(Connection),
    /// One in this process.
    Own(Handle),
}

/// Does `work` with an engine. One of our own has ended when this returns, also after an interruption; a second one does
/// not wait for that.
pub(crate) async fn with_engine<T>(paths: &Paths, work: impl AsyncFnOnce(&mut Engine) -> Result<T>) -> Result<T> {
    let mut signals = Signals::listen()?;
    let mut engine = Engine::reach(paths).await?;
    let done = tokio::select! {
        done = work(&mut engine) => done,
        _ = signals.next() => Err(Stop::Interrupted.into()),
    };
    if let Engine::Own(handle) = engine {
        tokio::select! {
            () = handle.shut_down(false) => {}
            _ = signals.next() => {}
        }
    }
    done
}

/// One more connection to the engine that runs.
pub(crate) async fn another(paths: &Paths) -> Result<Connection> {
    Connection::open(paths).await?.context("Clawtender's engine has just ended")
}

/// Tells a running engine something. Where none runs, nobody needs to know.
pub(crate) async fn tell(paths: &Paths, request: Request) -> Result<()> {
    match Connection::open(paths).await? {
        Some(connection) => Engine::Running(connection).ask(request).await.map(drop),
        None => Ok(()),
    }
}

impl Engine {
    async fn reach(paths: &Paths) -> Result<Engine> {
        if let Some(connection) = Connection::open(paths).await? {
            return Ok(Engine::Running(connection));
        }
        match engine::start(Options { paths: paths.clone(), role: Role::Once }).await? {
            Started::Running(handle) => Ok(Engine::Own(handle)),
            // somebody started one in between
            Started::AlreadyRuns => Connection::open(paths).await?.map(Engine::Running).ok_or_else(|| {
                anyhow!("Clawtender has just been started and does not answer yet. Try again in a moment.")
            }),
        }
    }

    pub(crate) async fn ask(&mut self, request: Request) -> Result<Answer> {
        let answer = match self {
            Engine::Own(handle) => handle.ask(request).await,
            Engine::Running(connection) => match patience(&request) {
                None => connection.ask(request).await?,
                Some(longest) => tokio::time::timeout(longest, connection.ask(request)).await.map_err(|_| {
                    anyhow!("Clawtender runs but has not answered for {} s. Quit and start it.", longest.as_secs())
                })??,
            },
        };
        match answer {
            Answer::Refused(why) => bail!(words::clean(&why, 1000)),
            answer => Ok(answer),
        }
    }

    /// Has every snapshot from now on heard, beside what is asked here, for as long as `heard` wants more.
    pub(crate) async fn follow(
        &self,
        paths: &Paths,
        mut heard: impl FnMut(&Snapshot) -> bool + Send + 'static,
    ) -> Result<()> {
        match self {
            Engine::Own(handle) => {
                let mut snapshots = handle.snapshots();
                tokio::spawn(async move {
                    loop {
                        let more = heard(&snapshots.borrow_and_update());
                        if !more || snapshots.changed().await.is_err() {
                            return;
                        }
                    }
                });
            }
            Engine::Running(_) => {
                let mut news = another(paths).await?.subscribe().await?;
                tokio::spawn(async move {
                    while let Ok(Some(message)) = news.next().await {
                        if let Message::Snapshot(snapshot) = message
                            && !heard(&snapshot)
                        {
                            return;
                        }
                    }
                });
            }
        }
        Ok(())
    }

    /// The present state, as complete as one can have it.
    pub(crate) async fn snapshot(&mut self) -> Result<Snapshot> {
        if let Engine::Own(_) = self {
            // an engine that has just begun has seen nothing yet
            self.ask(Request::doctor()).await.context("The examination was not finished")?;
        }
        match self.ask(Request::Snapshot).await? {
            Answer::Snapshot(snapshot) => Ok(*snapshot),
            _ => Err(misunderstood()),
        }
    }
}

/// An answer that belongs to another question.
pub(crate) fn misunderstood() -> Error {
    anyhow!("The running Clawtender gives answers that this version does not understand. Quit and start it.")
}

/// `None`: it takes as long as the gateway takes, and the person can interrupt.
fn patience(request: &Request) -> Option<Duration> {
    match request {
        Request::Gateway { .. }
        | Request::Fix(_)
        | Request::SignIn { .. }
        | Request::GatewayDoctor
        | Request::NewKey { .. }
        | Request::TestKeys { .. }
        | Request::DeleteKey { .. }
        | Request::MoveKeys { .. }
        | Request::Undo { .. } => None,
        Request::Doctor { .. }
        | Request::Plan(_)
        | Request::Runtime
        | Request::Clock
        | Request::Approvals
        | Request::Decide { .. }
        | Request::Preflight
        | Request::Load
        | Request::Export
        | Request::Keys
        | Request::PlanKeyMove
        | Request::Settings
        | Request::Setup
        | Request::Set { .. }
        | Request::Unmute { .. }
        | Request::Dashboard => Some(FOUND_OUT),
        Request::Snapshot
        | Request::Subscribe
        | Request::Overview
        | Request::PastApprovals
        | Request::Changes
        | Request::Runs { .. }
        | Request::Mute { .. }
        | Request::Logs { .. }
        | Request::Follow { .. }
        | Request::Written { .. }
        | Request::Earlier { .. }
        | Request::Reload
        | Request::SignInAnswer { .. }
        | Request::SignInCancel
        | Request::StopFix { .. }
        | Request::Show { .. }
        | Request::Seen { .. }
        | Request::Snooze { .. }
        | Request::SetUp
        | Request::Quit => Some(KNOWN),
    }
}
