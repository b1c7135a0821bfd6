//! Do the names of those who run the models have an address here?

use super::{Step, network_online, proxy_agreement, told};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts},
    fixes,
    route::{Kind, Layer, Nameless, Route, Routes},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "dns-resolves",
    group: Group::Network,
    title: "Name has no address",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &proxy_agreement::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

const STEP: Step = Step {
    layer: Layer::Name,
    kinds: &[Kind::Provider, Kind::Cloud],
    alike: |one, other| one.nameless() == other.nameless(),
};

fn evaluate(facts: &Facts) -> Verdict {
    let asked = |routes: &Routes| match &routes.resolvers[..] {
        [] => "Who is asked for names is not known.".to_owned(),
        known => format!("Asked for names: {}", known.join(", ")),
    };
    STEP.judge(facts, |group, routes| problem(group, routes).seen(Source::Probe, facts.routes.at(), asked(routes)))
}

fn problem(group: &[&Route], routes: &Routes) -> Problem {
    let problem = |id: &'static str| Problem::new(Phrase::new(id, told(group)));
    match group[0].nameless() {
        Some(Nameless::Unknown | Nameless::OtherFamily) => problem("dns-resolves-unknown"),
        Some(Nameless::Silent) => flush(problem("dns-resolves-silent"), routes),
        _ => flush(problem("dns-resolves-not-now"), routes),
    }
}

/// What is remembered wrongly can be forgotten.
fn flush(problem: Problem, routes: &Routes) -> Problem {
    let commands = routes.flush.iter();
    let problem = commands.fold(problem, |problem, command| problem.step(in_terminal(command)));
    problem.step(Phrase::new("dns-resolves-step", [])).fix(&fixes::FLUSH_NAMES)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, providers::tested::Outcome, unreached::Unreached};

    fn nameless(facts: &mut Facts, name: &str, why: Nameless) {
        leads(facts, name, Outcome::Unreached(Unreached::Resolver));
        has_no_address(facts, name, why);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.routes = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| nameless(f, "openai", Nameless::Unknown),
                    Said::Fail(
                        "The host of OpenAI has no address here: there is no such name (ENOTFOUND). The address is misspelt, or the \
                         name server hides it.",
                        "",
                    ),
                ),
                (
                    |f| ["openai", "groq"].iter().for_each(|name| nameless(f, name, Nameless::NotNow)),
                    Said::Fail(
                        "The name server has no answer about OpenAI and Groq (EAI_AGAIN). The gateway does not reach them until it \
                         has.",
                        "Flush name cache",
                    ),
                ),
                (
                    |f| nameless(f, "cloud", Nameless::Silent),
                    Said::Fail(
                        "The name server does not answer, so that the cloud has no address here. The gateway does not reach it.",
                        "Flush name cache",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn a_provider_that_answers_is_the_second_vantage() {
        let facts = with(|f| nameless(f, "openai", Nameless::NotNow));
        let Verdict::Several(verdicts) = evaluate(&facts) else { panic!("not one by one") };
        let [(subject, Verdict::Fail(problem))] = &verdicts[..] else { panic!("{verdicts:#?}") };
        assert_eq!((&**subject, problem.severity), ("openai", Some(Severity::Warning)));
        let vantage =
            problem.evidence.iter().any(|seen| seen.text.contains("answers, so that the network itself works"));
        assert!(vantage, "{problem:#?}");
    }
}
