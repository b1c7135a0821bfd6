//! The findings of a report in the order in which they are read, each with what it hides.

use crate::{
    check::{Finding, Outcome},
    report::Report,
};

/// The findings of a report as they are read: what explains itself, then what each of them hides.
pub struct Outline<'a> {
    /// Root causes, worst first, each with what it hides.
    pub roots: Vec<Branch<'a>>,
    /// Findings whose root cause is not in the report.
    pub strays: Vec<&'a Finding>,
    /// What cannot be told, each with what waits for it.
    pub unknown: Vec<Branch<'a>>,
    /// What is in order.
    pub passed: Vec<&'a Finding>,
}

/// A finding and what it hides.
pub struct Branch<'a> {
    /// What fails, or cannot be told.
    pub finding: &'a Finding,
    /// What it explains.
    pub hides: Vec<&'a Finding>,
}

/// Sorts nothing: the engine's order is the order of reading.
pub fn outline(report: &Report) -> Outline<'_> {
    let of = |outcome| report.findings.iter().filter(move |finding| finding.outcome == outcome);
    let mut hidden: Vec<&Finding> = of(Outcome::Hidden).collect();
    let mut branches = |outcome| of(outcome).map(|finding| branch(finding, &mut hidden)).collect();
    let roots = branches(Outcome::Fail);
    let unknown = branches(Outcome::Unknown);
    Outline { roots, unknown, strays: hidden, passed: of(Outcome::Pass).collect() }
}

/// Takes from `hidden` what the finding explains: the first of several findings of one check has it.
fn branch<'a>(finding: &'a Finding, hidden: &mut Vec<&'a Finding>) -> Branch<'a> {
    let explained = |follower: &&Finding| follower.because.as_deref() == Some(finding.id.as_str());
    let (hides, rest) = hidden.drain(..).partition(explained);
    *hidden = rest;
    Branch { finding, hides }
}
