//! The gateway's process and its configuration.
//!
//! Each file is one check. Here is what several of them ask of the facts; nothing here is a verdict of its own, but for
//! "this cannot be told".

use std::time::Duration;

use crate::{
    check::Verdict,
    facts::{Config, ConfigProblem, Facts, PortHolder},
    lifecycle::{Phase, Reason},
    words::{Phrase, Told},
};

mod exit;

pub(super) mod change_complete;
pub(super) mod config_pending;
pub(super) mod config_permissions;
pub(super) mod config_restored;
pub(super) mod config_split;
pub(super) mod config_valid;
pub(super) mod gateway_auth;
pub(super) mod gateway_doctor;
pub(super) mod gateway_exposed;
pub(super) mod gateway_installed;
pub(super) mod gateway_memory;
pub(super) mod gateway_mode;
pub(in crate::checks) mod gateway_ready;
pub(in crate::checks) mod gateway_responding;
pub(super) mod gateway_running;
pub(super) mod gateway_stable;
pub(super) mod gateway_starting;
pub(super) mod gateway_unguarded;
pub(super) mod gateway_updated;
pub(super) mod host_resources;
pub(super) mod log_growth;
pub(super) mod node_supported;
pub(super) mod port_free;
pub(super) mod service_healthy;
pub(super) mod single_gateway;
pub(super) mod version_agreement;

/// Longer than a restart takes: 5–10 s measured, 14 s under load. What is over by then is told to nobody.
const RESTART: Duration = Duration::from_secs(20);
/// Longer than it takes to save a file twice, or an editor to write it in two steps.
const EDIT: Duration = Duration::from_secs(10);
/// Longer than a package manager leaves an install half replaced.
const UPDATE: Duration = Duration::from_mins(1);

/// Whether a gateway process is there, whoever runs it.
fn lives(phase: Phase) -> bool {
    match phase {
        Phase::Starting | Phase::Ready | Phase::Degraded(_) | Phase::Stopping { .. } | Phase::External { .. } => true,
        Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) => false,
    }
}

/// The configuration, where what it says counts for the gateway: it could be read, and the gateway is not somebody
/// else's, which may have been started with other settings. Otherwise why that is not known.
fn in_force(facts: &Facts) -> Result<&Config, Phrase> {
    let Some(config) = facts.config.value() else { return Err(facts.config.why_not()) };
    if let Phase::External { .. } = facts.process.phase {
        return Err(Phrase::new("gateway-of-somebody", []));
    }
    if !config.exists || mistakes(facts, config).next().is_some() {
        return Err(Phrase::new("config-not-usable", []));
    }
    Ok(config)
}

/// What keeps the file from being used, but for what another check says with a better fix: `gateway-auth` of the old
/// token key, `gateway-mode` of a mode that does not exist.
fn mistakes<'a>(facts: &Facts, config: &'a Config) -> impl Iterator<Item = &'a ConfigProblem> {
    let judged = !matches!(facts.process.phase, Phase::External { .. });
    config.problems.iter().filter(move |problem| match (problem.key.as_str(), &*problem.message) {
        ("gateway.token", _) | ("gateway", "Unrecognized key: \"token\"") => !(judged && config.legacy_token),
        ("gateway.mode", _) => !(judged && config.mode.is_some()),
        _ => true,
    })
}

/// A start is under way, and what comes of it is not known yet.
fn starting() -> Verdict {
    Verdict::unknown(Phrase::new("gateway-is-starting", []))
}

/// A line of a preview: what is run.
fn run(line: &str) -> Phrase {
    Phrase::new("step-run", [("line", line.into())])
}

/// A number that may not be known, a pid or a port, as a message is told of it.
fn number(known: Option<u32>) -> Told {
    known.map_or("unknown".into(), Told::from)
}

/// Whether another gateway is what keeps ours from starting. OpenClaw's own words for that are often only "port in use".
fn occupied(facts: &Facts) -> bool {
    match facts.process.phase {
        Phase::Refused(Reason::Occupied) => true,
        Phase::Refused(Reason::PortTaken) => holding_gateway(facts).is_some(),
        _ => false,
    }
}

/// The gateway that is not ours and listens on our port.
fn holding_gateway(facts: &Facts) -> Option<&PortHolder> {
    facts.port.value()?.iter().find(|holder| holder.gateway && !holder.ours)
}
