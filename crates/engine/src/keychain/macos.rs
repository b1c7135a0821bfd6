//! macOS: the login keychain.
//!
//! Each item knows which programs, by their signature, may read it; others make the system ask. Reading in the background
//! must not: dialogs are forbidden for as long as a door is open, and only [`unlock`] allows them.

use std::{collections::HashMap, error::Error, sync::Arc};

use apple_native_keyring_store::keychain::Store;
use keyring_core::{CredentialStore, api::CredentialStoreApi};
use security_framework::os::macos::keychain::{KeychainUserInteractionLock, SecKeychain, SecPreferencesDomain};

use super::{Entry, KeychainError, LONGEST, SERVICE, system::odd};

/// The keychain has no limit of its own.
pub(super) const LIMIT: usize = LONGEST;

/// Most items for whose sake the person is asked in a row.
const DIALOGS: usize = 32;

/// No dialog comes up while this exists, in the whole process.
pub(super) struct Door {
    _quiet: KeychainUserInteractionLock,
}

impl Door {
    pub(super) fn open() -> Result<Door, KeychainError> {
        let quiet = SecKeychain::disable_user_interaction().map_err(|error| judge(&error, false))?;
        Ok(Door { _quiet: quiet })
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the store's own answer is as good here")]
    pub(super) fn pass(&self, _entry: &Entry, _writes: bool) -> Result<bool, KeychainError> {
        Ok(true)
    }

    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "the store's own answer is as good here")]
    pub(super) fn pass_all(&self, _service: &str) -> Result<(), KeychainError> {
        Ok(())
    }
}

pub(super) fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}

/// Keychain Access shows service and account as they are.
pub(super) fn modifiers(_label: &str) -> [(&str, &str); 0] {
    []
}

/// What to look for to find everything of a service.
pub(super) fn search(service: &str) -> (&'static str, String) {
    ("service", service.to_owned())
}

/// Opens the keychain, then reads each of our items once: for one that another build of Clawtender has stored, the
/// system asks, and "Always Allow" settles it.
pub(super) fn unlock() -> Result<(), KeychainError> {
    let keychain = SecKeychain::default_for_domain(SecPreferencesDomain::User);
    keychain.and_then(|mut keychain| keychain.unlock(None)).map_err(|error| judge(&error, false))?;
    let read = || -> keyring_core::Result<()> {
        for item in Store::new()?.search(&HashMap::from([("service", SERVICE)]))?.iter().take(DIALOGS) {
            drop(secrecy::zeroize::Zeroizing::new(item.get_secret()?));
        }
        Ok(())
    };
    match read() {
        Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
        Err(keyring_core::Error::PlatformFailure(cause) | keyring_core::Error::NoStorageAccess(cause)) => {
            Err(judge(&*cause, true))
        }
        Err(error) => Err(odd(&error.to_string())),
    }
}

/// Reads what is behind an error of the store. `refused`: it is about access, not about a failure.
pub(super) fn judge(cause: &(dyn Error + 'static), refused: bool) -> KeychainError {
    let code = cause.downcast_ref::<security_framework::base::Error>().map(|error| error.code());
    match code {
        // errSecInteractionNotAllowed, errSecInteractionRequired
        Some(-25308 | -25315) => KeychainError::Locked,
        // errSecUserCanceled, errSecAuthFailed, errSecMissingEntitlement, errSecNoAccessForItem
        Some(-128 | -25293 | -34018 | -25243) => KeychainError::Denied,
        // errSecNotAvailable, errSecNoSuchKeychain, errSecInvalidKeychain, errSecNoDefaultKeychain
        Some(-25291 | -25294 | -25295 | -25307) => KeychainError::none("macos"),
        _ if refused => KeychainError::Denied,
        _ => odd(&cause.to_string()),
    }
}
