//! What was seen, and when. Probes fill this in; checks read it. Nothing here judges.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Activity, Link, TurnedAway},
    approval::Approval,
    channels::ChannelSettings,
    clock::{Clock, ClockSync},
    credentials::{CloudLogin, Credentials},
    host::Host,
    installation::{ConfigCopies, DoctorFinding, FileMode, Guard, Interrupted, OtherConfig, ServiceState},
    keys::KeySources,
    lifecycle::{Owner, Phase},
    models::Models,
    providers::tested::{KeyShape, KeyTest},
    release::Published,
    reported::{ChannelAccount, Heartbeat, PairedNode, RunningConfig, Schedule},
    route::Routes,
    said::Complaint,
    variables::Variables,
    words::Phrase,
};

/// The answer to a question put to the outside world.
///
/// "Could not ask" is never "the answer is no": a check that finds anything but [`Observed::Seen`] says it does not know.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Observed<T> {
    /// Nobody has asked yet, or the answer is too old to use (just after a resume, say).
    #[default]
    Pending,
    /// The answer.
    Seen {
        /// What was seen.
        value: T,
        /// When it was seen.
        at: Timestamp,
    },
    /// The question could not be answered.
    Unavailable {
        /// Why, in words for a person.
        reason: Phrase,
        /// When it was asked.
        at: Timestamp,
    },
}

impl<T> Observed<T> {
    /// The answer, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Observed::Seen { value, .. } => Some(value),
            Observed::Pending | Observed::Unavailable { .. } => None,
        }
    }

    /// When the question was last answered or tried.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Observed::Pending => None,
            Observed::Seen { at, .. } | Observed::Unavailable { at, .. } => Some(*at),
        }
    }

    /// Why there is no answer, in words for a person; empty when there is one.
    pub fn why_not(&self) -> Phrase {
        match self {
            Observed::Pending => Phrase::new("not-asked-yet", []),
            Observed::Seen { .. } => Phrase::default(),
            Observed::Unavailable { reason, .. } => reason.clone(),
        }
    }
}

/// Declares what can be observed, each thing once: its name as a [`Fact`], its place in [`Facts`], what it holds, and
/// whether asking for it `stays` on this computer or `leaves` it.
macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $name:ident, $place:ident: $holds:ty, $reach:ident;)+) => {
        /// Everything a check may look at.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Facts {
            /// The wall clock, corrected where a correction is known ([`crate::clock::GOOD_FOR`]). The expiry of what others
            /// issued is judged with it, durations are not.
            pub now: Timestamp,
            /// The wall clock as this computer tells it, right or wrong: what the gateway on it stamps its requests with.
            pub here: Timestamp,
            /// The supervised gateway's life so far. The engine always knows this one.
            pub process: Process,
            /// Our own connection to the gateway. The engine always knows this one.
            pub link: Link,
            $($(#[doc = $doc])+ pub $place: Observed<$holds>,)+
        }

        /// The facts that probes bring, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fact {
            $(#[doc = concat!("[`Facts::", stringify!($place), "`].")] $name,)+
        }

        impl Fact {
            /// Every fact.
            pub const ALL: &[Fact] = &[$(Fact::$name),+];

            /// Whether asking for it leaves this computer: an examination that is told to stay does not ask.
            pub fn leaves_this_computer(self) -> bool {
                match self { $(Fact::$name => facts!(@$reach),)+ }
            }
        }

        /// One fact that was brought.
        #[derive(Clone, Debug, PartialEq)]
        pub enum FactUpdate {
            $(#[doc = concat!("[`Facts::", stringify!($place), "`].")] $name(Box<Observed<$holds>>),)+
        }

        impl FactUpdate {
            $(
                #[doc = concat!("What goes to [`Facts::", stringify!($place), "`].")]
                pub fn $place(observed: Observed<$holds>) -> FactUpdate {
                    FactUpdate::$name(Box::new(observed))
                }
            )+

            /// That this fact could not be had; why, and when it would have been asked for.
            pub fn unavailable(fact: Fact, reason: Phrase, at: Timestamp) -> FactUpdate {
                match fact {
                    $(Fact::$name => FactUpdate::$place(Observed::Unavailable { reason, at }),)+
                }
            }

            /// Which fact this is.
            pub fn fact(&self) -> Fact {
                match self { $(FactUpdate::$name(_) => Fact::$name,)+ }
            }

            /// Puts the fact in its place.
            pub fn apply(self, facts: &mut Facts) {
                match self { $(FactUpdate::$name(observed) => facts.$place = *observed,)+ }
            }
        }

        impl Facts {
            /// Takes it that nobody has asked for these yet.
            pub fn forget(&mut self, facts: &[Fact]) {
                $(if facts.contains(&Fact::$name) { self.$place = Observed::Pending; })+
            }
        }
    };
    (@stays) => { false };
    (@leaves) => { true };
}

facts! {
    /// Which OpenClaw and Node there are, and which a start would use.
    Runtime, runtime: Runtime, stays;
    /// The gateway's configuration file as it is on disk.
    Config, config: Config, stays;
    /// Who listens on the gateway's port. Empty means free.
    Port, port: Vec<PortHolder>, stays;
    /// Every OpenClaw gateway process and service definition of this user that is not the supervised one.
    Others, others: Others, stays;
    /// What the gateway says about itself over HTTP.
    Health, health: Health, stays;
    /// What waits for the person's yes or no.
    Approvals, approvals: Vec<Approval>, stays;
    /// Clients that the gateway turned away in the last minutes, from its log.
    TurnedAway, turned_away: Vec<TurnedAway>, stays;
    /// What the running gateway's log says is wrong, as far as a check judges by it.
    Said, said: Vec<Complaint>, stays;
    /// What the gateway is doing now.
    Activity, activity: Activity, stays;
    /// What the running gateway makes of its configuration.
    RunningConfig, running_config: RunningConfig, stays;
    /// The credentials that the gateway uses. Asked only when the question itself can destroy nothing.
    Credentials, credentials: Credentials, stays;
    /// What the cloud command line signs in with; `None` where it is not used.
    CloudLogin, cloud_login: Option<CloudLogin>, stays;
    /// The accounts of the gateway's chat channels.
    Channels, channels: Vec<ChannelAccount>, stays;
    /// What the gateway runs at given times.
    Schedule, schedule: Schedule, stays;
    /// What became of the agent's last heartbeat; `None` where there was none since the gateway started.
    Heartbeat, heartbeat: Option<Heartbeat>, stays;
    /// The nodes that were let in.
    Nodes, nodes: Vec<PairedNode>, stays;
    /// The providers' keys that Clawtender or the gateway's configuration holds, as they lie there.
    KeyShapes, key_shapes: Vec<KeyShape>, stays;
    /// What the providers said of these keys.
    KeyTests, key_tests: Vec<KeyTest>, leaves;
    /// This computer's clock against the time that servers tell.
    Clock, clock: Clock, leaves;
    /// Whether the system keeps its clock right by itself.
    ClockSync, clock_sync: ClockSync, stays;
    /// Which keys the gateway could use, where each stands, and how the keychain is.
    KeySources, key_sources: KeySources, stays;
    /// Which OpenClaw the registry that npm uses here calls the newest.
    Published, published: Published, leaves;
    /// The ways to those who run the models, step by step.
    Routes, routes: Routes, leaves;
    /// The variables that decide how the gateway reaches the network, and where each stands.
    Variables, variables: Variables, stays;
    /// How this computer is off, and what the gateway takes of it.
    Host, host: Host, stays;
    /// Who may do what with the files that the gateway keeps its secrets in.
    FileModes, file_modes: Vec<FileMode>, stays;
    /// What OpenClaw has laid beside its configuration.
    ConfigCopies, config_copies: ConfigCopies, stays;
    /// Configurations that are not the one a start reads.
    OtherConfigs, other_configs: Vec<OtherConfig>, stays;
    /// Changes that Clawtender began and whose end nobody has noted.
    Interrupted, interrupted: Vec<Interrupted>, stays;
    /// What the service definitions say.
    Services, services: Vec<ServiceState>, stays;
    /// What a failing start of the gateways that run would set off.
    Guards, guards: Vec<Guard>, stays;
    /// What OpenClaw's own doctor finds. It is asked when a person asks for it.
    GatewayDoctor, gateway_doctor: Vec<DoctorFinding>, stays;
}

/// The installs found on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Runtime {
    /// Every OpenClaw package found, best first.
    pub openclaws: Vec<OpenClaw>,
    /// Every Node found, best first.
    pub nodes: Vec<Node>,
    /// What a start would run; `None` when nothing here can run.
    pub chosen: Option<Launch>,
    /// Set when `gateway.command` in the settings cannot be used: what is wrong with it.
    #[cfg_attr(feature = "types", ts(as = "Option<String>"))]
    pub command_problem: Option<Phrase>,
}

/// One OpenClaw package on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OpenClaw {
    /// Absolute path of its `openclaw.mjs`.
    pub entry: String,
    /// From its package.json.
    pub version: String,
    /// The Node versions it accepts, as its package.json states them; empty when it states none.
    pub engines: String,
    /// Where it was found: `PATH`, `login shell`, `nvm`, `private`, …
    pub source: String,
}

/// One Node executable on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Node {
    /// Absolute path.
    pub path: String,
    /// What `node --version` says, without the leading `v`.
    pub version: String,
    /// Where it was found: `PATH`, `login shell`, `nvm`, `private`, …
    pub source: String,
    /// Whether it satisfies the `engines` of the best OpenClaw found.
    pub fits: bool,
}

/// What a start runs: absolute paths only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Launch {
    /// The executable: Node, or what `gateway.command` names.
    pub program: String,
    /// What stands before the gateway's own arguments: the path of `openclaw.mjs`, or nothing.
    pub prefix: Vec<String>,
    /// The OpenClaw version this runs, where known.
    pub version: Option<String>,
    /// The Node version this runs on, where known.
    pub node_version: Option<String>,
    /// Whether `gateway.command` in the settings chose it.
    pub configured: bool,
}

/// The gateway's configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Absolute path.
    pub path: String,
    /// The folder that holds the gateway's state.
    pub state_dir: String,
    /// Whether the file is there.
    pub exists: bool,
    /// When the file was written last, by this computer's clock.
    pub modified: Option<Timestamp>,
    /// Why the file could not be used, each with its place. Empty when it can be.
    pub problems: Vec<ConfigProblem>,
    /// `gateway.mode`, when it is a string.
    pub mode: Option<String>,
    /// `gateway.bind`, when it is a string.
    pub bind: Option<String>,
    /// The port a start would listen on: `OPENCLAW_GATEWAY_PORT`, else `gateway.port`, else 18789.
    pub port: u16,
    /// `gateway.auth.mode`, when it is a string.
    pub auth_mode: Option<String>,
    /// What a start would use as its token: what stands at `gateway.auth.token`, else `OPENCLAW_GATEWAY_TOKEN`.
    pub token: Secret,
    /// What a start would use as its password: what stands at `gateway.auth.password`, else `OPENCLAW_GATEWAY_PASSWORD`.
    pub password: Secret,
    /// `gateway.controlUi.allowedOrigins`: the web pages that may connect from elsewhere, as they are written there.
    pub allowed_origins: Vec<String>,
    /// Keys below `gateway` that take protection away and are switched on: `dangerously…`, `allowInsecureAuth`.
    pub unsafe_switches: Vec<String>,
    /// Whether the token or the password is shorter than what OpenClaw's own audit takes for long enough.
    pub short_secret: bool,
    /// Whether the pre-2026 key `gateway.token` is there; the gateway refuses it.
    pub legacy_token: bool,
    /// `meta.lastTouchedVersion`: the OpenClaw version that wrote the file last.
    pub written_by: Option<String>,
    /// `update.channel`, when it is a string.
    pub update_channel: Option<String>,
    /// How models are set up.
    pub models: Models,
    /// How channels are set up.
    pub channels: Vec<ChannelSettings>,
    /// How the agent's browser is set up.
    pub browser: Browser,
    /// `logging.file`, when it is a string: the log file, where it is not the usual one.
    pub log_file: Option<String>,
}

/// How the configuration sets the agent's browser up, as far as a check looks at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browser {
    /// Without the walls that it has around pages: `browser.noSandbox` is true.
    pub no_sandbox: bool,
}

/// What stands in the place of a secret. Never the secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secret {
    /// Nothing, or an empty string.
    #[default]
    Absent,
    /// A value.
    Present,
    /// A reference to a secret provider.
    Reference,
    /// `${NAME}` where NAME is not in the environment a start would use: the gateway then makes up a token of its own.
    UnsetVariable,
    /// The gateway's own placeholder for a hidden value, saved over the real one.
    Placeholder,
}

/// One thing wrong with the configuration file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigProblem {
    /// The dotted path of the key, or empty for the file as a whole.
    pub key: String,
    /// What is wrong, as the parser or OpenClaw itself put it, or in words of ours.
    pub message: Phrase,
    /// Line, from 1, where known.
    pub line: Option<u32>,
    /// Column in characters, from 1, where known.
    pub column: Option<u32>,
}

/// A process that listens on the gateway's port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortHolder {
    /// Process id; 0 when the system does not tell (another user's process).
    pub pid: u32,
    /// Executable or process name; empty when the system does not tell.
    pub name: String,
    /// Where it listens, `127.0.0.1:18789`.
    pub address: String,
    /// Whether what answers there is an OpenClaw gateway (`/startupz` said so).
    pub gateway: bool,
    /// Whether it is the supervised gateway itself.
    pub ours: bool,
    /// Its executable file; empty when the system does not tell.
    #[serde(default)]
    pub path: String,
    /// Whether it runs as this user.
    #[serde(default)]
    pub mine: bool,
    /// Whether this session hangs on it, so that it is not to be ended: what started us, or what starts all of the user's.
    #[serde(default)]
    pub vital: bool,
    /// Tells it from a later process with its number; `None` when the system does not tell.
    #[serde(default)]
    pub started: Option<u64>,
    /// Since when it runs.
    #[serde(default)]
    pub since: Option<Timestamp>,
}

/// Gateways and services beside the supervised one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Others {
    /// Running gateways that are not the supervised one.
    pub gateways: Vec<OtherGateway>,
    /// Services installed by OpenClaw, of this user or of the system.
    pub services: Vec<Service>,
}

/// A running gateway that is not the supervised one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherGateway {
    /// Process id.
    pub pid: u32,
    /// The port from its lock file, where known.
    pub port: Option<u16>,
    /// The state folder from its lock file, where known.
    pub state_dir: Option<String>,
}

/// A service definition that starts a gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Unit name, launchd label or task name.
    pub name: String,
    /// The file that defines it.
    pub file: String,
    /// `user` or `system`.
    pub scope: String,
}

/// The supervised gateway's life, as the engine lived it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Process {
    /// Where its life stands.
    pub phase: Phase,
    /// Who runs it.
    pub owner: Owner,
    /// Process id while one is known.
    pub pid: Option<u32>,
    /// The port on which it listens, while there is one.
    pub port: Option<u16>,
    /// Whether the person wants a gateway at all: `false` after a deliberate stop.
    pub wanted: bool,
    /// How long the present phase has lasted.
    pub phase_for: Duration,
    /// Runs that ended without a stable minute, since the last one that had one.
    pub failures: u32,
    /// How the last run ended, `None` while nothing has ended.
    pub last_exit: Option<ExitReport>,
    /// How long the last start that became ready took.
    pub usual_start: Option<Duration>,
    /// The OpenClaw version that served last and has not failed by itself since, however long ago that was.
    pub proven: Option<String>,
}

/// How a run of the gateway ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitReport {
    /// Exit code, when it exited by itself and we may know.
    pub code: Option<i32>,
    /// Signal number, when one ended it.
    pub signal: Option<i32>,
    /// The last line it wrote to stderr, cleaned of control characters and cut to 500 characters.
    pub last_line: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// What the gateway answered over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// It answered within the deadline.
    pub answers: bool,
    /// It accepted the connection but gave no answer in time (hung), as opposed to refusing it.
    pub silent: bool,
    /// `/readyz` said ready.
    pub ready: bool,
    /// What `/readyz` says is not ready, `startup-sidecars` for instance.
    pub failing: Vec<String>,
    /// The OpenClaw version that answers.
    pub version: Option<String>,
}
