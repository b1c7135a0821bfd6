//! Clawtender's own log: a file that turns over by size, so that a year of running costs five megabytes.
//!
//! What must not be in it (keys, tokens, what the gateway says) is kept out where it is logged, at every level.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use tracing_subscriber::EnvFilter;

/// One file's size, in bytes.
const SIZE: u64 = 1024 * 1024;

/// How many files there are at most, with the one being written.
const FILES: u32 = 5;

/// Logs to `folder` from now on, as much as `CLAWTENDER_LOG` asks for. A filter that makes no sense is as good as none.
pub(crate) fn start(folder: &Path) {
    let filter =
        EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).with_env_var("CLAWTENDER_LOG");
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_ansi(false)
        .with_writer(Mutex::new(Turning::new(folder.to_owned(), SIZE)));
    // a second start would be a mistake of ours and is not worth the process
    let _ = subscriber.try_init();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // the message may quote what must not be logged; the place does not
        tracing::error!(at = panic.location().map(tracing::field::display), "a part of Clawtender crashed");
        before(panic);
    }));
}

/// Opens its file with the first line: a process that has nothing to say leaves the file to the one that has.
struct Turning {
    folder: PathBuf,
    size: u64,
    open: Option<(File, u64)>,
}

impl Turning {
    fn new(folder: PathBuf, size: u64) -> Self {
        Turning { folder, size, open: None }
    }

    fn path(&self, number: u32) -> PathBuf {
        match number {
            0 => self.folder.join("clawtender.log"),
            number => self.folder.join(format!("clawtender.{number}.log")),
        }
    }

    fn turn_over(&self) {
        for number in (0..FILES - 1).rev() {
            // most of them are not there yet
            let _ = fs::rename(self.path(number), self.path(number + 1));
        }
    }

    fn newest(&self) -> io::Result<(File, u64)> {
        fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new().append(true).create(true).open(self.path(0))?;
        let written = file.metadata()?.len();
        Ok((file, written))
    }

    /// The file that has room for this much more.
    fn file(&mut self, more: u64) -> io::Result<&mut (File, u64)> {
        let mut open = self.open.take().map_or_else(|| self.newest(), Ok)?;
        if open.1 > 0 && open.1 + more > self.size {
            self.turn_over();
            open = self.newest()?;
        }
        Ok(self.open.insert(open))
    }
}

impl Write for Turning {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (file, written) = self.file(bytes.len() as u64)?;
        let count = file.write(bytes)?;
        *written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), |(file, _)| file.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_files_at_most_and_none_larger_than_asked() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Turning::new(folder.path().join("logs"), 100);
        for number in 0..200 {
            writeln!(log, "line {number:04} of some length").unwrap();
        }
        let mut sizes: Vec<u64> = fs::read_dir(folder.path().join("logs"))
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().len())
            .collect();
        sizes.sort_unstable();
        assert_eq!(sizes.len(), 5);
        assert!(sizes.iter().all(|size| *size <= 100), "{sizes:?}");
        assert!(fs::read_to_string(log.path(0)).unwrap().ends_with("line 0199 of some length\n"));
        assert!(fs::read_to_string(log.path(4)).unwrap() < fs::read_to_string(log.path(1)).unwrap());
    }

    #[test]
    fn a_new_start_appends_and_silence_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        drop(Turning::new(folder.path().to_owned(), 100));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        for line in ["first\n", "second\n"] {
            Turning::new(folder.path().to_owned(), 100).write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(fs::read_to_string(folder.path().join("clawtender.log")).unwrap(), "first\nsecond\n");
    }

    #[test]
    fn a_file_that_was_full_before_us_is_turned_over_too() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("clawtender.log"), "x".repeat(500)).unwrap();
        let mut log = Turning::new(folder.path().to_owned(), 100);
        log.write_all(b"first\n").unwrap();
        log.write_all(b"second\n").unwrap();
        assert_eq!(fs::read_to_string(log.path(0)).unwrap(), "first\nsecond\n");
        assert_eq!(fs::metadata(log.path(1)).unwrap().len(), 500);
    }
}
