//! Does the browser work that the agent may use? Only asked of whoever has tried: a gateway has the tool with or without a
//! browser.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::{complaints::judge, gateway::gateway_responding},
    facts::{Fact, Facts},
    said::Complaint,
    text::clean,
    words::Phrase,
};

/// Characters of the message that there are for what is so and for the advice.
const MESSAGE: usize = 230;

pub(crate) static CHECK: Check = Check {
    id: "browser-tool",
    group: Group::Channels,
    title: "Browser does not work",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: Duration::ZERO,
    reads: &[Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    judge(facts, CHECK.id, |complaint| Some(problem(complaint)))
}

/// What is so and what to do, as its signature says it.
fn problem(complaint: &Complaint) -> (String, Problem) {
    let advice = complaint.signature.advice();
    let words = Phrase::made(|language| {
        let advice = advice.said_in(language);
        let so = clean(&complaint.message.said_in(language), MESSAGE.saturating_sub(advice.chars().count()));
        format!("{so} {advice}")
    });
    let subject = complaint.field("profile").unwrap_or("openclaw");
    (subject.to_owned(), Problem::new(words))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        complains(
                            f,
                            "[ws] ⇄ res ✗ browser.request 4870ms errorCode=UNAVAILABLE errorMessage=Error: No supported browser \
                             found (Chrome/Brave/Edge/Chromium on macOS, Linux, or Windows). conn=00146aa6…cb27 id=call",
                        );
                    },
                    Said::Fail(
                        "No browser was found for the agent. Install Chrome, Brave, Edge or Chromium, or correct \
                         browser.executablePath.",
                        "",
                    ),
                ),
                (
                    |f| {
                        complains(
                            f,
                            "[browser] Remote CDP for profile \"work\" is not reachable at http://127.0.0.1:9222.",
                        );
                    },
                    Said::Fail(
                        "The browser that the agent is to use cannot be reached. Start it with remote debugging on, and keep it \
                         open; or use the managed openclaw profile.",
                        "",
                    ),
                ),
            ],
        );
    }
}
