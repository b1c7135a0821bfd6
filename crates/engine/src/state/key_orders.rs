//! What faces order of keys. All of it goes on beside the actor: a keychain may wait for a person, a provider for the network.

use clawtender_core::{
    check::Severity,
    fixes::{self, FixOutcome, NewKey},
    providers::tested::KeyName,
    words::Phrase,
};
use tokio::sync::oneshot;

use super::State;
use crate::{
    engine::Input,
    keys::orders,
    protocol::{Answer, Decided, Mend},
    words,
};

impl State {
    pub(super) fn list_keys(&self, reply: oneshot::Sender<Answer>) {
        let paths = self.world.paths.clone();
        tokio::spawn(async move {
            let _ = reply.send(Answer::Keys(Box::new(orders::list(&paths).await)));
        });
    }

    pub(super) fn plan_key_move(&self, reply: oneshot::Sender<Answer>) {
        let paths = self.world.paths.clone();
        tokio::spawn(async move {
            let answer = match orders::plan_move(&paths).await {
                Ok(plan) => Answer::MovePlan(Box::new(plan)),
                Err(why) => Answer::Refused(words::of(&why)),
            };
            let _ = reply.send(answer);
        });
    }

    pub(super) fn move_keys(&self, seen: String, reply: oneshot::Sender<Answer>) {
        let paths = self.world.paths.clone();
        self.order_keys(async move { orders::move_seen(&paths, &seen).await }, reply);
    }

    pub(super) fn test_keys(&self, key: Option<KeyName>, same: Option<String>, reply: oneshot::Sender<Answer>) {
        let paths = self.world.paths.clone();
        self.order_keys(async move { orders::try_all(&paths, key.as_ref(), same.as_deref()).await }, reply);
    }

    pub(super) fn delete_key(&self, key: KeyName, reply: oneshot::Sender<Answer>) {
        let paths = self.world.paths.clone();
        self.order_keys(async move { orders::delete(&paths, &key).await }, reply);
    }

    /// Carries an order out, looks at the keys again, and tells what came of it.
    fn order_keys(
        &self,
        order: impl Future<Output = anyhow::Result<(bool, Phrase)>> + Send + 'static,
        reply: oneshot::Sender<Answer>,
    ) {
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            let (ok, message) = order.await.unwrap_or_else(|why| (false, words::of(&why)));
            let _ = inbox.send(Input::KeysChanged).await;
            let _ = reply.send(Answer::Decided(Decided { ok, message }));
        });
    }

    /// They may be others than before.
    pub(super) fn keys_changed(&self) {
        self.look_for_keys();
        self.look_at_keys();
    }

    /// Asks the person for a key that no finding is about.
    pub(super) fn enter_key(&mut self, key: &KeyName, what: NewKey, reply: oneshot::Sender<Answer>) {
        let subject = key.subject();
        let mend = Mend {
            finding: String::new(),
            subject: Some(subject.clone()),
            fix: fixes::asking_for(what).id.to_owned(),
            agreed: false,
        };
        let Some(reply) = self.join_sign_in(&mend, reply) else { return };
        let number = self.fix_begins(mend, Severity::Info, reply);
        self.ask_for_key(number, &subject, what);
    }

    /// A key that no finding was about is kept.
    pub(super) fn key_entered(&mut self, number: u64) {
        self.keys_changed();
        self.fix_is_over(number, FixOutcome::Verified, &words::say("key-kept"));
    }
}
