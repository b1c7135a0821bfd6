//! Something that is due by itself after a while: one at a time, and gone with whoever set it.

use std::time::Duration;

use tokio::{sync::mpsc, task::AbortHandle};

use crate::engine::Input;

/// Set or not.
#[derive(Default)]
pub(super) struct Alarm(Option<AbortHandle>);

impl Alarm {
    /// Has the actor hear this once, after that time, in the place of what was set before.
    pub(super) fn set(&mut self, after: Duration, input: Input, inbox: &mpsc::Sender<Input>) {
        self.off();
        let inbox = inbox.clone();
        let waiting = tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let _ = inbox.send(input).await;
        });
        self.0 = Some(waiting.abort_handle());
    }

    /// Nothing is due.
    pub(super) fn off(&mut self) {
        if let Some(waiting) = self.0.take() {
            waiting.abort();
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.off();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[tokio::test(start_paused = true)]
    async fn a_reminder_comes_when_it_is_due_and_once() {
        let (inbox, mut inputs) = mpsc::channel(8);
        let begun = clock::tick();
        let mut alarm = Alarm::default();
        // what was set before is not due any more
        alarm.set(Duration::from_mins(5), Input::KeysDue, &inbox);
        alarm.set(Duration::from_mins(55), Input::TimeDue, &inbox);
        drop(inbox);
        assert!(matches!(inputs.recv().await, Some(Input::TimeDue)));
        assert_eq!(clock::since(begun).as_secs(), 55 * 60);
        assert!(inputs.recv().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_gone_with_whoever_set_it() {
        let (inbox, mut inputs) = mpsc::channel(8);
        let mut alarm = Alarm::default();
        alarm.set(Duration::from_mins(5), Input::KeysDue, &inbox);
        drop((alarm, inbox));
        assert!(inputs.recv().await.is_none());
    }
}
