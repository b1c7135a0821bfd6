//! `clawtender`: parse, ask the engine (or be it, once), print.
//!
//! Nothing is decided here: the report, the sentences and the order of things come from the engine. Nothing is set up
//! before it is needed either: `--version` and `--help` touch no file, no clock and no socket.

mod args;
mod commands;
mod editor;
mod exit;
mod output;
mod reach;
mod render;
mod selection;
mod signals;
mod tape;
mod words;

use std::{io, process::ExitCode};

use anyhow::{Context, Result};
use clap::Parser;
use clawtender_engine::paths::Paths;
use tracing_subscriber::EnvFilter;

use crate::{
    args::{Cli, Command},
    exit::Exit,
};

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => run(cli.command).unwrap_or_else(|error| exit::told(&error)).into(),
        Err(usage) => {
            // help that nobody reads to its end is not a mistake
            let _ = usage.print();
            if usage.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() }
        }
    }
}

fn run(command: Command) -> Result<Exit> {
    match command {
        Command::Completions { shell } => return commands::shell::completions(shell),
        Command::Man => return commands::shell::man(),
        Command::Secrets { command } => return commands::secrets::run(command),
        Command::Explain(explain) => return commands::explain::run(&explain),
        Command::Doctor(doctor) if doctor.list => return commands::doctor::list(&doctor),
        _ => {}
    }
    let paths = Paths::find()?;
    start_log();
    let runtime = clawtender_engine::clock::event_loop().context("no event loop")?;
    let exit = runtime.block_on(carry_out(command, &paths));
    // a name that is still being looked up must not hold up the answer
    runtime.shutdown_background();
    exit
}

async fn carry_out(command: Command, paths: &Paths) -> Result<Exit> {
    match command {
        Command::Status { json } => commands::status::run(paths, json).await,
        Command::Doctor(doctor) => commands::doctor::run(paths, &doctor).await,
        Command::Explain(explain) => commands::explain::run(&explain),
        Command::Watch { json } => commands::watch::run(paths, json).await,
        Command::Gateway { command } => commands::gateway::run(paths, command).await,
        Command::SignIn(order) => commands::sign_in::run(paths, &order).await,
        Command::Fix(order) => commands::fix::run(paths, order).await,
        Command::Undo(order) => commands::journal::undo(paths, order).await,
        Command::Journal { json } => commands::journal::list(paths, json),
        Command::Pairing { command } => commands::pairing::run(paths, command).await,
        Command::Clock { json } => commands::clock::run(paths, json).await,
        Command::Runtime { command } => commands::runtime_command::run(paths, command).await,
        Command::Settings { command } => commands::settings::run(paths, command).await,
        Command::Autostart { command } => commands::autostart::run(paths, &command),
        Command::Keys { command } => commands::keys::run(paths, command).await,
        Command::Secrets { command } => commands::secrets::run(command),
        Command::Completions { shell } => commands::shell::completions(shell),
        Command::Man => commands::shell::man(),
    }
}

/// The engine's own log, for whoever asks with `CLAWTENDER_LOG`: standard error, so that answers stay clean.
fn start_log() {
    let filter = EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::ERROR.into())
        .with_env_var("CLAWTENDER_LOG");
    let log = tracing_subscriber::fmt().with_env_filter(filter.from_env_lossy()).with_ansi(false);
    // a second start would be a mistake of ours and is not worth the answer
    let _ = log.with_writer(io::stderr).try_init();
}
