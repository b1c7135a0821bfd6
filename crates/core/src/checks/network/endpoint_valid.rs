//! Is the configured address one at which this API is to be found?

use super::{Step, network_online, set_address, tls_trusted};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::{answer::Answer, tested::Outcome},
    route::{Body, Kind, Layer, Route},
    text::clean,
    unreached::{Tls, Unreached},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "endpoint-valid",
    group: Group::Network,
    title: "Address leads elsewhere",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &tls_trusted::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

// each address is mended by itself
const STEP: Step = Step { layer: Layer::Endpoint, kinds: &[Kind::Provider], alike: |_, _| false };

fn evaluate(facts: &Facts) -> Verdict {
    STEP.judge(facts, |group, _| {
        let answers = |problem: Problem, other: &String| {
            let text = format!("{}: answers as this API does", clean(other, 120));
            problem.seen(Source::Probe, facts.routes.at(), text)
        };
        group[0].elsewhere.iter().fold(problem(group[0]), answers)
    })
}

fn problem(route: &Route) -> Problem {
    let who = route.called();
    if guarded(route) {
        // the address is the right one
        return Problem::new(Phrase::new("endpoint-valid-guarded", [("who", who.into())]));
    }
    let what = match &route.end {
        Outcome::Unreached(Unreached::Address) => "no-address",
        Outcome::Unreached(Unreached::InTheClear) => "in-the-clear",
        Outcome::Unreached(Unreached::Tls(Tls::Plain)) => "plain",
        Outcome::Unreached(_) => "no-http",
        Outcome::Answered(Answer::WrongEndpoint) if only_says_no(route) => "not-found",
        Outcome::Answered(_) if answers(route, Body::Page) => "page",
        Outcome::Answered(_) => "another",
    };
    let told = [("what", what.into()), ("who", who.into()), ("at", clean(&route.address, 70).into())];
    let problem = Problem::new(Phrase::new("endpoint-valid-off", told)).fix(&fixes::EDIT_ENDPOINT);
    match route.better() {
        Some(other) => problem.step(set_address(route, clean(&other, 120))),
        None => problem.by_hand().step(Phrase::new("endpoint-valid-step", [("name", clean(&route.name, 60).into())])),
    }
}

/// Whether it is refused by a page for people.
fn guarded(route: &Route) -> bool {
    route.questions().last().is_some_and(|(_, status, body)| (status, body) == (403, Body::Page))
}

fn only_says_no(route: &Route) -> bool {
    route.questions().all(|(_, status, _)| matches!(status, 404 | 410))
}

fn answers(route: &Route, body: Body) -> bool {
    route.questions().last().is_some_and(|(_, _, last)| last == body)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn ends(facts: &mut Facts, end: Outcome, status: u16, body: Body) {
        leads(facts, "mine", end);
        asked(facts, "mine", status, body);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        leads(f, "mine", Outcome::Unreached(Unreached::Address));
                        edit(&mut f.routes, |r| r.ways.iter_mut().for_each(|r| r.address = "mine.example/v1".into()));
                    },
                    Said::Fail(
                        "The address of mine is none that can be asked: mine.example/v1. It begins with https:// and then names a \
                         host.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| leads(f, "mine", Outcome::Unreached(Unreached::InTheClear)),
                    Said::Fail(
                        "The address of mine is not encrypted: https://mine.example/v1. Keys and questions would go over the network \
                         in the clear.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| leads(f, "mine", Outcome::Unreached(Unreached::Tls(Tls::Plain))),
                    Said::Fail(
                        "The address of mine says https, and what answers there does not encrypt: https://mine.example/v1.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| leads(f, "mine", Outcome::Unreached(Unreached::Http)),
                    Said::Fail(
                        "What listens at the address of mine ends the connection without an answer in HTTP: https://mine.example/v1.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| ends(f, Outcome::Answered(Answer::WrongEndpoint), 404, Body::Json),
                    Said::Fail(
                        "The API of mine is not found at its address: https://mine.example/v1 (HTTP 404). The path of the address is \
                         another one.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| ends(f, Outcome::Answered(Answer::Portal), 200, Body::Page),
                    Said::Fail(
                        "A web page answers at the address of mine: https://mine.example/v1. The API is at another one.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| ends(f, Outcome::Answered(Answer::Portal), 403, Body::Page),
                    Said::Fail(
                        "Something in front of mine refuses this computer with a web page (HTTP 403): for its country, its network or \
                         a proxy on the way. The gateway is refused alike.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Outcome::Answered(Answer::NotUnderstood), 200, Body::Other),
                    Said::Fail(
                        "What answers at the address of mine is not its API: https://mine.example/v1.",
                        "Edit endpoint",
                    ),
                ),
                // a request that this API does not like is an answer of this API
                (|f| ends(f, Outcome::Answered(Answer::NotUnderstood), 400, Body::Json), Said::Pass),
            ],
        );
    }

    #[test]
    fn the_address_at_which_it_answers_is_named() {
        let step = |change: Break| match (CHECK.evaluate)(&with(change)) {
            Verdict::Several(mut verdicts) => match verdicts.remove(0).1 {
                Verdict::Fail(problem) => problem.preview.iter().map(|line| &**line).collect::<String>(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        let wrong = |f: &mut Facts, name: &str| leads(f, name, Outcome::Answered(Answer::WrongEndpoint));
        assert_eq!(
            step(|f| leads(f, "mine", Outcome::Unreached(Unreached::Http))),
            "Correct models.providers.mine.baseUrl"
        );
        let found = step(|f| {
            leads(f, "mine", Outcome::Answered(Answer::WrongEndpoint));
            edit(&mut f.routes, |r| {
                r.ways.iter_mut().for_each(|r| r.elsewhere = Some("https://mine.example/api/v1".into()));
            });
        });
        assert_eq!(found, "Set models.providers.mine.baseUrl to https://mine.example/api/v1");
        let mut facts = with(|f| wrong(f, "openai"));
        edit(&mut facts.routes, |r| r.ways.iter_mut().for_each(|r| r.address = "https://api.openai.com/v2".into()));
        let Verdict::Several(verdicts) = (CHECK.evaluate)(&facts) else { panic!("not one by one") };
        assert!(format!("{verdicts:?}").contains("baseUrl to https://api.openai.com/v1"), "{verdicts:?}");
    }
}
