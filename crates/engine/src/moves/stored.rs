//! What is known of keys beside the keys: when they were stored, and how they did when they were last tried. Two small files
//! in Clawtender's state folder; either may be missing, and then nothing is known.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    clock,
    paths::Paths,
    probes::bounded,
    record,
    secrets::{provider_key, provider_of},
};

/// Largest file that is read, in bytes.
const LIMIT: u64 = 1024 * 1024;

const AGES: &str = "key-ages.json";

/// How a key did when it was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyTest {
    /// OpenClaw's name for the provider.
    pub provider: String,
    /// Which of several keys for the provider.
    #[serde(default)]
    pub account: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What came of it, in the words of whoever tried it.
    pub outcome: Value,
}

/// When a key was stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    provider: String,
    #[serde(default)]
    account: Option<String>,
    at: Timestamp,
}

#[derive(Default, Serialize, Deserialize)]
struct Ages {
    stored: Vec<Stored>,
}

/// `key-tests.json`, the oldest first.
pub fn last_tests(paths: &Paths) -> Vec<KeyTest> {
    #[derive(Default, Deserialize)]
    struct Tests {
        tests: Vec<KeyTest>,
    }
    let Tests { mut tests } = read(paths, "key-tests.json");
    tests.sort_by_key(|test| test.at);
    tests
}

/// When the key of each keychain account was stored, where Clawtender did it.
pub fn stored_at(paths: &Paths) -> BTreeMap<String, Timestamp> {
    let Ages { stored } = read(paths, AGES);
    stored
        .into_iter()
        .filter_map(|stored| Some((provider_key(&stored.provider, stored.account.as_deref())?, stored.at)))
        .collect()
}

/// These were stored now. That it could not be written down keeps nobody from having stored them.
pub fn note_stored<'a>(paths: &Paths, accounts: impl IntoIterator<Item = &'a str>) {
    let mut ages: Ages = read(paths, AGES);
    for (provider, account) in accounts.into_iter().filter_map(provider_of) {
        ages.stored.retain(|known| (&*known.provider, known.account.as_deref()) != (provider, account));
        ages.stored.push(Stored {
            provider: provider.to_owned(),
            account: account.map(str::to_owned),
            at: clock::now(),
        });
    }
    let written = std::fs::create_dir_all(&paths.state).map_err(anyhow::Error::from);
    if let Err(error) = written.and_then(|()| record::write_whole(&paths.state.join(AGES), &ages)) {
        tracing::warn!(error = format!("{error:#}"), "when a key was stored is not kept");
    }
}

fn read<T: DeserializeOwned + Default>(paths: &Paths, name: &str) -> T {
    let bytes = bounded::read(&paths.state.join(name), LIMIT).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_nothing_and_what_is_noted_stays() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        assert_eq!((stored_at(&paths).len(), last_tests(&paths)), (0, Vec::new()));
        note_stored(&paths, ["providers/ok/apiKey"]);
        note_stored(&paths, ["providers/groq/apiKey"]);
        assert_eq!(stored_at(&paths).into_keys().collect::<Vec<_>>(), ["providers/groq/apiKey", "providers/ok/apiKey"]);
        let tests = r#"{"tests":[{"provider":"ok","at":"2026-11-20T12:00:00Z","outcome":"refused","host":"x"},
                        {"provider":"ok","account":null,"at":"2026-11-19T12:00:00Z","outcome":"accepted"}]}"#;
        std::fs::write(paths.state.join("key-tests.json"), tests).unwrap();
        assert_eq!(last_tests(&paths).last().unwrap().outcome, "refused");
        std::fs::write(paths.state.join("key-tests.json"), "[{").unwrap();
        assert_eq!(last_tests(&paths), Vec::new());
    }
}
