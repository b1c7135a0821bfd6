//! What OpenClaw's own doctor finds, in its own words and unjudged.
//!
//! It takes seconds of a processor, so it is asked when a person asks for it by name. What it calls an error is a warning here: it
//! also finds what nobody misses, and whether the gateway serves is known better. It explains none of our own findings.

use std::time::Duration;

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    installation::DoctorFinding,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-doctor",
    group: Group::Gateway,
    title: "OpenClaw's doctor found something",
    severity: Severity::Warning,
    depends_on: &[&super::gateway_installed::CHECK],
    // who asked reads it in the report; a day later it is forgotten
    grace: Duration::from_hours(48),
    reads: &[Fact::GatewayDoctor],
    evaluate,
};

/// How many of its findings are shown.
const SHOWN: usize = 40;
/// What asks it.
const COMMAND: &str = "clawtender doctor --only gateway-doctor";

fn evaluate(facts: &Facts) -> Verdict {
    match facts.gateway_doctor.value() {
        Some(found) => Verdict::Each(found.iter().take(SHOWN).map(|one| (subject(one), shown(one, facts))).collect()),
        None if facts.gateway_doctor.at().is_some() => Verdict::undecided(facts.gateway_doctor.why_not()),
        None => Verdict::undecided(Phrase::new("gateway-doctor-unasked", [("command", COMMAND.into())])),
    }
}

/// `security`, and what it speaks of where it finds several things.
fn subject(found: &DoctorFinding) -> String {
    let name = found.check.rsplit('/').next().unwrap_or(&found.check);
    let path = found.path.as_deref().map_or_else(String::new, |path| format!(" {path}"));
    clean(&format!("{name}{path}"), 100)
}

fn shown(found: &DoctorFinding, facts: &Facts) -> Problem {
    let severity = if found.severity == "info" { Severity::Info } else { Severity::Warning };
    // the whole of it is in the evidence
    let words = clean(&crate::redact::without_secrets(&found.message), 200);
    let words = words.trim_end_matches(['.', '!', '?', ':', ' ']);
    let says = Problem::new(Phrase::new("gateway-doctor-says", [("words", words.into())])).severity(severity);
    let at = facts.gateway_doctor.at();
    let mut problem =
        says.seen(Source::Process, at, format!("{} ({}): {}", found.check, found.severity, found.message));
    if let Some(path) = &found.path {
        problem = problem.seen(Source::Process, at, format!("It speaks of {path}"));
    }
    match &found.hint {
        Some(hint) => problem.fix(&fixes::FOLLOW_HINT).step(crate::redact::without_secrets(hint)),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn found(facts: &mut Facts, severity: &str, message: &str, hint: Option<&str>) {
        facts.gateway_doctor = seen(vec![DoctorFinding {
            check: "core/doctor/security".into(),
            severity: severity.into(),
            message: message.into(),
            path: None,
            hint: hint.map(str::to_owned),
        }]);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (
                    |f| f.gateway_doctor = Observed::Pending,
                    Said::Unknown("Not asked: it takes a while. \"clawtender doctor --only gateway-doctor\" asks it."),
                ),
                (|f| f.gateway_doctor = unavailable(), Said::Unknown("The system did not answer.")),
                (|f| f.gateway_doctor = seen(Vec::new()), Said::Pass),
                (
                    |f| found(f, "warning", "the disk is slow", Some("Buy another one")),
                    Said::Fail("OpenClaw's doctor: the disk is slow.", "Follow OpenClaw's hint"),
                ),
                (
                    |f| found(f, "error", "Everything is lost!", None),
                    Said::Fail("OpenClaw's doctor: Everything is lost.", ""),
                ),
            ],
        );
    }

    #[test]
    fn it_is_never_worse_than_a_warning_and_shows_no_secret() {
        for (theirs, ours) in [
            ("info", Severity::Info),
            ("warning", Severity::Warning),
            ("error", Severity::Warning),
            ("fatal", Severity::Warning),
        ] {
            let secret = "sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz";
            let facts =
                with(|f| found(f, theirs, &format!("the key {secret} is old"), Some(&format!("delete {secret}"))));
            let Verdict::Each(problems) = evaluate(&facts) else { panic!("one verdict") };
            assert_eq!(problems[0].1.severity, Some(ours), "{theirs}");
            assert!(!format!("{problems:?}").contains(secret), "{problems:?}");
        }
    }
}
