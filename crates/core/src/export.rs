//! A report for somebody who was not there: what every form of it, Markdown, web page or text, says alike. Nothing is judged or
//! reordered here, and nothing foreign is trusted.

use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Severity},
    checks,
    redact::Removed,
    report::Report,
};

pub mod markdown;
pub mod outline;
pub mod words;

use words::{MESSAGE, NAME, clean};

/// A report to be given away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Export {
    /// For an issue.
    pub markdown: String,
    /// What was left out, and how often: `2 names`.
    pub removed: Vec<String>,
}

impl Export {
    /// Of a report from which this was `removed`.
    pub fn of(report: &Report, removed: &Removed) -> Export {
        let removed = removed.iter().map(|(kind, times)| words::count(*times as u64, kind.name())).collect();
        Export { markdown: markdown::report(report), removed }
    }
}

/// Why a finding is unknown, in words.
pub fn reason(finding: &Finding) -> String {
    match finding.because.as_deref() {
        None | Some("") => "It is not known why.".to_owned(),
        Some("crashed") => "The check itself crashed. That is a bug in Clawtender.".to_owned(),
        Some("slow") => "The check was not done in time.".to_owned(),
        Some(cause) if is_id(cause) => format!("It cannot be told before {cause} is in order."),
        Some(why) => clean(why, MESSAGE),
    }
}

fn is_id(text: &str) -> bool {
    checks::ALL.iter().any(|check| check.id == text)
}

/// The title, and what it concerns when there are several such things.
pub fn title(finding: &Finding) -> String {
    let title = clean(&finding.title, NAME);
    match &finding.subject {
        Some(subject) => format!("{title}: {}", clean(subject, NAME)),
        None => title,
    }
}

/// A weight in one word.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Their ids.
pub fn ids(findings: &[&Finding]) -> Vec<String> {
    findings.iter().map(|finding| clean(&finding.id, NAME)).collect()
}

/// The gateway in one sentence of a report that is read elsewhere and later.
pub fn gateway(report: &Report) -> String {
    let particulars = words::particulars(&report.gateway);
    let restarts = match report.gateway.restarts {
        0 => String::new(),
        times => format!(" It was started again {} without anybody asking.", words::count(times.into(), "time")),
    };
    format!("{} ({particulars}).{restarts}", words::phase(report.gateway.phase))
}

/// Which Clawtender made the report, where and when.
pub fn origin(report: &Report) -> String {
    let app = &report.app;
    format!(
        "Clawtender {} on {} {}, {}, {} ms",
        clean(&app.version, NAME),
        clean(&app.os, NAME),
        clean(&app.arch, NAME),
        words::moment(report.generated_at),
        report.duration_ms,
    )
}
