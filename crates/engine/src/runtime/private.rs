//! The private runtimes on disk: a folder each, whole or not there. A folder counts only with its manifest, which is written
//! last and deleted first; nothing is deleted while a process runs from it.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

use super::{files, package};
use crate::{clock, journal::step, paths::Paths, words};

const MANIFEST: &str = "clawtender.json";
/// Ends the name of a folder that is being filled, or was when something interrupted it.
pub(super) const PARTIAL: &str = ".partial";

/// A private runtime that is ready for use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Private {
    /// Its folder.
    pub folder: PathBuf,
    /// Its Node executable, absolute.
    pub program: PathBuf,
    /// Its `openclaw.mjs`, absolute.
    pub entry: PathBuf,
    /// OpenClaw's version.
    pub openclaw: String,
    /// Node's version.
    pub node: String,
    /// When it was installed.
    pub installed_at: Timestamp,
}

/// What stands in a private runtime's own file; paths are relative to its folder.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    pub openclaw: String,
    pub node: String,
    pub program: PathBuf,
    pub entry: PathBuf,
    pub installed_at: Timestamp,
}

impl Manifest {
    /// Makes a filled folder count as a runtime.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        files::write_json(&folder.join(MANIFEST), self)
    }
}

/// A private runtime in its place, and the one that counted before it, which is kept so that it can count again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Installed {
    /// Its folder.
    pub folder: PathBuf,
    /// The folder of the one before.
    pub before: Option<PathBuf>,
}

impl Installed {
    /// Whether it is the one that counts.
    pub(crate) fn counts(&self) -> bool {
        let root = self.folder.parent().unwrap_or(Path::new(""));
        standing(root).first().is_some_and(|private| private.folder == self.folder)
    }

    /// Has the one before count again, and deletes this one, as far as nothing runs from it. OpenClaw's version that counts then.
    ///
    /// # Errors
    /// Why it stays, for a person.
    pub(crate) fn take_back(&self) -> Result<Option<String>> {
        let root = self.folder.parent().unwrap_or(Path::new(""));
        let _lock = lock(root).map_err(|_| words::say("undo-runtime-busy"))?;
        let before = self.before.as_ref().and_then(|before| read(before));
        ensure!(self.before.is_none() || before.is_some(), words::say("undo-runtime-gone"));
        if let Some(before) = &before {
            before.counts_from_now().map_err(|error| words::because("undo-runtime-kept", error.to_string()))?;
        } else {
            ensure!(!in_use(&self.folder), words::say("undo-runtime-used"));
        }
        step("uncounted");
        if self.folder.exists() && !in_use(&self.folder) {
            delete(&self.folder).map_err(|error| words::because("undo-runtime-kept", error.to_string()))?;
        }
        Ok(before.map(|before| before.openclaw))
    }
}

impl Private {
    /// Of several, the one that was put in its place last is the one that counts.
    pub(super) fn counts_from_now(&self) -> io::Result<()> {
        let inside = |path: &Path| path.strip_prefix(&self.folder).unwrap_or(path).to_owned();
        let manifest = Manifest {
            openclaw: self.openclaw.clone(),
            node: self.node.clone(),
            program: inside(&self.program),
            entry: inside(&self.entry),
            installed_at: clock::now(),
        };
        manifest.write(&self.folder)
    }
}

/// The private runtime that counts, if there is one.
pub fn installed(paths: &Paths) -> Option<Private> {
    standing(&root(paths)).into_iter().next()
}

/// Deletes every private runtime and what interrupted installs left.
///
/// # Errors
/// When a process runs from one of them, or files cannot be deleted.
pub fn remove(paths: &Paths) -> Result<()> {
    let root = root(paths);
    if !root.exists() {
        return Ok(());
    }
    let _lock = lock(&root).context("A private runtime is being installed. It can be removed when that has ended.")?;
    let used = standing(&root).into_iter().find(|private| in_use(&private.folder));
    ensure!(used.is_none(), "The gateway runs from the private runtime. Stop the gateway, then remove it.");
    for folder in files::entries(&root).into_iter().filter(|folder| folder.is_dir()) {
        delete(&folder).with_context(|| format!("{} could not be deleted.", folder.display()))?;
    }
    Ok(())
}

/// Deletes what an install has left behind that came to nothing, unless one is under way. Whether there is nothing left.
pub(crate) fn sweep(paths: &Paths) -> bool {
    let root = root(paths);
    if !files::entries(&root).iter().any(|folder| is_partial(folder)) {
        return true;
    }
    let Ok(_lock) = lock(&root) else { return false };
    clear_partial(&root).inspect_err(|error| tracing::info!(%error, "an install has left something behind")).is_ok()
}

fn is_partial(folder: &Path) -> bool {
    folder.to_string_lossy().ends_with(PARTIAL)
}

fn root(paths: &Paths) -> PathBuf {
    paths.data.join("runtime")
}

/// Every usable private runtime in `root`, the one that counts first: it was put in its place last. It need not be the newest, for
/// the one before it counts again where a newer one did not start.
pub(super) fn standing(root: &Path) -> Vec<Private> {
    let mut found: Vec<_> = files::entries(root).iter().filter_map(|folder| read(folder)).collect();
    found.sort_by_cached_key(|private| {
        let versions = (package::version(&private.openclaw), package::version(&private.node));
        std::cmp::Reverse((private.installed_at, versions))
    });
    found
}

fn read(folder: &Path) -> Option<Private> {
    if is_partial(folder) {
        return None;
    }
    let manifest: Manifest = files::json(&folder.join(MANIFEST), 64 * 1024)?;
    package::version(&manifest.openclaw).and(package::version(&manifest.node))?;
    let inside = |path: &Path| {
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        Some(folder.join(path)).filter(|file| plain && file.is_file())
    };
    Some(Private {
        program: inside(&manifest.program)?,
        entry: inside(&manifest.entry)?,
        folder: folder.to_path_buf(),
        openclaw: manifest.openclaw,
        node: manifest.node,
        installed_at: manifest.installed_at,
    })
}

/// Keeps a second install or removal out until it is dropped; `None` when one is under way.
pub(super) fn lock(root: &Path) -> io::Result<File> {
    fs::create_dir_all(root)?;
    let file = File::options().create(true).truncate(false).write(true).open(root.join(".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Deletes what interrupted installs left behind.
pub(super) fn clear_partial(root: &Path) -> io::Result<()> {
    files::entries(root).iter().filter(|folder| is_partial(folder)).try_for_each(fs::remove_dir_all)
}

/// Puts a filled folder in its place, and what stood there out of the way first.
pub(super) fn publish(partial: &Path, place: &Path) -> io::Result<()> {
    if place.exists() {
        let aside = place.with_extension(format!("old{PARTIAL}")); // the next install deletes it
        fs::rename(place, aside)?;
        step("aside");
    }
    fs::rename(partial, place)
}

/// Deletes the other runtimes, except those a process still runs from.
pub(super) fn prune(root: &Path, keep: &[&Path]) {
    for folder in files::entries(root).into_iter().filter(|folder| folder.is_dir() && !keep.contains(&folder.as_path()))
    {
        if in_use(&folder) {
            tracing::info!(folder = %folder.display(), "an older private runtime is still in use");
        } else if let Err(error) = delete(&folder) {
            tracing::warn!(%error, folder = %folder.display(), "an older private runtime is left");
        }
    }
}

fn delete(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(MANIFEST)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::remove_dir_all(folder),
    }
}

/// Whether any process's executable lies in the folder. Where processes cannot be listed, one may.
fn in_use(folder: &Path) -> bool {
    let Some(folder) = files::real(folder) else { return false };
    let Ok(mut system) = System::new() else { return true };
    let what = ProcessRefreshKind::nothing().with_exe(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, what);
    system.processes().values().any(|process| process.exe().is_some_and(|exe| exe.starts_with(&folder)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        journal::{Entry, Journal, Outcome},
        moves,
    };

    /// A made-up runtime in `root`.
    fn made_up(root: &Path, name: &str, openclaw: &str) -> PathBuf {
        let folder = root.join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("node"), "").unwrap();
        fs::write(folder.join("openclaw.mjs"), "").unwrap();
        let (program, entry) = ("node".into(), "openclaw.mjs".into());
        let manifest = Manifest {
            openclaw: openclaw.into(),
            node: "24.21.0".into(),
            program,
            entry,
            installed_at: Timestamp::UNIX_EPOCH,
        };
        manifest.write(&folder).unwrap();
        folder
    }

    #[test]
    fn only_whole_runtimes_count() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        made_up(root, "a", "2026.9.6");
        made_up(root, "b", "2026.10.1");
        made_up(root, "c.partial", "2027.1.1");
        fs::remove_file(made_up(root, "no manifest", "2027.1.1").join(MANIFEST)).unwrap();
        fs::remove_file(made_up(root, "no node", "2027.1.1").join("node")).unwrap();
        fs::write(made_up(root, "garbage", "2027.1.1").join(MANIFEST), b"\xff{").unwrap();
        let outside = made_up(root, "outside", "2027.1.1").join(MANIFEST);
        fs::write(&outside, fs::read_to_string(&outside).unwrap().replace("\"node\",", "\"../a/node\",")).unwrap();
        let versions: Vec<_> = standing(root).into_iter().map(|private| private.openclaw).collect();
        assert_eq!(versions, ["2026.10.1", "2026.9.6"]);
    }

    #[test]
    fn removing_leaves_nothing_that_could_be_chosen() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::under(home.path());
        remove(&paths).unwrap();
        made_up(&root(&paths), "a", "1.0.0");
        made_up(&root(&paths), "b.partial", "1.0.0");
        let busy = lock(&root(&paths)).unwrap();
        assert!(remove(&paths).is_err() && installed(&paths).is_some(), "removed in the middle of an install");
        drop(busy);
        remove(&paths).unwrap();
        assert_eq!(installed(&paths), None);
        assert!(files::entries(&root(&paths)).iter().all(|left| left.is_file()));
    }

    #[test]
    fn a_runtime_in_use_stays() {
        let here = std::env::current_exe().unwrap();
        assert!(in_use(here.parent().unwrap()));
        let root = tempfile::tempdir().unwrap();
        let (old, new) = (made_up(root.path(), "a", "1.0.0"), made_up(root.path(), "b", "2.0.0"));
        assert!(!in_use(&old));
        prune(root.path(), &[&new]);
        assert!(!old.exists() && new.exists());
    }

    #[test]
    fn the_one_before_counts_again_and_the_first_one_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::under(home.path());
        let root = root(&paths);
        let (old, new) = (made_up(&root, "a", "1.0.0"), made_up(&root, "b", "2.0.0"));
        let update = Installed { folder: new.clone(), before: Some(old.clone()) };
        assert!(update.counts());
        assert_eq!(update.take_back().unwrap().as_deref(), Some("1.0.0"));
        assert!(!new.exists() && installed(&paths).unwrap().folder == old);
        let first = Installed { folder: old.clone(), before: None };
        assert!(first.counts() && !update.counts());
        let busy = lock(&root).unwrap();
        assert!(first.take_back().is_err() && first.counts());
        drop(busy);
        assert_eq!(first.take_back().unwrap(), None);
        assert!(!old.exists() && installed(&paths).is_none());
        // the one before is gone: nothing is lost by trying
        let new = made_up(&root, "b", "2.0.0");
        assert!(update.take_back().is_err() && new.exists());
    }

    #[tokio::test]
    async fn a_dead_update_that_was_replaced_keeps_nobody_from_taking_back_what_counts() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::under(home.path());
        let (root, journal) = (root(&paths), Journal::of(&paths));
        let enters = |what, runtime: Installed| {
            let files = vec![runtime.folder.clone()];
            let entry = journal.enter(Entry { files, runtime: Some(runtime), ..Entry::of(what) }).unwrap();
            journal.conclude(&entry.id, Outcome::Done).unwrap();
            entry.id
        };
        let old = made_up(&root, "a", "1.0.0");
        let first = enters("install-openclaw", Installed { folder: old.clone(), before: None });
        let new = made_up(&root, "b", "2.0.0");
        let second = enters("update-openclaw", Installed { folder: new.clone(), before: Some(old.clone()) });
        assert_eq!(moves::latest(&paths).unwrap().id, second);
        assert!(moves::undo(&paths, Some(&first)).await.is_err(), "the one before went first");
        // it does not start, and the earlier one takes its place
        read(&old).unwrap().counts_from_now().unwrap();
        delete(&new).unwrap();
        assert_eq!(moves::latest(&paths).unwrap().id, first);
        assert_eq!(moves::undo(&paths, None).await.unwrap().unwrap().entry.id, first);
        assert!(!old.exists() && moves::latest(&paths).is_none());
    }

    #[test]
    fn publishing_replaces_what_stood_there() {
        let root = tempfile::tempdir().unwrap();
        let place = made_up(root.path(), "a", "1.0.0");
        let partial = made_up(root.path(), "a.partial", "2.0.0");
        publish(&partial, &place).unwrap();
        assert_eq!(standing(root.path()).iter().map(|private| &*private.openclaw).collect::<Vec<_>>(), ["2.0.0"]);
        clear_partial(root.path()).unwrap();
        assert_eq!(files::entries(root.path()), [place]);
    }
}
