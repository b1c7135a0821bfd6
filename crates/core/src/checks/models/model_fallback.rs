//! Does another model answer when the main one does not? Only asked once it has not, more than once: whoever has one model that
//! works misses no second one.

use std::time::Duration;

use super::{about, api_version, context_window, local_model_content, local_model_tools, models};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{
        complaints::judge,
        credentials::{key_accepted, key_quota, rate_limited},
        gateway::gateway_responding,
        network::provider_available,
    },
    facts::{Fact, Facts},
    fixes,
    models::substitute,
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "model-fallback",
    group: Group::Models,
    title: "No model takes over",
    severity: Severity::Warning,
    depends_on: &[
        &gateway_responding::CHECK,
        &local_model_content::CHECK,
        &local_model_tools::CHECK,
        &context_window::CHECK,
        &api_version::CHECK,
        &key_accepted::CHECK,
        &key_quota::CHECK,
        &rate_limited::CHECK,
        &provider_available::CHECK,
    ],
    grace: Duration::ZERO,
    reads: &[Fact::Said, Fact::Config, Fact::KeyTests],
    evaluate,
};

/// Once is an accident.
const OFTEN: u64 = 2;

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| problem(complaint, facts))
}

fn problem(complaint: &Complaint, facts: &Facts) -> Option<(String, Problem)> {
    let settings = models(facts)?;
    let model = about(complaint, facts)?;
    let keeps_failing = complaint.signature.id == "model-unanswered" && complaint.count >= OFTEN;
    if !keeps_failing || settings.main.as_ref() != Some(&model.name) || !settings.fallbacks.is_empty() {
        return None;
    }
    let told = [("model", claim(&model.name, 80).into()), ("count", complaint.count.into())];
    let problem = Problem::new(Phrase::new("model-fallback-none", told));
    let problem = match substitute(facts) {
        Some(other) => problem
            .fix(&fixes::ADD_FALLBACK)
            .step(format!("agents.defaults.model.fallbacks: {}", claim(&other, 120)))
            .step(Phrase::new("model-fallback-then", [])),
        None => problem,
    };
    Some((model.name, problem))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const FAILED: &str = "[model-fallback/decision] model fallback decision: decision=candidate_failed requested=lms/m \
                          candidate=lms/m reason=format next=none detail=400 Something else.";

    fn fails_twice(facts: &mut Facts) {
        sets_up(facts, "lms", "m", |_| ());
        edit(&mut facts.config, |config| config.models.main = Some("lms/m".into()));
        complains(facts, FAILED);
        complains(facts, FAILED);
    }

    #[test]
    fn says() {
        let so =
            "lms/m is the main model and gave no answer 2 times within the hour, and no other is named to take over.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (fails_twice, Said::Fail(so, "")),
                (
                    |f| {
                        sets_up(f, "openai", "gpt", |_| ());
                        fails_twice(f);
                    },
                    Said::Fail(so, "Add a fallback"),
                ),
                // it may not be used
                (
                    |f| {
                        sets_up(f, "openai", "gpt", |_| ());
                        edit(&mut f.config, |config| config.models.allowed.push("lms/m".into()));
                        fails_twice(f);
                    },
                    Said::Fail(so, ""),
                ),
                (
                    |f| {
                        edit(&mut f.config, |config| config.models.fallbacks.push("openai/gpt".into()));
                        fails_twice(f);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        sets_up(f, "lms", "m", |_| ());
                        edit(&mut f.config, |config| config.models.main = Some("lms/m".into()));
                        complains(f, FAILED);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        fails_twice(f);
                        edit(&mut f.config, |config| config.models.main = Some("openai/gpt".into()));
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
