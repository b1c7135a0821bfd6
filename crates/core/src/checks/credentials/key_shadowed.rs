//! Does the gateway use the key that the person has put into the keychain, or does another one win? Which one it uses, the
//! gateway says; it is not worked out here.

use super::name;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    credentials::{Credential, KeySource},
    facts::{Fact, Facts},
    fixes,
    keys::{KeySources, Place},
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "key-shadowed",
    group: Group::Credentials,
    title: "Another key is used",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::KeySources, Fact::Credentials],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else { return Verdict::unknown(facts.credentials.why_not()) };
    let Some(sources) = facts.key_sources.value() else { return Verdict::unknown(facts.key_sources.why_not()) };
    let shadowed = credentials.providers.iter().filter_map(|credential| {
        let place = wins(credential, sources)?;
        let name = name(&credential.provider);
        let message =
            format!("The gateway takes the key for {name} from {place}, and not the one that is kept in the keychain.");
        let problem = Problem::new(message)
            .seen(Source::Rpc, facts.credentials.at(), format!("{}: {place}", credential.provider))
            .fix(&fixes::USE_KEYCHAIN)
            .step(format!("models.providers.{}.apiKey: the keychain", clean(&credential.provider, 64)));
        Some((credential.provider.clone(), problem))
    });
    Verdict::Each(shadowed.collect())
}

/// What the gateway takes in the place of the keychain's key, where there is one.
fn wins(credential: &Credential, sources: &KeySources) -> Option<String> {
    let kept = sources
        .keys
        .iter()
        .any(|key| key.place == Place::Keychain && key.account.is_none() && key.provider == credential.provider);
    let told = sources.bridge.as_ref().is_some_and(|bridge| bridge.providers.contains(&credential.provider));
    if !kept {
        return None;
    }
    match credential.key.as_ref()? {
        // the configuration's own word: the keychain, or what stands there in its place
        KeySource::Config if told => None,
        KeySource::Config => Some("the configuration".to_owned()),
        KeySource::Variable(variable) if variable.is_empty() => Some("a variable of its environment".to_owned()),
        KeySource::Variable(variable) => Some(format!("the variable {}", clean(variable, 80))),
        KeySource::Other(other) => Some(clean(other, 60)),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn uses(facts: &mut Facts, source: KeySource) {
        kept(facts, "groq");
        edit(&mut facts.credentials, |credentials| {
            let provider = "groq".to_owned();
            credentials.providers.push(Credential { provider, key: Some(source), ..Credential::default() });
        });
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.credentials = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| uses(f, KeySource::Variable("GROQ_API_KEY".into())),
                    Said::Fail(
                        "The gateway takes the key for Groq from the variable GROQ_API_KEY, and not the one that is kept in the \
                         keychain.",
                        "Use the keychain",
                    ),
                ),
                (
                    |f| uses(f, KeySource::Config),
                    Said::Fail(
                        "The gateway takes the key for Groq from the configuration, and not the one that is kept in the keychain.",
                        "Use the keychain",
                    ),
                ),
                (
                    |f| {
                        uses(f, KeySource::Config);
                        bridged(f, &["groq"]);
                    },
                    Said::Pass,
                ),
                // nothing is kept for it
                (
                    |f| {
                        uses(f, KeySource::Variable("GROQ_API_KEY".into()));
                        edit(&mut f.key_sources, |sources| sources.keys.clear());
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
