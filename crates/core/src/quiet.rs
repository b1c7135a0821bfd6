//! Quiet hours, and how it is said until when something is quiet. Pure: whoever has a clock asks.

use std::{fmt, str::FromStr};

use jiff::{
    SignedDuration, Timestamp,
    civil::{DateTime, Time, date},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::words::Language;

/// The hours of each day in which no notification comes, by the clock on the wall: `22:00-07:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: Time,
    to: Time,
}

/// It is no span of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHours;

impl fmt::Display for NotHours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("two different times of day, \"22:00-07:00\" for instance")
    }
}

impl std::error::Error for NotHours {}

impl FromStr for Hours {
    type Err = NotHours;

    fn from_str(text: &str) -> Result<Hours, NotHours> {
        let time = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let number = |digits: &str, least: usize| {
                let plain = (least..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
                if plain { digits.parse().ok() } else { None }
            };
            Time::new(number(hour, 1)?, number(minute, 2)?, 0, 0).ok()
        };
        let (from, to) = text.split_once(['-', '–']).ok_or(NotHours)?;
        let (from, to) = (time(from).ok_or(NotHours)?, time(to).ok_or(NotHours)?);
        if from == to { Err(NotHours) } else { Ok(Hours { from, to }) }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Hours { from, to } = self;
        write!(out, "{:02}:{:02}-{:02}:{:02}", from.hour(), from.minute(), to.hour(), to.minute())
    }
}

impl Hours {
    /// Whether this time of day is in them. The first minute is, the last is not.
    pub fn hold(&self, at: Time) -> bool {
        if self.from < self.to { (self.from..self.to).contains(&at) } else { at >= self.from || at < self.to }
    }

    /// When they begin or end next.
    pub fn turn(&self, at: DateTime) -> DateTime {
        let days = [Some(at.date()), at.date().tomorrow().ok()];
        let turns = days.into_iter().flatten().flat_map(|day| [day.to_datetime(self.from), day.to_datetime(self.to)]);
        turns.filter(|turn| *turn > at).min().unwrap_or(DateTime::MAX)
    }
}

/// A check that tells nothing for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Quiet {
    /// The check's id.
    pub finding: String,
    /// Until when.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub until: Timestamp,
    /// The same for a person: [`until`].
    pub words: String,
    /// The settings say so (`checks.muted`), and it ends there alone.
    pub muted: bool,
}

/// For how long a person mutes a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum MuteFor {
    /// A day.
    Day,
    /// A week.
    Week,
    /// Until they say otherwise.
    Ever,
    /// Not any more.
    Not,
}

impl MuteFor {
    /// Until when, if it is muted now.
    pub fn until(self, now: Timestamp) -> Option<Timestamp> {
        let after = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX);
        match self {
            MuteFor::Day => Some(after(24)),
            MuteFor::Week => Some(after(7 * 24)),
            MuteFor::Ever => Some(date(EVER, 1, 1).to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |at| at.timestamp())),
            MuteFor::Not => None,
        }
    }
}

/// The year in which what is muted for good would be told again.
const EVER: i16 = 9999;

/// `Quiet until 15:00`, as short as it can be understood.
pub fn until(end: DateTime, now: DateTime, language: Language) -> String {
    if end.year() >= EVER {
        return language.say("quiet-until-asked", &[]);
    }
    let time = || ("time", end.strftime("%H:%M").to_string().into());
    match end.date().since(now.date()).map_or(i32::MAX, |span| span.get_days()) {
        0 => language.say("quiet-until-time", &[time()]),
        1..=6 => {
            let day = end.weekday().to_monday_one_offset();
            language.say("quiet-until-day", &[("day", day.into()), time()])
        }
        _ => language.say(
            "quiet-until-date",
            &[("day", end.day().into()), ("month", end.month().into()), ("year", end.year().into())],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn hours_go_over_midnight_or_not() {
        let night: Hours = "22:00-07:00".parse().unwrap();
        let noon: Hours = " 12:30 – 13:00".parse().unwrap();
        for (time, in_the_night, at_noon) in [
            ("21:59:59", false, false),
            ("22:00", true, false),
            ("00:00", true, false),
            ("06:59:59", true, false),
            ("07:00", false, false),
            ("12:30", false, true),
            ("13:00", false, false),
        ] {
            let time: Time = time.parse().unwrap();
            assert_eq!((night.hold(time), noon.hold(time)), (in_the_night, at_noon), "{time}");
        }
        assert_eq!(noon.to_string(), "12:30-13:00");
    }

    #[test]
    fn what_is_no_span_of_hours_is_none() {
        for text in
            ["", "22:00", "22-07", "24:00-07:00", "22:00-07:60", "7:00-7:00", "+1:00-02:00", "22:0-07:00", "a:b-c:d"]
        {
            assert_eq!(text.parse::<Hours>(), Err(NotHours), "{text:?}");
        }
        assert_eq!("9:00-17:30".parse::<Hours>().unwrap().to_string(), "09:00-17:30");
    }

    #[test]
    fn the_next_turn_is_ahead() {
        let night: Hours = "22:00-07:00".parse().unwrap();
        for (now, next) in [
            ("2026-11-26T21:00", "2026-11-26T22:00"),
            ("2026-11-26T22:00", "2026-11-27T07:00"),
            ("2026-11-27T06:59", "2026-11-27T07:00"),
            ("2026-12-31T23:00", "2027-01-01T07:00"),
        ] {
            assert_eq!(night.turn(at(now)), at(next), "{now}");
        }
    }

    #[test]
    fn a_check_is_muted_for_as_long_as_was_said() {
        let now: Timestamp = "2026-11-26T14:00:00Z".parse().unwrap();
        for (span, until) in [
            (MuteFor::Day, Some("2026-11-27T14:00:00Z")),
            (MuteFor::Week, Some("2026-12-03T14:00:00Z")),
            (MuteFor::Ever, Some("9999-01-01T00:00:00Z")),
            (MuteFor::Not, None),
        ] {
            assert_eq!(span.until(now), until.map(|until| until.parse().unwrap()));
        }
    }

    #[test]
    fn an_end_is_said_as_short_as_it_is_understood() {
        let now = at("2026-11-26T14:00");
        for (end, words) in [
            ("2026-11-26T15:00", "Quiet until 15:00"),
            ("2026-11-27T14:00", "Quiet until Fri 14:00"),
            ("2026-12-02T09:05", "Quiet until Wed 09:05"),
            ("2026-12-03T09:05", "Quiet until 3 Dec 2026"),
            ("9998-12-31T00:00", "Quiet until 31 Dec 9998"),
            ("9999-01-01T00:00", "Quiet until you want to hear of it again"),
        ] {
            assert_eq!(until(at(end), now, Language::default()), words);
        }
    }
}
