//! What the checks share that judge by the gateway's log, or quote it.
//!
//! What was said before the configuration was written last may be about what stands there no more: each check says of which
//! setting that is so.

use super::access;
use crate::{
    check::{Problem, Severity, Source, Verdict},
    facts::Facts,
    said::Complaint,
    text::clean,
};

/// Lines that are quoted beside what a check has found for itself.
const QUOTED: usize = 2;
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

/// The same finding with what the log says to it, the latest first; `about` says of which lines that is so. What only says that
/// something is over, or goes on, is left out.
pub(super) fn quoted(problem: Problem, facts: &Facts, check: &str, about: impl Fn(&Complaint) -> bool) -> Problem {
    let said = facts.said.value().into_iter().flatten();
    let speaks = |one: &&Complaint| one.signature.check == check && one.signature.severity > Severity::Info;
    let mut of_it: Vec<&Complaint> = said.filter(speaks).filter(|one| about(one)).collect();
    of_it.sort_by_key(|one| std::cmp::Reverse(one.last));
    let line = |problem: Problem, one: &Complaint| problem.seen(Source::Log, one.last, &one.line);
    of_it.into_iter().take(QUOTED).fold(problem, line)
}

/// Whether a line may be about what has this name: it says so, or names nobody.
pub(super) fn may_be_of(complaint: &Complaint, field: &str, names: &[&str]) -> bool {
    complaint.field(field).is_none_or(|said| names.iter().any(|name| said.eq_ignore_ascii_case(name)))
}

/// Whether it was last said before the configuration was written last, and the gateway has taken that up.
pub(super) fn is_of_before(complaint: &Complaint, facts: &Facts) -> bool {
    let written = facts.config.value().and_then(|config| config.modified);
    let runs = facts.running_config.value().is_some_and(|running| running.valid && !running.pending);
    let since = facts.running_config.at() >= written;
    runs && since && complaint.last.zip(written).is_some_and(|(said, written)| said <= written)
}

#[cfg(test)]
mod tests {
    use super::{super::sample::*, *};
    use crate::{
        check::{Finding, Outcome, diagnose},
        credentials::ProfileState,
        facts::Facts,
    };

    fn quotes(check: &str, change: impl FnOnce(&mut Facts)) -> Vec<String> {
        let found: Vec<Finding> = diagnose(super::super::ALL, &with(change));
        let failing = found.into_iter().filter(|finding| finding.id == check && finding.outcome != Outcome::Pass);
        let evidence = failing.flat_map(|finding| finding.evidence);
        evidence.filter(|evidence| evidence.source == Source::Log).map(|evidence| evidence.text).collect()
    }

    const OVERLOADED: &str = "2026-11-26T17:12:54.027+00:00 [provider-transport-fetch] [model-fetch] response provider=openai \
                              api=openai-completions model=m status=503 elapsedMs=8";
    const TELEGRAM: &str = "2026-11-26T17:12:54.027+00:00 [telegram] giving up after 10 restart attempts";
    const REFUSED: &str = "2026-11-26T17:12:54.027+00:00 OAuth token refresh failed for openai: 400 invalid_grant.";
    const COLD: &str =
        "2026-11-26T17:12:54.027+00:00 [secrets] [SECRETS_DEGRADED] cold gateway:ingress-auth: secret provider failed.";

    #[test]
    fn what_the_log_says_to_a_finding_is_quoted_beside_it_and_makes_none_by_itself() {
        for (check, line, breaks) in [
            (
                "channel-connected",
                TELEGRAM,
                (|f| edit(&mut f.channels, |all| all[0].given_up = true)) as fn(&mut Facts),
            ),
            ("secrets-resolved", COLD, |f| {
                edit(&mut f.activity, |a| a.degraded_secrets = vec!["gateway:ingress-auth: failed".into()]);
            }),
            ("token-refresh", REFUSED, |f| {
                edit(&mut f.credentials, |all| {
                    for profile in all.providers.iter_mut().flat_map(|provider| &mut provider.profiles) {
                        profile.state = ProfileState::Expired;
                    }
                });
            }),
        ] {
            let quoted = quotes(check, |f| {
                breaks(f);
                complains(f, line);
            });
            assert!(quoted.iter().any(|text| line.contains(text.as_str())), "{check}: {quoted:?}");
            assert_eq!(quotes(check, |f| complains(f, line)), [""; 0], "{check}");
            assert_eq!(quotes(check, breaks), [""; 0], "{check}");
        }
        assert_eq!(quotes("provider-available", |f| complains(f, OVERLOADED)), [""; 0]);
    }

    #[test]
    fn a_line_about_another_is_not_quoted() {
        let facts = with(|f| complains(f, OVERLOADED));
        let complaint = &facts.said.value().unwrap()[0];
        for (names, expected) in [(&["openai"][..], true), (&["OpenAI"], true), (&["anthropic"], false), (&[], false)] {
            assert_eq!(may_be_of(complaint, "provider", names), expected, "{names:?}");
        }
        assert!(may_be_of(complaint, "profile", &["x"]));
    }
}
