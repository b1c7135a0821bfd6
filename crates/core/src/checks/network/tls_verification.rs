//! Does the gateway verify who is at the other end at all?

use super::{restart, take_out};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    text::clean,
    variables::{Place, VERIFICATION, Variable},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "tls-verification",
    group: Group::Network,
    title: "Certificates are not verified",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::Variables],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(variables) = facts.variables.value() else { return Verdict::undecided(facts.variables.why_not()) };
    let off: Vec<&Variable> =
        variables.named.iter().filter(|variable| variable.name == VERIFICATION && variable.value == "0").collect();
    let Some(first) = off.first() else { return Verdict::Pass };
    // what a person starts in a terminal goes by it, and the gateway does not
    let elsewhere = off.iter().all(|variable| matches!(variable.place, Place::Terminal(_)));
    let told = [("variable", VERIFICATION.into()), ("place", place(&first.place, 90).into())];
    let mut problem = if elsewhere {
        Problem::new(Phrase::new("tls-verification-there", told)).severity(Severity::Info)
    } else {
        Problem::new(Phrase::new("tls-verification-off", told))
    };
    problem = problem.fix(&fixes::VERIFY_CERTIFICATES);
    if off.iter().all(|variable| matches!(variable.place, Place::Gateway { .. })) {
        // it stands nowhere any more: what runs is from before
        return problem.seen(Source::Process, facts.variables.at(), seen(first)).fix(&fixes::RESTART_GATEWAY).into();
    }
    if !off.iter().any(|variable| in_a_file(variable)) {
        problem = problem.by_hand();
    }
    for variable in off {
        let source = match variable.place {
            Place::Gateway { .. } => Source::Process,
            Place::Here | Place::Terminal(_) => Source::Environment,
            Place::File(_) | Place::Config(_) | Place::Service(_) => Source::File,
        };
        problem = problem.seen(source, facts.variables.at(), seen(variable));
        problem = match variable.place {
            // what the process has it got from one of the others
            Place::Gateway { .. } => problem,
            _ => problem.step(take_out(VERIFICATION, place(&variable.place, 400))),
        };
    }
    problem = problem.step(Phrase::new("tls-verification-step", []));
    if elsewhere { problem.into() } else { problem.step(restart()).into() }
}

/// Where it stands, in at most so many characters.
fn place(place: &Place, most: usize) -> Phrase {
    match place {
        Place::Gateway { pid } => Phrase::new("tls-verification-gateway", [("pid", (*pid).into())]),
        Place::Here => Phrase::new("tls-verification-here", []),
        Place::Terminal(file) => {
            let file = file.as_deref().map(|file| clean(file, most)).unwrap_or_default();
            Phrase::new("tls-verification-terminal", [("told", (!file.is_empty()).into()), ("file", file.into())])
        }
        Place::File(_) | Place::Config(_) | Place::Service(_) => clean(&place.to_string(), most).into(),
    }
}

fn seen(variable: &Variable) -> String {
    format!("{VERIFICATION}=0 in {}", variable.place)
}

/// Whether Clawtender can take it out there.
fn in_a_file(variable: &Variable) -> bool {
    matches!(variable.place, Place::File(_) | Place::Config(_) | Place::Service(_))
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
                (|f| f.variables = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| sets(f, VERIFICATION, "1", Place::Here), Said::Pass),
                (
                    |f| sets(f, VERIFICATION, "0", Place::File("/home/a/.openclaw/.env".into())),
                    Said::Fail(
                        "NODE_TLS_REJECT_UNAUTHORIZED is 0 in /home/a/.openclaw/.env: the gateway takes whoever answers for the \
                         provider, and keys and talks can be read on the way.",
                        "Verify certificates",
                    ),
                ),
                // the gateway has another environment
                (
                    |f| sets(f, VERIFICATION, "0", Place::Terminal(Some("/home/a/.profile".into()))),
                    Said::Fail(
                        "NODE_TLS_REJECT_UNAUTHORIZED is 0 in a terminal (/home/a/.profile): OpenClaw there takes whoever answers for \
                         the provider. The gateway itself does not go by it.",
                        "Verify certificates",
                    ),
                ),
                (
                    |f| sets(f, VERIFICATION, "0", Place::Gateway { pid: 4711 }),
                    Said::Fail(
                        "NODE_TLS_REJECT_UNAUTHORIZED is 0 in the running gateway (process 4711): the gateway takes whoever answers for \
                         the provider, and keys and talks can be read on the way.",
                        "Restart gateway",
                    ),
                ),
            ],
        );
    }
}
