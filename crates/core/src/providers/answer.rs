//! What a provider's answer says about the key that was shown to it.
//!
//! The body goes before the status, for one status means many things: a 429 may be a rate limit, an empty wallet, an overload
//! or a context that the plan does not have, and each has another remedy. Codes of the body go before its sentences, save for
//! the few sentences that say more than the code beside them. What is not understood is [`Answer::NotUnderstood`], never a
//! refusal: a page of somebody in between is not the provider's word.
//!
//! The codes and sentences are those that the providers document, and those that OpenClaw knows them by.

mod body;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::body::Body;
use crate::text::{clean, hide};

/// Longest sentence of a provider that is kept, in characters.
const SAID: usize = 200;
/// Longest request id that is kept.
const ID: usize = 100;
/// Longest wait that is believed, in seconds: a month.
const WAIT: u64 = 31 * 24 * 3600;

/// What came back, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// Names in small letters, and values.
    pub headers: &'a [(String, String)],
    /// As much of the body as was read.
    pub body: &'a [u8],
}

/// What it says about the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "detail", rename_all = "kebab-case")]
pub enum Answer {
    /// The key is good.
    Accepted,
    /// It answers whoever asks, with a key or without: nothing is told about this one.
    Open,
    /// The key is not.
    Refused(Refusal),
    /// The key is known, and may not do this.
    NotPermitted(Bar),
    /// The credit or the quota is used up: waiting does not heal it.
    OutOfQuota,
    /// Too many requests: waiting heals it.
    #[serde(rename_all = "camelCase")]
    RateLimited {
        /// For how many seconds more, where it is told.
        retry_after: Option<u64>,
    },
    /// The provider has more to do than it can.
    Overloaded,
    /// The provider has a fault.
    Down,
    /// There is something at the address, and not this API.
    WrongEndpoint,
    /// A web page in the place of an answer: somebody in between wants something first.
    Portal,
    /// None of these.
    NotUnderstood,
}

impl Answer {
    /// Whether the provider has looked at the key. Otherwise nothing is known about it.
    pub fn is_about_the_key(self) -> bool {
        use Answer::{Accepted, NotPermitted, OutOfQuota, RateLimited, Refused};
        matches!(self, Accepted | Refused(_) | NotPermitted(_) | OutOfQuota | RateLimited { .. })
    }

    /// Whether it is one of the provider's keys, whatever it may do.
    pub fn knows_the_key(self) -> bool {
        matches!(self, Answer::Accepted | Answer::NotPermitted(_) | Answer::OutOfQuota)
    }
}

/// Why a key is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// It is wrong, or nobody says more.
    Wrong,
    /// It was good and was taken back, switched off or deleted.
    Revoked,
    /// Its time is over.
    Expired,
}

/// What a good key may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bar {
    /// Use this model.
    Model,
    /// Be used from this country.
    Region,
    /// Be used from this network address.
    Address,
    /// Do this kind of thing.
    Scope,
    /// Anything: the organisation or the account behind it is switched off.
    Organisation,
    /// Use a long context: it is extra, and not switched on.
    LongContext,
    /// Something that is not told.
    Unsaid,
}

/// An answer with what goes beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it says about the key.
    pub answer: Answer,
    /// The provider's own sentence, fit to be shown and without the key; empty where there is none.
    pub said: String,
    /// What the provider knows the request by.
    pub request_id: Option<String>,
}

/// Reads the answer of a provider to a request with `key`, received `now`.
pub fn read(provider: &str, reply: Reply<'_>, key: &str, now: Timestamp) -> Told {
    let body = Body::read(reply.body);
    let answer = match judge(provider, reply, &body) {
        Answer::RateLimited { .. } => Answer::RateLimited { retry_after: wait(reply, &body, now) },
        answer => answer,
    };
    let said = if answer == Answer::Accepted {
        String::new()
    } else {
        clean(&hide(&clean(&body.message, 10 * SAID), key), SAID)
    };
    Told { answer, said, request_id: request_id(reply, &body, key) }
}

fn judge(provider: &str, reply: Reply<'_>, body: &Body) -> Answer {
    if body.is_error
        && let Some(answer) = words::sentence(&body.message).or_else(|| body.code(words::code))
    {
        return answer;
    }
    if body.is_page {
        return page(reply);
    }
    match reply.status {
        200..=299 if body.is_error => words::vague(&body.message).unwrap_or(Answer::NotUnderstood),
        200..=299 if !body.is_json => Answer::NotUnderstood,
        200..=299 => particulars(provider, body),
        300..=399 => page(reply),
        401 => words::vague(&body.message).unwrap_or(Answer::Refused(Refusal::Wrong)),
        402 => Answer::OutOfQuota,
        403 => words::vague(&body.message).unwrap_or({
            let bar = if body.message.contains("model") { Bar::Model } else { Bar::Unsaid };
            Answer::NotPermitted(bar)
        }),
        404 | 405 | 410 => Answer::WrongEndpoint,
        429 => Answer::RateLimited { retry_after: None },
        503 | 529 => Answer::Overloaded,
        408 | 500..=599 => Answer::Down,
        _ => words::vague(&body.message).unwrap_or(Answer::NotUnderstood),
    }
}

/// A web page, or the way to one.
fn page(reply: Reply<'_>) -> Answer {
    match reply.status {
        404 | 405 | 410 => Answer::WrongEndpoint,
        // a page with which somebody says that the network wants a sign-in
        511 => Answer::Portal,
        503 | 529 => Answer::Overloaded,
        500..=599 => Answer::Down,
        429 => Answer::RateLimited { retry_after: None },
        // elsewhere on the same server
        300..=399 if header(reply, "location").is_none_or(|to| to.starts_with('/') && !to.starts_with("//")) => {
            Answer::WrongEndpoint
        }
        200..=399 | 403 => Answer::Portal,
        _ => Answer::NotUnderstood,
    }
}

/// What a provider says of a key that it knows.
fn particulars(provider: &str, body: &Body) -> Answer {
    let is = |path: &str, wanted: bool| body.value.pointer(path).and_then(Value::as_bool) == Some(wanted);
    let left = body.value.pointer("/data/limit_remaining").and_then(Value::as_f64);
    match provider {
        "deepseek" if is("/is_available", false) => Answer::OutOfQuota,
        // a key of its own limit; null where it has none
        "openrouter" if left.is_some_and(|left| left <= 0.0) => Answer::OutOfQuota,
        "xai" if is("/api_key_disabled", true) || is("/api_key_blocked", true) => Answer::Refused(Refusal::Revoked),
        "xai" if is("/team_blocked", true) => Answer::NotPermitted(Bar::Organisation),
        _ => Answer::Accepted,
    }
}

fn header<'a>(reply: Reply<'a>, name: &str) -> Option<&'a str> {
    reply.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
}

/// How long to wait, in seconds.
fn wait(reply: Reply<'_>, body: &Body, now: Timestamp) -> Option<u64> {
    let millis = || Some(header(reply, "retry-after-ms")?.parse::<u64>().ok()?.div_ceil(1000));
    let stated = || {
        let text = header(reply, "retry-after")?;
        text.parse().ok().or_else(|| {
            let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
            u64::try_from(at.duration_since(now).as_secs()).ok()
        })
    };
    millis().or_else(stated).or(body.retry).map(|seconds| seconds.min(WAIT))
}

fn request_id(reply: Reply<'_>, body: &Body, key: &str) -> Option<String> {
    const NAMES: [&str; 6] =
        ["request-id", "x-request-id", "x-amzn-requestid", "apim-request-id", "x-goog-request-id", "cf-ray"];
    let named = NAMES.iter().find_map(|name| header(reply, name)).or(body.request_id.as_deref())?;
    let plain = named.len() <= ID && !named.is_empty() && named.chars().all(|char| char.is_ascii_graphic());
    plain.then(|| hide(named, key))
}

#[cfg(test)]
mod tests;
