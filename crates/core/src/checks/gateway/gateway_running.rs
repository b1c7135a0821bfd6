//! Is there a gateway, where one is wanted? One that the person stopped is missed by nobody.

use super::{config_valid::offer_repair, exit};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{complaints::quoted, credentials::login_endangered},
    facts::{Fact, Facts, Process},
    fixes::{self, Fix},
    lifecycle::{Next, Phase, Reason},
    text::clean,
    words::Phrase,
};

/// How many services are listed.
const SERVICES: usize = 4;
/// How much of OpenClaw's own words stands in the sentence; the evidence has more.
const QUOTED: usize = 120;

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
        &super::service_healthy::CHECK,
        &super::version_agreement::CHECK,
        &super::gateway_updated::CHECK,
        &super::gateway_stable::CHECK,
        &login_endangered::CHECK,
    ],
    grace: super::RESTART,
    reads: &[Fact::Config, Fact::Runtime, Fact::Port, Fact::Others, Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let process = &facts.process;
    let (message, fix) = match process.phase {
        Phase::Ready | Phase::Degraded(_) | Phase::External { .. } => return Verdict::Pass,
        Phase::Starting => return super::starting(),
        Phase::Stopping { next: Next::Start | Next::Recover } => {
            return Verdict::unknown(Phrase::new("gateway-running-restarting", []));
        }
        _ if !process.wanted => return Verdict::Pass,
        Phase::Stopping { next: Next::Stop } => return Verdict::unknown(Phrase::new("gateway-running-stopping", [])),
        Phase::Stopped => (stopped(process), Some(&fixes::START_GATEWAY)),
        Phase::Backoff | Phase::CrashLooping => (waiting(process), Some(&fixes::START_GATEWAY)),
        // single-gateway says which
        Phase::Refused(_) if super::occupied(facts) => {
            return Verdict::unknown(Phrase::new("gateway-running-another", []));
        }
        Phase::Refused(reason) => refused(reason, facts),
    };
    let mut problem = match process.phase {
        Phase::Refused(Reason::NoService) => services(Problem::new(message), facts),
        Phase::Refused(Reason::ServiceDown) => exit::quote_words(Problem::new(message), process.last_exit.as_ref()),
        _ => exit::quote(Problem::new(message), process.last_exit.as_ref()),
    };
    // nobody saw how it ended: the log may say, but for what a client found
    if process.last_exit.is_none() {
        problem = quoted(problem, facts, CHECK.id, |said| said.signature.id != "gateway-unreachable");
    }
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

fn stopped(process: &Process) -> Phrase {
    match &process.last_exit {
        Some(_) => ended(process, "nothing"),
        None => Phrase::new("gateway-running-not", []),
    }
}

fn waiting(process: &Process) -> Phrase {
    ended(process, "pause")
}

fn ended(process: &Process, follows: &'static str) -> Phrase {
    let how = exit::told(process.last_exit.as_ref());
    Phrase::new("gateway-running-ended", how.into_iter().chain([("follows", follows.into())]))
}

/// Why a start is not tried, where no other check has already said so.
fn refused(reason: Reason, facts: &Facts) -> (Phrase, Option<&'static Fix>) {
    let start = Some(&fixes::START_GATEWAY);
    match reason {
        Reason::NotInstalled => (Phrase::new("gateway-running-no-openclaw", []), start),
        Reason::Node => (Phrase::new("gateway-running-no-node", []), start),
        Reason::Config => (Phrase::new("gateway-running-config", []), Some(&fixes::REPAIR_CONFIG)),
        Reason::PortTaken | Reason::Occupied => (Phrase::new("gateway-running-port", []), start),
        Reason::OlderBinary => (older(facts), None),
        Reason::LoginEndangered => (Phrase::new("gateway-running-login", []), None),
        Reason::NoService => (no_service(facts), None),
        Reason::ServiceDown => (service_down(&facts.process), start),
    }
}

fn no_service(facts: &Facts) -> Phrase {
    let installed = facts.others.value().is_some_and(|others| !others.services.is_empty());
    let installed = if installed { "another" } else { "none" };
    Phrase::new("gateway-running-no-service", [("installed", installed.into())])
}

/// Which services there are, as far as that is known.
fn services(problem: Problem, facts: &Facts) -> Problem {
    let Some(others) = facts.others.value() else { return problem };
    match &others.services[..] {
        [] => problem.seen(Source::Probe, facts.others.at(), "Services of OpenClaw found: 0."),
        services => services.iter().take(SERVICES).fold(problem, |problem, service| {
            problem.seen(Source::File, facts.others.at(), format!("{}: {}", service.name, service.file))
        }),
    }
}

fn service_down(process: &Process) -> Phrase {
    let words = process.last_exit.as_ref().and_then(|last| last.last_line.as_deref()).unwrap_or_default();
    let words = clean(words, QUOTED);
    let said = if words.is_empty() { "nothing" } else { "words" };
    let told = [("said", said.into()), ("words", words.trim_end_matches('.').into())];
    Phrase::new("gateway-running-service-down", told)
}

fn older(facts: &Facts) -> Phrase {
    let named = |version: Option<&String>| version.map(|version| format!("OpenClaw {}", clean(version, 30)).into());
    let writer = named(facts.config.value().and_then(|config| config.written_by.as_ref()));
    let chosen = facts.runtime.value().and_then(|runtime| runtime.chosen.as_ref());
    let here = named(chosen.and_then(|launch| launch.version.as_ref()));
    let told = [
        ("writer", writer.unwrap_or_else(|| Phrase::new("gateway-running-newer", [])).into()),
        ("here", here.unwrap_or_else(|| Phrase::new("gateway-running-found", [])).into()),
    ];
    Phrase::new("gateway-running-older", told)
}

#[cfg(test)]
#[path = "gateway_running_tests.rs"]
mod tests;
