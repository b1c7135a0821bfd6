//! How far an examination has come: which checks have what they look at, and how long that took.
//!
//! A check is done when everything that it reads has been answered, even by "it could not be asked". What a check says then
//! is in the findings, which change as the answers come.

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{
    check::{Check, Group},
    facts::Fact,
    words::Phrase,
};

/// An examination that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Progress {
    /// How many checks are done.
    pub done: u32,
    /// How many there are to do.
    pub of: u32,
    /// The same for a person.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// The checks, in the order in which they are judged.
    pub checks: Vec<Checked>,
}

/// A check in an examination that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Checked {
    /// Its id.
    pub id: String,
    /// Its group.
    pub group: Group,
    /// How long what it reads took to bring, in milliseconds, once all of that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "number | null", optional))]
    pub took_ms: Option<u64>,
}

/// How far these checks are: what of it is still `awaited`, and how long the rest `took`.
pub fn progress(
    checks: &[&'static Check],
    awaited: &HashSet<Fact, impl BuildHasher>,
    took: &HashMap<Fact, Duration, impl BuildHasher>,
) -> Progress {
    let checked = |check: &&'static Check| {
        let done = !check.reads.iter().any(|fact| awaited.contains(fact));
        let slowest = check.reads.iter().filter_map(|fact| took.get(fact)).max().copied().unwrap_or_default();
        let took_ms = done.then(|| u64::try_from(slowest.as_millis()).unwrap_or(u64::MAX));
        Checked { id: check.id.to_owned(), group: check.group, took_ms }
    };
    let checks: Vec<Checked> = checks.iter().map(checked).collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let done = checks.iter().filter(|check| check.took_ms.is_some()).count();
    let words = Phrase::new("examined", [("done", done.into()), ("of", checks.len().into())]);
    Progress { done: count(done), of: count(checks.len()), words, checks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::Selection;

    #[test]
    fn a_check_is_done_when_all_that_it_reads_is_there_and_took_as_long_as_the_slowest() {
        let selection = Selection { groups: vec![Group::Clock], ..Selection::default() };
        let checks = selection.checks();
        let mut awaited = selection.reads();
        assert!(awaited.contains(&Fact::Clock) && awaited.contains(&Fact::ClockSync));
        let before = progress(&checks, &awaited, &HashMap::new());
        assert_eq!(before.words, format!("{} of {} checks are done", before.done, before.of));
        let took = |progress: &Progress, id: &str| progress.checks.iter().find(|check| check.id == id).unwrap().took_ms;
        assert_eq!(took(&before, "clock-sync"), None);

        awaited.remove(&Fact::ClockSync);
        awaited.remove(&Fact::Clock);
        let times = HashMap::from([
            (Fact::ClockSync, Duration::from_millis(40)),
            (Fact::Clock, Duration::from_millis(700)),
            (Fact::Host, Duration::from_secs(9)),
        ]);
        let after = progress(&checks, &awaited, &times);
        assert!(after.done > before.done);
        let slowest = checks.iter().find(|check| check.id == "clock-sync").unwrap().reads.contains(&Fact::Clock);
        assert_eq!(took(&after, "clock-sync"), Some(if slowest { 700 } else { 40 }));

        let all = progress(&checks, &HashSet::new(), &times);
        assert_eq!((all.done, all.of), (after.of, after.of));
        assert!(progress(&[], &HashSet::new(), &times).checks.is_empty());
    }
}
