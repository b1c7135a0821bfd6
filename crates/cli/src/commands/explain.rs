//! `clawtender explain`: what a log, a command's output or pasted text says is wrong, and what to do. Needs no engine, no
//! gateway and no network; reads any amount in constant memory.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use anyhow::{Context, Result};
use clawtender_core::{
    check::Severity,
    signatures::{Explanation, Matcher, Scan},
};
use clawtender_engine::{
    clock,
    output::{Piece, Tail},
};
use serde::Serialize;
use tokio::sync::mpsc;

use crate::{
    args::Explain,
    exit::{Exit, Stop},
    output::{self, Page},
    render::explain as render,
    signals::Signals,
    tape::{Gone, Tape},
    words::{self, EVIDENCE},
};

/// Bytes read at once.
const PIECE: usize = 256 * 1024;
/// Pieces that may wait.
const WAITING: usize = 2;

/// What is printed as JSON.
#[derive(Serialize)]
struct Document<T> {
    schema: u32,
    findings: Vec<T>,
}

pub(crate) fn run(explain: &Explain) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no event loop")?;
    let exit = runtime.block_on(async {
        match explain.file() {
            Some(file) if explain.follow => follow(file, explain).await,
            file => read(file, explain).await,
        }
    });
    // a read that nobody waits for any more must not hold up the end
    runtime.shutdown_background();
    exit
}

/// Reads to the end; on the way, what is new is told if that was asked for.
async fn read(file: Option<&Path>, explain: &Explain) -> Result<Exit> {
    let mut signals = Signals::listen()?;
    let tape = explain.follow.then(Tape::start).transpose()?;
    let mut pieces = pieces(file)?;
    let matcher = Matcher::new();
    let mut scan = Scan::new(&matcher);
    loop {
        let piece = tokio::select! {
            piece = pieces.recv() => piece,
            () = gone(tape.as_ref()) => return Ok(Exit::Done),
            signal = signals.next() => {
                let Some(tape) = tape else { return Err(Stop::Interrupted.into()) };
                tape.finish().await?;
                return Ok(signal.exit());
            }
        };
        let Some(piece) = piece else { break };
        scan.push(&piece.with_context(|| cannot_read(file))?, tape.is_some().then(clock::now));
        if let Some(tape) = &tape
            && tell(tape, &mut scan, explain).await.is_err()
        {
            return Ok(Exit::Done);
        }
    }
    scan.finish(tape.is_some().then(clock::now));
    match tape {
        Some(tape) => {
            let _ = tell(&tape, &mut scan, explain).await;
            tape.finish().await?;
        }
        None => print(&scan, explain)?,
    }
    Ok(if scan.explanations.worst() >= Some(Severity::Warning) { Exit::Findings } else { Exit::Done })
}

/// Tells what is there, then what comes, until interrupted.
async fn follow(file: &Path, explain: &Explain) -> Result<Exit> {
    let mut signals = Signals::listen()?;
    let mut tail = Tail::open(file).with_context(|| cannot_read(Some(file)))?;
    let tape = Tape::start()?;
    let matcher = Matcher::new();
    let mut scan = Scan::new(&matcher);
    let mut room = vec![0; PIECE];
    // what was there before did not come now
    let mut arrived = None;
    let following = async {
        loop {
            match tail.read(&mut room).with_context(|| cannot_read(Some(file)))? {
                Piece::Bytes(read) => {
                    scan.push(&room[..read], arrived);
                    tokio::task::yield_now().await;
                }
                Piece::Anew => scan.finish(arrived),
                Piece::Nothing => {
                    if tell(&tape, &mut scan, explain).await.is_err() {
                        return Ok(Exit::Done);
                    }
                    tail.touched().await;
                    arrived = Some(clock::now());
                }
            }
        }
    };
    let exit: Result<Exit> = tokio::select! {
        exit = following => exit,
        () = tape.gone() => Ok(Exit::Done),
        signal = signals.next() => Ok(signal.exit()),
    };
    tape.finish().await?;
    exit
}

/// Never, where there is no tape.
async fn gone(tape: Option<&Tape>) {
    match tape {
        Some(tape) => tape.gone().await,
        None => std::future::pending().await,
    }
}

async fn tell(tape: &Tape, scan: &mut Scan<'_>, explain: &Explain) -> Result<(), Gone> {
    for news in scan.explanations.news() {
        tape.line(one(news, explain).map_err(|_| Gone)?).await?;
    }
    Ok(())
}

fn one(explanation: &Explanation, explain: &Explain) -> Result<String> {
    if explain.json.json {
        return output::line(&explanation.told());
    }
    let text = render::one(&explanation.told(), clock::now(), &Page::here());
    Ok(text.trim_end_matches('\n').to_owned())
}

fn print(scan: &Scan<'_>, explain: &Explain) -> Result<()> {
    let findings: Vec<_> = scan.explanations.sorted().into_iter().map(Explanation::told).collect();
    if explain.json.json {
        return output::json(&Document { schema: 1, findings });
    }
    output::say(&render::all(&findings, clock::now(), &Page::here()))
}

/// The file, or standard input, as it comes; read on a thread of its own, because it may never end.
fn pieces(file: Option<&Path>) -> Result<mpsc::Receiver<io::Result<Vec<u8>>>> {
    let mut from: Box<dyn Read + Send> = if let Some(file) = file {
        Box::new(File::open(file).with_context(|| cannot_read(Some(file)))?)
    } else {
        if io::stdin().is_terminal() {
            let end = if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D" };
            output::note(&format!("Paste the log or the message, then press {end} on a line of its own."));
        }
        Box::new(io::stdin())
    };
    let (hand_over, pieces) = mpsc::channel(WAITING);
    let read = move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = match from.read(&mut piece) {
                Ok(0) => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(read) => {
                    piece.truncate(read);
                    Ok(piece)
                }
                Err(error) => Err(error),
            };
            let failed = read.is_err();
            if hand_over.blocking_send(read).is_err() || failed {
                return;
            }
        }
    };
    std::thread::Builder::new().name("reader".into()).spawn(read).context("The text cannot be read")?;
    Ok(pieces)
}

fn cannot_read(file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("{} cannot be read", words::clean(&file.to_string_lossy(), EVIDENCE)),
        None => "Standard input cannot be read".to_owned(),
    }
}
