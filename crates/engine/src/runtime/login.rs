//! What a terminal has: the login shell's PATH, and the variables that its files set and that decide something about the gateway.
//! Asked once, remembered until one of the shell's own files changes, or for a day: they may read others.
//!
//! Of what the shell says, only the named variables are kept: the address of a proxy without its password, and of a provider's key
//! that it is there. A shell that hangs or says nothing useful costs its deadline once an hour at most; it never stops anything.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::providers;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::files;
use crate::{
    clock, platform,
    probes::variables,
    process::{self, Question},
};

/// Long enough for a shell with a version manager in it (0.3 to 1 s), short enough to wait for.
const DEADLINE: Duration = Duration::from_secs(2);
/// A busy computer at login can make a good shell late: ask again then.
const RETRY_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// Longer than a person who has changed something would wait.
const ANEW: SignedDuration = SignedDuration::from_hours(24);
const LIMIT: usize = 256 * 1024;
/// Largest file of a shell that is looked into, in bytes.
const FILE: u64 = 256 * 1024;
/// Who asks second finds what the first was told.
static ASKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

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

/// What a terminal has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terminal {
    /// Where it searches for programs.
    path: Option<String>,
    /// The variables that are looked at.
    #[serde(default)]
    pub(crate) variables: Vec<Set>,
}

/// A variable that a terminal has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Set {
    pub(crate) name: String,
    /// Without a password; of a key there is none.
    pub(crate) value: String,
    /// Whether something was left out.
    pub(crate) is_cut: bool,
    /// The file that sets it, where one does.
    pub(crate) file: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The shell and the stamps of its files.
    key: Vec<String>,
    #[serde(flatten)]
    told: Terminal,
    asked: Timestamp,
}

/// What a terminal would search for programs; `None` without a shell or an answer.
pub(super) async fn path(shell: Option<(PathBuf, Vec<String>)>, home: Option<&Path>, cache: &Path) -> Option<OsString> {
    terminal_of(shell, home, cache).await.path.map(OsString::from)
}

/// What a terminal has here.
pub(crate) async fn terminal(home: Option<&Path>, cache: &Path) -> Terminal {
    let kept =
        platform::kept_variables().into_iter().filter_map(|(name, value, place)| set(&name, &value, Some(place)));
    let mut told = terminal_of(platform::login_shell(), home, cache).await;
    told.variables.extend(kept);
    told
}

async fn terminal_of(shell: Option<(PathBuf, Vec<String>)>, home: Option<&Path>, cache: &Path) -> Terminal {
    let Some((shell, args)) = shell else { return Terminal::default() };
    let _turn = ASKING.lock().await;
    let key = key(&shell, &args, home);
    let file = cache.join("login-path.json");
    let fresh = |known: &Remembered| {
        let age = clock::now().duration_since(known.asked).abs();
        known.key == key && age < if known.told.path.is_some() { ANEW } else { RETRY_AFTER }
    };
    if let Some(known) = files::json::<Remembered>(&file, LIMIT as u64).filter(fresh) {
        return known.told;
    }
    let told = ask(shell, args, home).await;
    let remembered = Remembered { key, told, asked: clock::now() };
    if let Err(error) = files::write_json(&file, &remembered) {
        tracing::debug!(%error, "what the login shell has is not remembered");
    }
    remembered.told
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

async fn ask(shell: PathBuf, args: Vec<String>, home: Option<&Path>) -> Terminal {
    let question = Question {
        program: shell,
        args: args.into_iter().map(OsString::from).collect(),
        environment: None,
        folder: home.map_or_else(std::env::temp_dir, Path::to_path_buf),
        deadline: DEADLINE,
        limit: LIMIT,
    };
    match process::run(question).await {
        Ok(output) => {
            let variables = platform::login_variables(&output.stdout);
            let variables = variables.iter().filter_map(|(name, value)| set(name, value, set_in(name, home)));
            Terminal { path: path_in(&output.stdout), variables: variables.collect() }
        }
        Err(error) => {
            tracing::info!(%error, "the login shell did not say what it has");
            Terminal::default()
        }
    }
}

/// What is kept of a variable, where anything is.
fn set(name: &str, value: &str, file: Option<String>) -> Option<Set> {
    let value = value.trim();
    if providers::ALL.iter().any(|provider| provider.variables.contains(&name)) {
        return (!value.is_empty()).then(|| Set { name: name.to_owned(), value: String::new(), is_cut: true, file });
    }
    let shown = variables::shown_value(name, value)?;
    Some(Set { name: name.to_owned(), is_cut: shown != value, value: shown, file })
}

/// The shell's file that gives this variable a value: it stands before a `=` there, or is set as fish does it.
fn set_in(name: &str, home: Option<&Path>) -> Option<String> {
    let home = home.unwrap_or(Path::new("/"));
    let sets = |line: &str| {
        let line = line.trim_start();
        let word = |end: char| end.is_ascii_alphanumeric() || end == '_';
        line.match_indices(name).any(|(at, _)| {
            let (before, after) = (&line[..at], &line[at + name.len()..]);
            let is_whole = !before.ends_with(word) && !after.starts_with(word);
            is_whole
                && (after.starts_with('=') || (before.starts_with("set ") && after.starts_with(char::is_whitespace)))
        })
    };
    let text = |file: &Path| files::text(file, FILE).unwrap_or_default();
    let mut files = RC_FILES.iter().map(|file| home.join(file));
    let file = files.find(|file| text(file).lines().any(|line| !line.trim_start().starts_with('#') && sets(line)))?;
    Some(file.to_string_lossy().into_owned())
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
    async fn of_what_the_shell_has_only_what_is_looked_at_is_kept_and_no_secret() {
        let home = tempfile::tempdir().unwrap();
        let (cache, home) = (home.path().join("cache"), home.path());
        fs::write(home.join(".profile"), "# HTTPS_PROXY=x\nexport MY_HTTPS_PROXY=no\n").unwrap();
        fs::write(
            home.join(".zshenv"),
            "export A=1 HTTPS_PROXY=http://me:word@p:1\nexport GROQ_API_KEY='gsk_secret'\n",
        )
        .unwrap();
        let says = "printf 'hello\\nCLAWTENDER_PATH=/a\\nCLAWTENDER_ENVIRONMENT=A=1\\0HTTPS_PROXY=http://me:word@p:1\\0\
                    GROQ_API_KEY=gsk_secret\\0OTHER_SECRET=x\\0NODE_TLS_REJECT_UNAUTHORIZED=0\\0OPENAI_API_KEY=\\0'";
        let told = terminal_of(Some(shell(home, says)), Some(home), &cache).await;
        assert_eq!(told.path.as_deref(), Some("/a"));
        let zshenv = home.join(".zshenv").to_str().map(str::to_owned);
        let kept: Vec<_> =
            told.variables.iter().map(|set| (&*set.name, &*set.value, set.is_cut, set.file.clone())).collect();
        assert_eq!(
            kept,
            [
                ("HTTPS_PROXY", "http://p:1", true, zshenv.clone()),
                ("GROQ_API_KEY", "", true, zshenv),
                ("NODE_TLS_REJECT_UNAUTHORIZED", "0", false, None),
            ]
        );
        // beside the question, which holds them here
        let remembered = files::json::<Remembered>(&cache.join("login-path.json"), FILE).unwrap();
        let remembered = serde_json::to_string(&remembered.told).unwrap();
        assert!(!remembered.contains("word") && !remembered.contains("secret"), "{remembered}");
        // what is remembered is the same
        assert_eq!(terminal_of(Some(shell(home, says)), Some(home), &cache).await, told);
        assert_eq!(starts(home), 1);
    }

    #[tokio::test]
    async fn without_a_shell_there_is_no_answer() {
        assert_eq!(path(None, None, Path::new("/nowhere")).await, None);
    }
}
