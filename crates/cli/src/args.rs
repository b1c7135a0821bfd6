//! What can be typed. Every command says what it does and shows one example.

use std::path::{Path, PathBuf};

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use clawtender_core::{
    check::{Group, Severity},
    checks,
};
use serde::de::DeserializeOwned;

/// Keeps the local OpenClaw gateway alive and says what is wrong with it.
#[derive(Debug, Parser)]
#[command(name = "clawtender", version, max_term_width = 100, after_help = EXITS)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXITS: &str = "Exit codes: 0 done · 1 findings · 2 wrong usage · 3 could not do the work · 130 interrupted
Example:
  clawtender doctor --json";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the gateway and the worst finding on one screen
    #[command(after_help = "Example:\n  clawtender status")]
    Status {
        #[command(flatten)]
        json: Json,
    },
    /// Examine everything and report what is wrong, why, and what mends it
    #[command(after_help = "Examples:\n  clawtender doctor\n  clawtender doctor --html -o report.html\n  \
                            clawtender doctor --only gateway-running --json")]
    Doctor(Doctor),
    /// Carry out what a finding offers, and see whether it has helped
    #[command(after_help = "Examples:\n  clawtender fix gateway-token\n  clawtender fix restart-channel --dry-run")]
    Fix(Fix),
    /// Take back what a fix, or a move of keys, has changed
    #[command(after_help = "Examples:\n  clawtender undo\n  clawtender undo 1764145324-9f3a")]
    Undo(Undo),
    /// List what Clawtender has changed on this computer
    #[command(after_help = "Example:\n  clawtender journal --json")]
    Journal {
        #[command(flatten)]
        json: Json,
    },
    /// Sign in with a model provider again, as the gateway leads through it
    #[command(
        name = "login",
        after_help = "Exit codes: 0 signed in, and the check passes · 1 it still fails · 3 it came to nothing · \
                            130 cancelled\n\nExamples:\n  clawtender login\n  clawtender login openai --open"
    )]
    SignIn(SignIn),
    /// Say what a log or a pasted message means, and what to do
    #[command(after_help = "Exit code 1 means that it speaks of something that is wrong.\n\nExamples:\n  \
                            clawtender explain gateway.log\n  openclaw doctor | clawtender explain\n  \
                            clawtender explain --follow /tmp/openclaw/openclaw-2026-11-20.log")]
    Explain(Explain),
    /// Supervise the gateway in the foreground and print what happens
    #[command(
        after_help = "Ctrl-C ends it in order: a gateway that it started is stopped first. Pressed twice, it ends \
                            at once.\n\nExample:\n  clawtender watch --json"
    )]
    Watch {
        #[command(flatten)]
        json: Json,
    },
    /// Start, stop, restart or look at the gateway
    #[command(after_help = "Example:\n  clawtender gateway restart")]
    Gateway {
        #[command(subcommand)]
        command: Gateway,
    },
    /// Show what waits for your yes or no: devices, nodes, senders, commands
    #[command(after_help = "Example:\n  clawtender pairing list")]
    Pairing {
        #[command(subcommand)]
        command: Pairing,
    },
    /// Ask several servers for the time and compare this computer's clock
    #[command(
        after_help = "Exit codes: 0 the clock is right · 1 it is not · 3 nobody told the time\n\nExample:\n  clawtender clock"
    )]
    Clock {
        #[command(flatten)]
        json: Json,
    },
    /// Show the Node and OpenClaw installs found, or keep a private one
    #[command(after_help = "Example:\n  clawtender runtime list")]
    Runtime {
        #[command(subcommand)]
        command: Runtime,
    },
    /// Keep the keys of model providers in the keychain
    #[command(after_help = "Example:\n  clawtender keys set anthropic")]
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// Answer the gateway's request for secrets from the keychain
    #[command(
        after_help = "The gateway runs this: one JSON request on standard input, the answer on standard output.\n\n\
                            Example:\n  clawtender secrets --command"
    )]
    Secrets {
        /// Print the program to name in the gateway's configuration, a copy that the gateway may run
        #[arg(long)]
        command: bool,
    },
    /// Read and change Clawtender's settings
    #[command(after_help = "Example:\n  clawtender settings set gateway.mode watch")]
    Settings {
        #[command(subcommand)]
        command: Settings,
    },
    /// Start the tray at login, or stop doing so
    #[command(after_help = "Example:\n  clawtender autostart status")]
    Autostart {
        #[command(subcommand)]
        command: Autostart,
    },
    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  clawtender completions bash > ~/.local/share/bash-completion/completions/clawtender"
    )]
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(hide = true, after_help = "Example:\n  clawtender man | man -l -")]
    Man,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Json {
    /// Print JSON for programs
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print the report as JSON
    #[arg(long, group = "format")]
    pub(crate) json: bool,
    /// Print the report as Markdown, for an issue
    #[arg(long, group = "format")]
    pub(crate) markdown: bool,
    /// Print the report as a web page without scripts
    #[arg(long, group = "format")]
    pub(crate) html: bool,
    /// Report this check alone; may be repeated
    #[arg(long, value_name = "ID", value_parser = check_id(), hide_possible_values = true)]
    pub(crate) only: Vec<String>,
    /// Leave this check out; may be repeated
    #[arg(long, value_name = "ID", value_parser = check_id(), hide_possible_values = true)]
    pub(crate) skip: Vec<String>,
    /// Report this group of checks alone; may be repeated
    #[arg(long, value_name = "G", value_parser = named::<Group>(&GROUPS))]
    pub(crate) group: Vec<Group>,
    /// Ask nothing beyond this computer
    #[arg(long)]
    pub(crate) offline: bool,
    /// Exit with 1 from this severity on
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = named::<Severity>(&SEVERITIES))]
    pub(crate) fail_on: Severity,
    /// Leave out secrets, names and addresses; Markdown and web pages are always made without them
    #[arg(long)]
    pub(crate) redacted: bool,
    /// Say what is new and what has healed since the report in FILE, which was made with --json
    #[arg(long, value_name = "FILE", conflicts_with_all = ["markdown", "html", "list", "redacted"])]
    pub(crate) compare: Option<PathBuf>,
    /// List the checks without running them
    #[arg(long, conflicts_with_all = ["markdown", "html"])]
    pub(crate) list: bool,
    /// Write to FILE, readable by you alone, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// A check that fails, or the fix that it offers
    pub(crate) id: String,
    /// Which of several things the check fails for
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: Option<String>,
    /// Which of several fixes the finding offers; the first without it
    #[arg(long, value_name = "FIX")]
    pub(crate) with: Option<String>,
    /// Show what would be done and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask once more
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Which change, as the journal names it; the latest without it
    pub(crate) entry: Option<String>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct SignIn {
    /// The provider, by the name it has in OpenClaw; without one, that of the first login that needs it
    pub(crate) provider: Option<String>,
    /// Which of the gateway's ways to sign in, by its id there
    #[arg(long, value_name = "ID", requires = "provider")]
    pub(crate) way: Option<String>,
    /// Open the provider's page in the browser
    #[arg(long)]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A log, a command's output, any text; standard input without it or with -
    file: Option<PathBuf>,
    /// Go on with what is written, until interrupted
    #[arg(short, long)]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

impl Explain {
    /// The file to read; none for standard input.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| *file != Path::new("-"))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Gateway {
    /// Start the gateway and wait until it is ready
    #[command(after_help = "Example:\n  clawtender gateway start")]
    Start {
        /// Start even if a stored login may be lost by it
        #[arg(long)]
        anyway: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Stop the gateway and keep it stopped
    #[command(after_help = "Example:\n  clawtender gateway stop")]
    Stop {
        #[command(flatten)]
        json: Json,
    },
    /// Restart the gateway and wait until it is ready
    #[command(after_help = "Example:\n  clawtender gateway restart")]
    Restart(Order),
    /// Show where the gateway's life stands
    #[command(after_help = "Example:\n  clawtender gateway status --json")]
    Status {
        #[command(flatten)]
        json: Json,
    },
    /// Show what the gateway wrote last
    #[command(after_help = "Example:\n  clawtender gateway logs -n 50 --follow")]
    Logs(Logs),
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Order {
    /// Start even if a stored login may be lost by it
    #[arg(long)]
    pub(crate) anyway: bool,
    /// Wait until nothing is running, then restart
    #[arg(long)]
    pub(crate) when_idle: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Logs {
    /// How many lines at most
    #[arg(short = 'n', long, value_name = "LINES", default_value_t = 100)]
    pub(crate) lines: usize,
    /// Go on printing what is new, until interrupted
    #[arg(short, long)]
    pub(crate) follow: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pairing {
    /// Show who asks, and what for
    #[command(after_help = "Example:\n  clawtender pairing list --json")]
    List(Json),
    /// Say yes. What is dangerous is shown in full first and takes a second yes
    #[command(after_help = "Example:\n  clawtender pairing approve 49250d24")]
    Approve {
        /// The id of the request, or how it begins
        // a channel's requests may begin with a hyphen
        #[arg(allow_hyphen_values = true)]
        id: String,
        #[command(flatten)]
        yes: Yes,
        #[command(flatten)]
        json: Json,
    },
    /// Say no
    #[command(after_help = "Example:\n  clawtender pairing reject 49250d24")]
    Reject {
        /// The id of the request, or how it begins
        // a channel's requests may begin with a hyphen
        #[arg(allow_hyphen_values = true)]
        id: String,
        #[command(flatten)]
        json: Json,
    },
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Yes {
    /// Do not ask once more
    #[arg(long)]
    pub(crate) yes: bool,
    /// Allow this command from now on without asking
    #[arg(long)]
    pub(crate) always: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Runtime {
    /// Show every install found, and what a start would run
    #[command(after_help = "Example:\n  clawtender runtime list --json")]
    List(Json),
    /// Install a private Node and OpenClaw from the npm registry
    #[command(after_help = "Example:\n  clawtender runtime install")]
    Install(Json),
    /// Delete the private Node and OpenClaw
    #[command(after_help = "Example:\n  clawtender runtime remove")]
    Remove(Json),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Show every key that the gateway could use, and where it stands; no key is shown
    #[command(after_help = "Example:\n  clawtender keys list --json")]
    List(Json),
    /// Store a key: asked for on a terminal, read from standard input otherwise
    #[command(after_help = "Example:\n  clawtender keys set anthropic")]
    Set(Key),
    /// Delete a key
    #[command(after_help = "Example:\n  clawtender keys delete anthropic")]
    Delete(Key),
    /// Show a key to its provider, with a request that costs nothing, and say what comes of it
    #[command(
        after_help = "Exit codes: 0 every key is accepted · 1 one is not · 3 nobody could be asked\n\nExamples:\n  \
                            clawtender keys test\n  clawtender keys test openai --account work --json"
    )]
    Test(TestKeys),
    /// Have the gateway take its keys from the keychain
    #[command(
        after_help = "Shows what changes in the gateway's configuration first, and says that it worked only when \
                            the gateway does.\n\nExample:\n  clawtender keys connect anthropic --dry-run"
    )]
    Connect {
        /// For these providers alone, by the names they have in OpenClaw
        provider: Vec<String>,
        #[command(flatten)]
        change: Change,
    },
    /// Move keys out of the gateway's files into the keychain
    #[command(
        after_help = "What changes is shown first. A file is emptied only when the gateway has the key from the \
                            keychain.\n\nExamples:\n  clawtender keys import --dry-run\n  clawtender keys import --undo"
    )]
    Import {
        /// Of these providers alone, by the names they have in OpenClaw
        provider: Vec<String>,
        /// Put the keys of the latest import back where they stood
        #[arg(long, conflicts_with = "provider")]
        undo: bool,
        #[command(flatten)]
        change: Change,
    },
    /// Take out of the gateway's configuration what connect has put there
    #[command(after_help = "The keys stay in the keychain.\n\nExample:\n  clawtender keys disconnect")]
    Disconnect(Change),
}

#[derive(Debug, Args)]
pub(crate) struct TestKeys {
    /// The provider, by the name it has in OpenClaw; without one, all keys are tried
    pub(crate) provider: Option<String>,
    /// Which of several keys for the same provider
    #[arg(long, value_name = "NAME", requires = "provider")]
    pub(crate) account: Option<String>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Change {
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The provider, by the name it has in OpenClaw
    pub(crate) provider: String,
    /// Which of several keys for the same provider
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Print the path of the settings file
    #[command(after_help = "Example:\n  clawtender settings path")]
    Path,
    /// Print one setting, or all
    #[command(after_help = "Example:\n  clawtender settings get gateway.mode")]
    Get {
        /// Dotted name of the setting
        key: Option<String>,
    },
    /// Change one setting; comments in the file survive
    #[command(after_help = "Example:\n  clawtender settings set gateway.port 18790")]
    Set {
        /// Dotted name of the setting
        key: String,
        /// Its new value
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Autostart {
    /// Start the tray at login
    #[command(after_help = "Example:\n  clawtender autostart enable")]
    Enable(Json),
    /// Do not start the tray at login
    #[command(after_help = "Example:\n  clawtender autostart disable")]
    Disable(Json),
    /// Show whether the tray starts at login
    #[command(after_help = "Example:\n  clawtender autostart status --json")]
    Status(Json),
}

const GROUPS: [&str; 7] = ["gateway", "access", "credentials", "clock", "network", "models", "channels"];
const SEVERITIES: [&str; 3] = ["error", "warning", "info"];

fn check_id() -> PossibleValuesParser {
    PossibleValuesParser::new(checks::ALL.iter().map(|check| check.id))
}

/// A value of the report, by the name it has there.
fn named<T: DeserializeOwned + Clone + Send + Sync + 'static>(names: &'static [&'static str]) -> impl TypedValueParser {
    PossibleValuesParser::new(names).try_map(|name| serde_json::from_value::<T>(serde_json::Value::String(name)))
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
