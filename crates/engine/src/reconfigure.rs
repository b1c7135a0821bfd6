//! Changes of the gateway's configuration: in which file a value stands, what OpenClaw makes of the new text, and what takes
//! the change back.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf, time::Duration};

use anyhow::{Result, bail};
use clawtender_core::{
    facts::{Launch, Service},
    fixes::{Fix, Setting},
    mending::Step,
    words::Phrase,
};
use secrecy::SecretString;
use serde_json::Value;

use crate::{
    deeds::Aim,
    edit::{self, Change, Edit, EditError, Hole, Undone},
    examine,
    journal::{self, Entry, Journal, Outcome, WasService, step},
    launch,
    platform::{self, LockGuard},
    probes::{bounded::clean, config, service_definition},
    process::{self, Question, RunError},
    service,
    steps::Steps,
    words,
    world::World,
};

mod agents;
mod places;
mod repair;

pub(crate) use self::repair::aside;

/// How long the service manager may take to read its definitions.
const REREAD: Duration = Duration::from_secs(10);
/// How long a change waits for another one of the same files: the longest asks OpenClaw and the gateway, each with a deadline.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long between two looks whether that has ended: nothing tells.
const LOOK: Duration = Duration::from_millis(200);

/// What a fix would write. Nothing has been.
#[derive(Default)]
pub(crate) struct Draft {
    edits: Vec<Edit>,
    /// The secrets that go or come with it.
    holes: Vec<Hole>,
}

impl From<Edit> for Draft {
    fn from(edit: Edit) -> Draft {
        Draft::from(vec![edit])
    }
}

impl From<Vec<Edit>> for Draft {
    fn from(edits: Vec<Edit>) -> Draft {
        Draft { edits, holes: Vec::new() }
    }
}

impl Draft {
    /// What changes in which file, line by line. No secret can be read in it.
    pub(crate) fn preview(&self) -> String {
        self.edits.iter().map(Edit::diff).collect()
    }
}

/// Whoever changes it, for as long as one change lasts.
pub(crate) struct Reconfigure {
    pub(crate) world: World,
    pub(crate) launch: Option<Launch>,
    pub(crate) journal: Journal,
    /// Where it is, for whoever looks on.
    pub(crate) steps: Steps,
}

impl Reconfigure {
    pub(crate) async fn here(world: World) -> Reconfigure {
        let launch = examine::runtime(&world).await.value().and_then(|runtime| runtime.chosen.clone());
        Reconfigure { journal: Journal::of(&world.paths), launch, steps: Steps::unseen(), world }
    }

    /// Works out what a fix would write. Nothing is offered that OpenClaw does not accept, and nothing is written.
    ///
    /// # Errors
    /// Why nothing can be changed, for a person.
    pub(crate) async fn plan(&self, setting: Setting, aim: &Aim) -> Result<Draft> {
        let mut draft = self.draft(setting, aim).await?;
        draft.edits.retain(|edit| !edit.is_empty());
        if !draft.edits.iter().any(Edit::makes) {
            self.judge(&draft.edits).await?;
        }
        Ok(draft)
    }

    /// Sets what a fix sets, for what its finding is about. The journal's entry; `None` where it is so already.
    ///
    /// # Errors
    /// Why nothing was changed, for a person.
    pub(crate) async fn set(&self, fix: &Fix, setting: Setting, aim: &Aim) -> Result<Option<String>> {
        let _alone = self.alone().await?;
        self.steps.begin(Step::Plan).await?;
        let draft = self.steps.unless_stopped(self.plan(setting, aim)).await?;
        if draft.edits.is_empty() {
            return Ok(None);
        }
        let subjects = Some(aim.subject.clone()).filter(|subject| !subject.is_empty()).into_iter().collect();
        self.write(fix, subjects, &draft).await.map(Some)
    }

    /// Writes what was planned, with what takes it back in the journal first. Whoever calls it is [`Reconfigure::alone`].
    ///
    /// # Errors
    /// When it could not be written; then nothing of it is left.
    pub(crate) async fn write(&self, fix: &Fix, subjects: Vec<String>, draft: &Draft) -> Result<String> {
        let undo: Vec<_> = draft.edits.iter().map(|edit| edit.undo(&draft.holes)).collect();
        step("planned");
        self.steps.begin(Step::BackUp).await?;
        let entry = self.journal.begin(fix.id, subjects, undo)?;
        step("journalled");
        self.steps.begin(Step::Write).await?;
        if let Err(error) = draft.edits.iter().try_for_each(Edit::write) {
            take_back(&entry, |_| None)?;
            self.journal.conclude(&entry.id, Outcome::Failed)?;
            return Err(error.into());
        }
        step("written");
        self.reread(&entry).await;
        self.journal.conclude(&entry.id, Outcome::Done)?;
        step("concluded");
        Ok(entry.id)
    }

    /// After a service's definition was changed: the service manager has to know.
    pub(crate) async fn reread(&self, entry: &Entry) {
        let home = &self.world.located.home;
        let belongs = |service: &Service| {
            let definition = service_definition::read(service, home);
            definition.is_some_and(|definition| definition.files.iter().any(|file| entry.files.contains(file)))
        };
        if platform::services(home).iter().any(belongs)
            && let Err(why) = self.reread_services().await
        {
            tracing::warn!(%why, "a service's definition was changed");
        }
    }

    /// Has the system's service manager read what has changed, where it has to be told.
    pub(crate) async fn reread_services(&self) -> Result<(), Phrase> {
        let Some((program, args)) = platform::REREAD_SERVICES else { return Ok(()) };
        let told = self.tell_services(program, args.iter().map(Into::into).collect()).await;
        told.map_err(|why| words::because("moved-reread", why))
    }

    /// Tells the system's service manager something.
    async fn tell_services(&self, program: &str, args: Vec<OsString>) -> Result<(), String> {
        let question = Question {
            program: program.into(),
            args,
            environment: Some(process::terminal_environment(self.world.variables())),
            folder: self.world.located.home.clone(),
            deadline: REREAD,
            limit: 64 * 1024,
        };
        match process::run(question).await {
            Ok(output) if output.code == Some(0) => Ok(()),
            // nobody here has read the old one
            Err(RunError::NotFound(_)) => Ok(()),
            Ok(output) => Err(clean(&String::from_utf8_lossy(&output.stderr), 200)),
            Err(error) => Err(clean(&error.to_string(), 200)),
        }
    }

    /// Has the service manager start the service by itself, or not, as it did; and start it, where it ran and nobody serves in
    /// its place. What is left to do, for a person.
    pub(crate) async fn service_as_it_was(&self, was: &WasService) -> Option<Phrase> {
        let services = platform::services(&self.world.located.home);
        let now = services.iter().find(|service| service.name == was.name)?;
        if let Some(on) = was.enabled
            && platform::service_enabled(now) != Some(on)
            && let Some((program, args)) = platform::switch_service(&was.name, on)
            && let Err(why) = self.tell_services(program, args.into_iter().map(Into::into).collect()).await
        {
            return Some(words::because("undo-service-switch", why));
        }
        if !was.ran {
            return None;
        }
        let (_, holders) = launch::surroundings(&self.world, self.world.config().port, None).await;
        match (holders.iter().find(|holder| holder.gateway), &self.launch) {
            (Some(holder), _) if launch::service_made(holder.pid) => None,
            (Some(_), _) => Some(words::say("undo-service-next")),
            (None, Some(launch)) => {
                let why = service::start(&self.world, launch).await.err()?;
                Some(words::because("undo-service-down", why.0))
            }
            (None, None) => Some(words::say("undo-service-no-openclaw")),
        }
    }

    /// One at a time: two that write the same files would undo each other. Whoever comes second waits for the first, can be
    /// stopped meanwhile, and gives up after a while.
    pub(crate) async fn alone(&self) -> Result<LockGuard> {
        let file = journal::changing(&self.world.paths);
        let lock = if let Some(lock) = platform::lock(&file)? {
            lock
        } else {
            self.steps.begin(Step::Wait).await?;
            let free = async {
                loop {
                    tokio::time::sleep(LOOK).await;
                    if let Some(lock) = platform::lock(&file)? {
                        return anyhow::Ok(lock);
                    }
                }
            };
            let patient = async {
                tokio::time::timeout(PATIENCE, free).await.unwrap_or_else(|_| bail!(words::say("fixing-busy")))
            };
            self.steps.unless_stopped(patient).await?
        };
        if let Some(folder) = self.world.located.config_path.parent() {
            edit::sweep(folder);
        }
        Ok(lock)
    }

    pub(crate) fn lookup(&self) -> impl Fn(&str) -> Option<OsString> + Sync + '_ {
        |name| self.world.variable(name)
    }

    /// Whether OpenClaw lets anybody change its configuration.
    pub(crate) fn may_change(&self) -> Result<(), EditError> {
        let set = |name: &&str| self.world.variable(name).is_some_and(|value| value == "1");
        match ["OPENCLAW_CONFIG_READONLY=1", "OPENCLAW_NIX_MODE=1"]
            .into_iter()
            .find(|said| set(&&said[..said.len() - 2]))
        {
            Some(said) => Err(EditError::ReadOnly(said)),
            None => Ok(()),
        }
    }

    /// The configuration with everything it includes.
    pub(crate) fn config(&self) -> Result<Value> {
        self.may_change()?;
        let file = clean(&self.world.located.config_path.to_string_lossy(), 300);
        config::whole(&self.world.located, &self.lookup()).map_err(|problem| {
            Phrase::new("configuration-unusable", [("file", file.into()), ("why", problem.message.into())]).into()
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
    pub(crate) async fn judge(&self, edits: &[Edit]) -> Result<Option<Phrase>> {
        let [edit] = edits else {
            return Ok((!edits.is_empty()).then(|| unjudged("several")));
        };
        if edit.path() != self.world.located.config_path {
            return Ok(Some(unjudged("included")));
        }
        let Some(launch) = &self.launch else {
            return Ok(Some(unjudged("nobody")));
        };
        let copy = edit.beside()?;
        let problems = match examine::judged_copy(&self.world, launch, copy.path()).await {
            Ok(problems) => problems,
            Err(error) => {
                tracing::info!(error = format!("{error:#}"), "OpenClaw said nothing about the edit");
                return Ok(Some(unjudged("late")));
            }
        };
        let Some(problem) = problems.first() else { return Ok(None) };
        let version = launch.version.as_deref().unwrap_or("found here");
        let (key, message) = (clean(&problem.key, 120), clean(&problem.message, 300));
        let keys = key.starts_with("secrets") || key.ends_with("apiKey");
        let told = [("version", version.into()), ("key", key.into()), ("why", message.into())];
        bail!(Phrase::new(if keys { "fixing-keys-refused" } else { "fixing-refused" }, told));
    }
}

/// Why OpenClaw has not been asked what it thinks of a change.
fn unjudged(why: &'static str) -> Phrase {
    Phrase::new("change-unjudged", [("why", why.into())])
}

/// Takes an entry's edits back, the last first. `secret` gives what an account holds. Says how the configuration itself was.
///
/// # Errors
/// When a file cannot be written, or is not what can be taken back.
pub(crate) fn take_back(entry: &Entry, secret: impl Fn(&str) -> Option<SecretString>) -> Result<Undone> {
    let mut how = Undone::Nothing;
    for undo in entry.undo.iter().rev() {
        step("undoing");
        let undone = undo.carry_out(&secret)?;
        if how == Undone::Nothing || undone == Undone::Apart {
            how = undone;
        }
    }
    Ok(how)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clawtender_core::fixes;

    use super::*;

    const BEFORE: &str = "{\n  // mine\n  gateway: { mode: 'remote', port: 1 }, // stays\n}\n";

    #[tokio::test]
    async fn a_change_waits_for_another_one_of_the_same_files_and_can_be_stopped_meanwhile() {
        use tokio::sync::{mpsc, watch};

        use crate::{engine::Input, steps::Stopped};

        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".openclaw")).unwrap();
        fs::write(folder.path().join(".openclaw/openclaw.json"), BEFORE).unwrap();
        let world = World::in_folder(folder.path());
        let with =
            |steps| Reconfigure { journal: Journal::of(&world.paths), launch: None, steps, world: world.clone() };
        let other = with(Steps::unseen());
        let held = other.alone().await.unwrap();
        for stopped in [true, false] {
            let ((inbox, mut heard), (stop, stopping)) = (mpsc::channel(8), watch::channel(false));
            let files = with(Steps::of(7, inbox, stopping));
            let set =
                tokio::spawn(
                    async move { files.set(&fixes::SET_MODE_LOCAL, Setting::ModeLocal, &Aim::default()).await },
                );
            assert!(matches!(heard.recv().await, Some(Input::FixStep { number: 7, step: Step::Wait })));
            if stopped {
                stop.send_replace(true);
                assert!(set.await.unwrap().unwrap_err().is::<Stopped>());
                continue;
            }
            drop(other.journal.begin("another", Vec::new(), Vec::new()));
            assert!(!set.is_finished());
            drop(held);
            assert!(set.await.unwrap().unwrap().is_some());
            break;
        }
    }

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
            let aim = Aim { subject: "https://a.example".to_owned(), ..Aim::default() };
            let files = Reconfigure { journal: Journal::of(&world.paths), launch: None, steps: Steps::unseen(), world };
            files.set(fix, setting, &aim).await.unwrap();
            let after = fs::read_to_string(&file).unwrap();
            assert!(after.contains(wanted) && after.contains("// mine"), "{after}");
            // what is so already is not written again
            files.set(fix, setting, &aim).await.unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), after);

            let entry = files.journal.latest(fix.id).unwrap();
            entry.undo[0].carry_out(|_| None).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), BEFORE);
        }
    }
}
