//! Do the gateway and the provider speak the same version of the provider's API?

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding, in_terminal},
    facts::{Fact, Facts},
    fixes,
    said::Complaint,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "api-version",
    group: Group::Network,
    title: "API versions differ",
    severity: Severity::Error,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, problem)
}

fn problem(complaint: &Complaint) -> Option<(String, Problem)> {
    // that a request was not understood has many reasons; this one is named
    if complaint.signature.id != "api-version" {
        return None;
    }
    let name = complaint.field("provider").map_or_else(|| "A provider".to_owned(), |provider| claim(provider, 60));
    let named = complaint.field("provider").is_some();
    let told = [("named", named.into()), ("name", name.as_str().into())];
    let problem = Problem::new(Phrase::new("api-version-differs", told))
        .fix(&fixes::UPDATE_OPENCLAW)
        .by_hand()
        .step(in_terminal("npm install -g openclaw@latest"))
        .step(Phrase::new("api-version-restart", []))
        .step(Phrase::new("api-version-newest", []));
    Some((name, problem))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    #[test]
    fn says() {
        let so =
            "azure does not support the version of its API that the gateway speaks. No question to it is answered.";
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        complains(
                            f,
                            "[agent/embedded] embedded run agent end: isError=true model=m provider=azure error=LLM request failed: \
                             provider rejected the request schema or tool payload. rawError=400 The requested API version is not \
                             supported.",
                        );
                    },
                    Said::Fail(so, "Update OpenClaw"),
                ),
                // many reasons
                (
                    |f| {
                        complains(
                            f,
                            "[diagnostic] lane task error: lane=main error=\"LLM request failed: provider rejected the request \
                             schema or tool payload.\" errorName=FailoverError",
                        );
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
