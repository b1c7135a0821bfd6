//! Words for whoever reads about a gateway elsewhere or later: its phases, times, and foreign text made fit to be shown.

use jiff::Timestamp;

use crate::{
    check::Source,
    lifecycle::Owner,
    snapshot::{GatewayView, PhaseName},
    text,
};

/// Longest message that is shown, in characters.
pub const MESSAGE: usize = 2000;
/// Longest piece of evidence.
pub const EVIDENCE: usize = 600;
/// Longest name: of a check, a person's device, a version.
pub const NAME: usize = 120;

/// One line of at most `longest` characters that moves no cursor and hides nothing.
pub fn clean(text: &str, longest: usize) -> String {
    text::clean(text, longest)
}

/// What the gateway does, when nothing more particular is known.
pub fn phase(phase: PhaseName) -> &'static str {
    match phase {
        PhaseName::Stopped => "Gateway is stopped",
        PhaseName::Starting => "Gateway is starting",
        PhaseName::Ready => "Gateway is ready",
        PhaseName::Degraded => "Gateway does not serve requests",
        PhaseName::Stopping => "Gateway is stopping",
        PhaseName::Backoff => "Gateway ended and is started again shortly",
        PhaseName::CrashLooping => "Gateway keeps ending",
        PhaseName::Refused => "Gateway cannot start",
        PhaseName::External => "Gateway is ready, started elsewhere",
    }
}

/// What is known of the gateway beside its phase, in one line: `pid 4711, OpenClaw 2026.9.6, started by Clawtender`.
pub fn particulars(gateway: &GatewayView) -> String {
    let owner = match gateway.owner {
        Owner::None => None,
        Owner::Child => Some("started by Clawtender"),
        Owner::Service => Some("run by its service"),
        Owner::External => Some("started elsewhere"),
    };
    let parts = [
        gateway.pid.map(|pid| format!("pid {pid}")),
        gateway.version.as_ref().map(|version| format!("OpenClaw {}", clean(version, NAME))),
        owner.map(str::to_owned),
        Some(clean(&gateway.url, NAME)).filter(|url| !url.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who brought a piece of evidence.
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Probe => "probe",
        Source::Rpc => "rpc",
        Source::Log => "log",
        Source::File => "file",
        Source::Process => "process",
        Source::Environment => "environment",
    }
}

/// A moment that means the same everywhere.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `1 check`, `2 checks`.
pub fn count(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_of_the_gateway_is_left_out() {
        let mut gateway = GatewayView {
            phase: PhaseName::Stopped,
            owner: Owner::None,
            pid: None,
            version: None,
            url: "ws://127.0.0.1:18789".into(),
            started_at: None,
            restarts: 0,
            detail: String::new().into(),
        };
        assert_eq!(particulars(&gateway), "ws://127.0.0.1:18789");
        (gateway.pid, gateway.owner, gateway.version) = (Some(7), Owner::Child, Some("1\u{1b}[2J.2".into()));
        assert_eq!(particulars(&gateway), "pid 7, OpenClaw 1.2, started by Clawtender, ws://127.0.0.1:18789");
    }
}
