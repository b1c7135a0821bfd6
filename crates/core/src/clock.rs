//! This computer's clock against the time that others tell: what each said, and what follows from all of it.
//!
//! Nobody is believed alone where several answer. Every answer is a span, its offset give or take what the way there and
//! back and the source itself leave open; what more than half of the answers have in common is the time, and who stands
//! outside of it is not heard. Where no such half exists, nothing is known: that is said, not guessed.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    check::{Finding, Outcome, Severity, cleaned},
    text::clean,
    words::{Language, Phrase, Spoken},
};

mod agree;

/// From here on the clock is worth a warning.
pub const WARNING: Duration = Duration::from_secs(5);
/// From here on it is an error: half way to what the gateway refuses.
pub const ERROR: Duration = Duration::from_mins(1);
/// The gateway refuses signatures that are further off (`gateway-facts.md` 15).
pub const SIGNATURES_FAIL: Duration = Duration::from_mins(2);
/// How long a measurement corrects the clock. It is made anew every hour; a quartz that is 100 millionths off is wrong by
/// 0.7 s after this, far below anything that is judged.
pub const GOOD_FOR: Duration = Duration::from_hours(2);

/// What was said of this computer's clock when it was last asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// One for each source that was asked.
    pub readings: Vec<Reading>,
    /// What more than half of those that told the time agree on.
    pub agreed: Option<Agreed>,
    /// How the clock came to be off, where that was seen.
    pub moved: Option<Moved>,
}

/// What one source said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Its name in the settings: `time.example.org`, `https://example.org/`.
    pub source: String,
    /// How it was asked.
    pub method: Method,
    /// What it said.
    pub said: Answer,
    /// Whether it is one of those that agree.
    pub agrees: bool,
}

/// How a source is asked for the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// SNTP over UDP.
    #[default]
    Sntp,
    /// The `Date` header of a web server, which tells whole seconds.
    HttpDate,
}

/// The time, or why not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The time.
    Time(Told),
    /// None that counts; why, in words for a person.
    Nothing(Phrase),
}

/// One answer, the way there and back already taken out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// This computer's clock minus the time it told: positive is ahead.
    pub offset: SignedDuration,
    /// By how much that may be wrong.
    pub error: Duration,
    /// How long the question and its answer were under way.
    pub delay: Duration,
    /// How far the server is from a reference clock, where it says so.
    pub stratum: Option<u8>,
}

/// What the sources agree on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreed {
    /// This computer's clock minus the time, the median of those that agree: positive is ahead.
    pub offset: SignedDuration,
    /// By how much that may be wrong.
    pub error: Duration,
    /// How far those that agree lie apart.
    pub spread: Duration,
    /// How many agree.
    pub count: usize,
    /// [`Method::Sntp`] where a time server is among them.
    pub method: Method,
}

/// How a clock came to be off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    /// Somebody or something set it, by this much in all, while the computer ran.
    Jump {
        /// Positive is forward.
        by: SignedDuration,
    },
    /// It runs too fast or too slow: this much since an earlier measurement.
    Drift {
        /// Positive is too fast.
        by: SignedDuration,
        /// How long ago that was.
        over: Duration,
    },
}

/// Whether the system keeps its clock right by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockSync {
    /// It does, or tries to.
    pub automatic: bool,
    /// Who says so, for a person: `systemd-timedated`, `the Windows registry`, …
    pub told_by: String,
    /// What would be run to have it do so, line by line; empty where it cannot be said.
    pub turn_on: Vec<String>,
    /// What would be run to set the clock now, line by line; empty where it cannot be said.
    pub set: Vec<String>,
}

impl Clock {
    /// Lays the readings side by side.
    pub fn of(mut readings: Vec<Reading>) -> Clock {
        let agreed = agree::agreed(&mut readings);
        Clock { readings, agreed, moved: None }
    }

    /// Whether anybody told the time.
    pub fn answered(&self) -> bool {
        self.readings.iter().any(|reading| matches!(reading.said, Answer::Time(_)))
    }

    /// Why nobody told the time, for a person.
    pub fn why_silent(&self) -> Phrase {
        let [first, rest @ ..] = self.readings.as_slice() else { return Phrase::new("clock-nobody", []) };
        let told = [("source", first.source.as_str().into()), ("why", first.said.why_not().into())];
        Phrase::new("clock-silent", told.into_iter().chain([("others", rest.len().into())]))
    }
}

impl Reading {
    /// What a source said, not yet held against the others.
    pub fn new(source: impl Into<String>, method: Method, said: Answer) -> Reading {
        Reading { source: source.into(), method, said, agrees: false }
    }
}

impl Answer {
    fn why_not(&self) -> Phrase {
        match self {
            Answer::Time(_) => Phrase::default(),
            Answer::Nothing(why) => Phrase::made(|language| why.said_in(language).trim_end_matches('.').to_owned()),
        }
    }
}

impl Agreed {
    /// By how much the clock is off at the least, whatever the measurement leaves open.
    pub fn surely_off(&self) -> Duration {
        self.offset.unsigned_abs().saturating_sub(self.error)
    }

    /// How bad that is; `None` where the clock is right enough.
    pub fn severity(&self) -> Option<Severity> {
        match self.surely_off() {
            off if off >= ERROR => Some(Severity::Error),
            off if off >= WARNING => Some(Severity::Warning),
            _ => None,
        }
    }

    /// `host`, what the clock tells, put right. What is less than the measurement leaves open is left alone.
    pub fn correct(&self, host: Timestamp) -> Timestamp {
        if self.surely_off().is_zero() { host } else { host.checked_sub(self.offset).unwrap_or(host) }
    }
}

/// What `clawtender clock` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// What the check says of it.
    pub verdict: Outcome,
    /// How bad that is, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// One sentence.
    pub message: Phrase,
    /// This computer's clock minus the time, in milliseconds: positive is ahead.
    pub offset_ms: Option<i64>,
    /// By how much that may be wrong, in milliseconds.
    pub error_ms: Option<u64>,
    /// How far those that agree lie apart, in milliseconds.
    pub spread_ms: Option<u64>,
    /// How it was measured.
    pub method: Option<Method>,
    /// When, by this computer's clock.
    pub measured_at: Option<Timestamp>,
    /// Each source that was asked.
    pub sources: Vec<SourceView>,
}

/// One source, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    /// Its name.
    pub source: String,
    /// How it was asked.
    pub method: Method,
    /// This computer's clock minus the time it told, in milliseconds: positive is ahead.
    pub offset_ms: Option<i64>,
    /// By how much that may be wrong, in milliseconds.
    pub error_ms: Option<u64>,
    /// How long the question and its answer were under way, in milliseconds.
    pub delay_ms: Option<u64>,
    /// How far it is from a reference clock.
    pub stratum: Option<u8>,
    /// Whether it is one of those that agree.
    pub agrees: bool,
    /// Why it did not tell the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Phrase>,
}

impl ClockView {
    /// What `measured` says, with the check's own words on it.
    pub fn new(measured: Option<(&Clock, Timestamp)>, finding: Option<&Finding>) -> ClockView {
        let agreed = measured.and_then(|(clock, _)| clock.agreed);
        let verdict = finding.map_or(Outcome::Unknown, |finding| finding.outcome);
        let message = match (finding, agreed) {
            (Some(finding), _) if !finding.message.is_empty() => finding.message.clone(),
            (Some(Finding { outcome: Outcome::Pass, .. }), Some(agreed)) => right(&agreed),
            (Some(finding), _) => finding.because.clone().unwrap_or_default(),
            (None, _) => Phrase::default(),
        };
        ClockView {
            verdict,
            severity: finding.filter(|finding| finding.outcome == Outcome::Fail).map(|finding| finding.severity),
            message,
            offset_ms: agreed.map(|agreed| millis(agreed.offset)),
            error_ms: agreed.map(|agreed| unsigned(agreed.error)),
            spread_ms: agreed.map(|agreed| unsigned(agreed.spread)),
            method: agreed.map(|agreed| agreed.method),
            measured_at: measured.map(|(_, at)| at),
            sources: measured.iter().flat_map(|(clock, _)| &clock.readings).map(source).collect(),
        }
    }
}

impl Spoken for ClockView {
    fn speak(&mut self, language: Language) {
        self.message.speak(language);
        self.sources.iter_mut().for_each(|source| source.problem.speak(language));
    }
}

fn source(reading: &Reading) -> SourceView {
    let (told, problem) = match &reading.said {
        Answer::Time(told) => (Some(told), None),
        Answer::Nothing(why) => (None, Some(cleaned(why.clone(), 240))),
    };
    SourceView {
        source: clean(&reading.source, 120),
        method: reading.method,
        offset_ms: told.map(|told| millis(told.offset)),
        error_ms: told.map(|told| unsigned(told.error)),
        delay_ms: told.map(|told| unsigned(told.delay)),
        stratum: told.and_then(|told| told.stratum),
        agrees: reading.agrees,
        problem,
    }
}

fn right(agreed: &Agreed) -> Phrase {
    let side = if agreed.offset.is_negative() { "behind" } else { "ahead" };
    let off = span(agreed.offset.unsigned_abs());
    Phrase::new("clock-right", [("off", off.into()), ("side", side.into()), ("count", agreed.count.into())])
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(if duration.is_negative() { i64::MIN } else { i64::MAX })
}

fn unsigned(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// `3 min 12 s ahead`, `0.004 s behind`.
pub fn offset(offset: SignedDuration) -> String {
    let side = if offset.is_negative() { "behind" } else { "ahead" };
    format!("{} {side}", span(offset.unsigned_abs()))
}

/// `3 min 12 s`, in the two largest units; below ten seconds with what there is of a second.
pub fn span(duration: Duration) -> Phrase {
    if duration < Duration::from_millis(9_950) {
        let digits = if duration < Duration::from_millis(100) { 3 } else { 1 };
        let text = format!("{:.digits$}", duration.as_secs_f64());
        let short = text.trim_end_matches('0').trim_end_matches('.');
        return match short.split_once('.') {
            Some((whole, part)) => Phrase::new("span-fraction", [("whole", whole.into()), ("part", part.into())]),
            None => format!("{} s", if short.is_empty() { "0" } else { short }).into(),
        };
    }
    let seconds = duration.saturating_add(Duration::from_millis(500)).as_secs();
    let span = match (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0, seconds) => format!("{seconds} s"),
        (0, 0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (0, hours, minutes, _) => format!("{hours} h {minutes} min"),
        (days, hours, ..) => format!("{days} d {hours} h"),
    };
    span.into()
}

#[cfg(test)]
mod tests;
