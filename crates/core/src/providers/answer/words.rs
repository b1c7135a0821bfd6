//! What codes and sentences of providers mean, and what people are told instead.

use super::{
    Answer::{self, Down, NotPermitted, OutOfQuota, Overloaded, RateLimited, Refused, WrongEndpoint},
    Bar, Refusal,
};
use crate::{
    text::wait,
    words::{Phrase, Told},
};

const LIMITED: Answer = RateLimited { retry_after: None };
const WRONG: Answer = Refused(Refusal::Wrong);
const EXPIRED: Answer = Refused(Refusal::Expired);
const REVOKED: Answer = Refused(Refusal::Revoked);

/// Codes, in small letters and without signs: what each means. Those that say much stand first.
const CODES: &[(&str, Answer)] = &[
    // OpenAI, and everybody who answers as OpenAI does
    ("insufficientquota", OutOfQuota),
    ("billinghardlimitreached", OutOfQuota),
    ("billingnotactive", OutOfQuota),
    ("insufficientbalance", OutOfQuota),
    ("insufficientcredits", OutOfQuota),
    ("exceededcurrentquotaerror", OutOfQuota),
    ("paymentrequired", OutOfQuota),
    ("invalidapikey", WRONG),
    ("incorrectapikey", WRONG),
    ("invalidauthenticationerror", WRONG),
    ("accountdeactivated", NotPermitted(Bar::Organisation)),
    ("organizationdeactivated", NotPermitted(Bar::Organisation)),
    ("deactivatedworkspace", NotPermitted(Bar::Organisation)),
    ("mismatchedorganization", NotPermitted(Bar::Organisation)),
    ("unsupportedcountryregionterritory", NotPermitted(Bar::Region)),
    ("ipnotauthorized", NotPermitted(Bar::Address)),
    ("missingscope", NotPermitted(Bar::Scope)),
    ("insufficientpermissions", NotPermitted(Bar::Scope)),
    ("modelnotfound", NotPermitted(Bar::Model)),
    ("modelnotavailable", NotPermitted(Bar::Model)),
    ("ratelimitexceeded", LIMITED),
    ("engineoverloadederror", Overloaded),
    ("serviceunavailable", Overloaded),
    // Anthropic
    ("billingerror", OutOfQuota),
    ("authenticationerror", WRONG),
    ("overloadederror", Overloaded),
    ("timeouterror", Down),
    ("apierror", Down),
    // Google
    ("apikeyinvalid", WRONG),
    ("apikeyexpired", EXPIRED),
    ("apikeyservicebanned", NotPermitted(Bar::Organisation)),
    ("consumersuspended", NotPermitted(Bar::Organisation)),
    ("servicedisabled", NotPermitted(Bar::Scope)),
    ("apikeyserviceblocked", NotPermitted(Bar::Scope)),
    ("apikeyipaddressblocked", NotPermitted(Bar::Address)),
    ("apikeyhttpreferrerblocked", NotPermitted(Bar::Address)),
    ("billingdisabled", OutOfQuota),
    ("resourceexhausted", LIMITED),
    ("unauthenticated", WRONG),
    ("unavailable", Overloaded),
    // Azure
    ("deploymentnotfound", NotPermitted(Bar::Model)),
    ("resourcenotfound", WrongEndpoint),
    ("accessdeniedduetovirtualnetwork", NotPermitted(Bar::Address)),
    ("permissiondenied", NotPermitted(Bar::Unsaid)),
    ("toomanyrequests", LIMITED),
    // AWS
    ("expiredtokenexception", EXPIRED),
    ("expiredtoken", EXPIRED),
    ("unrecognizedclientexception", WRONG),
    ("invalidsignatureexception", WRONG),
    ("invalidclienttokenid", WRONG),
    ("throttlingexception", LIMITED),
    ("servicequotaexceededexception", OutOfQuota),
    ("accessdeniedexception", NotPermitted(Bar::Model)),
    ("serviceunavailableexception", Overloaded),
    ("modelnotreadyexception", Overloaded),
    ("internalserverexception", Down),
    // Qwen, MiniMax, Z.AI
    ("arrearage", OutOfQuota),
    ("throttlingratequota", LIMITED),
    ("throttling", LIMITED),
    // what says less than a sentence or another code beside it
    ("permissionerror", NotPermitted(Bar::Unsaid)),
    ("ratelimiterror", LIMITED),
    ("tokenexpired", EXPIRED),
];

/// What a code means, and how much it says: less is more.
pub(super) fn code(code: &str) -> Option<(u8, Answer)> {
    let at = CODES.iter().position(|(known, _)| *known == code)?;
    Some((u8::try_from(at).unwrap_or(u8::MAX), CODES[at].1))
}

/// Sentences that say more than the code beside them.
const SENTENCES: &[(&str, Answer)] = &[
    // a key that may do its work and not list models, which is what is asked for
    ("missing scopes: api.model.read", Answer::Accepted),
    ("extra usage is required", NotPermitted(Bar::LongContext)),
    ("out of extra usage", NotPermitted(Bar::LongContext)),
    ("credit balance is too low", OutOfQuota),
    ("insufficient credit", OutOfQuota),
    ("insufficient balance", OutOfQuota),
    ("insufficient_balance", OutOfQuota),
    ("used all available credits", OutOfQuota),
    ("requires more credits", OutOfQuota),
    ("spending limit", OutOfQuota),
    ("spend limit", OutOfQuota),
    ("api usage limits", OutOfQuota),
    ("payment required", OutOfQuota),
    ("余额不足", OutOfQuota),
    ("欠费", OutOfQuota),
    ("organization has been disabled", NotPermitted(Bar::Organisation)),
    ("account has been deactivated", NotPermitted(Bar::Organisation)),
    ("must be a member of an organization", NotPermitted(Bar::Organisation)),
    ("make sure your api key is valid", WRONG),
    ("has been revoked", REVOKED),
    ("has been disabled", REVOKED),
    ("has been deleted", REVOKED),
    ("reported as leaked", REVOKED),
    ("api key expired", EXPIRED),
    ("key has expired", EXPIRED),
    ("token has expired", EXPIRED),
    ("token expired", EXPIRED),
    ("country, region, or territory", NotPermitted(Bar::Region)),
    ("user location is not supported", NotPermitted(Bar::Region)),
    ("not available in your region", NotPermitted(Bar::Region)),
    ("missing scopes", NotPermitted(Bar::Scope)),
    ("insufficient permissions", NotPermitted(Bar::Scope)),
    ("resource not accessible by", NotPermitted(Bar::Scope)),
    ("ip not authorized", NotPermitted(Bar::Address)),
    ("ip allowlist", NotPermitted(Bar::Address)),
    ("ip address is not", NotPermitted(Bar::Address)),
    ("client network socket address is not", NotPermitted(Bar::Address)),
    ("is currently overloaded", Overloaded),
    ("rate limit exceeded for", LIMITED),
];

/// What a sentence means that goes before any code.
pub(super) fn sentence(message: &str) -> Option<Answer> {
    find(SENTENCES, message)
}

/// Sentences that are heard where no code and no status says it.
const VAGUE: &[(&str, Answer)] = &[
    ("incorrect api key", WRONG),
    ("invalid api key", WRONG),
    ("invalid_api_key", WRONG),
    ("api key not valid", WRONG),
    ("invalid x-api-key", WRONG),
    ("invalid token", WRONG),
    ("invalid credentials", WRONG),
    ("bad credentials", WRONG),
    ("invalid authentication", WRONG),
    ("authentication failed", WRONG),
    ("login fail", WRONG),
    ("no auth credentials", WRONG),
    ("unauthorized", WRONG),
    ("exceeded your current quota", OutOfQuota),
    ("quota exceeded", OutOfQuota),
];

/// What a sentence means where nothing else tells.
pub(super) fn vague(message: &str) -> Option<Answer> {
    find(VAGUE, message)
}

fn find(table: &[(&str, Answer)], message: &str) -> Option<Answer> {
    let small = message.to_lowercase();
    table.iter().find(|(known, _)| small.contains(known)).map(|(_, answer)| *answer)
}

impl Answer {
    /// What is so with the key for a provider of this name, and what follows from it.
    pub fn words(self, name: &str) -> String {
        self.phrase(name).into()
    }

    /// The same, for every language.
    pub fn phrase(self, name: &str) -> Phrase {
        let wait = match self {
            RateLimited { retry_after: Some(seconds) } => wait(seconds).into(),
            _ => Told::from(""),
        };
        Phrase::new("answer-so", [("answer", self.name().into()), ("name", name.into()), ("wait", wait)])
    }

    /// What to do about it; `None` where nothing needs to be done.
    pub fn remedy(self) -> Option<Phrase> {
        let needless = matches!(self, Answer::Accepted | Answer::Open);
        (!needless).then(|| Phrase::new("answer-remedy", [("answer", self.name().into())]))
    }

    /// What the languages know it by.
    fn name(self) -> &'static str {
        match self {
            Answer::Accepted => "accepted",
            Answer::Open => "open",
            Refused(Refusal::Wrong) => "wrong",
            Refused(Refusal::Revoked) => "revoked",
            Refused(Refusal::Expired) => "expired",
            NotPermitted(Bar::Model) => "model",
            NotPermitted(Bar::Region) => "region",
            NotPermitted(Bar::Address) => "address",
            NotPermitted(Bar::Scope) => "scope",
            NotPermitted(Bar::Organisation) => "organisation",
            NotPermitted(Bar::LongContext) => "long-context",
            NotPermitted(Bar::Unsaid) => "unsaid",
            OutOfQuota => "quota",
            RateLimited { retry_after: None } => "limited",
            RateLimited { retry_after: Some(_) } => "limited-for",
            Overloaded => "overloaded",
            Down => "down",
            WrongEndpoint => "endpoint",
            Answer::Portal => "portal",
            Answer::NotUnderstood => "not-understood",
        }
    }
}
