//! Type-checks and lints the code of another system from this one: nothing is linked, so no SDK is needed.
//!
//! With the target's standard library installed (`rustup target add`) that is one Cargo command. Without it, a nightly
//! toolchain builds the library from source, and the build scripts get a compiler that is enough for a check. What cannot
//! be had is a verdict with its reason, never a pass and never a failure of the code.

mod apple;
mod source;
mod toolchain;

use std::{fmt, path::PathBuf};

use anyhow::Result;

use crate::{
    packages::Purpose,
    shell::{Cmd, Shell, folder},
    system,
};

/// Another system to check the code for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Windows,
    Macos,
}

/// What came of a check that found nothing wrong.
pub(crate) enum Verdict {
    Checked,
    /// It could not be done here; why.
    NotChecked(String),
}

impl Target {
    pub(crate) const ALL: [Target; 2] = [Target::Windows, Target::Macos];

    /// By its name in `std::env::consts::OS`.
    pub(crate) fn named(name: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.os() == name)
    }

    /// Whether xtask runs on it.
    pub(crate) fn is_this_system(self) -> bool {
        self.os() == std::env::consts::OS
    }

    fn os(self) -> &'static str {
        match self {
            Target::Windows => "windows",
            Target::Macos => "macos",
        }
    }

    /// Rust's name for it. The GNU flavour of Windows, since its C compiler is free to install.
    fn triple(self) -> &'static str {
        match self {
            Target::Windows => "x86_64-pc-windows-gnu",
            Target::Macos => "aarch64-apple-darwin",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Target::Windows => "Windows",
            Target::Macos => "macOS",
        })
    }
}

/// The end-to-end tests are for Linux.
const WORKSPACE: [&str; 4] = ["--workspace", "--exclude", "e2e", "--all-targets"];

/// The engine as the window links it, which the whole workspace never builds.
const CLIENT_SIDE: [&str; 5] = ["-p", "clawtender-engine", "--no-default-features", "--features", "client"];

/// Checks `packages`, or all but the end-to-end tests, for `target`. A warning is an error, as it is for this system's code.
pub(crate) fn check(shell: &Shell, target: Target, packages: &[String]) -> Result<Verdict> {
    // the compiler first: Windows' standard library is not built without its tools
    let prepared = compiler(shell, target).and_then(|compiler| Ok((compiler, toolchain::find(shell, target)?)));
    let (compiler, toolchain) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return Ok(Verdict::NotChecked(format!("{error:#}"))),
    };
    let clippy = |selection: &[&str]| {
        let cmd = toolchain.cargo(shell, "clippy", target).args(selection).args(["--", "-D", "warnings"]);
        compiler.apply(cmd).env("CARGO_TARGET_DIR", target_dir(shell)).run()
    };
    if packages.is_empty() {
        clippy(&WORKSPACE)?;
        clippy(&CLIENT_SIDE)?;
    } else {
        let named = packages.iter().flat_map(|package| ["-p", package]);
        clippy(&named.chain(["--all-targets"]).collect::<Vec<_>>())?;
    }
    Ok(Verdict::Checked)
}

/// Nightly's artefacts stay apart from those of the everyday toolchain.
fn target_dir(shell: &Shell) -> PathBuf {
    shell.target.join("cross")
}

/// What the build scripts of C dependencies are given to compile with.
enum Compiler {
    /// The system's own, found by its usual name.
    Installed,
    /// Programs that stand in for Apple's, in this folder.
    StandIn(PathBuf),
}

fn compiler(shell: &Shell, target: Target) -> Result<Compiler> {
    match target {
        Target::Windows if shell.has("x86_64-w64-mingw32-gcc") => Ok(Compiler::Installed),
        Target::Windows => system::ensure(shell, &[Purpose::WindowsC]).map(|()| Compiler::Installed),
        Target::Macos => apple::write(&folder(shell.cache.join("apple"))?).map(Compiler::StandIn),
    }
}

impl Compiler {
    fn apply(&self, cmd: Cmd) -> Cmd {
        match self {
            Compiler::Installed => cmd,
            Compiler::StandIn(folder) => apple::env(cmd, folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_as_rust_names_their_systems() {
        assert_eq!(Target::named("windows"), Some(Target::Windows));
        assert_eq!(Target::named("macos"), Some(Target::Macos));
        assert_eq!(Target::named("linux"), None);
        assert!(Target::ALL.iter().all(|target| target.triple().contains(if *target == Target::Macos {
            "darwin"
        } else {
            "windows"
        })));
    }
}
