//! What the buttons of notifications stand for that may outlive this program: each is known outside by a token alone, which
//! counts once.
//!
//! Where the desktop answers a press by starting a program (Windows), whatever it hands over can come from anybody: a web page
//! may open the same address. What a token stands for is written here, where only this user writes; one that nobody knows, or
//! that was used, stands for nothing.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clawtender_core::incident::{Click, Place};
use serde::{Deserialize, Serialize};

use crate::{paths::Paths, probes::bounded, record::write_whole};

/// The scheme under which the system starts us for a press.
pub const SCHEME: &str = "clawtender";
/// What stands before the token.
const BEFORE: &str = "clawtender:press/";
/// How long a token is, in characters: 128 bits.
const TOKEN: usize = 32;
/// How many are kept: twelve notifications, each with two buttons and itself, and what replaced some of them.
const KEPT: usize = 64;
/// Largest file that is read, in bytes.
const LIMIT: u64 = 256 * 1024;

/// What a press means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// The notification's id.
    pub notice: String,
    /// What it does.
    pub click: Click,
    /// Where the notification leads.
    pub place: Place,
}

#[derive(Serialize, Deserialize)]
struct Line {
    token: String,
    #[serde(flatten)]
    press: Press,
}

/// The file, which every start reads anew: the one that shows notifications is not the one that is started for a press.
#[derive(Clone, Debug)]
pub struct Presses {
    file: PathBuf,
}

impl Presses {
    /// Those of this person.
    pub fn of(paths: &Paths) -> Presses {
        Presses { file: paths.state.join("presses.json") }
    }

    /// A file of this name beside it.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.file.with_file_name(name)
    }

    /// Writes them down; the address that stands for each, in the same order. The oldest are forgotten for it.
    ///
    /// # Errors
    /// When the file cannot be written, or there are no random numbers.
    pub fn enter(&self, presses: Vec<Press>) -> Result<Vec<String>> {
        let mut lines = self.read();
        let mut addresses = Vec::with_capacity(presses.len());
        for press in presses {
            let token = token()?;
            addresses.push(format!("{BEFORE}{token}"));
            lines.push(Line { token, press });
        }
        lines.drain(..lines.len().saturating_sub(KEPT));
        self.write(&lines)?;
        Ok(addresses)
    }

    /// What this address stands for, once. Anything else that stands for the same notification goes with it.
    pub fn take(&self, address: &str) -> Option<Press> {
        let token = token_of(address)?;
        let mut lines = self.read();
        let press = lines.iter().find(|line| line.token == token)?.press.clone();
        lines.retain(|line| line.press.notice != press.notice);
        // one that could not be crossed out would count twice
        self.write(&lines).inspect_err(|error| tracing::warn!("{error:#}")).ok()?;
        Some(press)
    }

    /// This notification is gone: what it stood for is so no more.
    pub fn forget(&self, notice: &str) {
        let mut lines = self.read();
        let before = lines.len();
        lines.retain(|line| line.press.notice != notice);
        if lines.len() != before
            && let Err(error) = self.write(&lines)
        {
            tracing::warn!("{error:#}");
        }
    }

    /// A damaged or huge file knows nothing.
    fn read(&self) -> Vec<Line> {
        let bytes = bounded::read(&self.file, LIMIT).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn write(&self, lines: &[Line]) -> Result<()> {
        write_whole(&self.file, &lines).with_context(|| format!("{} cannot be written", self.file.display()))
    }
}

/// The token of an address as we make them, and nothing else. Some systems put a slash behind what has none.
fn token_of(address: &str) -> Option<&str> {
    let token = address.strip_prefix(BEFORE)?;
    let token = token.strip_suffix('/').unwrap_or(token);
    let good = token.len() == TOKEN && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    good.then_some(token)
}

fn token() -> Result<String> {
    let mut random = [0; TOKEN / 2];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(random)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn here(folder: &tempfile::TempDir) -> Presses {
        Presses { file: folder.path().join("presses.json") }
    }

    fn press(notice: &str, fix: &str) -> Press {
        let click = Click::Fix { finding: notice.to_owned(), subject: None, fix: fix.to_owned() };
        Press { notice: notice.to_owned(), click, place: Place::Finding(notice.to_owned()) }
    }

    #[test]
    fn a_press_counts_once_and_its_neighbours_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let two = vec![press("hung", "restart-gateway"), press("hung", "start-gateway")];
        let addresses = here(&folder).enter(two.clone()).unwrap();
        let other = here(&folder).enter(vec![press("key", "replace-key")]).unwrap();
        assert_ne!(addresses[0], addresses[1]);
        assert_eq!(here(&folder).take(&addresses[1]), Some(two[1].clone()));
        assert_eq!([here(&folder).take(&addresses[1]), here(&folder).take(&addresses[0])], [None, None]);
        assert_eq!(here(&folder).take(&format!("{}/", other[0])), Some(press("key", "replace-key")));
    }

    #[test]
    fn what_was_withdrawn_or_is_too_old_stands_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let presses = here(&folder);
        let first = presses.enter(vec![press("hung", "restart-gateway")]).unwrap();
        presses.forget("hung");
        assert_eq!(presses.take(&first[0]), None);
        let old = presses.enter(vec![press("old", "restart-gateway")]).unwrap();
        for number in 0..KEPT {
            presses.enter(vec![press(&format!("n{number}"), "restart-gateway")]).unwrap();
        }
        assert_eq!(presses.take(&old[0]), None);
        assert_eq!(presses.read().len(), KEPT);
    }

    #[test]
    fn what_anybody_can_open_stands_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let presses = here(&folder);
        let good = presses.enter(vec![press("hung", "restart-gateway")]).unwrap().remove(0);
        let token = good.strip_prefix(BEFORE).unwrap();
        for odd in [
            "",
            "clawtender:",
            "clawtender:press/",
            "clawtender://press/",
            &format!("clawtender:fix/{token}"),
            &format!("{BEFORE}{}", token.to_uppercase()),
            &format!("{BEFORE}{token}0"),
            &format!("{BEFORE}../{token}"),
            &format!("{BEFORE}{token}?finding=gateway-hung&fix=restart-gateway"),
            &format!("{BEFORE}{}", "0".repeat(TOKEN)),
            &format!(" {good}"),
        ] {
            assert_eq!(presses.take(odd), None, "{odd}");
        }
        assert!(presses.take(&good).is_some());
        for text in [b"{".to_vec(), vec![0xff; 100], vec![b' '; 1 << 20]] {
            fs::write(&presses.file, text).unwrap();
            assert_eq!(presses.take(&good), None);
        }
    }
}
