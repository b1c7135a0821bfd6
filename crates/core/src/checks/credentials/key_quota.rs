//! Is there credit behind the keys?

use super::key_accepted;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::answer::Answer,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-quota",
    group: Group::Credentials,
    title: "Credit is used up",
    severity: Severity::Error,
    depends_on: &[&key_accepted::CHECK],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyTests],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::said(facts, |test, _, answer| {
        let remedy = answer.remedy().filter(|_| answer == Answer::OutOfQuota)?;
        let problem = Problem::new(super::two(answer.phrase(&test.key.words()), remedy));
        Some(match super::provider(test).and_then(|provider| provider.billing) {
            Some(page) => {
                problem.fix(&fixes::OPEN_BILLING_PAGE).step(Phrase::new("key-quota-step", [("page", page.into())]))
            }
            None => problem,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::providers::tested::KeyTest;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| answered(f, Answer::OutOfQuota),
                    Said::Fail(
                        "The credit or the quota at OpenAI is used up. Waiting does not bring it back. Add credit, or raise the \
                         limit.",
                        "Open billing page",
                    ),
                ),
                (|f| answered(f, Answer::RateLimited { retry_after: None }), Said::Pass),
                // where nobody knows the page
                (
                    |f| {
                        answered(f, Answer::OutOfQuota);
                        edit(&mut f.key_tests, |tests: &mut Vec<KeyTest>| tests[0].key.provider = "mine".into());
                    },
                    Said::Fail(
                        "The credit or the quota at mine is used up. Waiting does not bring it back. Add credit, or raise the \
                         limit.",
                        "",
                    ),
                ),
            ],
        );
    }
}
