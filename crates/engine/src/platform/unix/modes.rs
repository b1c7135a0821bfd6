//! Files as their owner and their mode have them.

use std::{
    fs::Permissions,
    io,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use clawtender_core::installation::FileMode;
use rustix::{
    fs::{Access, AtFlags, CWD},
    process::geteuid,
};

/// Whoever is of the group passes where the group or everybody may; which group it is does not matter to whom it lets in.
const GROUP_PASSES: u32 = 0o011;
const OTHERS_PASS: u32 = 0o001;

pub(in crate::platform) fn file_mode(path: &Path) -> io::Result<Option<FileMode>> {
    let target = std::fs::canonicalize(path)?;
    let at = std::fs::metadata(&target)?;
    let mode = at.mode() & 0o7777;
    let wanted = if at.is_dir() { Access::WRITE_OK | Access::EXEC_OK } else { Access::WRITE_OK };
    let folders: Vec<u32> =
        target.ancestors().skip(1).map(|folder| std::fs::metadata(folder).map_or(0, |at| at.mode())).collect();
    let passes = |bits: u32| folders.iter().all(|folder| folder & bits != 0);
    let reached = mode & 0o007 != 0 && passes(OTHERS_PASS) || mode & 0o070 != 0 && passes(GROUP_PASSES);
    Ok(Some(FileMode {
        path: path.to_string_lossy().into_owned(),
        folder: at.is_dir(),
        mode,
        mine: at.uid() == geteuid().as_raw(),
        writable: rustix::fs::accessat(CWD, &target, wanted, AtFlags::EACCESS).is_ok(),
        sheltered: mode & 0o077 != 0 && !reached,
        others: Vec::new(),
    }))
}

pub(in crate::platform) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_lets_in_whom_no_folder_on_the_way_keeps_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let seen = |folder_mode, mode| {
            set_mode(folder.path(), folder_mode).unwrap();
            set_mode(&file, mode).unwrap();
            let seen = file_mode(&file).unwrap().unwrap();
            assert!(seen.mine && seen.writable && !seen.folder && seen.mode == mode, "{seen:?}");
            seen.sheltered
        };
        assert!(seen(0o700, 0o644) && seen(0o700, 0o640));
        assert!(!seen(0o700, 0o600), "there is nothing to be kept from");
        // where this computer keeps others from its folder for temporary files, nobody gets further
        if std::env::temp_dir().ancestors().all(|folder| std::fs::metadata(folder).unwrap().mode() & 1 != 0) {
            assert!(!seen(0o755, 0o644) && !seen(0o755, 0o660));
        }
        let seen = file_mode(folder.path()).unwrap().unwrap();
        assert!(seen.folder && seen.writable);
        assert!(file_mode(&folder.path().join("none")).is_err());
    }
}
