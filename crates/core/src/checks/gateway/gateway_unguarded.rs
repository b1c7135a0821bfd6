//! Would a failing start of this gateway hand the machine to a coding agent?
//!
//! OpenClaw does so by itself where no supervisor is in charge and an agent is to be found on its `PATH` (seen with 2026.9.6:
//! `claude --safe-mode -p`), from a systemd service too. A gateway that Clawtender starts is told that it is supervised. Where no
//! agent can be found, nothing can be set off, and nothing is said.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::in_terminal,
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
    let running =
        facts.guards.value().into_iter().flatten().find(|guard| guard.guarded == Some(false) && guard.agent.is_some());
    let service = facts.services.value().into_iter().flatten();
    let service = service.into_iter().find(|state| !state.guarded && state.agent.is_some());
    match (running, service) {
        (Some(guard), service) => process(guard, service, facts).into(),
        (None, Some(state)) => definition(state, facts).into(),
        (None, None) => match (facts.guards.value(), facts.services.value()) {
            (None, _) => Verdict::undecided(facts.guards.why_not()),
            (_, None) => Verdict::undecided(facts.services.why_not()),
            (Some(guards), _) if guards.iter().any(|guard| guard.guarded.is_none()) => {
                Verdict::undecided(Phrase::new("gateway-unguarded-untold", []))
            }
            (Some(_), Some(_)) => Verdict::Pass,
        },
    }
}

fn process(guard: &Guard, service: Option<&ServiceState>, facts: &Facts) -> Problem {
    let agent = clean(guard.agent.as_deref().unwrap_or_default(), 80);
    let told = [("pid", guard.pid.into()), ("agent", agent.clone().into())];
    let problem = Problem::new(Phrase::new("gateway-unguarded-process", told))
        .seen(Source::Environment, facts.guards.at(), format!("pid {}: OPENCLAW_SUPERVISOR_MODE is not set", guard.pid))
        .seen(Source::File, facts.guards.at(), format!("On its PATH: {agent}"));
    match service.filter(|_| facts.process.owner == Owner::Service) {
        Some(state) => by_service(problem, state, facts),
        None => by_hand(problem, guard.pid),
    }
}

fn definition(state: &ServiceState, facts: &Facts) -> Problem {
    let agent = clean(state.agent.as_deref().unwrap_or_default(), 80);
    let told = [("name", clean(&state.service.name, 60).into()), ("agent", agent.clone().into())];
    let problem = Problem::new(Phrase::new("gateway-unguarded-service", told));
    by_service(problem, state, facts).seen(Source::File, facts.services.at(), format!("On its PATH: {agent}"))
}

fn by_service(problem: Problem, state: &ServiceState, facts: &Facts) -> Problem {
    problem
        .seen(Source::File, facts.services.at(), format!("{}: OPENCLAW_SUPERVISOR_MODE is not set", state.service.file))
        .fix(&fixes::SUPERVISE_FROM_HERE)
        .step(in_terminal("openclaw gateway uninstall"))
        .step(in_terminal("clawtender settings set gateway.mode child"))
        .step(in_terminal("clawtender gateway start"))
}

fn by_hand(problem: Problem, pid: u32) -> Problem {
    problem
        .fix(&fixes::SUPERVISE_FROM_HERE)
        .step(Phrase::new("gateway-unguarded-step", [("pid", pid.into())]))
        .step(in_terminal("clawtender gateway start"))
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
