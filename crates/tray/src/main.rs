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

use self::app::Why;

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
    Run(Why),
    Print(&'static str),
    Unknown(OsString),
}

fn main() -> ExitCode {
    match asked(std::env::args_os().skip(1)) {
        Asked::Run(why) => run(why),
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

fn run(why: Why) -> ExitCode {
    match Paths::find() {
        Ok(paths) => {
            log::start(&paths.logs);
            desk::run(move |desk| app::run(desk, paths, why))
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::from(desk::CANNOT)
        }
    }
}

/// Before the address of a notification that was pressed. The system hands it over, whoever opened it.
const PRESS: &str = "--press";

fn asked(arguments: impl Iterator<Item = OsString>) -> Asked {
    let arguments: Vec<OsString> = arguments.collect();
    if let [first, address, more @ ..] = &arguments[..]
        && first == PRESS
    {
        // an address that broke out of its quotation marks is none, and nothing after it is an option
        let address = address.to_str().filter(|_| more.is_empty()).unwrap_or_default();
        return Asked::Run(Why::Pressed(address.to_owned()));
    }
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
    Asked::Run(if hidden { Why::Login } else { Why::Opened })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments() {
        let asked = |list: &[&str]| asked(list.iter().map(OsString::from));
        assert_eq!(asked(&[]), Asked::Run(Why::Opened));
        assert_eq!(asked(&["--hidden"]), Asked::Run(Why::Login));
        assert_eq!(asked(&["--hidden", "--version"]), Asked::Print(VERSION));
        assert_eq!(asked(&["-h"]), Asked::Print(HELP));
        assert_eq!(asked(&["-psn_0_1234"]), Asked::Run(Why::Opened));
        let pressed = |address: &str| Asked::Run(Why::Pressed(address.to_owned()));
        assert_eq!(asked(&["--press", "clawtender:press/0"]), pressed("clawtender:press/0"));
        assert_eq!(asked(&["--press", "--version"]), pressed("--version"));
        assert_eq!(asked(&["--press", "clawtender:x", "--hidden"]), pressed(""));
        assert_eq!(asked(&["--press"]), Asked::Unknown("--press".into()));
        assert_eq!(asked(&["--hiden"]), Asked::Unknown("--hiden".into()));
    }
}
