//! Where to look, as plain data: read once from the surroundings, made up by tests. Decides nothing.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{files, login};
use crate::{paths::Paths, platform};

/// Variables by which the tools that install Node say where they keep it.
const VARIABLES: [&str; 14] = [
    "NVM_DIR",
    "NVM_HOME",
    "FNM_DIR",
    "VOLTA_HOME",
    "ASDF_DATA_DIR",
    "MISE_DATA_DIR",
    "XDG_DATA_HOME",
    "N_PREFIX",
    "HOMEBREW_PREFIX",
    "PNPM_HOME",
    "SCOOP",
    "APPDATA",
    "LOCALAPPDATA",
    "ProgramFiles",
];

/// Homebrew's own prefixes: Apple silicon, Intel (and plain `/usr/local` elsewhere), Linux.
const HOMEBREW: [&str; 3] = ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"];

/// Prefixes that system packages install to.
const SYSTEM: [&str; 5] = ["/usr/local", "/usr", "/opt/nodejs", "/opt/local", "/snap/node/current"];

/// Everything that decides where Node and OpenClaw are looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// The person's home folder.
    pub home: Option<PathBuf>,
    /// This process's PATH.
    pub path: OsString,
    /// The login shell's PATH: what a terminal would search. A desktop session has another.
    pub login_path: Option<OsString>,
    /// Values of the variables by which version tools say where they are (`NVM_DIR`, `VOLTA_HOME`, …).
    pub variables: BTreeMap<String, PathBuf>,
    /// npm's `prefix` settings, from its environment and `~/.npmrc`.
    pub npm_prefixes: Vec<PathBuf>,
    /// Prefixes of Homebrew.
    pub homebrew: Vec<PathBuf>,
    /// Prefixes of system packages.
    pub system: Vec<PathBuf>,
    /// The folder of the private runtimes.
    pub private: PathBuf,
    /// Where answers are remembered.
    pub cache: PathBuf,
    /// `gateway.command` of the settings: the program and its first arguments.
    pub command: Option<Vec<String>>,
}

impl Search {
    /// The real surroundings. Asks the login shell for its PATH when that is not remembered, two seconds at most.
    pub async fn here(paths: &Paths, command: Option<Vec<String>>) -> Search {
        let home = env::home_dir().filter(|home| home.is_absolute());
        let variables = VARIABLES.iter().filter_map(|name| Some(((*name).to_owned(), absolute(name)?))).collect();
        let login_path = login::path(platform::login_shell(), home.as_deref(), &paths.cache).await;
        Search {
            path: env::var_os("PATH").unwrap_or_default(),
            login_path,
            variables,
            npm_prefixes: npm_prefixes(home.as_deref()),
            homebrew: HOMEBREW.map(PathBuf::from).to_vec(),
            system: SYSTEM.map(PathBuf::from).to_vec(),
            private: paths.data.join("runtime"),
            cache: paths.cache.clone(),
            command,
            home,
        }
    }

    /// The program of this name that a desktop session or a terminal would run.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let paths = [Some(&self.path), self.login_path.as_ref()];
        let found = paths.into_iter().flatten().find_map(|path| which::which_in(name, Some(path), "").ok());
        found.filter(|found| found.is_absolute())
    }

    /// A version tool's folder, where its variable names one.
    pub(super) fn variable(&self, name: &str) -> Option<PathBuf> {
        self.variables.get(name).cloned()
    }
}

fn absolute(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// npm's prefixes without asking npm, which takes half a second and a child process.
fn npm_prefixes(home: Option<&Path>) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        ["npm_config_prefix", "NPM_CONFIG_PREFIX"].iter().filter_map(|name| absolute(name)).collect();
    if let Some(home) = home {
        let npmrc = files::text(&home.join(".npmrc"), 256 * 1024).unwrap_or_default();
        found.extend(prefix_in(&npmrc, home));
        found.push(home.join(".npm-global")); // what npm's own guide tells people to use
    }
    found
}

/// The `prefix` line of an `.npmrc`.
fn prefix_in(npmrc: &str, home: &Path) -> Option<PathBuf> {
    let value = npmrc.lines().rev().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "prefix").then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    let path = match ["~/", "${HOME}/", "$HOME/"].iter().find_map(|start| value.strip_prefix(start)) {
        Some(rest) => home.join(rest),
        None => PathBuf::from(value),
    };
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_prefix_is_read_as_npm_reads_it() {
        let home = if cfg!(windows) { Path::new("C:\\home") } else { Path::new("/home/ada") };
        let table = [
            ("prefix=~/.npm", Some(home.join(".npm"))),
            ("; a comment\nregistry = x\nprefix = \"${HOME}/up\"\n", Some(home.join("up"))),
            ("prefix=~/one\nprefix=~/two", Some(home.join("two"))),
            ("prefixes=~/one", None),
            ("prefix=relative/folder", None),
            ("prefix", None),
            ("", None),
        ];
        for (npmrc, expected) in table {
            assert_eq!(prefix_in(npmrc, home), expected, "{npmrc:?}");
        }
    }
}
