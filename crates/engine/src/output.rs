//! What the gateway writes: followed from files, kept in memory, and copied to a log that cannot grow without bound.
//!
//! Never a pipe: the gateway ends without a word when the reader of its output goes away, and it must be able to outlive
//! us. It appends to two files in a private folder; whatever is new there is read here when the system says that a file has changed. Once
//! read, a file that has grown large is emptied. The gateway's words are hostile: binary, endless lines, escape sequences.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use clawtender_core::text;

use crate::{platform, protocol::Written};

mod reader;
mod tail;

pub use reader::Reader;
pub use tail::{Piece, Tail};

/// Lines kept in memory.
const KEPT_LINES: usize = 2000;
/// Characters kept of one line.
const LINE_LENGTH: usize = 2000;
/// Lines of stderr kept for reading how a run ended.
const LAST_WORDS: usize = 100;
/// Bytes of one line that are looked at; the rest of a longer one is skipped.
const LINE_BYTES: usize = 64 * 1024;
/// Size from which a file that has been read to its end is emptied.
const FILE_LIMIT: u64 = 8 * 1024 * 1024;
/// Size and number of the log's files.
const LOG_LIMIT: u64 = 2 * 1024 * 1024;
const LOG_FILES: usize = 5;
/// Room that there has to be for a new run's output. On a full disk the gateway ends at the first line that it writes.
static ROOM: [u8; 64 * 1024] = [0; 64 * 1024];
/// Bytes of lines in one answer: with every one of them escaped it is still shorter than a line on the local socket may be.
const ANSWER_BYTES: usize = 1024 * 1024;
/// How much of an adopted gateway's earlier output is read again.
const LOOK_BACK: u64 = 128 * 1024;

/// Which of the gateway's outputs a line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    /// Standard output: INFO lines.
    Out,
    /// Standard error: WARN and ERROR lines.
    Err,
}

/// A line, and whether the gateway wrote it where it warns.
#[derive(Clone)]
struct Line {
    text: String,
    loud: bool,
}

/// The gateway's output.
pub(crate) struct Output {
    out: Followed,
    err: Followed,
    lines: VecDeque<Line>,
    /// How many there have been: the number of the newest.
    written: u64,
    last_words: VecDeque<String>,
    log: Rotated,
}

impl Output {
    /// Follows `gateway.stdout` and `gateway.stderr` in `folder`, from their present end.
    pub(crate) fn open(folder: &Path) -> Output {
        Output {
            out: Followed::at_end(folder.join("gateway.stdout")),
            err: Followed::at_end(folder.join("gateway.stderr")),
            lines: VecDeque::new(),
            written: 0,
            last_words: VecDeque::new(),
            log: Rotated::new(folder.join("gateway.log")),
        }
    }

    /// Empties both files for a new run and opens them for it, appending. Where there is no room for what it says, it
    /// speaks to nobody: a gateway matters more than its words.
    pub(crate) fn renew(&mut self) -> io::Result<(File, File)> {
        self.pump();
        self.last_words.clear();
        Ok((self.out.renew()?, self.err.renew()?))
    }

    /// Reads again what an adopted gateway wrote last, so that there is something to show.
    pub(crate) fn look_back(&mut self) {
        for stream in [Stream::Out, Stream::Err] {
            self.followed(stream).step_back(LOOK_BACK);
            self.take_in(stream, false);
        }
    }

    /// Takes in whatever is new.
    pub(crate) fn pump(&mut self) {
        for stream in [Stream::Out, Stream::Err] {
            self.take_in(stream, true);
        }
    }

    fn followed(&mut self, stream: Stream) -> &mut Followed {
        match stream {
            Stream::Out => &mut self.out,
            Stream::Err => &mut self.err,
        }
    }

    fn take_in(&mut self, stream: Stream, to_log: bool) {
        let mut new = Vec::new();
        let followed = self.followed(stream);
        followed.read_new(|line| new.push(clean(line)));
        followed.make_room();
        for line in new {
            if to_log {
                self.log.line(&line);
            }
            if stream == Stream::Err {
                push(&mut self.last_words, line.clone(), LAST_WORDS);
            }
            push(&mut self.lines, Line { text: line, loud: stream == Stream::Err }, KEPT_LINES);
            self.written += 1;
        }
    }

    /// The latest `count` lines, newest last; fewer when they are very long.
    pub(crate) fn latest(&self, count: usize) -> Vec<String> {
        let mut lines: Vec<String> =
            within(self.lines.iter().rev().take(count)).map(|line| line.text.clone()).collect();
        lines.reverse();
        lines
    }

    /// The number of the newest line.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// The lines after number `after`, oldest first, as far as they are kept and fit into one answer.
    pub(crate) fn after(&self, after: u64) -> Written {
        let oldest = self.written - self.lines.len() as u64 + 1;
        let first = oldest.max(after.saturating_add(1));
        let skipped = usize::try_from(first - oldest).unwrap_or(usize::MAX);
        let (mut lines, mut loud) = (Vec::new(), Vec::new());
        for (line, number) in within(self.lines.iter().skip(skipped)).zip(first..) {
            lines.push(line.text.clone());
            loud.extend(line.loud.then_some(number));
        }
        Written { first, lines, loud }
    }

    /// The last lines of the present run's stderr.
    pub(crate) fn last_words(&self) -> Vec<String> {
        self.last_words.iter().cloned().collect()
    }
}

/// The first of these lines that fit into one answer; at least one, for no line is longer than that.
fn within<'a>(lines: impl Iterator<Item = &'a Line>) -> impl Iterator<Item = &'a Line> {
    let mut bytes = 0;
    lines.take_while(move |line| {
        bytes += line.text.len();
        bytes <= ANSWER_BYTES
    })
}

fn clean(line: &[u8]) -> String {
    text::clean(&String::from_utf8_lossy(line), LINE_LENGTH)
}

fn push<T>(lines: &mut VecDeque<T>, line: T, limit: usize) {
    if lines.len() == limit {
        lines.pop_front();
    }
    lines.push_back(line);
}

/// A file that somebody else appends to.
struct Followed {
    path: PathBuf,
    offset: u64,
    partial: Vec<u8>,
    /// In the middle of a line that is longer than we look at.
    skipping: bool,
}

impl Followed {
    fn at_end(path: PathBuf) -> Followed {
        let offset = path.metadata().map_or(0, |meta| meta.len());
        Followed { path, offset, partial: Vec::new(), skipping: false }
    }

    fn renew(&mut self) -> io::Result<File> {
        (self.offset, self.skipping) = (0, false);
        self.partial.clear();
        self.emptied().or_else(|error| {
            tracing::warn!(%error, file = %self.path.display(), "the gateway's output is not kept");
            OpenOptions::new().write(true).open(platform::NOWHERE)
        })
    }

    fn emptied(&self) -> io::Result<File> {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.set_len(0)?;
        let room = file.write_all(&ROOM);
        file.set_len(0)?;
        room.map(|()| file)
    }

    fn step_back(&mut self, bytes: u64) {
        self.skipping = self.offset > bytes; // the first line there is half a line
        self.offset = self.offset.saturating_sub(bytes);
        self.partial.clear();
    }

    fn read_new(&mut self, mut line: impl FnMut(&[u8])) {
        let Ok(mut file) = File::open(&self.path) else { return };
        let length = file.metadata().map_or(0, |meta| meta.len());
        if length < self.offset {
            (self.offset, self.skipping) = (0, false); // somebody emptied it
            self.partial.clear();
        }
        if length == self.offset || file.seek(SeekFrom::Start(self.offset)).is_err() {
            return;
        }
        let mut chunk = [0; 16 * 1024];
        while let Ok(read @ 1..) = file.read(&mut chunk) {
            self.offset += read as u64;
            self.split(&chunk[..read], &mut line);
        }
    }

    fn split(&mut self, bytes: &[u8], line: &mut impl FnMut(&[u8])) {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            let (text, ends) = match piece.split_last() {
                Some((b'\n', text)) => (text, true),
                _ => (piece, false),
            };
            if !self.skipping {
                let room = LINE_BYTES - self.partial.len();
                self.partial.extend_from_slice(&text[..text.len().min(room)]);
            }
            if ends {
                if !self.skipping {
                    line(&self.partial);
                }
                self.partial.clear();
                self.skipping = false;
            } else if self.partial.len() == LINE_BYTES {
                line(&self.partial);
                self.partial.clear();
                self.skipping = true;
            }
        }
    }

    /// Empties a file that has grown large and been read. The gateway appends, so it goes on at the new end. What it writes
    /// between our last read and this is lost: the length is compared first to make that a matter of microseconds.
    fn make_room(&mut self) {
        if self.offset < FILE_LIMIT {
            return;
        }
        let Ok(file) = OpenOptions::new().write(true).open(&self.path) else { return };
        if file.metadata().is_ok_and(|meta| meta.len() == self.offset) && file.set_len(0).is_ok() {
            self.offset = 0;
        }
    }
}

/// A log of a few files of limited size: `NAME`, `NAME.1` … the oldest goes.
struct Rotated {
    path: PathBuf,
    file: Option<File>,
    size: u64,
}

impl Rotated {
    fn new(path: PathBuf) -> Rotated {
        Rotated { path, file: None, size: 0 }
    }

    /// Adds a line. Where there is no room or no right to write, the log does without.
    fn line(&mut self, line: &str) {
        if self.size >= LOG_LIMIT {
            self.rotate();
        }
        if self.file.is_none() {
            self.file = OpenOptions::new().create(true).append(true).open(&self.path).ok();
            self.size = self.file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
        }
        if let Some(file) = &mut self.file
            && file.write_all(format!("{line}\n").as_bytes()).is_ok()
        {
            self.size += line.len() as u64 + 1;
        }
    }

    fn rotate(&mut self) {
        self.file = None;
        self.size = 0;
        let numbered = |number: usize| match number {
            0 => self.path.clone(),
            _ => PathBuf::from(format!("{}.{number}", self.path.display())),
        };
        for number in (0..LOG_FILES - 1).rev() {
            let _ = std::fs::rename(numbered(number), numbered(number + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> (tempfile::TempDir, Output) {
        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::open(folder.path());
        let (mut out, _err) = output.renew().unwrap();
        out.write_all(bytes).unwrap();
        output.pump();
        (folder, output)
    }

    #[test]
    fn a_line_arrives_whole_even_in_two_pieces() {
        let (folder, mut output) = written(b"one\ntw");
        assert_eq!(output.latest(9), ["one"]);
        let mut more = OpenOptions::new().append(true).open(folder.path().join("gateway.stdout")).unwrap();
        more.write_all(b"o\n").unwrap();
        output.pump();
        assert_eq!(output.latest(9), ["one", "two"]);
        assert_eq!(output.latest(1), ["two"]);
    }

    #[test]
    fn hostile_output_neither_grows_nor_escapes() {
        let mut bytes = vec![b'x'; 10 * 1024 * 1024];
        bytes.extend_from_slice(b"\n\x1b[2J\x07bell\x1b]0;title\x07\n\xff\xfe\x00binary\n");
        let (folder, output) = written(&bytes);
        let lines = output.latest(9);
        assert_eq!(lines.len(), 3);
        assert!(lines[0].chars().count() <= LINE_LENGTH);
        assert!(lines.iter().all(|line| !line.chars().any(char::is_control)), "{:?}", &lines[1..]);
        assert!(lines[1].contains("bell") && lines[2].contains("binary"));
        // what has been read is not kept twice
        assert_eq!(folder.path().join("gateway.stdout").metadata().unwrap().len(), 0);
    }

    #[test]
    fn the_log_is_limited_in_size_and_number() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Rotated::new(folder.path().join("gateway.log"));
        let line = "y".repeat(1024 * 1024);
        for _ in 0..30 {
            log.line(&line);
        }
        let sizes: Vec<u64> =
            std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).collect();
        assert_eq!(sizes.len(), LOG_FILES);
        assert!(sizes.iter().all(|&size| size <= LOG_LIMIT + line.len() as u64 + 1), "{sizes:?}");
    }

    #[test]
    fn a_folder_that_takes_nothing_keeps_no_gateway_from_starting() {
        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::open(&folder.path().join("gone"));
        let (mut out, mut err) = output.renew().unwrap();
        out.write_all(b"one\n").and_then(|()| err.write_all(b"two\n")).unwrap();
        output.pump();
        assert_eq!(output.latest(9), [""; 0]);
    }

    #[test]
    fn every_line_has_a_number_and_what_is_gone_shows_as_a_gap() {
        let (folder, mut output) = written(b"one\ntwo\nthree\n");
        let lines = |after| (output.after(after).first, output.after(after).lines.join(" "));
        assert_eq!(lines(0), (1, "one two three".to_owned()));
        assert_eq!(lines(2), (3, "three".to_owned()));
        assert_eq!(lines(3), (4, String::new()));
        assert_eq!(lines(u64::MAX).1, "");
        let mut more = OpenOptions::new().append(true).open(folder.path().join("gateway.stdout")).unwrap();
        more.write_all("line\n".repeat(KEPT_LINES).as_bytes()).unwrap();
        output.pump();
        let kept = output.after(2);
        assert_eq!((kept.first, kept.lines.len(), output.written()), (4, KEPT_LINES, 3 + KEPT_LINES as u64));
    }

    #[test]
    fn what_the_gateway_warns_of_is_told_from_what_it_says() {
        let (folder, mut output) = written(b"one\ntwo\n");
        let mut warns = OpenOptions::new().append(true).open(folder.path().join("gateway.stderr")).unwrap();
        warns.write_all(b"three\n").unwrap();
        output.pump();
        assert_eq!((output.after(0).lines.len(), output.after(0).loud), (3, vec![3]));
        assert_eq!(output.after(3).loud, [0; 0]);
    }

    #[test]
    fn no_answer_is_longer_than_a_line_on_the_socket() {
        let line = "\u{1f99e}".repeat(LINE_LENGTH) + "\n";
        let (_folder, output) = written(line.repeat(1000).as_bytes());
        let bytes = |lines: &[String]| lines.iter().map(String::len).sum::<usize>();
        let (latest, after) = (output.latest(usize::MAX), output.after(0));
        assert!(bytes(&latest) <= ANSWER_BYTES && bytes(&after.lines) <= ANSWER_BYTES);
        assert!(latest.len() > 100 && after.lines.len() > 100 && after.first == 1);
    }

    #[test]
    fn only_the_latest_lines_stay_in_memory() {
        let text = (0..5000).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n") + "\n";
        let (_folder, output) = written(text.as_bytes());
        let lines = output.latest(usize::MAX);
        assert_eq!((lines.len(), lines.last().unwrap().as_str()), (KEPT_LINES, "line 4999"));
    }
}
