//! Can the cloud command line still sign in? It keeps its token in a file of its own, which the gateway does not use: where
//! there is no such file, nobody misses it.

use super::{
    Near, distance, moment,
    token_expiry::{claims, not_yet},
};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::{clock::clock_skew, in_terminal},
    credentials::CloudLogin,
    facts::{Fact, Facts},
    fixes,
    text::clean,
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "cloud-token",
    group: Group::Credentials,
    title: "Cloud login expires",
    severity: Severity::Warning,
    depends_on: &[&clock_skew::CHECK],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::CloudLogin],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(login) = facts.cloud_login.value() else { return Verdict::unknown(facts.cloud_login.why_not()) };
    let Some(login) = login else { return Verdict::Pass };
    let Some(problem) = judge(login, facts) else { return Verdict::Pass };
    let (fix, step) = if let Some(program) = &login.program {
        let told = [("program", clean(program, 300).into())];
        (&fixes::SIGN_IN_TO_CLOUD, Phrase::new("cloud-token-step", told))
    } else {
        (&fixes::SIGN_IN_TO_CLOUD_YOURSELF, in_terminal("clw auth login"))
    };
    problem.fix(fix).step(step).into()
}

fn judge(login: &CloudLogin, facts: &Facts) -> Option<Problem> {
    let problem = |message: Phrase, severity, evidence: &str| {
        let problem = Problem::new(message).severity(severity);
        problem.seen(Source::File, facts.cloud_login.at(), format!("{}: {evidence}", login.path))
    };
    if let Some(why) = &login.problem {
        return Some(problem(Phrase::new("cloud-token-unreadable", []), Severity::Warning, why));
    }
    if !login.token {
        return Some(problem(Phrase::new("cloud-token-none", []), Severity::Warning, "there is no access_token"));
    }
    // the gateway does not need it: it is never worse than a warning
    let told = |so: &str, when: Phrase, severity: Severity| {
        let message = Phrase::new("cloud-token-login", [("so", so.into()), ("when", Told::from(when))]);
        let mut evidence: Vec<String> =
            login.expires.map(|end| format!("expires_at {}", moment(end))).into_iter().collect();
        evidence.extend(Some(claims(login.times)).filter(|claims| !claims.is_empty()));
        problem(message, severity.min(Severity::Warning), &evidence.join(", "))
    };
    if let Some(end) = login.ends()
        && let Some(near) = Near::of(end, login.life(), facts.now)
    {
        let when = distance(end, facts.now);
        return Some(told(near.so(), when, near.severity()).at_step(near.step()));
    }
    Some(told("early", not_yet(login.times, facts.now)?, Severity::Warning))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn login(facts: &mut Facts, change: impl FnOnce(&mut CloudLogin)) {
        let mut login = CloudLogin {
            path: "/home/a/.config/openclaw/credentials.json".into(),
            token: true,
            ..CloudLogin::default()
        };
        change(&mut login);
        facts.cloud_login = seen(Some(login));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.cloud_login = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| login(f, |_| {}), Said::Pass),
                (|f| login(f, |l| l.expires = Some(then() + hours(30 * 24))), Said::Pass),
                // an hour's token is renewed whenever a command runs
                (|f| login(f, |l| (l.written, l.expires) = (Some(then()), Some(then() + hours(1)))), Said::Pass),
                (
                    |f| {
                        login(f, |l| {
                            l.expires = Some(then() + hours(30 * 24));
                            l.times.ends = Some(then() - hours(3));
                        });
                    },
                    Said::Fail(
                        "The cloud login expired 3 hours ago. Its commands fail until you sign in again.",
                        "Sign in yourself",
                    ),
                ),
                (
                    |f| login(f, |l| l.times.begins = Some(then() + hours(3))),
                    Said::Fail(
                        "The cloud login is not valid yet: it begins in 3 hours. The clock of its issuer is ahead, or it is for \
                         later. Until then its commands fail.",
                        "Sign in yourself",
                    ),
                ),
                (
                    |f| login(f, |l| l.expires = Some(then() + hours(5))),
                    Said::Fail(
                        "The cloud login expires in 5 hours. Its commands fail from then on.",
                        "Sign in yourself",
                    ),
                ),
                (
                    |f| {
                        login(f, |l| (l.expires, l.program) = (Some(then() - hours(50)), Some("/usr/bin/clw".into())));
                    },
                    Said::Fail(
                        "The cloud login expired 2 days ago. Its commands fail until you sign in again.",
                        "Sign in to the cloud",
                    ),
                ),
                (
                    |f| login(f, |l| l.token = false),
                    Said::Fail(
                        "The cloud command line has no token. Its commands fail until you sign in.",
                        "Sign in yourself",
                    ),
                ),
                (
                    |f| login(f, |l| l.problem = Some("it is not JSON".into())),
                    Said::Fail(
                        "The file that the cloud command line signs in with cannot be read. Its commands fail.",
                        "Sign in yourself",
                    ),
                ),
            ],
        );
    }
}
