//! Is a newer OpenClaw out, or here and not running yet? And does the gateway still run with the one that was put in the place of
//! the last?
//!
//! Two questions, of which the first is asked of a gateway that serves and the second of one that does not: that there would be
//! a newer one never explains why a gateway is down. An update is only called the cause where the version before it
//! served and had not failed by itself; what a check of the configuration says of the same start comes first, for it names
//! what to change.

use super::{exit, gateway_stable};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{in_terminal, restart_gateway},
    facts::{Fact, Facts, Launch},
    fixes,
    lifecycle::{Owner, Phase, Reason},
    release::Version,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-updated",
    group: Group::Gateway,
    title: "Update needs attention",
    severity: Severity::Info,
    depends_on: &[
        &super::config_valid::CHECK,
        &super::gateway_mode::CHECK,
        &super::gateway_auth::CHECK,
        &super::port_free::CHECK,
    ],
    grace: super::RESTART,
    reads: &[Fact::Runtime, Fact::Config, Fact::Health, Fact::Published],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let process = &facts.process;
    match process.phase {
        _ if gateway_stable::keeps_ending(process) => left_dead(facts),
        Phase::Refused(Reason::Config | Reason::OlderBinary) if process.wanted => left_dead(facts),
        Phase::Ready | Phase::External { healthy: true } => outdated(facts),
        _ => Verdict::undecided(Phrase::new("gateway-updated-not-serving", [])),
    }
}

/// What an update left, where it left a dead gateway: an older OpenClaw than the configuration's is told by this check then.
pub(super) fn left_dead_verdict(facts: &Facts) -> Verdict {
    match facts.process.phase {
        Phase::Refused(Reason::OlderBinary) if facts.process.wanted => left_dead(facts),
        _ => Verdict::Pass,
    }
}

/// The gateway ends or refuses to start: whether with another OpenClaw than the one that served.
fn left_dead(facts: &Facts) -> Verdict {
    if matches!(facts.process.phase, Phase::Ready | Phase::Degraded(_) | Phase::External { .. }) {
        return Verdict::undecided(Phrase::new("gateway-runs-again", []));
    }
    let Some(launch) = launch(facts) else {
        return Verdict::undecided(Phrase::new("gateway-updated-launch-unknown", []));
    };
    let proven = facts.process.proven.as_deref().and_then(Version::parse);
    let (Some(before), Some(now)) = (proven, installed(facts)) else { return Verdict::Pass };
    if before == now {
        return Verdict::Pass;
    }
    let entry = launch.prefix.first().unwrap_or(&launch.program);
    let told = || [("before", before.to_string().into()), ("now", now.to_string().into())];
    let mut problem = Problem::new(Phrase::new("gateway-updated-left-dead", told()))
        .severity(Severity::Error)
        .seen(Source::Probe, None, format!("The version that served last: {before}."))
        .seen(Source::File, facts.runtime.at(), format!("The version that a start runs: {now} ({entry})."));
    problem = exit::quote(problem, facts.process.last_exit.as_ref()).fix(&fixes::INSTALL_EARLIER);
    problem = if is_private(facts, launch) {
        problem.step(Phrase::new("gateway-updated-step-earlier", told()))
    } else {
        // where somebody else put it, they put another one too
        problem.by_hand().step(in_terminal(format!("npm install -g openclaw@{before}")))
    };
    problem.step(Phrase::new("gateway-updated-step-start", [])).into()
}

/// The gateway serves: whether there is a newer one, here or out there.
fn outdated(facts: &Facts) -> Verdict {
    let told = facts.health.value().and_then(|health| health.version.as_deref());
    let Some(running) = told.and_then(Version::parse) else {
        return Verdict::undecided(Phrase::new("gateway-updated-version-unknown", []));
    };
    let runs = |problem: Problem| {
        problem.seen(Source::Probe, facts.health.at(), format!("The version that answers: {running}."))
    };
    // another's gateway, a service too, may be of another install
    let here = installed(facts).filter(|here| *here > running && facts.process.owner == Owner::Child);
    let newest = newest(facts, &running);
    if let Some(here) = here.filter(|here| !newest.as_ref().is_ok_and(|newest| newest > here)) {
        let told = [("here", here.to_string().into()), ("running", running.to_string().into())];
        return runs(Problem::new(Phrase::new("gateway-updated-here", told)))
            .seen(Source::File, facts.runtime.at(), format!("The version that a start runs: {here}."))
            .fix(&fixes::RESTART_GATEWAY)
            .into();
    }
    let newest = match newest {
        Ok(newest) if newest > running => newest,
        Ok(_) => return Verdict::Pass,
        Err(why) => return Verdict::undecided(why),
    };
    let host = facts.published.value().map(|published| published.host.as_str()).unwrap_or_default();
    let told = [("newest", newest.to_string().into()), ("running", running.to_string().into())];
    let problem = runs(Problem::new(Phrase::new("gateway-updated-out", told)))
        .seen(Source::Probe, facts.published.at(), format!("The newest version at {host}: {newest}."))
        .fix(&fixes::UPDATE_OPENCLAW);
    if launch(facts).is_some_and(|launch| is_private(facts, launch)) {
        let fetched = Phrase::new("gateway-updated-step-newer", [("newest", newest.to_string().into())]);
        return problem.step(fetched).step(restart_gateway()).into();
    }
    // where somebody else put it, they put another one too
    problem
        .by_hand()
        .step(in_terminal(format!("npm install -g openclaw@{newest}")))
        .step(restart_gateway())
        .step(Phrase::new("gateway-updated-step-back", [("running", running.to_string().into())]))
        .into()
}

/// See [`crate::checks::newer_openclaw`].
pub(crate) fn newer(facts: &Facts) -> Option<String> {
    let told = facts.health.value()?.version.as_deref()?;
    let running = Version::parse(told)?;
    let newest = newest(facts, &running).ok()?;
    (newest > running).then(|| newest.to_string())
}

/// The newest version for this person; why it is not known.
fn newest(facts: &Facts, running: &Version) -> Result<Version, Phrase> {
    let published = facts.published.value().ok_or_else(|| facts.published.why_not())?;
    let channel = facts.config.value().and_then(|config| config.update_channel.as_deref());
    let none = || Phrase::new("gateway-updated-none", []);
    published.newest(channel, running).ok_or_else(none)
}

/// What a start would run.
fn launch(facts: &Facts) -> Option<&Launch> {
    facts.runtime.value()?.chosen.as_ref()
}

/// The version of what a start would run.
fn installed(facts: &Facts) -> Option<Version> {
    Version::parse(launch(facts)?.version.as_deref()?)
}

/// Whether Clawtender installed it for itself. A newer one of these is chosen before any other.
fn is_private(facts: &Facts, launch: &Launch) -> bool {
    let all = facts.runtime.value().into_iter().flat_map(|runtime| &runtime.openclaws);
    all.into_iter().any(|found| found.source == "private" && launch.prefix.first() == Some(&found.entry))
}

#[cfg(test)]
#[path = "gateway_updated_tests.rs"]
mod tests;
