//! What is the same on Linux and macOS: signals that end us, and programs that outlive us.

use tokio::{
    process::Command,
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

use super::Input;

/// Says [`Input::End`] for every SIGTERM, SIGINT and SIGHUP.
pub(crate) async fn hear_signals(inputs: mpsc::UnboundedSender<Input>) {
    let kinds = (SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup());
    let (Ok(mut term), Ok(mut int), Ok(mut hup)) = (signal(kinds.0), signal(kinds.1), signal(kinds.2)) else {
        // the system's own way to end a process is left, without our order
        return tracing::warn!("signals cannot be heard");
    };
    loop {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
            _ = hup.recv() => {}
        }
        if inputs.send(Input::End).is_err() {
            return;
        }
    }
}

/// A process group of its own: Ctrl-C for us is not for the browser.
pub(crate) fn detach(command: &mut Command) {
    command.process_group(0);
}
