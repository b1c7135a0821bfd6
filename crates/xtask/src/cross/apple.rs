//! Stand-ins for Apple's compiler and `xcrun`. A check never links and never looks into an object file, but the build
//! scripts of C dependencies insist on compiling: they get empty objects, and the system's own preprocessor.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::shell::Cmd;

const XCRUN: &str = r#"#!/bin/sh
case "$*" in *version*) echo 14.0 ;; *) echo / ;; esac
"#;

const CC: &str = r#"#!/bin/sh
out= previous= compiles=
for word in "$@"; do
  [ "$previous" = -o ] && out=$word
  [ "$word" = -c ] && compiles=1
  previous=$word
done
if [ -n "$compiles" ] && [ -n "$out" ]; then : > "$out"; exit 0; fi
exec cc "$@"
"#;

/// Writes the stand-ins into `folder` and returns it.
pub(super) fn write(folder: &Path) -> Result<PathBuf> {
    for (name, text) in [("xcrun", XCRUN), ("apple-cc", CC)] {
        let file = folder.join(name);
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
        executable(&file)?;
    }
    Ok(folder.to_owned())
}

/// Puts the stand-ins where build scripts look for the real ones.
pub(super) fn env(cmd: Cmd, folder: &Path) -> Cmd {
    let cc = folder.join("apple-cc");
    cmd.path_first(&[folder.to_owned()])
        .env("SDKROOT", "/")
        .env("MACOSX_DEPLOYMENT_TARGET", "11.0")
        .env("CC_aarch64_apple_darwin", &cc)
        .env("CXX_aarch64_apple_darwin", &cc)
        .env("AR_aarch64_apple_darwin", "ar")
}

#[cfg(unix)]
fn executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).with_context(|| format!("{}", file.display()))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> Result<()> {
    anyhow::bail!("the stand-ins for Apple's compiler are shell scripts, which this system does not run")
}
