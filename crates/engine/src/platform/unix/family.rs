//! Ending and starting a process together with what it starts.

use std::{io, os::unix::process::ExitStatusExt, process::ExitStatus};

use process_wrap::tokio::{CommandWrap, ProcessSession};

use rustix::process::{Signal, kill_process_group};

use super::{Identity, os, pid_of};

/// A session of its own: its group can be ended as one, Ctrl-C in our terminal does not reach it, and it cannot
/// reach our terminal to ask for a password or to stop itself for not being in the foreground.
pub(crate) fn own_group(command: &mut CommandWrap) {
    command.wrap(ProcessSession);
}

pub(crate) fn exit_of(status: ExitStatus) -> (Option<i32>, Option<i32>) {
    (status.code(), status.signal())
}

/// The file is there and is no program: a folder, not executable, for another machine.
pub(crate) fn refuses_to_run(error: &io::Error) -> bool {
    let noexec = rustix::io::Errno::NOEXEC.raw_os_error();
    error.kind() == io::ErrorKind::PermissionDenied || error.raw_os_error() == Some(noexec)
}

/// Stops a process where it is, so that it cannot have children any more.
pub(crate) fn freeze(identity: Identity) {
    let _ = os::signal(identity, Signal::STOP);
}

pub(crate) fn kill(identity: Identity) -> io::Result<bool> {
    os::signal(identity, Signal::KILL)
}

/// Ends the group of that number, if there is one. A number is not given out again while a group has it.
pub(crate) fn kill_group(leader: Identity) {
    if let Some(group) = pid_of(leader.pid) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}
