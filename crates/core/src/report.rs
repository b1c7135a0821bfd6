//! The report: the JSON that tray, window, command line and export all render. Schema 1, additive changes only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome, Severity},
    checks,
    snapshot::GatewayView,
    words::{Language, Spoken},
};

/// The version of the JSON's shape.
pub const SCHEMA: u32 = 1;

/// One run of the doctor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// When the run ended.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub generated_at: Timestamp,
    /// How long the run took, in milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub duration_ms: u64,
    /// Which Clawtender made it, and where.
    pub app: App,
    /// The gateway at that moment.
    pub gateway: GatewayView,
    /// The worst finding's weight.
    pub tone: Tone,
    /// One sentence.
    pub headline: String,
    /// Every finding, in the order in which they are read.
    pub findings: Vec<Finding>,
}

/// Which Clawtender made a report, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct App {
    /// Clawtender's version.
    pub version: String,
    /// `linux`, `macos` or `windows`.
    pub os: String,
    /// `x86_64`, `aarch64`, …
    pub arch: String,
}

/// How bad things are, in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Ok,
    /// Something to know.
    Notice,
    /// Something will break, or partly has.
    Warning,
    /// The gateway does not serve its owner.
    Error,
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Tone::Notice,
            Severity::Warning => Tone::Warning,
            Severity::Error => Tone::Error,
        }
    }
}

impl Report {
    /// The same in a language, as a face shows it. What is kept, printed or exported is in English.
    #[must_use]
    pub fn said_in(&self, language: Language) -> Report {
        let findings: Vec<_> = self.findings.iter().map(|finding| finding.said_in(language)).collect();
        let mut said = Report { headline: headline(&self.gateway, &findings, language), findings, ..self.clone() };
        said.gateway.detail.speak(language);
        said
    }
}

/// The worst weight among the failing roots.
pub fn tone(findings: &[Finding]) -> Tone {
    roots(findings).map(|finding| finding.severity.into()).max().unwrap_or_default()
}

/// The failing findings that nothing else explains, worst first.
pub fn roots(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.outcome == Outcome::Fail)
}

/// Whether a finding comes from a check of the requests that wait for the person.
pub(crate) fn of_requests(finding: &Finding) -> bool {
    checks::access::REQUESTS.iter().any(|check| check.id == finding.id)
}

/// Whether a finding is one request that waits for the person.
pub(crate) fn is_request(finding: &Finding) -> bool {
    finding.subject.is_some() && of_requests(finding)
}

/// One sentence for the whole: the worst finding's message, then what waits for the person, then what the gateway does.
pub fn headline(gateway: &GatewayView, findings: &[Finding], language: Language) -> String {
    let (requests, faults): (Vec<_>, Vec<_>) = roots(findings).partition(|root| is_request(root));
    let fault = faults.first().filter(|worst| requests.is_empty() || worst.severity >= Severity::Warning);
    match (fault, requests.as_slice()) {
        (Some(worst), _) => worst.message.said_in(language),
        (None, []) => gateway.summary(language),
        (None, [one]) => one.message.said_in(language),
        (None, many) => language.say("notice-waiting", &[("count", many.len().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::Group,
        settings_view::Manners,
        snapshot::{May, PhaseName, Snapshot, View},
        words::Language,
    };

    fn fails(id: &str, severity: Severity, subject: Option<&str>) -> Finding {
        Finding {
            group: Group::Access,
            severity,
            message: format!("{id} speaks.").into(),
            subject: subject.map(str::to_owned),
            ..Finding::blank(id, Outcome::Fail)
        }
    }

    #[test]
    fn a_fault_goes_before_requests_and_requests_before_what_is_worth_knowing() {
        let one = || fails("pairing-pending", Severity::Warning, Some("a"));
        let two = || fails("exec-approval-pending", Severity::Warning, Some("b"));
        for (findings, said) in [
            (vec![], "Gateway is healthy"),
            (vec![one()], "pairing-pending speaks."),
            (vec![one(), two()], "2 requests wait for approval"),
            (vec![one(), two(), fails("gateway-token", Severity::Warning, Some("Tray"))], "gateway-token speaks."),
            (vec![fails("gateway-running", Severity::Error, None), one(), two()], "gateway-running speaks."),
            (vec![one(), fails("host", Severity::Info, None)], "pairing-pending speaks."),
            (vec![fails("host", Severity::Info, None)], "host speaks."),
            // it is us who wait
            (vec![fails("pairing-pending", Severity::Warning, None), two()], "pairing-pending speaks."),
        ] {
            assert_eq!(headline(&GatewayView::blank(), &findings, Language::default()), said);
        }
    }

    #[test]
    fn a_gateway_at_work_says_so() {
        let view = |running, phase| {
            View::from(Snapshot {
                gateway: GatewayView { phase, ..GatewayView::blank() },
                findings: Vec::new(),
                approvals: Vec::new(),
                quiet: Vec::new(),
                sign_in: None,
                mending: Vec::new(),
                running,
                may: May::default(),
                examining: false,
                new_here: false,
                manners: Manners::default(),
                progress: None,
                language: Language::default(),
            })
        };
        for (running, phase, said) in [
            (None, PhaseName::Ready, "Gateway is healthy"),
            (Some(0), PhaseName::Ready, "Gateway is healthy"),
            (Some(1), PhaseName::Ready, "Working: 1 session"),
            (Some(2), PhaseName::External, "Working: 2 sessions"),
            (Some(2), PhaseName::Stopping, "Gateway is stopping"),
        ] {
            assert_eq!(view(running, phase).summary, said);
        }
    }
}
