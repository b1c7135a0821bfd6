//! How this computer is off, and what the gateway takes of it: memory, room, open files, and the size of the log. Files are
//! counted, not read, but for the end of a log that is large.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use clawtender_core::host::{Host, LogFile, Mostly, Portion, Room};
use serde_json::Value;

use super::{
    bounded::{self, clean},
    config,
};
use crate::{platform, world::World};

/// Where so little room is left, it is worth looking who takes it. In bytes.
const TIGHT: u64 = 1_500_000_000;
/// A log that is large enough to look what it says most, and how much of its end is looked at. In bytes.
const LARGE: u64 = 50_000_000;
const LOOKED_AT: u64 = 256 * 1024;
/// Most files that are counted in one folder: there may be millions.
const COUNTED: usize = 20_000;
/// How many log files and how many portions are kept.
const KEPT: usize = 8;
/// Longest line that is kept, in characters.
const LINE: usize = 300;

/// Looks. Reads folders and the process table; `gateway` is its process.
pub(crate) fn look(world: &World, gateway: Option<u32>) -> Host {
    let mut rooms: Vec<Room> = Vec::new();
    let own = &world.paths.state;
    for folder in
        [world.located.state_dir.as_path(), own].into_iter().chain(log_folders(world).iter().map(|log| &*log.0))
    {
        let Some((free, files)) = nearest(folder).and_then(|there| platform::room(there).ok()) else { continue };
        let path = folder.to_string_lossy().into_owned();
        if rooms.iter().all(|room| room.path != path) {
            let largest = if free < TIGHT { largest_in(folder) } else { Vec::new() };
            rooms.push(Room { path, free, files, largest });
        }
    }
    Host { memory: platform::memory(), rooms, gateway: gateway.and_then(platform::load), logs: logs(world) }
}

/// The files that the gateway writes its log to, largest first.
pub(crate) fn log_files(world: &World) -> Vec<(PathBuf, u64)> {
    let mut found: Vec<(PathBuf, u64)> = Vec::new();
    for (folder, beginning) in log_folders(world) {
        for entry in fs::read_dir(&folder).into_iter().flatten().take(COUNTED).flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_log = name.starts_with(&beginning) && name.contains(".log");
            // a link may lead to anything
            let Some(about) = entry.metadata().ok().filter(|about| is_log && about.is_file()) else { continue };
            found.push((entry.path(), about.len()));
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.dedup();
    found
}

/// Where the gateway's log is, and with what the names of its files begin: where `logging.file` says, else in a folder that all
/// gateways of this user share (gateway-facts: `openclaw-YYYY-MM-DD.log`); and in the folder of a service.
fn log_folders(world: &World) -> Vec<(PathBuf, String)> {
    let configured = config::whole(&world.located, &|name| world.variable(name)).ok();
    let file = configured.as_ref().and_then(|whole| whole["logging"]["file"].as_str());
    let file = file.map(|file| match (file.strip_prefix("~/"), &world.home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(file),
    });
    let named = file.filter(|file| file.is_absolute()).and_then(|file| {
        let beginning = file.file_stem()?.to_string_lossy().into_owned();
        Some((file.parent()?.to_owned(), beginning))
    });
    let usual = || platform::log_folders().into_iter().map(|folder| (folder, "openclaw".to_owned()));
    let service = (world.located.state_dir.join("logs"), String::new());
    named.map_or_else(|| usual().collect(), |named| vec![named]).into_iter().chain([service]).collect()
}

fn logs(world: &World) -> Vec<LogFile> {
    let files = log_files(world).into_iter().take(KEPT);
    let logs = files.map(|(path, bytes)| LogFile {
        mostly: (bytes >= LARGE).then(|| bounded::end(&path, LOOKED_AT).ok()).flatten().and_then(|tail| mostly(&tail)),
        path: path.to_string_lossy().into_owned(),
        bytes,
        grew: None,
    });
    logs.collect()
}

/// What is said most often, numbers aside; nothing where that is not much of it.
fn mostly(tail: &[u8]) -> Option<Mostly> {
    let text = String::from_utf8_lossy(tail);
    // the first one is cut
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let mut said: HashMap<String, (u32, &str)> = HashMap::new();
    for line in &lines {
        let (times, _) = said.entry(skeleton(&message(line))).or_insert((0, line));
        *times += 1;
    }
    let (times, line) = said.into_values().max_by_key(|(times, _)| *times)?;
    let of = u32::try_from(lines.len()).ok()?;
    (times > 1 && times.saturating_mul(4) >= of).then(|| Mostly { line: clean(&message(line), LINE), times, of })
}

/// The text of a line of the log, which is JSON.
fn message(line: &str) -> String {
    let record: Value = serde_json::from_str(line).unwrap_or_default();
    record["message"].as_str().unwrap_or(line).to_owned()
}

/// A text without what differs from one time to the next: numbers and the words that hold one.
fn skeleton(text: &str) -> String {
    let words = text.split_whitespace().take(40);
    words
        .map(|word| if word.contains(|char: char| char.is_ascii_digit()) { "0" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The folder, or the nearest one above it that is there.
fn nearest(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.is_dir())
}

/// What takes most room directly in a folder; folders in it are counted whole.
fn largest_in(folder: &Path) -> Vec<Portion> {
    let mut left = COUNTED;
    let mut portions: Vec<Portion> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| Portion {
            name: entry.file_name().to_string_lossy().chars().take(LINE).collect(),
            bytes: weight(&entry.path(), &mut left),
        })
        .collect();
    portions.sort_by_key(|portion| std::cmp::Reverse(portion.bytes));
    portions.truncate(KEPT);
    portions
}

/// How large a file is, or all in a folder. Links are not followed.
fn weight(path: &Path, left: &mut usize) -> u64 {
    let mut bytes = 0;
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if *left == 0 {
            break;
        }
        *left -= 1;
        match fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() => {
                open.extend(fs::read_dir(&path).into_iter().flatten().flatten().take(*left).map(|entry| entry.path()));
            }
            Ok(about) => bytes += about.len(),
            Err(_) => {}
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_log_says_most_is_known_whatever_its_numbers() {
        let line = |number: u32| {
            format!(r#"{{"0":"x","message":"connect ECONNREFUSED 127.0.0.1:{number} after {number} ms"}}"#)
        };
        let lines: Vec<String> =
            (0..50).flat_map(|number| [line(number), format!("other {}", "x".repeat(number as usize))]).collect();
        let found = mostly(lines.join("\n").as_bytes()).unwrap();
        assert_eq!((found.times, found.of), (49, 99));
        assert!(found.line.starts_with("connect ECONNREFUSED 127.0.0.1:"), "{found:?}");
        assert_eq!(mostly(b"one\ntwo\nthree\nfour\nfive\nsix"), None);
        assert_eq!(mostly(b""), None);
        assert!(mostly(&[0xff; 5000]).is_none());
    }

    #[test]
    fn the_log_is_found_where_the_configuration_says_and_a_link_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (own, logs) = (folder.path().join(".openclaw"), folder.path().join("here"));
        fs::create_dir_all(&own).unwrap();
        fs::create_dir_all(&logs).unwrap();
        fs::write(own.join("openclaw.json"), r#"{ logging: { file: "~/here/gate.log" } }"#).unwrap();
        fs::write(logs.join("gate.log"), "12345").unwrap();
        fs::write(logs.join("gate.1.log"), "123456789").unwrap();
        fs::write(logs.join("other.log"), "1").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(own.join("openclaw.json"), logs.join("gate.2.log")).unwrap();
        let found = log_files(&World::in_folder(folder.path()));
        let found: Vec<_> =
            found.iter().map(|(path, bytes)| (path.file_name().unwrap().to_str().unwrap(), *bytes)).collect();
        assert_eq!(found, [("gate.1.log", 9), ("gate.log", 5)]);
    }

    #[test]
    fn what_takes_room_is_named_and_links_lead_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("media/deep")).unwrap();
        fs::write(folder.path().join("media/deep/a"), [0; 900]).unwrap();
        fs::write(folder.path().join("b"), [0; 100]).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", folder.path().join("all")).unwrap();
        let largest = largest_in(folder.path());
        assert_eq!((largest[0].name.as_str(), largest[0].bytes, largest[1].bytes), ("media", 900, 100));
    }

    #[test]
    fn this_computer_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        let host = look(&World::in_folder(folder.path()), Some(std::process::id()));
        let memory = host.memory.unwrap();
        assert!(memory.total > memory.available && memory.available > 0);
        assert!(host.rooms.iter().all(|room| room.free > 0) && !host.rooms.is_empty());
        let load = host.gateway.unwrap();
        assert!(load.pid == std::process::id() && load.now.resident > 1_000_000);
        #[cfg(target_os = "linux")]
        assert!(load.handles.is_some_and(|(open, limit)| open > 2 && limit >= open), "{load:?}");
    }
}
