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

/// Each cause has its sentence with its signature; the languages know the signatures by their ids.
fn problem(complaint: &Complaint) -> (String, Problem) {
    let advice = complaint.signature.advice;
    let so = format!("{} {advice}", clean(&complaint.message, MESSAGE.saturating_sub(advice.chars().count())));
    let words = Phrase::new("browser-tool-so", [("signature", complaint.signature.id.into()), ("so", so.into())]);
    let subject = complaint.field("profile").unwrap_or("openclaw");
    (subject.to_owned(), Problem::new(words))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::words::Language;

    #[test]
    fn every_cause_is_said_as_its_signature_says_it_and_in_every_language() {
        for signature in crate::signatures::ALL.iter().filter(|signature| signature.check == CHECK.id) {
            let words = |so: &'static str| {
                Phrase::new("browser-tool-so", [("signature", signature.id.into()), ("so", so.into())])
            };
            assert!(words("").ends_with(signature.advice), "{}", signature.id);
            // nothing is left to what stands there for a cause without words
            for language in Language::all() {
                assert!(words("").said_in(language).ends_with('.'), "{} in {language:?}", signature.id);
            }
        }
    }

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
