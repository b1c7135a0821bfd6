//! Can the gateway start with the auth it is given, and can anybody but itself know its secret?
//!
//! How strong the auth is, and who is let in, is not judged here.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Config, Fact, Facts, Secret},
    fixes::{self, Fix},
    lifecycle::Phase,
    text::{clean, file_name},
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
        Err(unknown) => return unknown,
    };
    let Some((message, fix)) = flaw(config, facts) else { return Verdict::Pass };
    let problem = Problem::new(message).seen(Source::File, facts.config.at(), describe(config)).fix(fix);
    if fix == &fixes::MOVE_LEGACY_TOKEN {
        return problem.step("gateway.token → gateway.auth.token").into();
    }
    problem.step("gateway.auth.mode: \"token\"").step("gateway.auth.token: new random characters").into()
}

fn flaw(config: &Config, facts: &Facts) -> Option<(String, &'static Fix)> {
    if config.legacy_token {
        let message =
            "gateway.token is a key of older versions. OpenClaw does not start until it is gateway.auth.token.";
        return Some((message.to_owned(), &fixes::MOVE_LEGACY_TOKEN));
    }
    let message = unusable(config)
        .or_else(|| unprotected(config, facts.process.phase))
        .or_else(|| unknowable(config, facts).map(str::to_owned))?;
    Some((message, &fixes::CREATE_TOKEN))
}

/// What OpenClaw refuses to start with wherever it listens.
fn unusable(config: &Config) -> Option<String> {
    let (name, secret) = secret(config)?;
    match secret {
        Secret::Placeholder => {
            Some(format!("The gateway's {name} is a placeholder, not a secret. OpenClaw does not start with it."))
        }
        Secret::Absent | Secret::UnsetVariable if name == "password" => {
            Some("Gateway auth is set to a password, and there is none. OpenClaw does not start without it.".to_owned())
        }
        Secret::Absent | Secret::UnsetVariable | Secret::Present | Secret::Reference => None,
    }
}

/// What OpenClaw refuses to open to other computers.
fn unprotected(config: &Config, phase: Phase) -> Option<String> {
    let bind = config.bind.as_deref().unwrap_or("loopback");
    let protected = match (config.auth_mode.as_deref(), secret(config)) {
        (Some("trusted-proxy"), _) => true,
        (_, Some((_, secret))) => matches!(secret, Secret::Present | Secret::Reference),
        (_, None) => false,
    };
    if protected || bind == "loopback" {
        return None;
    }
    let bind_says = format!("gateway.bind is \"{}\" and the gateway has no secret.", clean(bind, 40));
    if !matches!(bind, "auto" | "tailnet" | "custom") {
        return Some(format!("{bind_says} OpenClaw refuses to open it to other computers and does not start."));
    }
    // where these three lead is known only when it starts; one that got further than that was let through
    matches!(phase, Phase::Stopped | Phase::Refused(_))
        .then(|| format!("{bind_says} Where that opens it to other computers, OpenClaw does not start."))
}

/// A token that the gateway makes up itself. A start succeeds with it, so it explains nothing about a gateway that is down.
fn unknowable(config: &Config, facts: &Facts) -> Option<&'static str> {
    if facts.process.wanted && !super::lives(facts.process.phase) {
        return None;
    }
    match secret(config)? {
        ("token", Secret::UnsetVariable) => Some(
            "gateway.auth.token names a variable that is not set. The gateway makes up another token at every start, and \
             nobody else can connect.",
        ),
        ("token", Secret::Absent) => Some(
            "The gateway has no token of its own. It makes up another one at every start, and nobody else can connect.",
        ),
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
