//! One file that somebody else appends to, from its beginning and on: also when it is emptied, or moved away for a new one of
//! the same name. Nothing is asked while nothing changes, and nothing is written.

use std::{
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use same_file::Handle;
use tokio::sync::Notify;

/// What has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// So many bytes.
    Bytes(usize),
    /// The file begins anew: what came before is not continued.
    Anew,
    /// Nothing yet.
    Nothing,
}

/// Follows one file.
pub struct Tail {
    path: PathBuf,
    file: Handle,
    offset: u64,
    touched: Arc<Notify>,
    _watcher: RecommendedWatcher,
}

impl Tail {
    /// Follows this file from its beginning.
    ///
    /// # Errors
    /// When it cannot be read, or the system does not tell of changes in its folder.
    pub fn open(path: &Path) -> io::Result<Tail> {
        let file = Handle::from_path(path)?;
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let touched = Arc::new(Notify::new());
        let heard = Arc::clone(&touched);
        let watch = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                heard.notify_one();
            }
        });
        let watching =
            watch.and_then(|mut watcher| watcher.watch(folder, RecursiveMode::NonRecursive).map(|()| watcher));
        let watcher = watching.map_err(io::Error::other)?;
        Ok(Tail { path: path.to_owned(), file, offset: 0, touched, _watcher: watcher })
    }

    /// Reads what has come, as far as there is room.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn read(&mut self, room: &mut [u8]) -> io::Result<Piece> {
        let read = self.file.as_file_mut().read(room)?;
        if read > 0 {
            self.offset += read as u64;
            return Ok(Piece::Bytes(read));
        }
        if self.file.as_file().metadata()?.len() < self.offset {
            self.file.as_file_mut().seek(SeekFrom::Start(0))?;
            self.offset = 0;
            return Ok(Piece::Anew);
        }
        // one that is not there at the moment is about to be
        match Handle::from_path(&self.path) {
            Ok(file) if file != self.file => {
                (self.file, self.offset) = (file, 0);
                Ok(Piece::Anew)
            }
            _ => Ok(Piece::Nothing),
        }
    }

    /// Returns when something may have come. Safe to drop and ask again.
    pub async fn touched(&self) {
        self.touched.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::{self, OpenOptions},
        io::Write,
    };

    use super::*;

    /// Everything until `wanted` has come, a bar wherever the file began anew.
    async fn until(tail: &mut Tail, wanted: &str) -> String {
        let (mut text, mut room) = (String::new(), [0; 64]);
        loop {
            match tail.read(&mut room).unwrap() {
                Piece::Bytes(read) => text.push_str(std::str::from_utf8(&room[..read]).unwrap()),
                Piece::Anew => text.push('|'),
                Piece::Nothing if text.contains(wanted) => return text,
                Piece::Nothing => tail.touched().await,
            }
        }
    }

    fn append(path: &Path, text: &str) {
        OpenOptions::new().create(true).append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[tokio::test]
    async fn what_is_appended_comes_and_so_does_what_replaces_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gateway.log");
        append(&path, "before\n");
        let mut tail = Tail::open(&path).unwrap();
        assert_eq!(until(&mut tail, "before").await, "before\n");
        append(&path, "after\n");
        assert_eq!(until(&mut tail, "after").await, "after\n");
        // emptied and shorter than before
        fs::write(&path, "anew\n").unwrap();
        assert!(until(&mut tail, "anew").await.ends_with("|anew\n"));
        // moved away, with its last words still unread, for one that is longer
        append(&path, "last words\n");
        fs::rename(&path, folder.path().join("gateway.log.1")).unwrap();
        append(&path, "a longer file of the same name\n");
        assert_eq!(until(&mut tail, "same name").await, "last words\n|a longer file of the same name\n");
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        assert!(Tail::open(&tempfile::tempdir().unwrap().path().join("nothing")).is_err());
    }
}
