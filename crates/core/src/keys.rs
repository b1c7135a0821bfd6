//! Which keys the gateway could use, and where each stands. Never a key: the last four characters, what is odd about its
//! shape, and a mark that tells the same key from another.

use serde::{Deserialize, Serialize};

use crate::{provider_command::CommandFile, words::Phrase};

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeySources {
    /// Each key at each place, what the gateway would take first first.
    pub keys: Vec<KeySource>,
    /// How the keychain stands.
    pub keychain: KeychainState,
    /// How the configuration leads to it.
    pub bridge: Option<Bridge>,
    /// Providers that the configuration is set to use: those it configures, and those of the models that come first.
    pub wanted: Vec<String>,
}

/// One key at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeySource {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// Which of several keys for the provider.
    pub account: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Its last four characters, where that is little of it and it was read.
    pub last_four: Option<String>,
    /// What is odd about its shape, for a person.
    pub flaw: Option<Phrase>,
    /// The same for the same key while one process lasts, and says nothing else about it; empty where it was not read.
    pub same: String,
}

/// Where a key stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Place {
    /// In the keychain.
    #[default]
    Keychain,
    /// In the gateway's configuration, or a file that it includes.
    Config {
        /// The file.
        file: String,
        /// The dotted name of the key there.
        key: String,
    },
    /// In a file that the gateway fills its environment from.
    EnvironmentFile {
        /// The file.
        file: String,
        /// The variable.
        variable: String,
    },
    /// In the environment that a start would have.
    Environment {
        /// The variable.
        variable: String,
    },
    /// In the definition of the gateway's service.
    Service {
        /// The file.
        file: String,
        /// The variable.
        variable: String,
    },
    /// In a file of logins that older versions of OpenClaw wrote, or in `credentials.json`.
    Login {
        /// The file.
        file: String,
        /// The name of the entry there.
        entry: String,
    },
    /// In a copy of the configuration that OpenClaw has left beside it.
    Copy {
        /// The file.
        file: String,
    },
}

impl Place {
    /// Whether whoever can read files of this user, or look at its processes, can read the key there.
    pub fn is_open(&self) -> bool {
        !matches!(self, Place::Keychain)
    }

    /// The file, where it is in one.
    pub fn file(&self) -> Option<&str> {
        match self {
            Place::Keychain | Place::Environment { .. } => None,
            Place::Config { file, .. }
            | Place::EnvironmentFile { file, .. }
            | Place::Service { file, .. }
            | Place::Login { file, .. }
            | Place::Copy { file } => Some(file),
        }
    }

    /// Whether the key can be moved from there: the files that are the gateway's own, not what others have set.
    pub fn can_move(&self) -> bool {
        !matches!(self, Place::Keychain | Place::Environment { .. })
    }
}

/// How the keychain stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "why")]
pub enum KeychainState {
    /// It was not asked.
    #[default]
    Unasked,
    /// It answers.
    Open,
    /// There is none, or it cannot be reached: why, a fragment.
    Missing(Phrase),
    /// It has to be unlocked.
    Locked,
    /// The person or the system refuses.
    Denied,
    /// It does not answer.
    Silent,
    /// It holds a key of which a part is missing, or one that is too large for it: a fragment that continues "The keychain".
    Failed(Phrase),
}

/// The secret provider by which the gateway asks Clawtender, as the configuration has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bridge {
    /// Its name in `secrets.providers`.
    pub alias: String,
    /// The program that the gateway runs.
    pub command: String,
    /// What is there.
    pub file: CommandFile,
    /// The providers whose keys come from it, by their names in the configuration.
    pub providers: Vec<String>,
}
