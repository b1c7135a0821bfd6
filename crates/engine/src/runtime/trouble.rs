//! Why a private runtime was not installed, each in one sentence that says what is so and what can be done. Never npm's own text: it
//! may name private registries.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::words::Phrase;

/// Why nothing was installed, in one sentence for a person.
#[derive(Debug)]
#[non_exhaustive]
pub enum InstallError {
    /// Neither Node nor npm to install with. Holds how to get them here.
    NoNpm(Phrase),
    /// npm is there and does not start.
    NpmBroken(crate::process::RunError),
    /// No Node is published for this kind of computer.
    Platform {
        /// Operating system.
        os: &'static str,
        /// Processor.
        arch: &'static str,
    },
    /// A version that is none.
    Version(String),
    /// The wished OpenClaw is not in the registry.
    NotPublished,
    /// No published Node suits the OpenClaw.
    NoSuitableNode(String),
    /// The registry was not reached.
    Network(String),
    /// The registry's certificate was not accepted.
    Certificate(String),
    /// The registry or a proxy wants credentials.
    Denied(String),
    /// No space left.
    DiskFull(PathBuf),
    /// A folder cannot be written to.
    NotWritable(PathBuf),
    /// What arrived is not what the registry promised.
    Integrity,
    /// The lock file is not good enough to rely on.
    Unverified(String),
    /// npm left packages out.
    Incomplete {
        /// How many.
        missing: usize,
        /// One of them.
        example: String,
    },
    /// It was fetched and does not run.
    DoesNotRun(String),
    /// Another install is under way.
    Busy,
    /// It took too long.
    Slow(Duration),
    /// npm gave up for a reason of its own.
    Npm(String),
    /// A file operation of our own did not work.
    File {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl InstallError {
    /// For a person.
    pub fn words(&self) -> Phrase {
        let path = |path: &Path| path.display().to_string();
        let (why, what) = match self {
            InstallError::NoNpm(_) => ("no-npm", String::new()),
            InstallError::NpmBroken(_) => ("npm-broken", String::new()),
            InstallError::Platform { os, arch } => ("platform", format!("{os}, {arch}")),
            InstallError::Version(text) => ("version", text.clone()),
            InstallError::NotPublished => ("not-published", String::new()),
            InstallError::NoSuitableNode(range) => ("no-node", range.clone()),
            InstallError::Network(why) => ("network", why.clone()),
            InstallError::Certificate(why) => ("certificate", why.clone()),
            InstallError::Denied(why) => ("denied", why.clone()),
            InstallError::DiskFull(folder) => ("full", path(folder)),
            InstallError::NotWritable(folder) => ("not-writable", path(folder)),
            InstallError::Integrity => ("integrity", String::new()),
            InstallError::Unverified(why) => ("unverified", why.clone()),
            InstallError::Incomplete { example, .. } => ("incomplete", example.clone()),
            InstallError::DoesNotRun(what) => ("does-not-run", what.clone()),
            InstallError::Busy => ("busy", String::new()),
            InstallError::Slow(_) => ("slow", String::new()),
            InstallError::Npm(why) => ("npm", why.clone()),
            InstallError::File { path: file, .. } => ("file", path(file)),
        };
        let (count, detail) = match self {
            InstallError::NoNpm(advice) => (String::new(), advice.clone()),
            InstallError::Incomplete { missing, .. } => (missing.to_string(), Phrase::default()),
            InstallError::Slow(after) => (after.as_secs().div_ceil(60).to_string(), Phrase::default()),
            InstallError::File { source, .. } => (String::new(), source.to_string().into()),
            _ => (String::new(), Phrase::default()),
        };
        let told = [("why", why.into()), ("what", what.into()), ("count", count.into()), ("detail", detail.into())];
        Phrase::new("install-not", told)
    }
}

impl fmt::Display for InstallError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words())
    }
}

impl std::error::Error for InstallError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            InstallError::NpmBroken(why) => Some(why),
            InstallError::File { source, .. } => Some(source),
            _ => None,
        }
    }
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
