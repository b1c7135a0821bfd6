//! Words for people: the gateway's phases, times, and foreign text made fit to be shown.

use clawtender_core::{
    check::Source,
    lifecycle::Owner,
    report::Tone,
    snapshot::{GatewayView, PhaseName},
    text,
};
use jiff::{Timestamp, tz::TimeZone};

/// Longest message that is shown, in characters.
pub(crate) const MESSAGE: usize = 2000;
/// Longest piece of evidence.
pub(crate) const EVIDENCE: usize = 600;
/// Longest name: of a check, a person's device, a version.
pub(crate) const NAME: usize = 120;

/// One line of at most `longest` characters that moves no cursor and hides nothing.
pub(crate) fn clean(text: &str, longest: usize) -> String {
    text::clean(text, longest)
}

/// Whether a terminal obeys this character, or shows nothing for it, or reads others in another order for it.
pub(crate) fn unseen(char: char) -> bool {
    // the two that end a line or a paragraph are white space elsewhere
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}') || text::unseen(char)
}

/// What the gateway does, when nothing more particular is known.
pub(crate) fn phase(phase: PhaseName) -> &'static str {
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

/// The weight of a phase by itself.
pub(crate) fn weight(phase: PhaseName) -> Tone {
    match phase {
        PhaseName::Ready | PhaseName::External => Tone::Ok,
        PhaseName::Starting | PhaseName::Stopping | PhaseName::Stopped => Tone::Notice,
        PhaseName::Degraded | PhaseName::Backoff => Tone::Warning,
        PhaseName::CrashLooping | PhaseName::Refused => Tone::Error,
    }
}

/// What is known of the gateway beside its phase, in one line: `pid 4711, OpenClaw 2026.9.6, started by Clawtender`.
pub(crate) fn particulars(gateway: &GatewayView) -> String {
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
pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Probe => "probe",
        Source::Rpc => "rpc",
        Source::Log => "log",
        Source::File => "file",
        Source::Process => "process",
        Source::Environment => "environment",
    }
}

/// The time of day where the person is; with the date when that is not the day of `today`.
pub(crate) fn time(at: Timestamp, today: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), today.to_zoned(zone.clone()));
    let format = if at.date() == today.date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
    at.strftime(format).to_string()
}

/// A moment that means the same everywhere.
pub(crate) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `1 check`, `2 checks`.
pub(crate) fn count(number: u64, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_day_is_enough_today() {
        let at: Timestamp = "2026-11-20T12:03:04Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(time(at, at, &zone), "14:03:04");
        assert_eq!(time(at, "2026-11-20T22:30:00Z".parse().unwrap(), &zone), "2026-11-20 14:03:04");
        assert_eq!(moment(at), "2026-11-20 12:03:04 UTC");
    }

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
            detail: String::new(),
        };
        assert_eq!(particulars(&gateway), "ws://127.0.0.1:18789");
        (gateway.pid, gateway.owner, gateway.version) = (Some(7), Owner::Child, Some("1\u{1b}[2J.2".into()));
        assert_eq!(particulars(&gateway), "pid 7, OpenClaw 1.2, started by Clawtender, ws://127.0.0.1:18789");
    }
}
