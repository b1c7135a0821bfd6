//! Does every part of the gateway that answers work? The words are OpenClaw's own, from `/readyz`.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    lifecycle::{Phase, Trouble},
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-ready",
    group: Group::Gateway,
    title: "Gateway is not ready",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_responding::CHECK],
    grace: super::RESTART,
    reads: &[Fact::Health, Fact::Channels],
    evaluate,
};

/// How many parts are named in the sentence; the rest are counted.
const NAMED: usize = 2;
/// How many parts are quoted.
const QUOTED: usize = 20;

fn evaluate(facts: &Facts) -> Verdict {
    let health = facts.health.value();
    match facts.process.phase {
        Phase::Ready => return Verdict::Pass,
        // it has just said so, and the next look will take it at its word
        Phase::Degraded(Trouble::NotReady) if health.is_some_and(|health| health.ready) => return Verdict::Pass,
        Phase::Degraded(Trouble::NotReady) => {}
        Phase::External { healthy: true } => match health {
            Some(health) if health.answers && !health.ready => {}
            Some(_) => return Verdict::Pass,
            None => return Verdict::unknown(facts.health.why_not()),
        },
        Phase::Starting => return super::starting(),
        _ => return Verdict::unknown(Phrase::new("gateway-ready-silent", [])),
    }
    let failing = health.map_or(&[][..], |health| &health.failing);
    if !failing.is_empty() && failing.iter().all(|part| is_channel(part, facts)) {
        // what is wrong with one, and what helps, is channel-connected's to say
        return Verdict::undecided(Phrase::new("gateway-ready-channels", [("parts", sentence(failing).into())]));
    }
    let problem = match failing {
        [] => Problem::new(Phrase::new("gateway-ready-untold", [])),
        failing => Problem::new(Phrase::new("gateway-ready-not", [("parts", sentence(failing).into())])).seen(
            Source::Probe,
            facts.health.at(),
            format!(
                "/readyz failing: {}",
                failing.iter().take(QUOTED).map(|part| clean(part, 80)).collect::<Vec<_>>().join(", ")
            ),
        ),
    };
    // what heals with time is not hurried by beginning it anew
    if failing.iter().all(|part| passes_by_itself(part)) && !failing.is_empty() {
        return problem.into();
    }
    problem.fix(&fixes::RESTART_GATEWAY).into()
}

/// Whether this part is a channel that the gateway has told of.
fn is_channel(part: &str, facts: &Facts) -> bool {
    let accounts = facts.channels.value().map_or(&[][..], Vec::as_slice);
    accounts.iter().any(|account| account.wanted && account.channel == part)
}

fn sentence(failing: &[String]) -> Phrase {
    let mut parts: Vec<_> = failing.iter().take(NAMED).map(|part| in_words(part)).collect();
    if failing.len() > NAMED {
        parts.push(Phrase::new("gateway-ready-more", [("count", (failing.len() - NAMED).into())]));
    }
    let both =
        |one: Phrase, other: Phrase| Phrase::new("gateway-ready-both", [("one", one.into()), ("other", other.into())]);
    parts.into_iter().reduce(both).unwrap_or_default()
}

fn passes_by_itself(part: &str) -> bool {
    matches!(part, "startup-sidecars" | "gateway-draining" | "plugin-reload")
}

fn in_words(part: &str) -> Phrase {
    let (what, name) = match part {
        "startup-sidecars" | "gateway-draining" | "plugin-reload" | "state-database" | "internal" => (part, ""),
        // what is none of these is the name of a channel
        other => other.strip_prefix("agent-database:").map_or(("channel", other), |agent| ("agent-database", agent)),
    };
    Phrase::new("gateway-ready-part", [("part", what.into()), ("name", clean(name, 40).into())])
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::{Health, Observed};

    fn failing(facts: &mut Facts, parts: &[&str]) {
        facts.process.phase = Phase::Degraded(Trouble::NotReady);
        let failing = parts.iter().map(|part| (*part).to_owned()).collect();
        facts.health = seen(Health { answers: true, failing, ..Health::default() });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| failing(f, &["startup-sidecars"]),
                    Said::Fail(
                        "The gateway answers and is not ready: channels and side services are still starting.",
                        "",
                    ),
                ),
                (
                    |f| failing(f, &["agent-database:main", "plugin-reload", "telegram", "slack"]),
                    Said::Fail(
                        "The gateway answers and is not ready: it cannot use the database of agent main; its plugins are \
                         being loaded again; 2 more.",
                        "Restart gateway",
                    ),
                ),
                (|f| failing(f, &["telegram"]), Said::Unknown("All but channels works: telegram is not connected.")),
                // one that the gateway has not told of yet
                (
                    |f| failing(f, &["slack"]),
                    Said::Fail("The gateway answers and is not ready: slack is not connected.", "Restart gateway"),
                ),
                (
                    |f| failing(f, &[]),
                    Said::Fail(
                        "The gateway answers and says that it is not ready. It does not say why.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        failing(f, &["state-database"]);
                        f.process.phase = Phase::External { healthy: true };
                    },
                    Said::Fail(
                        "The gateway answers and is not ready: it cannot use its state database.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        f.process.phase = Phase::External { healthy: true };
                        f.health = Observed::Pending;
                    },
                    Said::Unknown("Not asked yet."),
                ),
                (|f| f.process.phase = Phase::Degraded(Trouble::Hung), Said::Unknown("The gateway does not answer.")),
                (|f| f.process.phase = Phase::Starting, Said::Unknown("The gateway is starting.")),
            ],
        );
    }
}
