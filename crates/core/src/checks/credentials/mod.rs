//! Keys and tokens: whether there is one, what its provider says of it, and until when it lasts.
//!
//! Each file is one check, and each key is a finding of its own. What a provider said is a fact with an age; a question that
//! nobody answered is not an answer, so that a computer without a network has no refused keys. An end is judged with the
//! corrected clock. What the gateway renews by itself is nobody's affair until it fails to.

use jiff::{SignedDuration, Timestamp};

use self::near::Near;
use crate::{
    check::{Problem, Source, Verdict},
    facts::Facts,
    providers::{
        Provider,
        answer::Answer,
        find,
        tested::{KeyTest, Tested},
    },
    text::clean,
    words::{Phrase, Told},
};

pub(super) mod cloud_token;
pub(super) mod key_accepted;
pub(super) mod key_age;
pub(super) mod key_permitted;
pub(super) mod key_plaintext;
pub(super) mod key_present;
pub(super) mod key_quota;
pub(super) mod key_shadowed;
pub(super) mod key_wellformed;
pub(in crate::checks) mod keychain_available;
pub(in crate::checks) mod login_endangered;
mod near;
pub(super) mod rate_limited;
pub(super) mod secrets_resolved;
pub(super) mod token_expiry;
pub(super) mod token_refresh;

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

/// What people call a provider.
fn name(provider: &str) -> String {
    find(provider).map_or_else(|| clean(provider, 40), |known| known.name.to_owned())
}

fn names(providers: &[String]) -> Told {
    super::names(providers.iter().map(|provider| name(provider).into()).collect()).into()
}

/// A sentence and the next one.
fn two(first: Phrase, second: Phrase) -> Phrase {
    Phrase::new("two-sentences", [("first", first.into()), ("second", second.into())])
}

/// How far an end is from now: `in 3 days`, `2 hours ago`.
fn distance(end: Timestamp, now: Timestamp) -> Phrase {
    let left = end.duration_since(now);
    let (count, unit) = span(left.abs());
    let side = if left.is_negative() { "past" } else { "ahead" };
    Phrase::new("span-distance", [("side", side.into()), ("count", count.into()), ("unit", unit.into())])
}

/// How many of the larger of the units that are of use here.
fn span(duration: SignedDuration) -> (i64, &'static str) {
    let minutes = duration.as_mins();
    match minutes {
        0 => (0, "moment"),
        1..120 => (minutes, "minutes"),
        120..2880 => (minutes / 60, "hours"),
        _ => (minutes / (24 * 60), "days"),
    }
}

/// The day of an end, as evidence: `2026-05-03 14:00 UTC`.
fn moment(time: Timestamp) -> String {
    let text = time.to_string();
    let (day, clock) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {} UTC", clock.get(..5).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_said_in_the_larger_of_the_units_that_are_of_use() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        for (minutes, words) in [
            (-90, "90 minutes ago"),
            (0, "in less than a minute"),
            (1, "in 1 minute"),
            (119, "in 119 minutes"),
            (120, "in 2 hours"),
            (3 * 24 * 60, "in 3 days"),
            (14 * 24 * 60, "in 14 days"),
        ] {
            assert_eq!(distance(now + SignedDuration::from_mins(minutes), now), words, "{minutes}");
        }
        assert_eq!(moment(now), "2026-11-20 12:00 UTC");
    }
}
