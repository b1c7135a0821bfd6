//! Starting processes, and hearing of their end as an event. The only file that starts any.
//!
//! A process is started with exactly the environment it is given, nothing on its standard input, in a group of its own, and
//! is not ended when we end. What it writes goes to files: the gateway exits with code 0, and without a word, at its next
//! line when whoever read its pipe is gone. Whether, when and whom to end is decided elsewhere; [`Identity`] says who.

use std::{ffi::OsString, fs::File, io, path::PathBuf, process::Stdio};

use process_wrap::tokio::{ChildWrapper, CommandWrap};

use crate::platform::{ExitWatch, exit_of, own_group};
pub use crate::platform::{Identity, kill_tree, terminate};

mod environment;
mod question;
mod terminal;
#[cfg(test)]
mod tests;

pub use environment::{gateway_environment, terminal_environment};
pub use question::{Output, Question, RunError, run, run_with};
pub(crate) use terminal::{AtTerminal, Heard, Terminal};

/// What to start, in every detail.
#[derive(Debug)]
pub struct Order {
    /// The executable, absolute.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Its environment: exactly this, nothing of ours.
    pub environment: Vec<(OsString, OsString)>,
    /// Its working folder.
    pub folder: PathBuf,
    /// Where its standard output goes.
    pub stdout: File,
    /// Where its standard error goes.
    pub stderr: File,
}

/// How a process ended. Both `None`: it did, and the system tells only its parent how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    /// Exit code, when it exited by itself.
    pub code: Option<i32>,
    /// Signal number, when one ended it.
    pub signal: Option<i32>,
}

/// A process whose end we will hear of. Dropping it does not end the process.
#[derive(Debug)]
pub struct Running {
    identity: Identity,
    source: Source,
}

/// Where the news of the end comes from.
#[derive(Debug)]
enum Source {
    Child(Box<dyn ChildWrapper>),
    Adopted(ExitWatch),
}

impl Running {
    /// Which process. The functions on it work while somebody awaits [`Running::ended`].
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Resolves when the process has ended, whatever becomes of its children. May be dropped and asked again.
    pub async fn ended(&mut self) -> Exit {
        match &mut self.source {
            Source::Child(child) => wait_for_leader(child.as_mut()).await,
            Source::Adopted(watch) => Exit { code: watch.ended().await, signal: None },
        }
    }
}

/// Starts a process. Needs a tokio runtime.
///
/// # Errors
/// What the system says, [`io::ErrorKind::NotFound`] when there is no such program or folder.
pub fn spawn(order: Order) -> io::Result<Running> {
    let mut command = CommandWrap::with_new(order.program, |command| {
        command.args(order.args).env_clear().envs(order.environment).current_dir(order.folder);
        command.stdin(Stdio::null()).stdout(order.stdout).stderr(order.stderr);
    });
    let child = start(&mut command)?;
    Ok(Running { identity: identity_of(child.as_ref()), source: Source::Child(child) })
}

/// Watches a process that is not our child, left by an earlier run of ours for instance. Needs a tokio runtime.
///
/// # Errors
/// [`io::ErrorKind::NotFound`] when this very process is gone.
pub fn adopt(identity: Identity) -> io::Result<Running> {
    let watch = ExitWatch::open(identity)?;
    Ok(Running { identity, source: Source::Adopted(watch) })
}

fn start(command: &mut CommandWrap) -> io::Result<Box<dyn ChildWrapper>> {
    own_group(command);
    command.spawn()
}

/// An unreaped child keeps its number, so this cannot be another process. One that cannot be looked at equals no process.
fn identity_of(child: &dyn ChildWrapper) -> Identity {
    let pid = child.id().unwrap_or_default();
    Identity::of(pid).unwrap_or(Identity { pid, started: 0 })
}

/// Asks the child itself: the group around it would wait for everybody it has started, too.
async fn wait_for_leader(group: &mut dyn ChildWrapper) -> Exit {
    match group.inner_mut().wait().await {
        Ok(status) => {
            let (code, signal) = exit_of(status);
            Exit { code, signal }
        }
        Err(error) => {
            tracing::warn!(%error, "how a child ended is not known");
            Exit::default()
        }
    }
}
