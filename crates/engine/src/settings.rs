//! Clawtender's own settings, `settings.json5`: what may stand there, what it means, and edits that keep the rest.
//!
//! Reading never fails. What cannot be used is a warning with its place, and everything else still applies. Writing
//! changes the text, not a copy of the values: comments and order survive. A file that cannot be understood is left alone.

mod edit;
mod keys;
mod read;
mod sources;
mod variables;

use std::{collections::BTreeMap, path::Path};

use clawtender_core::{facts::ConfigProblem, quiet::Hours, settings_view::Manners};
use jiff::Timestamp;
use serde_json::{Value, json};

/// `appearance.theme`
pub use clawtender_core::settings_view::Theme;

pub(crate) use self::variables::applied;
pub use self::{
    edit::SettingsError,
    keys::KEYS,
    sources::{NotASource, TimePage, TimeServer},
    variables::{NotAVariable, Variable},
};

/// All settings, each with its default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// How the gateway is run and found.
    pub gateway: Gateway,
    /// Where the true time is asked for.
    pub clock: Clock,
    /// Which checks stay quiet.
    pub checks: Checks,
    /// What the desktop shows.
    pub notifications: Notifications,
    /// How the windows look.
    pub appearance: Appearance,
    /// A language tag, `de` for instance; `None` follows the system.
    pub language: Option<String>,
}

/// `gateway.*`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gateway {
    /// Who runs the gateway.
    pub mode: Mode,
    /// The command that starts it, in parts, without the gateway's own arguments; `None` looks for one.
    pub command: Option<Vec<String>>,
    /// The port; `None` is what the gateway's configuration says.
    pub port: Option<u16>,
    /// What becomes of the gateway when Clawtender quits.
    pub quit: Quit,
    /// What a start from here puts into its environment.
    pub environment: Vec<Variable>,
}

/// `gateway.mode`: who runs the gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The service if one is installed, else a process of ours.
    #[default]
    Auto,
    /// A process of ours.
    Child,
    /// The service that OpenClaw installed.
    Service,
    /// Somebody else; it is only watched.
    Watch,
}

/// `gateway.quit`: what becomes of the gateway when Clawtender quits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quit {
    /// It runs on.
    #[default]
    Leave,
    /// It is stopped first.
    Stop,
}

/// `clock.*`: who is asked for the time. Where both lists are empty nobody is, and the time is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    /// Time servers, asked over SNTP.
    pub servers: Vec<TimeServer>,
    /// Web pages, asked for their `Date` where the time servers do not agree or do not answer.
    pub https: Vec<TimePage>,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock {
            servers: sources::SERVERS.iter().filter_map(|server| server.parse().ok()).collect(),
            https: sources::PAGES.iter().filter_map(|page| page.parse().ok()).collect(),
        }
    }
}

/// `checks.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checks {
    /// Check ids that stay quiet, each until a time.
    pub muted: BTreeMap<String, Timestamp>,
    /// Whether somebody beyond this computer is asked without the person's word, once a day and in an examination: providers
    /// about their keys and whether they are there, the registry about the newest OpenClaw.
    pub live: bool,
}

impl Default for Checks {
    fn default() -> Checks {
        Checks { muted: BTreeMap::new(), live: true }
    }
}

/// `notifications.*`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notifications {
    /// Whether there are any.
    pub enabled: bool,
    /// Whether they make a sound.
    pub sound: bool,
    /// The hours of each day in which none comes, in local time.
    pub quiet: Option<Hours>,
}

impl Default for Notifications {
    fn default() -> Notifications {
        Notifications { enabled: true, sound: false, quiet: None }
    }
}

/// `appearance.*`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Light or dark.
    pub theme: Theme,
}

/// What was read: the settings, and what in the file does not count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// With defaults for all that is not there or does not count.
    pub settings: Settings,
    /// What does not count, and why.
    pub warnings: Vec<Warning>,
}

/// Something in the settings file that does not count, with its place.
pub type Warning = ConfigProblem;

impl Settings {
    /// Reads the file. One that is not there is one without settings.
    pub fn load(path: &Path) -> Loaded {
        read::file(path)
    }

    /// The value in force for a key, `gateway.mode` for instance; `None` when there is no such key.
    pub fn get(&self, key: &str) -> Option<Value> {
        Some(match key {
            "gateway.mode" => json!(keys::name_of(keys::MODES, self.gateway.mode)),
            "gateway.command" => json!(self.gateway.command),
            "gateway.port" => json!(self.gateway.port),
            "gateway.quit" => json!(keys::name_of(keys::QUITS, self.gateway.quit)),
            "gateway.environment" => json!(keys::written(&self.gateway.environment)),
            "clock.servers" => json!(keys::written(&self.clock.servers)),
            "clock.https" => json!(keys::written(&self.clock.https)),
            "checks.muted" => json!(self.checks.muted),
            "checks.live" => json!(self.checks.live),
            "notifications.enabled" => json!(self.notifications.enabled),
            "notifications.sound" => json!(self.notifications.sound),
            "notifications.quiet" => {
                json!(self.notifications.quiet.as_ref().map(ToString::to_string).unwrap_or_default())
            }
            "appearance.theme" => json!(keys::name_of(keys::THEMES, self.appearance.theme)),
            "language" => json!(self.language),
            _ => return None,
        })
    }

    /// Every key with the value in force.
    pub fn values(&self) -> BTreeMap<String, Value> {
        KEYS.iter().filter_map(|key| Some(((*key).to_owned(), self.get(key)?))).collect()
    }

    /// What every face is told, so that none of them reads the file.
    pub fn manners(&self) -> Manners {
        Manners { theme: self.appearance.theme, language: self.language.clone(), sound: self.notifications.sound }
    }

    /// Writes one setting into the file, as a page has it: a switch, lines, or what a person typed, of which nothing is the
    /// default.
    ///
    /// # Errors
    /// See [`SettingsError`]. The file is then as it was.
    pub fn put(path: &Path, key: &str, value: &Value) -> Result<(), SettingsError> {
        edit::put(path, key, value)
    }

    /// Adds a check to those that are muted. Those whose time is over by `now` go.
    ///
    /// # Errors
    /// See [`SettingsError`]. The file is then as it was.
    pub fn mute(path: &Path, check: &str, until: Timestamp, now: Timestamp) -> Result<(), SettingsError> {
        edit::muted(path, |muted| {
            muted.retain(|_, until| *until > now);
            muted.insert(check.to_owned(), until);
        })
    }

    /// Takes a check out of those that are muted. One that is not among them stays so.
    ///
    /// # Errors
    /// See [`SettingsError`]. The file is then as it was.
    pub fn unmute(path: &Path, check: &str) -> Result<(), SettingsError> {
        edit::muted(path, |muted| {
            muted.remove(check);
        })
    }

    /// Writes one setting into the file. `text` is as a person types it: `auto`, `19000`, `true`, `["a", "b"]`; a `null`
    /// takes the key out, so that its default applies.
    ///
    /// # Errors
    /// See [`SettingsError`]. The file is then as it was.
    pub fn set(path: &Path, key: &str, text: &str) -> Result<(), SettingsError> {
        edit::set(path, key, text)
    }
}

#[cfg(test)]
mod tests;
