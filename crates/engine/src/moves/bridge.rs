//! The way from the gateway to the keychain, as the configuration says it: one `exec` secret provider, and references.

use std::path::Path;

use clawtender_core::{providers, words::Phrase};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::{platform, probes::config, secrets};

/// The name of our secret provider, unless the person has given it another.
pub(crate) const ALIAS: &str = "clawtender";
/// How long the gateway waits for it. The program itself answers within 4 s.
const TIMEOUT_MS: u64 = 5000;

/// What stands at `secrets.providers.ALIAS`.
pub(crate) fn entry(program: &Path) -> Value {
    json!({
        "source": "exec",
        "command": program,
        "args": ["secrets"],
        "passEnv": platform::KEYCHAIN_VARIABLES,
        "jsonOnly": true,
        "timeoutMs": TIMEOUT_MS,
    })
}

/// The name under which the configuration knows our program; `None` where it does not.
pub(crate) fn alias(config: &Value) -> Option<&str> {
    let ours = |entry: &Value| {
        let command = entry["command"].as_str().map(Path::new).and_then(Path::file_stem);
        entry["source"] == "exec" && entry["args"] == json!(["secrets"]) && command.is_some_and(|name| name == ALIAS)
    };
    let providers = config["secrets"]["providers"].as_object()?;
    providers.iter().find(|(_, entry)| ours(entry)).map(|(alias, _)| alias.as_str())
}

/// What stands in the place of a key.
pub(crate) fn reference(alias: &str, account: &str) -> Value {
    json!({ "source": "exec", "provider": alias, "id": account })
}

/// The name that the configuration has for a provider: an alias of OpenClaw's where it uses one.
pub(crate) fn named<'a>(config: &'a Value, provider: &'a str) -> &'a str {
    let known = providers::find(provider);
    let configured = config["models"]["providers"].as_object();
    let same = |name: &&String| known.is_some() && providers::find(name) == known;
    let used = configured.and_then(
        |providers| {
            if providers.contains_key(provider) { None } else { providers.keys().find(same) }
        },
    );
    used.map_or(provider, String::as_str)
}

/// Where the key of a provider stands in the configuration.
pub(crate) fn place(name: &str) -> Vec<String> {
    ["models", "providers", name, "apiKey"].map(str::to_owned).to_vec()
}

/// What stands in the place of a key. May hold one: no `Debug`.
pub(crate) enum Stands {
    Nothing,
    Key(SecretString),
    /// A reference to our program, for this account.
    Ours(String),
    /// The key comes from elsewhere: where, for a person.
    Elsewhere(Phrase),
}

/// That the key comes from there, with at most so many characters of the name.
fn elsewhere(from: &'static str, name: &str, most: usize) -> Stands {
    Stands::Elsewhere(Phrase::new(from, [("name", crate::probes::bounded::clean(name, most).into())]))
}

pub(crate) fn stands(value: &Value, alias: Option<&str>) -> Stands {
    match value {
        Value::String(text) if text.trim().is_empty() || config::is_placeholder(text) => Stands::Nothing,
        Value::String(text) if text.trim_start().starts_with('$') => {
            let name = text.trim().trim_matches(['$', '{', '}']);
            elsewhere("moved-from-variable", name, 80)
        }
        Value::String(text) => Stands::Key(SecretString::from(text.as_str())),
        Value::Object(reference) => {
            let part = |name: &str| reference.get(name).and_then(Value::as_str).unwrap_or_default();
            match (part("source"), part("provider"), part("id")) {
                ("exec", provider, id) if Some(provider) == alias && secrets::provider_of(id).is_some() => {
                    Stands::Ours(id.to_owned())
                }
                ("", ..) => Stands::Nothing,
                ("env", _, id) => elsewhere("moved-from-variable", id, 80),
                (_, provider, _) => elsewhere("moved-from-provider", provider, 64),
            }
        }
        _ => Stands::Nothing,
    }
}

/// Every reference to our program: the name of the provider in the configuration, and the account.
pub(crate) fn references(config: &Value) -> Vec<(String, String)> {
    let Some(alias) = alias(config) else { return Vec::new() };
    let providers = config["models"]["providers"].as_object().into_iter().flatten();
    let ours = providers.filter_map(|(name, provider)| match stands(&provider["apiKey"], Some(alias)) {
        Stands::Ours(account) => Some((name.clone(), account)),
        _ => None,
    });
    ours.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_program_is_known_by_what_it_is_and_not_by_its_name() {
        let config = json!({ "secrets": { "providers": {
            "clawtender": { "source": "file", "path": "/x" },
            "keys": { "source": "exec", "command": "/home/a/clawtender/secrets/clawtender", "args": ["secrets"] } } },
            "models": { "providers": { "ok": { "apiKey": reference("keys", "providers/ok/apiKey") },
                                       "gemini": { "apiKey": "AIza" } } } });
        assert_eq!(alias(&config), Some("keys"));
        assert_eq!(references(&config), [("ok".to_owned(), "providers/ok/apiKey".to_owned())]);
        assert_eq!(alias(&json!({})), None);
        assert_eq!(named(&config, "ok"), "ok");
        assert_eq!(named(&config, "nothing-like-it"), "nothing-like-it");
    }

    #[test]
    fn what_stands_in_the_place_of_a_key_is_told_apart() {
        let kind = |value: Value| match stands(&value, Some("clawtender")) {
            Stands::Nothing => "nothing".to_owned(),
            Stands::Key(_) => "key".to_owned(),
            Stands::Ours(account) => account,
            Stands::Elsewhere(place) => place.into(),
        };
        for (value, expected) in [
            (json!(null), "nothing"),
            (json!(""), "nothing"),
            (json!("__OPENCLAW_REDACTED__"), "nothing"),
            (json!("sk-x"), "key"),
            (json!("${OPENAI_API_KEY}"), "the environment variable OPENAI_API_KEY"),
            (json!("$OPENAI_API_KEY"), "the environment variable OPENAI_API_KEY"),
            (json!({ "source": "env", "provider": "default", "id": "A" }), "the environment variable A"),
            (
                json!({ "source": "exec", "provider": "other", "id": "providers/ok/apiKey" }),
                "the secret provider “other”",
            ),
            (reference("clawtender", "providers/ok/apiKey"), "providers/ok/apiKey"),
        ] {
            assert_eq!(kind(value.clone()), expected, "{value}");
        }
    }
}
