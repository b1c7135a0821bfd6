//! Fixes that a person has asked for: what each does, and whether it helped.
//!
//! A fix is over when the check that offered it says so, not when its deed is done: what the check reads is asked for
//! again, and it is judged again. Only what is offered now is carried out, one at a time for one thing.

use std::{path::Path, pin::Pin, time::Duration};

use anyhow::{Context as _, bail};
use clawtender_core::{
    check::{Check, Evidence, Finding, Outcome, Severity},
    checks,
    facts::Fact,
    fixes::{self, Connection, Consent, Deed, Fix, FixOutcome, Install, Order, Page},
    lifecycle::{self, Owner, Phase, Reason},
    mending::{self, MendingView, Step},
    overview::LastFix,
    providers::{self, tested::KeyName},
    route::Routes,
    sign_in::provider_of,
    text::clean,
    words::Phrase,
};
use tokio::sync::{oneshot, watch};

use super::State;
use crate::{
    browser, clock,
    deeds::{self, Aim},
    engine::Input,
    examine,
    journal::{self, Journal},
    moves,
    probes::config::Trust,
    protocol::{Answer, Decided, Event, Fixed, GatewayAction, Mend, Request},
    steps::{Steps, Stopped},
    tidy, words,
};

/// How long the check gets to see that the deed has helped. A gateway that lets us in anew takes a second; one that restarts
/// itself to take a change over takes as long as a start.
pub(super) const VERIFICATION: Duration = Duration::from_mins(1);

/// How long a gateway that was ended gets until it is seen to be gone.
const FAREWELL: Duration = Duration::from_secs(30);

/// A deed that goes on beside the actor. It says which entry of the journal it has made itself.
type Work = Pin<Box<dyn Future<Output = anyhow::Result<Option<String>>> + Send>>;

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
    /// The step that it has come to.
    at: Step,
    /// How many hundredths of that are done, where it can be told.
    part: Option<u64>,
    /// Tells it to stop.
    stop: watch::Sender<bool>,
    /// Its deed is done; the check has the word.
    done: bool,
    /// The journal's entry.
    entry: Option<String>,
    /// The deed has made that entry itself: what it changed stays changed, whatever comes after.
    stands: bool,
    /// The gateway is started or restarted for it.
    restarted: bool,
    /// Its deed is done; the gateway that it ended is still to go, before one is started in its place.
    succeeds: bool,
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
                let _ = reply.send(Answer::Fixed(Fixed { outcome, message: words::say(why), evidence: Vec::new() }));
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
        let entry = self.note(&mend);
        let deed = fixes::named(&mend.fix).and_then(|fix| fix.deed);
        let at = deed.and_then(|deed| mending::steps(deed).first()).copied().unwrap_or(Step::Verify);
        self.fixes.under_way.push(UnderWay {
            number,
            mend,
            severity,
            at,
            part: None,
            stop: watch::Sender::new(false),
            done: false,
            entry,
            stands: false,
            restarted: false,
            succeeds: false,
            replies: vec![reply],
        });
        number
    }

    /// The fixes under way that take several steps.
    pub(super) fn mending(&self) -> Vec<MendingView> {
        let view = |fix: &UnderWay| {
            let deed = fixes::named(&fix.mend.fix)?.deed?;
            let mut view = MendingView::of(deed, fix.at, &fix.mend.finding, fix.mend.subject.as_deref())?;
            view.may_stop &= !*fix.stop.borrow();
            Some(match fix.part {
                Some(percent) => view.with_part(percent),
                None => view,
            })
        };
        self.fixes.under_way.iter().filter_map(view).collect()
    }

    /// It has come to this step. One that is late is no news.
    pub(super) fn fix_at(&mut self, number: u64, step: Step) {
        let fix = self.fixes.under_way.iter_mut().find(|fix| fix.number == number);
        if let Some(fix) = fix.filter(|fix| !fix.done) {
            (fix.at, fix.part) = (step, None);
        }
    }

    /// So many hundredths of its step are done.
    pub(super) fn fix_has(&mut self, number: u64, percent: u64) {
        let fix = self.fixes.under_way.iter_mut().find(|fix| fix.number == number);
        if let Some(fix) = fix.filter(|fix| !fix.done) {
            fix.part = Some(percent);
        }
    }

    /// It was told to stop, and did.
    pub(super) fn fix_stopped(&mut self, number: u64) {
        self.fix_is_over(number, FixOutcome::Declined, &words::say("mending-stopped"));
    }

    /// Takes a change back that stands, and has the gateway restarted where making the change did: it runs what the files say.
    pub(super) fn undo(&self, entry: String, reply: oneshot::Sender<Answer>) {
        let (paths, inbox) = (self.world.paths.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let (ok, message, what) = match moves::undo(&paths, Some(&entry)).await {
                Ok(Some(taken)) => (true, taken.message, taken.entry.what),
                Ok(None) => (false, words::say("undo-none"), String::new()),
                Err(why) => (false, words::of(&why), String::new()),
            };
            let (restarted, settled) = oneshot::channel();
            let _ = inbox.send(Input::Undone { what, restarted }).await;
            let message = match settled.await {
                Ok(Answer::Settled(settled)) if !settled.ok => Phrase::joined(&[message, settled.message], " "),
                Ok(Answer::Refused(why)) => Phrase::joined(&[message, why], " "),
                _ => message,
            };
            let _ = reply.send(Answer::Decided(Decided { ok, message }));
        });
    }

    /// Files are as they were: settings, the gateway's configuration, modes, where keys stand, what a start runs. All of that is
    /// looked at anew. `what`: the fix whose change it was. Nobody waits for a restart where there is none.
    pub(super) fn undone(&mut self, what: &str, restarted: oneshot::Sender<Answer>) {
        self.settings_changed();
        self.facts.config = examine::seen(self.world.config());
        self.examine_config(Trust::LastGood);
        self.look_for_keys();
        self.look_at_variables();
        let deed = fixes::named(what).and_then(|fix| fix.deed);
        if matches!(deed, Some(Deed::Install(_))) {
            self.look_at_runtime();
        }
        if deed.is_some_and(Deed::restarts) && self.may_restart() {
            self.ordered(GatewayAction::Restart, false, false, restarted);
        }
    }

    /// What a start runs may be something else by now. A gateway that waits for one starts then.
    fn look_at_runtime(&mut self) {
        let (reply, _) = oneshot::channel();
        self.asked(Request::Runtime, reply);
    }

    /// Tells a fix to stop, where nothing has been changed yet.
    pub(super) fn stop_fix(&self, finding: &str, subject: Option<&str>) -> Answer {
        let same = |fix: &&UnderWay| fix.mend.finding == finding && fix.mend.subject.as_deref() == subject;
        match self.fixes.under_way.iter().find(same) {
            Some(fix) if fix.at.may_stop() => {
                fix.stop.send_replace(true);
                Answer::Done
            }
            Some(_) => Answer::Refused(words::say("mending-goes-on")),
            None => Answer::Refused(words::say("mending-none-there")),
        }
    }

    /// How the fix of this number tells where it is.
    fn steps_of(&self, number: u64) -> Steps {
        match self.fixes.under_way.iter().find(|fix| fix.number == number) {
            Some(fix) => Steps::of(number, self.inbox.clone(), fix.stop.subscribe()),
            None => Steps::unseen(),
        }
    }

    /// Begins an entry in the journal, unless the deed does that itself, with what takes it back.
    fn note(&self, mend: &Mend) -> Option<String> {
        let deed = fixes::named(&mend.fix).and_then(|fix| fix.deed);
        if deed.is_none_or(Deed::is_journalled) {
            return None;
        }
        let subjects = mend.subject.iter().cloned().collect();
        let entry = Journal::of(&self.world.paths).begin(&mend.fix, subjects, Vec::new());
        // nothing of this would have to be taken back out of the journal
        entry.inspect_err(|error| tracing::warn!("{error:#}")).ok().map(|entry| entry.id)
    }

    /// The deed has made an entry of its own.
    pub(super) fn fix_noted(&mut self, number: u64, entry: Option<String>) {
        if let Some(fix) = self.fixes.under_way.iter_mut().find(|fix| fix.number == number) {
            fix.stands |= entry.is_some();
            fix.entry = entry.or(fix.entry.take());
        }
    }

    /// Says what a fix that is offered now would do.
    pub(super) fn plan(&self, mend: &Mend, reply: oneshot::Sender<Answer>) {
        let (deed, finding) = match self.offered(&Mend { agreed: true, ..mend.clone() }) {
            Ok((_, deed, finding)) => (deed, finding),
            Err((_, why)) => return drop(reply.send(Answer::Refused(words::say(why)))),
        };
        let (world, aim, fix) = (self.world.clone(), self.aim(deed, &finding), mend.fix.clone());
        tokio::spawn(async move {
            let answer = match deeds::plan(world, deed, &aim).await {
                Ok(Some(lines)) => Answer::Plan(lines),
                Ok(None) => Answer::Plan(finding.offer(&fix).map(|offer| offer.preview.clone()).unwrap_or_default()),
                Err(why) => Answer::Refused(words::of(&why)),
            };
            let _ = reply.send(answer);
        });
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
            return Err((FixOutcome::Declined, "mending-healed"));
        };
        let known = fixes::named(&mend.fix).and_then(|fix| Some((fix, fix.deed?)));
        let offers = finding.offer(&mend.fix).is_some_and(|offer| offer.deed);
        let Some((fix, deed)) = known.filter(|_| offers) else {
            return Err((FixOutcome::Declined, "mending-by-hand"));
        };
        if fix.consent == Consent::Confirm && !mend.agreed {
            return Err((FixOutcome::Declined, "mending-needs-yes"));
        }
        if self.fixes.under_way.iter().any(|one| one.mend.finding == mend.finding && one.mend.subject == mend.subject) {
            return Err((FixOutcome::Declined, "mending-under-way"));
        }
        Ok((fix, deed, finding.clone()))
    }

    fn aim(&self, deed: Deed, finding: &Finding) -> Aim {
        let own = self.hands.subject().map(|subject| subject.identity.pid);
        Aim::of(deed, finding, &self.facts, own)
    }

    fn carry_out(&mut self, number: u64, fix: &'static Fix, deed: Deed, finding: &Finding) {
        let subject = finding.subject.clone().unwrap_or_default();
        let (world, link, inbox) = (self.world.clone(), self.link().cloned(), self.inbox.clone());
        let (aim, steps) = (self.aim(deed, finding), self.steps_of(number));
        let work: Work = match deed {
            Deed::Order(order) => return self.give(number, order),
            Deed::Connection(deed) => {
                let new_key = finding.id == "device-identity";
                Box::pin(async move {
                    let link = link.context(words::say("no-link"))?;
                    deeds::over(link, deed, &subject, new_key).await.map(|()| None)
                })
            }
            Deed::SignIn => {
                let provider =
                    provider_of(finding.subject.as_deref(), self.facts.credentials.value()).map(str::to_owned);
                return self.begin_sign_in(number, provider.as_deref(), None);
            }
            Deed::SignInToCloud => return self.sign_in_to_cloud(number),
            Deed::EnterKey(what) => return self.ask_for_key(number, &subject, what),
            Deed::OpenPage(page) => return self.open_page(number, page, &subject),
            Deed::OpenConfig => return self.open_config(number, fix, finding),
            Deed::TrimLog => Box::pin(async move {
                tokio::task::spawn_blocking(move || deeds::trim_log(&world, fix))
                    .await
                    .unwrap_or_else(|_| bail!(words::say("mending-broke-off")))
            }),
            Deed::UnlockKeychain => Box::pin(async { deeds::unlock().await.map(|()| None) }),
            Deed::StopOthers => {
                Box::pin(async move { deeds::stop_others(world, aim.own, aim.rivals).await.map(|()| None) })
            }
            Deed::EndHolders => Box::pin(async move { deeds::end_holders(world, aim.holders).await.map(|()| None) }),
            Deed::TakeOver => Box::pin(deeds::services::take_over(world, fix, aim.unguarded, steps)),
            Deed::FlushNames => Box::pin(async move { deeds::flush_names(world).await.map(|()| None) }),
            Deed::Models(deed) => Box::pin(async move {
                let server = aim.server.context(words::say("mending-no-server"))?;
                deeds::models::carry_out(world, deed, server, &steps).await.map(|()| None)
            }),
            Deed::Install(install) => Box::pin(deeds::install(world, fix, install, aim.wish, steps)),
            Deed::Clock(deed) => Box::pin(async move { deeds::clock(deed).await.map(|()| None) }),
            Deed::Setting(setting) => Box::pin(async move { deeds::set(world, fix, setting, &aim, steps).await }),
            Deed::Environment(which) => {
                Box::pin(async move { deeds::environment::change(world, fix, which, &aim, steps).await })
            }
            Deed::MakePrivate => Box::pin(tidy::make_private(world, steps)),
            Deed::Reapply => Box::pin(tidy::reapply(world, steps)),
            Deed::UseThisConfig => Box::pin(async move { tidy::use_this_config(world, &aim, steps).await }),
            Deed::UndoChange => Box::pin(async move { moves::undo(&world.paths, Some(&subject)).await.map(|_| None) }),
            Deed::UseNewerVersion => Box::pin(tidy::use_newer_version(world, steps)),
            Deed::ReinstallService => Box::pin(deeds::services::reinstall(world, fix, steps)),
            Deed::Keys(deed) => Box::pin(async move { deeds::keys(world, link, deed, &subject, steps).await }),
        };
        tokio::spawn(async move {
            let news = match work.await {
                Ok(entry) => Input::FixDone { number, why: None, entry },
                Err(error) if error.is::<Stopped>() => Input::FixStopped { number },
                Err(error) => Input::FixDone { number, why: Some(words::of(&error)), entry: None },
            };
            let _ = inbox.send(news).await;
        });
    }

    /// Opens a page. Whether that helps shows when what the finding is about is asked again.
    fn open_page(&mut self, number: u64, page: Page, subject: &str) {
        let known = |subject: &str| providers::find(&KeyName::of_subject(subject).provider);
        let address = match page {
            Page::Billing => known(subject).and_then(|provider| provider.billing).map(str::to_owned),
            Page::Status => subject.split(", ").find_map(|name| known(name)?.status).map(str::to_owned),
            Page::SignIn => self.facts.routes.value().and_then(Routes::page).map(str::to_owned),
        };
        let open = if page == Page::SignIn { browser::open_portal } else { browser::open };
        let (outcome, message) = match address.map(|page| (open(&page), page)) {
            Some((Ok(()), _)) => (
                FixOutcome::StillFailing,
                words::say(match page {
                    Page::Billing => "mending-page-billing",
                    Page::Status => "mending-page-status",
                    Page::SignIn => "mending-page-sign-in",
                }),
            ),
            Some((Err(why), page)) => {
                let told = [("why", why.to_string().into()), ("page", clean(&page, 300).into())];
                (FixOutcome::Failed, Phrase::new("mending-no-browser", told))
            }
            None => (FixOutcome::Failed, words::say("mending-no-page")),
        };
        self.fix_is_over(number, outcome, &message);
    }

    /// Opens the configuration. Whether that helps shows when it has been saved.
    fn open_config(&mut self, number: u64, fix: &'static Fix, finding: &Finding) {
        let Some(at) = finding.offer(fix.id).and_then(|offer| offer.at.as_ref()) else {
            return self.fix_is_over(number, FixOutcome::Failed, &words::say("mending-no-file"));
        };
        let line = at.line.map_or_else(String::new, |line| line.to_string());
        let told = |why: String| {
            let file = clean(&at.file, 300);
            [("file", file.into()), ("line", line.into()), ("why", why.into())]
        };
        let (outcome, message) = match browser::open_file(Path::new(&at.file)) {
            Ok(()) => (FixOutcome::StillFailing, Phrase::new("mending-opened", told(String::new()))),
            Err(why) => (FixOutcome::Failed, Phrase::new("mending-not-opened", told(why.to_string()))),
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
                _ => Some(words::say("ending")),
            };
            let _ = inbox.send(Input::FixDone { number, why, entry: None }).await;
        });
    }

    /// A deed is done, or came to nothing.
    pub(super) fn fix_done(&mut self, number: u64, why: Option<Phrase>) {
        if let Some(why) = why {
            // what is written stays, also where the restart for it came to nothing, and the journal takes it back
            let stands = self.fixes.under_way.iter().any(|fix| fix.number == number && fix.stands);
            let outcome = if stands { FixOutcome::StillFailing } else { FixOutcome::Failed };
            self.fix_is_over(number, outcome, &why);
            return;
        }
        let may_restart = self.may_restart();
        let waits = matches!(self.life.phase(), Phase::Refused(Reason::PortTaken));
        let Some(fix) = self.fixes.under_way.iter().find(|fix| fix.number == number) else { return };
        let deed = fixes::named(&fix.mend.fix).and_then(|fix| fix.deed);
        let check = checks::named(&fix.mend.finding);
        // once: after a restart it comes here again
        let first = !fix.restarted;
        if first && matches!(deed, Some(Deed::UseNewerVersion | Deed::Environment(_))) {
            self.settings_changed();
        }
        if first && deed == Some(Deed::UseThisConfig) {
            self.world.reload();
        }
        let Some(fix) = self.fixes.under_way.iter_mut().find(|fix| fix.number == number) else { return };
        // a gateway that waits for the port is started in the place of whoever held it
        if deed == Some(Deed::EndHolders) && waits && !std::mem::replace(&mut fix.restarted, true) {
            fix.at = Step::Restart;
            return self.give(number, Order::Start);
        }
        // one that does not come up with what it is has nothing to end, and is started
        let stays =
            deed.is_some_and(Deed::restarts) && (may_restart || matches!(deed, Some(Deed::Install(Install::Earlier))));
        if (stays || deed == Some(Deed::TakeOver)) && !std::mem::replace(&mut fix.restarted, true) {
            fix.at = Step::Restart;
            if stays {
                return self.give(number, Order::Restart);
            }
            fix.succeeds = true;
            return self.overdue_after(number, false, FAREWELL);
        }
        fix.done = true;
        fix.at = Step::Verify;
        // nobody waits for it: the check looks at each answer as it comes
        drop(self.inform());
        match deed {
            Some(Deed::EnterKey(_)) => {
                self.look_for_keys();
                self.look_at_keys();
            }
            Some(Deed::SignInToCloud) => self.look_at_cloud_login(),
            Some(Deed::Keys(_) | Deed::UnlockKeychain | Deed::Connection(Connection::ReloadSecrets)) => {
                self.look_for_keys();
            }
            Some(Deed::TrimLog) => self.look_at_host(),
            Some(Deed::UndoChange) => self.undone("", oneshot::channel().0),
            Some(Deed::Setting(_) | Deed::UseThisConfig) => {
                self.world.reload();
                self.facts.config = examine::seen(self.world.config());
                self.live(lifecycle::Event::Changed);
                self.ask_again(check);
            }
            Some(
                Deed::Clock(_)
                | Deed::StopOthers
                | Deed::EndHolders
                | Deed::FlushNames
                | Deed::Models(_)
                | Deed::Environment(_),
            ) => {
                self.ask_again(check);
            }
            Some(Deed::Install(_)) => self.look_at_runtime(),
            _ => {}
        }
        // what it was about may be around the gateway
        self.look_at_installation();
        self.overdue_after(number, true, VERIFICATION);
    }

    fn overdue_after(&self, number: u64, done: bool, patience: Duration) {
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            tokio::time::sleep(patience).await;
            let _ = inbox.send(Input::FixOverdue { number, done }).await;
        });
    }

    /// Starts the gateway for a fix that has ended another one, once that is gone.
    fn succeed(&mut self) {
        if self.hands.subject().is_some_and(|subject| subject.owner != Owner::Child) {
            return;
        }
        let Some(fix) = self.fixes.under_way.iter_mut().find(|fix| fix.succeeds) else { return };
        fix.succeeds = false;
        let number = fix.number;
        self.give(number, Order::Start);
    }

    /// Asks for what the check reads, where nothing else brings it by itself.
    fn ask_again(&mut self, check: Option<&'static Check>) {
        for fact in check.map(|check| check.reads).unwrap_or_default() {
            match fact {
                Fact::Config => self.examine_config(Trust::LastGood),
                Fact::Port | Fact::Others => self.look_around(),
                Fact::Clock | Fact::ClockSync => self.time_is_due(),
                Fact::Routes => {
                    let (world, inbox) = (self.world.clone(), self.inbox.clone());
                    tokio::spawn(async move {
                        let routes = examine::routes(&world).await;
                        let _ = inbox.send(Input::Seen(vec![routes])).await;
                    });
                }
                Fact::Variables => self.look_at_variables(),
                _ => {}
            }
        }
    }

    /// Whether a gateway runs that is ours to restart.
    fn may_restart(&self) -> bool {
        self.hands.subject().is_some_and(|subject| matches!(subject.owner, Owner::Child | Owner::Service))
    }

    /// The check, or the gateway that is to go, has had time enough.
    pub(super) fn fix_overdue(&mut self, number: u64, done: bool) {
        let late = |fix: &&UnderWay| fix.number == number && if done { fix.done } else { fix.succeeds };
        let Some(fix) = self.fixes.under_way.iter().find(late) else { return };
        let message = match self.judged(&fix.mend) {
            Some(finding) if finding.outcome == Outcome::Fail => finding.message.clone(),
            Some(_) | None => words::say("mending-unknown-yet"),
        };
        self.fix_is_over(number, FixOutcome::StillFailing, &message);
    }

    /// After every input: fixes that have helped are over.
    pub(super) fn answer_fixes(&mut self) {
        self.succeed();
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
            self.fix_is_over(number, FixOutcome::Verified, &words::say("mending-helped"));
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

    /// What the check sees now that a deed is done which has not helped.
    fn seen_after(&self, fix: &UnderWay, outcome: FixOutcome) -> Vec<Evidence> {
        let judged = self.judged(&fix.mend).filter(|_| outcome == FixOutcome::StillFailing && (fix.done || fix.stands));
        judged
            .filter(|finding| finding.outcome == Outcome::Fail)
            .map(|finding| finding.evidence.clone())
            .unwrap_or_default()
    }

    pub(super) fn fix_is_over(&mut self, number: u64, outcome: FixOutcome, message: &Phrase) {
        let Some(place) = self.fixes.under_way.iter().position(|fix| fix.number == number) else { return };
        let evidence = self.seen_after(&self.fixes.under_way[place], outcome);
        let fix = self.fixes.under_way.swap_remove(place);
        tracing::info!(fix = fix.mend.fix, ?outcome, "a fix is over");
        if let Some(entry) = &fix.entry {
            let became = match outcome {
                FixOutcome::Verified => journal::Outcome::Verified,
                FixOutcome::StillFailing => journal::Outcome::Done,
                FixOutcome::Failed | FixOutcome::Declined => journal::Outcome::Failed,
            };
            if let Err(error) = Journal::of(&self.world.paths).conclude(entry, became) {
                tracing::warn!("{error:#}");
            }
        }
        if outcome != FixOutcome::Declined {
            let (subject, finding) = (fix.mend.subject.clone(), fix.mend.finding.clone());
            self.diary.fixed(LastFix { at: clock::now(), fix: fix.mend.fix.clone(), finding, subject, outcome });
        }
        let _ = self.events.send(Event::Fix { id: fix.mend.fix, finding: fix.mend.finding, outcome });
        let fixed = Fixed { outcome, message: message.clone(), evidence };
        for reply in fix.replies {
            let _ = reply.send(Answer::Fixed(fixed.clone()));
        }
    }
}
