//! Has a token an end that is near or past, or a beginning that has not come? Only of tokens that somebody has to replace: a
//! login that the gateway renews by itself is `token-refresh`'s.
//!
//! They are the tokens that the gateway tells of, keys that are tokens and say so themselves, and the one that the gateway
//! gave our own device. How near is near stands in `near.rs`.

use jiff::{SignedDuration, Timestamp};

use super::{Near, distance, moment};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::clock::clock_skew,
    credentials::{Credential, Profile, ProfileKind, ProfileState},
    facts::{Fact, Facts},
    fixes,
    providers::tested::KeyShape,
    text::clean,
    token_times::TokenTimes,
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "token-expiry",
    group: Group::Credentials,
    title: "Token expires",
    severity: Severity::Warning,
    depends_on: &[&clock_skew::CHECK],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::Credentials, Fact::KeyShapes],
    evaluate,
};

/// What the token of our device is called. No key has such a name.
const DEVICE: &str = "Clawtender";

/// A token that begins this soon is one of an issuer whose clock is a little ahead.
const LEEWAY: SignedDuration = SignedDuration::from_mins(1);

fn evaluate(facts: &Facts) -> Verdict {
    let keys = facts.key_shapes.value().into_iter().flatten();
    let keys = keys.filter_map(|key| Some((key.key.subject(), key_problem(key, facts)?)));
    let device = facts.link.token.and_then(|times| device_problem(times, facts));
    let others: Vec<_> = keys.chain(device.map(|problem| (DEVICE.to_owned(), problem))).collect();
    match facts.credentials.value() {
        Some(credentials) => {
            let tokens = credentials.providers.iter().flat_map(|provider| {
                let tokens = provider.profiles.iter().filter(|profile| profile.kind == ProfileKind::Token);
                tokens.filter_map(move |token| Some((token.id.clone(), judge(provider, token, facts)?)))
            });
            Verdict::Each(tokens.chain(others).collect())
        }
        // what is known all the same is told
        None if !others.is_empty() => Verdict::Each(others),
        None => Verdict::unknown(facts.credentials.why_not()),
    }
}

fn judge(provider: &Credential, token: &Profile, facts: &Facts) -> Option<Problem> {
    let (so, when, near) = match (token.expires, token.state) {
        // the gateway's word on what is over is by its own clock; where it names the end, ours is better
        (Some(end), _) => {
            // when it was issued, the gateway does not tell
            let near = Near::of(end, None, facts.now)?;
            (near.so(), Told::from(distance(end, facts.now)), near)
        }
        (None, ProfileState::Expired) => ("expired", "".into(), Near::Over),
        (None, ProfileState::Missing) => ("unusable", "".into(), Near::Over),
        (None, _) => return None,
    };
    // it was signed in anew under another name, say
    let beside = near == Near::Over && provider.has_beside(token);
    let told = [
        ("name", clean(&provider.name, 40).into()),
        ("id", clean(&token.id, 60).into()),
        ("so", if beside { "beside" } else { so }.into()),
        ("when", when),
    ];
    let problem = Problem::new(Phrase::new("token-expiry-login", told));
    let mut evidence = vec![format!("{}: {}", token.id, word(token.state))];
    evidence.extend(token.reason.clone());
    evidence.extend(token.expires.map(|end| format!("expires {}", moment(end))));
    let problem =
        if beside { problem.severity(Severity::Info) } else { problem.severity(near.severity()).at_step(near.step()) };
    let problem = problem.fix(&fixes::SIGN_IN_AGAIN);
    Some(problem.seen(Source::Rpc, facts.credentials.at(), evidence.join(", ")))
}

fn key_problem(key: &KeyShape, facts: &Facts) -> Option<Problem> {
    let times = key.times?;
    let name = key.key.words();
    let words = |so: &str, when: Phrase| {
        Phrase::new("token-expiry-key", [("name", name.as_str().into()), ("so", so.into()), ("when", when.into())])
    };
    let problem = of_its_own(words, times, facts.now)?;
    Some(problem.fix(&fixes::REPLACE_KEY).seen(Source::Probe, facts.key_shapes.at(), claims(times)))
}

fn device_problem(times: TokenTimes, facts: &Facts) -> Option<Problem> {
    let words = |so: &str, when: Phrase| Phrase::new("token-expiry-device", [("so", so.into()), ("when", when.into())]);
    let problem = of_its_own(words, times, facts.now)?;
    let severity = problem.severity.map_or(Severity::Warning, |severity| severity.min(Severity::Warning));
    Some(problem.severity(severity).fix(&fixes::PAIR_AGAIN).seen(Source::Rpc, None, claims(times)))
}

/// What is wrong with the times that a token tells of itself; `words` says what is so, and when.
fn of_its_own(words: impl Fn(&str, Phrase) -> Phrase, times: TokenTimes, now: Timestamp) -> Option<Problem> {
    if let Some(end) = times.ends
        && let Some(near) = Near::of(end, times.lifetime(), now)
    {
        let message = words(near.so(), distance(end, now));
        return Some(Problem::new(message).severity(near.severity()).at_step(near.step()));
    }
    Some(Problem::new(words("early", not_yet(times, now)?)).severity(Severity::Error))
}

/// When a token of the future begins. The clock here is right, or `clock-skew` would have the word.
pub(super) fn not_yet(times: TokenTimes, now: Timestamp) -> Option<Phrase> {
    let begins = times.begins.filter(|begins| begins.duration_since(now) > LEEWAY)?;
    Some(distance(begins, now))
}

/// The times in a token, as evidence.
pub(super) fn claims(times: TokenTimes) -> String {
    let named = [("iat", times.issued), ("nbf", times.begins), ("exp", times.ends)];
    let told = named.into_iter().filter_map(|(claim, time)| Some(format!("{claim} {}", moment(time?))));
    told.collect::<Vec<_>>().join(", ")
}

/// The gateway's own word.
fn word(state: ProfileState) -> &'static str {
    match state {
        ProfileState::Static => "static",
        ProfileState::Good => "ok",
        ProfileState::Expiring => "expiring",
        ProfileState::Expired => "expired",
        ProfileState::Missing => "missing",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn token(facts: &mut Facts, hours_left: i64) {
        let provider = credential("openrouter", "OpenRouter", ProfileKind::Token, Some(hours(hours_left)));
        edit(&mut facts.credentials, |credentials| credentials.providers.push(provider));
    }

    /// The gateway does not name an end that has passed.
    fn without_an_end(facts: &mut Facts, state: ProfileState) {
        token(facts, -1);
        edit(&mut facts.credentials, |credentials| {
            let profile = &mut credentials.providers.last_mut().unwrap().profiles[0];
            (profile.expires, profile.state) = (None, state);
        });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.credentials = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| token(f, 15 * 24), Said::Pass),
                (|f| without_an_end(f, ProfileState::Static), Said::Pass),
                (
                    |f| token(f, 10 * 24),
                    Said::Fail(
                        "The token for OpenRouter (openrouter:default) expires in 10 days. From then on requests that need it \
                         fail.",
                        "Sign in again",
                    ),
                ),
                (
                    |f| token(f, -3),
                    Said::Fail(
                        "The token for OpenRouter (openrouter:default) expired 3 hours ago. Requests that need it fail until \
                         you sign in again.",
                        "Sign in again",
                    ),
                ),
                // signed in anew, under another name
                (
                    |f| {
                        token(f, -3);
                        edit(&mut f.credentials, |credentials| {
                            let profiles = &mut credentials.providers.last_mut().unwrap().profiles;
                            profiles.push(Profile { id: "openrouter:new".into(), ..profiles[0].clone() });
                            profiles[1].expires = None;
                            profiles[1].state = ProfileState::Good;
                        });
                    },
                    Said::Fail(
                        "The token for OpenRouter (openrouter:default) is over. The gateway uses another login for it.",
                        "Sign in again",
                    ),
                ),
                (
                    |f| without_an_end(f, ProfileState::Expired),
                    Said::Fail(
                        "The token for OpenRouter (openrouter:default) has expired. Requests that need it fail until you sign \
                         in again.",
                        "Sign in again",
                    ),
                ),
                (
                    |f| without_an_end(f, ProfileState::Missing),
                    Said::Fail(
                        "The token for OpenRouter (openrouter:default) cannot be used by the gateway. Requests that need it \
                         fail until you sign in again.",
                        "Sign in again",
                    ),
                ),
            ],
        );
    }

    fn key(facts: &mut Facts, begins: Option<i64>, issued: Option<i64>, ends: Option<i64>) {
        let at = |offset: i64| then() + hours(offset);
        let (issued, begins, ends) = (issued.map(at), begins.map(at), ends.map(at));
        shaped(facts, |key| key.times = Some(TokenTimes { issued, begins, ends }));
    }

    #[test]
    fn says_what_a_token_tells_of_itself() {
        table(
            &CHECK,
            &[
                (|f| key(f, Some(-1), Some(-1), Some(15 * 24)), Said::Pass),
                // an hour's token is in the second half of its life, which is nobody's affair
                (|f| key(f, None, Some(0), Some(1)), Said::Pass),
                (
                    |f| key(f, None, Some(-20 * 24), Some(10 * 24)),
                    Said::Fail(
                        "The key for OpenAI is a token that expires in 10 days. From then on its models do not answer.",
                        "Replace key",
                    ),
                ),
                // also where the gateway cannot be asked
                (
                    |f| {
                        key(f, None, None, Some(-2));
                        f.credentials = unavailable();
                    },
                    Said::Fail(
                        "The key for OpenAI is a token that expired 2 hours ago. Until there is another, its models do not \
                         answer.",
                        "Replace key",
                    ),
                ),
                (
                    |f| key(f, Some(3), Some(3), Some(90 * 24)),
                    Said::Fail(
                        "The key for OpenAI is a token that is not valid yet: it begins in 3 hours. The clock of its issuer is \
                         ahead, or it is for later. Until then its models do not answer.",
                        "Replace key",
                    ),
                ),
                (
                    |f| f.link.token = Some(TokenTimes { ends: Some(then() + hours(2)), ..TokenTimes::default() }),
                    Said::Fail(
                        "The token that the gateway gave Clawtender expires in 2 hours. From then on it does not let Clawtender \
                         in by it.",
                        "Pair again",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn an_issuer_that_is_a_few_seconds_ahead_is_no_finding() {
        let seconds =
            |seconds| TokenTimes { begins: Some(then() + SignedDuration::from_secs(seconds)), ..TokenTimes::default() };
        assert_eq!(not_yet(seconds(60), then()), None);
        assert!(not_yet(seconds(61), then()).is_some());
        assert_eq!(claims(seconds(0)), format!("nbf {}", moment(then())));
    }

    #[test]
    fn a_clock_that_is_put_right_puts_the_judgement_right() {
        let mut facts = with(|facts| token(facts, 1));
        let severity = |facts: &Facts| match evaluate(facts) {
            Verdict::Each(problems) => problems.first().and_then(|(_, problem)| problem.severity),
            other => panic!("{other:?}"),
        };
        assert_eq!(severity(&facts), Some(Severity::Warning));
        facts.now += hours(2);
        assert_eq!(severity(&facts), Some(Severity::Error));
        facts.now -= hours(12 * 24);
        assert_eq!(severity(&facts), Some(Severity::Info));
    }
}
