//! What the keychain's rules stand on: single entries of bytes, in calls that may block.

use secrecy::zeroize::Zeroizing;

use super::{Entry, KeychainError};

/// Bytes that are overwritten when they are dropped.
pub(super) type Bytes = Zeroizing<Vec<u8>>;

/// Where vaults come from.
pub(super) trait Store: Send + Sync {
    /// Connects to it. Asks the person nothing.
    fn open(&self) -> Result<Box<dyn Vault>, KeychainError>;
    /// Makes it usable; the person may be asked, and this returns when they have answered.
    fn unlock(&self) -> Result<(), KeychainError>;
}

/// An open store. Lives and is dropped on the thread that opened it.
pub(super) trait Vault {
    /// Most bytes of one entry.
    fn limit(&self) -> usize;
    /// What one entry holds; `None` when there is no such entry.
    fn get(&self, entry: &Entry) -> Result<Option<Bytes>, KeychainError>;
    /// Puts at most [`Vault::limit`] bytes in the place of what the entry held, in one step.
    fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<(), KeychainError>;
    /// Deletes one entry; `false` when there was none.
    fn remove(&self, entry: &Entry) -> Result<bool, KeychainError>;
    /// The accounts of all entries of a service, in no order; one that has several items may be named several times.
    fn accounts(&self, service: &str) -> Result<Vec<String>, KeychainError>;
}
