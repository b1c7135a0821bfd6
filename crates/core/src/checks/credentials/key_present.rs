//! Does every provider that the gateway is to use have a credential?
//!
//! The gateway lists those that have one. Of the others only those are judged that are known to need one: a server on this
//! computer may not.

use super::name;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    credentials::Credentials,
    facts::{Fact, Facts},
    fixes,
    providers::find,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-present",
    group: Group::Credentials,
    title: "A key is missing",
    severity: Severity::Error,
    depends_on: &[&super::keychain_available::CHECK],
    grace: std::time::Duration::from_secs(30),
    reads: &[Fact::Credentials, Fact::KeySources],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else { return Verdict::unknown(facts.credentials.why_not()) };
    let Some(sources) = facts.key_sources.value() else { return Verdict::unknown(facts.key_sources.why_not()) };
    let needs = |wanted: &&String| find(wanted).is_some_and(|known| known.probe.is_some());
    let without = sources.wanted.iter().filter(needs).filter(|wanted| !has(credentials, wanted));
    let missing = without.map(|provider| {
        let message = Phrase::new("key-present-none", [("name", name(provider).into())]);
        let evidence = format!("{provider}: configured, and not among what the gateway has a credential for");
        let problem = Problem::new(message).seen(Source::Rpc, facts.credentials.at(), evidence).fix(&fixes::ADD_KEY);
        (provider.clone(), problem)
    });
    Verdict::Each(missing.collect())
}

/// Whether the gateway has something for it. A login that is over has a check of its own.
fn has(credentials: &Credentials, provider: &str) -> bool {
    credentials.providers.iter().any(|credential| {
        let same = credential.provider == provider || find(&credential.provider) == find(provider);
        same && (credential.key.is_some() || !credential.profiles.is_empty() || !credential.missing)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        credentials::{Credential, KeySource, ProfileKind},
        facts::Observed,
    };

    fn wants(facts: &mut Facts, provider: &str) {
        edit(&mut facts.key_sources, |sources| sources.wanted.push(provider.into()));
    }

    fn given(facts: &mut Facts, change: impl FnOnce(&mut Credential)) {
        wants(facts, "groq");
        let mut credential = Credential { provider: "groq".into(), missing: true, ..Credential::default() };
        change(&mut credential);
        edit(&mut facts.credentials, |credentials| credentials.providers.push(credential));
    }

    #[test]
    fn says() {
        let no_key = Said::Fail("The gateway has no key for Groq. It cannot use the models of Groq.", "Add key");
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.credentials = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| wants(f, "groq"), no_key),
                (|f| given(f, |_| {}), no_key),
                (|f| given(f, |credential| credential.key = Some(KeySource::Config)), Said::Pass),
                (
                    |f| {
                        given(f, |c| {
                            c.profiles = credential("groq", "Groq", ProfileKind::OAuth, Some(hours(-1))).profiles;
                        });
                    },
                    Said::Pass,
                ),
                // a server of the person's own may need none
                (|f| wants(f, "my-server"), Said::Pass),
                (|f| wants(f, "openai"), Said::Pass),
            ],
        );
    }
}
