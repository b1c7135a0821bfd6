//! Starting Clawtender's tray at login: one entry per person, in the place where this system looks for it.
//!
//! What counts is read back, never remembered: an entry that is switched off, or that starts another program (an older
//! copy, one that was moved), is not "on". Each system's file only knows where the entry is and how it is written.
//!
//! The `auto-launch` crate is not used: it leaves paths with spaces unquoted, ignores `XDG_CONFIG_HOME`, cannot tell which
//! program an entry starts, and may write for all users of the computer.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clawtender_core::words::Phrase;

#[cfg(unix)]
mod file;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod platform;

/// What the tray is told when the session starts it.
const ARGUMENT: &str = "--hidden";

/// Whether the tray starts at login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does.
    On,
    /// It does not: there is no entry, or it is switched off.
    Off,
    /// An entry is there and starts this program instead.
    Other(PathBuf),
}

/// The entry of one person for one program.
#[derive(Clone, Debug)]
pub struct Autostart {
    place: platform::Place,
    program: PathBuf,
}

/// Why it is not as it should be: the rest of a sentence.
fn not(why: &str, detail: impl std::fmt::Display) -> Phrase {
    Phrase::new("autostart-not", [("why", why.into()), ("detail", detail.to_string().into())])
}

impl Autostart {
    /// The entry for the tray that belongs to this process: itself, or the one beside it.
    ///
    /// # Errors
    /// When this program's place, or the person's home, is not known.
    pub fn find() -> Result<Autostart> {
        let own = std::env::current_exe().map_err(|_| not("place", ""))?;
        let tray = own.with_file_name(format!("clawtender-tray{}", std::env::consts::EXE_SUFFIX));
        Ok(Autostart { place: platform::place()?, program: platform::lasting(tray) })
    }

    /// Whether it is on, as the system would read it at the next login.
    pub fn status(&self) -> Result<Status> {
        Ok(match platform::read(&self.place)? {
            None => Status::Off,
            Some(program) if same(&program, &self.program) => Status::On,
            Some(program) => Status::Other(program),
        })
    }

    /// Switches it on, and reads it back. Replaces an entry that starts another program.
    pub fn enable(&self) -> Result<()> {
        ensure!(self.program.is_file(), not("missing", self.program.display()));
        platform::write(&self.place, &self.program)?;
        let status = self.status()?;
        ensure!(status == Status::On, not("unlike", format_args!("{status:?}")));
        Ok(())
    }

    /// Switches it off, and reads it back. What is off stays off without a complaint.
    pub fn disable(&self) -> Result<()> {
        platform::remove(&self.place)?;
        let status = self.status()?;
        ensure!(status == Status::Off, "the entry for the start at login is still there ({status:?})");
        Ok(())
    }
}

/// The same file, also by another of its names.
fn same(one: &Path, other: &Path) -> bool {
    one == other || std::fs::canonicalize(one).ok().is_some_and(|one| std::fs::canonicalize(other).ok() == Some(one))
}
