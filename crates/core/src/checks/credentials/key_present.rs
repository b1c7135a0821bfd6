//! Does every provider that the gateway is to use have a credential? The gateway says so of each.

use super::name;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
};

pub(crate) static CHECK: Check = Check {
    id: "key-present",
    group: Group::Credentials,
    title: "A key is missing",
    severity: Severity::Error,
    depends_on: &[&super::keychain_available::CHECK],
    grace: std::time::Duration::from_secs(30),
    reads: &[Fact::Credentials],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else { return Verdict::unknown(facts.credentials.why_not()) };
    // a login that is over has a check of its own
    let without = credentials
        .providers
        .iter()
        .filter(|credential| credential.missing && credential.key.is_none() && credential.profiles.is_empty());
    let missing = without.map(|credential| {
        let message =
            format!("The gateway has no key for {0}. It cannot use the models of {0}.", name(&credential.provider));
        let evidence = format!("{}: missing", credential.provider);
        let problem = Problem::new(message).seen(Source::Rpc, facts.credentials.at(), evidence).fix(&fixes::ADD_KEY);
        (credential.provider.clone(), problem)
    });
    Verdict::Each(missing.collect())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        credentials::{Credential, KeySource, ProfileKind},
        facts::Observed,
    };

    fn lacks(facts: &mut Facts, change: impl FnOnce(&mut Credential)) {
        let mut credential = Credential { provider: "groq".into(), missing: true, ..Credential::default() };
        change(&mut credential);
        edit(&mut facts.credentials, |credentials| credentials.providers.push(credential));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.credentials = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| lacks(f, |_| {}),
                    Said::Fail("The gateway has no key for Groq. It cannot use the models of Groq.", "Add key"),
                ),
                (|f| lacks(f, |credential| credential.key = Some(KeySource::Config)), Said::Pass),
                (
                    |f| {
                        let over = credential("groq", "Groq", ProfileKind::OAuth, Some(hours(-1)));
                        lacks(f, |credential| credential.profiles = over.profiles);
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
