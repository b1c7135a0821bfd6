//! Changes of the gateway's configuration: in which file a value stands, what OpenClaw makes of the new text, and what takes
//! the change back.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use anyhow::{Context, Result, bail};
use clawtender_core::{
    facts::Launch,
    fixes::{Fix, Setting},
};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::{
    edit::{Change, Edit, EditError, Undone},
    examine,
    journal::{Entry, Journal, Outcome},
    platform::{self, LockGuard},
    probes::{bounded::clean, config},
    world::World,
};

/// The list of the pages that may connect, in which `*` is a switch.
const ANY_ORIGIN: &str = "gateway.controlUi.allowedOrigins";

/// Whoever changes it, for as long as one change lasts.
pub(crate) struct Reconfigure {
    pub(crate) world: World,
    pub(crate) launch: Option<Launch>,
    pub(crate) journal: Journal,
}

impl Reconfigure {
    pub(crate) async fn here(world: World) -> Reconfigure {
        let launch = examine::runtime(&world).await.value().and_then(|runtime| runtime.chosen.clone());
        Reconfigure { journal: Journal::of(&world.paths), launch, world }
    }

    /// Sets what a fix sets, for what its finding is about. Nothing is written that OpenClaw does not accept.
    ///
    /// # Errors
    /// Why nothing was changed, for a person.
    pub(crate) async fn set(&self, fix: &Fix, setting: Setting, subject: &str) -> Result<()> {
        let _alone = self.alone()?;
        let mut edits = self.edits(vec![change(setting, &self.config()?, subject)])?;
        edits.retain(|edit| !edit.is_empty());
        if edits.is_empty() {
            return Ok(());
        }
        self.judge(&edits).await?;
        let undo = edits.iter().map(|edit| edit.undo(&[])).collect();
        let entry = self.journal.begin(fix.id, vec![subject.to_owned()], undo)?;
        if let Err(error) = edits.iter().try_for_each(Edit::write) {
            take_back(&entry, |_| None)?;
            self.journal.conclude(&entry.id, Outcome::Failed)?;
            return Err(error.into());
        }
        self.journal.conclude(&entry.id, Outcome::Done)
    }

    /// One at a time: two that write the same files would undo each other.
    pub(crate) fn alone(&self) -> Result<LockGuard> {
        let lock = self.world.paths.state.join("keys.lock");
        platform::lock(&lock)?.context(
            "Another clawtender is changing the gateway's configuration at this moment. Try again when it has ended.",
        )
    }

    pub(crate) fn lookup(&self) -> impl Fn(&str) -> Option<OsString> + Sync + '_ {
        |name| self.world.variable(name)
    }

    /// The configuration with everything it includes.
    pub(crate) fn config(&self) -> Result<Value> {
        for name in ["OPENCLAW_CONFIG_READONLY", "OPENCLAW_NIX_MODE"] {
            if self.world.variable(name).is_some_and(|value| value == "1") {
                bail!(EditError::ReadOnly(if name.ends_with("MODE") {
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
    pub(crate) fn edits(&self, changes: Vec<Change>) -> Result<Vec<Edit>> {
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
    pub(crate) fn placed(&self, change: Change) -> (PathBuf, Change) {
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
    pub(crate) async fn judge(&self, edits: &[Edit]) -> Result<Option<String>> {
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
}

/// Takes an entry's edits back, the last first. `secret` gives what an account holds. Says how the configuration itself was.
///
/// # Errors
/// When a file cannot be written, or is not what can be taken back.
pub(crate) fn take_back(entry: &Entry, secret: impl Fn(&str) -> Option<SecretString>) -> Result<Undone> {
    let mut how = Undone::Nothing;
    for undo in entry.undo.iter().rev() {
        let undone = undo.carry_out(&secret)?;
        if how == Undone::Nothing || undone == Undone::Apart {
            how = undone;
        }
    }
    Ok(how)
}

fn change(setting: Setting, config: &Value, subject: &str) -> Change {
    let (path, value): (&[&str], Value) = match setting {
        Setting::ModeLocal => (&["gateway", "mode"], json!("local")),
        Setting::BindLoopback => (&["gateway", "bind"], json!("loopback")),
        Setting::SwitchOff if subject != ANY_ORIGIN => {
            let path = subject.split('.').map(str::to_owned).collect();
            return Change::Set { path, value: json!(false) };
        }
        Setting::SwitchOff => {
            let origins = config["gateway"]["controlUi"]["allowedOrigins"].as_array().cloned().unwrap_or_default();
            let named: Vec<Value> = origins.into_iter().filter(|origin| *origin != json!("*")).collect();
            (&["gateway", "controlUi", "allowedOrigins"], json!(named))
        }
        Setting::SchedulerOn => (&["cron", "enabled"], json!(true)),
        Setting::AllowOrigin => {
            let mut origins = config["gateway"]["controlUi"]["allowedOrigins"].as_array().cloned().unwrap_or_default();
            if !origins.contains(&json!(subject)) {
                origins.push(json!(subject));
            }
            (&["gateway", "controlUi", "allowedOrigins"], json!(origins))
        }
    };
    Change::Set { path: path.iter().map(|part| (*part).to_owned()).collect(), value }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clawtender_core::fixes;

    use super::*;

    const BEFORE: &str = "{\n  // mine\n  gateway: { mode: 'remote', port: 1 }, // stays\n}\n";

    /// The configuration after each setting, and after each was taken back.
    #[tokio::test]
    async fn a_setting_changes_its_value_alone_and_is_taken_back_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".openclaw")).unwrap();
        let file = folder.path().join(".openclaw/openclaw.json");
        for (fix, setting, wanted) in [
            (&fixes::SET_MODE_LOCAL, Setting::ModeLocal, "gateway: { mode: \"local\", port: 1 }, // stays"),
            (&fixes::TURN_ON_SCHEDULER, Setting::SchedulerOn, "enabled: true"),
            (&fixes::ALLOW_ORIGIN, Setting::AllowOrigin, "https://a.example"),
            (&fixes::BIND_LOOPBACK, Setting::BindLoopback, "bind: \"loopback\""),
        ] {
            fs::write(&file, BEFORE).unwrap();
            let world = World::in_folder(folder.path());
            let files = Reconfigure { journal: Journal::of(&world.paths), launch: None, world };
            files.set(fix, setting, "https://a.example").await.unwrap();
            let after = fs::read_to_string(&file).unwrap();
            assert!(after.contains(wanted) && after.contains("// mine"), "{after}");
            // what is so already is not written again
            files.set(fix, setting, "https://a.example").await.unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), after);

            let entry = files.journal.latest(fix.id).unwrap();
            entry.undo[0].carry_out(|_| None).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), BEFORE);
        }
    }

    #[test]
    fn a_switch_is_turned_off_alone() {
        let config = json!({ "gateway": { "controlUi": { "allowedOrigins": ["*", "https://a"] } } });
        for (subject, off) in [
            ("gateway.controlUi.allowedOrigins", json!(["https://a"])),
            ("gateway.controlUi.allowInsecureAuth", json!(false)),
        ] {
            let Change::Set { path, value } = change(Setting::SwitchOff, &config, subject) else { panic!("no value") };
            assert_eq!((path.join("."), value), (subject.to_owned(), off));
        }
    }

    #[test]
    fn origins_that_are_there_stay() {
        let config = json!({ "gateway": { "controlUi": { "allowedOrigins": ["https://a"] } } });
        for (origin, all) in [("https://b", json!(["https://a", "https://b"])), ("https://a", json!(["https://a"]))] {
            let Change::Set { value, .. } = change(Setting::AllowOrigin, &config, origin) else { panic!("no value") };
            assert_eq!(value, all);
        }
    }
}
