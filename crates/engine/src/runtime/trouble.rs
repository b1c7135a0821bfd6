//! Why a private runtime was not installed, each in one sentence that says what is so and what can be done. Never npm's own text: it
//! may name private registries.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// Why nothing was installed, in one sentence for a person.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InstallError {
    /// Neither Node nor npm to install with. Holds how to get them here.
    #[error("There is no npm to install with. {0}")]
    NoNpm(String),
    /// npm is there and does not start.
    #[error("npm does not start. Reinstall Node and npm, then try again.")]
    NpmBroken(#[source] crate::process::RunError),
    /// No Node is published for this kind of computer.
    #[error(
        "The npm registry has no Node for this kind of computer ({os}, {arch}). Install Node from the system's packages."
    )]
    Platform {
        /// Operating system.
        os: &'static str,
        /// Processor.
        arch: &'static str,
    },
    /// A version that is none.
    #[error("\"{0}\" is not a version number such as 2026.9.6.")]
    Version(String),
    /// The wished OpenClaw is not in the registry.
    #[error("The npm registry does not have the wanted version.")]
    NotPublished,
    /// No published Node suits the OpenClaw.
    #[error(
        "The npm registry has no Node for this computer that OpenClaw accepts ({0}). Install such a Node from the system's packages."
    )]
    NoSuitableNode(String),
    /// The registry was not reached.
    #[error("There is no connection to the npm registry ({0}). Nothing was installed.")]
    Network(String),
    /// The registry's certificate was not accepted.
    #[error("The npm registry's certificate is not trusted ({0}). Nothing was installed.")]
    Certificate(String),
    /// The registry or a proxy wants credentials.
    #[error("The npm registry refuses access ({0}). Sign in with npm login, or correct the registry in .npmrc.")]
    Denied(String),
    /// No space left.
    #[error("The disk that holds {} is full. A private runtime needs about 1.5 GB while it is installed.", .0.display())]
    DiskFull(PathBuf),
    /// A folder cannot be written to.
    #[error("{} cannot be written to. Nothing was installed.", .0.display())]
    NotWritable(PathBuf),
    /// What arrived is not what the registry promised.
    #[error("A package does not match its checksum. Nothing was installed.")]
    Integrity,
    /// The lock file is not good enough to rely on.
    #[error("{0}, so that it cannot be verified. Nothing was installed.")]
    Unverified(String),
    /// npm left packages out.
    #[error("npm left out {missing} packages, {example} for one. Nothing was installed.")]
    Incomplete {
        /// How many.
        missing: usize,
        /// One of them.
        example: String,
    },
    /// It was fetched and does not run.
    #[error("{0} was fetched but does not run on this computer. Nothing was installed.")]
    DoesNotRun(String),
    /// Another install is under way.
    #[error("A private runtime is being installed already.")]
    Busy,
    /// It took too long.
    #[error("npm was not done after {} minutes. Nothing was installed.", .0.as_secs().div_ceil(60))]
    Slow(Duration),
    /// npm gave up for a reason of its own.
    #[error("npm stopped ({0}). Nothing was installed; npm's log is in the folder _logs of its cache.")]
    Npm(String),
    /// A file operation of our own did not work.
    #[error("{} could not be written: {source}.", path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl InstallError {
    /// The sentence for an error of the file system.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> InstallError {
        let path = path.to_path_buf();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => InstallError::DiskFull(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => InstallError::NotWritable(path),
            io::ErrorKind::ResourceBusy => InstallError::Busy,
            _ => InstallError::File { path, source },
        }
    }
}
