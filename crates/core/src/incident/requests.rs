//! Requests that wait: one notification each while they are few, one for all when they are many.
//!
//! Strangers can make requests, and cannot make noise with them: who comes too often is counted, not announced.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{Bulletin, Button, Click, DOUBT, HOUR, IncidentLog, KEPT, Moment, Notice, Place, STEADY, Told, fit};
use crate::{
    approval::{ApprovalView, Choice, Decision, Kind},
    check::{Finding, Outcome},
    report,
    words::Language,
};

/// The id of the notification for all.
const ALL: &str = "approvals";
/// More than this many are put together.
const FEW: usize = 3;
/// How many requests of strangers are announced one by one in a minute, and in an hour.
const BY_STRANGERS: (usize, usize) = (3, 12);
/// The time between two notifications for all, when strangers alone are in them.
const MINUTE: Duration = Duration::from_mins(1);
/// The same once strangers have used up their hour, or the person has seen the one before.
const LONG: Duration = Duration::from_mins(10);

/// What was told of the requests that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Requests {
    /// One notification each, by the id of the request.
    singles: BTreeMap<String, Told>,
    /// Those that the notification for all counts, or that the person has seen in it.
    members: BTreeSet<String>,
    /// The notification for all.
    all: Option<Told>,
    /// When it was raised last.
    all_raised: Option<Moment>,
    /// When strangers made their latest requests.
    strangers: VecDeque<Moment>,
    /// Since when nobody can tell what waits.
    doubt: Option<Moment>,
}

impl Requests {
    /// The person has seen to this bulletin.
    pub(super) fn seen(&mut self, id: &str) {
        let single = id.strip_prefix("approval:").and_then(|id| self.singles.get_mut(id));
        let told = if id == ALL { self.all.as_mut() } else { single };
        if let Some(told) = told {
            told.seen = true;
        }
    }

    /// Whether both have told the same, as far as it must be kept.
    pub(super) fn same(&self, kept: &Requests) -> bool {
        (&self.singles, &self.members, &self.all, &self.all_raised, &self.strangers)
            == (&kept.singles, &kept.members, &kept.all, &kept.all_raised, &kept.strangers)
    }

    /// Nothing is on the screen any more: what was not seen is told again.
    pub(super) fn resume(&mut self, shift: impl Fn(&mut Moment)) {
        self.doubt = None;
        self.singles.retain(|_, told| told.seen);
        if self.all.as_ref().is_none_or(|all| !all.seen) {
            self.members.clear();
            (self.all, self.all_raised) = (None, None);
        }
        self.strangers.truncate(BY_STRANGERS.1);
        let told = self.singles.values_mut().chain(self.all.as_mut()).map(|told| &mut told.at);
        told.chain(self.all_raised.as_mut()).chain(&mut self.strangers).for_each(shift);
    }
}

impl IncidentLog {
    pub(super) fn judge_requests(&mut self, findings: &[Finding], views: &[ApprovalView], now: Moment) -> Vec<Notice> {
        let open: Vec<_> = views.iter().filter(|view| !view.choices.is_empty()).take(KEPT).collect();
        let unknown = findings.iter().any(|known| known.outcome == Outcome::Unknown && report::of_requests(known));
        if open.is_empty() && unknown {
            let doubt = *self.requests.doubt.get_or_insert(now);
            if !self.reached(doubt.plus(DOUBT), now) {
                return Vec::new();
            }
        } else {
            self.requests.doubt = None;
        }
        let mut notices = self.forget_decided(&open);
        let fresh: Vec<_> = open.iter().filter(|view| !self.held && self.is_new(view)).copied().collect();
        if self.too_many(&open, &fresh, now) {
            let singles = std::mem::take(&mut self.requests.singles);
            notices.extend(singles.keys().map(|id| Notice::Withdraw { id: single(id) }));
            self.requests.members.extend(singles.into_keys().chain(fresh.iter().map(|view| view.id.clone())));
        }
        notices.extend(self.tell_all(&open, now));
        for view in open {
            notices.extend(self.tell_single(view, now));
        }
        notices
    }

    /// Takes away what waits no longer.
    fn forget_decided(&mut self, open: &[&ApprovalView]) -> Vec<Notice> {
        let open: BTreeSet<_> = open.iter().map(|view| view.id.as_str()).collect();
        let requests = &mut self.requests;
        let gone = requests.singles.keys().filter(|id| !open.contains(id.as_str())).cloned();
        let gone: Vec<_> = gone.collect();
        requests.singles.retain(|id, _| open.contains(id.as_str()));
        requests.members.retain(|id| open.contains(id.as_str()));
        let all = requests.members.is_empty().then(|| requests.all.take()).flatten();
        let ids = gone.iter().map(|id| single(id)).chain(all.map(|_| ALL.to_owned()));
        ids.map(|id| Notice::Withdraw { id }).collect()
    }

    fn is_new(&self, view: &ApprovalView) -> bool {
        let known = self.requests.singles.contains_key(&view.id) || self.requests.members.contains(&view.id);
        !known && !self.snoozed.contains_key(&single(&view.id))
    }

    /// Whether what is new goes into the notification for all, and with it what was announced one by one.
    fn too_many(&mut self, open: &[&ApprovalView], fresh: &[&ApprovalView], now: Moment) -> bool {
        let by_strangers = fresh.iter().filter(|view| stranger(view)).count();
        let noisy = by_strangers > 0
            && (self.by_strangers(MINUTE, now) + by_strangers > BY_STRANGERS.0
                || self.by_strangers(HOUR, now) + by_strangers > BY_STRANGERS.1);
        let strangers = &mut self.requests.strangers;
        strangers.extend(std::iter::repeat_n(now, by_strangers));
        strangers.drain(..strangers.len().saturating_sub(BY_STRANGERS.1));
        // those that the person has seen in the notification for all do not make the others many
        let seen = self.requests.all.as_ref().is_some_and(|all| all.seen);
        let waiting = open.len() - if seen { self.requests.members.len() } else { 0 };
        !fresh.is_empty() && (waiting > FEW || noisy)
    }

    /// How many requests strangers have made of late, as far as is remembered.
    fn by_strangers(&self, within: Duration, now: Moment) -> usize {
        self.requests.strangers.iter().filter(|made| now.since(**made) < within).count()
    }

    fn tell_all(&mut self, open: &[&ApprovalView], now: Moment) -> Option<Notice> {
        if self.requests.members.is_empty() {
            return None;
        }
        if let Some(until) = self.snoozed.get(ALL).copied() {
            self.reached(until, now);
            return self.requests.all.take().map(|_| Notice::Withdraw { id: ALL.to_owned() });
        }
        if self.held {
            return None;
        }
        let gist = self.requests.members.len().to_string();
        let busy = self.by_strangers(HOUR, now) >= BY_STRANGERS.1;
        let pause = if busy { LONG } else { MINUTE };
        let counted: Vec<_> = open.iter().filter(|view| self.requests.members.contains(&view.id)).copied().collect();
        let told = Told { gist: gist.clone(), at: now, weight: None, seen: false };
        match self.requests.all.clone() {
            None => {
                let again = self.requests.all_raised.map_or(now, |last| last.plus(pause));
                if counted.iter().all(|view| stranger(view)) && !self.reached(again, now) {
                    return None;
                }
                (self.requests.all, self.requests.all_raised) = (Some(told), Some(now));
                Some(Notice::Raise(for_all(&counted, self.language)))
            }
            // new ones have come since it was seen; fewer is no news
            Some(all) if all.seen && count(&gist) <= count(&all.gist) => {
                self.requests.all = Some(Told { gist, ..all });
                None
            }
            Some(all) if all.gist == gist || !self.reached(all.at.plus(if all.seen { LONG } else { STEADY }), now) => {
                None
            }
            Some(_) => {
                self.requests.all = Some(told);
                Some(Notice::Replace(for_all(&counted, self.language)))
            }
        }
    }

    fn tell_single(&mut self, view: &ApprovalView, now: Moment) -> Option<Notice> {
        if self.requests.members.contains(&view.id) {
            return None;
        }
        let id = single(&view.id);
        if let Some(until) = self.snoozed.get(&id).copied() {
            self.reached(until, now);
            return self.requests.singles.remove(&view.id).map(|_| Notice::Withdraw { id });
        }
        if self.held {
            return None;
        }
        let gist = format!("{} {} {}", view.title, view.message, view.deliberate);
        match self.requests.singles.get(&view.id).cloned() {
            Some(told) if told.seen || told.gist == gist || !self.reached(told.at.plus(STEADY), now) => None,
            told => {
                self.requests.singles.insert(view.id.clone(), Told { gist, at: now, weight: None, seen: false });
                let bulletin = for_one(view, self.language);
                Some(if told.is_some() { Notice::Replace(bulletin) } else { Notice::Raise(bulletin) })
            }
        }
    }
}

fn count(gist: &str) -> usize {
    gist.parse().unwrap_or(0)
}

fn single(id: &str) -> String {
    format!("approval:{id}")
}

/// Whether anybody who reaches the gateway can make such a request; the agent and its plugins are the owner's.
fn stranger(view: &ApprovalView) -> bool {
    matches!(view.kind, Kind::Device | Kind::Node | Kind::Channel)
}

fn for_one(view: &ApprovalView, language: Language) -> Bulletin {
    let button = |choice: &Choice| Button {
        label: choice.label.said_in(language),
        click: Click::Decide { kind: view.kind, id: view.id.clone(), decision: choice.decision },
    };
    let by = |decision: Decision| view.choices.iter().find(|choice| choice.decision == decision).map(button);
    let buttons = if view.deliberate {
        vec![Button { label: language.say("notice-review", &[]), click: Click::Show }]
    } else {
        [by(Decision::Reject), by(Decision::Approve)].into_iter().flatten().collect()
    };
    Bulletin {
        id: single(&view.id),
        title: fit(&view.title.said_in(language), 60),
        message: fit(&view.message.said_in(language), 240),
        urgent: !stranger(view),
        buttons,
        show: Place::Approvals(Some(view.id.clone())),
    }
}

fn for_all(views: &[&ApprovalView], language: Language) -> Bulletin {
    let of = |kinds: &[Kind], id| {
        let count = views.iter().filter(|view| kinds.contains(&view.kind)).count();
        (count > 0).then(|| language.say(id, &[("count", count.into())]))
    };
    let parts = [
        of(&[Kind::Exec, Kind::Plugin], "notice-actions"),
        of(&[Kind::Device], "notice-devices"),
        of(&[Kind::Node], "notice-nodes"),
        of(&[Kind::Channel], "notice-senders"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let parts = parts.join(&language.say("notice-list-between", &[]));
    Bulletin {
        id: ALL.to_owned(),
        title: language.say("notice-waiting", &[("count", views.len().into())]),
        message: language.say("notice-waiting-of", &[("parts", parts.into())]),
        urgent: views.iter().any(|view| !stranger(view)),
        buttons: vec![Button { label: language.say("notice-review", &[]), click: Click::Show }],
        show: Place::Approvals(None),
    }
}
