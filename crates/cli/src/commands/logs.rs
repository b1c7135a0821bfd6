//! `clawtender gateway logs`: what the gateway wrote last, and on request what it writes from now on. Told by the engine that
//! runs, or read from the gateway's files where none does; either way nothing is asked while nothing is written.

use anyhow::{Context, Result, bail};
use clawtender_engine::{
    client::Connection,
    output::Reader,
    paths::Paths,
    protocol::{Answer, Message, Request, Written},
};

use crate::{
    args::Logs,
    exit::Exit,
    output,
    reach::{Engine, misunderstood, with_engine},
    signals::Signals,
    tape::Tape,
    words::{self, MESSAGE},
};

pub(crate) async fn run(paths: &Paths, logs: Logs) -> Result<Exit> {
    if logs.follow {
        return follow(paths, logs).await;
    }
    let lines = with_engine(paths, async |engine| latest(engine, logs.lines).await).await?;
    if logs.json.json {
        output::json(&lines)?;
    } else {
        output::say(&lines.iter().map(|line| words::clean(line, MESSAGE) + "\n").collect::<String>())?;
    }
    Ok(Exit::Done)
}

async fn latest(engine: &mut Engine, lines: usize) -> Result<Vec<String>> {
    match engine.ask(Request::Logs { lines }).await? {
        Answer::Lines(lines) => Ok(lines),
        _ => Err(misunderstood()),
    }
}

async fn follow(paths: &Paths, logs: Logs) -> Result<Exit> {
    let mut signals = Signals::listen()?;
    let tape = Tape::start()?;
    let connection = Connection::open(paths).await?;
    let following = async {
        match connection {
            Some(connection) => told(connection, &tape, logs).await,
            None => read(paths, &tape, logs).await,
        }
    };
    let exit = tokio::select! {
        ended = following => ended.map(|()| Exit::Done),
        () = tape.gone() => Ok(Exit::Done),
        signal = signals.next() => Ok(signal.exit()),
    };
    tape.finish().await?;
    exit
}

/// What the running engine tells.
async fn told(connection: Connection, tape: &Tape, logs: Logs) -> Result<()> {
    let mut subscription = connection.follow(logs.lines as u64).await?;
    let mut next = None;
    while let Some(message) = subscription.next().await? {
        let Message::Written(Written { first, lines, .. }) = message else { continue };
        if let Some(lost) = next.and_then(|next| first.checked_sub(next)).filter(|lost| *lost > 0) {
            output::note(&format!("Nobody read for a while: {} not printed.", words::count(lost, "line")));
        }
        next = Some(first + lines.len() as u64);
        print(tape, &lines, logs).await?;
    }
    bail!("The Clawtender that was followed has ended.")
}

/// What the gateway's files say. Holds nothing: a Clawtender may be started meanwhile, and is not waited for.
async fn read(paths: &Paths, tape: &Tape, logs: Logs) -> Result<()> {
    let mut reader = Reader::open(&paths.logs).with_context(|| {
        format!(
            "There is nothing to follow: no gateway was started by Clawtender that writes to {}",
            paths.logs.display()
        )
    })?;
    let earlier = reader.lines();
    print(tape, &earlier[earlier.len().saturating_sub(logs.lines)..], logs).await?;
    loop {
        reader.touched().await;
        print(tape, &reader.lines(), logs).await?;
    }
}

async fn print(tape: &Tape, lines: &[String], logs: Logs) -> Result<()> {
    for line in lines {
        let line = if logs.json.json { output::line(line)? } else { words::clean(line, MESSAGE) };
        if tape.line(line).await.is_err() {
            break; // noticed by whoever asks whether somebody reads
        }
    }
    Ok(())
}
