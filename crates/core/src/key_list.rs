//! The keys as a list that a person reads: whose each is, where it stands, since when, and what its provider last said of it.
//! Never a key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    providers,
    words::{Language, Phrase, Spoken},
};

/// All there is to know about keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KeyList {
    /// Each key at each place, what the gateway would take first first.
    pub keys: Vec<KeyRow>,
    /// Why those in the keychain are missing here, where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub trouble: Option<Phrase>,
    /// The providers that a key can be added for by name.
    pub providers: Vec<KnownProvider>,
}

/// A provider, to be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KnownProvider {
    /// OpenClaw's name for it.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// One key at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KeyRow {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// Which of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub account: Option<String>,
    /// `OpenAI`, `OpenAI (work)`.
    pub name: String,
    /// Where it stands, in words.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub place: Phrase,
    /// It is in the keychain.
    pub kept: bool,
    /// It stands in a file from which it can be moved to the keychain.
    pub movable: bool,
    /// Its last four characters, where that is little of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub last_four: Option<String>,
    /// Which one it is among those that are not in the keychain, as long as the engine runs; nothing where it was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub same: Option<String>,
    /// Since when it is kept. When one was written to a file or set in an environment, nobody knows: a file's time is not a key's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null", optional))]
    pub stored_at: Option<Timestamp>,
    /// What is odd about its shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub flaw: Option<Phrase>,
    /// What its provider last said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub test: Option<KeyWord>,
}

/// What a provider said of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct KeyWord {
    /// When.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub at: Timestamp,
    /// What came of it, in one sentence.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// It takes the key; nothing where it has said nothing about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub good: Option<bool>,
}

/// What moving the keys out of the gateway's files would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MovePlan {
    /// What changes, line by line; empty where nothing can move. No secret can be read in it.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub preview: Phrase,
    /// What is left where it is, and why.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub left: Vec<Phrase>,
}

impl Spoken for KeyList {
    fn speak(&mut self, language: Language) {
        self.trouble.speak(language);
        for row in &mut self.keys {
            row.place.speak(language);
            row.flaw.speak(language);
            row.test.iter_mut().for_each(|test| test.words.speak(language));
        }
    }
}

impl Spoken for MovePlan {
    fn speak(&mut self, language: Language) {
        self.preview.speak(language);
        self.left.speak(language);
    }
}

/// Every provider that is known by name, as people look for it.
pub fn known_providers() -> Vec<KnownProvider> {
    let named = |provider: &providers::Provider| KnownProvider { id: provider.id.into(), name: provider.name.into() };
    let mut all: Vec<KnownProvider> = providers::ALL.iter().map(named).collect();
    all.sort_by_key(|provider| provider.name.to_lowercase());
    all
}
