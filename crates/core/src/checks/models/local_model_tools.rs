//! Can the model use the tools that it is offered? Some servers refuse them; small models end their turn without a word.

use std::time::Duration;

use super::{about, setting};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes,
    models::Entry,
    route::Kind,
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "local-model-tools",
    group: Group::Models,
    title: "Model cannot use tools",
    severity: Severity::Error,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config, Fact::Routes],
    evaluate,
};

const NO_TOOLS: fn(&Entry) -> bool = |entry| entry.no_tools;

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| problem(complaint, facts))
}

fn problem(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let silent = complaint.signature.id == "incomplete-turn";
    let Some(model) = about(complaint, facts) else {
        return (!silent).then(|| ("a model".to_owned(), Problem::new(Phrase::new("local-model-tools-some", []))));
    };
    // a large model elsewhere that says nothing once has another reason
    let provider = complaint.field("provider").unwrap_or_default();
    if model.is_mended(NO_TOOLS) || (silent && !is_local(provider, facts)) {
        return None;
    }
    let name = claim(&model.name, 80);
    let so = match (silent, model.has(NO_TOOLS)) {
        (true, false) => "silent",
        (true, true) => "silent-without",
        (false, false) => "refused",
        (false, true) => "refused-without",
    };
    let words = Phrase::new("local-model-tools-is", [("model", name.as_str().into()), ("so", so.into())]);
    let problem = Problem::new(words);
    let problem = match model.entry.filter(|entry| !entry.no_tools) {
        Some(_) => problem
            .fix(&fixes::TURN_TOOLS_OFF)
            .step(setting("models.providers", &name, "compat.supportsTools: false"))
            .step(Phrase::new("local-model-tools-then", [])),
        None => problem,
    };
    Some((model.name, problem))
}

fn is_local(provider: &str, facts: &Facts) -> bool {
    let ways = facts.routes.value().map_or(&[][..], |routes| &routes.ways);
    ways.iter().any(|way| way.kind == Kind::Local && way.name == provider)
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const REFUSED: &str = "[agent/embedded] embedded run failover decision: decision=surface_error reason=format from=lms/m \
                           rawError=400 registry.ollama.ai/library/gemma:2b does not support tools";
    const SILENT: &str = "[agent/embedded] incomplete turn detected: runId=1 provider=ollama/m stopReason=stop payloads=0 tools=0 \
                          — surfacing error to user";

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        sets_up(f, "lms", "m", |_| ());
                        complains(f, REFUSED);
                    },
                    Said::Fail(
                        "The model lms/m cannot use tools and is offered some. No question to it is answered.",
                        "Turn tools off",
                    ),
                ),
                (
                    |f| complains(f, REFUSED),
                    Said::Fail(
                        "The model lms/m cannot use tools and is offered some. No question to it is answered.",
                        "",
                    ),
                ),
                (
                    |f| {
                        sets_up(f, "ollama", "m", |_| ());
                        complains(f, SILENT);
                    },
                    Said::Fail(
                        "The model ollama/m ends its turns without a word, as small models do that are offered tools. It answers \
                         nothing.",
                        "Turn tools off",
                    ),
                ),
                (
                    |f| {
                        sets_up(f, "ollama", "m", |entry| entry.no_tools = true);
                        complains(f, SILENT);
                    },
                    Said::Fail(
                        "The model ollama/m ends its turns without a word, although it is offered no tools. A larger model may do \
                         better.",
                        "",
                    ),
                ),
                // a model of somebody else's
                (|f| complains(f, &SILENT.replace("ollama", "openai")), Said::Pass),
                (
                    |f| {
                        sets_up(f, "lms", "m", |entry| entry.no_tools = true);
                        complains(f, REFUSED);
                        edit(&mut f.config, |config| config.modified = Some(then()));
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
