//! Fixes around the gateway's files that are no value in its configuration: who may read them, what was taken away from its
//! configuration or was written where nobody reads it, which install our settings name. Each is journalled and can be taken back.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clawtender_core::{fixes, mending::Step, release::Version, words::Phrase};
use serde_json::json;

use crate::{
    deeds::Aim,
    edit::{Change, Edit},
    examine,
    journal::{Entry, ModeChange, Outcome, step},
    platform,
    probes::{
        bounded::{self, clean},
        config, config_copies, file_modes,
    },
    reconfigure::{self, Reconfigure},
    steps::Steps,
    words,
    world::World,
};

/// Largest configuration that is put in the place of the gateway's, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// How often OpenClaw is asked again without what it did not accept.
const ROUNDS: usize = 6;

/// Takes the gateway's files away from everybody but this user.
pub(crate) async fn make_private(world: World, steps: Steps) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    let modes = too_open(&files);
    if modes.is_empty() {
        return Ok(None);
    }
    files.steps.begin(Step::BackUp).await?;
    let entry = files.journal.enter(Entry {
        files: modes.iter().map(|change| change.file.clone()).collect(),
        modes,
        ..Entry::of(fixes::MAKE_PRIVATE.id)
    })?;
    files.steps.begin(Step::Write).await?;
    for change in &entry.modes {
        step("mode");
        if let Err(error) = platform::set_mode(&change.file, change.after) {
            restore(&entry)?;
            files.journal.conclude(&entry.id, Outcome::Failed)?;
            let name = clean(&change.file.to_string_lossy(), 300);
            let told = [("file", name.into()), ("why", error.to_string().into())];
            bail!(Phrase::new("fixing-private", told));
        }
    }
    files.journal.conclude(&entry.id, Outcome::Done)?;
    Ok(Some(entry.id))
}

/// Which files others may look into or change, and what becomes of that.
fn too_open(files: &Reconfigure) -> Vec<ModeChange> {
    let looked = file_modes::look(&files.world.located, &files.lookup()).unwrap_or_default();
    // a list is not given back by a mode
    let open = looked.into_iter().filter(|file| file.mine && file.is_open() && file.others.is_empty());
    let change = |file: clawtender_core::installation::FileMode| ModeChange {
        before: file.mode,
        after: file.private(),
        file: PathBuf::from(file.path),
    };
    open.map(change).collect()
}

/// The same, line by line.
pub(crate) fn plan_private(files: &Reconfigure) -> Vec<Phrase> {
    let line = |change: ModeChange| {
        let file = clean(&change.file.to_string_lossy(), 300);
        let mode = |mode: u32| format!("{:o}", mode & 0o7777);
        let told = [("mode", mode(change.after).into()), ("file", file.into()), ("now", mode(change.before).into())];
        Phrase::new("plan-mode", told)
    };
    too_open(files).into_iter().map(line).collect()
}

/// Gives every file the mode back that it had, where it has the one that it was given. Whether one had to be.
pub(crate) fn restore(entry: &Entry) -> Result<bool> {
    let mut restored = false;
    for change in entry.modes.iter().rev() {
        let now = platform::file_mode(&change.file).ok().flatten();
        if now.is_some_and(|now| now.mode == change.after) {
            let name = clean(&change.file.to_string_lossy(), 300);
            platform::set_mode(&change.file, change.before).with_context(|| format!("{name} keeps its mode"))?;
            restored = true;
        }
    }
    Ok(restored)
}

/// Sets what the newest copy that is missed says otherwise than the configuration, as far as OpenClaw accepts it. What it does
/// not say is left as it is, and so is every secret.
pub(crate) async fn reapply(world: World, steps: Steps) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    files.steps.begin(Step::Plan).await?;
    let (copy, edit) = files.steps.unless_stopped(plan_reapply(&files)).await?;
    files.write(&fixes::REAPPLY_CONFIG, vec![copy], &edit.into()).await.map(Some)
}

/// Which copy that is, and what the configuration would become.
pub(crate) async fn plan_reapply(files: &Reconfigure) -> Result<(String, Edit)> {
    let config = files.world.located.config_path.clone();
    let put_back = files.journal.subjects(fixes::REAPPLY_CONFIG.id);
    let copies = config_copies::look(&config, |file| put_back.iter().any(|known| known == file));
    let missed = |copy: &&clawtender_core::installation::ConfigCopy| {
        !copy.put_back && copy.differs.iter().any(|one| one.copy.is_some())
    };
    let copy = copies.replaced.iter().find(missed).context(words::say("fixing-nothing-missed"))?;
    let now = config_copies::read(&config).map_err(|problem| problem.message)?;
    let then = config_copies::read(&config.with_file_name(&copy.file)).map_err(|problem| problem.message)?;
    let leaves = config_copies::leaves(&then, &now).into_iter().filter(|leaf| !leaf.secret);
    let changes: Vec<Change> =
        leaves.filter_map(|leaf| Some(Change::Set { path: leaf.path, value: leaf.copy? })).collect();
    let edit = accepted(files, &config, changes).await?;
    Ok((copy.file.clone(), edit))
}

/// Puts the text of a configuration that nobody reads in the place of the gateway's, which is kept beside itself. The other file
/// stays as it is; the gateway's is the newer one afterwards.
pub(crate) async fn use_this_config(world: World, aim: &Aim, steps: Steps) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    files.steps.begin(Step::Plan).await?;
    let edit = files.steps.unless_stopped(plan_this_config(&files, aim)).await?;
    files.write(&fixes::USE_THIS_CONFIG, vec![aim.subject.clone()], &edit.into()).await.map(Some)
}

/// What it would become, if OpenClaw accepts that.
pub(crate) async fn plan_this_config(files: &Reconfigure, aim: &Aim) -> Result<Edit> {
    files.may_change()?;
    let theirs = aim.unread.as_deref().context(words::say("other-config-gone"))?;
    let name = clean(&theirs.to_string_lossy(), 300);
    let about = |id: &'static str| Phrase::new(id, [("file", name.clone().into())]);
    let because = |id: &'static str, why: Phrase| Phrase::new(id, [("file", name.clone().into()), ("why", why.into())]);
    let text = bounded::read(theirs, LIMIT)
        .map_err(|why| because("other-config-unread", why.to_string().into()))
        .map(String::from_utf8)?
        .map_err(|_| about("other-config-text"))?;
    let value = config::parsed(text.as_bytes()).map_err(|problem| because("other-config-unclear", problem.message))?;
    if config::includes(&value) {
        bail!(about("other-config-includes"));
    }
    let own = &files.world.located.config_path;
    let edit = Edit::replaced(own, text, reconfigure::aside(own, ".bak-"))?;
    if edit.is_empty() {
        bail!(about("other-config-same"));
    }
    if let Some(unjudged) = files.judge(std::slice::from_ref(&edit)).await? {
        bail!(words::because("other-config-unjudged", unjudged));
    }
    Ok(edit)
}

/// The edit with those of the changes that OpenClaw accepts together.
async fn accepted(files: &Reconfigure, config: &std::path::Path, mut changes: Vec<Change>) -> Result<Edit> {
    let launch = files.launch.as_ref().context(words::say("fixing-copy-no-judge"))?;
    for _ in 0..ROUNDS {
        if changes.is_empty() {
            break;
        }
        let edit = Edit::plan(config, changes.clone())?;
        let beside = edit.beside()?;
        let problems = examine::judged_copy(&files.world, launch, beside.path())
            .await
            .map_err(words::first("fixing-copy-late"))?;
        if problems.is_empty() {
            return Ok(edit);
        }
        let before = changes.len();
        changes.retain(|change| !problems.iter().any(|problem| concerns(change, &problem.key)));
        if changes.len() == before {
            let said = problems.first().map_or_else(String::new, |problem| clean(&problem.message, 200));
            bail!(words::because("fixing-copy-refused", said));
        }
    }
    bail!(words::say("fixing-copy-nothing"))
}

/// Whether what OpenClaw says of a key is about this change: of the key itself, of what is in it, or of what it is in.
fn concerns(change: &Change, key: &str) -> bool {
    let (Change::Set { path, .. } | Change::Remove { path } | Change::Rename { path, .. }) = change;
    let own = path.join(".");
    let within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    !key.is_empty() && (within(&own, key) || within(key, &own))
}

/// Names the newest install in the settings, in the place of the one that they name.
pub(crate) async fn use_newer_version(world: World, steps: Steps) -> Result<Option<String>> {
    let files = Reconfigure { steps, ..Reconfigure::here(world).await };
    let _alone = files.alone().await?;
    files.steps.begin(Step::Plan).await?;
    let (version, edit) = files.steps.unless_stopped(plan_newer_version(&files.world)).await?;
    files.write(&fixes::USE_NEWER_VERSION, vec![version], &edit.into()).await.map(Some)
}

/// Which version that is, and what the settings would become.
pub(crate) async fn plan_newer_version(world: &World) -> Result<(String, Edit)> {
    let settings = world.paths.settings.clone();
    let runtime = examine::runtime(world).await;
    let runtime = runtime.value().context(words::say("fixing-no-runtime"))?;
    let newest = runtime.openclaws.iter().max_by_key(|install| Version::parse(&install.version));
    let node = runtime.nodes.iter().find(|node| node.fits);
    let (newest, node) = newest.zip(node).context(words::say("fixing-no-newer"))?;
    let path = ["gateway", "command"].map(str::to_owned).to_vec();
    let edit = Edit::plan(&settings, vec![Change::Set { path, value: json!([node.path, newest.entry]) }])?;
    Ok((newest.version.clone(), edit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_openclaw_says_of_a_key_is_about_what_is_in_it_and_around_it() {
        let change = |path: &str| Change::Set { path: path.split('.').map(str::to_owned).collect(), value: json!(1) };
        for (path, key, about) in [
            ("gateway.port", "gateway.port", true),
            ("gateway.nested", "gateway.nested.inner", true),
            ("gateway.nested.inner", "gateway.nested", true),
            ("gateway.port", "gateway.portal", false),
            ("gateway.port", "", false),
        ] {
            assert_eq!(concerns(&change(path), key), about, "{path} {key}");
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn files_are_made_private_and_have_their_modes_back() {
        use std::fs;

        use crate::{journal::Journal, moves};

        let folder = tempfile::tempdir().unwrap();
        let (state, config) = (folder.path().join(".openclaw"), folder.path().join(".openclaw/openclaw.json"));
        fs::create_dir_all(&state).unwrap();
        fs::write(&config, "{}").unwrap();
        let mode = |path| platform::file_mode(path).unwrap().unwrap().mode;
        let set = |folder, file| {
            platform::set_mode(&state, folder).unwrap();
            platform::set_mode(&config, file).unwrap();
        };
        set(0o755, 0o664);
        let world = World::in_folder(folder.path());
        make_private(world.clone(), Steps::unseen()).await.unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o700, 0o600));
        // nothing is left to do, and nothing is entered for it
        make_private(world.clone(), Steps::unseen()).await.unwrap();
        let journal = Journal::of(&world.paths);
        assert_eq!(journal.entries().len(), 1);

        let taken = moves::undo(&world.paths, None).await.unwrap().unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o755, 0o664), "{}", taken.message);
        assert!(journal.latest(fixes::MAKE_PRIVATE.id).is_none());

        // who has given it another mode since, has the last word
        make_private(world.clone(), Steps::unseen()).await.unwrap();
        set(0o700, 0o640);
        moves::undo(&world.paths, None).await.unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o755, 0o640));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_configuration_that_nobody_reads_takes_the_place_of_ours_if_openclaw_accepts_it_and_ours_comes_back() {
        use std::{fs, time::Duration};

        use clawtender_core::facts::Launch;

        use crate::{journal::Journal, moves};

        let folder = tempfile::tempdir().unwrap();
        let (ours, theirs) = (folder.path().join(".openclaw/openclaw.json"), folder.path().join("theirs.json5"));
        fs::create_dir_all(ours.parent().unwrap()).unwrap();
        let before = "{ gateway: { mode: 'local', auth: { token: 'ours-0123456789abcdef' } } } // ours";
        fs::write(&ours, before).unwrap();
        platform::set_mode(&ours, 0o640).unwrap();
        let modified = || fs::metadata(&ours).unwrap().modified().unwrap();
        let then = modified() - Duration::from_hours(1);
        fs::File::options().write(true).open(&ours).unwrap().set_modified(then).unwrap();
        let openclaw = folder.path().join("openclaw");
        let says = r#"if grep -q bogus "$OPENCLAW_CONFIG_PATH"; then
            echo '{"valid":false,"issues":[{"path":"","message":"Unrecognized key: \"bogus\""}]}'; else echo '{"valid":true}'; fi"#;
        fs::write(&openclaw, says).unwrap();
        let launch = |there: bool| {
            let prefix = vec![openclaw.to_string_lossy().into_owned()];
            there.then(|| Launch { program: "/bin/sh".into(), prefix, ..Launch::default() })
        };
        let world = World::in_folder(folder.path());
        let with = |there: bool| Reconfigure {
            journal: Journal::of(&world.paths),
            launch: launch(there),
            steps: Steps::unseen(),
            world: world.clone(),
        };
        let aim = Aim { subject: "theirs".into(), unread: Some(theirs.clone()), ..Aim::default() };

        for (text, says, there) in [
            ("{ gateway: ", "is not understood", true),
            ("{ gateway: { $include: './more.json5' } }", "includes other files", true),
            (before, "both configurations say the same", true),
            ("{ bogus: 1 }", "does not accept the new configuration: bogus", true),
            ("{ cron: { enabled: true } }", "No OpenClaw was found", false),
        ] {
            fs::write(&theirs, text).unwrap();
            let why = plan_this_config(&with(there), &aim).await.unwrap_err().to_string();
            assert!(why.contains(says) && why.contains("Nothing was changed"), "{text}: {why}");
        }
        assert_eq!((fs::read_to_string(&ours).unwrap(), modified()), (before.to_owned(), then));

        let text = "{ gateway: { mode: 'local', auth: { token: 'theirs-0123456789abcdef' } } } // theirs";
        fs::write(&theirs, text).unwrap();
        let files = with(true);
        let edit = plan_this_config(&files, &aim).await.unwrap();
        let diff = edit.diff();
        assert!(diff.contains("// theirs") && !diff.contains("0123456789"), "{diff}");
        files.write(&fixes::USE_THIS_CONFIG, vec![aim.subject.clone()], &edit.into()).await.unwrap();
        let mode = || platform::file_mode(&ours).unwrap().unwrap().mode;
        assert_eq!((fs::read_to_string(&ours).unwrap(), mode()), (text.to_owned(), 0o640));
        assert_eq!(fs::read_to_string(&theirs).unwrap(), text);
        assert!(modified() >= fs::metadata(&theirs).unwrap().modified().unwrap());
        let record = fs::read_to_string(world.paths.state.join("journal.jsonl")).unwrap();
        assert!(!record.contains("0123456789"), "{record}");

        // it is as old again as it was, so that theirs is the newer one again
        moves::undo(&world.paths, None).await.unwrap().unwrap();
        assert_eq!((fs::read_to_string(&ours).unwrap(), mode(), modified()), (before.to_owned(), 0o640, then));
        let beside = fs::read_dir(ours.parent().unwrap()).unwrap().count();
        assert_eq!(beside, 1, "what was kept beside it is still there");
    }
}
