//! What waited for the person and does so no more: who asked, what for, and how it ended.
//!
//! What is kept are the sentences that were shown, without what has the shape of a secret. How something ended is known
//! where this Clawtender carried the answer, or where its time was over; of anything else it is said that it is not known.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ApprovalView, Decision, Kind};
use crate::{
    redact::without_secrets,
    words::{Language, Phrase, Spoken, kept},
};

/// How many are kept.
const KEPT: usize = 100;
/// How many that wait are known by name, so that their end is seen.
const WAITING: usize = 500;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// A person decided here: in the window, in a notification, in the menu or on the command line.
    Here(Decision),
    /// Its time was over.
    Lapsed,
    /// It was decided elsewhere or taken back.
    Elsewhere,
    /// As [`Fate::Elsewhere`], or its time was over: the gateway does not tell of these when that is.
    Gone,
}

impl Fate {
    fn words(self, kind: Kind) -> Phrase {
        let id = match (self, kind) {
            (Fate::Here(Decision::Approve), Kind::Exec | Kind::Plugin) => "ended-allowed-once",
            (Fate::Here(Decision::Approve), _) => "ended-approved",
            (Fate::Here(Decision::Always), _) => "ended-always",
            (Fate::Here(Decision::Reject), Kind::Channel) => "ended-dismissed",
            (Fate::Here(Decision::Reject), Kind::Exec | Kind::Plugin) => "ended-denied",
            (Fate::Here(Decision::Reject), _) => "ended-rejected",
            (Fate::Lapsed, _) => "ended-lapsed",
            (Fate::Elsewhere, _) => "ended-elsewhere",
            (Fate::Gone, _) => "ended-gone",
        };
        Phrase::new(id, [])
    }
}

/// A request by what is kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    kind: Kind,
    id: String,
    #[serde(with = "kept")]
    title: Phrase,
    #[serde(with = "kept")]
    message: Phrase,
    since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<Timestamp>,
}

impl Asked {
    fn of(view: &ApprovalView) -> Asked {
        Asked {
            kind: view.kind,
            id: view.id.clone(),
            title: view.title.clone(),
            message: Phrase::made(|language| without_secrets(&view.message.said_in(language)).into_owned()),
            since: view.since,
            expires: view.expires,
        }
    }

    fn is(&self, kind: Kind, id: &str) -> bool {
        self.kind == kind && self.id == id
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Ended {
    #[serde(flatten)]
    asked: Asked,
    at: Timestamp,
    fate: Fate,
}

/// What has waited, and what was seen to wait last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PastApprovals {
    waiting: Vec<Asked>,
    /// Oldest end first.
    ended: Vec<Ended>,
}

/// A request that waits no more, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct PastApproval {
    /// What was asked for.
    pub kind: Kind,
    /// What asked: `A device wants to connect`.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// Who asked and what for: claims.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
    /// How it ended, in words.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// When it was first asked.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub since: Timestamp,
    /// When it ended, or was seen to have.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub at: Timestamp,
}

impl Spoken for PastApproval {
    fn speak(&mut self, language: Language) {
        self.title.speak(language);
        self.message.speak(language);
        self.words.speak(language);
    }
}

impl PastApprovals {
    /// The gateway has carried out what a person decided here.
    pub fn decided(&mut self, kind: Kind, id: &str, decision: Decision, now: Timestamp) {
        if let Some(place) = self.waiting.iter().position(|asked| asked.is(kind, id)) {
            let asked = self.waiting.remove(place);
            return self.end(asked, Fate::Here(decision), now);
        }
        // the gateway may have taken it off its list before it answered
        let seen_to_end = self.ended.iter_mut().rfind(|ended| ended.asked.is(kind, id));
        if let Some(ended) = seen_to_end.filter(|ended| ended.fate != Fate::Lapsed) {
            ended.fate = Fate::Here(decision);
        }
    }

    /// Takes in what waits now. `told` is what of it is worth keeping.
    pub fn observe(&mut self, waiting: &[ApprovalView], told: &[ApprovalView], now: Timestamp) {
        let listed = |asked: &Asked| waiting.iter().any(|view| asked.is(view.kind, &view.id));
        let (stay, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut self.waiting).into_iter().partition(listed);
        self.waiting = stay;
        for asked in gone {
            let fate = match asked.expires {
                Some(expires) if expires <= now => Fate::Lapsed,
                Some(_) => Fate::Elsewhere,
                None => Fate::Gone,
            };
            self.end(asked, fate, now);
        }
        for view in told {
            let decided = |ended: &Ended| ended.asked.is(view.kind, &view.id) && matches!(ended.fate, Fate::Here(_));
            // the gateway lists for a moment what it has decided already
            if self.ended.iter().any(decided) || self.waiting.iter().any(|asked| asked.is(view.kind, &view.id)) {
                continue;
            }
            // it only seemed to be gone
            self.ended.retain(|ended| !ended.asked.is(view.kind, &view.id));
            if self.waiting.len() < WAITING {
                self.waiting.push(Asked::of(view));
            }
        }
    }

    fn end(&mut self, asked: Asked, fate: Fate, at: Timestamp) {
        self.ended.push(Ended { asked, at, fate });
        let more = self.ended.len().saturating_sub(KEPT);
        self.ended.drain(..more);
    }

    /// What is shown, latest end first.
    pub fn view(&self) -> Vec<PastApproval> {
        let row = |Ended { asked, at, fate }: &Ended| PastApproval {
            kind: asked.kind,
            title: asked.title.clone(),
            message: asked.message.clone(),
            words: fate.words(asked.kind),
            since: asked.since,
            at: *at,
        };
        self.ended.iter().rev().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i8) -> Timestamp {
        format!("2026-11-26T12:{minute:02}:00Z").parse().unwrap()
    }

    fn asks(kind: Kind, id: &str, expires: Option<Timestamp>) -> ApprovalView {
        ApprovalView {
            kind,
            id: id.to_owned(),
            title: "A device wants to connect".into(),
            message: "It shows sk-abcdefghijklmnopqrstuvwxyz012345.".into(),
            who: Vec::new(),
            permissions: Vec::new(),
            command: None,
            notes: Vec::new(),
            deliberate: false,
            choices: Vec::new(),
            since: at(0),
            expires,
        }
    }

    fn ends(past: &PastApprovals) -> Vec<Phrase> {
        past.view().into_iter().map(|past| past.words).collect()
    }

    #[test]
    fn how_it_ended_is_said_as_far_as_it_is_known() {
        let mut past = PastApprovals::default();
        let all = [
            asks(Kind::Plugin, "f", Some(at(30))),
            asks(Kind::Device, "a", None),
            asks(Kind::Device, "b", None),
            asks(Kind::Exec, "c", Some(at(5))),
            asks(Kind::Exec, "d", Some(at(30))),
            asks(Kind::Exec, "e", Some(at(30))),
        ];
        past.observe(&all, &all, at(1));
        assert!(past.view().is_empty());
        past.decided(Kind::Device, "a", Decision::Approve, at(2));
        // the gateway lists it for a moment
        past.observe(&all, &all, at(2));
        assert_eq!(ends(&past), ["Approved here"]);
        past.decided(Kind::Exec, "e", Decision::Reject, at(3));
        past.observe(&[], &[], at(10));
        // the list was faster than the answer
        past.decided(Kind::Exec, "d", Decision::Always, at(10));
        assert_eq!(
            ends(&past),
            [
                "Allowed from now on, here",
                "Lapsed without an answer",
                "Decided elsewhere, taken back, or lapsed",
                "Decided elsewhere, or taken back",
                "Denied here",
                "Approved here"
            ]
        );
        assert_eq!((past.view()[0].since, past.view()[0].at), (at(0), at(10)));
    }

    #[test]
    fn what_comes_back_was_not_gone_and_what_nobody_was_told_of_is_not_kept() {
        let mut past = PastApprovals::default();
        let (one, own) = (asks(Kind::Device, "a", None), asks(Kind::Device, "own", None));
        past.observe(&[one.clone(), own.clone()], std::slice::from_ref(&one), at(1));
        past.observe(&[], &[], at(2));
        assert_eq!(ends(&past).len(), 1);
        past.observe(std::slice::from_ref(&one), std::slice::from_ref(&one), at(3));
        assert!(past.view().is_empty());
        past.decided(Kind::Device, "own", Decision::Approve, at(4));
        assert!(past.view().is_empty());
    }

    #[test]
    fn what_ended_while_nobody_watched_is_seen_when_somebody_does() {
        let mut past = PastApprovals::default();
        let one = [asks(Kind::Exec, "a", Some(at(5)))];
        past.observe(&one, &one, at(1));
        let text = serde_json::to_string(&past).unwrap();
        assert!(!text.contains("sk-abcdef"), "{text}");
        let mut past: PastApprovals = serde_json::from_str(&text).unwrap();
        past.observe(&[], &[], at(9));
        assert_eq!(ends(&past), ["Lapsed without an answer"]);
    }

    #[test]
    fn a_flood_leaves_a_bounded_trace() {
        let mut past = PastApprovals::default();
        let flood: Vec<_> = (0..2000).map(|id| asks(Kind::Device, &id.to_string(), None)).collect();
        past.observe(&flood, &flood, at(1));
        past.observe(&[], &[], at(2));
        assert_eq!(past.view().len(), KEPT);
        assert_eq!(past.view()[0].message, past.view()[99].message);
    }
}
