//! What is kept of keys between two looks: `key-tests.json` and `key-ages.json` in the state folder. Neither holds a key, or
//! anything of one. A file that cannot be read is one that holds nothing.

use clawtender_core::providers::tested::{KeyName, Tested};
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{clock, paths::Paths, probes::bounded, record::write_whole};

/// Largest file that is read, in bytes.
const LIMIT: u64 = 1024 * 1024;

const TESTS: &str = "key-tests.json";
const AGES: &str = "key-ages.json";

/// What came of the last test of each key.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Tests {
    tests: Vec<Entry<Tested>>,
    #[serde(skip)]
    changed: bool,
}

/// Since when each key is kept.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Ages {
    stored: Vec<Entry<Stored>>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Entry<T> {
    #[serde(flatten)]
    key: KeyName,
    #[serde(flatten)]
    value: T,
}

impl Tests {
    pub(super) fn read(paths: &Paths) -> Tests {
        read(paths, TESTS)
    }

    pub(super) fn of(&self, key: &KeyName) -> Option<&Tested> {
        find(&self.tests, key)
    }

    pub(super) fn put(&mut self, key: KeyName, tested: Tested) {
        put(&mut self.tests, key, Some(tested));
        self.changed = true;
    }

    /// Writes what has changed. A disk that takes nothing costs a question more, the next time.
    pub(super) fn write(&mut self, paths: &Paths) {
        if std::mem::take(&mut self.changed) {
            keep(paths, TESTS, self);
        }
    }
}

impl Ages {
    pub(super) fn read(paths: &Paths) -> Ages {
        read(paths, AGES)
    }

    pub(super) fn of(&self, key: &KeyName) -> Option<Timestamp> {
        find(&self.stored, key).map(|stored| stored.at)
    }
}

/// What is kept of all keys.
pub struct Known {
    ages: Ages,
    tests: Tests,
}

impl Known {
    /// As the files have it now.
    pub fn read(paths: &Paths) -> Known {
        Known { ages: Ages::read(paths), tests: Tests::read(paths) }
    }

    /// Since when Clawtender keeps this key.
    pub fn since(&self, key: &KeyName) -> Option<Timestamp> {
        self.ages.of(key)
    }

    /// What came of its last test.
    pub fn tested(&self, key: &KeyName) -> Option<Tested> {
        self.tests.of(key).cloned()
    }
}

/// Notes that a key was stored now: its age begins, and what was said of an earlier one is void.
pub fn stored(paths: &Paths, provider: &str, account: Option<&str>) {
    note(paths, provider, account, Some(Stored { at: clock::now() }));
}

/// Notes what a provider said of the key that was stored just now.
pub(crate) fn tried(paths: &Paths, key: KeyName, tested: Tested) {
    let mut tests = Tests::read(paths);
    // it was tried before it was stored: that word counts for it
    tests.put(key, Tested { at: clock::now(), ..tested });
    tests.write(paths);
}

/// Notes that a key is gone.
pub fn deleted(paths: &Paths, provider: &str, account: Option<&str>) {
    note(paths, provider, account, None);
}

fn note(paths: &Paths, provider: &str, account: Option<&str>, age: Option<Stored>) {
    let key = KeyName { provider: provider.to_owned(), account: account.map(str::to_owned) };
    let (mut ages, mut tests) = (Ages::read(paths), Tests::read(paths));
    put(&mut ages.stored, key.clone(), age);
    keep(paths, AGES, &ages);
    put(&mut tests.tests, key, None);
    keep(paths, TESTS, &tests);
}

fn find<'a, T>(entries: &'a [Entry<T>], key: &KeyName) -> Option<&'a T> {
    entries.iter().find(|entry| entry.key == *key).map(|entry| &entry.value)
}

fn put<T>(entries: &mut Vec<Entry<T>>, key: KeyName, value: Option<T>) {
    entries.retain(|entry| entry.key != key);
    entries.extend(value.map(|value| Entry { key, value }));
    entries.sort_by(|one, other| one.key.cmp(&other.key));
}

fn read<T: DeserializeOwned + Default>(paths: &Paths, name: &str) -> T {
    let bytes = bounded::read(&paths.state.join(name), LIMIT).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn keep(paths: &Paths, name: &str, value: &impl Serialize) {
    // a command may be the first thing of Clawtender that runs here
    let folder = std::fs::create_dir_all(&paths.state).map_err(anyhow::Error::from);
    if let Err(error) = folder.and_then(|()| write_whole(&paths.state.join(name), value)) {
        tracing::warn!(name, error = format!("{error:#}"), "what is known about keys cannot be kept now");
    }
}

#[cfg(test)]
mod tests {
    use clawtender_core::providers::{
        answer::{Answer, Refusal},
        tested::Outcome,
    };

    use super::*;

    #[test]
    fn what_came_of_a_test_is_kept_until_the_key_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let key = KeyName { provider: "openai".into(), account: Some("work".into()) };
        let tested = Tested {
            at: "2026-11-20T12:00:00Z".parse().unwrap(),
            host: "api.openai.com".into(),
            outcome: Outcome::Answered(Answer::Refused(Refusal::Expired)),
            said: "It is over.".into(),
            request_id: Some("req_1".into()),
        };
        let mut tests = Tests::read(&paths);
        tests.put(key.clone(), tested.clone());
        tests.write(&paths);
        assert_eq!(Tests::read(&paths).of(&key), Some(&tested));
        let text = std::fs::read_to_string(paths.state.join(TESTS)).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            file["tests"][0],
            serde_json::json!({
                "provider": "openai", "account": "work", "at": "2026-11-20T12:00:00Z", "host": "api.openai.com",
                "outcome": { "answer": "refused", "detail": "expired" }, "said": "It is over.", "requestId": "req_1",
            })
        );
        stored(&paths, "openai", Some("work"));
        assert!(Tests::read(&paths).of(&key).is_none() && Ages::read(&paths).of(&key).is_some());
        deleted(&paths, "openai", Some("work"));
        assert!(Ages::read(&paths).of(&key).is_none());
    }

    #[test]
    fn a_damaged_file_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        std::fs::create_dir_all(&paths.state).unwrap();
        for bytes in [&b""[..], b"\xff\x00", b"[]", br#"{"tests":[{"provider":7}]}"#] {
            std::fs::write(paths.state.join(TESTS), bytes).unwrap();
            assert!(Tests::read(&paths).of(&KeyName::default()).is_none());
        }
    }
}
