//! How the gateway's configuration sets models up: which is asked first, which take over, and what is switched for each.

use serde::{Deserialize, Serialize};

use crate::{
    facts::Facts,
    providers::{
        answer::Answer,
        tested::{KeyTest, Outcome},
    },
};

/// What the configuration says of models. A model's whole name is its provider's, a slash, and its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Models {
    /// `agents.defaults.model`: the one that is asked first.
    pub main: Option<String>,
    /// `agents.defaults.model.fallbacks`: those that are asked when it gives no answer, in this order.
    pub fallbacks: Vec<String>,
    /// `agents.defaults.models`: where it names any, no other may be used.
    pub allowed: Vec<String>,
    /// Those of them that have `params.context1m`.
    pub long_context: Vec<String>,
    /// `models.providers`: the models that are set up there.
    pub entries: Vec<Entry>,
}

/// A model that is set up at its provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The provider's name in the configuration.
    pub provider: String,
    /// The model's own name.
    pub id: String,
    /// `compat.requiresStringContent`: messages are sent as plain text.
    pub plain_content: bool,
    /// `compat.strictMessageKeys`: messages have a role and a content, and nothing else.
    pub strict_keys: bool,
    /// `compat.supportsTools` is false: it is offered no tools.
    pub no_tools: bool,
}

impl Entry {
    /// Its whole name.
    pub fn name(&self) -> String {
        format!("{}/{}", self.provider, self.id)
    }
}

impl Models {
    /// The entry with this whole name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name() == name)
    }
}

/// The model that could take over from the main one: the first of another provider that may be used, and of whose key that
/// provider has said that it is good.
pub fn substitute(facts: &Facts) -> Option<String> {
    let models = &facts.config.value()?.models;
    let main = models.main.as_deref()?;
    let (provider, _) = main.split_once('/')?;
    let may = |name: &String| models.allowed.is_empty() || models.allowed.contains(name);
    let others = models.entries.iter().filter(|entry| entry.provider != provider && has_key(facts, &entry.provider));
    others.map(Entry::name).find(may)
}

/// Whether this model may be used, and its provider has said that its key is good.
pub fn may_take_over(facts: &Facts, model: &str) -> bool {
    let allowed = facts.config.value().map(|config| config.models.allowed.as_slice()).unwrap_or_default();
    let may = allowed.is_empty() || allowed.iter().any(|name| name == model);
    may && model.split_once('/').is_some_and(|(provider, _)| has_key(facts, provider))
}

fn has_key(facts: &Facts, provider: &str) -> bool {
    let good = |test: &KeyTest| {
        let outcome = test.last.as_ref().map(|last| &last.outcome);
        test.key.provider == provider && matches!(outcome, Some(Outcome::Answered(Answer::Accepted | Answer::Open)))
    };
    facts.key_tests.value().into_iter().flatten().any(good)
}
