//! What the checks share that judge by the gateway's log.
//!
//! What was said before the configuration was written last may be about what stands there no more: each check says of which
//! setting that is so.

use super::access;
use crate::{
    check::{Problem, Source, Verdict},
    facts::Facts,
    said::Complaint,
    text::clean,
};

/// Characters of what a finding is about.
const NAME: usize = 100;

/// The verdict on what the log says for this check. `problem` says what each complaint is about, which tells one finding from
/// another, and what is so; `None` where it is not this check's, or over.
pub(super) fn judge(facts: &Facts, check: &str, problem: impl Fn(&Complaint) -> Option<(String, Problem)>) -> Verdict {
    let mut found: Vec<(String, Problem)> = Vec::new();
    for complaint in facts.said.value().into_iter().flatten().filter(|one| one.signature.check == check) {
        let Some((subject, problem)) = problem(complaint) else { continue };
        let subject = clean(&subject, NAME);
        if found.iter().all(|(known, _)| *known != subject) {
            found.push((subject, problem.seen(Source::Log, complaint.last, &complaint.line)));
        }
    }
    if found.is_empty() { access::standing(facts) } else { Verdict::Each(found) }
}

/// Whether it was last said before the configuration was written last, and the gateway has taken that up.
pub(super) fn is_of_before(complaint: &Complaint, facts: &Facts) -> bool {
    let written = facts.config.value().and_then(|config| config.modified);
    let runs = facts.running_config.value().is_some_and(|running| running.valid && !running.pending);
    let since = facts.running_config.at() >= written;
    runs && since && complaint.last.zip(written).is_some_and(|(said, written)| said <= written)
}
