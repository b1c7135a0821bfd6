//! Does the model's server understand how messages are put to it? Some take plain text alone, and refuse all else.

use std::time::Duration;

use super::{about, setting};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes::{self, Fix},
    models::Entry,
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "local-model-content",
    group: Group::Models,
    title: "Model server refuses messages",
    severity: Severity::Error,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config],
    evaluate,
};

/// What a server may want otherwise.
struct Want {
    /// What the languages know it by.
    name: &'static str,
    setting: &'static str,
    has: fn(&Entry) -> bool,
    fix: &'static Fix,
}

const PLAIN: Want = Want {
    name: "plain",
    setting: "compat.requiresStringContent",
    has: |entry| entry.plain_content,
    fix: &fixes::SET_STRING_CONTENT,
};
const STRICT: Want = Want {
    name: "strict",
    setting: "compat.strictMessageKeys",
    has: |entry| entry.strict_keys,
    fix: &fixes::SET_STRICT_KEYS,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| problem(complaint, facts))
}

fn problem(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let want = match complaint.signature.id {
        "message-keys-refused" => STRICT,
        _ => PLAIN,
    };
    let told = [("want", want.name.into()), ("setting", want.setting.into())];
    let Some(model) = about(complaint, facts) else {
        return Some(("a model".to_owned(), Problem::new(Phrase::new("local-model-content-some", told))));
    };
    if model.is_mended(want.has) {
        return None;
    }
    let name = claim(&model.name, 80);
    let on = model.has(want.has);
    let of_it = [("model", name.as_str().into()), ("on", on.into())];
    let problem = Problem::new(Phrase::new("local-model-content-is", told.into_iter().chain(of_it)));
    let problem = match model.entry.filter(|_| !on) {
        Some(_) => problem
            .fix(want.fix)
            .step(setting("models.providers", &name, format!("{}: true", want.setting)))
            .step(Phrase::new("local-model-content-then", [])),
        None => problem,
    };
    Some((model.name, problem))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const CONTENT: &str = "[model-fallback/decision] model fallback decision: decision=candidate_failed requested=lms/m \
                           candidate=lms/m reason=format next=none detail=400 messages[1].content: invalid type: sequence, \
                           expected a string at line 1 column 20";

    #[test]
    fn says() {
        let so = "The server of lms/m takes messages as plain text alone, and gets them in parts. No question to it is answered.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| complains(f, CONTENT), Said::Fail(so, "")),
                (
                    |f| {
                        sets_up(f, "lms", "m", |_| ());
                        complains(f, CONTENT);
                    },
                    Said::Fail(so, "Set requiresStringContent"),
                ),
                // set since
                (
                    |f| {
                        sets_up(f, "lms", "m", |entry| entry.plain_content = true);
                        complains(f, CONTENT);
                        edit(&mut f.config, |config| config.modified = Some(then()));
                    },
                    Said::Pass,
                ),
                // and said again
                (
                    |f| {
                        sets_up(f, "lms", "m", |entry| entry.plain_content = true);
                        complains(f, CONTENT);
                    },
                    Said::Fail(
                        "The server of lms/m takes messages as plain text alone, and gets them in parts, although \
                         compat.requiresStringContent is on. No question to it is answered.",
                        "",
                    ),
                ),
                (
                    |f| {
                        sets_up(f, "lms", "m", |_| ());
                        complains(
                            f,
                            "[agent/embedded] embedded run agent end: isError=true model=m provider=lms rawError=400 \
                             validation.keys: allowed message keys are [\"role\",\"content\"]",
                        );
                    },
                    Said::Fail(
                        "The server of lms/m takes no more of a message than its role and its content, and gets more. No question \
                         to it is answered.",
                        "Set strictMessageKeys",
                    ),
                ),
                (
                    |f| complains(f, "[agent/embedded] 400 invalid type: sequence, expected a string"),
                    Said::Fail(
                        "A model's server takes messages as plain text alone, and gets them in parts. Set \
                         compat.requiresStringContent to true for that model.",
                        "",
                    ),
                ),
            ],
        );
    }
}
