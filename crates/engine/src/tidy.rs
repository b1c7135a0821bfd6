//! Fixes around the gateway's files that are no value in its configuration: who may read them, what was taken away from its
//! configuration, which install our settings name. Each is journalled and can be taken back.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clawtender_core::{fixes, release::Version, words::Phrase};
use serde_json::json;

use crate::{
    edit::{Change, Edit},
    examine,
    journal::{Entry, ModeChange, Outcome},
    platform,
    probes::{bounded::clean, config_copies, file_modes},
    reconfigure::Reconfigure,
    steps::Steps,
    words,
    world::World,
};

/// How often OpenClaw is asked again without what it did not accept.
const ROUNDS: usize = 6;

/// Takes the gateway's files away from everybody but this user.
pub(crate) async fn make_private(world: World) -> Result<Option<String>> {
    let files = Reconfigure::here(world).await;
    let _alone = files.alone()?;
    let looked = file_modes::look(&files.world.located, &files.lookup()).unwrap_or_default();
    let open = looked.into_iter().filter(|file| file.mine && file.is_open());
    let change = |file: clawtender_core::installation::FileMode| ModeChange {
        before: file.mode,
        after: file.private(),
        file: PathBuf::from(file.path),
    };
    let modes: Vec<ModeChange> = open.map(change).collect();
    if modes.is_empty() {
        return Ok(None);
    }
    let entry = files.journal.enter(Entry {
        files: modes.iter().map(|change| change.file.clone()).collect(),
        modes,
        ..Entry::of(fixes::MAKE_PRIVATE.id)
    })?;
    for change in &entry.modes {
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
    let _alone = files.alone()?;
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
    let edit = files.steps.unless_stopped(accepted(&files, &config, changes)).await?;
    let subjects = vec![copy.file.clone()];
    files.write(&fixes::REAPPLY_CONFIG, subjects, &edit.into()).await.map(Some)
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
pub(crate) async fn use_newer_version(world: World) -> Result<Option<String>> {
    let settings = world.paths.settings.clone();
    let runtime = examine::runtime(&world).await;
    let files = Reconfigure::here(world).await;
    let _alone = files.alone()?;
    let runtime = runtime.value().context(words::say("fixing-no-runtime"))?;
    let newest = runtime.openclaws.iter().max_by_key(|install| Version::parse(&install.version));
    let node = runtime.nodes.iter().find(|node| node.fits);
    let (newest, node) = newest.zip(node).context(words::say("fixing-no-newer"))?;
    let path = ["gateway", "command"].map(str::to_owned).to_vec();
    let edit = Edit::plan(&settings, vec![Change::Set { path, value: json!([node.path, newest.entry]) }])?;
    files.write(&fixes::USE_NEWER_VERSION, vec![newest.version.clone()], &edit.into()).await.map(Some)
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
        make_private(world.clone()).await.unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o700, 0o600));
        // nothing is left to do, and nothing is entered for it
        make_private(world.clone()).await.unwrap();
        let journal = Journal::of(&world.paths);
        assert_eq!(journal.entries().len(), 1);

        let taken = moves::undo(&world.paths, None).await.unwrap().unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o755, 0o664), "{}", taken.message);
        assert!(journal.latest(fixes::MAKE_PRIVATE.id).is_none());

        // who has given it another mode since, has the last word
        make_private(world.clone()).await.unwrap();
        set(0o700, 0o640);
        moves::undo(&world.paths, None).await.unwrap();
        assert_eq!((mode(&state), mode(&config)), (0o755, 0o640));
    }
}
