//! What is known about a provider's key: what it looks like, since when it is kept, and what its provider last said of it.
//! Never the key, nor anything it could be guessed from.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Flaw, answer::Answer, find};
use crate::{text::clean, token_times::TokenTimes, unreached::Unreached, words::Phrase};

/// Longest name of a provider or an account that is said, in characters; and of a host.
const NAME: usize = 36;
const HOST: usize = 64;

/// Which key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KeyName {
    /// The provider, by the name it has in OpenClaw.
    pub provider: String,
    /// Which of several.
    pub account: Option<String>,
}

impl KeyName {
    /// `OpenAI`, `OpenAI (work)`.
    pub fn words(&self) -> String {
        let name =
            find(&self.provider).map_or_else(|| clean(&self.provider, NAME), |provider| provider.name.to_owned());
        match &self.account {
            Some(account) => format!("{name} ({})", clean(account, NAME)),
            None => name,
        }
    }

    /// The key that [`KeyName::subject`] names.
    pub fn of_subject(subject: &str) -> KeyName {
        match subject.split_once('/') {
            Some((provider, account)) => KeyName { provider: provider.to_owned(), account: Some(account.to_owned()) },
            None => KeyName { provider: subject.to_owned(), account: None },
        }
    }

    /// `openai`, `openai/work`: tells it from every other.
    pub fn subject(&self) -> String {
        match &self.account {
            Some(account) => format!("{}/{account}", self.provider),
            None => self.provider.clone(),
        }
    }
}

/// A key at rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyShape {
    /// Which.
    pub key: KeyName,
    /// Since when Clawtender keeps it, where that is known.
    pub stored_at: Option<Timestamp>,
    /// What is wrong, or odd, about it.
    pub flaw: Option<Flaw>,
    /// Whether its provider knew it when it was last asked: what looks odd is then no flaw.
    pub known: bool,
    /// When it begins and ends, where it is a token that says so.
    pub times: Option<TokenTimes>,
}

impl KeyShape {
    /// Whether it is over by its own word.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.times.and_then(|times| times.ends).is_some_and(|end| end <= now)
    }
}

/// A key that was, or could be, shown to its provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTest {
    /// Which.
    pub key: KeyName,
    /// What came of it last.
    pub last: Option<Tested>,
    /// Why it was never asked about, in words for a person; empty where it was.
    pub why_not: Phrase,
}

/// What came of showing a key to its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    /// When.
    pub at: Timestamp,
    /// The provider's host.
    pub host: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The provider's own sentence, without the key.
    #[serde(default)]
    pub said: String,
    /// What the provider knows the request by.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// An answer, or the layer at which the question ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Outcome {
    /// The provider, or something in its place, answered.
    Answered(Answer),
    /// Nobody answered.
    Unreached(Unreached),
}

impl Tested {
    /// What was said about the key, where anything was: an answer that is not about it tells nothing.
    pub fn verdict(&self) -> Option<Answer> {
        match self.outcome {
            Outcome::Answered(answer) if answer.is_about_the_key() => Some(answer),
            _ => None,
        }
    }

    /// What is so, and what follows from it.
    pub fn words(&self, name: &str) -> String {
        self.phrase(name).into()
    }

    /// The same, for every language.
    pub fn phrase(&self, name: &str) -> Phrase {
        match &self.outcome {
            Outcome::Answered(answer) => answer.phrase(name),
            Outcome::Unreached(why) => why.phrase(&clean(&self.host, HOST)),
        }
    }
}
