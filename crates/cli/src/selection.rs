//! Which findings count: what the exit code says.

pub(crate) use clawtender_core::export::outline::{Branch, outline};
use clawtender_core::{
    check::{Outcome, Severity},
    report::Report,
};

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
    use clawtender_core::selection::Selection;

    use super::*;
    use crate::render::samples::{finding, report};
    use clawtender_core::words::Language;

    fn three() -> Report {
        report(vec![
            finding("gateway-running", Outcome::Fail, None),
            finding("gateway-ready", Outcome::Hidden, Some("gateway-running")),
            finding("config-valid", Outcome::Pass, None),
        ])
    }

    fn selection(only: &[&str], skip: &[&str]) -> Selection {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Selection { only: owned(only), groups: Vec::new(), skip: owned(skip) }
    }

    #[test]
    fn what_is_left_out_does_not_speak() {
        let calm = selection(&[], &["gateway-running", "gateway-ready"]).apply(three());
        assert_eq!((calm.findings.len(), calm.tone), (1, clawtender_core::report::Tone::Ok));
        assert_eq!(calm.headline, calm.gateway.summary(Language::default()));
        assert!(!fails(&calm, Severity::Info));
    }

    #[test]
    fn a_report_of_which_nothing_is_left_out_stays_as_it_is() {
        assert_eq!(selection(&[], &[]).apply(three()), three());
    }

    #[test]
    fn a_hidden_finding_counts_when_its_cause_was_not_asked_for() {
        assert!(fails(&selection(&["gateway-ready"], &[]).apply(three()), Severity::Error));
        assert!(!fails(&selection(&["config-valid"], &[]).apply(three()), Severity::Info));
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
