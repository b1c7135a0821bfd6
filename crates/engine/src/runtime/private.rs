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
use crate::paths::Paths;

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

/// The newest private runtime, if there is one.
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

fn root(paths: &Paths) -> PathBuf {
    paths.data.join("runtime")
}

/// Every usable private runtime in `root`, newest first.
pub(super) fn standing(root: &Path) -> Vec<Private> {
    let mut found: Vec<_> = files::entries(root).iter().filter_map(|folder| read(folder)).collect();
    found.sort_by_cached_key(|private| {
        std::cmp::Reverse((package::version(&private.openclaw), package::version(&private.node)))
    });
    found
}

fn read(folder: &Path) -> Option<Private> {
    if folder.file_name()?.to_string_lossy().ends_with(PARTIAL) {
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
    let left = |folder: &PathBuf| folder.to_string_lossy().ends_with(PARTIAL);
    files::entries(root).iter().filter(|folder| left(folder)).try_for_each(fs::remove_dir_all)
}

/// Puts a filled folder in its place, and what stood there out of the way first.
pub(super) fn publish(partial: &Path, place: &Path) -> io::Result<()> {
    if place.exists() {
        let aside = place.with_extension(format!("old{PARTIAL}")); // the next install deletes it
        fs::rename(place, aside)?;
    }
    fs::rename(partial, place)
}

/// Deletes the other runtimes, except those a process still runs from.
pub(super) fn prune(keep: &Path) {
    let Some(root) = keep.parent() else { return };
    for folder in files::entries(root).into_iter().filter(|folder| folder.is_dir() && folder != keep) {
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
        prune(&new);
        assert!(!old.exists() && new.exists());
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
