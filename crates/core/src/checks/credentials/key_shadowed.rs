//! Does the gateway use the key that the person has put into the keychain, or does another one win? Which one it uses, the
//! gateway says; it is not worked out here.

use super::name;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    credentials::{Credential, KeySource, ProfileKind},
    facts::{Fact, Facts},
    fixes,
    keys::{KeySources, Place},
    text::clean,
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "key-shadowed",
    group: Group::Credentials,
    title: "Another key is used",
    severity: Severity::Warning,
    depends_on: &[],
    grace: std::time::Duration::from_mins(1),
    reads: &[Fact::KeySources, Fact::Credentials, Fact::Variables],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(credentials) = facts.credentials.value() else { return Verdict::unknown(facts.credentials.why_not()) };
    let Some(sources) = facts.key_sources.value() else { return Verdict::unknown(facts.key_sources.why_not()) };
    let shadowed = credentials.providers.iter().filter_map(|credential| {
        let place = wins(credential, sources)?;
        let evidence = format!("{}: {place}", credential.provider);
        let told = [("name", name(&credential.provider).into()), ("place", Told::from(place))];
        let provider = clean(&credential.provider, 64);
        let problem = Problem::new(Phrase::new("key-shadowed-is", told))
            .seen(Source::Rpc, facts.credentials.at(), evidence)
            .fix(&fixes::USE_KEYCHAIN)
            .step(Phrase::new("key-shadowed-step", [("provider", provider.into())]));
        let file = match credential.key.as_ref() {
            Some(KeySource::Variable(name)) => facts.variables.value().and_then(|known| known.key_file(name)),
            _ => None,
        };
        let problem = match file {
            Some(file) => problem.seen(Source::File, facts.variables.at(), format!("{} sets it", clean(file, 200))),
            None => problem,
        };
        let problem = match other(credential, file) {
            Some(left) => problem.step(left),
            None => problem,
        };
        Some((credential.provider.clone(), problem))
    });
    Verdict::Each(shadowed.collect())
}

/// What the gateway takes in the place of the keychain's key, where there is one. A reference to the keychain comes before
/// whatever else the gateway has; without one, what is stored in the gateway itself comes before a variable and before what
/// stands in the configuration (OpenClaw 2026.9.6).
fn wins(credential: &Credential, sources: &KeySources) -> Option<Phrase> {
    let kept = sources
        .keys
        .iter()
        .any(|key| key.place == Place::Keychain && key.account.is_none() && key.provider == credential.provider);
    let told = sources.bridge.as_ref().is_some_and(|bridge| bridge.providers.contains(&credential.provider));
    if !kept {
        return None;
    }
    if told && matches!(credential.key, None | Some(KeySource::Config)) {
        return None;
    }
    let mut stored = credential.profiles.iter().filter(|profile| profile.is_usable());
    match (stored.next(), stored.next()) {
        (Some(one), None) => return Some(place(word(one.kind), &clean(&one.id, 60))),
        (Some(_), Some(_)) => return Some(place("logins", "")),
        (None, _) => {}
    }
    Some(match credential.key.as_ref()? {
        KeySource::Config => place("configuration", ""),
        KeySource::Variable(variable) if variable.is_empty() => place("environment", ""),
        KeySource::Variable(variable) => place("variable", &clean(variable, 80)),
        KeySource::Other(other) => place("other", &clean(other, 60)),
    })
}

/// How the one that wins now is taken away for good, which the person does themself: it may be in use elsewhere.
fn other(credential: &Credential, file: Option<&str>) -> Option<Phrase> {
    let mut stored = credential.profiles.iter().filter(|profile| profile.is_usable());
    if let Some(one) = stored.next() {
        // quoted for a shell, and no id that would need more
        let plain = |char: char| char.is_ascii_alphanumeric() || "-_.:@+".contains(char);
        let line = format!("openclaw models auth logout {}", one.id);
        return one.id.chars().all(plain).then(|| Phrase::new("key-shadowed-logout", [("line", line.into())]));
    }
    match credential.key.as_ref()? {
        KeySource::Variable(variable) if !variable.is_empty() => {
            let file = clean(file.unwrap_or_default(), 200);
            let told =
                [("variable", clean(variable, 80).into()), ("told", (!file.is_empty()).into()), ("file", file.into())];
            Some(Phrase::new("key-shadowed-variable", told))
        }
        _ => None,
    }
}

/// A key or login by where it stands, and by the name it has there.
fn place(kind: &str, name: &str) -> Phrase {
    Phrase::new("key-shadowed-place", [("kind", kind.into()), ("name", name.into())])
}

fn word(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::OAuth => "login",
        ProfileKind::Token => "token",
        ProfileKind::Key => "key",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        credentials::{Profile, ProfileState},
        facts::Observed,
    };

    fn uses(facts: &mut Facts, source: KeySource) {
        kept(facts, "groq");
        edit(&mut facts.credentials, |credentials| {
            let provider = "groq".to_owned();
            credentials.providers.push(Credential { provider, key: Some(source), ..Credential::default() });
        });
    }

    fn stored(facts: &mut Facts, state: ProfileState) {
        edit(&mut facts.credentials, |credentials| {
            let profiles = &mut credentials.providers.last_mut().unwrap().profiles;
            profiles.push(Profile { id: "groq:work".into(), kind: ProfileKind::Token, state, ..Profile::default() });
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
                        "For Groq the gateway takes the key from the variable GROQ_API_KEY, and not what is kept in the keychain.",
                        "Use the keychain",
                    ),
                ),
                (
                    |f| uses(f, KeySource::Config),
                    Said::Fail(
                        "For Groq the gateway takes the key in its configuration, and not what is kept in the keychain.",
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
                // a login that is stored wins over the variable, and not over a reference to the keychain
                (
                    |f| {
                        uses(f, KeySource::Variable("GROQ_API_KEY".into()));
                        stored(f, ProfileState::Good);
                    },
                    Said::Fail(
                        "For Groq the gateway takes the token groq:work that is stored in it, and not what is kept in the keychain.",
                        "Use the keychain",
                    ),
                ),
                (
                    |f| {
                        uses(f, KeySource::Config);
                        bridged(f, &["groq"]);
                        stored(f, ProfileState::Good);
                    },
                    Said::Pass,
                ),
                // what is over wins over nothing
                (
                    |f| {
                        kept(f, "groq");
                        let provider = "groq".to_owned();
                        edit(&mut f.credentials, |credentials| {
                            credentials.providers.push(Credential { provider, ..Credential::default() });
                        });
                        stored(f, ProfileState::Expired);
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
