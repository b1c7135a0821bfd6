//! May the keys do what they are used for?

use super::key_accepted;
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    providers::answer::Answer,
};

pub(crate) static CHECK: Check = Check {
    id: "key-permitted",
    group: Group::Credentials,
    title: "Key lacks a permission",
    severity: Severity::Warning,
    depends_on: &[&key_accepted::CHECK],
    grace: std::time::Duration::ZERO,
    reads: &[Fact::KeyTests],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    super::said(facts, |test, _, answer| {
        // a person has to see to it, elsewhere
        let remedy = answer.remedy().filter(|_| matches!(answer, Answer::NotPermitted(_)))?;
        Some(Problem::new(super::two(answer.phrase(&test.key.words()), remedy)))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::providers::answer::{Bar, Refusal};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.key_tests = unavailable(), Said::Unknown("The system did not answer.")),
                (
                    |f| answered(f, Answer::NotPermitted(Bar::Model)),
                    Said::Fail(
                        "OpenAI knows the key and does not give it this model. Choose another model, or ask for this one.",
                        "",
                    ),
                ),
                (
                    |f| answered(f, Answer::NotPermitted(Bar::LongContext)),
                    Said::Fail(
                        "OpenAI takes the key, and long context is extra usage, which is not switched on. Switch extra usage \
                         on, or turn the long context off.",
                        "",
                    ),
                ),
                (|f| answered(f, Answer::Refused(Refusal::Wrong)), Said::Pass),
            ],
        );
    }
}
