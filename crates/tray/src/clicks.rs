//! What a click on a notification means now, and what is said when an order came to nothing.
//!
//! The snapshot is the truth and the notification a memory of it: what is not asked for any more is neither decided nor
//! mended, and the person is told. It carries out nothing.

use clawtender_core::{
    check::Outcome,
    fixes::{self, Consent, FixOutcome},
    incident::{Bulletin, Click, Place},
    snapshot::Snapshot,
    text::clean,
    words::{Language, Phrase},
};
use clawtender_engine::protocol::{Answer, Mend, Request};

use crate::{menu::Command, programs::Page};

/// The longest message of a notification, in characters.
const MESSAGE: usize = 240;

/// What a click does: an order, or what is said in its place.
pub(crate) fn meaning(click: &Click, place: &Place, snapshot: &Snapshot) -> Result<Command, Box<Bulletin>> {
    let language = snapshot.language;
    match click {
        Click::Show => Ok(Command::Open(page(place))),
        Click::Fix { finding, subject, fix } => {
            // what asks things needs the window
            let alone = |fix: &&fixes::Fix| fix.deed.is_some_and(|deed| !deed.asks());
            if !fixes::named(fix).filter(alone).is_some_and(|fix| fix.consent == Consent::OneClick) {
                // every other one is read before it is carried out
                return Ok(Command::Open(Page::Doctor(Some(finding.clone()))));
            }
            let offered = snapshot.findings.iter().any(|known| {
                (&known.id, &known.subject) == (finding, subject)
                    && known.outcome == Outcome::Fail
                    && known.offer(fix).is_some()
            });
            if !offered {
                return Err(Box::new(remark(language, "tray-healed", &Phrase::new("tray-healed-why", []), place)));
            }
            let mend = Mend { finding: finding.clone(), subject: subject.clone(), fix: fix.clone(), agreed: false };
            Ok(Command::Ask(Request::Fix(mend)))
        }
        Click::Decide { kind, id, decision } => {
            let waits = snapshot.approvals.iter().find(|view| view.kind == *kind && view.id == *id);
            match waits {
                None => Err(Box::new(remark(
                    language,
                    "tray-gone",
                    &Phrase::new("tray-gone-why", []),
                    &Place::Approvals(None),
                ))),
                Some(view) if view.deliberate => Ok(Command::Open(Page::Approvals(Some(id.clone())))),
                Some(_) => Ok(Command::Ask(Request::Decide {
                    kind: *kind,
                    approval: id.clone(),
                    decision: *decision,
                    deliberate: false,
                })),
            }
        }
    }
}

/// What is said of an order that came to nothing; `None` where it did not.
pub(crate) fn complaint(request: &Request, answer: &Answer, language: Language) -> Option<Bulletin> {
    let why = match answer {
        Answer::Refused(why) => why,
        Answer::Settled(settled) if !settled.ok => &settled.message,
        Answer::Decided(decided) if !decided.ok => &decided.message,
        Answer::Fixed(fixed) if fixed.outcome != FixOutcome::Verified => &fixed.message,
        _ => return None,
    };
    let seen = if let Answer::Fixed(fixed) = answer { fixed.evidence.first() } else { None };
    // no check has this id: the report as a whole
    let nowhere = Place::Finding(String::new());
    Some(match request {
        // it only makes something quieter, and an engine that ends tells nothing more
        Request::Seen { .. } => return None,
        Request::Snooze { finding, .. } => remark(language, "tray-not-put-off", why, &Place::Finding(finding.clone())),
        Request::Decide { approval: id, .. } => {
            remark(language, "tray-not-decided", why, &Place::Approvals(Some(id.clone())))
        }
        Request::Fix(mend) => {
            let mut remark = remark(language, "tray-not-mended", why, &Place::Finding(mend.finding.clone()));
            // what was seen afterwards is said where it fits whole
            let more = seen.map(|seen| format!("{} {}", remark.message, seen.text));
            remark.message = more.filter(|more| more.chars().count() <= MESSAGE).unwrap_or(remark.message);
            remark
        }
        Request::Dashboard => remark(language, "tray-no-dashboard", why, &nowhere),
        _ => remark(language, "tray-not-obeyed", why, &nowhere),
    })
}

/// What is said where the start at login could not be switched.
pub(crate) fn not_switched(why: &Phrase, language: Language) -> Bulletin {
    remark(language, "tray-not-switched", why, &Place::Finding(String::new()))
}

/// Where a place is in the window.
pub(crate) fn page(place: &Place) -> Page {
    match place {
        Place::Finding(id) => Page::Doctor(Some(id.clone())),
        Place::Approvals(id) => Page::Approvals(id.clone()),
    }
}

/// `title` is a message's id.
fn remark(language: Language, title: &str, message: &Phrase, show: &Place) -> Bulletin {
    Bulletin {
        id: format!("remark:{title}"),
        title: language.say(title, &[]),
        message: clean(&message.said_in(language), MESSAGE),
        urgent: false,
        buttons: Vec::new(),
        show: show.clone(),
    }
}

#[cfg(test)]
#[path = "clicks_tests.rs"]
mod tests;
