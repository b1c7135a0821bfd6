//! Which checks a person asked for, and what has to be asked for them. Nothing named means everything.
//!
//! A check is judged together with its causes: what they read is asked for as well, or a symptom would be told as a cause.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    check::{Check, Group},
    checks,
    facts::Fact,
    report::{Report, headline, tone},
    words::Language,
};

/// These checks, by id and by group, but for some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// These checks alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// These groups alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// All but these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
}

impl Selection {
    /// Whether it wants this check.
    pub fn wants(&self, id: &str, group: Group) -> bool {
        let named = |ids: &[String]| ids.iter().any(|wanted| wanted == id);
        (self.only.is_empty() || named(&self.only))
            && (self.groups.is_empty() || self.groups.contains(&group))
            && !named(&self.skip)
    }

    /// Whether it leaves nothing out.
    pub fn is_everything(&self) -> bool {
        *self == Selection::default()
    }

    /// The checks that it wants, in the order in which they are judged.
    pub fn checks(&self) -> Vec<&'static Check> {
        checks::ALL.iter().copied().filter(|check| self.wants(check.id, check.group)).collect()
    }

    /// What they and all that could explain them look at.
    pub fn reads(&self) -> HashSet<Fact> {
        let mut reads = HashSet::new();
        let mut left = self.checks();
        let mut seen = HashSet::new();
        while let Some(check) = left.pop() {
            if seen.insert(check.id) {
                reads.extend(check.reads);
                left.extend(check.depends_on);
            }
        }
        reads
    }

    /// The report on what it wants. Tone and headline speak of that alone.
    #[must_use]
    pub fn apply(&self, mut report: Report) -> Report {
        let whole = report.findings.len();
        report.findings.retain(|finding| self.wants(&finding.id, finding.group));
        if report.findings.len() < whole {
            report.tone = tone(&report.findings);
            report.headline = headline(&report.gateway, &report.findings, Language::default());
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(id: &str) -> Selection {
        Selection { only: vec![id.to_owned()], ..Selection::default() }
    }

    #[test]
    fn everything_is_wanted_when_nothing_is_named() {
        let everything = Selection::default();
        assert!(everything.is_everything());
        assert_eq!(everything.checks().len(), checks::ALL.len());
        assert!(
            !Selection { groups: vec![Group::Clock], ..Selection::default() }.wants("gateway-ready", Group::Gateway)
        );
        assert!(
            !Selection { skip: vec!["clock-skew".to_owned()], ..Selection::default() }
                .wants("clock-skew", Group::Clock)
        );
    }

    #[test]
    fn a_symptom_is_not_judged_without_its_causes() {
        for check in checks::ALL {
            let reads = only(check.id).reads();
            assert!(check.reads.iter().all(|fact| reads.contains(fact)), "{}", check.id);
            for cause in check.depends_on {
                assert!(only(cause.id).reads().is_subset(&reads), "{} without what {} reads", check.id, cause.id);
            }
        }
        assert!(only("clock-skew").reads().len() < Selection::default().reads().len() / 2);
    }

    #[test]
    fn it_goes_over_the_socket_as_what_it_says() {
        assert_eq!(serde_json::to_string(&only("a")).unwrap(), r#"{"only":["a"]}"#);
        assert_eq!(serde_json::from_str::<Selection>("{}").unwrap(), Selection::default());
    }
}
