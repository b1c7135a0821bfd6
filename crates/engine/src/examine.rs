//! Asks every probe at once, each with a deadline, and brings the facts. It never judges.

use std::{collections::HashSet, path::Path, time::Duration};

use clawtender_core::{
    clock::ClockSync,
    facts::{Config, ConfigProblem, Fact, FactUpdate, Health, Launch, Observed, Runtime},
    fixes,
    keys::KeySources,
    words::Phrase,
};
use tokio::sync::mpsc;

use crate::{
    clock,
    engine::Input,
    gateway::Endpoint,
    journal::Journal,
    keychain::Keychain,
    keys::{self, Believe},
    launch, platform,
    probes::{
        cloud,
        config::{self, Answer, Located, Trust},
        config_copies, doctor, file_modes,
        gateway::{Heard, Probe},
        guards, host, key_sources, other_configs, routes, services, updates, variables,
    },
    process::Identity,
    runtime::{self, Search},
    words,
    world::World,
};

/// How long the gateway gets to say how it is.
const HEALTH: Duration = Duration::from_secs(2);
/// OpenClaw's own judgement of its configuration takes 0.7–2.8 s; it is asked once for every version of the file. This is
/// how long somebody who looks on waits for it.
const VALIDATION: Duration = Duration::from_secs(6);
/// How long it may take where nobody waits: a computer under load is no reason not to know.
const VALIDATION_ASIDE: Duration = Duration::from_mins(1);

/// OpenClaw is asked about its configuration once at a time: an answer costs seconds of a processor.
static VALIDATING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Why an examination that was told to stay on this computer does not know something.
pub(crate) const STAYED: &str = "unseen-stayed";

/// Why it is not known who may read the gateway's files.
const NO_MODES: &str = "unseen-modes";

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

/// A fact and how long it took to bring.
pub(crate) type Brought = (FactUpdate, Duration);

/// What a doctor run asks for.
pub(crate) struct Errand {
    /// Its number.
    pub(crate) number: u64,
    /// What its checks look at.
    pub(crate) wanted: HashSet<Fact>,
    /// Nothing that leaves this computer is asked for, and the facts say so.
    pub(crate) offline: bool,
    /// Who is told of each answer as it comes.
    pub(crate) tell: mpsc::Sender<Input>,
}

impl Errand {
    async fn told(&self, asking: impl Future<Output = Vec<Brought>>) {
        let facts = asking.await;
        if !facts.is_empty() {
            let _ = self.tell.send(Input::Brought { number: self.number, facts }).await;
        }
    }
}

/// The facts that [`everything`] brings.
pub(crate) const BROUGHT: [Fact; 20] = [
    Fact::Runtime,
    Fact::Config,
    Fact::Health,
    Fact::Port,
    Fact::Others,
    Fact::CloudLogin,
    Fact::ClockSync,
    Fact::KeySources,
    Fact::Published,
    Fact::Routes,
    Fact::Variables,
    Fact::Host,
    Fact::FileModes,
    Fact::ConfigCopies,
    Fact::OtherConfigs,
    Fact::Interrupted,
    Fact::Services,
    Fact::Guards,
    Fact::KeyTests,
    Fact::KeyShapes,
];

/// Asks for what a doctor run looks at but the time and what the gateway says, which the actor asks for. Returns when all of
/// it has been told.
pub(crate) async fn everything(world: &World, watched: Option<Watched>, errand: &Errand) {
    let port = watched.map_or_else(|| world.config().port, |watched| watched.port);
    let own = watched.map(|watched| watched.identity.pid);
    let reach = Reach { offline: errand.offline, leaves: Fact::leaves_this_computer, wanted: Some(&errand.wanted) };
    let installs = reach.ask(&[Fact::Runtime, Fact::Config], async {
        let (runtime, took) = timed(runtime(world)).await;
        let config = timed(judged(world, runtime.value(), Trust::LastGood, VALIDATION)).await;
        vec![(FactUpdate::runtime(runtime), took), (FactUpdate::config(config.0), config.1)]
    });
    let health = reach.ask(&[Fact::Health], async {
        let (health, took) = timed(health(world.endpoint(port))).await;
        vec![(FactUpdate::health(health), took)]
    });
    let surroundings = reach.ask(&[Fact::Port, Fact::Others], async {
        let ((others, holders), took) = timed(launch::surroundings(world, port, own)).await;
        vec![(FactUpdate::port(seen(holders)), took), (FactUpdate::others(seen(others)), took)]
    });
    let cloud = reach.ask(&[Fact::CloudLogin], async {
        let (login, took) = timed(cloud_login(world)).await;
        vec![(login, took)]
    });
    let sync = reach.ask(&[Fact::ClockSync], async {
        let (sync, took) = timed(clock_sync()).await;
        vec![(FactUpdate::clock_sync(sync), took)]
    });
    let sources = reach.ask(&[Fact::KeySources], async {
        let (sources, took) = timed(key_sources(world)).await;
        vec![(FactUpdate::key_sources(sources), took)]
    });
    let published = reach.ask(&[Fact::Published], async {
        let (published, took) = timed(updates::look(world)).await;
        vec![(FactUpdate::published(published), took)]
    });
    let routes = reach.ask(&[Fact::Routes], async {
        let (routes, took) = timed(routes(world)).await;
        vec![(routes, took)]
    });
    let variables = reach.ask(&[Fact::Variables], async {
        let (variables, took) = timed(variables(world, own)).await;
        vec![(variables, took)]
    });
    let host = reach.ask(&[Fact::Host], async {
        let (host, took) = timed(host(world, own)).await;
        vec![(host, took)]
    });
    let lies =
        [Fact::FileModes, Fact::ConfigCopies, Fact::OtherConfigs, Fact::Interrupted, Fact::Services, Fact::Guards];
    let around = reach.ask(&lies, async {
        let (around, took) = timed(async {
            let mut around = installation(world, own).await;
            for fact in &mut around {
                if let FactUpdate::Services(read) = fact
                    && let Observed::Seen { value, .. } = read.as_mut()
                {
                    services::ask(world, value, own.is_some()).await;
                }
            }
            around
        })
        .await;
        around.into_iter().map(|fact| (fact, took)).collect::<Vec<_>>()
    });
    let keys = async {
        if reach.wants(&[Fact::KeyTests, Fact::KeyShapes]) {
            keys(world, &reach, Believe::Day).await
        } else {
            Vec::new()
        }
    };
    tokio::join!(
        errand.told(installs),
        errand.told(health),
        errand.told(surroundings),
        errand.told(cloud),
        errand.told(sync),
        errand.told(sources),
        errand.told(published),
        errand.told(routes),
        errand.told(variables),
        errand.told(host),
        errand.told(around),
        errand.told(keys),
    );
}

/// What lies around the gateway; `gateway` is the process that is watched.
pub(crate) async fn installation(world: &World, gateway: Option<u32>) -> Vec<FactUpdate> {
    let world = world.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let lookup = |name: &str| world.variable(name);
        let modes = match file_modes::look(&world.located, &lookup) {
            Some(modes) => seen(modes),
            None => Observed::Unavailable { reason: Phrase::new(NO_MODES, []), at: clock::now() },
        };
        let journal = Journal::of(&world.paths);
        let put_back = journal.subjects(fixes::REAPPLY_CONFIG.id);
        let copies = config_copies::look(&world.located.config_path, |file| put_back.iter().any(|known| known == file));
        vec![
            FactUpdate::file_modes(modes),
            FactUpdate::config_copies(seen(copies)),
            FactUpdate::other_configs(seen(other_configs::look(&world, gateway))),
            FactUpdate::interrupted(seen(journal.interrupted(&world.paths))),
            FactUpdate::services(seen(services::look(&world))),
            FactUpdate::guards(seen(guards::look(gateway.as_slice()))),
        ]
    });
    looked.await.unwrap_or_default()
}

/// What OpenClaw's own doctor finds.
pub(crate) async fn gateway_doctor(world: &World) -> FactUpdate {
    let launch = runtime(world).await.value().and_then(|runtime| runtime.chosen.clone());
    let found = match &launch {
        Some(launch) => doctor::look(world, launch).await,
        None => Err(Phrase::new("unseen-doctor", []).into()),
    };
    FactUpdate::gateway_doctor(match found {
        Ok(found) => seen(found),
        Err(why) => Observed::Unavailable { reason: words::sentence(&why), at: clock::now() },
    })
}

/// The keys as they lie there, and what their providers say of them.
async fn keys(world: &World, reach: &Reach<'_>, believe: Believe) -> Vec<Brought> {
    let (mut keys, took) = timed(keys::look(world)).await;
    let tested = reach.ask(&[Fact::KeyTests], async {
        let (tested, took) = timed(keys.tested(world, believe)).await;
        vec![(FactUpdate::key_tests(tested), took)]
    });
    let mut brought = tested.await;
    // afterwards: what a provider has just taken is a key, whatever it looks like
    brought.push((FactUpdate::key_shapes(keys.shapes()), took));
    brought
}

/// What is known about the keys, outside of an examination: providers are asked where their last word is too old.
pub(crate) async fn keys_alone(world: &World, believe: Believe) -> Vec<FactUpdate> {
    let reach = Reach { offline: false, leaves: Fact::leaves_this_computer, wanted: None };
    keys(world, &reach, believe).await.into_iter().map(|(fact, _)| fact).collect()
}

/// Which OpenClaw is the newest, outside of an examination.
pub(crate) async fn published(world: &World) -> FactUpdate {
    FactUpdate::published(updates::look(world).await)
}

/// How far the ways lead to those who run the models.
pub(crate) async fn routes(world: &World) -> FactUpdate {
    FactUpdate::routes(routes::look(world).await)
}

/// The variables that decide how the gateway reaches the network; `gateway` is its process.
pub(crate) async fn variables(world: &World, gateway: Option<u32>) -> FactUpdate {
    let world = world.clone();
    let terminal = runtime::terminal(world.home.as_deref(), &world.paths.cache).await;
    let looked = tokio::task::spawn_blocking(move || variables::look(&world, gateway, &terminal)).await;
    FactUpdate::variables(seen(looked.unwrap_or_default()))
}

/// How this computer is off; `gateway` is its process.
pub(crate) async fn host(world: &World, gateway: Option<u32>) -> FactUpdate {
    let world = world.clone();
    match tokio::task::spawn_blocking(move || host::look(&world, gateway)).await {
        Ok(looked) => FactUpdate::host(seen(looked)),
        Err(_) => FactUpdate::unavailable(Fact::Host, Phrase::new("unseen-system", []), clock::now()),
    }
}

/// How far an examination goes.
struct Reach<'a> {
    offline: bool,
    leaves: fn(Fact) -> bool,
    /// What is asked for; everything where it is not said.
    wanted: Option<&'a HashSet<Fact>>,
}

impl Reach<'_> {
    /// Whether somebody looks at one of these.
    fn wants(&self, facts: &[Fact]) -> bool {
        self.wanted.is_none_or(|wanted| facts.iter().any(|fact| wanted.contains(fact)))
    }

    /// Asks for these facts, unless nobody wants them or that would go too far.
    async fn ask(&self, facts: &[Fact], asking: impl Future<Output = Vec<Brought>>) -> Vec<Brought> {
        if !self.wants(facts) {
            return Vec::new();
        }
        if self.offline && facts.iter().any(|fact| (self.leaves)(*fact)) {
            let not_asked = |fact: &Fact| FactUpdate::unavailable(*fact, Phrase::new(STAYED, []), clock::now());
            return facts.iter().map(|fact| (not_asked(fact), Duration::ZERO)).collect();
        }
        asking.await
    }
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let before = clock::tick();
    let value = work.await;
    (value, clock::since(before))
}

/// What the cloud command line signs in with.
pub(crate) async fn cloud_login(world: &World) -> FactUpdate {
    let login = match &world.home {
        Some(home) => cloud::login(home, Search::here(&world.paths, None)).await,
        None => None,
    };
    FactUpdate::cloud_login(seen(login))
}

/// Which Node and OpenClaw there are.
pub(crate) async fn runtime(world: &World) -> Observed<Runtime> {
    let search = Search::here(&world.paths, world.settings.gateway.command.clone()).await;
    seen(runtime::discover(&search).await)
}

/// Whether the system keeps its clock right by itself.
pub(crate) async fn clock_sync() -> Observed<ClockSync> {
    match platform::clock_sync().await {
        Ok(sync) => seen(sync),
        Err(why) => Observed::Unavailable { reason: why.words(), at: clock::now() },
    }
}

/// Where keys stand, and how the keychain is. No key in it is read.
pub(crate) async fn key_sources(world: &World) -> Observed<KeySources> {
    seen(key_sources::scan(world, &Keychain::system(), false).await.fact())
}

/// The configuration with OpenClaw's own word on it, however long that takes.
pub(crate) async fn configuration(world: &World, runtime: Option<&Runtime>, trust: Trust) -> Observed<Config> {
    judged(world, runtime, trust, VALIDATION_ASIDE).await
}

/// What OpenClaw thinks of another file in the place of the configuration; an error where it could not be asked.
pub(crate) async fn judged_copy(world: &World, launch: &Launch, copy: &Path) -> anyhow::Result<Vec<ConfigProblem>> {
    let located = Located { config_path: copy.to_owned(), ..(*world.located).clone() };
    let ask = async |arguments: Vec<String>| {
        let output = world.openclaw_about(copy, launch, &arguments, VALIDATION_ASIDE).await?;
        Ok(Answer { code: output.code, stdout: output.stdout })
    };
    let version = launch.version.as_deref().unwrap_or(&launch.program);
    let lookup = |name: &str| world.variable(name);
    config::validate(&located, &lookup, version, &world.paths.cache, Trust::Nothing, ask).await
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
        // who asks second finds what the first was told; who has waited too long asks by itself
        let _turn = tokio::time::timeout(longest, VALIDATING.lock()).await;
        match config::validate(&world.located, &lookup, version, &world.paths.cache, trust, ask).await {
            Ok(problems) => config::add(&mut config, problems),
            Err(error) => tracing::info!(error = format!("{error:#}"), "OpenClaw said nothing about the configuration"),
        }
    }
    // edited meanwhile: what was said is of a file that is no more
    seen(if world.config_stamp() == stamp { config } else { world.config() })
}

async fn health(at: Endpoint) -> Observed<Health> {
    let probe = match Probe::new(at) {
        Ok(probe) => probe,
        Err(error) => return Observed::Unavailable { reason: words::of(&error), at: clock::now() },
    };
    let heard = probe.health(HEALTH).await;
    let version = match heard {
        Heard::Ready => probe.startup(HEALTH).await.and_then(|startup| startup.version),
        _ => None,
    };
    seen(heard.health(version))
}

#[cfg(test)]
mod tests {
    use clawtender_core::{
        check::{Outcome, diagnose},
        checks,
        facts::Facts,
    };

    use super::*;

    #[tokio::test]
    async fn what_leaves_this_computer_is_not_asked_offline_and_the_report_says_so() {
        let leaving = Reach { offline: true, leaves: |fact| fact == Fact::Runtime, wanted: None };
        let brought = leaving.ask(&[Fact::Runtime], async { panic!("it was asked") }).await;
        let mut facts = Facts::default();
        for (fact, _) in brought {
            fact.apply(&mut facts);
        }
        let findings = diagnose(checks::ALL, &facts);
        let installed = findings.iter().find(|finding| finding.id == "gateway-installed").unwrap();
        assert_eq!(
            (installed.outcome, installed.because.as_deref()),
            (Outcome::Unknown, Some(&*Phrase::new(STAYED, [])))
        );

        for reach in [Reach { offline: false, ..leaving }, Reach { offline: true, leaves: |_| false, wanted: None }] {
            let asked = async { vec![(FactUpdate::health(seen(Health::default())), Duration::ZERO)] };
            let brought = reach.ask(&[Fact::Runtime], asked).await;
            assert!(matches!(&brought[0].0, FactUpdate::Health(health) if health.value().is_some()));
        }
    }

    #[tokio::test]
    async fn what_no_chosen_check_looks_at_is_not_asked() {
        let wanted = HashSet::from([Fact::ClockSync]);
        let reach = Reach { offline: true, leaves: |_| true, wanted: Some(&wanted) };
        assert!(reach.ask(&[Fact::Runtime, Fact::Config], async { panic!("it was asked") }).await.is_empty());
        assert_eq!(reach.ask(&[Fact::ClockSync], async { panic!("it was asked") }).await.len(), 1);
    }
}
