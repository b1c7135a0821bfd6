//! Two reports side by side: what fails that did not, and what fails no more.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome},
    report::{Report, roots},
};

/// What became of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// When the earlier report was made.
    pub since: Timestamp,
    /// What fails now and did not then, as it is now.
    pub new: Vec<Finding>,
    /// What failed then and is in order now, as it was then.
    pub healed: Vec<Finding>,
    /// What failed then and cannot be told now, as it was then.
    pub untold: Vec<Finding>,
    /// What fails now as it did then, as it is now.
    pub still: Vec<Finding>,
}

/// Holds a report against an earlier one. What another finding explains is no finding of its own: it is neither new where it
/// became one nor healed where it ceased to be one.
pub fn compare(before: &Report, now: &Report) -> Comparison {
    of_findings(before.generated_at, &before.findings, &now.findings)
}

pub(crate) fn of_findings(since: Timestamp, before: &[Finding], now: &[Finding]) -> Comparison {
    let same = |one: &Finding, other: &Finding| one.id == other.id && one.subject == other.subject;
    let failed = |findings: &[Finding], finding: &Finding| {
        let fails = |known: &&Finding| matches!(known.outcome, Outcome::Fail | Outcome::Hidden);
        findings.iter().filter(fails).any(|known| same(known, finding))
    };
    let (still, new) = roots(now).cloned().partition(|finding| failed(before, finding));
    let gone = roots(before).filter(|finding| !failed(now, finding)).cloned();
    let (untold, healed) = gone.partition(|finding| {
        let of_check = |known: &&Finding| known.id == finding.id && known.outcome == Outcome::Unknown;
        now.iter().any(|known| of_check(&known))
    });
    Comparison { since, new, healed, untold, still }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(id: &str, subject: Option<&str>, outcome: Outcome) -> Finding {
        Finding { subject: subject.map(str::to_owned), ..Finding::blank(id, outcome) }
    }

    fn told(before: &[Finding], now: &[Finding]) -> [String; 4] {
        let compared = of_findings(Timestamp::UNIX_EPOCH, before, now);
        let names = |findings: Vec<Finding>| {
            let name = |one: Finding| format!("{}{}", one.id, one.subject.unwrap_or_default());
            findings.into_iter().map(name).collect::<Vec<_>>().join(" ")
        };
        [compared.new, compared.healed, compared.untold, compared.still].map(names)
    }

    #[test]
    fn new_healed_untold_and_still() {
        use Outcome::{Fail, Hidden, Pass, Unknown};
        let one = |outcome| vec![finding("a", None, outcome)];
        for (before, now, expected) in [
            (one(Pass), one(Fail), ["a", "", "", ""]),
            (one(Unknown), one(Fail), ["a", "", "", ""]),
            (one(Fail), one(Pass), ["", "a", "", ""]),
            (one(Fail), vec![], ["", "a", "", ""]),
            (one(Fail), one(Unknown), ["", "", "a", ""]),
            (one(Fail), one(Fail), ["", "", "", "a"]),
            // it failed all the time, once behind another cause
            (one(Hidden), one(Fail), ["", "", "", "a"]),
            (one(Fail), one(Hidden), ["", "", "", ""]),
            (one(Hidden), one(Pass), ["", "", "", ""]),
        ] {
            assert_eq!(told(&before, &now), expected, "{before:#?} {now:#?}");
        }
    }

    #[test]
    fn each_thing_that_a_check_concerns_is_told_by_itself() {
        let before = [finding("k", Some("1"), Outcome::Fail), finding("k", Some("2"), Outcome::Fail)];
        let now = [finding("k", Some("2"), Outcome::Fail), finding("k", Some("3"), Outcome::Fail)];
        assert_eq!(told(&before, &now), ["k3", "k1", "", "k2"]);
    }
}
