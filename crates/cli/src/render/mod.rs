//! The report and the gateway for people: as text, as Markdown, as a web page. Nothing is judged or reordered here.

pub(crate) mod approvals;
pub(crate) mod compared;
pub(crate) mod explain;
pub(crate) mod html;
pub(crate) mod markdown;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod text;

use clawtender_core::export::{gateway, ids, origin, reason, severity, title};
