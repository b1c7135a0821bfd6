//! Reads small files that may hold anything, and writes our own whole or not at all.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Serialize, de::DeserializeOwned};

/// A regular file's bytes, unless there are more than `limit` of them.
pub(super) fn read(path: &Path, limit: u64) -> Option<Vec<u8>> {
    if !fs::metadata(path).ok()?.is_file() {
        return None; // opening a FIFO would wait for ever
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

/// As [`read`], as text; what is not UTF-8 is replaced.
pub(super) fn text(path: &Path, limit: u64) -> Option<String> {
    Some(String::from_utf8_lossy(&read(path, limit)?).into_owned())
}

/// As [`read`], as JSON of the expected shape.
pub(super) fn json<T: DeserializeOwned>(path: &Path, limit: u64) -> Option<T> {
    serde_json::from_slice(&read(path, limit)?).ok()
}

/// Writes `value` so that a reader sees the old file or the new one, never a part.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, value)?;
    file.flush()?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// The real path behind links. Windows' verbatim form (`\\?\C:\…`) is undone, for Node does not understand it.
pub(super) fn real(path: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(path).ok()?;
    let plain = real.to_str().and_then(|text| text.strip_prefix(r"\\?\")).filter(|rest| !rest.starts_with("UNC"));
    Some(plain.map_or_else(|| real.clone(), PathBuf::from))
}

/// Whether the system would run this file.
pub(super) fn executable(path: &Path) -> bool {
    path.is_absolute() && which::which_in(path, None::<&str>, "").is_ok()
}

/// What tells that a file is still the one it was: its size, and nanoseconds of its last change since 1970.
pub(super) fn stamp(file: &Metadata) -> (u64, u128) {
    let modified = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (file.len(), modified.map_or(0, |since| since.as_nanos()))
}

/// The entries of a folder by name, so that every run looks in the same order; none when it cannot be read.
pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    /// More version folders than anybody has; a made-up tree must not keep us busy.
    const MOST: usize = 512;
    let Ok(list) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = list.filter_map(Result::ok).take(MOST).map(|entry| entry.path()).collect();
    found.sort();
    found
}
