//! Findings over time: what the person is told, once, and when it is taken back.
//!
//! Grace, one notice for one root cause, replacement, withdrawal, snooze, holds. All times are uptime, so that a wrong clock
//! does no harm; whoever keeps quiet hours says when they are. It decides what a notification says and offers; it shows
//! nothing.
//!
//! [`IncidentLog::observe`] is handed what is so now and answers with what the notifier must do. What holds for whatever it
//! is handed: nothing is raised twice without having been withdrawn; what has healed, was decided or has lapsed is withdrawn
//! and never announced; a fault that is over within its grace is never told; what keeps coming back is told ever more rarely;
//! any number of requests is at most three notifications or one for all; while it is held nothing is raised or replaced, and
//! what is still so at the end of it is told then; what the person has put away does not come back before it has healed or
//! become worse.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    approval::{ApprovalView, Decision, Kind},
    check::{Finding, Severity},
    words::Language,
};

mod digest;
mod requests;
mod roots;

#[cfg(test)]
mod hold_tests;
#[cfg(test)]
mod requests_tests;
#[cfg(test)]
mod tests;

/// A notification changes what it says no more often than this.
const STEADY: Duration = Duration::from_secs(5);
/// How long a notification stays though nobody can tell any more whether what it says is so: the gateway restarts, the
/// computer wakes up.
const DOUBT: Duration = Duration::from_mins(2);
/// What comes back within this time of being withdrawn flaps.
const FLAP: Duration = Duration::from_mins(2);
/// How much longer than its grace something that flaps has to last before it is told again; doubled each time.
const WAIT: Duration = Duration::from_mins(1);
/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_mins(30);
/// How many notifications of one severity are raised in an hour. Requests are not among them: they are put together.
const HOURLY: usize = 6;
/// The hour, and how long what is over is remembered.
const HOUR: Duration = Duration::from_hours(1);
/// How long after a hold what comes at once is told together.
const GATHER: Duration = Duration::from_secs(30);
/// The same after a start of the app, when everything is looked at for the first time.
const START: Duration = Duration::from_mins(1);
/// How many causes, requests and snoozes are kept in mind.
const KEPT: usize = 256;

/// What the notifier must do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Notice {
    /// Show this, which was not there.
    Raise(Bulletin),
    /// Show this in the place of the one with the same id, without a new sound where the desktop can.
    Replace(Bulletin),
    /// Take it away.
    Withdraw {
        /// [`Bulletin::id`].
        id: String,
    },
}

/// What one notification says and offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Stable over the life of the incident.
    pub id: String,
    /// At most 60 characters of plain text.
    pub title: String,
    /// At most 240 characters of plain text.
    pub message: String,
    /// The gateway does not serve its owner: it stays until it is answered.
    pub urgent: bool,
    /// At most two, the safest first. A click on the notification itself is [`Click::Show`].
    pub buttons: Vec<Button>,
    /// The finding or request that the window shows.
    pub show: Place,
}

/// Where a click leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// This finding in the doctor's report.
    Finding(String),
    /// The list of what waits for approval, at this request if one is named.
    Approvals(Option<String>),
}

/// One button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Verb and object.
    pub label: String,
    /// What it does.
    pub click: Click,
}

/// What a click means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Click {
    /// Open the window there.
    Show,
    /// Run this fix.
    Fix {
        /// The check whose finding offers it.
        finding: String,
        /// What the finding concerns, when its check concerns several things.
        #[serde(default)]
        subject: Option<String>,
        /// The fix's id.
        fix: String,
    },
    /// Decide this request.
    Decide {
        /// What is asked for.
        kind: Kind,
        /// Its id.
        id: String,
        /// What was decided.
        decision: Decision,
    },
}

/// A point in uptime, in milliseconds. After a restart of the app, the points of its last life lie before zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Moment(i64);

impl Moment {
    fn at(uptime: Duration) -> Self {
        Moment(i64::try_from(uptime.as_millis()).unwrap_or(i64::MAX / 4).min(i64::MAX / 4))
    }

    fn plus(self, duration: Duration) -> Self {
        Moment(self.0.saturating_add(Moment::at(duration).0))
    }

    /// How long ago `earlier` was.
    fn since(self, earlier: Moment) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// What was told, so that nothing is told twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// What it said, as far as a change of it is worth a change of the notification.
    gist: String,
    /// When it was raised or replaced last.
    at: Moment,
    /// The most that it weighed when it was told; `None` of what does not become worse.
    #[serde(default)]
    weight: Option<Weight>,
    /// The person has seen to it: it is off the screen and does not come back.
    seen: bool,
}

/// How bad something is, and how far it has come ([`Finding::step`]). What weighs more than when it was put away is told anew.
type Weight = (Severity, u8);

/// What the person is told: the findings and requests of one computer over time.
///
/// Serializable, so that a restart of the app brings nothing back that was put away; [`IncidentLog::resume`] says that one has
/// taken place. Snoozes, mutes and holds are told anew by whoever keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentLog {
    /// Causes that fail now, or did a moment ago, by the id of their bulletin.
    causes: BTreeMap<String, roots::Cause>,
    /// Causes that are over.
    past: BTreeMap<String, roots::Past>,
    /// When causes of each severity were raised.
    raised: BTreeMap<Severity, VecDeque<Moment>>,
    /// Causes that were told together.
    #[serde(default)]
    digest: digest::Digest,
    /// Requests that wait.
    requests: requests::Requests,
    /// When this log was asked last.
    last: Moment,
    /// Bulletins that are not shown until then.
    #[serde(skip)]
    snoozed: BTreeMap<String, Moment>,
    /// Checks that are not told of.
    #[serde(skip)]
    muted: BTreeSet<String>,
    /// Whether the person wants no notifications now.
    #[serde(skip)]
    quiet: bool,
    /// Whether the screen is locked, so that nobody sees any.
    #[serde(skip)]
    locked: bool,
    /// In which bulletins are written. What is told again, and when, does not depend on it.
    #[serde(skip)]
    language: Language,
    /// Until when things settle.
    #[serde(skip)]
    settles: Option<Moment>,
    /// Whether nothing may be raised or replaced now, for one or the other reason.
    #[serde(skip)]
    held: bool,
    /// Until when what comes at once is told together.
    #[serde(skip)]
    gathers: Option<Moment>,
    /// When something is due though nothing changes.
    #[serde(skip)]
    due: Option<Moment>,
}

impl IncidentLog {
    /// What the notifier must do now that these are the findings and these the requests: first what it takes away, then
    /// what it shows. `uptime` never goes back.
    pub fn observe(&mut self, findings: &[Finding], approvals: &[ApprovalView], uptime: Duration) -> Vec<Notice> {
        let now = Moment::at(uptime).max(self.last);
        (self.last, self.due) = (now, None);
        self.snoozed.retain(|_, until| *until > now);
        self.look_at_holds(now);
        let mut notices = self.judge_roots(findings, now);
        notices.extend(self.judge_requests(findings, approvals, now));
        notices.sort_by_key(|notice| !matches!(notice, Notice::Withdraw { .. }));
        notices
    }

    /// How long from `uptime` until [`IncidentLog::observe`] has something to say though nothing has changed: a grace ends,
    /// a snooze, a doubt. `None` when nothing of the kind is ahead.
    pub fn next_due(&self, uptime: Duration) -> Option<Duration> {
        self.due.map(|due| due.since(Moment::at(uptime)))
    }

    /// Takes this bulletin away until that uptime. What it was about is told again then, if it is still so.
    pub fn snooze(&mut self, id: &str, until: Duration) {
        if self.snoozed.len() < KEPT || self.snoozed.contains_key(id) {
            self.snoozed.insert(id.to_owned(), Moment::at(until));
        }
    }

    /// Ends the snooze of this bulletin.
    pub fn wake(&mut self, id: &str) {
        self.snoozed.remove(id);
    }

    /// Tells nothing of these checks from now on, and of all others.
    pub fn mute(&mut self, checks: impl IntoIterator<Item = String>) {
        self.muted = checks.into_iter().take(KEPT).collect();
    }

    /// Whether the person wants no notifications now. While it is so nothing is raised or replaced; what heals is withdrawn.
    pub fn quiet(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// Whether the screen is locked. While it is so it is as with [`IncidentLog::quiet`]: whoever unlocks it is told at once what
    /// has come up, and not one after the other what is over.
    pub fn locked(&mut self, locked: bool) {
        self.locked = locked;
    }

    /// Writes bulletins in this language from now on.
    pub fn speak(&mut self, language: Language) {
        self.language = language;
    }

    /// Raises and replaces nothing until that uptime, for things have to settle: the computer has just woken up.
    pub fn settle(&mut self, until: Duration) {
        self.settles = Some(Moment::at(until));
    }

    /// The person has seen to this bulletin: clicked on it or a button of it, or put it away. It does not come back until what
    /// it is about has healed or become worse.
    pub fn seen(&mut self, id: &str) {
        self.digest_seen(id);
        if let Some(told) = self.causes.get_mut(id).and_then(|cause| cause.told.as_mut()) {
            told.seen = true;
        }
        self.requests.seen(id);
    }

    /// Whether what must outlive the app is another than in `kept`.
    pub fn differs(&self, kept: &IncidentLog) -> bool {
        fn told(log: &IncidentLog) -> impl Iterator<Item = (&String, &Told, Duration)> {
            log.causes.iter().filter_map(|(id, cause)| Some((id, cause.told.as_ref()?, cause.wait)))
        }
        !told(self).eq(told(kept))
            || (&self.past, &self.raised, &self.digest) != (&kept.past, &kept.raised, &kept.digest)
            || !self.requests.same(&kept.requests)
    }

    /// The app was started anew, and its uptime with it; since this log was last asked, so much time has gone by.
    ///
    /// Nothing is on the screen: the app takes away what it shows when it ends. What the person has seen to stays away; all
    /// else is told again, after its grace, for nobody knows whether it failed all the while.
    pub fn resume(&mut self, uptime: Duration, away: Duration) {
        let now = Moment::at(uptime);
        let by = now.0.saturating_sub(self.last.0).saturating_sub(Moment::at(away).0);
        // a damaged log must not reach into the future
        let shift = |moment: &mut Moment| *moment = Moment(moment.0.saturating_add(by)).min(now);
        for raised in self.raised.values_mut() {
            raised.truncate(HOURLY);
            raised.iter_mut().for_each(shift);
        }
        for past in self.past.values_mut() {
            shift(&mut past.at);
            past.wait = past.wait.min(LONGEST_WAIT);
        }
        self.requests.resume(shift);
        self.causes.retain(|_, cause| cause.told.as_ref().is_some_and(|told| told.seen));
        for cause in self.causes.values_mut() {
            (cause.since, cause.doubt, cause.wait) = (now, None, cause.wait.min(LONGEST_WAIT));
            cause.told.iter_mut().for_each(|told| shift(&mut told.at));
        }
        self.digest = digest::Digest::default();
        (self.last, self.gathers, self.due) = (now, Some(now.plus(START)), None);
    }

    /// Sees whether a hold has begun or is over.
    fn look_at_holds(&mut self, now: Moment) {
        self.settles = self.settles.filter(|until| *until > now);
        if let Some(until) = self.settles {
            self.reached(until, now);
        }
        let held = self.quiet || self.locked || self.settles.is_some();
        if self.held && !held {
            self.gathers = Some(now.plus(GATHER));
        }
        self.held = held;
    }

    /// `true` when it is that time; otherwise it is asked again then.
    fn reached(&mut self, time: Moment, now: Moment) -> bool {
        if time > now {
            self.due = Some(self.due.map_or(time, |due| due.min(time)));
        }
        time <= now
    }
}

/// At most `max` characters of text, which is already clean.
fn fit(text: &str, max: usize) -> String {
    crate::text::clean(text, max)
}
