//! The notes for the overview, and their file: how the gateway stood in the last day, and what was mended last.
//!
//! Kept in `state/day.json` apart from the engine's record, which must not depend on it. An engine that answers a single
//! command keeps none. Where the disk takes nothing the notes are lost, and the overview says that nobody watched.

use std::path::{Path, PathBuf};

use clawtender_core::overview::{LastFix, Notes, Stand};

use crate::{clock, probes::bounded, record::write_whole};

/// More is no file of ours.
const LIMIT: u64 = 256 * 1024;

/// The notes and where they are kept.
pub(crate) struct Diary {
    /// Nowhere, for an engine that does not stay.
    file: Option<PathBuf>,
    notes: Notes,
    /// What is on disk is older than `notes`.
    stale: bool,
}

impl Diary {
    /// Goes on with what an earlier engine has noted. A missing or unreadable file is an empty one.
    pub(crate) fn open(state: &Path) -> Diary {
        let file = state.join("day.json");
        let read = bounded::read(&file, LIMIT).ok().and_then(|bytes| serde_json::from_slice::<Notes>(&bytes).ok());
        let mut notes = read.unwrap_or_default();
        notes.taken_over();
        Diary { file: Some(file), notes, stale: false }
    }

    /// Keeps nothing.
    pub(crate) fn none() -> Diary {
        Diary { file: None, notes: Notes::default(), stale: false }
    }

    pub(crate) fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The gateway stands so from now on.
    pub(crate) fn stands(&mut self, to: Stand) {
        self.change(|notes| notes.stands(clock::now(), to));
    }

    /// It was started again without anybody asking.
    pub(crate) fn restarted(&mut self) {
        self.change(|notes| notes.restarted(clock::now()));
    }

    /// A fix that a person asked for is over.
    pub(crate) fn fixed(&mut self, fix: LastFix) {
        self.change(|notes| notes.last_fix = Some(fix));
    }

    fn change(&mut self, change: impl FnOnce(&mut Notes)) {
        let before = self.notes.clone();
        change(&mut self.notes);
        self.stale |= self.notes != before;
    }

    /// Writes what has changed. What the disk does not take now goes with the next change.
    pub(crate) fn write(&mut self) {
        let Some(file) = self.file.as_deref().filter(|_| std::mem::take(&mut self.stale)) else { return };
        if let Err(error) = write_whole(file, &self.notes) {
            tracing::debug!(error = format!("{error:#}"), "the notes for the overview cannot be kept now");
        }
    }

    /// The engine ends: from here on nobody watches.
    pub(crate) fn close(&mut self) {
        self.stands(Stand::Unwatched);
        self.write();
    }
}

#[cfg(test)]
mod tests {
    use clawtender_core::fixes::FixOutcome;

    use super::*;

    #[test]
    fn notes_outlive_the_engine_and_the_time_between_two_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let fix = LastFix {
            at: clock::now(),
            fix: "start-gateway".into(),
            finding: "gateway-running".into(),
            subject: None,
            outcome: FixOutcome::Verified,
        };
        let mut diary = Diary::open(folder.path());
        diary.stands(Stand::Up);
        diary.restarted();
        diary.fixed(fix.clone());
        diary.close();
        let told = Diary::open(folder.path());
        assert_eq!(told.notes().last_fix, Some(fix));
        assert_eq!((told.notes().passages.len(), told.notes().restarts.len()), (2, 1));
        // one that was killed said nothing of its end
        let mut diary = Diary::open(folder.path());
        diary.stands(Stand::Failing);
        diary.write();
        assert_eq!(Diary::open(folder.path()).notes().passages.last().map(|last| last.to), Some(Stand::Unwatched));
    }

    #[test]
    fn a_damaged_file_is_an_empty_one_and_an_engine_for_one_command_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("day.json"), "{\"passages\":7").unwrap();
        assert_eq!(Diary::open(folder.path()).notes(), &Notes::default());
        let mut none = Diary::none();
        none.stands(Stand::Up);
        none.close();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
