//! The end of the gateway's log, where nobody has heard it as it was written: no engine ran, and no gateway runs that could be
//! asked for it.

use std::{fs, time::SystemTime};

use jiff::Timestamp;

use super::{bounded, config, host, others};
use crate::{gateway, platform, world::World};

/// How much of its end is read, in bytes.
const END: u64 = 256 * 1024;

/// What was written lately, as the gateway writes it to its output, oldest first. Nothing where it may be another gateway's: the
/// usual file is one for everything that runs of OpenClaw on a computer.
pub(crate) fn look(world: &World, now: Timestamp) -> Vec<String> {
    let lookup = |name: &str| world.variable(name);
    let config = config::read(&world.located, &lookup);
    let alone = || {
        let all: Vec<_> = platform::processes().into_iter().map(|one| (one.identity.pid, one.name)).collect();
        others::is_alone(None, &all)
    };
    if config.log_file.is_none() && !alone() {
        return Vec::new();
    }
    let written =
        |file: &std::path::Path| fs::metadata(file).and_then(|at| at.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let newest = host::log_files(world).into_iter().max_by_key(|(file, _)| written(file));
    let end = newest.and_then(|(file, _)| bounded::end(&file, END).ok()).unwrap_or_default();
    gateway::log_lines(config.port, &String::from_utf8_lossy(&end), now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_newest_log_is_read_and_what_is_no_record_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(".openclaw");
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join("openclaw.json"), r#"{ logging: { file: "~/gate.log" } }"#).unwrap();
        let record = |subsystem: &str, at: &str, text: &str| {
            let subsystem = serde_json::json!({ "subsystem": subsystem }).to_string();
            let record = serde_json::json!({ "0": subsystem, "1": text, "time": at, "message": text });
            format!("{record}\n")
        };
        let log = [
            "half a record\"}\n".to_owned(),
            record("gateway", "2026-11-26T03:00:00.000+00:00", "too long ago"),
            record("telegram", "2026-11-26T04:58:00.000+00:00", "giving up after 10 restart attempts"),
        ];
        fs::write(folder.path().join("gate.log"), log.concat()).unwrap();
        let now = "2026-11-26T05:00:00Z".parse().unwrap();
        let lines = look(&World::in_folder(folder.path()), now);
        assert_eq!(lines, ["2026-11-26T04:58:00.000+00:00 [telegram] giving up after 10 restart attempts"]);
    }
}
