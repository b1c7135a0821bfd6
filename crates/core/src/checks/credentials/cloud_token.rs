//! Can the cloud command line still sign in? It keeps its token in a file of its own, which the gateway does not use: where
//! there is no such file, nobody misses it.

use super::{Near, distance, moment};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    credentials::CloudLogin,
    facts::{Fact, Facts},
    fixes,
};

pub(crate) static CHECK: Check = Check {
    id: "cloud-token",
    group: Group::Credentials,
    title: "Cloud login expires",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::from_secs(60),
    reads: &[Fact::CloudLogin],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(login) = facts.cloud_login.value() else { return Verdict::unknown(facts.cloud_login.why_not()) };
    let Some(login) = login else { return Verdict::Pass };
    match judge(login, facts) {
        Some(problem) => problem.fix(&fixes::SIGN_IN_TO_CLOUD).step("Runs: clw auth login").into(),
        None => Verdict::Pass,
    }
}

fn judge(login: &CloudLogin, facts: &Facts) -> Option<Problem> {
    let problem = |message: &str, severity, evidence: &str| {
        let problem = Problem::new(message).severity(severity);
        problem.seen(Source::File, facts.cloud_login.at(), format!("{}: {evidence}", login.path))
    };
    if let Some(why) = &login.problem {
        let message = "The file that the cloud command line signs in with cannot be read. Its commands fail.";
        return Some(problem(message, Severity::Warning, why));
    }
    if !login.token {
        let message = "The cloud command line has no token. Its commands fail until you sign in.";
        return Some(problem(message, Severity::Warning, "there is no access_token"));
    }
    let end = login.expires?;
    let near = Near::of(end, facts.now)?;
    let when = distance(end, facts.now);
    let message = match near {
        Near::Over => format!("The cloud login expired {when}. Its commands fail until you sign in again."),
        Near::Soon | Near::Ahead => format!("The cloud login expires {when}. Its commands fail from then on."),
    };
    // the gateway does not need it: it is never worse than a warning
    let severity = near.severity().min(Severity::Warning);
    Some(problem(&message, severity, &format!("expires_at {}", moment(end))))
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
                (
                    |f| login(f, |l| l.expires = Some(then() + hours(5))),
                    Said::Fail(
                        "The cloud login expires in 5 hours. Its commands fail from then on.",
                        "Sign in to the cloud",
                    ),
                ),
                (
                    |f| login(f, |l| l.expires = Some(then() - hours(50))),
                    Said::Fail(
                        "The cloud login expired 2 days ago. Its commands fail until you sign in again.",
                        "Sign in to the cloud",
                    ),
                ),
                (
                    |f| login(f, |l| l.token = false),
                    Said::Fail(
                        "The cloud command line has no token. Its commands fail until you sign in.",
                        "Sign in to the cloud",
                    ),
                ),
                (
                    |f| login(f, |l| l.problem = Some("it is not JSON".into())),
                    Said::Fail(
                        "The file that the cloud command line signs in with cannot be read. Its commands fail.",
                        "Sign in to the cloud",
                    ),
                ),
            ],
        );
    }
}
