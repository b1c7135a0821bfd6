//! Do the servers of models on this computer, or in its own network, run where the configuration says?

use super::{routes, set_address, shown};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts},
    fixes,
    providers::{find, tested::Outcome},
    route::{Kind, Layer, Route},
    text::clean,
    unreached::{Tcp, Unreached},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "local-model-server",
    group: Group::Models,
    title: "Model server is down",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(why) => return Verdict::undecided(why),
    };
    let local = routes.ways.iter().filter(|route| route.kind == Kind::Local && route.layer() != Layer::Through);
    let problem = |route| {
        let problem = problem(route).severity(super::severity(routes));
        (route.subject().to_owned(), shown(problem, facts, routes, &[route]))
    };
    Verdict::Each(local.map(problem).collect())
}

fn problem(route: &Route) -> Problem {
    let (who, at) = (route.called(), clean(&route.address, 70));
    if let Some(elsewhere) = &route.elsewhere {
        let there = clean(elsewhere, 70);
        let told = [("who", who.into()), ("there", there.clone().into()), ("at", at.into())];
        return Problem::new(Phrase::new("local-model-server-elsewhere", told))
            .fix(&fixes::EDIT_ENDPOINT)
            .step(set_address(route, there));
    }
    let what = match &route.end {
        Outcome::Unreached(Unreached::Tcp(Tcp::Refused)) => "refused",
        Outcome::Unreached(Unreached::Silent) => "silent",
        Outcome::Unreached(Unreached::Address) => "no-address",
        Outcome::Unreached(_) => "unreached",
        Outcome::Answered(_) if route.layer() == Layer::Service => "fault",
        Outcome::Answered(_) => "another",
    };
    let told = [("what", what.into()), ("who", who.into()), ("at", at.clone().into())];
    let problem = Problem::new(Phrase::new("local-model-server-off", told));
    // one that is there and does not serve would be in the way of another
    let refused = route.end == Outcome::Unreached(Unreached::Tcp(Tcp::Refused));
    let known = find(&route.name).map(|known| known.id);
    let startable = refused && matches!(known, Some("ollama" | "lmstudio"));
    let problem = if startable { problem } else { problem.by_hand() };
    problem.fix(&fixes::START_MODEL_SERVER).step(match known {
        Some("ollama") => in_terminal("ollama serve"),
        Some("lmstudio") => in_terminal("lms server start"),
        Some("vllm") => in_terminal("vllm serve MODEL"),
        Some("litellm") => in_terminal("litellm"),
        _ => Phrase::new("local-model-server-step", [("at", at.into())]),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::providers::answer::Answer;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                // there is none
                (|f| edit(&mut f.routes, |r| r.ways.retain(|route| route.kind != Kind::Local)), Said::Pass),
                (
                    |f| leads(f, "ollama", Outcome::Unreached(Unreached::Tcp(Tcp::Refused))),
                    Said::Fail(
                        "Ollama does not run: nobody listens at http://127.0.0.1:11434. The gateway cannot use its models until it \
                         runs there.",
                        "Start model server",
                    ),
                ),
                (
                    |f| {
                        leads(f, "ollama", Outcome::Unreached(Unreached::Tcp(Tcp::Refused)));
                        let there = Some("http://127.0.0.1:11500".to_owned());
                        edit(&mut f.routes, |r| r.ways.iter_mut().for_each(|r| r.elsewhere.clone_from(&there)));
                    },
                    Said::Fail(
                        "Ollama runs at http://127.0.0.1:11500, and the gateway looks for it at http://127.0.0.1:11434.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| leads(f, "ollama", Outcome::Unreached(Unreached::Silent)),
                    Said::Fail(
                        "Ollama at http://127.0.0.1:11434 takes a question and does not answer in time. The gateway cannot use its \
                         models until it runs there.",
                        "Start model server",
                    ),
                ),
                (
                    |f| leads(f, "ollama", Outcome::Answered(Answer::WrongEndpoint)),
                    Said::Fail(
                        "What answers at http://127.0.0.1:11434 is not Ollama. The gateway cannot use its models until it runs there.",
                        "Start model server",
                    ),
                ),
            ],
        );
    }
}
