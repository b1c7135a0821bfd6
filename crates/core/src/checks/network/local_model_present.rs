//! Has the server of models the ones that the gateway is to use there?

use super::{local_model_server, routes};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts},
    fixes,
    providers::find,
    route::{Kind, Layer, Route},
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "local-model-present",
    group: Group::Models,
    title: "Model is not there",
    severity: Severity::Error,
    depends_on: &[&local_model_server::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

/// Most models of which the names are shown.
const SHOWN: usize = 12;

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(why) => return Verdict::undecided(why),
    };
    let local = routes.ways.iter().filter(|route| route.kind == Kind::Local && !route.wanted.is_empty());
    Verdict::Several(local.filter_map(|route| Some((route.subject().to_owned(), judge(route, facts)?))).collect())
}

/// `None` where all are there.
fn judge(route: &Route, facts: &Facts) -> Option<Verdict> {
    if route.layer() != Layer::Through {
        return Some(Verdict::unknown(Phrase::new("local-model-present-unreached", [])));
    }
    let Some(there) = &route.models else {
        return Some(Verdict::undecided(Phrase::new("local-model-present-untold", [])));
    };
    let missing = route.missing();
    let first = clean(missing.first()?, 60);
    let names: Vec<String> = there.iter().take(SHOWN).map(|name| clean(name, 60)).collect();
    let list = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let told = [("who", route.called().into()), ("first", first.into()), ("more", (missing.len() - 1).into())];
    let problem = Problem::new(Phrase::new("local-model-present-missing", told))
        .seen(Source::Probe, facts.routes.at(), format!("{}: models there: {list}", route.shown()))
        .fix(&fixes::PULL_MODEL);
    let pull = |model: &&str| match find(&route.name).map(|known| known.id) {
        Some("ollama") => in_terminal(format!("ollama pull {}", clean(model, 100))),
        Some("lmstudio") => in_terminal(format!("lms get {}", clean(model, 100))),
        _ => Phrase::new("local-model-present-step", [("model", clean(model, 100).into())]),
    };
    // the others have no way to be asked for that
    let problem = if route.subject() == "ollama" { problem } else { problem.by_hand() };
    Some(missing.iter().take(SHOWN).map(pull).fold(problem, Problem::step).into())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        providers::tested::Outcome,
        unreached::{Tcp, Unreached},
    };

    fn wants(facts: &mut Facts, models: &[&str]) {
        edit(&mut facts.routes, |routes| {
            let local = routes.ways.iter_mut().filter(|route| route.kind == Kind::Local);
            local.for_each(|route| route.wanted = models.iter().map(|model| (*model).to_owned()).collect());
        });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| wants(f, &["llama3.3", "qwen3:8b"]), Said::Pass),
                (|f| wants(f, &["llama3.3:latest"]), Said::Pass),
                (|f| wants(f, &[]), Said::Pass),
                (
                    |f| wants(f, &["llama3.3", "gemma3"]),
                    Said::Fail(
                        "Ollama does not have the model gemma3, which the gateway is to use. Its answers are \"model not found\".",
                        "Pull model",
                    ),
                ),
                (
                    |f| wants(f, &["qwen3", "gemma3"]),
                    Said::Fail(
                        "Ollama does not have the model qwen3 and another, which the gateway is to use. Its answers are \"model not \
                         found\".",
                        "Pull model",
                    ),
                ),
                (
                    |f| leads(f, "ollama", Outcome::Unreached(Unreached::Tcp(Tcp::Refused))),
                    Said::Unknown("The server was not reached."),
                ),
            ],
        );
    }
}
