//! That a desktop shows no tray icons is told once, and again only after it has shown one. Kept in `state/no-tray-told`.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What has been told.
pub(crate) struct Hint(PathBuf);

impl Hint {
    /// As the state folder has it.
    pub(crate) fn open(state: &Path) -> Hint {
        Hint(state.join("no-tray-told"))
    }

    /// Whether it is to be told now, from when on it has been. Where the disk keeps nothing it is told each time.
    pub(crate) fn due(&self) -> bool {
        !self.0.exists() && {
            let _ = fs::write(&self.0, "");
            true
        }
    }

    /// An icon is shown: one that is missing later is news.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_until_an_icon_was_shown() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Hint::open(folder.path()).due());
        assert!(!Hint::open(folder.path()).due());
        Hint::open(folder.path()).forget();
        Hint::open(folder.path()).forget();
        assert!(Hint::open(folder.path()).due());
        let nowhere = Hint::open(&folder.path().join("gone"));
        assert!(nowhere.due() && nowhere.due());
    }
}
