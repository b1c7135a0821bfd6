//! Asks every probe at once, each with a deadline, and brings the facts. It never judges.

use std::time::Duration;

use clawtender_core::facts::{Config, Fact, Facts, Health, Observed, Others, PortHolder, Runtime};

use crate::{
    clock, launch,
    probes::{
        config::{self, Answer, Trust},
        gateway::{Heard, Probe},
    },
    process::Identity,
    runtime::{self, Search},
    world::World,
};

/// How long the gateway gets to say how it is.
const HEALTH: Duration = Duration::from_secs(2);
/// OpenClaw's own judgement of its configuration takes 0.7–2.8 s; it is asked once for every version of the file. This is
/// how long somebody who looks on waits for it.
const VALIDATION: Duration = Duration::from_secs(6);
/// How long it may take where nobody waits: a computer under load is no reason not to know.
const VALIDATION_ASIDE: Duration = Duration::from_mins(1);

/// One fact that was brought.
#[derive(Clone, Debug)]
pub(crate) enum FactUpdate {
    Runtime(Box<Observed<Runtime>>),
    Config(Box<Observed<Config>>),
    Port(Observed<Vec<PortHolder>>),
    Others(Observed<Others>),
    Health(Observed<Health>),
}

impl FactUpdate {
    /// Which fact this is.
    pub(crate) fn fact(&self) -> Fact {
        match self {
            FactUpdate::Runtime(_) => Fact::Runtime,
            FactUpdate::Config(_) => Fact::Config,
            FactUpdate::Port(_) => Fact::Port,
            FactUpdate::Others(_) => Fact::Others,
            FactUpdate::Health(_) => Fact::Health,
        }
    }

    /// Puts the fact in its place.
    pub(crate) fn apply(self, facts: &mut Facts) {
        match self {
            FactUpdate::Runtime(value) => facts.runtime = *value,
            FactUpdate::Config(value) => facts.config = *value,
            FactUpdate::Port(value) => facts.port = value,
            FactUpdate::Others(value) => facts.others = value,
            FactUpdate::Health(value) => facts.health = value,
        }
    }
}

/// The gateway that is being watched, for whoever looks around.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) identity: Identity,
    pub(crate) port: u16,
}

/// An answer that was just given.
pub(crate) fn seen<T>(value: T) -> Observed<T> {
    Observed::Seen { value, at: clock::now() }
}

/// Everything a doctor run looks at, each with how long it took.
pub(crate) async fn everything(world: &World, watched: Option<Watched>) -> Vec<(FactUpdate, Duration)> {
    let port = watched.map_or_else(|| world.config().port, |watched| watched.port);
    let own = watched.map(|watched| watched.identity.pid);
    let (runtime, health, ((others, holders), took)) =
        tokio::join!(timed(runtime(world)), timed(health(port)), timed(launch::surroundings(world, port, own)));
    let config = timed(judged(world, runtime.0.value(), Trust::LastGood, VALIDATION)).await;
    vec![
        (FactUpdate::Runtime(Box::new(runtime.0)), runtime.1),
        (FactUpdate::Config(Box::new(config.0)), config.1),
        (FactUpdate::Health(health.0), health.1),
        (FactUpdate::Port(seen(holders)), took),
        (FactUpdate::Others(seen(others)), took),
    ]
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let before = clock::tick();
    let value = work.await;
    (value, clock::since(before))
}

/// Which Node and OpenClaw there are.
pub(crate) async fn runtime(world: &World) -> Observed<Runtime> {
    let search = Search::here(&world.paths, world.settings.gateway.command.clone()).await;
    seen(runtime::discover(&search).await)
}

/// The configuration with OpenClaw's own word on it, however long that takes.
pub(crate) async fn configuration(world: &World, runtime: Option<&Runtime>, trust: Trust) -> Observed<Config> {
    judged(world, runtime, trust, VALIDATION_ASIDE).await
}

async fn judged(world: &World, runtime: Option<&Runtime>, trust: Trust, longest: Duration) -> Observed<Config> {
    let stamp = world.config_stamp();
    let mut config = world.config();
    if config.problems.is_empty()
        && config.exists
        && let Some(launch) = runtime.and_then(|runtime| runtime.chosen.clone())
    {
        let ask = async |arguments: Vec<String>| {
            let output = world.openclaw(&launch, &arguments, longest).await?;
            Ok(Answer { code: output.code, stdout: output.stdout })
        };
        let version = launch.version.as_deref().unwrap_or(&launch.program);
        let lookup = |name: &str| world.variable(name);
        match config::validate(&world.located, &lookup, version, &world.paths.cache, trust, ask).await {
            Ok(problems) => config::add(&mut config, problems),
            Err(error) => tracing::info!(error = format!("{error:#}"), "OpenClaw said nothing about the configuration"),
        }
    }
    // edited meanwhile: what was said is of a file that is no more
    seen(if world.config_stamp() == stamp { config } else { world.config() })
}

async fn health(port: u16) -> Observed<Health> {
    let probe = match Probe::new(port) {
        Ok(probe) => probe,
        Err(error) => return Observed::Unavailable { reason: format!("{error:#}"), at: clock::now() },
    };
    let heard = probe.health(HEALTH).await;
    let version = match heard {
        Heard::Ready => probe.startup(HEALTH).await.map(|startup| startup.version),
        _ => None,
    };
    seen(heard.health(version))
}
