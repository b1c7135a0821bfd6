//! `cargo xtask`: everything that has to be done around the product, from a bare Rust toolchain to a green test run.
//!
//! Decides the order of the work and what a machine must have for it. Knows nothing of the engine: it is compiled
//! before anything else can be.

mod cross;
mod node;
mod packages;
mod shell;
mod steps;
mod system;
mod tasks;
mod tools;
mod usage;

use std::process::ExitCode;

use crate::{shell::Shell, system::Missing, usage::Task};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match usage::parse(&arguments) {
        Ok(task) => task,
        Err(wrong) => {
            eprintln!("{wrong}\n\n{}", usage::TEXT);
            return ExitCode::from(2);
        }
    };
    match Shell::open().and_then(|shell| carry_out(shell, &task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::from(if error.downcast_ref::<Missing>().is_some() { 3 } else { 1 })
        }
    }
}

fn carry_out(shell: Shell, task: &Task) -> anyhow::Result<()> {
    match task {
        Task::Help => {
            eprintln!("{}", usage::TEXT);
            Ok(())
        }
        Task::Run { release } => tasks::run::run(shell, *release),
        Task::Test => tasks::test::test(shell),
        Task::Check => tasks::check::quick(shell),
        Task::CheckTarget { target, packages } => tasks::check::target(&shell, *target, packages),
        Task::CheckDependencies => tasks::check::dependencies(shell),
        Task::Bench { arguments } => tasks::measure::bench(shell, arguments),
        Task::Screenshots => tasks::measure::screenshots(shell),
    }
}
