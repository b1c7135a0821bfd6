//! Which Node and which OpenClaw there are, which of them a start runs, and a private pair where there is none.
//!
//! Looking costs no child process on a healthy machine: versions are remembered with the file they belong to. Nothing
//! found is ever changed; only the private runtime, in Clawtender's own data folder, is written and removed here. A
//! version manager's shim is followed to the file behind it and never run: what is started must be Node itself.

mod check;
mod choice;
mod command;
mod config;
mod files;
mod install;
mod lock;
mod login;
mod node;
mod npm;
mod package;
mod places;
mod private;
mod registry;
mod scan;
mod search;
mod shim;
mod trouble;

use clawtender_core::facts::Runtime;

pub(crate) use self::login::{Set, Terminal, terminal};
pub use self::{
    config::{Ensured, ensure_config, minimal_config, new_token},
    install::{Progress, Step, Wish, install},
    private::{Installed, Private, installed, remove},
    search::Search,
    trouble::InstallError,
};
pub(crate) use self::{install::fetch, private::sweep};

/// Finds every Node and OpenClaw in the places of `search` and decides what a start runs.
///
/// `gateway.command` wins where it is set, and is never replaced by something else when it cannot be used.
pub async fn discover(search: &Search) -> Runtime {
    let found = scan::scan(search).await;
    let nodes = node::ask_all(found.nodes, &search.cache).await;
    let mut runtime = choice::rank(found.packages, nodes);
    if let Some(words) = &search.command {
        match command::launch(words, search).await {
            Ok(launch) => runtime.chosen = Some(launch),
            Err(problem) => {
                runtime.chosen = None;
                runtime.command_problem = Some(problem.words());
            }
        }
    }
    runtime
}

#[cfg(test)]
mod tests;
