//! The report and the gateway for people: as text, as Markdown, as a web page. Nothing is judged or reordered here.

pub(crate) mod approvals;
pub(crate) mod compared;
pub(crate) mod explain;
pub(crate) mod html;
pub(crate) mod markdown;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod text;

use clawtender_core::{
    check::{Finding, Severity},
    checks,
    report::Report,
    snapshot::PhaseName,
};

use crate::words::{self, MESSAGE, NAME, clean};

/// Why a finding is unknown, in words.
fn reason(finding: &Finding) -> String {
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
fn title(finding: &Finding) -> String {
    let title = clean(&finding.title, NAME);
    match &finding.subject {
        Some(subject) => format!("{title}: {}", clean(subject, NAME)),
        None => title,
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn ids(findings: &[&Finding]) -> Vec<String> {
    findings.iter().map(|finding| clean(&finding.id, NAME)).collect()
}

/// The gateway in one sentence of a report that is read elsewhere and later.
fn gateway(report: &Report) -> String {
    let particulars = words::particulars(&report.gateway);
    let restarts = match report.gateway.restarts {
        0 => String::new(),
        times => format!(" It was started again {} without anybody asking.", words::count(times.into(), "time")),
    };
    format!("{} ({particulars}).{restarts}", phase(report.gateway.phase))
}

fn phase(phase: PhaseName) -> &'static str {
    words::phase(phase)
}

/// Which Clawtender made the report, where and when.
fn origin(report: &Report) -> String {
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
