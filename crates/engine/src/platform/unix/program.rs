//! Programs as files: what their owner and mode say, and how one replaces another.

use std::{fs::Permissions, io, os::unix::fs::MetadataExt, os::unix::fs::PermissionsExt, path::Path};

use clawtender_core::provider_command::{CommandFile, Kind};
use rustix::process::geteuid;
use tempfile::TempPath;

const OTHERS_WRITE: u32 = 0o022;
const OWNER_RUNS: u32 = 0o100;

pub(in crate::platform) fn command_file(path: &Path) -> CommandFile {
    let at = std::fs::symlink_metadata(path).ok();
    CommandFile {
        absolute: path.is_absolute(),
        kind: match &at {
            None => Kind::Nothing,
            Some(at) if at.is_symlink() => Kind::Link,
            Some(at) if at.is_dir() => Kind::Folder,
            Some(_) => Kind::File,
        },
        own: at.as_ref().map(|at| at.uid() == geteuid().as_raw()),
        open_to_others: at.as_ref().map(|at| at.mode() & OTHERS_WRITE != 0),
        executable: at.as_ref().map(|at| at.mode() & OWNER_RUNS != 0),
    }
}

pub(in crate::platform) fn make_executable(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o700))
}

pub(in crate::platform) fn put_in_place(file: TempPath, target: &Path) -> io::Result<()> {
    file.persist(target).map_err(|error| error.error)
}
