//! What the gateway writes: followed from files, kept in memory, and copied to a log that cannot grow without bound.
//!
//! Never a pipe: the gateway ends without a word when the reader of its output goes away, and it must be able to outlive
//! us. It appends to two files in a private folder; whatever is new there is read here when the system says that a file has changed. Once
//! read, a file that has grown large is emptied. The gateway's words are hostile: binary, endless lines, escape sequences.

use std::{
    collections::{HashMap, VecDeque},
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
const LOG_FILES: usize = 10;
/// What a line of the log ends in that the gateway wrote where it warns. No line ends in it otherwise: they are cleaned.
const LOUD: char = ' ';
/// Where the numbers of lines begin: below are those that the log has from before.
const BEGINNING: u64 = 1 << 32;
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    text: String,
    loud: bool,
}

/// The gateway's output. What is kept in memory is the end of the log.
pub(crate) struct Output {
    out: Followed,
    err: Followed,
    lines: VecDeque<Line>,
    /// The number of the newest.
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
            written: BEGINNING,
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

    /// Reads again what an adopted gateway wrote last, so that there is something to show. What it wrote while nobody took it
    /// in goes to the log; what is kept is the end of the log, as far as it is this gateway's.
    pub(crate) fn look_back(&mut self) {
        let mut seen = Vec::new();
        for stream in [Stream::Out, Stream::Err] {
            self.followed(stream).step_back(LOOK_BACK);
            seen.extend(self.new_lines(stream));
        }
        let mut log =
            Earlier { files: self.log.files(), before: self.written + 1, skip: 0, count: 2 * KEPT_LINES }.lines();
        let mut known: HashMap<&Line, usize> = HashMap::new();
        for line in &log {
            *known.entry(line).or_default() += 1;
        }
        let is_new = |line: &&Line| match known.get_mut(*line) {
            Some(times @ 1..) => {
                *times -= 1;
                false
            }
            _ => true,
        };
        let new: Vec<Line> = seen.iter().filter(is_new).cloned().collect();
        for line in &new {
            self.log.line(line);
        }
        log.extend(new);
        let own = log.iter().rev().take_while(|line| seen.contains(line)).count();
        for line in log.drain(log.len() - own..) {
            self.keep(line);
        }
        for line in seen.into_iter().filter(|line| line.loud) {
            push(&mut self.last_words, line.text, LAST_WORDS);
        }
    }

    /// Takes in whatever is new.
    pub(crate) fn pump(&mut self) {
        for stream in [Stream::Out, Stream::Err] {
            self.take_in(stream);
        }
    }

    fn followed(&mut self, stream: Stream) -> &mut Followed {
        match stream {
            Stream::Out => &mut self.out,
            Stream::Err => &mut self.err,
        }
    }

    fn take_in(&mut self, stream: Stream) {
        for line in self.new_lines(stream) {
            self.log.line(&line);
            if line.loud {
                push(&mut self.last_words, line.text.clone(), LAST_WORDS);
            }
            self.keep(line);
        }
    }

    fn new_lines(&mut self, stream: Stream) -> Vec<Line> {
        let mut new = Vec::new();
        let followed = self.followed(stream);
        followed.read_new(|line| new.push(Line { text: clean(line), loud: stream == Stream::Err }));
        followed.make_room();
        new
    }

    fn keep(&mut self, line: Line) {
        push(&mut self.lines, line, KEPT_LINES);
        self.written += 1;
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

    /// So many lines of the log before the one of this number, of this run and of those before it. They are still to be read.
    pub(crate) fn earlier(&self, before: u64, count: usize) -> Earlier {
        let before = before.min(self.written + 1);
        Earlier { files: self.log.files(), before, skip: self.written + 1 - before, count }
    }

    /// The last lines of the present run's stderr.
    pub(crate) fn last_words(&self) -> Vec<String> {
        self.last_words.iter().cloned().collect()
    }
}

/// Lines of the log that are still to be read: as it is now, whatever is written and moved meanwhile.
pub(crate) struct Earlier {
    /// Newest first, and how much of each counts.
    files: Vec<(File, u64)>,
    before: u64,
    skip: u64,
    count: usize,
}

impl Earlier {
    /// Reads them, as far as they fit into one answer. Takes its time: the log may have 20 MB.
    pub(crate) fn read(self) -> Written {
        let before = self.before;
        let mut lines = self.lines();
        let kept = within(lines.iter().rev()).count();
        let first = before - kept as u64;
        let (mut texts, mut loud) = (Vec::new(), Vec::new());
        for (line, number) in lines.drain(lines.len() - kept..).zip(first..) {
            texts.push(line.text);
            loud.extend(line.loud.then_some(number));
        }
        Written { first, lines: texts, loud }
    }

    /// Oldest first.
    fn lines(self) -> Vec<Line> {
        let mut found = Vec::new();
        let mut skip = self.skip;
        for (file, size) in self.files {
            let mut bytes = Vec::new();
            if file.take(size).read_to_end(&mut bytes).is_err() {
                break;
            }
            let text = String::from_utf8_lossy(&bytes);
            for line in text.lines().rev() {
                if found.len() == self.count {
                    break;
                }
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let (line, loud) = line.strip_suffix(LOUD).map_or((line, false), |line| (line, true));
                // a person may have written to it
                found.push(Line { text: text::clean(line, LINE_LENGTH), loud });
            }
            if found.len() == self.count {
                break;
            }
        }
        found.reverse();
        found
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

    /// Its files as they are now, newest first, and their sizes.
    fn files(&self) -> Vec<(File, u64)> {
        let open = |number| {
            let file = File::open(self.numbered(number)).ok()?;
            let size = file.metadata().ok()?.len();
            Some((file, size))
        };
        (0..LOG_FILES).map_while(open).collect()
    }

    fn numbered(&self, number: usize) -> PathBuf {
        match number {
            0 => self.path.clone(),
            _ => PathBuf::from(format!("{}.{number}", self.path.display())),
        }
    }

    /// Adds a line. Where there is no room or no right to write, the log does without.
    fn line(&mut self, Line { text, loud }: &Line) {
        if self.size >= LOG_LIMIT {
            self.rotate();
        }
        if self.file.is_none() {
            self.file = OpenOptions::new().create(true).append(true).open(&self.path).ok();
            self.size = self.file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
        }
        if let Some(file) = &mut self.file
            && let line = if *loud { format!("{text}{LOUD}\n") } else { format!("{text}\n") }
            && file.write_all(line.as_bytes()).is_ok()
        {
            self.size += line.len() as u64;
        }
    }

    fn rotate(&mut self) {
        self.file = None;
        self.size = 0;
        for number in (0..LOG_FILES - 1).rev() {
            let _ = std::fs::rename(self.numbered(number), self.numbered(number + 1));
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
        let line = Line { text: "y".repeat(1024 * 1024), loud: false };
        for _ in 0..30 {
            log.line(&line);
        }
        let sizes: Vec<u64> =
            std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).collect();
        assert_eq!(sizes.len(), LOG_FILES);
        assert!(sizes.iter().all(|&size| size <= LOG_LIMIT + line.text.len() as u64 + 1), "{sizes:?}");
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
        let lines = |after| (output.after(after).first - BEGINNING, output.after(after).lines.join(" "));
        assert_eq!(lines(0), (1, "one two three".to_owned()));
        assert_eq!(lines(BEGINNING + 2), (3, "three".to_owned()));
        assert_eq!(lines(BEGINNING + 3), (4, String::new()));
        assert_eq!(output.after(u64::MAX).lines, [""; 0]);
        let mut more = OpenOptions::new().append(true).open(folder.path().join("gateway.stdout")).unwrap();
        more.write_all("line\n".repeat(KEPT_LINES).as_bytes()).unwrap();
        output.pump();
        let kept = output.after(BEGINNING + 2);
        let numbers = (kept.first - BEGINNING, kept.lines.len(), output.written() - BEGINNING);
        assert_eq!(numbers, (4, KEPT_LINES, 3 + KEPT_LINES as u64));
    }

    /// What stands before the line of this number, counted from this run's beginning, and its first number.
    fn before(output: &Output, before: i64, count: usize) -> (i64, String) {
        let earlier = output.earlier(BEGINNING.saturating_add_signed(before), count).read();
        (earlier.first.cast_signed() - BEGINNING.cast_signed(), earlier.lines.join(" "))
    }

    #[test]
    fn what_is_no_longer_kept_is_in_the_log_and_so_is_what_was_before_this_engine() {
        let (folder, mut output) = written(b"one\ntwo\nthree\n");
        let mut warns = OpenOptions::new().append(true).open(folder.path().join("gateway.stderr")).unwrap();
        warns.write_all(b"four\n").unwrap();
        output.pump();
        assert_eq!(before(&output, 4, 2), (2, "two three".to_owned()));
        assert_eq!(before(&output, 1, 9), (1, String::new()));
        let earlier = output.earlier(u64::MAX, 9).read();
        assert_eq!((earlier.lines.len(), earlier.loud), (4, vec![BEGINNING + 4]));

        // another engine, to which nothing of this is new
        let mut output = Output::open(folder.path());
        assert_eq!(before(&output, 1, 2), (-1, "three four".to_owned()));
        let mut writes = OpenOptions::new().append(true).open(folder.path().join("gateway.stdout")).unwrap();
        writes.write_all("line\n".repeat(KEPT_LINES + 5).as_bytes()).unwrap();
        output.pump();
        assert_eq!(before(&output, 2, 3), (-1, "three four line".to_owned()));
        assert_eq!(before(&output, -3, 9), (-3, String::new()));
    }

    #[test]
    fn a_hundred_thousand_lines_are_had_page_by_page() {
        let (_folder, output) = written(&text_of(100_000));
        let (mut first, mut lines) = (output.written() + 1, 0);
        loop {
            let page = output.earlier(first, KEPT_LINES).read();
            if page.lines.is_empty() {
                break;
            }
            assert_eq!(page.first + page.lines.len() as u64, first);
            assert_eq!(page.lines[0], format!("line {} of a log that is long", page.first - BEGINNING));
            (first, lines) = (page.first, lines + page.lines.len());
        }
        assert_eq!(lines, 100_000);
    }

    fn text_of(lines: usize) -> Vec<u8> {
        (1..=lines).flat_map(|number| format!("line {number} of a log that is long\n").into_bytes()).collect()
    }

    #[test]
    fn what_an_adopted_gateway_wrote_is_kept_once_and_in_order() {
        let (folder, mut output) = written(b"an earlier run\n");
        let (mut out, mut err) = output.renew().unwrap();
        out.write_all(b"one\n").unwrap();
        output.pump();
        err.write_all(b"two\n").unwrap();
        output.pump();
        // nobody takes this in
        drop(output);
        out.write_all(b"three\n").unwrap();
        let mut output = Output::open(folder.path());
        output.look_back();
        assert_eq!(output.after(0).lines, ["one", "two", "three"]);
        assert_eq!((output.after(0).loud, output.last_words()), (vec![BEGINNING + 2], vec!["two".to_owned()]));
        assert_eq!(before(&output, 1, 9), (0, "an earlier run".to_owned()));
        let log = std::fs::read_to_string(folder.path().join("gateway.log")).unwrap();
        assert_eq!(log, "an earlier run\none\ntwo \nthree\n");
    }

    #[test]
    fn what_the_gateway_warns_of_is_told_from_what_it_says() {
        let (folder, mut output) = written(b"one\ntwo\n");
        let mut warns = OpenOptions::new().append(true).open(folder.path().join("gateway.stderr")).unwrap();
        warns.write_all(b"three\n").unwrap();
        output.pump();
        assert_eq!((output.after(0).lines.len(), output.after(0).loud), (3, vec![BEGINNING + 3]));
        assert_eq!(output.after(BEGINNING + 3).loud, [0; 0]);
    }

    #[test]
    fn no_answer_is_longer_than_a_line_on_the_socket() {
        let line = "\u{1f99e}".repeat(LINE_LENGTH) + "\n";
        let (_folder, output) = written(line.repeat(1000).as_bytes());
        let bytes = |lines: &[String]| lines.iter().map(String::len).sum::<usize>();
        let (latest, after) = (output.latest(usize::MAX), output.after(0));
        assert!(bytes(&latest) <= ANSWER_BYTES && bytes(&after.lines) <= ANSWER_BYTES);
        assert!(latest.len() > 100 && after.lines.len() > 100 && after.first == BEGINNING + 1);
    }

    #[test]
    fn only_the_latest_lines_stay_in_memory() {
        let text = (0..5000).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n") + "\n";
        let (_folder, output) = written(text.as_bytes());
        let lines = output.latest(usize::MAX);
        assert_eq!((lines.len(), lines.last().unwrap().as_str()), (KEPT_LINES, "line 4999"));
    }
}
