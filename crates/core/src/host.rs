//! How this computer is off for memory, room and open files, and what the gateway takes of them: what was measured. What is too
//! much, the checks say.
//!
//! All sizes are bytes. What a system does not tell is `None`.

use std::time::Duration;

use jiff::Timestamp;

use crate::words::Phrase;

/// A moment of this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Its memory.
    pub memory: Option<Memory>,
    /// Where the gateway and Clawtender write.
    pub rooms: Vec<Room>,
    /// The supervised gateway, while one runs.
    pub gateway: Option<Load>,
    /// The files that the gateway writes its log to, largest first.
    pub logs: Vec<LogFile>,
}

/// The computer's memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// All of it.
    pub total: u64,
    /// What a program could still get without anything being swapped out.
    pub available: u64,
    /// The programs that hold most of it.
    pub largest: Vec<Portion>,
}

/// A folder and the file system that it is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// The folder.
    pub path: String,
    /// How much can still be written there.
    pub free: u64,
    /// How many files can still be made there, and how many there can be at all.
    pub files: Option<(u64, u64)>,
    /// What takes most room in the folder; looked at only where there is little left.
    pub largest: Vec<Portion>,
}

/// Somebody's part of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portion {
    /// A program's name, or a file's in its folder.
    pub name: String,
    /// How much.
    pub bytes: u64,
}

/// What the gateway takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Its process id.
    pub pid: u32,
    /// The present measurement.
    pub now: Sample,
    /// Earlier measurements of the same process, oldest first, at least four minutes apart.
    pub earlier: Vec<Sample>,
    /// How many files it holds open, and how many it may.
    pub handles: Option<(u64, u64)>,
}

/// One measurement of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// When, by the wall clock: for people.
    pub at: Timestamp,
    /// When, in a time that nobody sets.
    pub up: Duration,
    /// Its memory that is in the computer's.
    pub resident: u64,
    /// The time of one processor that it has used since it began.
    pub processor: Duration,
}

/// A file that the gateway's log goes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFile {
    /// Where.
    pub path: String,
    /// How large it is.
    pub bytes: u64,
    /// How much larger it has become, and in which time; `None` while it is known from one look only.
    pub grew: Option<(u64, Duration)>,
    /// What its last lines say most often; looked at only where it is large.
    pub mostly: Option<Mostly>,
}

/// What a log says most often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mostly {
    /// One line that says it, cleaned.
    pub line: String,
    /// How many of the lines looked at say it.
    pub times: u32,
    /// How many were looked at.
    pub of: u32,
}

impl Load {
    /// How busy it was from each measurement to the next, in hundredths of one processor, oldest first.
    pub fn busy(&self) -> Vec<u64> {
        let samples: Vec<&Sample> = self.earlier.iter().chain([&self.now]).collect();
        let between = samples.windows(2).filter_map(|pair| {
            let (used, passed) =
                (pair[1].processor.checked_sub(pair[0].processor)?, pair[1].up.checked_sub(pair[0].up)?);
            u64::try_from((used.as_millis() * 100).checked_div(passed.as_millis())?).ok()
        });
        between.collect()
    }
}

/// A size for people: `640 kB`, `12 MB`, `1.3 GB`.
pub fn size(bytes: u64) -> Phrase {
    let (unit, whole, tenth) = match bytes {
        0..1_000 => ("bytes", bytes, 0),
        1_000..1_000_000 => ("kilo", bytes / 1_000, 0),
        1_000_000..1_000_000_000 => ("mega", bytes / 1_000_000, 0),
        _ => ("giga", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
    };
    let told = [("unit", unit.into()), ("whole", whole.to_string().into()), ("tenth", tenth.to_string().into())];
    Phrase::new("host-size", told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (12_345_678, "12 MB"),
            (1_390_000_000, "1.3 GB"),
            (u64::MAX, "18446744073.7 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn how_busy_it_was_is_told_of_each_pause_and_of_none_without_time() {
        let sample = |(second, used): (u64, u64)| Sample {
            up: Duration::from_secs(second),
            processor: Duration::from_secs(used),
            ..Sample::default()
        };
        let load = |earlier: &[(u64, u64)], now| Load {
            earlier: earlier.iter().copied().map(sample).collect(),
            now: sample(now),
            ..Load::default()
        };
        assert_eq!(load(&[], (0, 9)).busy(), [] as [u64; 0]);
        assert_eq!(load(&[(0, 10), (300, 40)], (600, 640)).busy(), [10, 200]);
        assert_eq!(load(&[(300, 10)], (300, 40)).busy(), [] as [u64; 0]);
    }
}
