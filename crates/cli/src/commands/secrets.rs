//! `clawtender secrets`: the gateway asks, the keychain answers.
//!
//! Runs as a child of the gateway with next to no environment, so it needs no folder, no log and no engine. Standard
//! output has the whole answer or nothing; what went wrong goes to standard error, where the gateway drops it.

use std::{
    io::{self, IsTerminal, Read, Write},
    sync::mpsc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clawtender_engine::{
    clock,
    keychain::Keychain,
    paths::Paths,
    secrets::{self, ANSWER_WITHIN, LONGEST_REQUEST, Misunderstood, Request, own_copy},
};

use crate::{
    exit::{Exit, Stop},
    output,
    words::{EVIDENCE, clean},
};

/// Answers one request, or prints the `command` that the gateway may run to have one answered.
pub(crate) fn run(command: bool) -> Result<Exit> {
    if command { print_command() } else { answer() }
}

fn answer() -> Result<Exit> {
    let begun = clock::tick();
    if io::stdin().is_terminal() {
        return Err(usage(
            "The gateway runs this and writes a request to it. --command prints what to configure there.",
        ));
    }
    let request = Request::read(&request(ANSWER_WITHIN)?).map_err(|error: Misunderstood| usage(&error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().context("no event loop")?;
    let within = ANSWER_WITHIN.saturating_sub(clock::since(begun));
    let answer = runtime.block_on(secrets::answer(&Keychain::system(), request, within));
    for complaint in answer.complaints() {
        output::note(&complaint.to_string());
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(&answer.written()).and_then(|()| stdout.flush()).context("Nobody reads the answer")?;
    Ok(Exit::Done)
}

fn print_command() -> Result<Exit> {
    let command = own_copy::provider_command(&Paths::find()?)?;
    output::say(&(clean(&command.to_string_lossy(), EVIDENCE) + "\n"))?;
    Ok(Exit::Done)
}

/// Everything on standard input, on a thread of its own: whoever does not close it must not keep us.
fn request(within: Duration) -> Result<Vec<u8>> {
    let (tell, told) = mpsc::sync_channel(1);
    let read = move || {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(LONGEST_REQUEST as u64 + 1).read_to_end(&mut bytes);
        let _ = tell.send(read.map(|_| bytes));
    };
    std::thread::Builder::new().name("request".into()).spawn(read).context("The request cannot be read")?;
    match told.recv_timeout(within) {
        Ok(bytes) => bytes.context("The request cannot be read"),
        Err(_) => bail!("The request has not come to its end in {} s.", within.as_secs()),
    }
}

fn usage(why: &str) -> anyhow::Error {
    Stop::Usage(why.to_owned()).into()
}
