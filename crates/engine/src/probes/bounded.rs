//! Reads files that somebody else wrote: never more than a limit, never a folder, a device or a pipe that would block.

use std::{
    fs::File,
    io::{ErrorKind, Read, Seek, SeekFrom},
    path::Path,
};

use clawtender_core::words::Phrase;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    /// There is nothing of that name.
    #[error("there is no such file")]
    Absent,
    /// A folder, a device, a pipe or a socket.
    #[error("it is not a file")]
    NotAFile,
    /// Longer than the limit, in bytes.
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    /// The system refused.
    #[error(transparent)]
    Io(std::io::Error),
}

impl Unread {
    /// The rest of a sentence for a person.
    pub(crate) fn words(&self) -> Phrase {
        let (why, bytes) = match self {
            Unread::Absent => ("absent", 0),
            Unread::NotAFile => ("no-file", 0),
            Unread::TooLarge(limit) => ("large", *limit),
            Unread::Io(error) => return error.to_string().into(),
        };
        Phrase::new("file-unread", [("why", why.into()), ("bytes", bytes.to_string().into())])
    }
}

impl From<std::io::Error> for Unread {
    fn from(error: std::io::Error) -> Unread {
        // ENOTDIR: a folder on the way is a file, so nothing of that name can be there
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::Absent,
            _ => Unread::Io(error),
        }
    }
}

/// The whole file, if it is a file of at most `limit` bytes. Symbolic links are followed, as the gateway does.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unread> {
    // asked before opening: opening a pipe that nobody writes to would wait for ever
    if !std::fs::metadata(path)?.is_file() {
        return Err(Unread::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(Unread::TooLarge(limit)) } else { Ok(bytes) }
}

/// The last bytes of a file, `most` at the most.
pub(crate) fn end(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Unread::NotAFile);
    }
    let mut file = File::open(path)?;
    let from = file.metadata()?.len().saturating_sub(most);
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Text from outside, fit for a sentence: no control characters, at most `limit` characters.
pub(crate) fn clean(text: &str, limit: usize) -> String {
    text.chars().filter(|char| !char.is_control()).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_files_within_the_limit_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        std::fs::write(&file, b"four").unwrap();
        assert_eq!(read(&file, 4).unwrap(), b"four");
        assert!(matches!(read(&file, 3), Err(Unread::TooLarge(3))));
        assert_eq!((end(&file, 2).unwrap(), end(&file, 9).unwrap()), (b"ur".to_vec(), b"four".to_vec()));
        assert!(matches!(end(dir.path(), 4), Err(Unread::NotAFile)));
        assert!(matches!(read(dir.path(), 4), Err(Unread::NotAFile)));
        assert!(matches!(read(&dir.path().join("none"), 4), Err(Unread::Absent)));
        assert!(matches!(read(&file.join("below"), 4), Err(Unread::Absent)));
    }

    #[test]
    fn cleaned_text_cannot_steer_a_terminal() {
        assert_eq!(clean("\u{1b}[31mred\u{7}\n", 10), "[31mred");
        assert_eq!(clean("äöü", 2), "äö");
    }
}
