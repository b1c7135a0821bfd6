//! Can the service that is to start this gateway do so, and would it start the gateway that the configuration speaks of?
//!
//! Only the service through which a start would go is judged: the person may have left another one there. Which configuration
//! it reads is `config-split`'s. What matters at the next start only waits until this one is over. What the service manager says
//! counts while a gateway that is wanted is left to it: one that was stopped is not loaded on some systems, and one that keeps
//! ending or cannot use its configuration is another check's.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    installation::{Managed, ServiceState},
    lifecycle::{Phase, Reason},
    release::Version,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "service-healthy",
    group: Group::Gateway,
    title: "Service is not in order",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_installed::CHECK],
    grace: super::UPDATE,
    reads: &[Fact::Services, Fact::Runtime, Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(services) = facts.services.value() else { return Verdict::undecided(facts.services.why_not()) };
    let Some(state) = services.iter().find(|state| state.this_gateways && state.used) else { return Verdict::Pass };
    if let Some(missing) = state.missing.first() {
        let told = [("name", name(state).into()), ("file", clean(missing, 100).into())];
        let message = Phrase::new("service-healthy-missing", told);
        return offer(Problem::new(message).severity(Severity::Error), state, facts).into();
    }
    let left_to_it = matches!(facts.process.phase, Phase::Stopped | Phase::Refused(Reason::ServiceDown));
    if let Some(message) = given_up(state).filter(|_| facts.process.wanted && left_to_it) {
        return offer(Problem::new(message).severity(Severity::Error), state, facts).into();
    }
    if facts.process.wanted && !super::lives(facts.process.phase) {
        return Verdict::undecided(Phrase::new("service-healthy-at-rest", []));
    }
    flaw(state, facts).map_or(Verdict::Pass, |message| offer(Problem::new(message), state, facts).into())
}

/// Why its manager does not start it.
fn given_up(state: &ServiceState) -> Option<Phrase> {
    let (how, why) = match state.managed.as_ref()? {
        Managed::NotLoaded => ("not-loaded", ""),
        Managed::Disabled => ("disabled", ""),
        Managed::Failed(why) if why == "start-limit-hit" => ("too-often", &**why),
        Managed::Failed(why) => ("failed", &**why),
        Managed::AtRest | Managed::Runs => return None,
    };
    let told = [("name", name(state).into()), ("how", how.into()), ("why", clean(why, 60).into())];
    Some(Phrase::new("service-healthy-given-up", told))
}

fn flaw(state: &ServiceState, facts: &Facts) -> Option<Phrase> {
    let name = ("name", name(state).into());
    if state.enabled == Some(false) || state.managed == Some(Managed::Disabled) {
        return Some(Phrase::new("service-healthy-disabled", [name]));
    }
    let version = |text: &Option<String>| Version::parse(text.as_deref()?);
    let here = facts.runtime.value().and_then(|runtime| version(&runtime.chosen.as_ref()?.version));
    if let (Some(its), Some(here)) = (version(&state.version), here)
        && its < here
    {
        let told = [name, ("its", its.to_string().into()), ("here", here.to_string().into())];
        return Some(Phrase::new("service-healthy-older", told));
    }
    let config = facts.config.value().filter(|config| config.exists)?;
    let port = state.port.filter(|port| *port != config.port)?;
    let told = [name, ("its", u32::from(port).into()), ("here", u32::from(config.port).into())];
    Some(Phrase::new("service-healthy-port", told))
}

fn offer(problem: Problem, state: &ServiceState, facts: &Facts) -> Problem {
    let at = facts.services.at();
    let seen = |problem: Problem, what: &str, said: &Option<String>| match said {
        Some(said) => problem.seen(Source::File, at, format!("It runs {what} {said}")),
        None => problem,
    };
    let problem = problem.seen(Source::File, at, format!("{}: {}", state.service.name, state.service.file));
    let problem = match &state.managed {
        Some(Managed::NotLoaded) => problem.seen(Source::Probe, at, "The service manager has not read it."),
        Some(Managed::Disabled) => problem.seen(Source::Probe, at, "The service manager was told not to start it."),
        Some(Managed::Failed(why)) => problem.seen(Source::Probe, at, format!("The service manager: failed ({why})")),
        Some(Managed::AtRest | Managed::Runs) | None => problem,
    };
    let problem = seen(problem, "the program", &state.program);
    let problem = seen(problem, "OpenClaw at", &state.entry);
    let problem = seen(problem, "OpenClaw", &state.version);
    // the system's own takes rights that are not asked for here
    if state.service.scope == "system" {
        return problem;
    }
    if let Some(Managed::Failed(_)) = state.managed {
        // OpenClaw has the manager forget the failure first
        return problem.fix(&fixes::START_GATEWAY);
    }
    problem
        .fix(&fixes::REINSTALL_SERVICE)
        .step(super::run("openclaw gateway install --force"))
        .step(Phrase::new("service-healthy-step", [("file", state.service.file.clone().into())]))
}

fn name(state: &ServiceState) -> String {
    clean(&state.service.name, 60)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.services = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| serviced(f, |_| {}), Said::Pass),
                (
                    |f| serviced(f, |s| s.enabled = Some(false)),
                    Said::Fail(
                        "The service openclaw-gateway.service is installed and not enabled: the gateway does not come back \
                         after a restart.",
                        "Reinstall the service",
                    ),
                ),
                (|f| serviced(f, |s| s.enabled = None), Said::Pass),
                (
                    |f| {
                        serviced(f, |s| s.missing = vec!["/opt/node/bin/node".into()]);
                        down(f, Phase::Refused(Reason::ServiceDown));
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service runs /opt/node/bin/node, which is not there. It cannot start \
                         the gateway.",
                        "Reinstall the service",
                    ),
                ),
                (
                    |f| serviced(f, |s| s.version = Some("2026.5.12".into())),
                    Said::Fail(
                        "The service openclaw-gateway.service runs OpenClaw 2026.5.12, and 2026.9.6 is installed. It starts \
                         the older one.",
                        "Reinstall the service",
                    ),
                ),
                (|f| serviced(f, |s| s.version = None), Said::Pass),
                (
                    |f| serviced(f, |s| s.port = Some(19001)),
                    Said::Fail(
                        "The service openclaw-gateway.service is told to use port 19001; the configuration says 18789. Its \
                         port was fixed when it was installed.",
                        "Reinstall the service",
                    ),
                ),
                (
                    |f| {
                        serviced(f, |s| s.managed = Some(Managed::Failed("start-limit-hit".into())));
                        down(f, Phase::Refused(Reason::ServiceDown));
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service ended too often in a row (start-limit-hit): it is not started \
                         again by itself.",
                        "Start gateway",
                    ),
                ),
                (
                    |f| {
                        serviced(f, |s| s.managed = Some(Managed::Failed("exit-code".into())));
                        down(f, Phase::Refused(Reason::ServiceDown));
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service ended with a failure (exit-code) and is not started again by \
                         itself.",
                        "Start gateway",
                    ),
                ),
                (
                    |f| {
                        serviced(f, |s| (s.enabled, s.managed) = (None, Some(Managed::NotLoaded)));
                        down(f, Phase::Stopped);
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service is installed and not loaded: nobody starts the gateway.",
                        "Reinstall the service",
                    ),
                ),
                (
                    |f| {
                        serviced(f, |s| (s.enabled, s.managed) = (None, Some(Managed::Disabled)));
                        down(f, Phase::Stopped);
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service is disabled: nobody starts the gateway.",
                        "Reinstall the service",
                    ),
                ),
                (
                    |f| serviced(f, |s| (s.enabled, s.managed) = (None, Some(Managed::Disabled))),
                    Said::Fail(
                        "The service openclaw-gateway.service is installed and not enabled: the gateway does not come back \
                         after a restart.",
                        "Reinstall the service",
                    ),
                ),
                // stopped on purpose, it is not loaded on some systems; why it cannot start is another check's
                (
                    |f| {
                        serviced(f, |s| s.managed = Some(Managed::NotLoaded));
                        down(f, Phase::Stopped);
                        f.process.wanted = false;
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        serviced(f, |s| s.managed = Some(Managed::Failed("exit-code".into())));
                        down(f, Phase::Refused(Reason::Config));
                    },
                    Said::Unknown("The gateway does not run now."),
                ),
                (
                    |f| {
                        serviced(f, |s| s.managed = Some(Managed::AtRest));
                        down(f, Phase::Stopped);
                    },
                    Said::Unknown("The gateway does not run now."),
                ),
                // nobody starts it from here, or it is another gateway's
                (|f| serviced(f, |s| (s.enabled, s.used) = (Some(false), false)), Said::Pass),
                (|f| serviced(f, |s| (s.enabled, s.this_gateways) = (Some(false), false)), Said::Pass),
                (
                    |f| {
                        serviced(f, |s| s.enabled = Some(false));
                        down(f, Phase::Stopped);
                    },
                    Said::Unknown("The gateway does not run now."),
                ),
                (
                    |f| {
                        serviced(f, |s| {
                            s.enabled = Some(false);
                            s.service.scope = "system".into();
                        });
                    },
                    Said::Fail(
                        "The service openclaw-gateway.service is installed and not enabled: the gateway does not come back \
                         after a restart.",
                        "",
                    ),
                ),
            ],
        );
    }
}
