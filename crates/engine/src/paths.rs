//! Where Clawtender keeps its own files. The one place that knows.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Clawtender's folders and files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `settings.json5`.
    pub settings: PathBuf,
    /// What must survive a restart: the run's record, the person's intent.
    pub state: PathBuf,
    /// Large things that can be fetched again: the private runtime.
    pub data: PathBuf,
    /// What may be deleted at any time.
    pub cache: PathBuf,
    /// Logs.
    pub logs: PathBuf,
    /// The folder of the local socket.
    pub run: PathBuf,
}

impl Paths {
    /// Everything under `CLAWTENDER_HOME`, or in the platform's own folders.
    ///
    /// # Errors
    /// When neither `CLAWTENDER_HOME` nor a home folder is known.
    pub fn find() -> Result<Paths> {
        match std::env::var_os("CLAWTENDER_HOME").filter(|home| !home.is_empty()) {
            Some(home) => {
                let home = std::path::absolute(&home).context("CLAWTENDER_HOME is not a path")?;
                Ok(Paths::under(&home))
            }
            None => crate::platform::own_folders().context(
                "There is no home folder (HOME is not set). Set CLAWTENDER_HOME to a folder for Clawtender's files.",
            ),
        }
    }

    /// Everything in one folder.
    pub fn under(home: &Path) -> Paths {
        Paths {
            settings: home.join("settings.json5"),
            state: home.join("state"),
            data: home.join("data"),
            cache: home.join("cache"),
            logs: home.join("logs"),
            run: home.join("run"),
        }
    }
}
