//! What stands where a secret is expected, and, for those who must present it, the secret itself.

use clawtender_core::facts::Secret;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::variables::{Variable, Variables};

/// What the gateway and its tools write in place of a secret that they hide. It refuses to start with one of these.
const PLACEHOLDERS: &[&str] = &[
    "__OPENCLAW_REDACTED__",
    "REDACTED",
    "xoxb-REDACTED",
    "xapp-REDACTED",
    "***",
    "[redacted]",
    "[REDACTED]",
    "<redacted>",
    "[REDACTED_PRIVATE_KEY]",
    "[REDACTED CREDENTIAL]",
];

/// A secret that client and gateway share.
#[derive(Clone)]
pub enum SharedSecret {
    /// `gateway.auth.token` or `OPENCLAW_GATEWAY_TOKEN`.
    Token(SecretString),
    /// `gateway.auth.password` or `OPENCLAW_GATEWAY_PASSWORD`.
    Password(SecretString),
}

/// Whether it stands in the place of a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    PLACEHOLDERS.contains(&text)
}

/// What `value` holds, or the variable `fallback` in the place of nothing.
pub(super) fn kind(value: &Value, variables: &Variables, fallback: &str) -> Secret {
    match read(value, variables) {
        Held::Nothing => match variables.get(fallback) {
            Variable::Set(_) => Secret::Present,
            Variable::Unset | Variable::Unknowable => Secret::Absent,
        },
        Held::Text(text) if PLACEHOLDERS.contains(&text.trim()) => Secret::Placeholder,
        Held::Text(_) => Secret::Present,
        Held::Reference | Held::Environment(_) | Held::Unknowable => Secret::Reference,
        Held::Unset => Secret::UnsetVariable,
    }
}

/// Whether the secret that clients show has fewer characters than what OpenClaw's own audit takes for long enough. One that
/// only a secret provider knows is not judged.
pub(super) fn is_short(gateway: &Value, variables: &Variables) -> bool {
    const ENOUGH: usize = 24;
    let auth = &gateway["auth"];
    let token = || value(&auth["token"], variables, "OPENCLAW_GATEWAY_TOKEN");
    let password = || value(&auth["password"], variables, "OPENCLAW_GATEWAY_PASSWORD");
    let held = match auth["mode"].as_str() {
        Some("token") => token(),
        Some("password") => password(),
        Some(_) => None,
        None => password().or_else(token),
    };
    held.is_some_and(|secret| secret.expose_secret().chars().count() < ENOUGH)
}

/// The secret itself, where it can be known without running anything.
pub(super) fn value(value: &Value, variables: &Variables, fallback: &str) -> Option<SecretString> {
    let text = match read(value, variables) {
        Held::Text(text) if !PLACEHOLDERS.contains(&text.trim()) => text.trim().to_owned(),
        Held::Nothing => known(variables.get(fallback))?,
        Held::Environment(name) => known(variables.get(&name))?,
        Held::Text(_) | Held::Reference | Held::Unknowable | Held::Unset => return None,
    };
    Some(SecretString::from(text))
}

fn known(variable: Variable) -> Option<String> {
    match variable {
        Variable::Set(value) => Some(value),
        Variable::Unset | Variable::Unknowable => None,
    }
}

/// May hold a secret: no `Debug`.
enum Held {
    Nothing,
    Text(String),
    /// A reference to a variable, `$NAME` or `{ source: "env", id: "NAME" }`: unlike `${NAME}`, unset it ends a start.
    Environment(String),
    Reference,
    Unset,
    Unknowable,
}

fn read(value: &Value, variables: &Variables) -> Held {
    match value {
        Value::String(text) if text.trim().is_empty() => Held::Nothing,
        Value::String(text) => match text.trim().strip_prefix('$').filter(|name| is_reference(name)) {
            Some(name) => Held::Environment(name.to_owned()),
            None => match variables.substitute(text) {
                Variable::Set(text) => Held::Text(text),
                Variable::Unset => Held::Unset,
                Variable::Unknowable => Held::Unknowable,
            },
        },
        Value::Object(object) => match (object.get("source").and_then(Value::as_str), object.get("id")) {
            (Some("env"), Some(Value::String(name))) => Held::Environment(name.clone()),
            (Some(_), Some(_)) => Held::Reference,
            _ => Held::Nothing,
        },
        _ => Held::Nothing,
    }
}

fn is_reference(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_')
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use secrecy::ExposeSecret;
    use serde_json::json;

    use super::*;
    use crate::probes::config::Located;

    #[test]
    fn tells_what_stands_there_and_never_more() {
        let located = Located { config_path: "c".into(), state_dir: "none".into(), home: "none".into() };
        let process = |name: &str| matches!(name, "SET" | "FALLBACK").then(|| OsString::from("from-env"));
        let variables = Variables::of(&located, &process);
        for (held, expected, text) in [
            (json!(null), Secret::Absent, None),
            (json!("  "), Secret::Absent, None),
            (json!(17), Secret::Absent, None),
            (json!({}), Secret::Absent, None),
            (json!(" plain "), Secret::Present, Some("plain")),
            (json!("${SET}"), Secret::Present, Some("from-env")),
            (json!("a-${SET}"), Secret::Present, Some("a-from-env")),
            (json!("${NOT_SET}"), Secret::UnsetVariable, None),
            (json!("$SET"), Secret::Reference, Some("from-env")),
            (json!("$set"), Secret::Present, Some("$set")),
            (json!({ "source": "env", "provider": "default", "id": "SET" }), Secret::Reference, Some("from-env")),
            (json!({ "source": "env", "id": "NOT_SET" }), Secret::Reference, None),
            (json!({ "source": "exec", "provider": "keyring", "id": "gateway/token" }), Secret::Reference, None),
            (json!("__OPENCLAW_REDACTED__"), Secret::Placeholder, None),
            (json!(" *** "), Secret::Placeholder, None),
        ] {
            assert_eq!(kind(&held, &variables, "NO_FALLBACK"), expected, "{held}");
            let secret = value(&held, &variables, "NO_FALLBACK");
            assert_eq!(secret.as_ref().map(ExposeSecret::expose_secret), text, "{held}");
        }
        assert_eq!(kind(&json!(""), &variables, "FALLBACK"), Secret::Present);
        assert_eq!(value(&json!("own"), &variables, "FALLBACK").unwrap().expose_secret(), "own");
        assert_eq!(value(&json!(null), &variables, "FALLBACK").unwrap().expose_secret(), "from-env");
    }
}
