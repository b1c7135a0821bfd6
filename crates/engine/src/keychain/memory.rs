//! A keychain that lasts as long as a test.

use std::{collections::BTreeMap, sync::Mutex};

use super::{
    vault::{Bytes, Vault},
    *,
};

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Keychain {
    /// An empty one in memory.
    pub(crate) fn in_memory() -> Keychain {
        Keychain::over(Arc::new(Memory::default()), Deadlines { answer: ANSWER, person: PERSON })
    }
}

impl Store for Memory {
    fn open(&self) -> Result<Box<dyn Vault>, KeychainError> {
        Ok(Box::new(self.clone()))
    }

    fn unlock(&self) -> Result<(), KeychainError> {
        Ok(())
    }
}

impl Vault for Memory {
    fn limit(&self) -> usize {
        LONGEST
    }

    fn get(&self, entry: &Entry) -> Result<Option<Bytes>, KeychainError> {
        Ok(self.0.lock().unwrap().get(&entry.account).cloned().map(Bytes::from))
    }

    fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(entry.account.clone(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, entry: &Entry) -> Result<bool, KeychainError> {
        Ok(self.0.lock().unwrap().remove(&entry.account).is_some())
    }

    fn accounts(&self, _: &str) -> Result<Vec<String>, KeychainError> {
        Ok(self.0.lock().unwrap().keys().cloned().collect())
    }
}
