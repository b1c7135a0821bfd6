//! Where a fix that goes on beside the actor is, and how it hears that it shall stop.
//!
//! It stops of its own accord, before a step begins or in the middle of one in which nothing has been changed yet. Once
//! something is being changed, it goes on to its end: half a change is worse than a whole one.

use anyhow::{Result, bail};
use clawtender_core::mending::Step;
use tokio::sync::{mpsc, watch};

use crate::engine::Input;

/// It was told to stop, and did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Stopped. Nothing was changed.")]
pub(crate) struct Stopped;

/// The way between a fix and the actor.
#[derive(Clone)]
pub(crate) struct Steps {
    /// The fix's number, and who is told.
    told: Option<(u64, mpsc::Sender<Input>)>,
    stop: watch::Receiver<bool>,
}

impl Steps {
    /// Of the fix of this number.
    pub(crate) fn of(number: u64, inbox: mpsc::Sender<Input>, stop: watch::Receiver<bool>) -> Steps {
        Steps { told: Some((number, inbox)), stop }
    }

    /// Of a change that nobody looks at, and nobody stops.
    pub(crate) fn unseen() -> Steps {
        Steps { told: None, stop: watch::channel(false).1 }
    }

    /// This step begins.
    ///
    /// # Errors
    /// [`Stopped`] where it was told to stop before anything was changed.
    pub(crate) async fn begin(&self, step: Step) -> Result<()> {
        if step <= Step::BackUp && *self.stop.borrow() {
            bail!(Stopped);
        }
        if let Some((number, inbox)) = &self.told {
            let _ = inbox.send(Input::FixStep { number: *number, step }).await;
        }
        Ok(())
    }

    /// So many hundredths of the step are done. Where the actor has no time for that, the next will do.
    pub(crate) fn part(&self, percent: u64) {
        if let Some((number, inbox)) = &self.told {
            let _ = inbox.try_send(Input::FixPart { number: *number, percent });
        }
    }

    /// Does what can be dropped at any moment, until it is told to stop.
    ///
    /// # Errors
    /// [`Stopped`], or its own.
    pub(crate) async fn unless_stopped<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        let mut stop = self.stop.clone();
        let stopped = async {
            // one whose actor has gone stops for nobody
            if stop.wait_for(|stop| *stop).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            done = work => done,
            () = stopped => bail!(Stopped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_stops_while_nothing_is_changed_and_not_any_more_afterwards() {
        let (inbox, mut heard) = mpsc::channel(8);
        let (stop, stopping) = watch::channel(false);
        let steps = Steps::of(7, inbox, stopping);
        steps.begin(Step::Plan).await.unwrap();
        assert!(matches!(heard.recv().await, Some(Input::FixStep { number: 7, step: Step::Plan })));
        assert_eq!(steps.unless_stopped(async { Ok(1) }).await.unwrap(), 1);
        stop.send_replace(true);
        let stopped = steps.unless_stopped(std::future::pending::<Result<()>>()).await.unwrap_err();
        assert!(stopped.is::<Stopped>());
        assert!(steps.begin(Step::Plan).await.is_err() && steps.begin(Step::BackUp).await.is_err());
        steps.begin(Step::Write).await.unwrap();
    }

    #[tokio::test]
    async fn a_change_that_nobody_looks_at_is_not_stopped() {
        let steps = Steps::unseen();
        steps.begin(Step::BackUp).await.unwrap();
        assert_eq!(steps.unless_stopped(async { Ok(1) }).await.unwrap(), 1);
    }
}
