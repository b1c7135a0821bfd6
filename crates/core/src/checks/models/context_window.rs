//! Does what is asked fit into what the model may read? A window that the key is not allowed is refused each time; one
//! conversation that is too long is nobody else's trouble.

use std::time::Duration;

use super::{about, models, setting};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "context-window",
    group: Group::Models,
    title: "Context is too long",
    severity: Severity::Error,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| match complaint.signature.id {
        "long-context-refused" => refused(complaint, facts),
        "context-blocked" => blocked(complaint, facts),
        // the gateway makes a conversation shorter by itself, and says so
        _ => None,
    })
}

fn refused(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let Some(model) = about(complaint, facts) else {
        return Some(("a model".to_owned(), Problem::new(Phrase::new("context-window-refused-some", []))));
    };
    let name = claim(&model.name, 80);
    let on = models(facts).is_some_and(|models| models.long_context.contains(&model.name));
    if !on && model.before {
        return None;
    }
    let problem = Problem::new(Phrase::new("context-window-refused", [("model", name.as_str().into())]));
    let problem = if on {
        problem
            .fix(&fixes::TURN_LONG_CONTEXT_OFF)
            .step(setting("agents.defaults.models", &name, "params.context1m: false"))
            .step(Phrase::new("context-window-sooner", []))
    } else {
        problem
    };
    Some((model.name, problem))
}

fn blocked(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let model = about(complaint, facts)?;
    let words = Phrase::new("context-window-blocked", [("model", claim(&model.name, 80).into())]);
    Some((model.name, Problem::new(words).severity(Severity::Info)))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const REFUSED: &str = "[model-fallback/decision] model fallback decision: decision=candidate_failed \
                           requested=anthropic/claude candidate=anthropic/claude reason=billing providerErrorType=rate_limit_error \
                           next=none detail=Extra usage is required for long context requests.";

    #[test]
    fn says() {
        let so = "The key may not use the long context of anthropic/claude, and the provider refuses what is asked. Waiting does \
                  not help.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| complains(f, REFUSED), Said::Fail(so, "")),
                (
                    |f| {
                        edit(&mut f.config, |config| config.models.long_context.push("anthropic/claude".into()));
                        complains(f, REFUSED);
                    },
                    Said::Fail(so, "Turn context1m off"),
                ),
                (
                    |f| {
                        edit(&mut f.config, |config| config.modified = Some(then()));
                        complains(f, REFUSED);
                    },
                    Said::Pass,
                ),
                // this is how it goes well
                (
                    |f| {
                        complains(
                            f,
                            "[agent/embedded] context overflow detected (attempt 1/3); attempting auto-compaction for a/m",
                        );
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        complains(
                            f,
                            "[agent/embedded] [context-overflow-recovery] exhausted provider overflow recovery for a/m; \
                             livenessState=blocked suggestedAction=reset_or_new kind=context_overflow",
                        );
                    },
                    Said::Fail(
                        "A conversation is longer than a/m can read, and could not be made shorter. Write /new there to begin \
                         another.",
                        "",
                    ),
                ),
            ],
        );
    }
}
