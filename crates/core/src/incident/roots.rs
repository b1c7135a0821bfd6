//! Failing roots over time: one bulletin for each check, whatever it is that follows from it and however many things it is
//! about.

use std::{collections::BTreeSet, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    Bulletin, Button, Click, DOUBT, FLAP, HOUR, HOURLY, IncidentLog, KEPT, LONGEST_WAIT, Moment, Notice, Place, STEADY,
    Told, WAIT, Weight, fit,
};
use crate::{
    check::{Finding, Offer, Outcome, Severity},
    checks,
    fixes::Consent,
    report,
    words::Language,
};

/// How long a cause that is not told yet may be in doubt without starting its grace afresh.
const BLINK: Duration = Duration::from_secs(10);
/// The grace of a check that is not in the list.
const GRACE: Duration = Duration::from_secs(20);
/// The longest message, in characters.
const MESSAGE: usize = 240;
/// How many of those that a cause explains are named.
const NAMED: usize = 2;

/// A cause that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cause {
    /// Since when.
    pub since: Moment,
    /// How long beyond its grace it has to last, because it keeps coming back.
    pub wait: Duration,
    /// Since when nobody can tell whether it still does.
    pub doubt: Option<Moment>,
    /// What was told of it.
    pub told: Option<Told>,
}

/// A cause that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    /// Since when.
    pub at: Moment,
    /// How long it had to wait.
    pub wait: Duration,
}

/// What there is to tell of one check.
pub(super) struct Wanted<'a> {
    pub first: &'a Finding,
    /// How many things it is about.
    count: usize,
    /// The most that one of them weighs.
    weight: Weight,
}

impl IncidentLog {
    pub(super) fn judge_roots(&mut self, findings: &[Finding], now: Moment) -> Vec<Notice> {
        let wanted = self.wanted(findings);
        let together = self.come_together(&wanted, now);
        let tell = |wanted| self.tell(wanted, findings, together, now);
        let mut notices: Vec<_> = wanted.iter().filter_map(tell).collect();
        notices.extend(self.let_go(findings, &wanted, now));
        let notices = self.put_together(notices, together, findings, now);
        self.past.retain(|_, past| now.since(past.at) < HOUR.max(past.wait * 2));
        notices
    }

    /// The failing roots that are worth telling, worst first, one for each check.
    fn wanted<'a>(&self, findings: &'a [Finding]) -> Vec<Wanted<'a>> {
        let mut wanted: Vec<Wanted<'a>> = Vec::new();
        let told = report::roots(findings).filter(|root| {
            root.severity >= Severity::Warning && !self.muted.contains(&root.id) && !report::is_request(root)
        });
        for root in told {
            let weight = (root.severity, root.step);
            if let Some(known) = wanted.iter_mut().find(|known| known.first.id == root.id) {
                known.count += 1;
                known.weight = known.weight.max(weight);
            } else if wanted.len() < KEPT {
                wanted.push(Wanted { first: root, count: 1, weight });
            }
        }
        wanted
    }

    /// Sees to the causes that do not fail any more, or of which nobody knows.
    fn let_go(&mut self, findings: &[Finding], wanted: &[Wanted<'_>], now: Moment) -> Vec<Notice> {
        let mut notices = Vec::new();
        let fail: BTreeSet<_> = wanted.iter().map(|wanted| wanted.first.id.as_str()).collect();
        let quiet: Vec<_> = self.causes.keys().filter(|id| !fail.contains(id.as_str())).cloned().collect();
        for id in quiet {
            let of_it = findings.iter().find(|finding| finding.id == id && finding.outcome != Outcome::Fail);
            let because = of_it.and_then(|finding| finding.because.as_deref());
            let (healed, explained) = match of_it.map(|finding| finding.outcome) {
                _ if self.muted.contains(&id) => (false, true),
                Some(Outcome::Unknown) => (false, false),
                // once the cause is told, it speaks for this one too
                Some(Outcome::Hidden) => (false, because.is_some_and(|because| self.is_told(because))),
                Some(Outcome::Pass | Outcome::Fail) | None => (true, false),
            };
            // what was put away is away, whatever is known of it, until it has healed
            if !healed && !self.muted.contains(&id) && self.is_seen(&id) {
                continue;
            }
            // recovery is quiet: what comes out from behind another check has its whole grace before it
            let behind = findings.iter().any(|cause| because == Some(&cause.id));
            let Some(cause) = self.causes.get_mut(&id) else { continue };
            let doubt = *cause.doubt.get_or_insert(now);
            let patience = match (&cause.told, behind) {
                (Some(_), _) => DOUBT,
                (None, true) => Duration::ZERO,
                (None, false) => BLINK,
            };
            let over = healed || explained || now.since(doubt) >= patience;
            if !over {
                self.reached(doubt.plus(patience), now);
                continue;
            }
            let Some(cause) = self.causes.remove(&id) else { continue };
            if cause.told.is_some() {
                notices.push(Notice::Withdraw { id: id.clone() });
            }
            if !explained && (cause.told.is_some() || !cause.wait.is_zero()) {
                self.past.insert(id, Past { at: now, wait: cause.wait });
            }
        }
        notices
    }

    pub(super) fn is_told(&self, id: &str) -> bool {
        self.causes.get(id).is_some_and(|cause| cause.told.is_some())
    }

    pub(super) fn is_seen(&self, id: &str) -> bool {
        self.causes.get(id).and_then(|cause| cause.told.as_ref()).is_some_and(|told| told.seen)
    }

    /// Whether it is not told, and has lasted long enough to be.
    pub(super) fn is_ripe(&self, id: &str, now: Moment) -> bool {
        let ripe = match self.causes.get(id) {
            Some(Cause { told: Some(_), .. }) => return false,
            Some(cause) => cause.since.plus(grace(id)).plus(cause.wait),
            None => now.plus(grace(id)).plus(self.wait(id, now)),
        };
        ripe <= now && !self.snoozed.contains_key(id)
    }

    /// `together`: it is one of several, which the hour has room for.
    fn tell(&mut self, wanted: &Wanted<'_>, findings: &[Finding], together: bool, now: Moment) -> Option<Notice> {
        let id = &wanted.first.id;
        let wait = self.wait(id, now);
        let cause = self.causes.entry(id.clone()).or_insert(Cause { since: now, wait, doubt: None, told: None });
        cause.doubt = None;
        let (told, ripe) = (cause.told.clone(), cause.since.plus(grace(id)).plus(cause.wait));
        if let Some(until) = self.snoozed.get(id).copied() {
            self.reached(until, now);
            self.causes.get_mut(id)?.told = None;
            return told.map(|_| Notice::Withdraw { id: id.clone() });
        }
        let (gist, weight) = (gist(wanted), Some(wanted.weight));
        match told {
            None => {
                if !self.reached(ripe, now) || self.held || !together && !self.may_raise(wanted.first.severity, now) {
                    return None;
                }
                self.causes.get_mut(id)?.told = Some(Told { gist, at: now, weight, seen: false });
                Some(Notice::Raise(bulletin(wanted, findings, self.language)))
            }
            Some(_) if self.held => None,
            Some(told) if told.seen && (told.weight.is_none() || told.weight >= weight) => None,
            Some(told) if !told.seen && told.gist == gist => None,
            Some(told) if !self.reached(told.at.plus(STEADY), now) => None,
            Some(_) => {
                self.causes.get_mut(id)?.told = Some(Told { gist, at: now, weight, seen: false });
                Some(Notice::Replace(bulletin(wanted, findings, self.language)))
            }
        }
    }

    /// How much longer than its grace a cause that fails from now on has to last.
    fn wait(&self, id: &str, now: Moment) -> Duration {
        let Some(past) = self.past.get(id) else { return Duration::ZERO };
        if now.since(past.at) <= FLAP.max(past.wait) {
            return (past.wait * 2).clamp(WAIT, LONGEST_WAIT);
        }
        past.wait
    }

    /// Whether the hour has room for one more of this severity; takes the room.
    fn may_raise(&mut self, severity: Severity, now: Moment) -> bool {
        let raised = self.raised.entry(severity).or_default();
        while raised.front().is_some_and(|first| now.since(*first) >= HOUR) {
            raised.pop_front();
        }
        if let Some(first) = raised.front().copied().filter(|_| raised.len() >= HOURLY) {
            return self.reached(first.plus(HOUR), now);
        }
        raised.push_back(now);
        true
    }
}

fn grace(id: &str) -> Duration {
    checks::ALL.iter().find(|check| check.id == id).map_or(GRACE, |check| check.grace)
}

/// What a notification says, without the numbers that go on by themselves.
fn gist(wanted: &Wanted<'_>) -> String {
    let finding = wanted.first;
    let words: String = finding.message.chars().filter(|char| !char.is_ascii_digit()).collect();
    let fix = finding.fix.as_ref().map_or("", |fix| fix.id.as_str());
    format!("{:?} {} {fix} {words}", finding.severity, wanted.count)
}

fn bulletin(wanted: &Wanted<'_>, findings: &[Finding], language: Language) -> Bulletin {
    let finding = &wanted.first.said_in(language);
    let mut message = finding.message.to_string();
    let mut add = |more: String| {
        if message.chars().count() + more.chars().count() < MESSAGE {
            message = format!("{message} {more}");
        }
    };
    if let Some(more @ 1..) = wanted.count.checked_sub(1) {
        add(language.say("notice-one-like-this", &[("count", more.into())]));
    }
    if let Some(explains) = explains(finding, findings, language) {
        add(explains);
    }
    Bulletin {
        id: finding.id.clone(),
        title: fit(&finding.title, 60),
        message: fit(&message, MESSAGE),
        urgent: finding.severity == Severity::Error,
        buttons: buttons(finding, language),
        show: Place::Finding(finding.id.clone()),
    }
}

/// The fix's button, and beside it the first other offer that takes no more than a click: a second one that is read first would
/// lead to where the first one leads.
fn buttons(finding: &Finding, language: Language) -> Vec<Button> {
    let at_once = |offer: &&Offer| offer.consent == Consent::OneClick && offer.deed;
    let also = finding.also.iter().find(at_once);
    finding.fix.iter().chain(also).map(|offer| button(finding, offer, language)).collect()
}

/// What needs a preview, or a person to do it, is read first: its button leads to where that is.
fn button(finding: &Finding, offer: &Offer, language: Language) -> Button {
    match (offer.consent, offer.deed) {
        (Consent::OneClick, true) => Button {
            label: offer.label.clone(),
            click: Click::Fix { finding: finding.id.clone(), subject: finding.subject.clone(), fix: offer.id.clone() },
        },
        (Consent::OneClick, false) | (Consent::Confirm, _) => {
            let told = [("label", offer.label.as_str().into())];
            Button { label: language.say("notice-read-first", &told), click: Click::Show }
        }
    }
}

/// `This also explains: Key is refused, Channel is down and 3 more.`
fn explains(root: &Finding, findings: &[Finding], language: Language) -> Option<String> {
    let mut titles: Vec<_> = findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Hidden && finding.because.as_deref() == Some(&root.id))
        .map(|finding| finding.said_in(language).title)
        .collect();
    titles.dedup();
    if titles.is_empty() {
        return None;
    }
    if let Some(more @ 1..) = titles.len().checked_sub(NAMED) {
        titles.truncate(NAMED);
        titles.push(language.say("notice-and-more", &[("count", more.into())]));
    }
    Some(language.say("notice-explains", &[("titles", language.list(&titles).into())]))
}
