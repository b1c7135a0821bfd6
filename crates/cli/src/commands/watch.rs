//! `clawtender watch`: the engine in the foreground, or, where one runs already, what happens there.
//!
//! Ends in order: what the engine started is stopped first, and its last events are printed. A second signal ends at once.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clawtender_engine::{
    client::Connection,
    clock,
    engine::{self, Handle, Options, Role, Started},
    paths::Paths,
    protocol::{Event, Message},
};
use tokio::sync::{
    broadcast::{self, error::RecvError},
    oneshot,
};

use crate::{
    args::Json,
    exit::Exit,
    output::{self, Page},
    render::text,
    signals::{Signal, Signals},
    tape::{Gone, Tape},
    words,
};

/// How events become lines.
struct Printer {
    tape: Tape,
    json: bool,
    page: Page,
}

impl Printer {
    async fn event(&self, event: &Event) -> Result<(), Gone> {
        let line = if self.json {
            output::line(event).map_err(|_| Gone)?
        } else {
            let Some(line) = text::event(event, clock::now(), &self.page) else { return Ok(()) };
            line
        };
        self.tape.line(line).await
    }
}

pub(crate) async fn run(paths: &Paths, Json { json }: Json) -> Result<Exit> {
    let mut signals = Signals::listen()?;
    let printer = Arc::new(Printer { tape: Tape::start()?, json, page: Page::here() });
    let exit = match engine::start(Options { paths: paths.clone(), role: Role::Resident }).await? {
        Started::Running(handle) => lead(&handle, &printer, &mut signals).await,
        Started::AlreadyRuns => follow(paths, &printer, &mut signals).await?,
    };
    if let Some(printer) = Arc::into_inner(printer) {
        printer.tape.finish().await.context("standard output cannot be written")?;
    }
    Ok(exit)
}

/// Why the engine's work is over.
enum End {
    /// A signal came.
    Told(Signal),
    /// Nobody reads any more.
    Unread,
    /// Another face ended it.
    Quit,
}

async fn lead(handle: &Handle, printer: &Arc<Printer>, signals: &mut Signals) -> Exit {
    let (stop, stopped) = oneshot::channel();
    let printing = tokio::spawn(print(handle.events(), Arc::clone(printer), stopped));
    let url = words::clean(&handle.snapshots().borrow().gateway.url, words::NAME);
    output::note(&format!("Looking after the gateway at {url}. Ctrl-C ends it in order."));
    let end = tokio::select! {
        signal = signals.next() => End::Told(signal),
        () = printer.tape.gone() => End::Unread,
        () = handle.closed() => End::Quit,
    };
    if !matches!(end, End::Quit) {
        tokio::select! {
            () = handle.shut_down(true) => {}
            _ = signals.next() => {}
        }
    }
    // what has happened until now is still printed, unless the reader stalls
    drop(stop);
    tokio::select! {
        _ = printing => {}
        () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
    }
    match end {
        End::Told(signal) => signal.exit(),
        End::Unread | End::Quit => Exit::Done,
    }
}

async fn print(mut events: broadcast::Receiver<Event>, printer: Arc<Printer>, mut stopped: oneshot::Receiver<()>) {
    loop {
        let event = tokio::select! {
            biased;
            event = events.recv() => event,
            _ = &mut stopped => return,
        };
        match event {
            Ok(event) => {
                if printer.event(&event).await.is_err() {
                    return;
                }
            }
            Err(RecvError::Lagged(lost)) => {
                output::note(&format!("Nobody read for a while: {} not printed.", words::count(lost, "event")));
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn follow(paths: &Paths, printer: &Printer, signals: &mut Signals) -> Result<Exit> {
    let Some(connection) = Connection::open(paths).await? else {
        bail!("Clawtender has just been started and does not answer yet. Try again in a moment.");
    };
    let mut subscription = connection.subscribe().await?;
    output::note(&format!("Clawtender already runs ({}); following it.", paths.run.display()));
    loop {
        let message = tokio::select! {
            signal = signals.next() => return Ok(signal.exit()),
            () = printer.tape.gone() => return Ok(Exit::Done),
            message = subscription.next() => message?,
        };
        match message {
            Some(Message::Event(event)) => {
                let line = tokio::select! {
                    signal = signals.next() => return Ok(signal.exit()),
                    line = printer.event(&event) => line,
                };
                if line.is_err() {
                    return Ok(Exit::Done);
                }
            }
            Some(Message::Snapshot(_) | Message::Written(_) | Message::Answer { .. }) => {}
            None => bail!("The Clawtender that was followed has ended. Nobody looks after the gateway now."),
        }
    }
}
