//! Starting Clawtender's tray at login: one entry per person, in the place where this system looks for it.
//!
//! What counts is read back, never remembered: an entry that is switched off, or that starts another program (an older
//! copy, one that was moved), is not "on". Each system's file only knows where entries are; how one is written and read is in
//! the file of its format, and what they come to is the core's to say.
//!
//! The `auto-launch` crate is not used: it leaves paths with spaces unquoted, ignores `XDG_CONFIG_HOME`, cannot tell which
//! program an entry starts, and may write for all users of the computer.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clawtender_core::{
    at_login::{AtLogin, Entry, Found, Whose, unlasting},
    words::Phrase,
};

use crate::words;

#[cfg(any(target_os = "linux", test))]
mod desktop_file;
#[cfg(unix)]
mod file;
#[cfg(any(target_os = "macos", test))]
mod property_list;
#[cfg(any(target_os = "windows", test))]
mod run_line;
pub mod starts;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod platform;

#[cfg(unix)]
type Place = file::Place;
#[cfg(windows)]
type Place = platform::Place;

/// What the tray is told when the session starts it.
const ARGUMENT: &str = "--hidden";

/// An entry as it stands there.
struct Raw {
    /// Where; an entry of the person's is taken away by this name.
    place: String,
    whose: Whose,
    program: Option<PathBuf>,
}

/// The entry of one person for one program.
#[derive(Clone, Debug)]
pub struct Autostart {
    place: Place,
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

    /// What starts, as the system would read it at the next login.
    pub fn status(&self) -> Result<AtLogin> {
        let see = |raw: Raw| {
            let program = raw.program.map(resolved);
            Found {
                place: raw.place,
                whose: raw.whose,
                there: program.as_deref().is_some_and(Path::is_file),
                this: program.as_deref().is_some_and(|program| same(program, &self.program)),
                program: program.map(|program| program.to_string_lossy().into_owned()),
            }
        };
        Ok(AtLogin::of(&platform::found(&self.place)?.into_iter().map(see).collect::<Vec<_>>()))
    }

    /// Switches it on or off. The error is a sentence for a person.
    ///
    /// # Errors
    /// See [`Autostart::enable`] and [`Autostart::disable`].
    pub fn switch(&self, on: bool) -> Result<(), Phrase> {
        let switched = if on { self.enable() } else { self.disable() };
        switched.map_err(|error| words::because("settings-system", words::of(&error)))
    }

    /// Switches it on, and reads it back. Replaces an entry that starts another program or none, and takes away this person's
    /// other entries for Clawtender.
    ///
    /// # Errors
    /// Where this program will not be where it is now, or the system does not take or keep the entry.
    pub fn enable(&self) -> Result<()> {
        if let Some(why) = unlasting(&self.program.to_string_lossy()) {
            return Err(not(why, self.program.display()).into());
        }
        ensure!(self.program.is_file(), not("missing", self.program.display()));
        platform::write(&self.place, &self.program)?;
        let status = self.alone()?;
        ensure!(status.entry == Entry::On, not("unlike", status.entry.name()));
        Ok(())
    }

    /// Switches it off with all of this person's entries for Clawtender, and reads it back. What is off stays off without a
    /// complaint.
    ///
    /// # Errors
    /// Where the system does not let go of an entry.
    pub fn disable(&self) -> Result<()> {
        platform::remove(&self.place)?;
        let status = self.alone()?;
        ensure!(status.entry == Entry::Off, not("unlike", status.entry.name()));
        Ok(())
    }

    /// Takes away what this person has beside the one entry.
    fn alone(&self) -> Result<AtLogin> {
        let status = self.status()?;
        let doubles = || status.doubles.iter().filter(|double| double.mendable);
        for double in doubles() {
            platform::remove_double(&double.place)?;
        }
        if doubles().next().is_none() { Ok(status) } else { self.status() }
    }
}

/// What a name without folders would start.
fn resolved(program: PathBuf) -> PathBuf {
    if program.components().count() > 1 {
        return program;
    }
    which::which(&program).unwrap_or(program)
}

/// The same file, also by another of its names.
fn same(one: &Path, other: &Path) -> bool {
    one == other || std::fs::canonicalize(one).ok().is_some_and(|one| std::fs::canonicalize(other).ok() == Some(one))
}
