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
    probes::{
        bounded::clean,
        config::{self, models},
    },
    world::World,
};

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
        let mut edits = self.edits(changes(setting, &self.config()?, subject)?)?;
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

/// What a setting changes; an error where what it is about does not stand there any more.
fn changes(setting: Setting, config: &Value, subject: &str) -> Result<Vec<Change>> {
    let set = |path: &[&str], value: Value| {
        vec![Change::Set { path: path.iter().map(|part| (*part).to_owned()).collect(), value }]
    };
    Ok(match setting {
        Setting::ModeLocal => set(&["gateway", "mode"], json!("local")),
        Setting::SchedulerOn => set(&["cron", "enabled"], json!(true)),
        Setting::AllowOrigin => {
            let mut origins = config["gateway"]["controlUi"]["allowedOrigins"].as_array().cloned().unwrap_or_default();
            if !origins.contains(&json!(subject)) {
                origins.push(json!(subject));
            }
            set(&["gateway", "controlUi", "allowedOrigins"], json!(origins))
        }
        Setting::PlainContent => compat(config, subject, "requiresStringContent", true)?,
        Setting::StrictKeys => compat(config, subject, "strictMessageKeys", true)?,
        Setting::NoTools => compat(config, subject, "supportsTools", false)?,
        Setting::ShortContext => set(&["agents", "defaults", "models", subject, "params", "context1m"], json!(false)),
        Setting::Fallback => {
            if subject.is_empty() {
                bail!("Nothing was changed: there is no model any more that could take over.");
            }
            let fallbacks = json!([subject]);
            match &config["agents"]["defaults"]["model"] {
                Value::String(main) => {
                    set(&["agents", "defaults", "model"], json!({ "primary": main, "fallbacks": fallbacks }))
                }
                _ => set(&["agents", "defaults", "model", "fallbacks"], fallbacks),
            }
        }
        Setting::NoMention => group(config, subject, Some(("requireMention", json!(false))))?,
        Setting::AllowGroup => group(config, subject, None)?,
    })
}

/// A switch of the model with this whole name, at its provider.
fn compat(config: &Value, name: &str, switch: &str, value: bool) -> Result<Vec<Change>> {
    let place = models::place(config, name)
        .with_context(|| format!("Nothing was changed: {} is not set up there any more.", clean(name, 120)))?;
    let path = [place, vec!["compat".to_owned(), switch.to_owned()]].concat();
    Ok(vec![Change::Set { path, value: json!(value) }])
}

/// `CHANNEL/GROUP`: the group is named among the channel's, with this setting.
fn group(config: &Value, subject: &str, setting: Option<(&str, Value)>) -> Result<Vec<Change>> {
    let (channel, group) =
        subject.split_once('/').context("Nothing was changed: it is not known which group it is.")?;
    let groups = &config["channels"][channel]["groups"];
    let path = |rest: &[&str]| {
        let path = [&["channels", channel, "groups"], rest].concat();
        path.into_iter().map(str::to_owned).collect()
    };
    let mut changes = Vec::new();
    // once a group is named, those that are not are left out: where none was, all stay in
    if groups.is_null() && setting.is_some() {
        changes.push(Change::Set { path: path(&["*"]), value: json!({}) });
    }
    match setting {
        Some((key, value)) => changes.push(Change::Set { path: path(&[group, key]), value }),
        None if groups[group].is_null() => changes.push(Change::Set { path: path(&[group]), value: json!({}) }),
        None => {}
    }
    Ok(changes)
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
    fn origins_that_are_there_stay() {
        let config = json!({ "gateway": { "controlUi": { "allowedOrigins": ["https://a"] } } });
        for (origin, all) in [("https://b", json!(["https://a", "https://b"])), ("https://a", json!(["https://a"]))] {
            let changed = changes(Setting::AllowOrigin, &config, origin).unwrap();
            let [Change::Set { value, .. }] = &changed[..] else { panic!("no value") };
            assert_eq!(*value, all);
        }
    }

    /// What the configuration becomes.
    fn changed(config: &str, setting: Setting, subject: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openclaw.json");
        fs::write(&file, config).unwrap();
        let value = config::parsed(config.as_bytes()).unwrap_or_else(|problem| panic!("{}", problem.message));
        let edit = Edit::plan(&file, changes(setting, &value, subject).unwrap()).unwrap();
        edit.write().unwrap();
        fs::read_to_string(&file).unwrap()
    }

    #[test]
    fn a_switch_of_one_model_is_set_at_that_model() {
        let config = "{ models: { providers: { a: { models: [{ id: 'm' }, { id: 'n' /* mine */ }] } } } }";
        let after = "{ models: { providers: { a: { models: [{ id: 'm' }, { id: 'n', compat: { supportsTools: false } /* mine */ }] } } } }";
        assert_eq!(changed(config, Setting::NoTools, "a/n"), after);
        let value = config::parsed(config.as_bytes()).unwrap_or_default();
        assert!(changes(Setting::NoTools, &value, "a/x").is_err());
    }

    #[test]
    fn a_main_model_that_stands_alone_keeps_its_place_beside_what_takes_over() {
        assert_eq!(
            changed("{ agents: { defaults: { model: 'a/m' } } }", Setting::Fallback, "b/n"),
            "{ agents: { defaults: { model: { fallbacks: [\"b/n\"], primary: \"a/m\" } } } }"
        );
        assert_eq!(
            changed("{ agents: { defaults: { model: { primary: 'a/m' } } } }", Setting::Fallback, "b/n"),
            "{ agents: { defaults: { model: { primary: 'a/m', fallbacks: [\"b/n\"] } } } }"
        );
        assert!(changes(Setting::Fallback, &json!({}), "").is_err());
    }

    #[test]
    fn no_group_is_left_out_because_another_is_named() {
        let set = |config, setting| changed(config, setting, "telegram/-1");
        assert_eq!(
            set("{ channels: { telegram: { a: 1 } } }", Setting::NoMention),
            "{ channels: { telegram: { a: 1, groups: { \"*\": {}, \"-1\": { requireMention: false } } } } }"
        );
        assert_eq!(
            set("{ channels: { telegram: { groups: { '-2': {} } } } }", Setting::NoMention),
            "{ channels: { telegram: { groups: { '-2': {}, '-1': { requireMention: false } } } } }"
        );
        let allowed = "{ channels: { telegram: { groups: { '-2': {}, '-1': {} } } } }";
        assert_eq!(set("{ channels: { telegram: { groups: { '-2': {} } } } }", Setting::AllowGroup), allowed);
        assert_eq!(set(allowed, Setting::AllowGroup), allowed);
    }
}
