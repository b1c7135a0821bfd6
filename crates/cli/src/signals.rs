//! The signals that ask a command to end.

use std::io;

use anyhow::{Context, Result};

use crate::exit::{Exit, Stop};

/// Which of them came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// The system, or whoever started us, wants us gone.
    Terminate,
}

impl Signal {
    /// How a command ends that was to go on until it is told to stop.
    pub(crate) fn exit(self) -> Exit {
        match self {
            Signal::Interrupt => Exit::Interrupted,
            Signal::Terminate => Exit::Done,
        }
    }
}

/// Hears them from its making on; none is lost between two questions.
pub(crate) struct Signals(Listeners);

impl Signals {
    pub(crate) fn listen() -> Result<Signals> {
        Listeners::new().map(Signals).context("the signals that end a program cannot be heard")
    }

    pub(crate) async fn next(&mut self) -> Signal {
        self.0.next().await
    }
}

/// Does `work` unless the person has had enough.
pub(crate) async fn unless_interrupted<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut signals = Signals::listen()?;
    tokio::select! {
        done = work => done,
        _ = signals.next() => Err(Stop::Interrupted.into()),
    }
}

#[cfg(unix)]
struct Listeners {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Listeners {
    fn new() -> io::Result<Listeners> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Listeners { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

#[cfg(windows)]
struct Listeners {
    interrupt: tokio::signal::windows::CtrlC,
    close: tokio::signal::windows::CtrlClose,
    shutdown: tokio::signal::windows::CtrlShutdown,
    // what a console's parent sends to a group of its own, where Ctrl-C does not arrive
    break_: tokio::signal::windows::CtrlBreak,
}

#[cfg(windows)]
impl Listeners {
    fn new() -> io::Result<Listeners> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
        Ok(Listeners { interrupt: ctrl_c()?, close: ctrl_close()?, shutdown: ctrl_shutdown()?, break_: ctrl_break()? })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.close.recv() => Signal::Terminate,
            _ = self.shutdown.recv() => Signal::Terminate,
            _ = self.break_.recv() => Signal::Terminate,
        }
    }
}
