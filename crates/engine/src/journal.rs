//! What Clawtender changed on this computer, entry by entry, with what takes it back. Append-only; no secret is in it.
//!
//! An entry is written before the change that it speaks of, and its outcome after: what stands there without an outcome
//! was interrupted. A line that cannot be read is passed over, never mended.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use clawtender_core::installation::Interrupted;

use crate::{
    clock,
    edit::{self, Undo},
    paths::Paths,
    platform,
    probes::bounded,
    runtime::Installed,
};

/// Most of the journal that is read, in bytes.
const LIMIT: u64 = 32 * 1024 * 1024;

/// One change.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its name, for `undo`.
    pub id: String,
    /// When it was begun.
    pub at: Timestamp,
    /// Which kind of change: `keys-connect`, `keys-import`, or a fix's id.
    pub what: String,
    /// What it is about: the providers.
    pub subjects: Vec<String>,
    /// Which files it changes.
    pub files: Vec<PathBuf>,
    /// What takes it back, in the order in which it was done.
    pub undo: Vec<Undo>,
    /// Keychain accounts that it made.
    #[serde(default)]
    pub made: Vec<String>,
    /// Which modes it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<ModeChange>,
    /// The service whose definition it changes, as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<WasService>,
    /// The private runtime that it puts in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime: Option<Installed>,
    /// The interrupted entry that this one goes on with: both are taken back together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
}

impl Entry {
    /// One of this kind in which nothing stands yet.
    pub(crate) fn of(what: &str) -> Entry {
        Entry {
            id: String::new(),
            at: clock::now(),
            what: what.to_owned(),
            subjects: Vec::new(),
            files: Vec::new(),
            undo: Vec::new(),
            made: Vec::new(),
            modes: Vec::new(),
            service: None,
            runtime: None,
            continues: None,
        }
    }
}

impl Entry {
    /// Whether files can be put back by it.
    fn has_files(&self) -> bool {
        !(self.undo.is_empty() && self.modes.is_empty() && self.runtime.is_none())
    }

    /// Whether nothing of it is to be seen. What is in the keychain by it is not seen here.
    fn is_undone(&self) -> bool {
        self.made.is_empty()
            && self.undo.iter().all(Undo::is_done)
            && self.modes.iter().all(|change| mode(&change.file) == Some(change.before))
            && !self.runtime.as_ref().is_some_and(Installed::counts)
    }

    /// Whether all of it is there, and nobody has changed it since.
    fn is_whole(&self) -> bool {
        self.made.is_empty()
            && self.undo.iter().all(Undo::stands)
            && self.modes.iter().all(|change| mode(&change.file) == Some(change.after))
            && self.runtime.as_ref().is_none_or(Installed::counts)
    }
}

fn mode(file: &Path) -> Option<u32> {
    platform::file_mode(file).ok().flatten().map(|mode| mode.mode)
}

/// The lock of whoever changes the gateway's files.
pub(crate) fn changing(paths: &Paths) -> PathBuf {
    paths.state.join("keys.lock")
}

/// Where the text of a service's definition is kept that was changed: it may hold secrets, so it is nobody's but the user's, and
/// stands beside no definition, where backups and service managers would look at it.
pub(crate) fn kept(paths: &Paths, file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    kept_in(paths).join(format!("{name}.{:08x}", fastrand::u32(..)))
}

fn kept_in(paths: &Paths) -> PathBuf {
    paths.state.join("kept")
}

/// How long a kept text can be put back. It may hold secrets that have long left every other file.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A service before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WasService {
    /// Its unit, label or task.
    pub name: String,
    /// Whether the service manager started it by itself; `None` where no file said so.
    pub enabled: Option<bool>,
    /// Whether a gateway of it ran.
    pub ran: bool,
}

/// A file that was given another mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModeChange {
    /// Which.
    pub file: PathBuf,
    /// The mode that it had.
    pub before: u32,
    /// The mode that it was given.
    pub after: u32,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done, and what it was for has been seen to be so.
    Verified,
    /// It could not be done, and nothing of it is left.
    Failed,
    /// It was taken back.
    Undone,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Entry(Box<Entry>),
    Outcome { of: String, at: Timestamp, outcome: Outcome },
}

/// The journal of this Clawtender.
#[derive(Clone, Debug)]
pub struct Journal {
    file: PathBuf,
}

impl Journal {
    /// Opens nothing yet.
    pub fn of(paths: &Paths) -> Journal {
        Journal { file: paths.state.join("journal.jsonl") }
    }

    /// Begins an entry.
    ///
    /// # Errors
    /// When it cannot be kept: then the change must not be made.
    pub fn begin(&self, what: &str, subjects: Vec<String>, undo: Vec<Undo>) -> Result<Entry> {
        let files = undo.iter().map(|undo| undo.file.clone()).collect();
        self.enter(Entry { subjects, files, undo, ..Entry::of(what) })
    }

    /// As [`Journal::begin`], with all that an entry can say. Its id and its time are given by the journal.
    ///
    /// # Errors
    /// As [`Journal::begin`].
    pub fn enter(&self, entry: Entry) -> Result<Entry> {
        let entry = Entry { id: name(), at: clock::now(), ..entry };
        self.append(&Line::Entry(Box::new(entry.clone())))?;
        Ok(entry)
    }

    /// Says what became of an entry.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn conclude(&self, entry: &str, outcome: Outcome) -> Result<()> {
        self.append(&Line::Outcome { of: entry.to_owned(), at: clock::now(), outcome })
    }

    /// Every entry, oldest first, with what became of it; `None`: interrupted.
    pub fn entries(&self) -> Vec<(Entry, Option<Outcome>)> {
        let bytes = bounded::read(&self.file, LIMIT).unwrap_or_default();
        let mut entries: Vec<(Entry, Option<Outcome>)> = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(Line::Entry(entry)) => entries.push((*entry, None)),
                Ok(Line::Outcome { of, outcome, .. }) => {
                    if let Some((_, known)) = entries.iter_mut().rev().find(|(entry, _)| entry.id == of) {
                        *known = Some(outcome);
                    }
                }
                Err(_) => {}
            }
        }
        entries
    }

    /// The latest entry of this kind that stands: neither failed nor taken back.
    pub fn latest(&self, what: &str) -> Option<Entry> {
        self.standing(|entry| entry.what == what)
    }

    /// What all the entries of this kind that stand are about.
    pub fn subjects(&self, what: &str) -> Vec<String> {
        let stands = |outcome: &Option<Outcome>| !matches!(outcome, Some(Outcome::Failed | Outcome::Undone));
        let entries = self.entries().into_iter().filter(|(entry, outcome)| entry.what == what && stands(outcome));
        entries.flat_map(|(entry, _)| entry.subjects).collect()
    }

    /// The latest of the entries that stand and are `meant`.
    pub fn standing(&self, meant: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let stands = |outcome: &Option<Outcome>| !matches!(outcome, Some(Outcome::Failed | Outcome::Undone));
        let mut entries = self.entries().into_iter().rev();
        entries.find(|(entry, outcome)| stands(outcome) && meant(entry)).map(|(entry, _)| entry)
    }

    /// Notes what became of changes whose end nobody has noted: of one whose files all are as they were before, or as they were
    /// meant to be, there is nothing to ask a person. While somebody changes something, it is left to him.
    pub fn settle(&self, paths: &Paths) {
        if self.unsettled().is_empty() {
            return;
        }
        let Ok(Some(_alone)) = platform::lock(&changing(paths)) else { return };
        for entry in self.unsettled() {
            // what it was about to write holds what the file holds
            entry.files.iter().filter_map(|file| file.parent()).for_each(edit::sweep);
            let became = if entry.is_undone() {
                Outcome::Failed
            } else if entry.is_whole() {
                Outcome::Done
            } else {
                continue;
            };
            tracing::info!(entry = entry.id, what = entry.what, ?became, "a change was interrupted");
            if let Err(error) = self.conclude(&entry.id, became) {
                tracing::warn!("{error:#}");
            }
        }
    }

    /// Deletes the kept texts that nothing puts back any more: their change was taken back, or was long ago, or never began.
    pub(crate) fn forget_kept(&self, paths: &Paths) {
        let kept: Vec<PathBuf> =
            fs::read_dir(kept_in(paths)).into_iter().flatten().flatten().map(|at| at.path()).collect();
        if kept.is_empty() {
            return;
        }
        // whoever keeps one notes it before it lets go of the lock
        let Ok(Some(_alone)) = platform::lock(&changing(paths)) else { return };
        let since = clock::now() - KEPT;
        let stands = |(entry, outcome): &(Entry, Option<Outcome>)| {
            entry.at > since && !matches!(outcome, Some(Outcome::Failed | Outcome::Undone))
        };
        let standing: Vec<Entry> = self.entries().into_iter().filter(stands).map(|(entry, _)| entry).collect();
        let wanted = |file: &Path| standing.iter().flat_map(|entry| &entry.undo).any(|undo| undo.aside() == Some(file));
        for file in kept.iter().filter(|file| !wanted(file)) {
            if let Err(error) = fs::remove_file(file) {
                tracing::warn!(%error, file = %file.display(), "a kept definition is left");
            }
        }
    }

    /// The changes that were interrupted between two files and can be taken back.
    pub(crate) fn interrupted(&self, paths: &Paths) -> Vec<Interrupted> {
        let half = |entry: &Entry| !entry.is_undone() && !entry.is_whole();
        let unsettled: Vec<Entry> = self.unsettled().into_iter().filter(half).collect();
        // whoever changes something now has begun with an entry
        if unsettled.is_empty() || !matches!(platform::lock(&changing(paths)), Ok(Some(_))) {
            return Vec::new();
        }
        let told = |entry: Entry| Interrupted {
            files: entry.files.iter().map(|file| file.to_string_lossy().into_owned()).collect(),
            entry: entry.id,
            what: entry.what,
            at: entry.at,
        };
        unsettled.into_iter().map(told).collect()
    }

    /// What has a way back and no end, and was not gone on with.
    fn unsettled(&self) -> Vec<Entry> {
        let entries = self.entries();
        let continued: Vec<String> = entries.iter().filter_map(|(entry, _)| entry.continues.clone()).collect();
        let open = |(entry, outcome): &(Entry, Option<Outcome>)| {
            outcome.is_none() && entry.has_files() && !continued.contains(&entry.id)
        };
        entries.into_iter().filter(open).map(|(entry, _)| entry).collect()
    }

    fn append(&self, line: &Line) -> Result<()> {
        let failed = || format!("The journal {} cannot be written", self.file.display());
        fs::create_dir_all(self.file.parent().unwrap_or(Path::new(""))).with_context(failed)?;
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        if self.is_torn() {
            text.insert(0, b'\n');
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.file).with_context(failed)?;
        platform::make_private(&self.file).with_context(failed)?;
        file.write_all(&text).and_then(|()| file.sync_all()).with_context(failed)
    }

    /// Whether whoever wrote last was ended in the middle of a line: what follows would be lost with it.
    fn is_torn(&self) -> bool {
        let last = File::open(&self.file).and_then(|mut file| {
            let mut last = *b"\n";
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last).map(|()| last[0])
        });
        last.is_ok_and(|last| last != b'\n')
    }
}

/// Between two steps of a change: where a test has us wait, so that it can kill us there; `beside#2` is the second time that
/// we come by. Nothing in a release.
pub(crate) fn step(name: &str) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    if !cfg!(debug_assertions) {
        return;
    }
    let Some(at) = std::env::var("CLAWTENDER_TEST_WAITS_AT").ok() else { return };
    let (wanted, which) = at.split_once('#').unwrap_or((&at, "1"));
    if wanted == name && which.parse() == Ok(COUNT.fetch_add(1, Ordering::Relaxed) + 1) {
        let _ = writeln!(std::io::stderr(), "waits at {at}");
        loop {
            std::thread::park();
        }
    }
}

/// When, and a bit of chance: two in one second are two.
fn name() -> String {
    format!("{}-{:04x}", clock::now().as_second(), fastrand::u16(..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_until_it_is_taken_back_and_a_torn_line_hides_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::of(&Paths::under(folder.path()));
        assert!(journal.latest("keys-connect").is_none());
        let first = journal.begin("keys-connect", vec!["ok".into()], Vec::new()).unwrap();
        fs::write(&journal.file, [fs::read(&journal.file).unwrap(), b"{\"id\":\"torn".to_vec()].concat()).unwrap();
        let second = journal.begin("keys-connect", vec![], Vec::new()).unwrap();
        assert_eq!(journal.entries().iter().map(|(_, outcome)| *outcome).collect::<Vec<_>>(), [None, None]);
        assert_eq!(journal.latest("keys-connect").unwrap().id, second.id);
        journal.conclude(&second.id, Outcome::Undone).unwrap();
        journal.conclude(&first.id, Outcome::Done).unwrap();
        assert_eq!(journal.latest("keys-connect").unwrap().id, first.id);
        assert!(journal.latest("keys-import").is_none());
    }
}
