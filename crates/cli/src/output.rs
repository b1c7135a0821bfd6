//! Where answers and notes go: answers to standard output or a file, notes to standard error, each fit for a terminal.
//!
//! Colour is for terminals that want it. A reader that has seen enough (`| head`) is no error.

use std::{
    fmt::Write as _,
    fs,
    io::{self, BufRead, IsTerminal, Write},
    path::Path,
};

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, ensure};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{args, exit::Exit, words};

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 110;
const NARROWEST: usize = 30;
/// Where there is no terminal to measure.
const USUAL: usize = 100;

/// What text for people is laid out for.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Columns.
    pub(crate) width: usize,
    /// The person's.
    pub(crate) zone: TimeZone,
}

impl Page {
    /// The terminal that standard output is, or a page of the usual width.
    pub(crate) fn here() -> Page {
        let width = terminal_size::terminal_size_of(io::stdout())
            .map_or(USUAL, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST));
        Page { width, zone: TimeZone::system() }
    }
}

/// Prints text for people. It may carry colours; they are dropped where they do not belong.
pub(crate) fn say(text: &str) -> Result<()> {
    readers(write(text.as_bytes()))
}

/// Prints one JSON document.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    say(&document(value)?)
}

/// Says one thing, as JSON for programs or as text for people, and ends so.
pub(crate) fn answer(format: args::Json, answer: &impl Serialize, text: &str, exit: Exit) -> Result<Exit> {
    if format.json {
        json(answer)?;
    } else {
        say(&format!("{text}\n"))?;
    }
    Ok(exit)
}

/// One JSON document over several lines, and a line's end.
pub(crate) fn document(value: &impl Serialize) -> Result<String> {
    Ok(visible(&serde_json::to_string_pretty(value)?) + "\n")
}

/// One JSON document in one line, without its end.
pub(crate) fn line(value: &impl Serialize) -> Result<String> {
    Ok(visible(&serde_json::to_string(value)?))
}

/// Prints and reports how that went, a reader that is gone included.
pub(crate) fn write(bytes: &[u8]) -> io::Result<()> {
    let stdout = io::stdout().lock();
    let choice = if stdout.is_terminal() { AutoStream::choice(&stdout) } else { ColorChoice::Never };
    let mut stream = AutoStream::new(stdout, choice);
    stream.write_all(bytes)?;
    stream.flush()
}

/// Tells the person something beside the answer.
pub(crate) fn note(text: &str) {
    // nobody can be told that nobody can be told
    let _ = writeln!(io::stderr(), "clawtender: {}", words::clean(text, 4000));
}

/// Writes `text` to `file` without colours: all of it or nothing, and for its owner's eyes.
pub(crate) fn save(file: &Path, text: &str) -> Result<()> {
    let named = || format!("{} cannot be written", words::clean(&file.to_string_lossy(), 500));
    // through a link to what it points at; a device or a pipe must not be replaced by a file
    let target = match fs::canonicalize(file) {
        Ok(target) => {
            ensure!(target.is_file(), "{}: it is not a regular file", named());
            target
        }
        Err(_) => file.to_owned(),
    };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut whole = tempfile::NamedTempFile::new_in(folder).with_context(named)?;
    whole.write_all(anstream::adapter::strip_str(text).to_string().as_bytes()).with_context(named)?;
    whole.as_file().sync_all().with_context(named)?;
    whole.persist(&target).with_context(named)?;
    Ok(())
}

fn readers(written: io::Result<()>) -> Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// The same JSON with every character spelled out that a terminal would obey or not show. Outside of its strings, which
/// may spell out any character, JSON has none of them but line feeds.
fn visible(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for char in json.chars() {
        if char == '\n' || !words::unseen(char) {
            shown.push(char);
        } else {
            let mut units = [0; 2];
            for unit in char.encode_utf16(&mut units) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        }
    }
    shown
}

/// Whether the next line of the terminal is a yes.
pub(crate) async fn yes() -> Result<bool> {
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|_| line)
    })
    .await??;
    Ok(line.trim().eq_ignore_ascii_case("yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_and_moves_no_cursor() {
        let hostile = "a\u{1b}[2J\u{9b}31m\u{7f}\u{202e}\u{2028}\u{e0041}é\n";
        for text in [document(&hostile).unwrap(), line(&hostile).unwrap()] {
            assert!(!text.trim_end().chars().any(words::unseen), "{text:?}");
            assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
        }
    }

    #[test]
    fn a_file_is_private_whole_and_without_colour() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.txt");
        for text in ["first and longer\n", "\u{1b}[1mnext\u{1b}[0m\n"] {
            save(&file, text).unwrap();
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "next\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_followed_and_a_device_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        save(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(save(Path::new("/dev/null"), "text").unwrap_err().to_string().contains("not a regular file"));
        assert!(save(folder.path(), "text").is_err());
        assert!(save(&folder.path().join("no/such/folder"), "text").is_err());
    }
}
