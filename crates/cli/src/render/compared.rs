//! Two reports side by side, as text.

use clawtender_core::{check::Finding, compare::Comparison};

use super::title;
use crate::words::{self, MESSAGE, clean};

/// One line for each finding, those that are new first.
pub(crate) fn text(compared: &Comparison) -> String {
    let Comparison { since, new, healed, untold, still } = compared;
    let counts = [(new, "new"), (healed, "healed"), (untold, "not known any more"), (still, "as before")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(findings, _)| !findings.is_empty())
        .map(|(findings, what)| format!("{} {what}", findings.len()))
        .collect();
    let counts =
        if counts.is_empty() { "nothing failed then, and nothing fails now".to_owned() } else { counts.join(", ") };
    let mut text = format!("Since {}: {counts}.\n", words::moment(*since));
    for (mark, findings, fails) in
        [("new", new, true), ("healed", healed, false), ("not known", untold, false), ("still", still, true)]
    {
        text.extend(findings.iter().map(|finding| line(mark, finding, fails)));
    }
    text
}

/// What fails says so; of what does not any more, its message would still say that it does.
fn line(mark: &str, finding: &Finding, fails: bool) -> String {
    let message = if fails { clean(&finding.message, MESSAGE) } else { title(finding) };
    format!("  {mark:<10} {}: {message}\n", clean(&finding.id, words::NAME))
}

#[cfg(test)]
mod tests {
    use clawtender_core::check::Outcome;

    use super::*;
    use crate::render::samples;

    #[test]
    fn says_what_became_of_each() {
        let one = |id: &str| samples::finding(id, Outcome::Fail, None);
        let compared = Comparison {
            since: samples::now(),
            new: vec![one("port-free")],
            healed: vec![one("gateway-mode")],
            untold: Vec::new(),
            still: vec![one("gateway-running")],
        };
        insta::assert_snapshot!(text(&compared), @"
Since 2026-11-20 12:00:00 UTC: 1 new, 1 healed, 1 as before.
  new        port-free: It ended. Nothing answers.
  healed     gateway-mode: Gateway is stopped
  still      gateway-running: It ended. Nothing answers.
");
        let none = Comparison { new: vec![], healed: vec![], still: vec![], ..compared };
        insta::assert_snapshot!(text(&none), @"Since 2026-11-20 12:00:00 UTC: nothing failed then, and nothing fails now.");
    }
}
