//! `clawtender gateway logs`: what the gateway wrote last, and on request what it writes from now on.

use std::time::Duration;

use anyhow::{Result, bail};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Request},
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

/// How often a follower asks. Only while somebody looks.
const PACE: Duration = Duration::from_millis(500);
/// How many lines a follower compares: more than a gateway writes between two questions.
const COMPARED: usize = 1000;

pub(crate) async fn run(paths: &Paths, logs: Logs) -> Result<Exit> {
    if logs.follow {
        return with_engine(paths, async |engine| follow(engine, logs).await).await;
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

async fn follow(engine: &mut Engine, logs: Logs) -> Result<Exit> {
    let mut signals = Signals::listen()?;
    let tape = Tape::start()?;
    let mut shown = latest(engine, logs.lines.max(COMPARED)).await?;
    print(&tape, &shown[shown.len().saturating_sub(logs.lines)..], logs).await?;
    if let Engine::Own(_) = engine {
        tape.finish().await?;
        bail!("Clawtender does not run, so there is nothing to follow. Start the tray, or clawtender watch.");
    }
    let exit = loop {
        tokio::select! {
            () = tokio::time::sleep(PACE) => {}
            () = tape.gone() => break Exit::Done,
            signal = signals.next() => break signal.exit(),
        }
        let now = latest(engine, COMPARED).await?;
        print(&tape, news(&shown, &now), logs).await?;
        shown = now;
    };
    tape.finish().await?;
    Ok(exit)
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

/// What `now` has behind the longest end of `shown` that it begins with.
fn news<'a>(shown: &[String], now: &'a [String]) -> &'a [String] {
    let known = (0..=shown.len().min(now.len())).rev().find(|&known| shown[shown.len() - known..] == now[..known]);
    &now[known.unwrap_or(0)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn only_what_is_new_is_printed() {
        for (shown, now, new) in [
            ("", "", ""),
            ("", "a b", "a b"),
            ("a b", "a b", ""),
            ("a b", "a b c", "c"),
            ("a b c", "b c d e", "d e"),
            ("a b c", "x y", "x y"),
            ("a a", "a a a", "a"),
            ("a b c d", "c d", ""),
            ("a b", "", ""),
        ] {
            assert_eq!(news(&lines(shown), &lines(now)), lines(new), "{shown} → {now}");
        }
    }
}
