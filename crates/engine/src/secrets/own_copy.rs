//! A copy of the `clawtender` executable that belongs to the user.
//!
//! The gateway runs no program as a secret provider that belongs to another user, as whatever a system package installs
//! belongs to root; that can be changed by others; or that is a link. So there is a copy in Clawtender's own folder,
//! replaced in one step whenever it is not byte for byte the executable that is installed. What others may have put in
//! its place is replaced, never followed.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clawtender_core::{
    provider_command::{self, CommandFile},
    words::Phrase,
};
use sha2::{Digest, Sha256};

use crate::{paths::Paths, platform};

/// The program to name in the gateway's configuration, with the argument `secrets`. The copy is made or renewed first.
///
/// Reads two executables to their end: some 10 ms, and never on the engine's thread.
///
/// # Errors
/// When the copy cannot be made, or the gateway would refuse it where it is.
pub fn provider_command(paths: &Paths) -> Result<PathBuf> {
    let own = std::env::current_exe().context("This program does not know where it is")?;
    let name = format!("clawtender{}", std::env::consts::EXE_SUFFIX);
    current(&own.with_file_name(&name), &place(paths)?)
}

/// What the gateway would find at `path`.
pub fn seen(path: &Path) -> CommandFile {
    platform::command_file(path)
}

fn place(paths: &Paths) -> Result<PathBuf> {
    let data = std::path::absolute(&paths.data).context("Clawtender's data folder has no full path")?;
    Ok(data.join("secrets").join(format!("clawtender{}", std::env::consts::EXE_SUFFIX)))
}

/// Makes `copy` a copy of `original` that the gateway runs, unless it is one.
fn current(original: &Path, copy: &Path) -> Result<PathBuf> {
    let wanted = digest(original).with_context(|| format!("{} cannot be read", original.display()))?;
    if refusal(copy).is_ok() && digest(copy).is_ok_and(|found| found == wanted) {
        return Ok(copy.to_owned());
    }
    let failed = || format!("{} cannot be written", copy.display());
    let folder = copy.parent().with_context(failed)?;
    fs::create_dir_all(folder).with_context(failed)?;
    platform::make_private(folder).with_context(failed)?;
    let mut whole = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    io::copy(&mut File::open(original).with_context(failed)?, &mut whole).with_context(failed)?;
    whole.as_file().sync_all().with_context(failed)?;
    platform::make_executable(whole.path()).with_context(failed)?;
    platform::put_in_place(whole.into_temp_path(), copy).with_context(failed)?;
    refusal(copy)?;
    // an update may have replaced the original half-way through
    ensure!(digest(copy).with_context(failed)? == wanted, "{} has just been replaced. Try again.", original.display());
    Ok(copy.to_owned())
}

/// # Errors
/// Why the gateway does not run it.
fn refusal(copy: &Path) -> Result<()> {
    match provider_command::refusal(seen(copy)) {
        None => Ok(()),
        Some(refusal) => {
            let told = [("program", copy.display().to_string().into()), ("why", refusal.words().into())];
            anyhow::bail!(Phrase::new("moved-not-run", told))
        }
    }
}

fn digest(file: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::open(file)?;
    let mut sha256 = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(sha256.finalize().into()),
            read => sha256.update(&buffer[..read]),
        }
    }
}

#[cfg(test)]
#[path = "own_copy_tests.rs"]
mod tests;
