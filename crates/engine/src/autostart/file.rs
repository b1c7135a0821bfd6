//! Entries as files of their own, the way Linux and macOS keep them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clawtender_core::at_login::Whose;

use super::Raw;

/// Where entries are.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The one that is written here; the others of the same person are beside it.
    pub(super) entry: PathBuf,
    /// The folders of everybody's, those first that count first.
    pub(super) everybody: Vec<PathBuf>,
}

/// Every entry that counts, by `program_of`: of several files by one name, the first.
pub(super) fn found(place: &Place, program_of: fn(&str) -> Option<PathBuf>) -> Result<Vec<Raw>> {
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    let folders = place.entry.parent().into_iter().map(|folder| (folder, Whose::Person));
    for (folder, whose) in folders.chain(place.everybody.iter().map(|folder| (folder.as_path(), Whose::Everyone))) {
        let mut files: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
        files.sort();
        for file in files.into_iter().filter(|file| file.extension() == place.entry.extension()) {
            if !names.insert(file.file_name().map(ToOwned::to_owned)) {
                continue;
            }
            let own = file == place.entry;
            // what belongs to somebody else, and cannot be read, is not told
            let program = match read(&file) {
                Err(error) if own => return Err(error),
                text => text.ok().flatten().and_then(|text| program_of(&text)),
            };
            let whose = if own { Whose::Own } else { whose };
            found.push(Raw { place: file.display().to_string(), whose, program });
        }
    }
    Ok(found)
}

fn read(file: &Path) -> Result<Option<String>> {
    match fs::read(file) {
        Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| file.display().to_string()),
    }
}

/// Writes the entry, and the folder it stands in where there is none yet.
pub(super) fn write(file: &Path, entry: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(file, entry).with_context(|| file.display().to_string())
}

/// Takes the entry away; one that is gone already is fine.
pub(super) fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| file.display().to_string()),
        _ => Ok(()),
    }
}
