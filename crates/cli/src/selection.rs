//! Which findings a person asked for, and which of them count.

pub(crate) use clawtender_core::export::outline::{Branch, outline};
use clawtender_core::{
    check::{Group, Outcome, Severity},
    report::{Report, headline, tone},
    words::Language,
};

/// `--only`, `--group` and `--skip`. Nothing named means everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selection<'a> {
    /// These checks alone.
    pub(crate) only: &'a [String],
    /// These groups alone.
    pub(crate) groups: &'a [Group],
    /// All but these.
    pub(crate) skip: &'a [String],
}

impl Selection<'_> {
    /// Whether it wants this check.
    pub(crate) fn wants(&self, id: &str, group: Group) -> bool {
        let named = |ids: &[String]| ids.iter().any(|wanted| wanted == id);
        (self.only.is_empty() || named(self.only))
            && (self.groups.is_empty() || self.groups.contains(&group))
            && !named(self.skip)
    }

    /// The report on what it wants. Tone and headline speak of that alone.
    pub(crate) fn apply(&self, mut report: Report) -> Report {
        let whole = report.findings.len();
        report.findings.retain(|finding| self.wants(&finding.id, finding.group));
        if report.findings.len() < whole {
            report.tone = tone(&report.findings);
            report.headline = headline(&report.gateway, &report.findings, Language::default());
        }
        report
    }
}

/// Whether something in the report is as bad as `floor`: a root cause, or something whose root cause was left out.
pub(crate) fn fails(report: &Report, floor: Severity) -> bool {
    let shown = |id: Option<&str>| report.findings.iter().any(|finding| Some(finding.id.as_str()) == id);
    report.findings.iter().any(|finding| {
        let fails = match finding.outcome {
            Outcome::Fail => true,
            Outcome::Hidden => !shown(finding.because.as_deref()),
            Outcome::Unknown | Outcome::Pass => false,
        };
        fails && finding.severity >= floor
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples::{finding, report};

    fn three() -> Report {
        report(vec![
            finding("gateway-running", Outcome::Fail, None),
            finding("gateway-ready", Outcome::Hidden, Some("gateway-running")),
            finding("config-valid", Outcome::Pass, None),
        ])
    }

    fn selection<'a>(only: &'a [String], skip: &'a [String]) -> Selection<'a> {
        Selection { only, groups: &[], skip }
    }

    #[test]
    fn what_is_left_out_does_not_speak() {
        let skipped = ["gateway-running".to_owned(), "gateway-ready".to_owned()];
        let calm = selection(&[], &skipped).apply(three());
        assert_eq!((calm.findings.len(), calm.tone), (1, clawtender_core::report::Tone::Ok));
        assert_eq!(calm.headline, calm.gateway.summary(Language::default()));
        assert!(!fails(&calm, Severity::Info));
    }

    #[test]
    fn everything_is_wanted_when_nothing_is_named() {
        assert_eq!(selection(&[], &[]).apply(three()), three());
        assert!(!Selection { only: &[], groups: &[Group::Clock], skip: &[] }.wants("gateway-ready", Group::Gateway));
    }

    #[test]
    fn a_hidden_finding_counts_when_its_cause_was_not_asked_for() {
        let only = ["gateway-ready".to_owned()];
        assert!(fails(&selection(&only, &[]).apply(three()), Severity::Error));
        let passed = ["config-valid".to_owned()];
        assert!(!fails(&selection(&passed, &[]).apply(three()), Severity::Info));
    }

    #[test]
    fn only_what_is_bad_enough_counts() {
        let mut mild = three();
        mild.findings.iter_mut().for_each(|finding| finding.severity = Severity::Info);
        assert!(fails(&mild, Severity::Info));
        assert!(!fails(&mild, Severity::Warning));
    }

    #[test]
    fn each_hidden_finding_is_listed_once() {
        let report = report(vec![
            finding("a", Outcome::Fail, None),
            finding("a", Outcome::Fail, None),
            finding("b", Outcome::Hidden, Some("a")),
            finding("c", Outcome::Hidden, Some("elsewhere")),
            finding("d", Outcome::Unknown, Some("slow")),
            finding("e", Outcome::Hidden, Some("d")),
        ]);
        let outline = outline(&report);
        let hides = |branch: &Branch<'_>| branch.hides.iter().map(|hidden| hidden.id.clone()).collect::<Vec<_>>();
        assert_eq!(outline.roots.iter().map(hides).collect::<Vec<_>>(), [vec!["b".to_owned()], vec![]]);
        assert_eq!(outline.unknown.iter().map(hides).collect::<Vec<_>>(), [["e"]]);
        assert_eq!(outline.strays[0].id, "c");
    }
}
