//! Can the gateway start with the auth it is given, and can anybody but itself know its secret?
//!
//! How strong the auth is, and who is let in, is not judged here.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Config, Fact, Facts, Secret},
    fixes::{self, Fix},
    lifecycle::Phase,
    text::{clean, file_name},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-auth",
    group: Group::Gateway,
    title: "Gateway auth is incomplete",
    severity: Severity::Error,
    depends_on: &[&super::config_valid::CHECK],
    grace: super::EDIT,
    reads: &[Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let config = match super::in_force(facts) {
        Ok(config) => config,
        Err(why) => return Verdict::unknown(why),
    };
    let Some((message, fix)) = flaw(config, facts) else { return Verdict::Pass };
    let problem = Problem::new(message).seen(Source::File, facts.config.at(), describe(config)).fix(fix);
    if fix == &fixes::MOVE_LEGACY_TOKEN {
        return problem.step("gateway.token → gateway.auth.token").into();
    }
    problem.step("gateway.auth.mode: \"token\"").step(Phrase::new("gateway-auth-step", [])).into()
}

fn flaw(config: &Config, facts: &Facts) -> Option<(Phrase, &'static Fix)> {
    if config.legacy_token {
        return Some((Phrase::new("gateway-auth-legacy", []), &fixes::MOVE_LEGACY_TOKEN));
    }
    let message =
        unusable(config).or_else(|| unprotected(config, facts.process.phase)).or_else(|| unknowable(config, facts))?;
    Some((message, &fixes::CREATE_TOKEN))
}

/// What OpenClaw refuses to start with wherever it listens.
fn unusable(config: &Config) -> Option<Phrase> {
    let (name, secret) = secret(config)?;
    match secret {
        Secret::Placeholder => Some(Phrase::new("gateway-auth-placeholder", [("kind", name.into())])),
        Secret::Absent | Secret::UnsetVariable if name == "password" => {
            Some(Phrase::new("gateway-auth-no-password", []))
        }
        Secret::Absent | Secret::UnsetVariable | Secret::Present | Secret::Reference => None,
    }
}

/// What OpenClaw refuses to open to other computers.
fn unprotected(config: &Config, phase: Phase) -> Option<Phrase> {
    let bind = config.bind.as_deref().unwrap_or("loopback");
    let protected = match (config.auth_mode.as_deref(), secret(config)) {
        (Some("trusted-proxy"), _) => true,
        (_, Some((_, secret))) => matches!(secret, Secret::Present | Secret::Reference),
        (_, None) => false,
    };
    if protected || bind == "loopback" {
        return None;
    }
    let says = |follows: &'static str| {
        Phrase::new("gateway-auth-unprotected", [("bind", clean(bind, 40).into()), ("follows", follows.into())])
    };
    if !matches!(bind, "auto" | "tailnet" | "custom") {
        return Some(says("refused"));
    }
    // where these three lead is known only when it starts; one that got further than that was let through
    matches!(phase, Phase::Stopped | Phase::Refused(_)).then(|| says("perhaps"))
}

/// A token that the gateway makes up itself. A start succeeds with it, so it explains nothing about a gateway that is down.
fn unknowable(config: &Config, facts: &Facts) -> Option<Phrase> {
    if facts.process.wanted && !super::lives(facts.process.phase) {
        return None;
    }
    match secret(config)? {
        ("token", Secret::UnsetVariable) => Some(Phrase::new("gateway-auth-variable", [])),
        ("token", Secret::Absent) => Some(Phrase::new("gateway-auth-no-token", [])),
        _ => None,
    }
}

/// What proves to this gateway who is who, chosen as it chooses; `None` where nothing secret does.
fn secret(config: &Config) -> Option<(&'static str, Secret)> {
    match config.auth_mode.as_deref() {
        Some("token") => Some(("token", config.token)),
        Some("password") => Some(("password", config.password)),
        Some(_) => None,
        None if config.password == Secret::Absent => Some(("token", config.token)),
        None => Some(("password", config.password)),
    }
}

/// What the file says about auth, without a secret.
fn describe(config: &Config) -> String {
    let word = |secret| match secret {
        Secret::Absent => "not set",
        Secret::Present => "set",
        Secret::Reference => "a reference",
        Secret::UnsetVariable => "a variable that is not set",
        Secret::Placeholder => "a placeholder",
    };
    let shown = |value: &Option<String>| value.as_deref().map_or("not set".to_owned(), |value| clean(value, 40));
    format!(
        "{}: bind {}, auth.mode {}, auth.token {}, auth.password {}{}",
        file_name(&config.path),
        shown(&config.bind),
        shown(&config.auth_mode),
        word(config.token),
        word(config.password),
        if config.legacy_token { ", token set" } else { "" }
    )
}

#[cfg(test)]
#[path = "gateway_auth_tests.rs"]
mod tests;
