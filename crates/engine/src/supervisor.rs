//! Carries out what the lifecycle machine orders. It decides nothing: there is no look at the phase in here.
//!
//! Every answer goes to the engine's inbox with the number of the run it speaks of.

use std::{collections::HashMap, io, path::PathBuf, time::Duration};

use clawtender_core::{
    facts::Launch,
    lifecycle::{Effect, Event, Owner, Pace, Run, Timer},
    release::Version,
    variables,
};
use jiff::Timestamp;
use tokio::{sync::mpsc, task::AbortHandle};

use crate::{
    clock,
    engine::Input,
    examine,
    gateway::{self, Credentials},
    launch::{self, Found, Plan},
    platform, prober,
    probes::config::resolve_secret,
    process::{self, Identity, Order},
    record::Ours,
    service::{self, Refusal},
    world::World,
};

/// How long a running gateway gets to say whether it will restart itself.
const RESTART_REQUEST: Duration = Duration::from_secs(10);
/// Timers are spread by up to this share, so that many machines do not all come back at the same moment.
const JITTER: f64 = 0.2;

/// The process that the present run follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) run: Run,
    pub(crate) identity: Identity,
    pub(crate) owner: Owner,
    pub(crate) port: u16,
    pub(crate) since: Timestamp,
}

/// The hands of the machine.
pub(crate) struct Supervisor {
    inbox: mpsc::Sender<Input>,
    timers: HashMap<Timer, AbortHandle>,
    probing: Option<AbortHandle>,
    following: Option<AbortHandle>,
    subject: Option<Subject>,
    /// The OpenClaw version that it is, once it has said so.
    version: Option<String>,
    /// A gateway that was found and waits for the machine to give it a number.
    found: Option<Found>,
    /// What a service is started and stopped with.
    service: Option<Launch>,
}

impl Supervisor {
    pub(crate) fn new(inbox: mpsc::Sender<Input>) -> Supervisor {
        Supervisor {
            inbox,
            timers: HashMap::new(),
            probing: None,
            following: None,
            subject: None,
            version: None,
            found: None,
            service: None,
        }
    }

    /// The process that is followed, if there is one.
    pub(crate) fn subject(&self) -> Option<Subject> {
        self.subject
    }

    /// The followed gateway listens on this port.
    pub(crate) fn moved(&mut self, port: u16, world: &World) {
        let Some(subject) = &mut self.subject else { return };
        subject.port = port;
        let run = subject.run;
        if self.probing.is_some() {
            // it has just started: somebody waits for it
            self.probe(run, Pace::Startup, world);
        }
    }

    /// Remembers a gateway that was found, for the machine to ask for.
    pub(crate) fn offer(&mut self, found: Found) {
        self.found = Some(found);
    }

    /// Looks for a gateway that is already there. `first`: nothing else has been looked for yet.
    pub(crate) fn survey(&self, world: &World, ours: Option<Ours>, first: bool) {
        let (inbox, world) = (self.inbox.clone(), world.clone());
        tokio::spawn(async move {
            let found = launch::survey(&world, ours).await;
            let _ = inbox.send(Input::Surveyed { found, first }).await;
        });
    }

    /// Carries out everything but what needs the engine's own state (`Remember`, and making the process).
    pub(crate) fn carry_out(&mut self, effect: Effect, world: &World, ours: Option<Ours>, insist: bool) {
        match effect {
            Effect::Launch(run) => {
                self.forget();
                let (inbox, world) = (self.inbox.clone(), world.clone());
                tokio::spawn(async move {
                    let (plan, seen) = launch::plan(&world, ours, insist).await;
                    let _ = inbox.send(Input::Planned { run, plan, seen }).await;
                });
            }
            Effect::Attach(run) => {
                if let Some(found) = self.found.take() {
                    self.follow_found(run, found);
                }
            }
            Effect::AskRestart(run) => self.ask_restart(run, world),
            Effect::Terminate(run) => self.terminate(run, world),
            Effect::Kill(_) => self.kill(),
            Effect::Probe(run, pace) => self.probe(run, pace, world),
            Effect::StopProbing => abort(&mut self.probing),
            Effect::Arm(run, timer, after) => self.arm(run, timer, after),
            Effect::DisarmAll => self.timers.drain().for_each(|(_, timer)| timer.abort()),
            Effect::Survey => self.survey(world, ours, false),
            Effect::Remember { .. } => {}
        }
    }

    /// Makes a process of our own.
    pub(crate) fn spawn(
        &mut self,
        run: Run,
        launch: &Launch,
        port: u16,
        world: &World,
        (stdout, stderr): (std::fs::File, std::fs::File),
    ) -> io::Result<Identity> {
        let mut args: Vec<std::ffi::OsString> = launch.prefix.iter().map(Into::into).collect();
        args.extend(["gateway", "run"].map(Into::into));
        if world.settings.gateway.port.is_some() {
            args.extend(["--port".into(), port.to_string().into()]);
        }
        let folder = world.home.clone().unwrap_or_else(|| world.paths.state.clone());
        let environment = world.gateway_environment();
        let program = PathBuf::from(&launch.program);
        let running = process::spawn(Order { program, args, environment, folder, stdout, stderr })?;
        let identity = running.identity();
        self.follow(Subject { run, identity, owner: Owner::Child, port, since: clock::now() }, running);
        Ok(identity)
    }

    /// Has OpenClaw start its service; the process is found by its lock, as soon as it is there.
    pub(crate) fn start_service(&mut self, run: Run, launch: Launch, world: &World) {
        self.service = Some(launch.clone());
        let (inbox, world) = (self.inbox.clone(), world.clone());
        tokio::spawn(async move {
            let started = launch::service(&world, &launch).await;
            let _ = inbox.send(Input::ServiceStarted { run, started }).await;
        });
    }

    /// Follows a process that is not our child under the present run's number.
    pub(crate) fn follow_found(&mut self, run: Run, found: Found) {
        let Found { identity, owner, port } = found;
        match process::adopt(identity) {
            Ok(running) => self.follow(Subject { run, identity, owner, port, since: clock::now() }, running),
            Err(error) => {
                tracing::debug!(%error, pid = identity.pid, "it was gone before it could be followed");
                let inbox = self.inbox.clone();
                tokio::spawn(async move {
                    let _ = inbox.send(Input::Ended { run, exit: process::Exit::default() }).await;
                });
            }
        }
    }

    fn follow(&mut self, subject: Subject, mut running: process::Running) {
        let inbox = self.inbox.clone();
        let run = subject.run;
        let task = tokio::spawn(async move {
            let exit = running.ended().await;
            let _ = inbox.send(Input::Ended { run, exit }).await;
        });
        self.following = Some(task.abort_handle());
        self.subject = Some(subject);
        self.version = None;
    }

    /// The process of this run is gone: ends what it left behind, when it was ours.
    pub(crate) fn gone(&mut self, run: Run) -> Option<Subject> {
        let subject = self.subject.take_if(|subject| subject.run == run)?;
        if subject.owner == Owner::Child {
            // what it left behind: a gateway that was killed does not end its helpers. Aside, for it reads the whole
            // process table, and the news of the end should not wait for that.
            tokio::task::spawn_blocking(move || {
                if let Err(error) = platform::kill_tree(subject.identity) {
                    tracing::warn!(%error, "what the gateway left behind could not be ended");
                }
            });
        }
        Some(subject)
    }

    /// The present run's gateway is this version of OpenClaw.
    pub(crate) fn runs(&mut self, version: Option<String>) {
        self.version = version;
    }

    fn forget(&mut self) {
        self.following = None; // the task ends with its process
        self.subject = None;
        self.found = None;
    }

    fn ask_restart(&self, run: Run, world: &World) {
        let Some(subject) = self.subject else { return };
        let (inbox, world, running) = (self.inbox.clone(), world.clone(), self.version.clone());
        tokio::spawn(async move {
            // a port or a bind that changed, another OpenClaw and another environment need a fresh process: a restart within it
            // keeps the old one
            let config = world.config();
            let outdated = subject.owner == Owner::Child
                && (is_superseded(&world, running.as_deref()).await
                    || is_told_otherwise(&world, subject.identity.pid).await);
            let stays = !outdated
                && config.port == subject.port
                && !is_bound_otherwise(subject.identity.pid, subject.port, config.bind).await;
            let accepted = stays && asked_to_restart(&world, subject.port).await;
            let _ = inbox.send(Input::RestartAsked { run, accepted }).await;
        });
    }

    fn terminate(&self, run: Run, world: &World) {
        let Some(subject) = self.subject else { return };
        let (inbox, world, service) = (self.inbox.clone(), world.clone(), self.service.clone());
        let told = match subject.owner {
            Owner::Child => platform::terminate(subject.identity).map(drop),
            Owner::Service | Owner::External | Owner::None => Ok(()),
        };
        tokio::spawn(async move {
            let told = match (subject.owner, told) {
                (Owner::Service, _) => service::stop(&world, service).await,
                (_, told) => told.map_err(|error| Refusal::because("system", error.to_string(), 0)),
            };
            if let Err(why) = told {
                let _ = inbox.send(Input::StopFailed { run, why }).await;
            }
        });
    }

    fn kill(&self) {
        match self.subject {
            Some(subject) if subject.owner == Owner::Child => {
                if let Err(error) = platform::kill_tree(subject.identity) {
                    tracing::warn!(%error, pid = subject.identity.pid, "the gateway could not be ended");
                }
            }
            // a service's process is its manager's to end
            _ => {}
        }
    }

    fn probe(&mut self, run: Run, pace: Pace, world: &World) {
        abort(&mut self.probing);
        let Some(subject) = self.subject else { return };
        let world = world.clone();
        let task = tokio::spawn(prober::ask(run, move || world.endpoint(subject.port), pace, self.inbox.clone()));
        self.probing = Some(task.abort_handle());
    }

    fn arm(&mut self, run: Run, timer: Timer, after: Duration) {
        let spread = match timer {
            Timer::Backoff | Timer::Recheck => after.mul_f64(1.0 + JITTER * fastrand::f64()),
            Timer::Startup | Timer::Stop | Timer::Stable | Timer::Hang => after,
        };
        let inbox = self.inbox.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(spread).await;
            let _ = inbox.send(Input::Life(Event::Elapsed(run, timer))).await;
        });
        if let Some(earlier) = self.timers.insert(timer, task.abort_handle()) {
            earlier.abort();
        }
    }

    /// Lets go of everything without touching the gateway.
    pub(crate) fn let_go(&mut self) {
        self.timers.drain().for_each(|(_, timer)| timer.abort());
        abort(&mut self.probing);
        abort(&mut self.following);
    }
}

/// Whether a start would run another OpenClaw than the one that runs.
async fn is_superseded(world: &World, running: Option<&str>) -> bool {
    let found = examine::runtime(world).await;
    let next = found.value().and_then(|found| found.chosen.as_ref()?.version.as_deref()).and_then(Version::parse);
    running.and_then(Version::parse).zip(next).is_some_and(|(running, next)| running != next)
}

/// Whether it was started with other words about proxies and certificates, or other variables of our settings, than a start gives
/// it now. Where the system does not show that, it counts as no.
async fn is_told_otherwise(world: &World, pid: u32) -> bool {
    let looked = tokio::task::spawn_blocking(move || platform::environment(pid)).await;
    let Some(told) = looked.ok().flatten() else { return false };
    let ours = world.settings.gateway.environment.iter().map(|variable| variable.name.as_str());
    let fixed = [variables::VERIFICATION, variables::AUTHORITIES, variables::NODE_OPTIONS];
    fixed.into_iter().chain(variables::PROXIES).chain(ours).any(|name| {
        let told = told.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let now = world.variable(name);
        told != now.as_ref().map(|value| value.to_string_lossy()).as_deref()
    })
}

/// Whether it listens to this computer only where the configuration says "lan", or the other way round.
async fn is_bound_otherwise(pid: u32, port: u16, bind: Option<String>) -> bool {
    let wanted = match bind.as_deref() {
        Some("loopback") => true,
        Some("lan") => false,
        // where the others lead, only the gateway knows
        _ => return false,
    };
    let looked = tokio::task::spawn_blocking(move || platform::listeners(port)).await;
    let holders = looked.ok().and_then(Result::ok).unwrap_or_default();
    let mut own = holders.iter().filter(|holder| holder.pid == Some(pid)).map(|holder| holder.address.ip()).peekable();
    own.peek().is_some() && own.all(|address| address.to_canonical().is_loopback()) != wanted
}

async fn asked_to_restart(world: &World, port: u16) -> bool {
    let credentials = match resolve_secret(&world.located, &|name| world.variable(name)).await {
        Ok(secret) => Credentials::from(secret),
        Err(error) => {
            tracing::info!(%error, "the gateway cannot be asked to restart itself");
            return false;
        }
    };
    match gateway::restart(&world.endpoint(port), &credentials, "restart from Clawtender", RESTART_REQUEST).await {
        Ok(answer) => {
            tracing::info!(?answer, "the gateway restarts itself");
            true
        }
        Err(error) => {
            tracing::info!(%error, "the gateway does not restart itself");
            false
        }
    }
}

fn abort(task: &mut Option<AbortHandle>) {
    if let Some(task) = task.take() {
        task.abort();
    }
}

impl Plan {
    /// The port of what the plan leads to, where it leads to something.
    pub(crate) fn port(&self) -> Option<u16> {
        match self {
            Plan::Spawn { port, .. } | Plan::Service { port, .. } => Some(*port),
            Plan::Found(found) => Some(found.port),
            Plan::Refuse(_) => None,
        }
    }
}
