//! Do those who run the models serve at the moment? What is their fault ends by itself.

use std::time::Duration;

use super::{Step, endpoint_valid, names, open};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::complaints::{may_be_of, quoted},
    facts::{Fact, Facts},
    fixes,
    models::{may_take_over, substitute},
    providers::{answer::Answer, find, tested::Outcome},
    route::{Kind, Layer, Route},
    text::{claim, clean},
    unreached::Unreached,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "provider-available",
    group: Group::Network,
    title: "Provider does not serve",
    severity: Severity::Error,
    depends_on: &[&endpoint_valid::CHECK],
    // a single answer of this kind is nothing
    grace: Duration::from_secs(75),
    reads: &[Fact::Routes, Fact::Said],
    evaluate,
};

const STEP: Step = Step {
    layer: Layer::Service,
    kinds: &[Kind::Provider],
    alike: |one, other| one.end == other.end && status(one) == status(other),
};

fn evaluate(facts: &Facts) -> Verdict {
    STEP.judge(facts, |group, _| {
        let names: Vec<&str> = group.iter().map(|route| route.name.as_str()).collect();
        let problem = relief(problem(group), group, facts);
        quoted(problem, facts, CHECK.id, |complaint| may_be_of(complaint, "provider", &names))
    })
}

/// The HTTP status of its last answer.
fn status(route: &Route) -> Option<u16> {
    route.questions().last().map(|(_, status, _)| status)
}

fn problem(group: &[&Route]) -> Problem {
    let what = match &group[0].end {
        Outcome::Answered(Answer::Overloaded) => "overloaded",
        Outcome::Unreached(Unreached::Body) => "broke-off",
        Outcome::Unreached(_) => "silent",
        Outcome::Answered(_) => "fault",
    };
    let (more, said) = match (group[0].status_page(), group[0].request_id()) {
        _ if group.len() > 1 => ("nothing", ""),
        (Some((false, said)), _) => ("page", said),
        (Some((true, _)), None) => ("unaware", ""),
        (_, Some(id)) => ("support", id),
        (None, None) => ("nothing", ""),
    };
    let told = [
        ("what", what.into()),
        ("who", names(group).into()),
        ("status", super::status(status(group[0]))),
        ("more", more.into()),
        ("said", clean(said, 60).into()),
    ];
    let problem = Problem::new(Phrase::new("provider-available-off", told));
    let asked = group.iter().find_map(|route| route.request_id());
    let problem = asked.into_iter().fold(problem, Problem::asked_as);
    let page = group.iter().find_map(|route| find(&route.name).and_then(|known| known.status));
    match page {
        Some(page) => problem.fix(&fixes::OPEN_STATUS_PAGE).step(open(page)),
        None => problem,
    }
}

/// Who answers in the place of the main model, where that is one of theirs: a model that takes over by itself, so that nothing
/// is broken, or one that could be named to.
fn relief(problem: Problem, group: &[&Route], facts: &Facts) -> Problem {
    let Some(models) = facts.config.value().map(|config| &config.models) else { return problem };
    let is_theirs = |model: &str| {
        let provider = model.split_once('/').map(|(provider, _)| provider);
        group.iter().any(|route| provider == Some(route.name.as_str()))
    };
    if !models.main.as_deref().is_some_and(is_theirs) {
        return problem;
    }
    if let Some(other) = models.fallbacks.iter().find(|model| !is_theirs(model) && may_take_over(facts, model)) {
        let instead = Phrase::new("provider-available-instead", [("model", claim(other, 60).into())]);
        let message = Phrase::joined(&[problem.message.clone(), instead], " ");
        return Problem { message, ..problem }.severity(Severity::Info);
    }
    let Some(other) = substitute(facts).filter(|other| models.fallbacks.is_empty() && !is_theirs(other)) else {
        return problem;
    };
    let steps = [
        Phrase::from(format!("agents.defaults.model.fallbacks: {}", claim(&other, 120))),
        Phrase::new("model-fallback-then", []),
    ];
    if problem.fix.is_some() {
        return problem.also(&fixes::ADD_FALLBACK, steps);
    }
    steps.into_iter().fold(problem.fix(&fixes::ADD_FALLBACK), Problem::step)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::route::{Body, Met};

    fn says_of_itself(facts: &mut Facts, well: bool, said: &str) {
        let address = "https://status.openai.com/api/v2/status.json".to_owned();
        and_then(facts, "openai", Met::StatusPage { address, well, said: said.to_owned() });
    }

    fn ends(facts: &mut Facts, name: &str, end: Outcome, status: u16) {
        leads(facts, name, end);
        asked(facts, name, status, Body::Json);
    }

    /// The main model's provider has a fault, and another provider's key is good.
    fn main_model_is_down(facts: &mut Facts) {
        sets_up(facts, "openai", "gpt", |_| ());
        edit(&mut facts.config, |config| config.models.main = Some("groq/m".into()));
        ends(facts, "groq", Outcome::Answered(Answer::Down), 500);
    }

    fn verdict(facts: &Facts) -> Problem {
        let Verdict::Several(mut verdicts) = evaluate(facts) else { panic!("it judges several") };
        let Verdict::Fail(problem) = verdicts.remove(0).1 else { panic!("it fails") };
        problem
    }

    #[test]
    fn a_model_of_another_provider_is_offered_where_the_main_one_is_theirs_and_its_key_is_good() {
        let offers = |facts: &Facts| {
            let problem = verdict(facts);
            let also = problem.also.iter().map(|(fix, _)| fix.id);
            problem.fix.iter().map(|fix| fix.id).chain(also).any(|id| id == "add-fallback")
        };
        assert!(offers(&with(main_model_is_down)));
        let but = |change: fn(&mut Facts)| {
            with(|f| {
                main_model_is_down(f);
                change(f);
            })
        };
        assert!(!offers(&but(|f| answered(f, Answer::OutOfQuota))));
        assert!(!offers(&but(|f| edit(&mut f.config, |config| config.models.main = Some("openai/gpt".into())))));
        assert!(!offers(&but(|f| edit(&mut f.config, |config| config.models.fallbacks = vec!["groq/n".into()]))));
    }

    #[test]
    fn while_another_model_takes_over_nothing_is_broken() {
        let facts = with(|f| {
            main_model_is_down(f);
            edit(&mut f.config, |config| config.models.fallbacks = vec!["groq/n".into(), "openai/gpt".into()]);
        });
        let problem = verdict(&facts);
        assert_eq!(problem.severity, Some(Severity::Info));
        assert!(problem.message.ends_with(" Until then openai/gpt answers."), "{}", problem.message);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| ends(f, "openai", Outcome::Answered(Answer::Down), 500),
                    Said::Fail(
                        "OpenAI answers with a fault of its own (HTTP 500). That ends without you; until then the gateway tries again. \
                         Its support knows the question as req_1.",
                        "Open status page",
                    ),
                ),
                (
                    |f| {
                        ends(f, "openai", Outcome::Answered(Answer::Overloaded), 503);
                        ends(f, "groq", Outcome::Answered(Answer::Overloaded), 503);
                    },
                    Said::Fail(
                        "OpenAI and Groq cannot serve everybody at the moment (HTTP 503). That ends without you; until then the gateway \
                         tries again.",
                        "Open status page",
                    ),
                ),
                (
                    |f| {
                        ends(f, "openai", Outcome::Answered(Answer::Down), 500);
                        says_of_itself(f, false, "Partial System Outage");
                    },
                    Said::Fail(
                        "OpenAI answers with a fault of its own (HTTP 500). That ends without you; until then the gateway tries again. \
                         Its status page says: Partial System Outage.",
                        "Open status page",
                    ),
                ),
                (
                    |f| {
                        leads(f, "openai", Outcome::Unreached(Unreached::Body));
                        says_of_itself(f, true, "All Systems Operational");
                    },
                    Said::Fail(
                        "The answer of OpenAI broke off in the middle. That ends without you; until then the gateway tries again. Its \
                         status page knows nothing of it yet.",
                        "Open status page",
                    ),
                ),
                (
                    |f| {
                        leads(f, "mine", Outcome::Unreached(Unreached::Silent));
                        comes_to_a_question(f, "mine");
                    },
                    Said::Fail(
                        "mine takes a question and does not answer in time. That ends without you; until then the gateway tries again.",
                        "",
                    ),
                ),
                (
                    |f| leads(f, "mine", Outcome::Unreached(Unreached::Body)),
                    Said::Fail(
                        "The answer of mine broke off in the middle. That ends without you; until then the gateway tries again.",
                        "",
                    ),
                ),
                (
                    |f| leads(f, "mine", Outcome::Unreached(Unreached::Resolver)),
                    Said::Unknown("The way there ends before this."),
                ),
            ],
        );
    }
}
