//! What the running gateway says of its keys: the only word on which success is told.
//!
//! Its status is asked freely. `models.authStatus` makes it renew logins, which without a network destroys them; it is
//! asked only where no login is in danger.

use std::time::Duration;

use clawtender_core::{facts::Launch, words::Phrase};
use serde_json::{Value, json};

use crate::{
    clock,
    gateway::{ConnectError, Credentials, RpcError, Session, connect},
    probes::{bounded::clean, config, logins},
    words,
    world::World,
};

/// How long a gateway may take to take a new configuration over; with a restart of its own that is most of it.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks. A change is in force within two seconds.
const PAUSE: Duration = Duration::from_millis(300);
/// Deadlines of one attempt to connect, and of one question.
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(15);
/// How often it may refuse to read its secrets again before that is its word: it does while it takes a configuration over.
const REFUSALS: u8 = 10;

/// What the gateway makes of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// It has its keys from where it is told to take them.
    Confirmed,
    /// It has the key from somewhere else than it is told: the provider, and where from.
    Shadowed(Vec<(String, Phrase)>),
    /// It does not get them: the key of the configuration, and its reason.
    Unresolved(Vec<(String, Phrase)>),
    /// None runs.
    NotRunning,
    /// It could not be asked: why, for a person.
    Unheard(Phrase),
}

/// Asks. `wanted`: the provider's name in the configuration, for each key that must be had from the configuration.
pub(super) async fn confirm(world: &World, launch: Option<&Launch>, wanted: &[String]) -> Confirmation {
    let end = clock::tick() + PATIENCE;
    let mut so_far = SoFar::default();
    loop {
        let why = match attempt(world, launch, wanted, &mut so_far).await {
            Ok(confirmation) => return confirmation,
            Err(Again(why)) => why,
        };
        if clock::tick() >= end {
            return Confirmation::Unheard(why);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What earlier attempts have met.
#[derive(Default)]
struct SoFar {
    /// A gateway.
    met: bool,
    /// So many refusals.
    refusals: u8,
}

/// Worth another attempt: why there is no answer yet, for a person.
struct Again(Phrase);

/// Why the gateway could not be asked.
fn not(why: &str, detail: impl Into<Phrase>) -> Phrase {
    Phrase::new("confirm-not", [("why", why.into()), ("detail", detail.into().into())])
}

async fn attempt(
    world: &World,
    launch: Option<&Launch>,
    wanted: &[String],
    so_far: &mut SoFar,
) -> Result<Confirmation, Again> {
    let unheard = |why: Phrase| Ok(Confirmation::Unheard(why));
    let lookup = |name: &str| world.variable(name);
    let credentials = match config::resolve_secret(&world.located, &lookup).await {
        Ok(secret) => Credentials::from(secret),
        Err(why) => return unheard(why.words()),
    };
    let endpoint = world.endpoint(world.config().port);
    let session = match connect(&endpoint, &credentials, &["operator.admin"], CONNECT).await {
        Ok((session, _)) => session,
        Err(ConnectError::Refused) if !so_far.met => return Ok(Confirmation::NotRunning),
        Err(
            ConnectError::Refused | ConnectError::Closed(_) | ConnectError::Starting { .. } | ConnectError::TimedOut,
        ) => {
            return Err(Again(not("starting", "")));
        }
        Err(error) => return unheard(not("denied", error.words())),
    };
    so_far.met = true;
    let again = |error: RpcError| Again(not("silent", error.words()));
    let applied = session.request("config.get", json!({}), ANSWER).await.map_err(again)?;
    if let Some(other) = elsewhere(&applied, world) {
        return unheard(not("elsewhere", other));
    }
    if applied["valid"] == false {
        let issue = applied["issues"][0]["message"].as_str().unwrap_or_default();
        return unheard(not("refused", clean(issue, 300)));
    }
    if applied["configRevisionHash"] != applied["appliedConfigHash"] {
        return Err(Again(not("stale", "")));
    }
    match session.request("secrets.reload", json!({}), ANSWER).await {
        Ok(_) => {}
        Err(RpcError::Refused(no)) => {
            let why = not("secrets", clean(&no.denial().message, 200));
            so_far.refusals += 1;
            return if so_far.refusals < REFUSALS { Err(Again(why)) } else { unheard(why) };
        }
        Err(error) => return Err(again(error)),
    }
    let status = session.request("status", json!({}), ANSWER).await.map_err(again)?;
    let unresolved = unresolved(&status, wanted);
    if !unresolved.is_empty() {
        return Ok(Confirmation::Unresolved(unresolved));
    }
    Ok(source(world, launch, wanted, &session).await)
}

/// The configuration file that the gateway uses, where it is not ours.
fn elsewhere(applied: &Value, world: &World) -> Option<String> {
    let path = applied["path"].as_str()?;
    let real = |path: &std::path::Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    (real(path.as_ref()) != real(&world.located.config_path)).then(|| clean(path, 300))
}

fn unresolved(status: &Value, wanted: &[String]) -> Vec<(String, Phrase)> {
    let owners = status["degradedSecretOwners"].as_array().into_iter().flatten();
    let mut found = Vec::new();
    for owner in owners {
        let reason = owner["reason"].as_str();
        let reason = reason.map_or_else(|| words::say("confirm-no-reason"), |reason| clean(reason, 200).into());
        for path in owner["paths"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if wanted.iter().any(|name| path == format!("models.providers.{name}.apiKey")) {
                found.push((clean(path, 200), reason.clone()));
            }
        }
    }
    found
}

async fn source(world: &World, launch: Option<&Launch>, wanted: &[String], session: &Session) -> Confirmation {
    let safe = match launch {
        Some(launch) => !logins::endangered(world, launch).await,
        None => false,
    };
    if !safe {
        return Confirmation::Confirmed;
    }
    let Ok(said) = session.request("models.authStatus", json!({}), ANSWER).await else {
        return Confirmation::Confirmed;
    };
    let shadowed = shadowed(&said, wanted);
    if shadowed.is_empty() { Confirmation::Confirmed } else { Confirmation::Shadowed(shadowed) }
}

fn shadowed(said: &Value, wanted: &[String]) -> Vec<(String, Phrase)> {
    let providers = said["providers"].as_array().into_iter().flatten();
    let other = providers.filter_map(|provider| {
        let name = provider["provider"].as_str().filter(|name| wanted.iter().any(|wanted| wanted == name))?;
        match provider["apiKey"]["source"].as_str()? {
            "config" => None,
            "env" => {
                let variable = provider["apiKey"]["envVar"].as_str().unwrap_or("?");
                Some((name.to_owned(), Phrase::new("moved-from-variable", [("name", clean(variable, 80).into())])))
            }
            other => Some((name.to_owned(), clean(other, 80).into())),
        }
    });
    other.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wanted_counts_and_the_gateways_reason_is_kept() {
        let status = json!({ "degradedSecretOwners": [
            { "ownerKind": "provider", "ownerId": "groq", "paths": ["models.providers.groq.apiKey"], "reason": "not found" },
            { "ownerKind": "channel", "ownerId": "x", "paths": ["channels.x.token"], "reason": "secret provider failed" } ] });
        let wanted = |name: &str| vec![name.to_owned()];
        assert_eq!(unresolved(&status, &wanted("ok")), []);
        assert_eq!(unresolved(&status, &wanted("groq")), [("models.providers.groq.apiKey".into(), "not found".into())]);
        assert_eq!(unresolved(&json!({}), &wanted("groq")), []);
        let said = json!({ "providers": [
            { "provider": "ok", "apiKey": { "source": "config" } },
            { "provider": "groq", "apiKey": { "source": "env", "envVar": "GROQ_API_KEY" } }, { "provider": 7 } ] });
        assert_eq!(shadowed(&said, &wanted("ok")), []);
        let groq = shadowed(&said, &wanted("groq"));
        assert_eq!(groq, [("groq".into(), "the environment variable GROQ_API_KEY".into())]);
    }
}
