//! A value of the core's that outlives the engine, in a file of the state folder. A missing, damaged or huge file is an empty
//! value; where the disk takes nothing, what is new is kept in memory and goes with the next change. An engine that answers a
//! single command keeps nothing.

use std::path::{Path, PathBuf};

use serde::{Serialize, de::DeserializeOwned};

use crate::{probes::bounded, record::write_whole};

/// More is no file of ours, in bytes.
const LIMIT: u64 = 4 * 1024 * 1024;

/// The value and where it is kept.
pub(crate) struct Shelf<T> {
    /// Nowhere, for an engine that does not stay.
    file: Option<PathBuf>,
    value: T,
    /// What is on disk is older.
    stale: bool,
}

impl<T: Default + Clone + PartialEq + Serialize + DeserializeOwned> Shelf<T> {
    /// What an earlier engine has left under this name.
    pub(crate) fn open(state: &Path, name: &str) -> Shelf<T> {
        let file = state.join(name);
        let value = bounded::read(&file, LIMIT).ok().and_then(|text| {
            let read = serde_json::from_slice(&text);
            read.inspect_err(|error| tracing::warn!(%error, name, "a file is not readable and begun anew")).ok()
        });
        Shelf { file: Some(file), value: value.unwrap_or_default(), stale: false }
    }

    /// Keeps nothing.
    pub(crate) fn none() -> Shelf<T> {
        Shelf { file: None, value: T::default(), stale: false }
    }

    pub(crate) fn get(&self) -> &T {
        &self.value
    }

    /// Changes it, in memory until [`Shelf::write`].
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut T)) {
        if self.file.is_none() {
            return;
        }
        let before = self.value.clone();
        change(&mut self.value);
        self.stale |= self.value != before;
    }

    /// Writes what has changed.
    pub(crate) fn write(&mut self) {
        let Some(file) = self.file.as_deref().filter(|_| std::mem::take(&mut self.stale)) else { return };
        if let Err(error) = write_whole(file, &self.value) {
            tracing::debug!(error = format!("{error:#}"), file = %file.display(), "a file cannot be kept now");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_is_there_again_and_what_is_damaged_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf: Shelf<Vec<u32>> = Shelf::open(folder.path(), "a.json");
        shelf.change(|list| list.push(7));
        shelf.write();
        assert_eq!(Shelf::<Vec<u32>>::open(folder.path(), "a.json").get(), &[7]);
        std::fs::write(folder.path().join("a.json"), "[7,").unwrap();
        assert!(Shelf::<Vec<u32>>::open(folder.path(), "a.json").get().is_empty());

        let mut none: Shelf<Vec<u32>> = Shelf::none();
        none.change(|list| list.push(7));
        none.write();
        assert!(none.get().is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
