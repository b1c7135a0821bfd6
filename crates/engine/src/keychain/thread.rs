//! Blocking keychain calls on threads of their own, with a deadline each.
//!
//! A keychain may hang for as long as a dialog is open or a service is stuck. Whoever asked is told at the deadline; the
//! thread is left to itself and ends when the system lets it. Calls run one at a time, and one that hangs gives up its
//! turn at its deadline, so that later callers try for themselves. At most [`THREADS`] threads exist: when all of them
//! hang, callers wait for one to end, and their deadline ends that.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, Semaphore, oneshot},
    time::timeout,
};

use super::KeychainError;

/// Most threads at once, hanging ones included.
const THREADS: usize = 4;

/// What a call does with the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It changes nothing.
    Reads,
    /// It waits for every earlier one to have really ended, hanging or not: otherwise an old key that comes through late
    /// would replace a newer one.
    Writes,
    /// It may wait for a person, and nobody waits for that but the next that asks.
    Asks,
}

/// Whose turn it is.
pub(super) struct Turn {
    one: Mutex<()>,
    writing: Arc<Mutex<()>>,
    asking: Arc<Mutex<()>>,
    threads: Arc<Semaphore>,
}

impl Turn {
    pub(super) fn new() -> Turn {
        Turn {
            one: Mutex::new(()),
            writing: Arc::default(),
            asking: Arc::default(),
            threads: Arc::new(Semaphore::new(THREADS)),
        }
    }

    /// Runs `work` when it is its turn; the wait for it counts.
    ///
    /// # Errors
    /// What `work` says, or [`KeychainError::TimedOut`].
    pub(super) async fn run<T: Send + 'static>(
        &self,
        within: Duration,
        uses: Use,
        work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        timeout(within, self.wait_and_run(uses, work)).await.unwrap_or(Err(KeychainError::TimedOut))
    }

    async fn wait_and_run<T: Send + 'static>(
        &self,
        uses: Use,
        work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let alone = match uses {
            Use::Reads => None,
            Use::Writes => Some(self.writing.clone().lock_owned().await),
            Use::Asks => Some(self.asking.clone().lock_owned().await),
        };
        let thread = self.threads.clone().acquire_owned().await;
        let _turn = if uses == Use::Asks { None } else { Some(self.one.lock().await) };
        let (tell, told) = oneshot::channel();
        let begun = std::thread::Builder::new().name("keychain".into()).spawn(move || {
            // not after the deadline has passed while the thread was being made
            if !tell.is_closed() {
                let _ = tell.send(work());
            }
            drop((alone, thread));
        });
        match begun {
            Ok(_) => told.await.unwrap_or_else(|_| Err(KeychainError::does("program", ""))),
            Err(_) => Err(KeychainError::does("threads", "")),
        }
    }
}
