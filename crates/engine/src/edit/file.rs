//! Reading a file that somebody else writes too, and replacing it whole.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::EditError;
use crate::{
    platform,
    probes::bounded::{self, Unread},
};

/// Largest file that is edited, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;

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
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(quiet)?;
    file.write_all(bytes).map_err(unwritten)?;
    if !platform::keep_owner(file.as_file(), &like).map_err(unwritten)? {
        return Err(EditError::Foreign(shown(target)));
    }
    file.as_file().sync_all().map_err(unwritten)?;
    Ok(file)
}

/// Puts `after` in the place of `before`, in one step.
///
/// # Errors
/// [`EditError::Meanwhile`] when something else than `before` stands there, and others.
pub(crate) fn replace(target: &Path, before: &[u8], after: &[u8]) -> Result<(), EditError> {
    let file = beside(target, after)?;
    if bounded::read(target, LIMIT).ok().as_deref() != Some(before) {
        return Err(EditError::Meanwhile(shown(target)));
    }
    file.persist(target).map_err(|error| EditError::Unwritten(shown(target), error.error))?;
    platform::sync_folder(target.parent().unwrap_or(Path::new("")));
    Ok(())
}

/// Tells one content from every other.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

pub(super) fn shown(path: &Path) -> String {
    bounded::clean(&path.to_string_lossy(), 300)
}
