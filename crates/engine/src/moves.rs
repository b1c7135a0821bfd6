//! The keys of model providers, between the gateway's configuration and the keychain.
//!
//! What is changed is shown first ([`Draft`]), judged by OpenClaw on a copy, and tried: the gateway's way to the keychain is
//! gone by ourselves before the gateway is sent there. Then it is written, and the running gateway has the last word. Where
//! it does not get its keys that way, everything is put back. No key is replaced by another, and none is guessed.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clawtender_core::{facts::Launch, keys::KeySources, providers};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;

use crate::{
    edit::{Change, Edit, Hole},
    examine,
    journal::Journal,
    keychain::{Entry, Keychain},
    paths::Paths,
    platform::{self, LockGuard},
    probes::{bounded::clean, config, key_sources},
    secrets::own_copy,
    world::World,
};

pub(crate) mod bridge;
mod confirm;
mod connect;
mod import;

#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use self::{
    confirm::Confirmation,
    import::{Found, Import, place},
};

/// How long the keychain may take for all keys together.
const READING: std::time::Duration = std::time::Duration::from_secs(5);

/// Whoever connects keys, for as long as one command lasts.
pub struct Moves {
    world: World,
    keychain: Keychain,
    journal: Journal,
    /// Our program as the gateway may run it.
    program: PathBuf,
    launch: Option<Launch>,
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
    pub why: String,
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
    pub unjudged: Option<String>,
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
    pub message: String,
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
        let launch = examine::runtime(&world).await.value().and_then(|runtime| runtime.chosen.clone());
        Ok(Moves { journal: Journal::of(paths), keychain: Keychain::system(), world, program, launch })
    }

    /// Every key that was found, wherever it stands; none can be read in it.
    pub async fn sources(paths: &Paths) -> KeySources {
        key_sources::scan(&World::look(paths.clone()), &Keychain::system(), true).await.fact()
    }

    /// One at a time: two that write the same files would undo each other.
    fn alone(&self) -> Result<LockGuard> {
        let lock = self.world.paths.state.join("keys.lock");
        platform::lock(&lock)?.context("Another clawtender is moving keys at this moment. Try again when it has ended.")
    }

    fn lookup(&self) -> impl Fn(&str) -> Option<std::ffi::OsString> + Sync + '_ {
        |name| self.world.variable(name)
    }

    /// The configuration with everything it includes.
    fn config(&self) -> Result<Value> {
        for name in ["OPENCLAW_CONFIG_READONLY", "OPENCLAW_NIX_MODE"] {
            if self.world.variable(name).is_some_and(|value| value == "1") {
                bail!(crate::edit::EditError::ReadOnly(if name.ends_with("MODE") {
                    "OPENCLAW_NIX_MODE=1"
                } else {
                    "OPENCLAW_CONFIG_READONLY=1"
                }));
            }
        }
        let file = clean(&self.world.located.config_path.to_string_lossy(), 300);
        config::whole(&self.world.located, &self.lookup()).map_err(|problem| {
            anyhow::anyhow!("{file} cannot be used as it is, and is left alone: {}", problem.message)
        })
    }

    /// One edit for each file that has to change, the configuration's own first.
    fn edits(&self, changes: Vec<Change>) -> Result<Vec<Edit>> {
        let own = &self.world.located.config_path;
        let mut files: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
        for change in changes {
            let (file, change) = self.placed(change);
            files.entry(file).or_default().push(change);
        }
        let mut edits = Vec::new();
        if let Some(changes) = files.remove(own) {
            edits.push(Edit::plan(own, changes)?);
        }
        for (file, changes) in files {
            edits.push(Edit::plan(&file, changes)?);
        }
        Ok(edits)
    }

    /// In the file where the value stands now; what stands nowhere goes to the configuration's own.
    fn placed(&self, change: Change) -> (PathBuf, Change) {
        let (Change::Set { path, .. } | Change::Remove { path } | Change::Rename { path, .. }) = &change;
        match config::origin(&self.world.located, &self.lookup(), path) {
            None => (self.world.located.config_path.clone(), change),
            Some((file, path)) => {
                let change = match change {
                    Change::Set { value, .. } => Change::Set { path, value },
                    Change::Remove { .. } => Change::Remove { path },
                    Change::Rename { to, .. } => Change::Rename { path, to },
                };
                (file, change)
            }
        }
    }

    /// Has OpenClaw judge what would stand there. `None`: it has no objection.
    ///
    /// # Errors
    /// Its objection.
    async fn judge(&self, edits: &[Edit]) -> Result<Option<String>> {
        let [edit] = edits else {
            return Ok(
                (!edits.is_empty()).then(|| "OpenClaw judges one file at a time, and several change.".to_owned())
            );
        };
        if edit.path() != self.world.located.config_path {
            return Ok(Some("OpenClaw judges no included file by itself.".to_owned()));
        }
        let Some(launch) = &self.launch else {
            return Ok(Some("No OpenClaw was found that could judge it.".to_owned()));
        };
        let copy = edit.beside()?;
        let problems = match examine::judged_copy(&self.world, launch, copy.path()).await {
            Ok(problems) => problems,
            Err(error) => {
                tracing::info!(error = format!("{error:#}"), "OpenClaw said nothing about the edit");
                return Ok(Some("OpenClaw did not say in time what it thinks of it.".to_owned()));
            }
        };
        let Some(problem) = problems.first() else { return Ok(None) };
        let version = launch.version.as_deref().unwrap_or("found here");
        let (key, message) = (clean(&problem.key, 120), clean(&problem.message, 300));
        if key.starts_with("secrets") || key.ends_with("apiKey") {
            bail!(
                "OpenClaw {version} cannot take keys from the keychain: {key}: {message}. Update OpenClaw, then try again."
            );
        }
        bail!("OpenClaw {version} does not accept the new configuration: {key}: {message}. Nothing was changed.");
    }

    /// Goes the gateway's way to the keychain, with nothing but what the gateway passes on.
    ///
    /// # Errors
    /// When no key comes back, or another than `key`.
    async fn try_way(&self, alias: &str, account: &str, key: &SecretString) -> Result<()> {
        let mut config = serde_json::json!({ "secrets": { "providers": {} } });
        config["secrets"]["providers"][alias] = bridge::entry(&self.program);
        let reference = bridge::reference(alias, account);
        let answer = config::referred(&reference, &config, &self.world.located, &self.lookup()).await;
        match answer {
            Some(Ok(given)) if given.expose_secret() == key.expose_secret() => Ok(()),
            Some(Ok(_)) => bail!("The gateway would be given another key for {account} than the keychain holds."),
            Some(Err(why)) => {
                tracing::info!(%why, "the gateway's way to the keychain");
                bail!(
                    "The gateway would get no key for {account} this way: {} was run as it would run it, and gave none.",
                    self.program.display()
                )
            }
            None => bail!("The gateway would get no key for {account} this way."),
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
        confirm::confirm(&self.world, self.launch.as_ref(), wanted).await
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
