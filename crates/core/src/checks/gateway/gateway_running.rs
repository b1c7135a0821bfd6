//! Is there a gateway, where one is wanted? One that the person stopped is missed by nobody.

use super::{config_valid::offer_repair, exit};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts, Process},
    fixes::{self, Fix},
    lifecycle::{Next, Phase, Reason},
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-running",
    group: Group::Gateway,
    title: "Gateway does not run",
    severity: Severity::Error,
    depends_on: &[
        &super::gateway_installed::CHECK,
        &super::node_supported::CHECK,
        &super::config_valid::CHECK,
        &super::gateway_mode::CHECK,
        &super::gateway_auth::CHECK,
        &super::port_free::CHECK,
        &super::gateway_stable::CHECK,
    ],
    grace: super::RESTART,
    reads: &[Fact::Config, Fact::Runtime, Fact::Port],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let process = &facts.process;
    let (message, fix) = match process.phase {
        Phase::Ready | Phase::Degraded(_) | Phase::External { .. } => return Verdict::Pass,
        Phase::Starting => return Verdict::unknown("The gateway is starting."),
        Phase::Stopping { next: Next::Start | Next::Recover } => {
            return Verdict::unknown("The gateway is restarting.");
        }
        _ if !process.wanted => return Verdict::Pass,
        Phase::Stopping { next: Next::Stop } => return Verdict::unknown("The gateway is stopping."),
        Phase::Stopped => (stopped(process), Some(&fixes::START_GATEWAY)),
        Phase::Backoff | Phase::CrashLooping => (waiting(process), Some(&fixes::START_GATEWAY)),
        // single-gateway says which
        Phase::Refused(_) if super::occupied(facts) => return Verdict::unknown("Another gateway runs in its place."),
        Phase::Refused(reason) => refused(reason, facts),
    };
    let mut problem = exit::quote(Problem::new(message), process.last_exit.as_ref());
    let writer = facts.config.value().and_then(|config| config.written_by.as_ref());
    if let (Phase::Refused(Reason::OlderBinary), Some(writer)) = (process.phase, writer) {
        problem = problem.seen(Source::File, facts.config.at(), format!("meta.lastTouchedVersion: {writer}"));
    }
    match (fix, facts.config.value()) {
        (Some(fix), Some(config)) if fix == &fixes::REPAIR_CONFIG => offer_repair(problem, config).into(),
        (Some(fix), _) => problem.fix(fix).into(),
        (None, _) => problem.into(),
    }
}

fn stopped(process: &Process) -> String {
    match &process.last_exit {
        Some(last) => format!("{}. Nothing starts it again by itself.", exit::ended(Some(last))),
        None => "The gateway does not run. Nothing that needs it gets through.".to_owned(),
    }
}

fn waiting(process: &Process) -> String {
    format!("{}. It is started again after a pause.", exit::ended(process.last_exit.as_ref()))
}

/// Why a start is not tried, where no other check has already said so.
fn refused(reason: Reason, facts: &Facts) -> (String, Option<&'static Fix>) {
    let start = Some(&fixes::START_GATEWAY);
    match reason {
        Reason::NotInstalled => ("The last start found no OpenClaw to run.".to_owned(), start),
        Reason::Node => ("The last start found no Node that OpenClaw accepts.".to_owned(), start),
        Reason::Config => {
            ("OpenClaw does not accept its configuration and does not start.".to_owned(), Some(&fixes::REPAIR_CONFIG))
        }
        Reason::PortTaken | Reason::Occupied => ("The last start found the gateway's port taken.".to_owned(), start),
        Reason::OlderBinary => (older(facts), None),
        // a start is what would do the harm: it is not offered as one click
        Reason::LoginEndangered => (
            "A sign-in has expired, and a start while offline or with a wrong clock would destroy it for good. The gateway \
             starts when both are in order."
                .to_owned(),
            None,
        ),
    }
}

fn older(facts: &Facts) -> String {
    let named = |version: Option<&String>| version.map(|version| format!("OpenClaw {}", clean(version, 30)));
    let writer = named(facts.config.value().and_then(|config| config.written_by.as_ref()));
    let chosen = facts.runtime.value().and_then(|runtime| runtime.chosen.as_ref());
    let here = named(chosen.and_then(|launch| launch.version.as_ref()));
    format!(
        "{} wrote the configuration. {} is older and does not start with it.",
        writer.unwrap_or_else(|| "A newer OpenClaw".to_owned()),
        here.unwrap_or_else(|| "The one found here".to_owned()),
    )
}

#[cfg(test)]
#[path = "gateway_running_tests.rs"]
mod tests;
