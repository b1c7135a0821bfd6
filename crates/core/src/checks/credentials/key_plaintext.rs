//! Do keys stand in files, where every program of this user can read them?
//!
//! The environment of a session is not judged: it is in no file of the gateway's, and whoever sets a variable there knows.

use super::name;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    keys::{KeySource, KeychainState, Place},
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "key-plaintext",
    group: Group::Credentials,
    title: "Keys stand in files",
    // the gateway serves its owner all the same
    severity: Severity::Info,
    depends_on: &[],
    grace: std::time::Duration::from_mins(10),
    reads: &[Fact::KeySources],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(sources) = facts.key_sources.value() else { return Verdict::unknown(facts.key_sources.why_not()) };
    let in_files = |key: &&KeySource| key.place.file().is_some();
    let mut providers: Vec<&str> = sources.keys.iter().filter(in_files).map(|key| key.provider.as_str()).collect();
    providers.sort_unstable();
    providers.dedup();
    let usable = matches!(sources.keychain, KeychainState::Open | KeychainState::Locked);
    let each = providers.into_iter().map(|provider| {
        let keys: Vec<_> = sources.keys.iter().filter(in_files).filter(|key| key.provider == provider).collect();
        (provider.to_owned(), problem(facts, &name(provider), &keys, usable))
    });
    Verdict::Each(each.collect())
}

fn problem(facts: &Facts, name: &str, keys: &[&KeySource], usable: bool) -> Problem {
    let mut files: Vec<String> = keys.iter().filter_map(|key| key.place.file()).map(file_name).collect();
    files.dedup();
    let file = files.first().map_or("", String::as_str);
    let told = [("name", name.into()), ("file", file.into()), ("more", files.len().saturating_sub(1).into())];
    let mut problem = Problem::new(Phrase::new("key-plaintext-stands", told));
    for key in keys {
        problem = problem.seen(Source::File, facts.key_sources.at(), place(key));
    }
    // where it cannot be moved to, there is nothing to offer
    if usable && keys.iter().any(|key| key.place.can_move()) {
        problem =
            problem.fix(&fixes::MOVE_TO_KEYCHAIN).step(Phrase::new("key-plaintext-kept", [("name", name.into())]));
        for key in keys.iter().filter(|key| key.place.can_move()) {
            problem = problem.step(Phrase::new("key-plaintext-taken", [("place", place(key).into())]));
        }
    }
    problem
}

fn place(key: &KeySource) -> String {
    match &key.place {
        Place::Keychain => "keychain".to_owned(),
        Place::Config { file, key } => format!("{}: {}", clean(file, 200), clean(key, 120)),
        Place::EnvironmentFile { file, variable } | Place::Service { file, variable } => {
            format!("{}: {}", clean(file, 200), clean(variable, 80))
        }
        Place::Environment { variable } => clean(variable, 80),
        Place::Login { file, entry } => format!("{}: {}", clean(file, 200), clean(entry, 120)),
        Place::Copy { file } => clean(file, 200),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        plaintext(
                            f,
                            "groq",
                            Place::EnvironmentFile {
                                file: "/h/.openclaw/.env".into(),
                                variable: "GROQ_API_KEY".into(),
                            },
                        );
                    },
                    Said::Fail(
                        "The key for Groq stands in plain text in .env. Every program that you run can read it there.",
                        "Move to keychain",
                    ),
                ),
                (
                    |f| {
                        plaintext(
                            f,
                            "ok",
                            Place::Config { file: "/h/openclaw.json".into(), key: "models.providers.ok.apiKey".into() },
                        );
                        plaintext(f, "ok", Place::Copy { file: "/h/openclaw.json.bak".into() });
                    },
                    Said::Fail(
                        "The key for ok stands in plain text in openclaw.json and 1 more. Every program that you run can read it \
                         there.",
                        "Move to keychain",
                    ),
                ),
                (
                    |f| {
                        plaintext(
                            f,
                            "openai",
                            Place::Service { file: "/h/x.service".into(), variable: "OPENAI_API_KEY".into() },
                        );
                    },
                    Said::Fail(
                        "The key for OpenAI stands in plain text in x.service. Every program that you run can read it there.",
                        "Move to keychain",
                    ),
                ),
                (|f| plaintext(f, "openai", Place::Environment { variable: "OPENAI_API_KEY".into() }), Said::Pass),
                (
                    |f| {
                        plaintext(f, "ok", Place::Copy { file: "/h/openclaw.json.bak".into() });
                        edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Missing("none".into()));
                    },
                    Said::Fail(
                        "The key for ok stands in plain text in openclaw.json.bak. Every program that you run can read it there.",
                        "",
                    ),
                ),
            ],
        );
    }
}
