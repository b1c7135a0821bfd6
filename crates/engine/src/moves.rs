//! The keys of model providers, between the gateway's configuration and the keychain.
//!
//! What is changed is shown first ([`Draft`]), judged by OpenClaw on a copy, and tried: the gateway's way to the keychain is
//! gone by ourselves before the gateway is sent there. Then it is written, and the running gateway has the last word. Where
//! it does not get its keys that way, everything is put back. No key is replaced by another, and none is guessed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use clawtender_core::{keys::KeySources, mending::Step, providers, words::Phrase};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use crate::{
    edit::{Edit, Hole},
    keychain::{Entry, Keychain},
    paths::Paths,
    probes::{bounded::clean, config, key_sources},
    reconfigure::Reconfigure,
    secrets::own_copy,
    steps::Steps,
    world::World,
};

pub(crate) mod bridge;
mod confirm;
mod connect;
mod import;
mod undo;

#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use self::{
    confirm::Confirmation,
    import::{Found, Import, place},
    undo::{TakenBack, changes, latest, undo},
};

/// How long the keychain may take for all keys together.
const READING: std::time::Duration = std::time::Duration::from_secs(5);

/// Whoever connects keys, for as long as one command lasts.
pub struct Moves {
    files: Reconfigure,
    keychain: Keychain,
    /// Our program as the gateway may run it.
    program: PathBuf,
}

/// A key that moves or has moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// What people call it.
    pub name: String,
    /// The keychain account.
    pub account: String,
}

/// A key that is left where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// Why, for a person.
    pub why: Phrase,
}

/// What would be written. Nothing has been.
#[derive(Default)]
pub struct Draft {
    edits: Vec<Edit>,
    holes: Vec<Hole>,
    /// The names of the providers in the configuration.
    wanted: Vec<String>,
    /// What moves.
    pub moved: Vec<Moved>,
    /// What is left.
    pub left: Vec<Left>,
    /// Why OpenClaw has not judged it, where it has not.
    pub unjudged: Option<Phrase>,
}

impl Draft {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.edits.iter().all(Edit::is_empty)
    }

    /// What changes in which file, line by line. No secret can be read in it.
    pub fn preview(&self) -> String {
        self.edits.iter().filter(|edit| !edit.is_empty()).map(Edit::diff).collect()
    }

    /// The files that change.
    pub fn files(&self) -> Vec<&Path> {
        self.edits.iter().filter(|edit| !edit.is_empty()).map(Edit::path).collect()
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    /// The gateway has confirmed it.
    pub verified: bool,
    /// A gateway runs that could have.
    pub running: bool,
    /// What is so now, for a person.
    pub message: Phrase,
    /// The journal's entry, where one was made.
    pub entry: Option<String>,
}

impl Moves {
    /// Looks around. The copy of our program that the gateway may run is made or renewed.
    ///
    /// # Errors
    /// When there is none that the gateway would run.
    pub async fn here(paths: &Paths) -> Result<Moves> {
        let world = World::look(paths.clone());
        let copy = paths.clone();
        let program = tokio::task::spawn_blocking(move || own_copy::provider_command(&copy)).await??;
        Ok(Moves { files: Reconfigure::here(world).await, keychain: Keychain::system(), program })
    }

    /// The same, of which these steps are told.
    pub(crate) fn told(mut self, steps: Steps) -> Moves {
        self.files.steps = steps;
        self
    }

    /// Waits until nobody else changes what it would change: what is planned then is of now.
    pub(crate) async fn wait(&self) -> Result<()> {
        self.files.alone().await.map(drop)
    }

    /// Has one step begin.
    pub(crate) async fn begins(&self, step: Step) -> Result<()> {
        self.files.steps.begin(step).await
    }

    /// What is worked out before anything is changed, until it is told to stop.
    pub(crate) async fn planned<T>(&self, plan: impl Future<Output = Result<T>>) -> Result<T> {
        self.files.steps.unless_stopped(plan).await
    }

    /// Our program as the gateway may run it.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Every key that was found, wherever it stands; none can be read in it.
    pub async fn sources(paths: &Paths) -> KeySources {
        key_sources::scan(&World::look(paths.clone()), &Keychain::system(), true).await.fact()
    }

    /// Goes the gateway's way to the keychain, with nothing but what the gateway passes on.
    ///
    /// # Errors
    /// When no key comes back, or another than `key`.
    async fn try_way(&self, alias: &str, account: &str, key: &SecretString) -> Result<()> {
        let mut config = serde_json::json!({ "secrets": { "providers": {} } });
        config["secrets"]["providers"][alias] = bridge::entry(&self.program);
        let reference = bridge::reference(alias, account);
        let answer = config::referred(&reference, &config, &self.files.world.located, &self.files.lookup()).await;
        match answer {
            Some(Ok(given)) if given.expose_secret() == key.expose_secret() => Ok(()),
            Some(Ok(_)) => bail!(Phrase::new("moved-other-key", [("account", account.into())])),
            Some(Err(why)) => {
                tracing::info!(%why, "the gateway's way to the keychain");
                let program = self.program.display().to_string();
                let told = [("account", account.into()), ("told", true.into()), ("program", program.into())];
                bail!(Phrase::new("moved-no-key", told))
            }
            None => {
                let told = [("account", account.into()), ("told", false.into()), ("program", "".into())];
                bail!(Phrase::new("moved-no-key", told))
            }
        }
    }

    /// What the keychain holds, by account.
    async fn read(&self, accounts: &[String]) -> Result<BTreeMap<String, SecretString>> {
        let entries: Vec<Entry> = accounts.iter().map(Entry::new).collect();
        let mut found = BTreeMap::new();
        if entries.is_empty() {
            return Ok(found);
        }
        for (account, secret) in accounts.iter().zip(self.keychain.read_all(&entries, READING).await) {
            if let Some(secret) = secret? {
                found.insert(account.clone(), secret);
            }
        }
        Ok(found)
    }

    async fn confirm(&self, wanted: &[String]) -> Confirmation {
        confirm::confirm(&self.files.world, self.files.launch.as_ref(), wanted).await
    }
}

/// What people call a provider.
fn called(provider: &str) -> String {
    providers::find(provider).map_or_else(|| clean(provider, 64), |known| known.name.to_owned())
}

/// `OpenAI`, `OpenAI and Groq`, `OpenAI, Groq and Mistral`.
fn listed(names: &[String]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
