//! npm as a tool: where it is, how it is called, and what its error codes mean for the person.
//!
//! It is always started as `node npm-cli.js`, never through a shell script, and never with a registry address of ours: that is
//! npm's own setting. No package's scripts are run.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::de::DeserializeOwned;

use super::{
    files,
    scan::{self, globals_of},
    search::Search,
    trouble::InstallError,
};
use crate::process::{self, Output, Question, RunError};

/// A slow line with 250 MB to fetch.
const INSTALL_DEADLINE: Duration = Duration::from_mins(45);
/// npm's own retries of a dead network end within 30 s.
const ASK_DEADLINE: Duration = Duration::from_secs(90);
const LIMIT: usize = 4 * 1024 * 1024;

/// What every call says, so that nobody's `.npmrc` turns it into another install than the one we verify.
const ALWAYS: [&str; 14] = [
    "--ignore-scripts",
    "--global=false",
    "--dry-run=false",
    "--package-lock=true",
    "--lockfile-version=3",
    "--install-strategy=hoisted",
    "--omit=dev",
    "--include=optional",
    "--audit=false",
    "--fund=false",
    "--update-notifier=false",
    "--loglevel=warn",
    "--fetch-retry-mintimeout=2000",
    "--fetch-retry-maxtimeout=10000",
];

/// npm and the Node that runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Npm {
    pub node: PathBuf,
    pub cli: PathBuf,
}

impl Npm {
    /// The first npm that belongs to a Node found, else the one in PATH with the first Node found.
    pub(super) async fn find(search: &Search) -> Option<Npm> {
        let nodes = scan::scan(search).await.nodes;
        let beside = nodes.iter().find_map(|node| {
            let cli = globals_of(&node.path).into_iter().map(|modules| modules.join("npm/bin/npm-cli.js"));
            Some(Npm { node: node.path.clone(), cli: cli.into_iter().find(|cli| cli.is_file())? })
        });
        beside.or_else(|| {
            let paths = [Some(&search.path), search.login_path.as_ref()];
            let npm = paths.into_iter().flatten().find_map(|path| which::which_in("npm", Some(path), "").ok())?;
            let cli = files::real(&npm).filter(|real| real.ends_with("npm-cli.js"))?;
            Some(Npm { node: nodes.first()?.path.clone(), cli })
        })
    }

    /// Writes the lock file for the `package.json` in `folder`: what would be installed, and nothing of it yet.
    pub(super) async fn resolve(&self, folder: &Path) -> Result<(), InstallError> {
        self.call(folder, &["install", "--package-lock-only"], INSTALL_DEADLINE).await.map(drop)
    }

    /// Installs exactly what the lock file in `folder` lists; npm checks each package against its hash.
    pub(super) async fn fetch(&self, folder: &Path) -> Result<(), InstallError> {
        self.call(folder, &["ci"], INSTALL_DEADLINE).await.map(drop)
    }

    /// One field of a package in the registry; `None` when it has no such field.
    pub(super) async fn view<T: DeserializeOwned>(
        &self,
        folder: &Path,
        package: &str,
        field: &str,
    ) -> Result<Option<T>, InstallError> {
        let output = self.call(folder, &["view", package, field, "--json"], ASK_DEADLINE).await?;
        Ok(serde_json::from_slice(&output.stdout).ok())
    }

    async fn call(&self, folder: &Path, words: &[&str], deadline: Duration) -> Result<Output, InstallError> {
        let args = [self.cli.as_os_str()].into_iter().chain(words.iter().chain(&ALWAYS).map(AsRef::as_ref));
        let question = Question {
            program: self.node.clone(),
            args: args.map(OsString::from).collect(),
            environment: None, // proxies, certificates and registry credentials are npm's own settings
            folder: folder.to_path_buf(),
            deadline,
            limit: LIMIT,
        };
        match process::run(question).await {
            Ok(output) => judge(output, folder),
            Err(error) => Err(from_run(error)),
        }
    }
}

fn from_run(error: RunError) -> InstallError {
    match &error {
        RunError::TimedOut { after, .. } => InstallError::Slow(*after),
        RunError::NotFound(_) | RunError::NotExecutable(_) | RunError::Io { .. } => InstallError::NpmBroken(error),
    }
}

/// Whether npm did what it was asked. Its codes are used, not its text: that may name private registries.
fn judge(output: Output, folder: &Path) -> Result<Output, InstallError> {
    let text = String::from_utf8_lossy(&output.stderr);
    if let Some(code) = text.lines().find_map(damage_in) {
        return Err(meaning(code, folder)); // npm exits 0 after a full disk has cut its files short
    }
    if output.code == Some(0) {
        return Ok(output);
    }
    Err(match text.lines().find_map(code_in) {
        Some(code) => meaning(code, folder),
        None => InstallError::Npm(output.code.map_or("a signal".into(), |code| format!("exit {code}"))),
    })
}

/// What npm's error code means for the person.
fn meaning(code: &str, folder: &Path) -> InstallError {
    match code {
        "ENOTFOUND" | "EAI_AGAIN" | "EAI_FAIL" | "ECONNREFUSED" | "ECONNRESET" | "ECONNABORTED" | "ETIMEDOUT"
        | "ENETUNREACH" | "EHOSTUNREACH" | "EIDLETIMEOUT" | "ECONNECTIONTIMEOUT" | "ERESPONSETIMEOUT"
        | "ERR_SOCKET_TIMEOUT" | "FETCH_ERROR" => InstallError::Network(code.into()),
        "ENOSPC" | "EDQUOT" => InstallError::DiskFull(folder.to_path_buf()),
        "EACCES" | "EPERM" | "EROFS" => InstallError::NotWritable(folder.to_path_buf()),
        "ETARGET" | "E404" => InstallError::NotPublished,
        // one that does not unpack is found out before its digest is
        "EINTEGRITY" | "Z_DATA_ERROR" | "Z_BUF_ERROR" => InstallError::Integrity,
        "E401" | "E403" | "E407" | "ENEEDAUTH" | "EOTP" => InstallError::Denied(code.into()),
        _ if code.contains("CERT") || code.contains("SSL") || code.contains("ISSUER") || code.contains("SIGNATURE") => {
            InstallError::Certificate(code.into())
        }
        _ => InstallError::Npm(code.into()),
    }
}

/// `npm error code X`; npm 9 and older write `npm ERR! code X`.
fn code_in(line: &str) -> Option<&str> {
    plain(line.strip_prefix("npm error code ").or_else(|| line.strip_prefix("npm ERR! code "))?.trim())
}

/// The code of a file that did not come out of its package whole: `npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left`.
fn damage_in(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("npm warn tar ").or_else(|| line.strip_prefix("npm WARN tar "))?;
    let (kind, rest) = rest.split_once(' ')?;
    let code = rest.split([':', ' ']).next().and_then(plain).filter(|code| code.starts_with('E'));
    (kind != "TAR_ENTRY_INFO").then(|| code.or(plain(kind)))?
}

fn plain(code: &str) -> Option<&str> {
    let plain = !code.is_empty() && code.len() <= 60 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    plain.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_with_damaged_files_is_none() {
        let judged = |stderr: &str| {
            let output = Output { code: Some(0), stderr: stderr.into(), ..Output::default() };
            judge(output, Path::new("/data")).map_err(|error| error.to_string())
        };
        for good in
            ["", "npm warn EBADENGINE Unsupported engine {", "npm warn tar TAR_ENTRY_INFO stripping / from a path"]
        {
            assert!(judged(good).is_ok(), "{good}");
        }
        let full = judged("npm warn x\nnpm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write");
        assert!(full.unwrap_err().contains("full"));
        assert!(judged("npm WARN tar TAR_ENTRY_ERROR EROFS: read-only").unwrap_err().contains("written"));
        assert!(judged("npm warn tar TAR_BAD_ARCHIVE Unrecognized archive").unwrap_err().contains("TAR_BAD_ARCHIVE"));
    }

    #[test]
    fn npm_codes_become_sentences() {
        let said = |stderr: &str| {
            let output = Output { code: Some(1), stderr: stderr.into(), ..Output::default() };
            judge(output, Path::new("/data")).unwrap_err().to_string()
        };
        let table = [
            ("npm error code ENOTFOUND\nnpm error syscall getaddrinfo", "no connection"),
            ("npm ERR! code ECONNREFUSED", "no connection"),
            ("npm warn x\nnpm error code ENOSPC", "full"),
            ("npm error code EROFS", "written"),
            ("npm error code ETARGET", "does not have"),
            ("npm error code EINTEGRITY", "checksum"),
            ("npm error code Z_DATA_ERROR\nnpm error errno -3", "checksum"),
            ("npm error code E403", "refuses"),
            ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "certificate"),
            ("npm error code EWEIRD", "EWEIRD"),
            ("npm error code \u{1b}[31mX https://user:secret@host", "exit 1"),
            ("npm error code https://user:secret@host", "exit 1"),
            ("", "exit 1"),
        ];
        for (stderr, word) in table {
            let sentence = said(stderr);
            assert!(sentence.contains(word) && !sentence.contains("secret"), "{stderr:?} → {sentence}");
        }
    }
}
