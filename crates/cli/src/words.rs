//! Words for people: the gateway's phases, times, and foreign text made fit to be shown.

pub(crate) use clawtender_core::export::words::{
    EVIDENCE, MESSAGE, NAME, clean, count, moment, particulars, phase, source,
};
use clawtender_core::{report::Tone, snapshot::PhaseName, text};
use jiff::{Timestamp, tz::TimeZone};

/// Whether a terminal obeys this character, or shows nothing for it, or reads others in another order for it.
pub(crate) fn unseen(char: char) -> bool {
    // the two that end a line or a paragraph are white space elsewhere
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}') || text::unseen(char)
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

/// The time of day where the person is; with the date when that is not the day of `today`.
pub(crate) fn time(at: Timestamp, today: Timestamp, zone: &TimeZone) -> String {
    let (at, today) = (at.to_zoned(zone.clone()), today.to_zoned(zone.clone()));
    let format = if at.date() == today.date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
    at.strftime(format).to_string()
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
}
