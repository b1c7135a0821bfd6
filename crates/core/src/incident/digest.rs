//! What would come all at once after a hold or a start, told together: one bulletin for three causes or more.
//!
//! Its members are told with it and not beside it. It shrinks as they heal, and goes with the last of them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Bulletin, Button, Click, IncidentLog, Moment, Notice, Place, STEADY, Told, fit, roots::Wanted};
use crate::{
    check::{Finding, Severity},
    words::Language,
};

/// The id of the bulletin.
const DIGEST: &str = "digest";
/// Fewer than this come one by one.
const MANY: usize = 3;
/// How many are named.
const NAMED: usize = 4;

/// What was told together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Digest {
    /// The causes it stands for.
    members: BTreeSet<String>,
    told: Option<Told>,
}

impl IncidentLog {
    /// Whether what is raised now is told together.
    pub(super) fn come_together(&self, wanted: &[Wanted<'_>], now: Moment) -> bool {
        if self.held || self.gathers.is_none_or(|until| until < now) {
            return false;
        }
        let ripe = wanted.iter().filter(|wanted| self.is_ripe(&wanted.first.id, now)).count();
        ripe >= MANY || ripe > 0 && self.unseen().next().is_some()
    }

    /// Takes what is told together out of what is told one by one.
    pub(super) fn put_together(
        &mut self,
        notices: Vec<Notice>,
        together: bool,
        findings: &[Finding],
        now: Moment,
    ) -> Vec<Notice> {
        let members = &mut self.digest.members;
        let single = |notice: &Notice| match notice {
            Notice::Raise(bulletin) if together => !members.insert(bulletin.id.clone()),
            Notice::Raise(_) => true,
            Notice::Replace(bulletin) => !members.contains(&bulletin.id),
            Notice::Withdraw { id } => !members.remove(id),
        };
        let mut notices: Vec<_> = notices.into_iter().filter(single).collect();
        notices.extend(self.tell_digest(findings, now));
        notices
    }

    /// The person has seen to this bulletin; if it is the one for several, to all of them.
    pub(super) fn digest_seen(&mut self, id: &str) {
        let Some(told) = self.digest.told.as_mut().filter(|_| id == DIGEST) else { return };
        told.seen = true;
        for (id, cause) in &mut self.causes {
            if self.digest.members.contains(id) {
                cause.told.iter_mut().for_each(|told| told.seen = true);
            }
        }
    }

    /// The members that the person has not seen to.
    fn unseen(&self) -> impl Iterator<Item = &String> {
        self.digest.members.iter().filter(|id| !self.is_seen(id))
    }

    fn tell_digest(&mut self, findings: &[Finding], now: Moment) -> Option<Notice> {
        if self.digest.members.is_empty() {
            return self.digest.told.take().map(|_| Notice::Withdraw { id: DIGEST.to_owned() });
        }
        let unseen: Vec<String> = self.unseen().cloned().collect();
        if unseen.is_empty() {
            // only what was put away earlier is left of it
            return self.digest.told.take_if(|told| !told.seen).map(|_| Notice::Withdraw { id: DIGEST.to_owned() });
        }
        let gist = unseen.join(" ");
        let told = self.digest.told.clone();
        match &told {
            _ if self.held => return None,
            Some(told) if told.gist == gist => return None,
            Some(told) if !told.seen && !self.reached(told.at.plus(STEADY), now) => return None,
            _ => {}
        }
        self.digest.told = Some(Told { gist, at: now, weight: None, seen: false });
        let bulletin = bulletin(&unseen, findings, self.language);
        Some(if told.is_some() { Notice::Replace(bulletin) } else { Notice::Raise(bulletin) })
    }
}

fn bulletin(members: &[String], findings: &[Finding], language: Language) -> Bulletin {
    // in reading order, each check once
    let mut of_them: Vec<&Finding> = findings.iter().filter(|finding| members.contains(&finding.id)).collect();
    let mut known = BTreeSet::new();
    of_them.retain(|finding| known.insert(&finding.id));
    let mut names: Vec<_> = of_them.iter().take(NAMED).map(|finding| finding.said_in(language).title).collect();
    match members.len() - names.len() {
        0 => {}
        more => names.push(language.say("notice-and-more", &[("count", more.into())])),
    }
    let list = language.list(&names);
    let message = if list.is_empty() { list } else { format!("{list}.") };
    Bulletin {
        id: DIGEST.to_owned(),
        title: language.say("notice-digest", &[("count", members.len().into())]),
        message: fit(&message, 240),
        urgent: of_them.iter().any(|finding| finding.severity == Severity::Error),
        buttons: vec![Button { label: language.say("notice-review", &[]), click: Click::Show }],
        // no check has this id: the report as a whole
        show: Place::Finding(String::new()),
    }
}
