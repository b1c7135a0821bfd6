//! Talks with the person on behalf of a guide of Clawtender's own: says and asks things step by step, as the gateway's guide
//! does, and hears when they have had enough.

use clawtender_core::{
    sign_in::{Step, StepKind},
    words::Phrase,
};
use secrecy::SecretString;
use tokio::sync::mpsc;

use crate::{
    gateway::{Shown, SignInOrder, SignedIn},
    protocol::StepAnswer,
    words,
};

/// The person has had enough, or has gone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cancelled;

/// Why a conversation came to nothing.
pub(crate) enum Stopped {
    Cancelled,
    Failed(anyhow::Error),
}

impl From<Cancelled> for Stopped {
    fn from(_: Cancelled) -> Stopped {
        Stopped::Cancelled
    }
}

impl From<anyhow::Error> for Stopped {
    fn from(why: anyhow::Error) -> Stopped {
        Stopped::Failed(why)
    }
}

impl From<Result<(), Stopped>> for SignedIn {
    fn from(ending: Result<(), Stopped>) -> SignedIn {
        match ending {
            Ok(()) => SignedIn::Done,
            Err(Stopped::Cancelled) => SignedIn::Cancelled,
            Err(Stopped::Failed(why)) => SignedIn::Failed(words::of(&why)),
        }
    }
}

/// One conversation.
pub(crate) struct Talk {
    orders: mpsc::Receiver<SignInOrder>,
    tell: mpsc::Sender<Shown>,
    steps: u32,
}

impl Talk {
    pub(crate) fn new(orders: mpsc::Receiver<SignInOrder>, tell: mpsc::Sender<Shown>) -> Talk {
        Talk { orders, tell, steps: 0 }
    }

    /// Says what happens meanwhile.
    pub(crate) async fn say(&self, message: Phrase) {
        self.show(Step { kind: StepKind::Progress, message, ..Step::default() }).await;
    }

    /// Shows a step that asks nothing.
    pub(crate) async fn show(&self, step: Step) {
        let _ = self.tell.send(Shown { step: Some(step), complaint: None }).await;
    }

    /// Asks, until there is an answer to this very step.
    pub(crate) async fn ask(&mut self, step: Step, complaint: Option<Phrase>) -> Result<StepAnswer, Cancelled> {
        self.put(step, complaint).await;
        self.answer().await
    }

    /// Asks for something that is typed. Blanks around it came with the copying.
    pub(crate) async fn ask_text(&mut self, step: Step, complaint: Option<Phrase>) -> Result<SecretString, Cancelled> {
        match self.ask(Step { kind: StepKind::Text, ..step }, complaint).await? {
            StepAnswer::Text(typed) => Ok(SecretString::from(typed.expose().trim())),
            _ => Err(Cancelled),
        }
    }

    /// Asks, and goes on: [`Talk::answer`] has what comes of it.
    pub(crate) async fn put(&mut self, step: Step, complaint: Option<Phrase>) {
        self.steps += 1;
        let step = Step { id: self.asked(), asks: true, ..step };
        let _ = self.tell.send(Shown { step: Some(step), complaint }).await;
    }

    /// The answer to what was asked last. May be dropped and asked again.
    pub(crate) async fn answer(&mut self) -> Result<StepAnswer, Cancelled> {
        loop {
            match self.orders.recv().await {
                Some(SignInOrder::Answer { step, answer }) if step == self.asked() => return Ok(answer),
                Some(SignInOrder::Answer { .. }) => {}
                Some(SignInOrder::Cancel) | None => return Err(Cancelled),
            }
        }
    }

    /// Waits until the person has had enough. May be dropped and asked again.
    pub(crate) async fn cancelled(&mut self) -> Cancelled {
        while let Some(SignInOrder::Answer { .. }) = self.orders.recv().await {}
        Cancelled
    }

    fn asked(&self) -> String {
        format!("own-{}", self.steps)
    }
}
