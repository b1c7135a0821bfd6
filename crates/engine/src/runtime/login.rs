//! The login shell's PATH: asked once, remembered until one of the shell's own files changes.
//!
//! A shell that hangs or says nothing useful costs its deadline once an hour at most; it never stops the search.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::files;
use crate::{
    clock, platform,
    process::{self, Question},
};

/// Long enough for a shell with a version manager in it (0.3 to 1 s), short enough to wait for.
const DEADLINE: Duration = Duration::from_secs(2);
/// A busy computer at login can make a good shell late: ask again then.
const RETRY_AFTER: SignedDuration = SignedDuration::from_hours(1);
const LIMIT: usize = 256 * 1024;

/// The files from which common shells take their PATH.
const RC_FILES: [&str; 14] = [
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".config/fish/config.fish",
    ".config/fish/fish_variables",
    "/etc/profile",
    "/etc/zprofile",
    "/etc/paths",
    "/etc/environment",
];

#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The shell and the stamps of its files.
    key: Vec<String>,
    path: Option<String>,
    asked: Timestamp,
}

/// What a terminal would search for programs; `None` without a shell or an answer.
pub(super) async fn path(shell: Option<(PathBuf, Vec<String>)>, home: Option<&Path>, cache: &Path) -> Option<OsString> {
    let (shell, args) = shell?;
    let key = key(&shell, &args, home);
    let file = cache.join("login-path.json");
    if let Some(known) = files::json::<Remembered>(&file, LIMIT as u64).filter(|known| known.key == key)
        && (known.path.is_some() || clock::now().duration_since(known.asked).abs() < RETRY_AFTER)
    {
        return known.path.map(OsString::from);
    }
    let path = ask(shell, args, home).await;
    let remembered = Remembered { key, path, asked: clock::now() };
    if let Err(error) = files::write_json(&file, &remembered) {
        tracing::debug!(%error, "the login shell's PATH is not remembered");
    }
    remembered.path.map(OsString::from)
}

fn key(shell: &Path, args: &[String], home: Option<&Path>) -> Vec<String> {
    let mut key = vec![shell.to_string_lossy().into_owned()];
    key.extend_from_slice(args);
    let home = home.unwrap_or(Path::new("/"));
    key.extend(RC_FILES.iter().filter_map(|name| {
        let (size, changed) = files::stamp(&home.join(name).metadata().ok()?);
        Some(format!("{name} {size} {changed}"))
    }));
    key
}

async fn ask(shell: PathBuf, args: Vec<String>, home: Option<&Path>) -> Option<String> {
    let question = Question {
        program: shell,
        args: args.into_iter().map(OsString::from).collect(),
        environment: None,
        folder: home.map_or_else(std::env::temp_dir, Path::to_path_buf),
        deadline: DEADLINE,
        limit: LIMIT,
    };
    match process::run(question).await {
        Ok(output) => path_in(&output.stdout),
        Err(error) => {
            tracing::info!(%error, "the login shell did not tell its PATH");
            None
        }
    }
}

/// The PATH in what the shell printed. Only absolute folders count.
fn path_in(stdout: &[u8]) -> Option<String> {
    let path = platform::login_path(stdout)?;
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    let joined = std::env::join_paths(folders).ok()?.into_string().ok()?;
    (!joined.is_empty() && !joined.chars().any(char::is_control)).then_some(joined)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A shell that writes a mark for each start and then does `then`.
    fn shell(home: &Path, then: &str) -> (PathBuf, Vec<String>) {
        let script = format!("echo started >> {}/starts; {then}", home.display());
        (PathBuf::from("/bin/sh"), vec!["-c".into(), script])
    }

    fn starts(home: &Path) -> usize {
        fs::read_to_string(home.join("starts")).unwrap_or_default().lines().count()
    }

    #[tokio::test]
    async fn a_shell_is_asked_once_until_its_files_change() {
        let home = tempfile::tempdir().unwrap();
        let (cache, home) = (home.path().join("cache"), home.path());
        for _ in 0..2 {
            let path =
                path(Some(shell(home, "echo Welcome; echo CLAWTENDER_PATH=/a/bin:/b")), Some(home), &cache).await;
            assert_eq!(path.unwrap(), "/a/bin:/b");
        }
        assert_eq!(starts(home), 1);
        fs::write(home.join(".zshrc"), "PATH=/c").unwrap();
        path(Some(shell(home, "echo Welcome; echo CLAWTENDER_PATH=/a/bin:/b")), Some(home), &cache).await;
        assert_eq!(starts(home), 2);
    }

    #[tokio::test]
    async fn a_shell_that_says_nothing_useful_is_not_asked_again() {
        for garbage in ["printf '\\377\\376'", "true", "echo no path here", "exit 3", "printf 'bin:lib'"] {
            let home = tempfile::tempdir().unwrap();
            let (cache, home) = (home.path().join("cache"), home.path());
            for _ in 0..2 {
                assert_eq!(path(Some(shell(home, garbage)), Some(home), &cache).await, None, "{garbage}");
            }
            assert_eq!(starts(home), 1, "{garbage}");
        }
    }

    #[tokio::test]
    async fn a_shell_that_hangs_costs_its_deadline_and_no_more() {
        let home = tempfile::tempdir().unwrap();
        let (cache, home) = (home.path().join("cache"), home.path());
        let began = clock::tick();
        for _ in 0..2 {
            assert_eq!(path(Some(shell(home, "exec tail -f /dev/null")), Some(home), &cache).await, None);
        }
        assert!(clock::since(began) < DEADLINE * 2, "asked twice");
        assert_eq!(starts(home), 1);
    }

    #[tokio::test]
    async fn without_a_shell_there_is_no_answer() {
        assert_eq!(path(None, None, Path::new("/nowhere")).await, None);
    }
}
