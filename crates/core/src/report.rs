//! The report: the JSON that tray, window, command line and export all render. Schema 1, additive changes only.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome, Severity},
    snapshot::GatewayView,
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

/// The worst weight among the failing roots.
pub fn tone(findings: &[Finding]) -> Tone {
    roots(findings).map(|finding| finding.severity.into()).max().unwrap_or_default()
}

/// The failing findings that nothing else explains, worst first.
pub fn roots(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.outcome == Outcome::Fail)
}

/// One sentence for the whole: the worst finding's message, or what the gateway does.
pub fn headline(gateway: &GatewayView, findings: &[Finding]) -> String {
    roots(findings).next().map_or_else(|| gateway.summary(), |worst| worst.message.clone())
}
