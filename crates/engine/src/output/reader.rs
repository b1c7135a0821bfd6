//! The gateway's output for somebody who only reads: no engine runs that would take it in. Nothing is written, emptied or
//! rotated here, so that whoever starts an engine meanwhile is not in anybody's way.

use std::{path::Path, sync::Arc};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::{Followed, LOOK_BACK, clean};

/// Follows the gateway's output files.
pub struct Reader {
    files: [Followed; 2],
    touched: Arc<Notify>,
    _watcher: RecommendedWatcher,
}

impl Reader {
    /// Follows the files in this folder of logs, from a little before their present end.
    ///
    /// # Errors
    /// When the folder is not there, or the system does not tell of changes in it.
    pub fn open(logs: &Path) -> notify::Result<Reader> {
        let touched = Arc::new(Notify::new());
        let heard = Arc::clone(&touched);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                heard.notify_one();
            }
        })?;
        watcher.watch(logs, RecursiveMode::NonRecursive)?;
        let files = ["gateway.stdout", "gateway.stderr"].map(|name| {
            let mut file = Followed::at_end(logs.join(name));
            file.step_back(LOOK_BACK);
            file
        });
        Ok(Reader { files, touched, _watcher: watcher })
    }

    /// What is there and has not been handed out yet, cleaned of control characters.
    pub fn lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for file in &mut self.files {
            file.read_new(|line| lines.push(clean(line)));
        }
        lines
    }

    /// Returns when something may be new. Safe to drop and ask again.
    pub async fn touched(&self) {
        self.touched.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::OpenOptions, io::Write};

    use super::*;

    #[tokio::test]
    async fn what_is_written_is_read_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gateway.stdout");
        std::fs::write(&file, "before\n").unwrap();
        let mut reader = Reader::open(folder.path()).unwrap();
        assert_eq!(reader.lines(), ["before"]);
        OpenOptions::new().append(true).open(&file).unwrap().write_all(b"\x1b[31mafter\n").unwrap();
        let mut lines = Vec::new();
        while lines.is_empty() {
            reader.touched().await;
            lines = reader.lines();
        }
        assert_eq!(lines, ["after"]);
        // a new run empties it
        std::fs::write(&file, "anew\n").unwrap();
        while lines != ["anew"] {
            reader.touched().await;
            lines = reader.lines();
        }
        std::fs::write(&file, "x\n".repeat(5 << 20)).unwrap();
        while reader.lines().is_empty() {
            reader.touched().await;
        }
        assert_eq!(file.metadata().unwrap().len(), 10 << 20, "it was emptied");
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        assert!(Reader::open(&tempfile::tempdir().unwrap().path().join("nowhere")).is_err());
    }
}
