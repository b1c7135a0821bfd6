//! The lists of one connection, kept apart so that one can be asked for again without the others.

use std::{collections::BTreeMap, time::Duration};

use clawtender_core::approval::Approval;
use jiff::Timestamp;
use serde_json::Value;

use crate::gateway::approvals::{Source, merge};

/// After a request's time is up, how long the gateway is given to drop it.
const GRACE: Duration = Duration::from_secs(1);
/// How soon a list is asked for again at the earliest because something in it is over.
const SOONEST: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(super) struct Lists {
    of: BTreeMap<Source, Vec<Approval>>,
}

impl Lists {
    /// Puts what was answered in the place of what was there, and gives all of it as one. A list that was not answered
    /// stays as it was.
    pub(super) fn replace(&mut self, answers: Vec<(Source, Option<Value>)>) -> Vec<Approval> {
        for (source, answer) in answers {
            if let Some(answer) = answer {
                self.of.insert(source, source.read(&answer));
            }
        }
        merge(self.of.values().cloned())
    }

    /// Lists that say nothing by themselves when a request in them lapses.
    pub(super) fn not_empty(&self) -> impl Iterator<Item = Source> {
        self.of.iter().filter(|(_, list)| !list.is_empty()).map(|(source, _)| *source)
    }

    /// How long until something in a list is over; `None` when nothing says when.
    pub(super) fn lapses_in(&self, now: Timestamp) -> Option<Duration> {
        let first = self.of.values().flatten().filter_map(|approval| approval.expires).min()?;
        let left = Duration::try_from(first.duration_since(now)).unwrap_or_default();
        Some((left + GRACE).max(SOONEST))
    }
}
