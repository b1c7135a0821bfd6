//! Does the model's server understand how messages are put to it? Some take plain text alone, and refuse all else.

use std::time::Duration;

use super::about;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes::{self, Fix},
    models::Entry,
    said::Complaint,
    text::claim,
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
    so: &'static str,
    setting: &'static str,
    has: fn(&Entry) -> bool,
    fix: &'static Fix,
}

const PLAIN: Want = Want {
    so: "takes messages as plain text alone, and gets them in parts",
    setting: "compat.requiresStringContent",
    has: |entry| entry.plain_content,
    fix: &fixes::SET_STRING_CONTENT,
};
const STRICT: Want = Want {
    so: "takes no more of a message than its role and its content, and gets more",
    setting: "compat.strictMessageKeys",
    has: |entry| entry.strict_keys,
    fix: &fixes::SET_STRICT_KEYS,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| problem(complaint, facts))
}

fn problem(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let Want { so, setting, has, fix } = match complaint.signature.id {
        "message-keys-refused" => STRICT,
        _ => PLAIN,
    };
    let Some(model) = about(complaint, facts) else {
        let words = format!("A model's server {so}. Set {setting} to true for that model.");
        return Some(("a model".to_owned(), Problem::new(words)));
    };
    if model.is_mended(has) {
        return None;
    }
    let name = claim(&model.name, 80);
    if model.has(has) {
        let words = format!("The server of {name} {so}, although {setting} is on. No question to it is answered.");
        return Some((model.name, Problem::new(words)));
    }
    let problem = Problem::new(format!("The server of {name} {so}. No question to it is answered."));
    let problem = match model.entry {
        Some(_) => problem
            .fix(fix)
            .step(format!("models.providers, the model {name}: {setting}: true"))
            .step("The gateway takes it up by itself"),
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
