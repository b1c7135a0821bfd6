//! Fixes that a person has asked for: what each does, and whether it helped.
//!
//! A fix is over when the check that offered it says so, not when its deed is done: what the check reads is asked for
//! again, and it is judged again. Only what is offered now is carried out, one at a time for one thing.

use std::{pin::Pin, time::Duration};

use anyhow::Context as _;
use clawtender_core::{
    check::{Finding, Outcome, Severity},
    fixes::{self, Connection, Consent, Deed, Fix, FixOutcome, Order},
    overview::LastFix,
    providers::{self, tested::KeyName},
    sign_in::provider_of,
};
use tokio::sync::oneshot;

use super::State;
use crate::{
    browser, clock, deeds,
    engine::Input,
    protocol::{Answer, Event, Fixed, GatewayAction, Mend},
};

/// How long the check gets to see that the deed has helped. A gateway that lets us in anew takes a second; one that restarts
/// itself to take a change over takes as long as a start.
pub(super) const VERIFICATION: Duration = Duration::from_mins(1);

/// A deed that goes on beside the actor.
type Work = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

/// The fixes under way.
#[derive(Default)]
pub(super) struct Fixes {
    /// How many there have been: the number of the latest.
    count: u64,
    under_way: Vec<UnderWay>,
}

struct UnderWay {
    number: u64,
    mend: Mend,
    /// How bad the finding was.
    severity: Severity,
    /// Its deed is done; the check has the word.
    done: bool,
    /// Whoever asked for it.
    replies: Vec<oneshot::Sender<Answer>>,
}

impl State {
    /// Carries out a fix that is offered now.
    pub(super) fn mend(&mut self, mend: Mend, reply: oneshot::Sender<Answer>) {
        let Some(reply) = self.join_sign_in(&mend, reply) else { return };
        let (fix, deed, finding) = match self.offered(&mend) {
            Ok(offered) => offered,
            Err((outcome, why)) => {
                let _ = reply.send(Answer::Fixed(Fixed { outcome, message: why.to_owned() }));
                return;
            }
        };
        let number = self.fix_begins(mend, finding.severity, reply);
        self.carry_out(number, fix, deed, &finding);
    }

    /// One more is under way; its number.
    pub(super) fn fix_begins(&mut self, mend: Mend, severity: Severity, reply: oneshot::Sender<Answer>) -> u64 {
        self.fixes.count += 1;
        let number = self.fixes.count;
        tracing::info!(fix = mend.fix, check = mend.finding, "a person asked for a fix");
        self.fixes.under_way.push(UnderWay { number, mend, severity, done: false, replies: vec![reply] });
        number
    }

    /// Somebody else waits for the fix of this number, if it is the one that they ask for. Otherwise they come back.
    pub(super) fn fix_joined(
        &mut self,
        number: u64,
        mend: &Mend,
        reply: oneshot::Sender<Answer>,
    ) -> Option<oneshot::Sender<Answer>> {
        let same = |fix: &&mut UnderWay| {
            fix.number == number && (&fix.mend.finding, &fix.mend.subject) == (&mend.finding, &mend.subject)
        };
        match self.fixes.under_way.iter_mut().find(same) {
            Some(fix) => {
                fix.replies.push(reply);
                None
            }
            None => Some(reply),
        }
    }

    /// What the fix of this number is to mend.
    pub(super) fn fix_of(&self, number: u64) -> Option<&Mend> {
        self.fixes.under_way.iter().find(|fix| fix.number == number).map(|fix| &fix.mend)
    }

    /// Whether everybody has gone who asked for the fix of this number.
    pub(super) fn nobody_waits(&self, number: u64) -> bool {
        let fix = self.fixes.under_way.iter().find(|fix| fix.number == number);
        fix.is_some_and(|fix| fix.replies.iter().all(oneshot::Sender::is_closed))
    }

    fn offered(&self, mend: &Mend) -> Result<(&'static Fix, Deed, Finding), (FixOutcome, &'static str)> {
        let same = |finding: &&Finding| finding.id == mend.finding && finding.subject == mend.subject;
        let finding = self.findings.iter().find(same).filter(|finding| finding.outcome == Outcome::Fail);
        let Some(finding) = finding else {
            return Err((FixOutcome::Declined, "That has mended itself meanwhile. Nothing was done."));
        };
        let known = fixes::named(&mend.fix).and_then(|fix| Some((fix, fix.deed?)));
        let offers = finding.fix.as_ref().is_some_and(|offer| offer.id == mend.fix);
        let Some((fix, deed)) = known.filter(|_| offers) else {
            return Err((FixOutcome::Declined, "Clawtender cannot do that by itself. The report says what to do."));
        };
        if fix.consent == Consent::Confirm && !mend.agreed {
            return Err((FixOutcome::Declined, "That needs a yes. Nothing was done."));
        }
        if self.fixes.under_way.iter().any(|one| one.mend.finding == mend.finding && one.mend.subject == mend.subject) {
            return Err((FixOutcome::Declined, "That is being mended already."));
        }
        Ok((fix, deed, finding.clone()))
    }

    fn carry_out(&mut self, number: u64, fix: &'static Fix, deed: Deed, finding: &Finding) {
        let subject = finding.subject.clone().unwrap_or_default();
        let (world, link, inbox) = (self.world.clone(), self.link().cloned(), self.inbox.clone());
        let work: Work = match deed {
            Deed::Order(order) => return self.give(number, order),
            Deed::Connection(deed) => {
                let new_key = finding.id == "device-identity";
                Box::pin(async move {
                    let link = link.context("Clawtender is not connected to the gateway.")?;
                    deeds::over(link, deed, &subject, new_key).await
                })
            }
            Deed::SignIn => {
                let provider =
                    provider_of(finding.subject.as_deref(), self.facts.credentials.value()).map(str::to_owned);
                return self.begin_sign_in(number, provider.as_deref(), None);
            }
            Deed::EnterKey(what) => return self.ask_for_key(number, &subject, what),
            Deed::OpenBilling => return self.open_billing(number, &subject),
            Deed::UnlockKeychain => Box::pin(deeds::unlock()),
            Deed::Setting(setting) => Box::pin(async move { deeds::set(world, fix, setting, &subject).await }),
            Deed::Keys(deed) => Box::pin(async move { deeds::keys(world, link, deed, &subject).await }),
        };
        tokio::spawn(async move {
            let why = work.await.err().map(|error| format!("{error:#}"));
            let _ = inbox.send(Input::FixDone { number, why }).await;
        });
    }

    /// Opens the page where a provider is paid. Whether that helps shows when the provider is asked again.
    fn open_billing(&mut self, number: u64, subject: &str) {
        let page = providers::find(&KeyName::of_subject(subject).provider).and_then(|provider| provider.billing);
        let (outcome, message) = match page.map(|page| (page, browser::open(page))) {
            Some((_, Ok(()))) => (
                FixOutcome::StillFailing,
                "The page is open in the browser. This finding goes when the provider answers again.".to_owned(),
            ),
            Some((page, Err(why))) => {
                (FixOutcome::Failed, format!("No browser could be opened: {why}. The page is {page}"))
            }
            None => (FixOutcome::Failed, "It is not known where this provider is paid.".to_owned()),
        };
        self.fix_is_over(number, outcome, &message);
    }

    /// Gives the gateway's process an order, and waits until it has come to rest.
    fn give(&mut self, number: u64, order: Order) {
        let (action, anyway) = match order {
            Order::Start => (GatewayAction::Start, false),
            Order::StartAnyway => (GatewayAction::Start, true),
            Order::Restart => (GatewayAction::Restart, false),
        };
        let (reply, settled) = oneshot::channel();
        self.ordered(action, anyway, false, reply);
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            let why = match settled.await {
                Ok(Answer::Settled(settled)) if settled.ok => None,
                Ok(Answer::Settled(settled)) => Some(settled.message),
                Ok(Answer::Refused(why)) => Some(why),
                _ => Some("Clawtender is ending.".to_owned()),
            };
            let _ = inbox.send(Input::FixDone { number, why }).await;
        });
    }

    /// A deed is done, or came to nothing.
    pub(super) fn fix_done(&mut self, number: u64, why: Option<String>) {
        if let Some(why) = why {
            self.fix_is_over(number, FixOutcome::Failed, &why);
            return;
        }
        let Some(fix) = self.fixes.under_way.iter_mut().find(|fix| fix.number == number) else { return };
        fix.done = true;
        let deed = fixes::named(&fix.mend.fix).and_then(|fix| fix.deed);
        // nobody waits for it: the check looks at each answer as it comes
        drop(self.inform());
        match deed {
            Some(Deed::EnterKey(_)) => {
                self.look_for_keys();
                self.look_at_keys();
            }
            Some(Deed::Keys(_) | Deed::UnlockKeychain | Deed::Connection(Connection::ReloadSecrets)) => {
                self.look_for_keys();
            }
            _ => {}
        }
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            tokio::time::sleep(VERIFICATION).await;
            let _ = inbox.send(Input::FixOverdue { number }).await;
        });
    }

    /// The check has had time enough.
    pub(super) fn fix_overdue(&mut self, number: u64) {
        let Some(fix) = self.fixes.under_way.iter().find(|fix| fix.number == number) else { return };
        let message = match self.judged(&fix.mend) {
            Some(finding) if finding.outcome == Outcome::Fail => finding.message.clone(),
            Some(_) | None => "It is done, and it is not known yet whether it has helped.".to_owned(),
        };
        self.fix_is_over(number, FixOutcome::StillFailing, &message);
    }

    /// After every input: fixes that have helped are over.
    pub(super) fn answer_fixes(&mut self) {
        let good = |finding: &Finding, before: Severity| match finding.outcome {
            Outcome::Pass => true,
            // nothing is broken any more, and something is left to know
            Outcome::Fail => finding.severity == Severity::Info && before != Severity::Info,
            _ => false,
        };
        let helped =
            |fix: &&UnderWay| fix.done && self.judged(&fix.mend).is_none_or(|finding| good(finding, fix.severity));
        let helped: Vec<u64> = self.fixes.under_way.iter().filter(helped).map(|fix| fix.number).collect();
        for number in helped {
            self.fix_is_over(number, FixOutcome::Verified, "Done, and the check that failed passes again.");
        }
    }

    /// What the check says now of what is being mended. `None`: it is in order, and so is not listed by itself.
    fn judged(&self, mend: &Mend) -> Option<&Finding> {
        if mend.finding.is_empty() {
            // a sign-in that no finding offered: what would offer one now
            return mend.subject.as_deref().and_then(|provider| self.failing_login(provider));
        }
        let of_check = || self.findings.iter().filter(|finding| finding.id == mend.finding);
        of_check()
            .find(|finding| finding.subject == mend.subject)
            .or_else(|| of_check().find(|finding| finding.outcome == Outcome::Unknown))
    }

    pub(super) fn fix_is_over(&mut self, number: u64, outcome: FixOutcome, message: &str) {
        let Some(place) = self.fixes.under_way.iter().position(|fix| fix.number == number) else { return };
        let fix = self.fixes.under_way.swap_remove(place);
        tracing::info!(fix = fix.mend.fix, ?outcome, "a fix is over");
        if outcome != FixOutcome::Declined {
            let (subject, finding) = (fix.mend.subject.clone(), fix.mend.finding.clone());
            self.diary.fixed(LastFix { at: clock::now(), fix: fix.mend.fix.clone(), finding, subject, outcome });
        }
        let _ = self.events.send(Event::Fix { id: fix.mend.fix, finding: fix.mend.finding, outcome });
        for reply in fix.replies {
            let _ = reply.send(Answer::Fixed(Fixed { outcome, message: message.to_owned() }));
        }
    }
}
