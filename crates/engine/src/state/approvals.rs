//! What waits for the person's yes or no: who is told of it, and how a decision gets to the gateway.

use std::time::Duration;

use clawtender_core::{
    access::LinkState,
    approval::{Approval, ApprovalView, Decision, Kind, Refusal},
    facts::Facts,
    lifecycle::Phase,
};
use tokio::sync::oneshot;

use super::State;
use crate::{
    clock,
    engine::Input,
    gateway::Decided as Outcome,
    protocol::{Answer, ApprovalState, Decided, Event},
    words,
};

/// How long somebody who asks what waits is kept waiting for a connection.
const PATIENCE: Duration = Duration::from_secs(20);

const GONE: &str = "decided-gone";

/// Who is to be told of what waits, and what has been.
#[derive(Default)]
pub(super) struct Questions {
    /// How many there have been: the number of the latest.
    asked: u64,
    curious: Vec<Curious>,
    /// What was told to wait.
    told: Vec<(Kind, String)>,
}

/// Somebody who asked what waits before it was known.
struct Curious {
    reply: oneshot::Sender<Answer>,
    number: u64,
}

impl State {
    /// What waits, as every face shows it.
    pub(super) fn waiting(&self) -> Vec<ApprovalView> {
        let waiting = self.facts.approvals.value().into_iter().flatten();
        waiting.map(|approval| approval.view(clock::now())).collect()
    }

    /// What waits and is worth a notification: not our own device, which is let in by the shared secret meanwhile.
    pub(super) fn worth_telling(&self) -> Vec<ApprovalView> {
        let own = self.facts.link.unpaired.as_ref().and_then(|no| no.request.as_deref());
        self.waiting().into_iter().filter(|view| Some(view.id.as_str()) != own).collect()
    }

    /// Answers what waits, as soon as it is known.
    pub(super) fn asked_what_waits(&mut self, reply: oneshot::Sender<Answer>) {
        self.questions.asked += 1;
        let number = self.questions.asked;
        self.questions.curious.push(Curious { reply, number });
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            let _ = inbox.send(Input::Overdue { number }).await;
        });
    }

    /// Somebody has waited long enough to know what waits.
    pub(super) fn overdue(&mut self, number: u64) {
        let late = self.questions.curious.extract_if(.., |curious| curious.number == number);
        for curious in late {
            let why = words::say("waits-unknown-yet");
            let _ = curious.reply.send(Answer::Refused(why));
        }
    }

    /// After every input: whoever wanted to know what waits is told once that is known.
    pub(super) fn answer_curious(&mut self) {
        if self.questions.curious.is_empty() {
            return;
        }
        let Some(answer) = what_waits(&self.facts, self.life.phase(), || self.waiting()) else { return };
        for curious in self.questions.curious.drain(..) {
            let _ = curious.reply.send(answer.clone());
        }
    }

    /// Tells what began or ceased to wait.
    pub(super) fn tell_waiting(&mut self) {
        let Some(approvals) = self.facts.approvals.value() else { return };
        let event = |(kind, id): &(Kind, String), state, message| Event::Approval {
            kind: *kind,
            id: id.clone(),
            state,
            message,
        };
        for key in self.questions.told.iter().filter(|key| !approvals.iter().any(|one| is(one, key))) {
            let _ = self.events.send(event(key, ApprovalState::Gone, String::new()));
        }
        for one in approvals.iter().filter(|one| !self.questions.told.iter().any(|key| is(one, key))) {
            let message = one.view(self.facts.here).message;
            let _ = self.events.send(event(&(one.kind, one.id.clone()), ApprovalState::Waiting, message.into()));
        }
        let told = self.worth_telling();
        let (waiting, now) = (self.waiting(), clock::now());
        self.past.change(|past| past.observe(&waiting, &told, now));
        let Some(approvals) = self.facts.approvals.value() else { return };
        self.questions.told = approvals.iter().map(|one| (one.kind, one.id.clone())).collect();
    }

    /// The gateway has carried out what a person decided.
    pub(super) fn was_decided(&mut self, kind: Kind, id: &str, decision: Decision) {
        self.past.change(|past| past.decided(kind, id, decision, clock::now()));
    }

    /// Carries a person's decision to the gateway.
    pub(super) fn decided(
        &self,
        (kind, id): (Kind, String),
        decision: Decision,
        deliberate: bool,
        reply: oneshot::Sender<Answer>,
    ) {
        let no = |message| Answer::Decided(Decided { ok: false, message });
        let approvals = self.facts.approvals.value();
        let found = approvals.and_then(|all| all.iter().find(|one| one.kind == kind && one.id == id));
        let refusal = match (found, self.link()) {
            (_, None) => Some(words::say("decided-no-link")),
            (None, _) => Some(words::say(GONE)),
            (Some(approval), Some(_)) => {
                approval.view(clock::now()).may(decision, deliberate).err().map(Refusal::message)
            }
        };
        let Some(link) = self.link().cloned().filter(|_| refusal.is_none()) else {
            let _ = reply.send(no(refusal.unwrap_or_else(|| words::say(GONE))));
            return;
        };
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            let answer = match link.decide(kind, &id, decision).await {
                Ok(Outcome::Done) => {
                    let _ = inbox.send(Input::Decided { kind, id, decision }).await;
                    Decided { ok: true, message: words::say(done(kind, decision)) }
                }
                Ok(Outcome::Gone) => Decided { ok: false, message: words::say(GONE) },
                Err(error) => Decided { ok: false, message: words::because("decided-not", error.words()) },
            };
            tracing::info!(?kind, ok = answer.ok, "a person decided");
            let _ = reply.send(Answer::Decided(answer));
        });
    }
}

fn is(approval: &Approval, (kind, id): &(Kind, String)) -> bool {
    approval.kind == *kind && approval.id == *id
}

/// What can be said of what waits; `None` while it may yet become known.
fn what_waits(facts: &Facts, phase: Phase, waiting: impl FnOnce() -> Vec<ApprovalView>) -> Option<Answer> {
    let refused = |why: &'static str| Some(Answer::Refused(words::say(why)));
    match (&facts.link.state, phase) {
        (LinkState::Up { .. }, _) => facts.approvals.value().map(|_| Answer::Approvals(waiting())),
        (LinkState::Denied(_), _) => refused("waits-unknown"),
        (LinkState::Waiting, Phase::Stopped | Phase::Refused(_) | Phase::Backoff | Phase::CrashLooping) => {
            refused("waits-nothing")
        }
        (LinkState::Waiting, _) => None,
    }
}

fn done(kind: Kind, decision: Decision) -> &'static str {
    match (kind, decision) {
        (Kind::Device, Decision::Reject) => "decided-device-no",
        (Kind::Device, _) => "decided-device",
        (Kind::Node, Decision::Reject) => "decided-node-no",
        (Kind::Node, _) => "decided-node",
        (Kind::Channel, Decision::Reject) => "decided-sender-no",
        (Kind::Channel, _) => "decided-sender",
        (Kind::Exec, Decision::Approve) => "decided-command-once",
        (Kind::Exec, Decision::Always) => "decided-command-always",
        (Kind::Exec, Decision::Reject) => "decided-command-no",
        (Kind::Plugin, Decision::Approve) => "decided-plugin-once",
        (Kind::Plugin, Decision::Always) => "decided-plugin-always",
        (Kind::Plugin, Decision::Reject) => "decided-plugin-no",
    }
}
