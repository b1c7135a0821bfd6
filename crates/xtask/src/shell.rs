//! Starts programs: the one place of xtask that does.
//!
//! Every command runs in the project's folder, shows itself before it starts, and says how it ended. Nothing is ever
//! put together as text for a shell to take apart again.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// Where the project is, and how programs are found and shown there.
pub(crate) struct Shell {
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the person has put it.
    pub(crate) target: PathBuf,
    /// What is downloaded once and kept: `CLAWTENDER_TEST_CACHE`, else a folder under `target`.
    pub(crate) cache: PathBuf,
    /// Nobody watches: plain output, no incremental builds.
    pub(crate) ci: bool,
    /// Searched for programs before `PATH`, first one first.
    first_on_path: Vec<PathBuf>,
}

impl Shell {
    /// Finds the project and asks Cargo for its target folder.
    pub(crate) fn open() -> Result<Shell> {
        // Cargo says where this package is at run time; the compiled-in place is where it was when it was built.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).join("../..").canonicalize().context("The project's folder is gone")?;
        let ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        let mut shell =
            Shell { target: root.join("target"), cache: PathBuf::new(), root, ci, first_on_path: Vec::new() };
        let metadata = shell.cargo().args(["metadata", "--no-deps", "--offline", "--format-version=1"]).read()?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata).context("cargo metadata is not JSON")?;
        if let Some(target) = metadata["target_directory"].as_str() {
            shell.target = target.into();
        }
        shell.cache = std::env::var_os("CLAWTENDER_TEST_CACHE")
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| shell.target.join("cache"), |folder| shell.root.join(folder));
        Ok(shell)
    }

    /// From now on `folder` is searched for programs before everything else.
    pub(crate) fn put_first_on_path(&mut self, folder: PathBuf) {
        self.first_on_path.insert(0, folder);
    }

    /// A program, not yet started.
    pub(crate) fn cmd(&self, program: impl AsRef<OsStr>) -> Cmd {
        let program = program.as_ref();
        #[allow(clippy::disallowed_methods, reason = "this is the one place that starts programs")]
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::inherit());
        // Cargo describes xtask's own package to its children; build scripts that watch these would run again and again.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name.as_ref());
            }
        }
        if self.ci {
            command.envs([
                ("CARGO_INCREMENTAL", "0"),
                ("CARGO_TERM_PROGRESS_WHEN", "never"),
                ("CARGO_TERM_COLOR", "never"),
            ]);
        }
        let mut cmd = Cmd { shown: program.to_string_lossy().into_owned(), command };
        if !self.first_on_path.is_empty() {
            cmd = cmd.path_first(&self.first_on_path);
        }
        cmd
    }

    /// Cargo, as `PATH` finds it: rustup's, where there is one, so that `+nightly` works.
    pub(crate) fn cargo(&self) -> Cmd {
        self.cmd("cargo")
    }

    /// npm; a script with an extension on Windows, which is not found without it.
    pub(crate) fn npm(&self) -> Cmd {
        self.cmd(if std::env::consts::OS == "windows" { "npm.cmd" } else { "npm" })
    }

    /// A program of the project in the folder of `profile` (`debug` or `release`).
    pub(crate) fn built(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Whether `program` starts and ends well with `--version`.
    pub(crate) fn has(&self, program: &str) -> bool {
        self.cmd(program).arg("--version").succeeds()
    }
}

/// One program with its arguments.
pub(crate) struct Cmd {
    command: Command,
    shown: String,
}

impl Cmd {
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Cmd {
        self.shown.push(' ');
        self.shown.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Cmd {
        arguments.into_iter().fold(self, Cmd::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Cmd {
        self.command.env(name, value);
        self
    }

    pub(crate) fn dir(mut self, folder: impl AsRef<Path>) -> Cmd {
        self.command.current_dir(folder);
        self
    }

    /// Searches `folders` for programs before `PATH`; the children of this program do the same.
    pub(crate) fn path_first(self, folders: &[PathBuf]) -> Cmd {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = folders.iter().cloned().chain(std::env::split_paths(&path));
        // A folder whose name holds the separator cannot stand in PATH; then PATH stays as it is.
        match std::env::join_paths(all) {
            Ok(joined) => self.env("PATH", joined),
            Err(_) => self,
        }
    }

    /// Shows the command, runs it with its output in sight, and fails when it does.
    pub(crate) fn run(mut self) -> Result<()> {
        eprintln!("$ {}", self.shown);
        let status = self.command.status().with_context(|| format!("`{}` did not start", self.shown))?;
        if !status.success() {
            bail!("`{}` ended with {status}", self.shown);
        }
        Ok(())
    }

    /// Runs quietly and returns what it printed; its complaints become the error.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("`{}` did not start", self.shown))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` ended with {}: {}", self.shown, output.status, complaint.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What it printed, whatever its exit code; empty when it does not start.
    pub(crate) fn read_anyway(mut self) -> String {
        self.command
            .stderr(Stdio::null())
            .output()
            .map_or_else(|_| String::new(), |output| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether it starts and ends well; silent.
    pub(crate) fn succeeds(mut self) -> bool {
        let quiet = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }
}

/// A non-empty environment variable.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// `path`, made a folder with all above it.
pub(crate) fn folder(path: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    Ok(path)
}
