//! What outlives the engine: what the person wants, and which process is ours.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use clawtender_core::lifecycle::Run;
use serde::{Deserialize, Serialize};

use crate::{platform, process::Identity};

/// Kept in `state/engine.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Record {
    /// `false` after a deliberate stop.
    pub(crate) wanted: bool,
    /// The last run number ever used.
    pub(crate) run: Run,
    /// The gateway we started, while it lives. Pid *and* start time: a pid alone may be somebody else's by now.
    pub(crate) process: Option<Ours>,
    /// Where start times count from boot: which boot. A record of an earlier one names nobody.
    pub(crate) boot: Option<String>,
    /// The OpenClaw version that served last and has not failed by itself since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) proven: Option<String>,
    /// How long the last start took that became ready, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) usual_start: Option<u64>,
    /// Whether the person has been led through the first run, or needs none; `None` where nobody has looked yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) set_up: Option<bool>,
}

/// A gateway that Clawtender started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ours {
    #[serde(flatten)]
    pub(crate) identity: Identity,
    pub(crate) port: u16,
}

impl Default for Record {
    fn default() -> Self {
        Record {
            wanted: true,
            run: 0,
            process: None,
            boot: platform::boot(),
            proven: None,
            usual_start: None,
            set_up: None,
        }
    }
}

/// The record and its file.
pub(crate) struct Kept {
    file: PathBuf,
    record: Record,
    /// What is on disk is older than `record`.
    stale: bool,
    /// The disk did not take the last write.
    refused: bool,
}

impl Kept {
    /// Reads the record. A missing or unreadable one counts as a first start.
    pub(crate) fn open(state: &Path) -> Kept {
        let file = state.join("engine.json");
        let mut record = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!(%error, "the engine's record is not readable and is written anew");
                Record::default()
            }),
            Err(_) => Record::default(),
        };
        if record.boot != platform::boot() {
            record.process = None;
            record.boot = platform::boot();
        }
        Kept { file, record, stale: false, refused: false }
    }

    pub(crate) fn get(&self) -> &Record {
        &self.record
    }

    /// Changes the record, in memory until [`Kept::write`].
    pub(crate) fn set(&mut self, change: impl FnOnce(&mut Record)) {
        let before = self.record.clone();
        change(&mut self.record);
        self.stale |= self.record != before;
    }

    /// Writes what has changed and was not written yet. Where the disk is full or read-only it is tried again each time.
    /// Apart from [`Kept::set`], for a disk takes longer than people should wait for the news.
    pub(crate) fn write(&mut self) {
        if !self.stale {
            return;
        }
        let written = write_whole(&self.file, &self.record);
        match &written {
            Err(error) if !self.refused => {
                tracing::warn!(error = format!("{error:#}"), "the engine's record cannot be kept now");
            }
            Ok(()) if self.refused => tracing::info!("the engine's record is kept again"),
            _ => {}
        }
        self.refused = written.is_err();
        self.stale = self.refused;
    }
}

/// Replaces `file` in one step, readable by its owner only: whoever reads it sees the old or the new, never a half.
pub(crate) fn write_whole(file: &Path, value: &impl Serialize) -> Result<()> {
    let folder = file.parent().context("a file without a folder")?;
    let mut new = tempfile::NamedTempFile::new_in(folder)?; // created with mode 0600
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    new.write_all(&text)?;
    new.as_file().sync_data()?;
    new.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_and_a_process_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let ours = Ours { identity: Identity { pid: 4711, started: 99 }, port: 18789 };
        let mut kept = Kept::open(folder.path());
        kept.set(|record| {
            record.wanted = false;
            record.run = 7;
            record.process = Some(ours);
            record.proven = Some("2026.9.6".to_owned());
        });
        kept.write();
        let kept = Kept::open(folder.path());
        let proven = Some("2026.9.6".to_owned());
        assert_eq!(
            kept.get(),
            &Record {
                wanted: false,
                run: 7,
                process: Some(ours),
                boot: platform::boot(),
                proven,
                usual_start: None,
                set_up: None
            }
        );
    }

    #[test]
    fn what_could_not_be_written_is_written_later() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let mut kept = Kept::open(&state);
        kept.set(|record| record.wanted = false);
        kept.write();
        assert_eq!(Kept::open(&state).get(), &Record::default());
        fs::create_dir(&state).unwrap();
        kept.write();
        assert!(!Kept::open(&state).get().wanted);
        // nothing is written again and again
        fs::remove_file(state.join("engine.json")).unwrap();
        kept.write();
        assert!(!state.join("engine.json").exists());
    }

    #[test]
    fn a_process_of_an_earlier_boot_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = Kept::open(folder.path());
        kept.set(|record| {
            record.process = Some(Ours { identity: Identity { pid: 1, started: 1 }, port: 1 });
            record.boot = Some("an earlier one".to_owned());
        });
        kept.write();
        assert_eq!(Kept::open(folder.path()).get().process, None);
    }

    #[test]
    fn a_damaged_record_counts_as_a_first_start() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("engine.json"), b"{\"wanted\": fal").unwrap();
        assert_eq!(Kept::open(folder.path()).get(), &Record::default());
    }
}
