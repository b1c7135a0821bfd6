//! Would a failing start of this gateway hand the machine to a coding agent?
//!
//! OpenClaw does so by itself where no supervisor is in charge and an agent is to be found on its `PATH` (seen with 2026.9.6:
//! `claude --safe-mode -p`), from a systemd service too. A gateway that Clawtender starts is told that it is supervised. Where no
//! agent can be found, nothing can be set off, and nothing is said.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    installation::{Guard, ServiceState},
    lifecycle::Owner,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-unguarded",
    group: Group::Gateway,
    title: "Gateway runs unguarded",
    severity: Severity::Warning,
    depends_on: &[],
    grace: super::UPDATE,
    reads: &[Fact::Guards, Fact::Services],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let message = match (running(facts), service(facts)) {
        (Some(guard), _) => {
            let told = [("pid", guard.pid.into()), ("agent", agent(guard.agent.as_deref()).into())];
            Phrase::new("gateway-unguarded-process", told)
        }
        (None, Some(state)) => {
            let told = [("name", name(state).into()), ("agent", agent(state.agent.as_deref()).into())];
            Phrase::new("gateway-unguarded-service", told)
        }
        (None, None) => return nothing_found(facts),
    };
    problem(message, running(facts), service(facts), facts).into()
}

fn nothing_found(facts: &Facts) -> Verdict {
    match (facts.guards.value(), facts.services.value()) {
        (None, _) => Verdict::undecided(facts.guards.why_not()),
        (_, None) => Verdict::undecided(facts.services.why_not()),
        (Some(guards), _) if guards.iter().any(|guard| guard.guarded.is_none()) => {
            Verdict::undecided(Phrase::new("gateway-unguarded-untold", []))
        }
        (Some(_), Some(_)) => Verdict::Pass,
    }
}

/// The process and whether there is a service, as the fix has to know them.
pub(crate) fn found(facts: &Facts) -> (Option<u32>, bool) {
    (running(facts).map(|guard| guard.pid), service(facts).is_some())
}

fn running(facts: &Facts) -> Option<&Guard> {
    facts.guards.value()?.iter().find(|guard| guard.guarded == Some(false) && guard.agent.is_some())
}

fn service(facts: &Facts) -> Option<&ServiceState> {
    facts.services.value()?.iter().find(|state| !state.guarded && state.agent.is_some())
}

fn agent(path: Option<&str>) -> String {
    clean(path.unwrap_or_default(), 80)
}

fn name(state: &ServiceState) -> String {
    clean(&state.service.name, 60)
}

/// With what is seen of both, and what the fix does about both.
fn problem(message: Phrase, running: Option<&Guard>, service: Option<&ServiceState>, facts: &Facts) -> Problem {
    let mut problem = Problem::new(message).fix(&fixes::SUPERVISE_FROM_HERE);
    if let Some(guard) = running {
        let told = format!("pid {}: OPENCLAW_SUPERVISOR_MODE is not set", guard.pid);
        problem = problem.seen(Source::Environment, facts.guards.at(), told);
    }
    if let Some(state) = service {
        let told = format!("{}: OPENCLAW_SUPERVISOR_MODE is not set", state.service.file);
        problem = problem.seen(Source::File, facts.services.at(), told);
    }
    let whose =
        running.map_or_else(|| service.and_then(|state| state.agent.as_deref()), |guard| guard.agent.as_deref());
    problem = problem.seen(Source::File, facts.guards.at(), format!("On its PATH: {}", agent(whose)));
    if let Some(state) = service {
        problem = problem.step(Phrase::new("gateway-unguarded-step-service", [("name", name(state).into())]));
    }
    match running.filter(|_| facts.process.owner != Owner::Service) {
        Some(guard) => problem.step(Phrase::new("gateway-unguarded-step-process", [("pid", guard.pid.into())])),
        None => problem,
    }
    .step(Phrase::new("gateway-unguarded-step-start", []))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn runs(facts: &mut Facts, guarded: bool, agent: Option<&str>) {
        facts.guards = seen(vec![Guard { pid: 99, guarded: Some(guarded), agent: agent.map(str::to_owned) }]);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.guards = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.services = unavailable(), Said::Unknown("The system did not answer.")),
                (
                    |f| f.guards = seen(vec![Guard { pid: 99, guarded: None, agent: None }]),
                    Said::Unknown("The system does not show what the gateway was told."),
                ),
                (|f| runs(f, true, Some("/usr/bin/claude")), Said::Pass),
                (|f| runs(f, false, None), Said::Pass),
                (
                    |f| runs(f, false, Some("/usr/bin/claude")),
                    Said::Fail(
                        "The gateway (pid 99) was not told that it is supervised. When its next start fails, OpenClaw has \
                         /usr/bin/claude change this computer by itself.",
                        "Supervise from here",
                    ),
                ),
                (
                    |f| serviced(f, |s| (s.guarded, s.agent) = (false, Some("/usr/bin/codex".into()))),
                    Said::Fail(
                        "The service openclaw-gateway.service does not say that it is supervised. When its start fails, \
                         OpenClaw has /usr/bin/codex change this computer by itself.",
                        "Supervise from here",
                    ),
                ),
                (|f| serviced(f, |s| s.guarded = false), Said::Pass),
            ],
        );
    }
}
