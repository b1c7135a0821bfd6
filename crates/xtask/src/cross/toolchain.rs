//! Which toolchain can check for a target here: the everyday one with the target's standard library installed, else a
//! nightly that builds that library from source.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{Target, source, target_dir};
use crate::shell::{Cmd, Shell, folder};

/// A way to check.
pub(super) enum Toolchain {
    /// The target's standard library is installed.
    Everyday,
    /// Nightly, and the folder of the standard library's source where it is not nightly's own.
    Nightly { library: Option<PathBuf> },
}

/// Finds one, downloading the library's source where it has to. The error says why this machine has none.
pub(super) fn find(shell: &Shell, target: Target) -> Result<Toolchain> {
    let installed = shell.cmd("rustc").args(["--print", "target-libdir", "--target", target.triple()]).read_anyway();
    if Path::new(installed.trim()).is_dir() {
        return Ok(Toolchain::Everyday);
    }
    let toolchains = shell.cmd("rustup").args(["toolchain", "list"]).read_anyway();
    if !toolchains.lines().any(|line| line.starts_with("nightly")) {
        bail!(
            "neither its standard library (`rustup target add {}`) nor a nightly toolchain is installed",
            target.triple()
        );
    }
    let version = shell.cmd("rustc").args(["+nightly", "--version"]).read()?;
    let sysroot = shell.cmd("rustc").args(["+nightly", "--print", "sysroot"]).read()?;
    let own = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    let library = if own.is_dir() { None } else { Some(source::fetch(shell, release(&version)?)?) };
    let toolchain = Toolchain::Nightly { library };
    toolchain.prove(shell, target)?;
    Ok(toolchain)
}

impl Toolchain {
    /// `cargo command` for `target`.
    pub(super) fn cargo(&self, shell: &Shell, command: &str, target: Target) -> Cmd {
        match self {
            Toolchain::Everyday => shell.cargo().args([command, "--target", target.triple()]),
            Toolchain::Nightly { library } => {
                let build = ["+nightly", command, "--target", target.triple(), "-Zbuild-std=std,panic_abort"];
                let cargo = shell.cargo().args(build);
                match library {
                    // Cargo's own tests point it to a library's source this way, without touching the toolchain
                    Some(library) => cargo.env("__CARGO_TESTS_ONLY_SRC_ROOT", library),
                    None => cargo,
                }
            }
        }
    }

    /// Checks an empty crate first: a library that this nightly cannot build says nothing about our code.
    fn prove(&self, shell: &Shell, target: Target) -> Result<()> {
        let place = folder(target_dir(shell).join("empty"))?;
        fs::write(place.join("Cargo.toml"), EMPTY).context("the empty crate cannot be written")?;
        fs::write(folder(place.join("src"))?.join("lib.rs"), "").context("the empty crate cannot be written")?;
        let check = self.cargo(shell, "check", target).dir(&place).env("CARGO_TARGET_DIR", target_dir(shell));
        check.run().context("the nightly toolchain does not build the standard library for it")
    }
}

/// In a workspace of its own, with the profile of ours, so that the library is built once for both.
const EMPTY: &str = "\
[package]
name = \"empty\"
edition = \"2024\"

[workspace]

[profile.dev]
debug = \"line-tables-only\"
[profile.dev.package.\"*\"]
debug = false
";

/// `1.97` of `rustc 1.97.0-nightly (e50aa6fba 2026-05-19)`.
fn release(version: &str) -> Result<&str> {
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    let end = number.match_indices('.').nth(1).map(|(end, _)| end);
    end.map(|end| &number[..end]).with_context(|| format!("{version:?} is not rustc's version"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_read_from_what_rustc_says() {
        assert_eq!(release("rustc 1.97.0-nightly (e50aa6fba 2026-05-19)\n").unwrap(), "1.97");
        assert_eq!(release("rustc 2.0.0 (abc 2030-01-01)").unwrap(), "2.0");
        for text in ["", "rustc", "rustc 1", "rustc 1.97"] {
            assert!(release(text).is_err(), "{text:?}");
        }
    }
}
