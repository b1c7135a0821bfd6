//! What lies around a gateway on its computer: who may read its files, which copies stand beside its configuration, which
//! other configurations and services there are, and what a start that fails would set off. What was seen, never a judgement.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::{ConfigProblem, Service};

/// Who may do what with a file or a folder of the gateway's, where the system keeps that as a mode (not on Windows).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMode {
    /// Absolute path.
    pub path: String,
    /// Whether it is a folder.
    pub folder: bool,
    /// The permission bits, `0o600` for instance.
    pub mode: u32,
    /// Whether it is this user's.
    pub mine: bool,
    /// Whether this user can write to it, and into it where it is a folder.
    pub writable: bool,
    /// A folder on the way keeps others out, whatever the mode allows.
    pub sheltered: bool,
    /// Who else gets at it, where the system keeps a list of them and the mode only says what that amounts to.
    pub others: Vec<String>,
}

impl FileMode {
    /// The mode with which it is its owner's alone, as OpenClaw makes it: 700 or 600.
    pub fn private(&self) -> u32 {
        if self.folder { 0o700 } else { 0o600 }
    }

    /// Whether its mode lets others in.
    pub fn is_open(&self) -> bool {
        self.mode & 0o077 != 0
    }
}

/// A change that Clawtender began, with files half as they were and half as they were meant to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interrupted {
    /// The journal's name for it.
    pub entry: String,
    /// What it was: a fix's id, or a kind of change of its own.
    pub what: String,
    /// When it was begun.
    pub at: Timestamp,
    /// The files that it was to change.
    pub files: Vec<String>,
}

/// What OpenClaw has laid beside its configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigCopies {
    /// Configurations that were taken away or refused, the newest first.
    pub replaced: Vec<ConfigCopy>,
    /// Earlier ones that OpenClaw keeps by itself, `openclaw.json.bak` for instance, with the time of each.
    pub backups: Vec<(String, Option<Timestamp>)>,
}

/// A configuration that did not become, or did not stay, the one in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigCopy {
    /// Its file name, beside the configuration.
    pub file: String,
    /// OpenClaw refused to write it (`.rejected.`), as opposed to having taken it away (`.clobbered.`).
    pub rejected: bool,
    /// When it was laid there.
    pub made: Option<Timestamp>,
    /// Why it cannot be compared.
    pub problem: Option<ConfigProblem>,
    /// What it says otherwise than the configuration, key by key. Stamps that OpenClaw writes by itself are left out.
    pub differs: Vec<Difference>,
    /// Clawtender has put what is good of it back already.
    pub put_back: bool,
}

/// One key of which two configurations say different things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Its dotted path.
    pub key: String,
    /// What the copy says, as text; `None` where it says nothing. Never a secret.
    pub copy: Option<String>,
    /// What the configuration says.
    pub now: Option<String>,
    /// Whether a secret may stand there: then neither is shown, nor put back.
    pub secret: bool,
}

/// A configuration that is not the one a start from here reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherConfig {
    /// Absolute path.
    pub path: String,
    /// When it was written last; `None` where there is no such file.
    pub modified: Option<Timestamp>,
    /// Who reads it.
    pub reader: Reader,
}

/// Who reads a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// Nobody: it is where older versions had it, or where guides look for it, and the gateway does not look there.
    #[default]
    Nobody,
    /// Whoever starts OpenClaw with this `--profile`; whether something does, a gateway that runs or a service.
    Profile {
        /// Its name.
        name: String,
        /// Whether something is known to use it.
        used: bool,
    },
    /// This service.
    Service(String),
    /// The gateway with this pid, which was started elsewhere.
    Gateway(u32),
}

/// What the service manager says of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Managed {
    /// The definition is there, and it has not read it.
    NotLoaded,
    /// It was told not to start it.
    Disabled,
    /// It ended otherwise than it should, and is not started again; why, in the manager's word.
    Failed(String),
    /// It does not run, and nothing is wrong with that.
    AtRest,
    /// It runs, or is being started or stopped.
    Runs,
}

/// A service definition, read, and what the service manager keeps about it in files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceState {
    /// Which.
    pub service: Service,
    /// Whether it is the one of the gateway that a start from here would start.
    pub this_gateways: bool,
    /// Whether a start from here would go through it.
    pub used: bool,
    /// Whether it is to start by itself; `None` where no file says so.
    pub enabled: Option<bool>,
    /// What the service manager says of it; `None` where it was not asked: it is not, while the gateway runs and files tell.
    pub managed: Option<Managed>,
    /// The program it runs, Node for instance.
    pub program: Option<String>,
    /// The file of OpenClaw that it runs.
    pub entry: Option<String>,
    /// Those of the two that are not there.
    pub missing: Vec<String>,
    /// The OpenClaw version there.
    pub version: Option<String>,
    /// The port that it is told to use.
    pub port: Option<u16>,
    /// Whether a start that fails leaves the machine alone; see [`Guard`].
    pub guarded: bool,
    /// The coding agent that a start which fails would find.
    pub agent: Option<String>,
}

/// What a start that fails would set off: OpenClaw hands the machine to a coding agent that it finds, unless it is told that
/// a supervisor is in charge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// The gateway's process.
    pub pid: u32,
    /// Whether its environment keeps it from that; `None` where the system does not show it.
    pub guarded: Option<bool>,
    /// The coding agent on its `PATH`.
    pub agent: Option<String>,
}

/// One finding of OpenClaw's own doctor, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorFinding {
    /// `core/doctor/security` for instance.
    pub check: String,
    /// `info`, `warning` or `error`.
    pub severity: String,
    /// What it says.
    pub message: String,
    /// The key or the file that it speaks of.
    pub path: Option<String>,
    /// What it advises.
    pub hint: Option<String>,
}
