//! Does every OpenClaw on this computer agree with the others? One that is older than whoever wrote the configuration refuses to start.
//!
//! An update that left the gateway dead, and a newer version that waits for a restart of our gateway, are `gateway-updated`'s;
//! an older one in a service's definition is `service-healthy`'s. Old installs that nothing uses are nobody's concern.

use super::gateway_updated;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts, OpenClaw},
    fixes,
    lifecycle::{Owner, Phase, Reason},
    release::Version,
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "version-agreement",
    group: Group::Gateway,
    title: "Two versions disagree",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_installed::CHECK, &super::service_healthy::CHECK],
    grace: super::UPDATE,
    reads: &[Fact::Runtime, Fact::Config, Fact::Health],
    evaluate,
};

/// How many installs are listed.
const LISTED: usize = 6;

fn evaluate(facts: &Facts) -> Verdict {
    if let Verdict::Fail(_) = gateway_updated::left_dead_verdict(facts) {
        return Verdict::undecided(Phrase::new("version-agreement-updated", []));
    }
    let Some(runtime) = facts.runtime.value() else { return Verdict::unknown(facts.runtime.why_not()) };
    let Some(here) = runtime.chosen.as_ref().and_then(|launch| Version::parse(launch.version.as_deref()?)) else {
        return Verdict::undecided(Phrase::new("version-agreement-unknown", []));
    };
    let writer = facts.config.value().and_then(|config| Version::parse(config.written_by.as_deref()?));
    if let Some(writer) = writer.as_ref().filter(|writer| **writer > here) {
        return older_than_its_configuration(writer, &here, facts).into();
    }
    if !super::lives(facts.process.phase) {
        return Verdict::Pass;
    }
    behind(&here, facts).or_else(|| terminal(writer.as_ref(), &here, facts)).map_or(Verdict::Pass, Verdict::from)
}

/// A start would be refused.
fn older_than_its_configuration(writer: &Version, here: &Version, facts: &Facts) -> Problem {
    let refused = facts.process.phase == Phase::Refused(Reason::OlderBinary);
    let told = [
        ("writer", writer.to_string().into()),
        ("here", here.to_string().into()),
        ("follows", if refused { "refused" } else { "next" }.into()),
    ];
    let mut problem = installs(Problem::new(Phrase::new("version-agreement-writer", told)), facts);
    if refused {
        problem = problem.severity(Severity::Error);
    }
    let file = facts.config.value().map_or_else(String::new, |config| file_name(&config.path));
    let problem = problem.seen(Source::File, facts.config.at(), format!("{file}: meta.lastTouchedVersion is {writer}"));
    match newer_install(writer, facts) {
        Some(install) => problem
            .fix(&fixes::USE_NEWER_VERSION)
            .step(Phrase::new("version-agreement-step", [("entry", install.entry.clone().into())])),
        None => by_hand(problem, writer),
    }
}

/// An install that is new enough, where the settings name another one. Without such a setting the newest that can run here is
/// used anyway.
fn newer_install<'a>(writer: &Version, facts: &'a Facts) -> Option<&'a OpenClaw> {
    let runtime = facts.runtime.value()?;
    let configured = runtime.chosen.as_ref().is_some_and(|launch| launch.configured);
    let fits = runtime.nodes.iter().any(|node| node.fits);
    let new_enough = |install: &&OpenClaw| Version::parse(&install.version).is_some_and(|version| version >= *writer);
    runtime.openclaws.iter().find(new_enough).filter(|_| configured && fits)
}

/// A service's gateway that still runs what was there before an update.
fn behind(here: &Version, facts: &Facts) -> Option<Problem> {
    let running = Version::parse(facts.health.value()?.version.as_deref()?)?;
    if facts.process.owner != Owner::Service || running == *here {
        return None;
    }
    let told = [
        ("running", running.to_string().into()),
        ("here", here.to_string().into()),
        ("which", if running < *here { "older" } else { "newer" }.into()),
    ];
    let problem = installs(Problem::new(Phrase::new("version-agreement-service", told)), facts).seen(
        Source::Probe,
        facts.health.at(),
        format!("The version that answers: {running}."),
    );
    Some(if running < *here { problem.fix(&fixes::RESTART_GATEWAY) } else { problem })
}

/// What a terminal runs is older than whoever wrote the configuration: it refuses there what works here.
fn terminal(writer: Option<&Version>, here: &Version, facts: &Facts) -> Option<Problem> {
    let runtime = facts.runtime.value()?;
    let install =
        ["login shell", "PATH"].iter().find_map(|place| runtime.openclaws.iter().find(|one| one.source == **place))?;
    let version = Version::parse(&install.version)?;
    let writer = writer.filter(|writer| version < **writer)?;
    let told = [("version", version.to_string().into()), ("writer", writer.to_string().into())];
    let problem = Problem::new(Phrase::new("version-agreement-terminal", told)).severity(Severity::Info);
    Some(by_hand(installs(problem, facts), here))
}

/// What somebody else has installed is theirs to update.
fn by_hand(problem: Problem, version: &Version) -> Problem {
    let step = in_terminal(format!("npm install -g openclaw@{version}"));
    problem.fix(&fixes::UPDATE_OPENCLAW).by_hand().step(step)
}

fn installs(problem: Problem, facts: &Facts) -> Problem {
    let found = facts.runtime.value().into_iter().flat_map(|runtime| &runtime.openclaws).take(LISTED);
    found.fold(problem, |problem, install| {
        let line = format!("OpenClaw {} ({}): {}", clean(&install.version, 40), install.source, install.entry);
        problem.seen(Source::File, facts.runtime.at(), line)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn written_by(facts: &mut Facts, version: &str) {
        edit(&mut facts.config, |config| config.written_by = Some(version.into()));
    }

    fn installed(facts: &mut Facts, source: &str, version: &str) {
        let install = OpenClaw {
            entry: format!("/opt/{version}/openclaw.mjs"),
            version: version.into(),
            source: source.into(),
            ..OpenClaw::default()
        };
        edit(&mut facts.runtime, |runtime| runtime.openclaws.push(install));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.runtime = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| written_by(f, "2026.9.6"), Said::Pass),
                (|f| written_by(f, "no version"), Said::Pass),
                (
                    |f| written_by(f, "2027.1.1"),
                    Said::Fail(
                        "The configuration was written by OpenClaw 2027.1.1; a start runs 2026.9.6. The next start is refused.",
                        "Update OpenClaw",
                    ),
                ),
                (
                    |f| {
                        written_by(f, "2027.1.1");
                        installed(f, "npm", "2027.1.2");
                        edit(&mut f.runtime, |r| r.chosen.iter_mut().for_each(|launch| launch.configured = true));
                        down(f, Phase::Refused(Reason::OlderBinary));
                    },
                    Said::Fail(
                        "The configuration was written by OpenClaw 2027.1.1; a start runs 2026.9.6. OpenClaw does not start \
                         with it.",
                        "Use the newer one everywhere",
                    ),
                ),
                // an old install that nothing runs
                (|f| installed(f, "nvm", "2026.5.12"), Said::Pass),
                (
                    |f| {
                        written_by(f, "2026.9.6");
                        installed(f, "PATH", "2026.5.12");
                    },
                    Said::Fail(
                        "In a terminal, \"openclaw\" is 2026.5.12, older than the 2026.9.6 that wrote the configuration. It \
                         refuses what would change something.",
                        "Update OpenClaw",
                    ),
                ),
                (
                    |f| {
                        f.process.owner = Owner::Service;
                        a_start_runs(f, "2026.10.1");
                    },
                    Said::Fail(
                        "The service's gateway runs OpenClaw 2026.9.6; 2026.10.1 is installed. A restart takes it over.",
                        "Restart gateway",
                    ),
                ),
                // gateway-updated says that one
                (|f| a_start_runs(f, "2026.10.1"), Said::Pass),
                (
                    |f| {
                        down(f, Phase::Refused(Reason::OlderBinary));
                        a_start_runs(f, "2026.5.12");
                        written_by(f, "2026.9.6");
                    },
                    Said::Unknown("What an update left is told by gateway-updated."),
                ),
            ],
        );
    }
}
