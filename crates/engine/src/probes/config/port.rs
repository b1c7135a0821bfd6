//! The port a start would listen on, found as the gateway finds it.

use clawtender_core::words::Phrase;
use serde_json::Value;

use super::variables::{Variable, Variables};

/// Where the gateway listens when nothing says otherwise.
pub const DEFAULT_PORT: u16 = 18789;

/// `OPENCLAW_GATEWAY_PORT`, else what the configuration says, else the profile's, else [`DEFAULT_PORT`].
///
/// With it comes what is wrong with the configuration's own, which then does not count.
pub(super) fn of(config: &Value, variables: &Variables) -> (u16, Option<Phrase>) {
    let (configured, problem) = match config {
        Value::Null => (None, None),
        Value::Number(number) => {
            match number.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0) {
                Some(port) => (Some(port), None),
                None => (None, Some(odd(Some(number.to_string())))),
            }
        }
        _ => (None, Some(odd(None))),
    };
    let environment = set(variables, "OPENCLAW_GATEWAY_PORT").and_then(|value| in_environment(&value));
    let profile = || set(variables, "OPENCLAW_PROFILE").and_then(|name| of_profile(&name));
    (environment.or(configured).or_else(profile).unwrap_or(DEFAULT_PORT), problem)
}

fn odd(port: Option<String>) -> Phrase {
    Phrase::new("port-odd", [("told", port.is_some().into()), ("port", port.unwrap_or_default().into())])
}

fn set(variables: &Variables, name: &str) -> Option<String> {
    match variables.get(name) {
        Variable::Set(value) => Some(value),
        Variable::Unset | Variable::Unknowable => None,
    }
}

/// A number, `host:number` or `[address]:number`; the gateway ignores anything else.
fn in_environment(value: &str) -> Option<u16> {
    let (host, digits) = value.rsplit_once(':').unwrap_or(("none", value));
    let bracketed = host.len() > 2 && host.starts_with('[') && host.ends_with(']');
    let plain = !host.is_empty() && !host.contains(':');
    let digits = digits.chars().all(|char| char.is_ascii_digit()).then_some(digits)?;
    digits.parse().ok().filter(|port| *port > 0 && (bracketed || plain))
}

/// A named profile has a port of its own, from its name (FNV-1a).
fn of_profile(name: &str) -> Option<u16> {
    let first = name.starts_with(|char: char| char.is_ascii_alphanumeric());
    let rest = name.len() <= 64 && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'));
    if !first || !rest || name.eq_ignore_ascii_case("default") {
        return None;
    }
    let hash = name.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    u16::try_from(20_000 + hash % 40_000).ok()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use serde_json::json;

    use super::*;
    use crate::probes::config::Located;

    #[test]
    fn follows_the_gateways_order() {
        for (environment, profile, config, port, problem) in [
            ("", "", json!(null), 18789, false),
            ("", "", json!(19000), 19000, false),
            (" 19001 ", "work", json!(19000), 19001, false),
            ("127.0.0.1:19002", "", json!(null), 19002, false),
            ("[::1]:19003", "", json!(null), 19003, false),
            ("::1", "", json!(19000), 19000, false),
            ("70000", "", json!(19000), 19000, false),
            ("0", "", json!(null), 18789, false),
            ("nonsense", "", json!(null), 18789, false),
            ("", "", json!(70000), 18789, true),
            ("", "", json!(0), 18789, true),
            ("", "", json!(-1), 18789, true),
            ("", "", json!(1.5), 18789, true),
            ("", "", json!("18790"), 18789, true),
            ("", "default", json!(null), 18789, false),
            ("", "not a profile", json!(null), 18789, false),
            // as `resolveGatewayPort` of 2026.9.6 computes them
            ("", "work", json!(null), 41984, false),
        ] {
            let located = Located { config_path: "c".into(), state_dir: "none".into(), home: "none".into() };
            let process = |name: &str| match name {
                "OPENCLAW_GATEWAY_PORT" => Some(OsString::from(environment)),
                "OPENCLAW_PROFILE" => Some(OsString::from(profile)),
                _ => None,
            };
            let (found, wrong) = of(&config, &Variables::of(&located, &process));
            assert_eq!((found, wrong.is_some()), (port, problem), "{environment:?} {profile:?} {config}");
        }
    }
}
