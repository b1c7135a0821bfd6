//! The system's keychain: the only place that sees a secret at rest.
//!
//! It reads, writes and deletes one secret at a time and says plainly why it could not. It keeps no secret and no
//! connection between calls, so that a keychain that comes up later works at once and nothing wakes an idle process.
//! It never asks the person anything unless [`Keychain::unlock`] is called, and never keeps a secret anywhere else: where
//! there is no keychain, there is an error.
//!
//! What blocks is done on a thread of its own with a deadline; see [`thread`]. What a system cannot hold in one entry is
//! split; see [`split`].

use std::{sync::Arc, time::Duration};

use clawtender_core::{keys::KeychainState, words::Phrase};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::mpsc;

use self::{
    thread::{Turn, Use},
    vault::Store,
};

mod split;
mod system;
mod thread;
mod vault;

#[cfg(target_os = "linux")]
#[path = "keychain/linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "keychain/macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "keychain/windows.rs"]
mod platform;

/// The name under which Clawtender's secrets stand in the keychain.
///
/// A development build has a name of its own: it must not touch the keys of the installed Clawtender, and on macOS its
/// changing signature would make the system ask about every one of them.
pub const SERVICE: &str = if cfg!(debug_assertions) { "clawtender-development" } else { "clawtender" };

/// Longest secret in bytes. The longest key that a provider gives out, a service account's, has under 3 kB.
pub const LONGEST: usize = 128 * 1024;

/// How long a keychain may take.
const ANSWER: Duration = Duration::from_secs(5);
/// How long a person may take.
const PERSON: Duration = Duration::from_mins(2);

/// Which secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Whose: [`SERVICE`], save in tests.
    pub service: String,
    /// Which of them: `providers/anthropic/apiKey`.
    pub account: String,
}

impl Entry {
    /// An entry of this Clawtender.
    pub fn new(account: impl Into<String>) -> Entry {
        Entry { service: SERVICE.to_owned(), account: account.into() }
    }

    /// What a person reads beside it in the system's own keychain program.
    fn label(&self) -> String {
        format!("Clawtender: {}", self.account)
    }
}

/// Why the keychain gave or took nothing. The words are fit to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeychainError {
    /// There is none, or it cannot be reached.
    NoStore(Phrase),
    /// It is there and [`Keychain::unlock`] may open it.
    Locked,
    /// The person or the system refused.
    Denied,
    /// It has not answered in time. What was asked may still happen.
    TimedOut,
    /// Nothing was stored.
    TooLarge {
        /// Longest secret in bytes.
        limit: usize,
    },
    /// Several programs have stored different secrets under one name. Writing or deleting makes an end of it.
    Ambiguous {
        /// How many.
        count: usize,
    },
    /// Something else; a fragment that continues "The keychain".
    Other(Phrase),
}

impl std::fmt::Display for KeychainError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.words())
    }
}

impl std::error::Error for KeychainError {}

impl KeychainError {
    /// There is none; the message says why.
    fn none(why: &str) -> KeychainError {
        KeychainError::NoStore(Phrase::new("keychain-none", [("why", why.into())]))
    }

    /// What the keychain does instead.
    fn does(does: &str, detail: &str) -> KeychainError {
        KeychainError::Other(keychain_does(does, detail))
    }

    /// For a person.
    pub fn words(&self) -> Phrase {
        let (why, number) = match self {
            KeychainError::NoStore(why) => return Phrase::new("keychain-none-so", [("why", why.clone().into())]),
            KeychainError::Other(why) => return Phrase::new("keychain-so", [("why", why.clone().into())]),
            KeychainError::Locked => ("locked", 0),
            KeychainError::Denied => ("denied", 0),
            KeychainError::TimedOut => ("late", 0),
            KeychainError::TooLarge { limit } => ("large", *limit),
            KeychainError::Ambiguous { count } => ("ambiguous", *count),
        };
        Phrase::new("keychain-error", [("why", why.into()), ("number", number.to_string().into())])
    }

    /// Why keys could not be read from one in this state; `None` where they could, or nobody tried.
    pub fn of(state: &KeychainState) -> Option<KeychainError> {
        Some(match state {
            KeychainState::Open | KeychainState::Unasked => return None,
            KeychainState::Missing(why) => KeychainError::NoStore(why.clone()),
            KeychainState::Locked => KeychainError::Locked,
            KeychainState::Denied => KeychainError::Denied,
            KeychainState::Silent => KeychainError::TimedOut,
            KeychainState::Failed(why) => KeychainError::Other(why.clone()),
        })
    }
}

/// A fragment that continues "The keychain".
pub(crate) fn keychain_does(does: &str, detail: &str) -> Phrase {
    Phrase::new("keychain-does", [("does", does.into()), ("detail", detail.into())])
}

/// How long each kind of call may take.
#[derive(Clone, Copy, Debug)]
struct Deadlines {
    answer: Duration,
    person: Duration,
}

/// The keychain of this person on this system. Cheap to clone; holds no secret and no connection.
#[derive(Clone)]
pub struct Keychain {
    store: Arc<dyn Store>,
    turn: Arc<Turn>,
    deadlines: Deadlines,
}

impl std::fmt::Debug for Keychain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Keychain").field("deadlines", &self.deadlines).finish_non_exhaustive()
    }
}

/// What was found for an entry: `None` where there is no such entry.
pub type Found = Result<Option<SecretString>, KeychainError>;

impl Keychain {
    /// The system's own. Opens nothing yet.
    pub fn system() -> Keychain {
        Keychain::over(Arc::new(system::System), Deadlines { answer: ANSWER, person: PERSON })
    }

    fn over(store: Arc<dyn Store>, deadlines: Deadlines) -> Keychain {
        Keychain { store, turn: Arc::new(Turn::new()), deadlines }
    }

    /// Reads one secret, within 5 s. Nobody is asked anything.
    pub async fn read(&self, entry: &Entry) -> Found {
        let found = self.read_all(std::slice::from_ref(entry), self.deadlines.answer).await;
        found.into_iter().next().unwrap_or(Err(KeychainError::TimedOut))
    }

    /// Reads several with one connection: one answer for each entry, in their order. What has not been read within
    /// `within` is [`KeychainError::TimedOut`]; what was read before then is kept.
    pub async fn read_all(&self, entries: &[Entry], within: Duration) -> Vec<Found> {
        let (tell, mut told) = mpsc::unbounded_channel();
        let (store, asked) = (self.store.clone(), entries.to_vec());
        let end = self.turn.run(within, Use::Reads, move || {
            let vault = store.open()?;
            for entry in &asked {
                // nobody waits for it any more
                if tell.send(split::read(&*vault, entry)).is_err() {
                    break;
                }
            }
            Ok(())
        });
        let rest = end.await.err().unwrap_or(KeychainError::TimedOut);
        let mut found: Vec<Found> = std::iter::from_fn(|| told.try_recv().ok()).collect();
        found.resize_with(entries.len(), || Err(rest.clone()));
        found
    }

    /// The accounts of all of Clawtender's entries, sorted, within 5 s. Nobody is asked anything, and no secret is read.
    pub async fn accounts(&self) -> Result<Vec<String>, KeychainError> {
        let store = self.store.clone();
        let work = move || split::accounts(&*store.open()?, SERVICE);
        self.turn.run(self.deadlines.answer, Use::Reads, work).await
    }

    /// Stores a secret in place of what was there, within 5 s, and reads it back before it says so.
    pub async fn write(&self, entry: &Entry, secret: &SecretString) -> Result<(), KeychainError> {
        let (store, entry, secret) = (self.store.clone(), entry.clone(), secret.clone());
        let work = move || {
            let vault = store.open()?;
            split::write(&*vault, &entry, secret.expose_secret().as_bytes())?;
            match split::read(&*vault, &entry)? {
                Some(kept) if kept.expose_secret() == secret.expose_secret() => Ok(()),
                _ => Err(KeychainError::does("another", "")),
            }
        };
        self.turn.run(self.deadlines.answer, Use::Writes, work).await
    }

    /// Deletes an entry, within 5 s; `false` when there was none.
    pub async fn delete(&self, entry: &Entry) -> Result<bool, KeychainError> {
        let (store, entry) = (self.store.clone(), entry.clone());
        let work = move || split::delete(&*store.open()?, &entry);
        self.turn.run(self.deadlines.answer, Use::Writes, work).await
    }

    /// Opens a locked keychain, or sets up the first one. The system may ask the person, who has 2 min.
    ///
    /// # Errors
    /// [`KeychainError::Denied`] when the person declined or the system has no way to ask.
    pub async fn unlock(&self) -> Result<(), KeychainError> {
        let store = self.store.clone();
        self.turn.run(self.deadlines.person, Use::Asks, move || store.unlock()).await
    }
}

// for the tests of moving keys, which put a shell script in the place of our program
#[cfg(test)]
#[cfg(unix)]
#[path = "keychain/memory.rs"]
mod memory;
#[cfg(test)]
#[path = "keychain/tests.rs"]
mod tests;
