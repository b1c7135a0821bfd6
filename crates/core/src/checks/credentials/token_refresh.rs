//! Does the gateway renew the logins that it says it renews? It tries to whenever it is asked for them, so that one that is
//! still over in its answer was refused.

use super::{distance, moment};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{
        complaints::{may_be_of, quoted},
        network::provider_reachable,
    },
    credentials::{Credential, Profile, ProfileKind, ProfileState},
    facts::{Fact, Facts},
    fixes,
    text::clean,
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "token-refresh",
    group: Group::Credentials,
    title: "Login is not renewed",
    severity: Severity::Error,
    depends_on: &[&super::login_endangered::CHECK, &provider_reachable::CHECK],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::Credentials, Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else {
        return Verdict::unknown(facts.credentials.why_not());
    };
    let logins = credentials.providers.iter().flat_map(|provider| {
        let logins = provider.profiles.iter().filter(|profile| profile.kind == ProfileKind::OAuth);
        let over = logins.filter(|login| matches!(login.state, ProfileState::Expired | ProfileState::Missing));
        over.map(move |login| (login.id.clone(), problem(provider, login, facts)))
    });
    Verdict::Each(logins.collect())
}

fn problem(provider: &Credential, login: &Profile, facts: &Facts) -> Problem {
    let when = login.expires.map_or_else(|| Told::from(""), |end| distance(end, facts.now).into());
    let told = [
        ("name", clean(&provider.name, 40).into()),
        ("id", clean(&login.id, 60).into()),
        ("told", login.expires.is_some().into()),
        ("when", when),
        ("beside", provider.has_beside(login).into()),
    ];
    let mut evidence = vec![format!("{}: expired", login.id)];
    evidence.extend(login.reason.clone());
    evidence.extend(login.expires.map(|end| format!("expired {}", moment(end))));
    let severity = if provider.has_beside(login) { Severity::Info } else { CHECK.severity };
    let problem = Problem::new(Phrase::new("token-refresh-not", told)).severity(severity);
    let problem = problem.fix(&fixes::SIGN_IN_AGAIN).seen(Source::Rpc, facts.credentials.at(), evidence.join(", "));
    quoted(problem, facts, CHECK.id, |complaint| {
        may_be_of(complaint, "provider", &[&provider.provider]) && may_be_of(complaint, "profile", &[&login.id])
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn login(facts: &mut Facts, hours_left: i64) {
        let provider = credential("xai", "xAI", ProfileKind::OAuth, Some(hours(hours_left)));
        edit(&mut facts.credentials, |credentials| credentials.providers.push(provider));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.credentials = Observed::Pending, Said::Unknown("Not asked yet.")),
                // it is renewed when it is needed
                (|f| login(f, 1), Said::Pass),
                (
                    |f| login(f, -5),
                    Said::Fail(
                        "The sign-in for xAI (xai:default) could not be renewed. It ended 5 hours ago. The gateway cannot use it \
                         until you sign in again.",
                        "Sign in again",
                    ),
                ),
                (
                    |f| {
                        login(f, -5);
                        edit(&mut f.credentials, |credentials| {
                            let profiles = &mut credentials.providers.last_mut().unwrap().profiles;
                            profiles.push(Profile { id: "xai:new".into(), expires: None, ..profiles[0].clone() });
                            profiles[1].state = ProfileState::Good;
                        });
                    },
                    Said::Fail(
                        "The sign-in for xAI (xai:default) could not be renewed. It ended 5 hours ago. The gateway uses another \
                         login for it.",
                        "Sign in again",
                    ),
                ),
            ],
        );
    }
}
