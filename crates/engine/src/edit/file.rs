//! Reading a file that somebody else writes too, and replacing it whole.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clawtender_core::text;
use sha2::{Digest, Sha256};

use super::EditError;
use crate::{
    journal::step,
    platform,
    probes::bounded::{self, Unread},
};

/// Largest file that is edited, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// How a file is called before it has its name; the number of the process that makes it stands between.
const PREFIX: &str = ".clawtender-";
const SUFFIX: &str = ".tmp";

/// Where a link leads, and the text there.
pub(super) fn read(path: &Path) -> Result<(PathBuf, String), EditError> {
    let unreadable = |why: &dyn std::fmt::Display| EditError::Unreadable(shown(path), why.to_string());
    let target = fs::canonicalize(path).map_err(|error| unreadable(&Unread::from(error)))?;
    let bytes = bounded::read(&target, LIMIT).map_err(|why| unreadable(&why))?;
    String::from_utf8(bytes).map(|text| (target, text)).map_err(|_| unreadable(&"it is not UTF-8 text"))
}

/// A file in the same folder with the mode and the owner of `target`, on the disk.
pub(super) fn beside(target: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, EditError> {
    let unwritten = |error: io::Error| EditError::Unwritten(shown(target), error);
    let like = fs::metadata(target).map_err(unwritten)?;
    let folder = target.parent().unwrap_or(Path::new(""));
    // the name of a file that was never there tells nobody anything
    let quiet = |error: io::Error| unwritten(io::Error::from(error.kind()));
    let mut file = unnamed(folder).map_err(quiet)?;
    file.write_all(bytes).map_err(unwritten)?;
    if !platform::keep_owner(file.as_file(), &like).map_err(unwritten)? {
        return Err(EditError::Foreign(shown(target)));
    }
    file.as_file().sync_all().map_err(unwritten)?;
    Ok(file)
}

/// A file that nobody knows yet. Whoever is ended before it has its name leaves it behind for [`sweep`].
fn unnamed(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let prefix = format!("{PREFIX}{}-", std::process::id());
    tempfile::Builder::new().prefix(&prefix).suffix(SUFFIX).tempfile_in(folder)
}

/// Deletes what processes that are no more have left behind in this folder: it holds what the file holds.
pub(crate) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().take(10_000).filter_map(Result::ok) {
        let name = entry.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
        let pid = rest.and_then(|rest| rest.split_once('-')?.0.parse().ok());
        if pid.is_some_and(|pid| platform::Identity::of(pid).is_none()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes a file that is not there, for its owner alone, in one step; and its folder.
pub(super) fn create(target: &Path, bytes: &[u8]) -> Result<(), EditError> {
    let unwritten = |error: io::Error| EditError::Unwritten(shown(target), error);
    let folder = target.parent().unwrap_or(Path::new(""));
    if !folder.is_dir() {
        fs::create_dir_all(folder).and_then(|()| platform::make_private(folder)).map_err(unwritten)?;
    }
    let mut file = unnamed(folder).map_err(unwritten)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(unwritten)?;
    step("beside");
    match file.persist_noclobber(target) {
        Ok(_) => platform::sync_folder(folder),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(EditError::Appeared(shown(target)));
        }
        Err(error) => return Err(unwritten(error.error)),
    }
    Ok(())
}

/// Keeps what a file holds under another name that nothing has yet, with its mode, its owner and the time of its last edit.
pub(super) fn copy(target: &Path, bytes: &[u8], name: &Path) -> Result<(), EditError> {
    let copy = beside(target, bytes)?;
    // some file systems keep no such time, and the text is whole either way
    let _ = fs::metadata(target).and_then(|at| at.modified()).and_then(|at| copy.as_file().set_modified(at));
    match copy.persist_noclobber(name) {
        Ok(_) => Ok(()),
        Err(error) => Err(EditError::Unwritten(shown(name), error.error)),
    }
}

/// Keeps what a file holds under a name in a folder of ours, for this user alone, with the time of its last edit. The mode that the
/// file has itself, where the system has modes.
pub(super) fn keep(target: &Path, bytes: &[u8], name: &Path) -> Result<Option<u32>, EditError> {
    let unwritten = |error: io::Error| EditError::Unwritten(shown(name), error);
    let folder = name.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).and_then(|()| platform::make_private(folder)).map_err(unwritten)?;
    let mut copy = unnamed(folder).map_err(unwritten)?;
    copy.write_all(bytes).and_then(|()| copy.as_file().sync_all()).map_err(unwritten)?;
    let _ = fs::metadata(target).and_then(|at| at.modified()).and_then(|at| copy.as_file().set_modified(at));
    copy.persist_noclobber(name).map_err(|error| unwritten(error.error))?;
    platform::sync_folder(folder);
    Ok(platform::file_mode(target).map_err(unwritten)?.map(|at| at.mode & 0o7777))
}

/// Puts what was kept by [`keep`] in the place of what stands there, in one step, with the mode that it had; it may come from
/// another file system.
pub(super) fn restore(target: &Path, kept: &Path, mode: Option<u32>) -> Result<(), EditError> {
    let unwritten = |error: io::Error| EditError::Unwritten(shown(target), error);
    let folder = target.parent().unwrap_or(Path::new(""));
    let bytes = fs::read(kept).map_err(unwritten)?;
    fs::create_dir_all(folder).map_err(unwritten)?;
    let mut file = unnamed(folder).map_err(unwritten)?;
    file.write_all(&bytes).map_err(unwritten)?;
    if let Some(mode) = mode {
        platform::set_mode(file.path(), mode).map_err(unwritten)?;
    }
    let _ = fs::metadata(kept).and_then(|at| at.modified()).and_then(|at| file.as_file().set_modified(at));
    file.as_file().sync_all().map_err(unwritten)?;
    step("beside");
    file.persist(target).map_err(|error| unwritten(error.error))?;
    platform::sync_folder(folder);
    // it is in its place: what is left of this is found by whoever looks after the kept ones
    let _ = fs::remove_file(kept);
    Ok(())
}

/// Puts what was kept by [`copy`] in the place of what stands there, in one step: it is the file that it was, and as old.
pub(super) fn put_back(target: &Path, kept: &Path) -> Result<(), EditError> {
    fs::rename(kept, target).map_err(|error| EditError::Unwritten(shown(target), error))?;
    platform::sync_folder(target.parent().unwrap_or(Path::new("")));
    Ok(())
}

/// Deletes a file that is as it was made.
pub(super) fn delete(target: &Path, now: &str, made: &str) -> Result<(), EditError> {
    if digest(now.as_bytes()) != made {
        return Err(EditError::Meanwhile(shown(target)));
    }
    fs::remove_file(target).map_err(|error| EditError::Unwritten(shown(target), error))?;
    platform::sync_folder(target.parent().unwrap_or(Path::new("")));
    Ok(())
}

/// Puts `after` in the place of `before`, in one step.
///
/// # Errors
/// [`EditError::Meanwhile`] when something else than `before` stands there, and others.
pub(crate) fn replace(target: &Path, before: &[u8], after: &[u8]) -> Result<(), EditError> {
    let file = beside(target, after)?;
    step("beside");
    if bounded::read(target, LIMIT).ok().as_deref() != Some(before) {
        return Err(EditError::Meanwhile(shown(target)));
    }
    file.persist(target).map_err(|error| EditError::Unwritten(shown(target), error.error))?;
    platform::sync_folder(target.parent().unwrap_or(Path::new("")));
    Ok(())
}

/// Tells one content from every other.
pub(crate) fn digest(bytes: &[u8]) -> String {
    text::hex(&Sha256::digest(bytes))
}

pub(super) fn shown(path: &Path) -> String {
    bounded::clean(&path.to_string_lossy(), 300)
}
