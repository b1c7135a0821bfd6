//! The entry as a file of its own, the way Linux and macOS keep it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The program that the entry at `place` names, by `program_of`; nothing without an entry.
pub(super) fn read(place: &Path, program_of: fn(&str) -> Option<PathBuf>) -> Result<Option<PathBuf>> {
    match fs::read(place) {
        Ok(text) => Ok(program_of(&String::from_utf8_lossy(&text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| place.display().to_string()),
    }
}

/// Writes the entry, and the folder it stands in where there is none yet.
pub(super) fn write(place: &Path, entry: &str) -> Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(place, entry).with_context(|| place.display().to_string())
}

/// Takes the entry away; one that is gone already is fine.
pub(super) fn remove(place: &PathBuf) -> Result<()> {
    match fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| place.display().to_string())
        }
        _ => Ok(()),
    }
}
