//! What a hanging store does to those who wait for it.

use std::sync::{
    Condvar, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use super::{
    vault::{Bytes, Vault},
    *,
};

/// Hangs while it is told to, and remembers one value.
#[derive(Default)]
struct Stuck {
    hangs: Mutex<bool>,
    released: Condvar,
    value: Mutex<Option<Vec<u8>>>,
    opened: AtomicUsize,
    forgetful: bool,
}

impl Stuck {
    fn hang(&self, hangs: bool) {
        *self.hangs.lock().unwrap() = hangs;
        self.released.notify_all();
    }

    fn wait(&self) {
        drop(self.released.wait_while(self.hangs.lock().unwrap(), |hangs| *hangs).unwrap());
    }
}

struct Shared(Arc<Stuck>);

impl Store for Shared {
    fn open(&self) -> Result<Box<dyn Vault>, KeychainError> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        self.0.wait();
        Ok(Box::new(Shared(self.0.clone())))
    }

    fn unlock(&self) -> Result<(), KeychainError> {
        self.0.wait();
        Ok(())
    }
}

impl Vault for Shared {
    fn limit(&self) -> usize {
        LONGEST
    }

    fn get(&self, _: &Entry) -> Result<Option<Bytes>, KeychainError> {
        Ok(self.0.value.lock().unwrap().clone().map(Bytes::from))
    }

    fn put(&self, _: &Entry, bytes: &[u8]) -> Result<(), KeychainError> {
        if !self.0.forgetful {
            *self.0.value.lock().unwrap() = Some(bytes.to_vec());
        }
        Ok(())
    }

    fn remove(&self, _: &Entry) -> Result<bool, KeychainError> {
        Ok(self.0.value.lock().unwrap().take().is_some())
    }

    fn accounts(&self, _: &str) -> Result<Vec<String>, KeychainError> {
        Ok(Vec::new())
    }
}

const SOON: Duration = Duration::from_millis(50);

fn keychain(store: &Arc<Stuck>, answer: Duration) -> Keychain {
    Keychain::over(Arc::new(Shared(store.clone())), Deadlines { answer, person: answer })
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn plain(found: Found) -> Result<Option<String>, KeychainError> {
    Ok(found?.map(|secret| secret.expose_secret().to_owned()))
}

#[tokio::test]
async fn a_store_that_hangs_costs_each_caller_its_deadline_and_no_more_threads_than_four() {
    let store = Arc::new(Stuck::default());
    let keychain = keychain(&store, SOON);
    store.hang(true);
    for _ in 0..7 {
        assert_eq!(plain(keychain.read(&Entry::new("a")).await), Err(KeychainError::TimedOut));
    }
    assert_eq!(store.opened.load(Ordering::SeqCst), 4);
    store.hang(false);
    let patient = Keychain { deadlines: Deadlines { answer: ANSWER, person: ANSWER }, ..keychain };
    assert_eq!(plain(patient.read(&Entry::new("a")).await), Ok(None), "the keychain works again and nobody noticed");
}

#[tokio::test]
async fn a_write_that_comes_through_late_does_not_replace_a_later_one() {
    let store = Arc::new(Stuck::default());
    let hasty = keychain(&store, SOON);
    let patient = Keychain { deadlines: Deadlines { answer: ANSWER, person: ANSWER }, ..hasty.clone() };
    let entry = Entry::new("a");
    store.hang(true);
    assert_eq!(hasty.write(&entry, &secret("old")).await, Err(KeychainError::TimedOut));
    assert_eq!(hasty.write(&entry, &secret("dropped")).await, Err(KeychainError::TimedOut));
    assert_eq!(store.opened.load(Ordering::SeqCst), 1, "the second write did not wait for the first");
    let second = tokio::spawn({
        let (patient, entry) = (patient.clone(), entry.clone());
        async move { patient.write(&entry, &secret("new")).await }
    });
    tokio::task::yield_now().await;
    store.hang(false);
    assert_eq!(second.await.unwrap(), Ok(()));
    assert_eq!(plain(patient.read(&entry).await), Ok(Some("new".into())));
}

#[tokio::test]
async fn nobody_waits_for_a_dialog_but_who_asked_for_it() {
    let store = Arc::new(Stuck::default());
    let keychain = keychain(&store, ANSWER);
    store.hang(true);
    let asked = tokio::spawn({
        let keychain = keychain.clone();
        async move { keychain.unlock().await }
    });
    tokio::task::yield_now().await;
    // takes the turn while the dialog is open: it reaches the store, which hangs for it too
    let hasty = Keychain { deadlines: Deadlines { answer: SOON, person: SOON }, ..keychain };
    assert_eq!(plain(hasty.read(&Entry::new("a")).await), Err(KeychainError::TimedOut));
    assert_eq!(store.opened.load(Ordering::SeqCst), 1);
    store.hang(false);
    assert_eq!(asked.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn what_is_not_read_back_was_not_stored() {
    let store = Arc::new(Stuck { forgetful: true, ..Stuck::default() });
    let written = keychain(&store, ANSWER).write(&Entry::new("a"), &secret("x")).await;
    assert!(matches!(written, Err(KeychainError::Other(_))), "{written:?}");
}

#[tokio::test]
async fn several_are_answered_in_their_order() {
    let store = Arc::new(Stuck::default());
    let keychain = keychain(&store, ANSWER);
    keychain.write(&Entry::new("a"), &secret("x")).await.unwrap();
    let found = keychain.read_all(&[Entry::new("a"), Entry::new("b")], ANSWER).await;
    assert_eq!(found.into_iter().map(plain).collect::<Vec<_>>(), [Ok(Some("x".into())), Ok(Some("x".into()))]);
    assert_eq!(keychain.delete(&Entry::new("a")).await, Ok(true));
    assert_eq!(keychain.delete(&Entry::new("a")).await, Ok(false));
}

#[test]
fn every_error_has_words_of_its_own_and_shows_no_secret() {
    let errors = [
        KeychainError::NoStore("no bus".into()),
        KeychainError::Locked,
        KeychainError::Denied,
        KeychainError::TimedOut,
        KeychainError::TooLarge { limit: LONGEST },
        KeychainError::Ambiguous { count: 2 },
        KeychainError::Other("did not do it: odd".into()),
    ];
    let words: std::collections::BTreeSet<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), errors.len());
    insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"), @r"
    There is no keychain to keep keys in: no bus.
    The keychain is locked. Keys can be read and stored once it is unlocked.
    Clawtender was not allowed to use the keychain.
    The keychain has not answered in time.
    The key is longer than 131072 bytes, more than is kept in the keychain.
    The keychain holds 2 different keys under the same name, and nothing tells which is meant.
    The keychain did not do it: odd.
    ");
}
