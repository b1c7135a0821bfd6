//! Does a provider ask us to wait?
//!
//! Offers nothing: time heals it, and a restart of the gateway only loses what it was doing.

use jiff::SignedDuration;

use super::key_accepted;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    providers::answer::Answer,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "rate-limited",
    group: Group::Credentials,
    title: "Too many requests",
    severity: Severity::Warning,
    depends_on: &[&key_accepted::CHECK],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyTests],
    evaluate,
};

/// How long it is believed where nobody says how long.
const USUAL: u64 = 60;

fn evaluate(facts: &Facts) -> Verdict {
    super::said(facts, |test, last, answer| {
        let Answer::RateLimited { retry_after } = answer else { return None };
        let seconds = i64::try_from(retry_after.unwrap_or(USUAL)).unwrap_or(i64::MAX);
        let until = last.at.checked_add(SignedDuration::from_secs(seconds)).ok()?;
        let left = u64::try_from(until.duration_since(facts.now).as_secs()).ok().filter(|left| *left > 0)?;
        let so = Answer::RateLimited { retry_after: retry_after.map(|_| left) }.phrase(&test.key.words());
        Some(Problem::new(Phrase::new("rate-limited-is", [("so", so.into())])))
    })
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
                // asked 20 s ago
                (
                    |f| answered(f, Answer::RateLimited { retry_after: Some(80) }),
                    Said::Fail(
                        "OpenAI takes no more requests for 60 s. It ends by itself; a restart of the gateway does not shorten it.",
                        "",
                    ),
                ),
                (
                    |f| answered(f, Answer::RateLimited { retry_after: None }),
                    Said::Fail(
                        "OpenAI takes no more requests for the moment. It ends by itself; a restart of the gateway does not \
                         shorten it.",
                        "",
                    ),
                ),
                (|f| answered(f, Answer::RateLimited { retry_after: Some(20) }), Said::Pass),
                (|f| answered(f, Answer::RateLimited { retry_after: Some(0) }), Said::Pass),
                (
                    |f| {
                        answered(f, Answer::RateLimited { retry_after: None });
                        f.now = then() + SignedDuration::from_mins(2);
                    },
                    Said::Pass,
                ),
                (|f| answered(f, Answer::OutOfQuota), Said::Pass),
            ],
        );
    }
}
