//! The system's own store, through the keyring project's crates.
//!
//! What all systems have in common is here; a system's file opens the store, sees to it that a call will not ask the
//! person anything, and reads that system's errors.

use std::{collections::HashMap, sync::Arc};

use keyring_core::{CredentialStore, Entry as Item, Error};

use super::{
    Entry, KeychainError,
    platform::{self, Door},
    vault::{Bytes, Store, Vault},
};

/// See the module.
pub(super) struct System;

impl Store for System {
    fn open(&self) -> Result<Box<dyn Vault>, KeychainError> {
        Ok(Box::new(Opened { store: None.into(), door: Door::open()? }))
    }

    fn unlock(&self) -> Result<(), KeychainError> {
        platform::unlock()
    }
}

struct Opened {
    /// Connected when the door is known to be open: some stores ask the person as soon as they are spoken to.
    store: std::cell::RefCell<Option<Arc<CredentialStore>>>,
    door: Door,
}

impl Opened {
    fn store(&self) -> Result<Arc<CredentialStore>, KeychainError> {
        let mut store = self.store.borrow_mut();
        let store = match &mut *store {
            Some(store) => store,
            closed => closed.insert(platform::store().map_err(explained)?),
        };
        Ok(store.clone())
    }

    fn item(&self, entry: &Entry) -> Result<Item, KeychainError> {
        let store = self.store()?;
        let label = entry.label();
        let modifiers = HashMap::from(platform::modifiers(&label));
        store.build(&entry.service, &entry.account, Some(&modifiers)).map_err(explained)
    }
}

impl Vault for Opened {
    fn limit(&self) -> usize {
        platform::LIMIT
    }

    fn get(&self, entry: &Entry) -> Result<Option<Bytes>, KeychainError> {
        if !self.door.pass(entry, false)? {
            return Ok(None);
        }
        match self.item(entry)?.get_secret() {
            Ok(secret) => Ok(Some(secret.into())),
            Err(Error::NoEntry) => Ok(None),
            Err(Error::Ambiguous(items)) => agreed(&items).map(Some),
            Err(error) => Err(explained(error)),
        }
    }

    fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<(), KeychainError> {
        self.door.pass(entry, true)?;
        match self.item(entry)?.set_secret(bytes) {
            Ok(()) => Ok(()),
            Err(Error::Ambiguous(items)) => {
                let mut items = items.into_iter();
                let Some(kept) = items.next() else { return Ok(()) };
                kept.set_secret(bytes).map_err(explained)?;
                items.try_for_each(|item| item.delete_credential().map_err(explained))
            }
            Err(error) => Err(explained(error)),
        }
    }

    fn remove(&self, entry: &Entry) -> Result<bool, KeychainError> {
        if !self.door.pass(entry, false)? {
            return Ok(false);
        }
        match self.item(entry)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(Error::Ambiguous(items)) => {
                items.iter().try_for_each(|item| item.delete_credential().map_err(explained)).map(|()| true)
            }
            Err(error) => Err(explained(error)),
        }
    }

    fn accounts(&self, service: &str) -> Result<Vec<String>, KeychainError> {
        self.door.pass_all(service)?;
        let (name, value) = platform::search(service);
        let found = match self.store()?.search(&HashMap::from([(name, value.as_str())])) {
            Err(Error::NoEntry) => Vec::new(),
            found => found.map_err(explained)?,
        };
        let named = found.iter().filter_map(Item::get_specifiers);
        Ok(named.filter(|(whose, _)| whose == service).map(|(_, account)| account).collect())
    }
}

/// What several items of one name hold, if it is the same.
fn agreed(items: &[Item]) -> Result<Bytes, KeychainError> {
    let secrets: Result<Vec<Bytes>, Error> = items.iter().map(|item| item.get_secret().map(Bytes::from)).collect();
    let mut secrets = secrets.map_err(explained)?;
    if secrets.windows(2).all(|pair| pair[0] == pair[1])
        && let Some(secret) = secrets.pop()
    {
        return Ok(secret);
    }
    Err(KeychainError::Ambiguous { count: items.len() })
}

/// The words of an error that every system has; never its contents, which may be the secret.
fn explained(error: Error) -> KeychainError {
    match error {
        Error::PlatformFailure(cause) => platform::judge(&*cause, false),
        Error::NoStorageAccess(cause) => platform::judge(&*cause, true),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeychainError::does("not-text", ""),
        Error::NoDefaultStore => KeychainError::none("system"),
        Error::TooLong(_, limit) => KeychainError::TooLarge { limit: limit as usize },
        Error::BadStoreFormat(_) => KeychainError::does("damaged", ""),
        Error::NoEntry => KeychainError::does("lost", ""),
        Error::Invalid(what, _) | Error::NotSupportedByStore(what) => odd(&what),
        _ => KeychainError::does("strange", ""),
    }
}

/// What another program says of itself.
pub(super) fn odd(why: &str) -> KeychainError {
    KeychainError::does("not-done", &clawtender_core::text::clean(why, 200))
}
