//! Findings over time: what the person is told, once, and when it is taken back.
//!
//! Grace, one notice for one root cause, replacement, withdrawal, snooze. All times are uptime, so that a wrong clock does
//! no harm. It decides what a notification says and offers; it shows nothing.
//!
//! [`IncidentLog::observe`] is handed what is so now and answers with what the notifier must do. What holds for whatever it
//! is handed: nothing is raised twice without having been withdrawn; what has healed, was decided or has lapsed is withdrawn
//! and never announced; a fault that is over within its grace is never told; what keeps coming back is told ever more rarely;
//! any number of requests is at most three notifications or one for all.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    approval::{ApprovalView, Decision, Kind},
    check::Finding,
};

mod requests;
mod roots;

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
    /// The person has seen to it: it is off the screen and does not come back.
    seen: bool,
}

/// What the person is told: the findings and requests of one computer over time.
///
/// Serializable, so that a restart of the app repeats nothing; [`IncidentLog::resume`] says that one has taken place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentLog {
    /// Causes that fail now, or did a moment ago, by the id of their bulletin.
    causes: BTreeMap<String, roots::Cause>,
    /// Causes that are over.
    past: BTreeMap<String, roots::Past>,
    /// When causes of each severity were raised.
    raised: BTreeMap<crate::check::Severity, VecDeque<Moment>>,
    /// Requests that wait.
    requests: requests::Requests,
    /// Bulletins that are not shown until then.
    snoozed: BTreeMap<String, Moment>,
    /// Checks that are not told of.
    muted: BTreeSet<String>,
    /// When this log was asked last.
    last: Moment,
    /// When something is due though nothing changes.
    due: Option<Moment>,
}

impl IncidentLog {
    /// What the notifier must do now that these are the findings and these the requests: first what it takes away, then
    /// what it shows. `uptime` never goes back.
    pub fn observe(&mut self, findings: &[Finding], approvals: &[ApprovalView], uptime: Duration) -> Vec<Notice> {
        let now = Moment::at(uptime).max(self.last);
        (self.last, self.due) = (now, None);
        self.snoozed.retain(|_, until| *until > now);
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

    /// Tells nothing of these checks from now on, and of all others.
    pub fn mute(&mut self, checks: impl IntoIterator<Item = String>) {
        self.muted = checks.into_iter().take(KEPT).collect();
    }

    /// The person clicked on this bulletin or a button of it: it is off the screen.
    pub fn clicked(&mut self, id: &str) {
        if let Some(told) = self.causes.get_mut(id).and_then(|cause| cause.told.as_mut()) {
            told.seen = true;
        }
        self.requests.seen(id);
    }

    /// The person put this bulletin away without an answer. It does not come back until what it is about has healed.
    pub fn dismissed(&mut self, id: &str) {
        self.clicked(id);
    }

    /// The app was started anew, and its uptime with it. `shown` says whether what was told may still be on the screen: it
    /// is after a restart of the app, and is not after a new login.
    pub fn resume(&mut self, uptime: Duration, shown: bool) {
        let by = Moment::at(uptime).0.saturating_sub(self.last.0);
        let shift = |moment: &mut Moment| moment.0 = moment.0.saturating_add(by);
        self.raised.values_mut().flatten().for_each(shift);
        self.snoozed.values_mut().for_each(shift);
        self.past.values_mut().for_each(|past| shift(&mut past.at));
        self.requests.resume(shift, shown);
        // whether it failed all the while nobody knows: grace starts afresh
        self.causes.retain(|_, cause| shown && cause.told.is_some());
        for cause in self.causes.values_mut() {
            (cause.since, cause.doubt) = (Moment::at(uptime), None);
            cause.told.iter_mut().for_each(|told| shift(&mut told.at));
        }
        self.last = Moment::at(uptime);
        self.due = None;
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
