//! `clawtender-tray`, the resident process: the engine, the tray icon and nothing that it could do without.
//!
//! It links no web engine and no GTK, reads its arguments, and leaves the rest to [`app`] and [`desk`].
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod app;
mod clicks;
mod desk;
mod hint;
mod icons;
mod log;
mod menu;
mod notify;
mod programs;

use std::{
    ffi::OsString,
    io::{self, Write as _},
    process::ExitCode,
};

use clawtender_engine::paths::Paths;

const VERSION: &str = concat!("clawtender-tray ", env!("CARGO_PKG_VERSION"), "\n");

const HELP: &str = "\
Keeps the local OpenClaw gateway alive, with an icon in the tray.

Usage: clawtender-tray [--hidden]

Options:
      --hidden   Open no window: for the start at login
  -V, --version  Print the version
  -h, --help     Print this

Started while it runs already, it shows the window of the one that runs.
Example: clawtender-tray --hidden
";

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Run { hidden: bool },
    Print(&'static str),
    Unknown(OsString),
}

fn main() -> ExitCode {
    match asked(std::env::args_os().skip(1)) {
        Asked::Run { hidden } => run(hidden),
        Asked::Print(text) => {
            // nobody reads any more: nothing to do about it
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Asked::Unknown(argument) => {
            let _ = writeln!(io::stderr(), "{} is not an option.\n\n{HELP}", argument.display());
            ExitCode::from(2)
        }
    }
}

fn run(hidden: bool) -> ExitCode {
    match Paths::find() {
        Ok(paths) => {
            log::start(&paths.logs);
            desk::run(move |desk| app::run(desk, paths, hidden))
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::from(desk::CANNOT)
        }
    }
}

fn asked(arguments: impl Iterator<Item = OsString>) -> Asked {
    let mut hidden = false;
    for argument in arguments {
        match argument.to_str() {
            Some("--hidden") => hidden = true,
            Some("--version" | "-V") => return Asked::Print(VERSION),
            Some("--help" | "-h") => return Asked::Print(HELP),
            // what Finder adds when it opens an app
            Some(serial) if serial.starts_with("-psn_") => {}
            _ => return Asked::Unknown(argument),
        }
    }
    Asked::Run { hidden }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments() {
        let asked = |list: &[&str]| asked(list.iter().map(OsString::from));
        assert_eq!(asked(&[]), Asked::Run { hidden: false });
        assert_eq!(asked(&["--hidden"]), Asked::Run { hidden: true });
        assert_eq!(asked(&["--hidden", "--version"]), Asked::Print(VERSION));
        assert_eq!(asked(&["-h"]), Asked::Print(HELP));
        assert_eq!(asked(&["-psn_0_1234"]), Asked::Run { hidden: false });
        assert_eq!(asked(&["--hiden"]), Asked::Unknown("--hiden".into()));
    }
}
