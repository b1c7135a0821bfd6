//! How often the session has really started Clawtender, kept in `state/logins.json`.
//!
//! Where the disk takes nothing, or the file makes no sense, it counts from nothing: it is shown and nothing depends on it.

use std::path::Path;

use clawtender_core::at_login::Starts;

use crate::{clock, platform, probes::bounded, record::write_whole};

/// More is no file of ours.
const LIMIT: u64 = 64 * 1024;

const FILE: &str = "logins.json";

/// How often, as the state folder has it.
pub fn read(state: &Path) -> Starts {
    let text = bounded::read(&state.join(FILE), LIMIT).ok();
    text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// The session has just started it.
pub fn started(state: &Path) {
    count(state, session());
}

fn count(state: &Path, session: Option<String>) {
    let mut starts = read(state);
    let before = starts.clone();
    starts.started(clock::now(), session);
    if starts != before
        && let Err(error) = write_whole(&state.join(FILE), &starts)
    {
        tracing::debug!(error = format!("{error:#}"), "a start at login is not counted");
    }
}

/// Which session this is, where it can be told: the boot, and logind's number within it.
fn session() -> Option<String> {
    let number = std::env::var("XDG_SESSION_ID").unwrap_or_default();
    platform::boot().map(|boot| format!("{boot}/{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_outlive_the_tray_and_a_damaged_file_counts_from_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path();
        assert_eq!(read(state), Starts::default());
        for session in ["one", "one", "two"] {
            count(state, Some(session.to_owned()));
        }
        assert_eq!(read(state).count, 2);
        std::fs::write(state.join(FILE), "{\"count\": tw").unwrap();
        assert_eq!(read(state), Starts::default());
        count(state, None);
        assert_eq!(read(state).count, 1);
        // a folder that is not there is no reason to end
        count(&state.join("gone"), None);
    }
}
