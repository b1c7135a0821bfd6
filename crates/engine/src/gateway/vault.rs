//! Where secrets of the connection are kept: the device's private key and the token that the gateway gave it.
//!
//! One trait, so that the operating system's keychain is one implementation and memory the other. Nothing here writes a file.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Mutex};

use clawtender_core::access::Identity;
use secrecy::SecretString;

use crate::keychain::{Entry, Keychain, KeychainError};

/// What a vault answers with, some time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, VaultError>> + Send + 'a>>;

/// The vault could not be used; the entry may or may not be there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct VaultError(pub String);

/// Keeps texts under account names. Every answer has a deadline of the vault's own.
pub trait Vault: Send + Sync {
    /// What is kept under `account`; `None` where nothing is.
    fn read<'a>(&'a self, account: &'a str) -> Answer<'a, Option<SecretString>>;
    /// Keeps `secret` under `account`, in place of what was there.
    fn write<'a>(&'a self, account: &'a str, secret: SecretString) -> Answer<'a, ()>;
    /// Forgets what is kept under `account`; nothing there is fine.
    fn delete<'a>(&'a self, account: &'a str) -> Answer<'a, ()>;
    /// How long it keeps things: [`Identity::Kept`] or [`Identity::Session`].
    fn keeps(&self) -> Identity;
}

impl From<KeychainError> for VaultError {
    fn from(error: KeychainError) -> VaultError {
        VaultError(error.to_string())
    }
}

impl Vault for Keychain {
    fn read<'a>(&'a self, account: &'a str) -> Answer<'a, Option<SecretString>> {
        Box::pin(async move { Ok(Keychain::read(self, &Entry::new(account)).await?) })
    }

    fn write<'a>(&'a self, account: &'a str, secret: SecretString) -> Answer<'a, ()> {
        Box::pin(async move { Ok(Keychain::write(self, &Entry::new(account), &secret).await?) })
    }

    fn delete<'a>(&'a self, account: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(Keychain::delete(self, &Entry::new(account)).await.map(drop)?) })
    }

    fn keeps(&self) -> Identity {
        Identity::Kept
    }
}

/// Keeps things as long as the process runs.
#[derive(Default)]
pub struct Memory {
    entries: Mutex<HashMap<String, SecretString>>,
}

impl Memory {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, SecretString>) -> T) -> T {
        // a panic elsewhere leaves whole entries behind: nothing to distrust
        work(&mut self.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Vault for Memory {
    fn read<'a>(&'a self, account: &'a str) -> Answer<'a, Option<SecretString>> {
        Box::pin(async move { Ok(self.with(|entries| entries.get(account).cloned())) })
    }

    fn write<'a>(&'a self, account: &'a str, secret: SecretString) -> Answer<'a, ()> {
        Box::pin(async move {
            self.with(|entries| entries.insert(account.to_owned(), secret));
            Ok(())
        })
    }

    fn delete<'a>(&'a self, account: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            self.with(|entries| entries.remove(account));
            Ok(())
        })
    }

    fn keeps(&self) -> Identity {
        Identity::Session
    }
}
