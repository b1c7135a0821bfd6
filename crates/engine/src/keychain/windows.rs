//! Windows: the Credential Manager, which is open as long as the person is logged on and asks nothing.
//!
//! The credentials stay on this computer: the store's own choice would carry them to every computer of a roaming profile.

use std::{collections::HashMap, error::Error, sync::Arc};

use keyring_core::CredentialStore;
use windows_native_keyring_store::Store;

use super::{Entry, KeychainError, system::odd};

/// `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
pub(super) const LIMIT: usize = 2560;

/// Always open.
pub(super) struct Door;

impl Door {
    #[expect(clippy::unnecessary_wraps, reason = "the other systems' doors may be shut")]
    pub(super) fn open() -> Result<Door, KeychainError> {
        Ok(Door)
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the other systems' doors may be shut")]
    pub(super) fn pass(&self, _entry: &Entry, _writes: bool) -> Result<bool, KeychainError> {
        Ok(true)
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the other systems' doors may be shut")]
    pub(super) fn pass_all(&self, _service: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    // the Credential Manager lists `providers/anthropic/apiKey@clawtender`
    let store: Arc<CredentialStore> = Store::new_with_configuration(&HashMap::from([("divider", "@")]))?;
    Ok(store)
}

pub(super) fn modifiers(_label: &str) -> [(&str, &str); 1] {
    [("persistence", "Local")]
}

/// What to look for to find everything of a service, whose name has no sign that means something in a pattern.
pub(super) fn search(service: &str) -> (&'static str, String) {
    ("pattern", format!("@{service}$"))
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is something to unlock")]
pub(super) fn unlock() -> Result<(), KeychainError> {
    Ok(())
}

/// Reads what is behind an error of the store. `refused`: it is about access, not about a failure.
pub(super) fn judge(cause: &(dyn Error + 'static), refused: bool) -> KeychainError {
    if refused {
        // ERROR_NO_SUCH_LOGON_SESSION is the only one of this kind
        return KeychainError::none("windows");
    }
    odd(&cause.to_string())
}
