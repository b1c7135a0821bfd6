//! Programs as files. Who may change one is in its access list, which the gateway reads itself; what lies in the user's
//! profile, where ours does, is the user's.

use std::{fs, io, path::Path};

use clawtender_core::provider_command::{CommandFile, Kind};
use tempfile::TempPath;

pub(in crate::platform) fn command_file(path: &Path) -> CommandFile {
    CommandFile {
        absolute: path.is_absolute(),
        kind: match fs::symlink_metadata(path) {
            Err(_) => Kind::Nothing,
            Ok(at) if at.is_symlink() => Kind::Link,
            Ok(at) if at.is_dir() => Kind::Folder,
            Ok(_) => Kind::File,
        },
        own: None,
        open_to_others: None,
        executable: None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere a file has to be marked as a program")]
pub(in crate::platform) fn make_executable(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A program that runs cannot be replaced, but it can be renamed; its file goes the next time.
pub(in crate::platform) fn put_in_place(file: TempPath, target: &Path) -> io::Result<()> {
    let aside = target.with_extension("old");
    let _ = fs::remove_file(&aside);
    let Err(refused) = file.persist(target) else { return Ok(()) };
    if !target.is_file() {
        return Err(refused.error);
    }
    fs::rename(target, &aside)?;
    refused.path.persist(target).map_err(|error| {
        // better the old one than none
        let _ = fs::rename(&aside, target);
        error.error
    })
}
