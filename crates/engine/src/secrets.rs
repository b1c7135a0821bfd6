//! The gateway's secrets out of the keychain: its exec provider protocol, version 1.
//!
//! The gateway starts the program, writes one JSON request, and reads one JSON answer with a value or an error for each
//! id. It kills a program that takes 5 s and then has no secret at all, so everything here ends before: what could not be
//! read in time is an error of its own. An id that does not belong to Clawtender is not found, whatever the keychain
//! holds under that name.

use std::{collections::BTreeMap, time::Duration};

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde::{Deserialize, Serialize};

use crate::keychain::{Entry, Found, Keychain, KeychainError};

pub mod own_copy;

/// Longest request, as the gateway has it.
pub const LONGEST_REQUEST: usize = 256 * 1024;
/// Most ids in a request, as the gateway has it.
pub const MOST_IDS: usize = 512;
/// Until when an answer must be out, counted from the start of the program; the gateway waits 5 s.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// The id and the keychain account of the token that guards the gateway.
pub const GATEWAY_TOKEN: &str = "gateway/token";

/// Why a request is not answered. The words are fit to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misunderstood {
    /// Longer than [`LONGEST_REQUEST`].
    #[error("The request is longer than 256 KiB.")]
    TooLong,
    /// Not JSON of the expected shape.
    #[error("The request is not one JSON object with protocolVersion, provider and ids.")]
    NotARequest,
    /// Another version of the protocol.
    #[error("The request is not of protocol version 1.")]
    OtherVersion,
    /// More than [`MOST_IDS`].
    #[error("The request names more than 512 secrets.")]
    TooMany,
}

/// What the gateway asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    ids: Vec<String>,
}

impl Request {
    /// Reads a request, which anybody may have written.
    pub fn read(bytes: &[u8]) -> Result<Request, Misunderstood> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire {
            protocol_version: u64,
            #[expect(dead_code, reason = "it must be there, and means nothing to us")]
            provider: String,
            ids: Vec<String>,
        }
        if bytes.len() > LONGEST_REQUEST {
            return Err(Misunderstood::TooLong);
        }
        let mut wire: Wire = serde_json::from_slice(bytes).map_err(|_| Misunderstood::NotARequest)?;
        if wire.protocol_version != 1 {
            return Err(Misunderstood::OtherVersion);
        }
        wire.ids.sort_unstable();
        wire.ids.dedup();
        if wire.ids.len() > MOST_IDS { Err(Misunderstood::TooMany) } else { Ok(Request { ids: wire.ids }) }
    }
}

/// What the gateway is told. Holds secrets: no `Debug`.
pub struct Answer {
    found: BTreeMap<String, Found>,
}

/// Looks everything up that is asked for, with one keychain connection, within `within`.
pub async fn answer(keychain: &Keychain, request: Request, within: Duration) -> Answer {
    let (known, foreign): (Vec<_>, Vec<_>) = request.ids.into_iter().partition(|id| is_ours(id));
    let entries: Vec<Entry> = known.iter().map(Entry::new).collect();
    let found = if entries.is_empty() { Vec::new() } else { keychain.read_all(&entries, within).await };
    let foreign = foreign.into_iter().map(|id| (id, Ok(None)));
    Answer { found: known.into_iter().zip(found).chain(foreign).collect() }
}

impl Answer {
    /// The answer as the gateway reads it; overwritten when it is dropped.
    pub fn written(&self) -> Zeroizing<Vec<u8>> {
        #[derive(Serialize)]
        struct Code {
            code: &'static str,
        }
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Wire<'a> {
            protocol_version: u8,
            values: BTreeMap<&'a str, &'a str>,
            errors: BTreeMap<&'a str, Code>,
        }
        let mut wire = Wire { protocol_version: 1, values: BTreeMap::new(), errors: BTreeMap::new() };
        // with room for the worst escaping: a buffer that grows leaves what it held behind
        let mut room = 64;
        for (id, found) in &self.found {
            room += 64 + 6 * id.len();
            match usable(found) {
                Ok(secret) => {
                    room += 6 * secret.len();
                    wire.values.insert(id, secret);
                }
                Err(code) => drop(wire.errors.insert(id, Code { code })),
            }
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        // writing strings to memory does not end otherwise
        let _ = serde_json::to_writer(&mut *bytes, &wire);
        bytes.push(b'\n');
        bytes
    }

    /// What was wrong with the keychain, once each. Not that something is missing: the gateway knows what it needs.
    pub fn complaints(&self) -> Vec<&KeychainError> {
        let mut complaints: Vec<&KeychainError> = Vec::new();
        for error in self.found.values().filter_map(|found| found.as_ref().err()) {
            if !complaints.contains(&error) {
                complaints.push(error);
            }
        }
        complaints
    }
}

/// The value, or the code of its error. The gateway knows the first two codes; the others are for people.
fn usable(found: &Found) -> Result<&str, &'static str> {
    match found {
        // an empty one would be taken for a key and refused by the provider
        Ok(Some(secret)) if !is_blank(secret) => Ok(secret.expose_secret()),
        Ok(_) => Err("NOT_FOUND"),
        Err(KeychainError::Ambiguous { .. }) => Err("AMBIGUOUS_DUPLICATE_KEY"),
        Err(KeychainError::Locked) => Err("LOCKED"),
        Err(KeychainError::Denied) => Err("DENIED"),
        Err(KeychainError::TimedOut) => Err("TIMED_OUT"),
        Err(KeychainError::NoStore(_)) => Err("NO_KEYCHAIN"),
        Err(KeychainError::TooLarge { .. } | KeychainError::Other(_)) => Err("FAILED"),
    }
}

fn is_blank(secret: &SecretString) -> bool {
    secret.expose_secret().trim().is_empty()
}

/// The keychain account, and the id, of a provider's key; one of several where `name` is given. `None` for a provider or
/// a name that no id can hold.
pub fn provider_key(provider: &str, name: Option<&str>) -> Option<String> {
    let id = match name {
        None => format!("providers/{provider}/apiKey"),
        Some(name) => format!("providers/{provider}/apiKey/accounts/{name}"),
    };
    is_ours(&id).then_some(id)
}

/// The provider, and the name among several, whose key is kept in this keychain account; the reverse of [`provider_key`].
pub fn provider_of(account: &str) -> Option<(&str, Option<&str>)> {
    let parts: Vec<&str> = account.split('/').collect();
    match parts[..] {
        ["providers", provider, "apiKey"] if is_ours(account) => Some((provider, None)),
        ["providers", provider, "apiKey", "accounts", name] if is_ours(account) => Some((provider, Some(name))),
        _ => None,
    }
}

/// Whether Clawtender keeps secrets under this id: [`GATEWAY_TOKEN`], or one of [`provider_key`].
fn is_ours(id: &str) -> bool {
    let parts: Vec<&str> = id.split('/').collect();
    match parts[..] {
        ["gateway", "token"] => true,
        ["providers", provider, "apiKey"] => is_name(provider),
        ["providers", provider, "apiKey", "accounts", name] => is_name(provider) && is_name(name),
        _ => false,
    }
}

fn is_name(part: &str) -> bool {
    part.len() <= 64
        && part.starts_with(|first: char| first.is_ascii_alphanumeric())
        && part.chars().all(|char| char.is_ascii_alphanumeric() || "._-".contains(char))
}

#[cfg(test)]
#[path = "secrets/tests.rs"]
mod tests;
