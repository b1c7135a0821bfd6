//! Keys: what they look like, what their providers say of them, and how old they are.
//!
//! Each file is one check, and each key is a finding of its own. What a provider said is a fact with an age; a question that
//! nobody answered is not an answer, so that a computer without a network has no refused keys.

use crate::{
    check::{Problem, Source, Verdict},
    facts::Facts,
    providers::{
        Provider,
        answer::Answer,
        find,
        tested::{KeyTest, Tested},
    },
};

pub(super) mod key_accepted;
pub(super) mod key_age;
pub(super) mod key_permitted;
pub(super) mod key_quota;
pub(super) mod key_wellformed;
pub(super) mod rate_limited;

/// A verdict on every key about which its provider has said something that `judge` finds wrong. The others pass here:
/// whether they could be asked about is for `key-accepted` to say.
fn said(facts: &Facts, judge: impl Fn(&KeyTest, &Tested, Answer) -> Option<Problem>) -> Verdict {
    let Some(tests) = facts.key_tests.value() else { return Verdict::unknown(facts.key_tests.why_not()) };
    let judged = |test: &KeyTest| {
        let last = test.last.as_ref()?;
        let problem = judge(test, last, last.verdict()?)?;
        Some((test.key.subject(), quoted(problem, last)))
    };
    Verdict::Each(tests.iter().filter_map(judged).collect())
}

/// With what the provider said.
fn quoted(problem: Problem, last: &Tested) -> Problem {
    let said = if last.said.is_empty() { "no more was said" } else { &last.said };
    let request = last.request_id.as_ref().map(|id| format!(" (request {id})")).unwrap_or_default();
    problem.seen(Source::Probe, Some(last.at), format!("{}: {said}{request}", last.host))
}

fn provider(test: &KeyTest) -> Option<&'static Provider> {
    find(&test.key.provider)
}
