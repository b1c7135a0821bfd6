//! `cargo xtask bench`: the figures of the README, measured on this machine with the real gateway.
//!
//! It measures and judges nothing: what a figure should be stands beside it, and the table is all that goes to stdout.
#![allow(clippy::disallowed_methods, reason = "a benchmark starts programs and reads the clock itself")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on says so by panicking")]
#![allow(clippy::print_stdout, reason = "the table is this program's answer")]

mod explain;
mod gateway;
mod programs;
mod resident;
mod usage;
mod window;

use std::{process::ExitCode, time::Duration};

use e2e::home::Home;

const HELP: &str = "Usage: bench [--idle SECONDS] [--runs N] [--windows N] [--only NAME]
  --idle  how long the healthy tray is watched, 120 s unless told
  --runs  how often each figure is taken, 10 unless told
  --windows  how often the window is opened and closed, 50 unless told
  --only  one of version, explain, icon, doctor, idle, window, recovery, hang";

/// One line of the table.
pub(crate) struct Figure {
    what: &'static str,
    measured: String,
    target: &'static str,
}

impl Figure {
    pub(crate) fn new(what: &'static str, measured: impl Into<String>, target: &'static str) -> Figure {
        Figure { what, measured: measured.into(), target }
    }
}

struct Asked {
    idle: Duration,
    runs: usize,
    windows: usize,
    only: Option<String>,
}

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    // the quick ones first: they suffer most from a machine that is still busy with what came before
    let measurements: [(&str, &dyn Fn() -> Vec<Figure>); 8] = [
        ("version", &|| programs::version(5 * asked.runs)),
        ("explain", &|| explain::log(asked.runs)),
        ("icon", &|| resident::icon(asked.runs)),
        ("doctor", &|| programs::doctor(asked.runs.div_ceil(2))),
        ("idle", &|| resident::idle(asked.idle)),
        ("window", &|| window::opened_and_closed(asked.windows)),
        ("recovery", &|| gateway::recovery(asked.runs)),
        ("hang", &|| gateway::hang(asked.runs.div_ceil(4))),
    ];
    let wanted = |(name, _): &&(&str, _)| asked.only.as_ref().is_none_or(|only| only == name);
    println!("| What | Measured | Target |\n|---|---|---|");
    // as they come: one that breaks off takes none of the others with it
    for Figure { what, measured, target } in measurements.iter().filter(wanted).flat_map(|(_, measure)| measure()) {
        println!("| {what} | {measured} | {target} |");
    }
    ExitCode::SUCCESS
}

fn asked(mut words: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked { idle: Duration::from_mins(2), runs: 10, windows: 50, only: None };
    while let Some(word) = words.next() {
        if word == "--only" {
            asked.only = Some(words.next()?);
            continue;
        }
        let number =
            words.next().and_then(|number| number.parse().ok()).filter(|number| (1..=86_400).contains(number))?;
        match word.as_str() {
            "--idle" => asked.idle = Duration::from_secs(number),
            "--runs" => asked.runs = usize::try_from(number).ok()?,
            "--windows" => asked.windows = usize::try_from(number).ok()?,
            _ => return None,
        }
    }
    Some(asked)
}

/// A home whose programs log as little as people's do.
pub(crate) fn quiet(mut home: Home) -> Home {
    home.set("CLAWTENDER_LOG", "warn");
    home
}

/// The middle one; of an even number, the later of the two.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// As a person reads it.
pub(crate) fn shown(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds => format!("{:.1} ms", seconds * 1000.0),
    }
}

/// The median with its spread.
pub(crate) fn summary(times: Vec<Duration>) -> String {
    let (runs, least, most) = (times.len(), times.iter().min().copied(), times.iter().max().copied());
    let spread = least.zip(most).map(|(least, most)| format!("{} to {}", shown(least), shown(most)));
    format!("{} ({}, {runs} runs)", shown(median(times)), spread.unwrap_or_default())
}
