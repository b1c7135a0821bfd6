//! Before a start: looks whether one can succeed, and what is already there. Nothing is started here.
//!
//! The order matters (gateway-facts: a second gateway on the same state exits 78, on the same port exits 1 after 17 s):
//! first what already runs, then what would run, then the port, then a login that a start would destroy.

use std::time::Duration;

use clawtender_core::{
    facts::{FactUpdate, Launch, Others, PortHolder},
    lifecycle::{Owner, Reason},
};

use crate::{
    examine,
    gateway::Endpoint,
    platform,
    probes::{
        config,
        gateway::Probe,
        logins,
        others::{self, Listener, ProcessView},
    },
    process::Identity,
    record::Ours,
    service::{self, Refusal},
    settings::Mode,
    world::World,
};

/// How long whatever listens on the port gets to say that it is a gateway.
const WHO_IS_IT: Duration = Duration::from_secs(2);

/// How long the gateway may take to show up once OpenClaw says that its service has started.
const AFTERWARDS: Duration = Duration::from_secs(20);

/// What a start should do.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    /// Make a process of our own.
    Spawn { launch: Launch, port: u16 },
    /// Have OpenClaw start its service.
    Service { launch: Launch, port: u16 },
    /// Nothing: it is there already.
    Found(Found),
    /// Nothing: it would not succeed.
    Refuse(Reason),
}

/// A living gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) identity: Identity,
    pub(crate) owner: Owner,
    pub(crate) port: u16,
}

/// Looks for a gateway that is already there: ours first, then the service's, then anybody's.
pub(crate) async fn survey(world: &World, ours: Option<Ours>) -> Option<Found> {
    if let Some(ours) = ours
        && ours.identity.is_alive()
    {
        return Some(Found { identity: ours.identity, owner: Owner::Child, port: ours.port });
    }
    let port = world.config().port;
    let (others, holders) = surroundings(world, port, None).await;
    // of the same state first, then of the same port
    let same_state = others.gateways.iter().find(|other| other.state_dir.is_some());
    let pid = match same_state {
        Some(gateway) => gateway.pid,
        None => holders.iter().find(|holder| holder.gateway && holder.pid != 0)?.pid,
    };
    let identity = Identity::of(pid)?;
    let owner = if service_made(pid) { Owner::Service } else { Owner::External };
    let port = same_state.and_then(|gateway| gateway.port).unwrap_or(port);
    Some(Found { identity, owner, port })
}

/// Who holds the state folder and the port: lock files, sockets and processes laid side by side.
pub(crate) async fn surroundings(world: &World, port: u16, own: Option<u32>) -> (Others, Vec<PortHolder>) {
    let (located, home) = (world.located.clone(), world.home.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let services = home.as_deref().map(platform::services).unwrap_or_default();
        (others::locks(&located.state_dir, &located.config_path), listeners(port), services)
    });
    let (locks, listeners, services) = looked.await.unwrap_or_default();
    let strangers = listeners.iter().any(|listener| own != Some(listener.pid));
    let answers = strangers && is_gateway(world.endpoint(port)).await;
    let pids = locks.iter().map(|lock| lock.pid).chain(listeners.iter().map(|listener| listener.pid));
    let processes: Vec<ProcessView> = pids.filter_map(view).collect();
    let seen = others::Seen { locks: &locks, listeners: &listeners, processes: &processes, own, answers };
    others::classify(&seen, services)
}

fn view(pid: u32) -> Option<ProcessView> {
    let process = platform::process(pid)?;
    let start_time = platform::lock_start_time(process.identity);
    let path = process.exe.as_ref().map_or_else(String::new, |exe| exe.to_string_lossy().into_owned());
    let (mine, started, since) = (process.user_is_me, Some(process.identity.started), process.since);
    let vital = is_vital(&process);
    let title = process.command.first().cloned().unwrap_or(process.name);
    Some(ProcessView { pid, title, start_time, path, mine, vital, started, since })
}

/// Whether this session hangs on it: this very program, what started it, and what starts all of the user's services, which
/// listens in their place.
fn is_vital(process: &platform::ProcessView) -> bool {
    /// How far up is looked: deeper than any desktop starts its programs.
    const GENERATIONS: usize = 64;
    let mut pid = Some(std::process::id());
    for _ in 0..GENERATIONS {
        match pid {
            Some(one) if one == process.identity.pid => return true,
            Some(one) if one > 1 => pid = platform::process(one).and_then(|view| view.parent),
            _ => break,
        }
    }
    process.identity.pid <= 1 || process.name == "systemd"
}

async fn is_gateway(at: Endpoint) -> bool {
    match Probe::new(at) {
        Ok(probe) => probe.startup(WHO_IS_IT).await.is_some(),
        Err(_) => false,
    }
}

/// Whether a service manager made this process: OpenClaw's own marker, which its service definitions set.
pub(crate) fn service_made(pid: u32) -> bool {
    platform::environment(pid).is_some_and(|environment| {
        environment.iter().any(|(name, value)| name == "OPENCLAW_SERVICE_MARKER" && value == "openclaw")
    })
}

fn listeners(port: u16) -> Vec<Listener> {
    let holders = platform::listeners(port).unwrap_or_else(|error| {
        tracing::warn!(%error, "the socket table could not be read");
        Vec::new()
    });
    let of = |holder: platform::Holder| Listener {
        pid: holder.pid.unwrap_or(0),
        name: holder.name,
        address: holder.address.to_string(),
    };
    holders.into_iter().map(of).collect()
}

/// Decides what a start should do, and brings what it saw on the way.
pub(crate) async fn plan(world: &World, ours: Option<Ours>, insist: bool) -> (Plan, Vec<FactUpdate>) {
    let written = world.config();
    let port = written.port;
    let mut seen = vec![FactUpdate::config(examine::seen(written))];
    if let Some(found) = survey(world, ours).await {
        return (Plan::Found(found), seen);
    }
    let runtime = examine::runtime(world).await;
    let chosen = runtime.value().and_then(|runtime| runtime.chosen.clone());
    let any_openclaw = runtime.value().is_some_and(|runtime| !runtime.openclaws.is_empty());
    seen.push(FactUpdate::runtime(runtime));
    let Some(launch) = chosen else {
        return (Plan::Refuse(if any_openclaw { Reason::Node } else { Reason::NotInstalled }), seen);
    };
    if config::is_no_file(&world.located) {
        return (Plan::Refuse(Reason::Config), seen);
    }
    let (_, holders) = surroundings(world, port, None).await;
    let free = holders.is_empty();
    seen.push(FactUpdate::port(examine::seen(holders)));
    if !free {
        return (Plan::Refuse(Reason::PortTaken), seen);
    }
    if !insist && logins::endangered(world, &launch).await {
        return (Plan::Refuse(Reason::LoginEndangered), seen);
    }
    let plan = match world.settings.gateway.mode {
        _ if is_services(world) => Plan::Service { launch, port },
        Mode::Service => Plan::Refuse(Reason::NoService),
        Mode::Auto | Mode::Child | Mode::Watch => Plan::Spawn { launch, port },
    };
    (plan, seen)
}

/// Whether a start has OpenClaw start its service.
pub(crate) fn is_services(world: &World) -> bool {
    matches!(world.settings.gateway.mode, Mode::Auto | Mode::Service) && has_service(world)
}

/// Whether OpenClaw has installed a service for this very gateway: it has one for every profile, and manages none for
/// another state folder than the profile's own.
fn has_service(world: &World) -> bool {
    let Some(home) = world.home.as_deref().filter(|home| world.located.state_dir == home.join(".openclaw")) else {
        return false;
    };
    platform::services(home).iter().any(|service| service.name == platform::GATEWAY_SERVICE)
}

/// Has OpenClaw start its service and finds the gateway that comes of it, as soon as it is there. The command goes on by
/// itself until the gateway serves.
pub(crate) async fn service(world: &World, launch: &Launch) -> Result<Found, Refusal> {
    let (with, what) = (world.clone(), launch.clone());
    let ordered = tokio::spawn(async move { service::start(&with, &what).await });
    let started = tokio::select! {
        found = gateway(world) => return Ok(found),
        started = ordered => started.unwrap_or_else(|_| Err(Refusal::because("unfinished", String::new(), 0))),
    };
    match (started, survey(world, None).await) {
        (_, Some(found)) => Ok(found),
        (Err(why), None) => Err(why),
        (Ok(()), None) => tokio::time::timeout(AFTERWARDS, gateway(world))
            .await
            .map_err(|_| Refusal::because("no-gateway", String::new(), 0)),
    }
}

/// Waits for a gateway to show up.
async fn gateway(world: &World) -> Found {
    loop {
        if let Some(found) = survey(world, None).await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
