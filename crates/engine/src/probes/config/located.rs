//! Where the gateway's configuration and state are, found exactly as the gateway finds them.
//!
//! `OPENCLAW_PROFILE` moves neither: only the root flag `--profile` does, and a start of ours does not pass it.

use std::{
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

use super::Lookup;

const CONFIG: &str = "openclaw.json";
const LEGACY_CONFIG: &str = "clawdbot.json";
const STATE: &str = ".openclaw";
const LEGACY_STATE: &str = ".clawdbot";

/// Where a start would look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The configuration file, whether it exists or not.
    pub config_path: PathBuf,
    /// The folder that holds the gateway's state.
    pub state_dir: PathBuf,
    /// The folder the gateway takes for the person's home.
    pub home: PathBuf,
}

pub(super) fn locate(environment: Lookup, home: Option<&Path>) -> Located {
    let home = effective_home(environment, home);
    let chosen_state = setting(environment, "OPENCLAW_STATE_DIR").map(|path| expand(path, &home));
    let state_dir = chosen_state.clone().unwrap_or_else(|| default_state(&home));
    let config_path = match setting(environment, "OPENCLAW_CONFIG_PATH") {
        Some(path) => expand(path, &home),
        None => config_in(&state_dir)
            .or_else(|| if chosen_state.is_some() { None } else { config_in_home(&home) })
            .unwrap_or_else(|| state_dir.join(CONFIG)),
    };
    Located { config_path, state_dir, home }
}

fn effective_home(environment: Lookup, home: Option<&Path>) -> PathBuf {
    let given = |name| setting(environment, name).filter(|value| value != "undefined" && value != "null");
    let system =
        given("HOME").or_else(|| given("USERPROFILE")).map(PathBuf::from).or_else(|| home.map(Path::to_path_buf));
    let system = resolve(system.unwrap_or_default());
    match given("OPENCLAW_HOME") {
        Some(own) => expand(own, &system),
        None => system,
    }
}

fn default_state(home: &Path) -> PathBuf {
    let (current, legacy) = (home.join(STATE), home.join(LEGACY_STATE));
    if !current.exists() && legacy.exists() { legacy } else { current }
}

fn config_in(folder: &Path) -> Option<PathBuf> {
    [CONFIG, LEGACY_CONFIG].iter().map(|name| folder.join(name)).find(|path| path.exists())
}

fn config_in_home(home: &Path) -> Option<PathBuf> {
    [STATE, LEGACY_STATE].iter().find_map(|folder| config_in(&home.join(folder)))
}

/// A variable's value without surrounding blanks; an empty one is not set.
fn setting(environment: Lookup, name: &str) -> Option<OsString> {
    let value = environment(name)?;
    let trimmed = match value.to_str() {
        Some(text) => OsString::from(text.trim()),
        None => value,
    };
    (!trimmed.is_empty()).then_some(trimmed)
}

pub(super) fn expand(path: OsString, home: &Path) -> PathBuf {
    let rest = path.to_str().and_then(|text| text.strip_prefix('~'));
    match rest {
        Some("") => home.to_path_buf(),
        Some(rest) if rest.starts_with(['/', '\\']) => resolve(home.join(rest.trim_start_matches(['/', '\\']))),
        _ => resolve(PathBuf::from(path)),
    }
}

/// An absolute path without `.` and `..`, by its letters alone as Node's `path.resolve` does; links are not followed.
fn resolve(path: PathBuf) -> PathBuf {
    let absolute =
        std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { &path }).unwrap_or(path);
    absolute.components().fold(PathBuf::new(), |mut resolved, component| {
        match component {
            Component::ParentDir => drop(resolved.pop()),
            Component::CurDir => {}
            other => resolved.push(other),
        }
        resolved
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(variables: &'a [(&'a str, String)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        move |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
    }

    fn relative(located: &Located, root: &Path) -> (String, String) {
        let cut = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        (cut(&located.config_path), cut(&located.state_dir))
    }

    /// Every row was compared with `openclaw config file` of 2026.9.6, except the profile's, which is from its start.
    #[test]
    fn resolves_as_the_gateway_does() {
        type Case<'a> = (&'a [&'a str], &'a [(&'static str, &'a str)], &'a str, &'a str);
        let cases: &[Case] = &[
            (&[], &[], "h/.openclaw/openclaw.json", "h/.openclaw"),
            (&["h/.clawdbot/"], &[], "h/.clawdbot/openclaw.json", "h/.clawdbot"),
            (&["h/.clawdbot/", "h/.openclaw/"], &[], "h/.openclaw/openclaw.json", "h/.openclaw"),
            (&["h/.clawdbot/clawdbot.json"], &[], "h/.clawdbot/clawdbot.json", "h/.clawdbot"),
            (&["h/.openclaw/", "h/.clawdbot/clawdbot.json"], &[], "h/.clawdbot/clawdbot.json", "h/.openclaw"),
            (&["h/.openclaw/openclaw.json"], &[("OPENCLAW_STATE_DIR", "s")], "s/openclaw.json", "s"),
            (&[], &[("OPENCLAW_STATE_DIR", "  ")], "h/.openclaw/openclaw.json", "h/.openclaw"),
            (&[], &[("OPENCLAW_CONFIG_PATH", "c/my.json")], "c/my.json", "h/.openclaw"),
            (&[], &[("OPENCLAW_CONFIG_PATH", "c/../d/./my.json")], "d/my.json", "h/.openclaw"),
            (&[], &[("OPENCLAW_HOME", "o")], "o/.openclaw/openclaw.json", "o/.openclaw"),
            (&[], &[("OPENCLAW_PROFILE", "work")], "h/.openclaw/openclaw.json", "h/.openclaw"),
        ];
        for (files, variables, config, state) in cases {
            let root = tempfile::tempdir().unwrap();
            let root = root.path();
            for file in *files {
                let path = root.join(file);
                std::fs::create_dir_all(if file.ends_with('/') { &path } else { path.parent().unwrap() }).unwrap();
                if !file.ends_with('/') {
                    std::fs::write(&path, "{}").unwrap();
                }
            }
            let absolute = |(name, value): &(&'static str, &str)| match value.trim() {
                "" | "work" => (*name, (*value).to_owned()),
                value => (*name, root.join(value).to_string_lossy().into_owned()),
            };
            let variables: Vec<_> = variables.iter().map(absolute).collect();
            let located = locate(&with(&variables), Some(&root.join("h")));
            assert_eq!(relative(&located, root), ((*config).into(), (*state).into()), "{files:?} {variables:?}");
        }
    }

    #[test]
    fn a_tilde_is_the_gateways_home() {
        let root = tempfile::tempdir().unwrap();
        let home = root.path().join("o");
        let variables = [("OPENCLAW_HOME", home.display().to_string()), ("OPENCLAW_STATE_DIR", "~/s".into())];
        assert_eq!(locate(&with(&variables), Some(Path::new("/elsewhere"))).state_dir, home.join("s"));
        let variables = [("OPENCLAW_STATE_DIR", "~other/s".into())];
        assert!(locate(&with(&variables), Some(&home)).state_dir.ends_with("~other/s"));
    }

    #[test]
    fn no_home_at_all_is_the_present_folder() {
        assert!(locate(&|_: &str| None, None).state_dir.is_absolute());
        let variables = [("HOME", "undefined".into())];
        assert_eq!(locate(&with(&variables), Some(Path::new("/h"))).home, resolve("/h".into()));
    }
}
