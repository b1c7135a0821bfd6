//! Has a token an end that is near or past? Only of tokens that somebody has to replace: a login that the gateway renews by
//! itself is `token-refresh`'s.

use super::{Near, distance, moment};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::clock::clock_skew,
    credentials::{Credential, Profile, ProfileKind, ProfileState},
    facts::{Fact, Facts},
    fixes,
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "token-expiry",
    group: Group::Credentials,
    title: "Token expires",
    severity: Severity::Warning,
    depends_on: &[&clock_skew::CHECK],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::Credentials],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else {
        return Verdict::unknown(facts.credentials.why_not());
    };
    let tokens = credentials.providers.iter().flat_map(|provider| {
        let tokens = provider.profiles.iter().filter(|profile| profile.kind == ProfileKind::Token);
        tokens.filter_map(move |token| Some((token.id.clone(), judge(provider, token, facts)?)))
    });
    Verdict::Each(tokens.collect())
}

fn judge(provider: &Credential, token: &Profile, facts: &Facts) -> Option<Problem> {
    let whose = format!("The token for {} ({})", clean(&provider.name, 40), clean(&token.id, 60));
    let lost = "Requests that need it fail until you sign in again.";
    let (message, near) = match (token.expires, token.state) {
        // the gateway's word on what is over is by its own clock; where it names the end, ours is better
        (Some(end), _) => {
            let near = Near::of(end, facts.now)?;
            let when = distance(end, facts.now);
            let message = match near {
                Near::Over => format!("{whose} expired {when}. {lost}"),
                Near::Soon | Near::Ahead => format!("{whose} expires {when}. From then on requests that need it fail."),
            };
            (message, near)
        }
        (None, ProfileState::Expired) => (format!("{whose} has expired. {lost}"), Near::Over),
        (None, ProfileState::Missing) => (format!("{whose} cannot be used by the gateway. {lost}"), Near::Over),
        (None, _) => return None,
    };
    let mut evidence = vec![format!("{}: {}", token.id, word(token.state))];
    evidence.extend(token.reason.clone());
    evidence.extend(token.expires.map(|end| format!("expires {}", moment(end))));
    let problem = match near {
        // it was signed in anew under another name, say
        Near::Over if provider.has_beside(token) => {
            let message = format!("{whose} is over. The gateway uses another login for it.");
            Problem::new(message).severity(Severity::Info)
        }
        near => Problem::new(message).severity(near.severity()),
    };
    let problem = problem.fix(&fixes::SIGN_IN_AGAIN);
    Some(problem.seen(Source::Rpc, facts.credentials.at(), evidence.join(", ")))
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
