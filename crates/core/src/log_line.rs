//! A line of the gateway's output, as a log shows it: when, who, what, how loud, and what it means where that is known.
//!
//! What a line means is the [`signatures`](crate::signatures)' business; how loud it is, the gateway says by where it writes
//! it. Nothing is left out of a line, and nothing of it is believed.

use serde::{Deserialize, Serialize};

use crate::{
    check::{Check, Severity},
    checks,
    fixes::{self, Fix},
    signatures::{Matcher, Told, parts},
    words::{Language, Phrase, Spoken},
};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LogLine {
    /// Its number. Numbers rise by one; one that is skipped is a line that nobody read in time.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub number: u64,
    /// When it was written, in the gateway's own form; empty where it does not say.
    pub time: String,
    /// The part of the gateway that wrote it; empty where it does not say.
    pub subsystem: String,
    /// The rest.
    pub text: String,
    /// The gateway calls it a warning or an error.
    pub loud: bool,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub mark: Option<Mark>,
}

/// What a line says is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Mark {
    /// The check that it speaks for.
    pub check: String,
    /// The check's title.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// What it means for the owner.
    pub severity: Severity,
    /// What is so, and what follows from it.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub cause: Phrase,
    /// What to do.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub advice: Phrase,
    /// The fix that would help, as its button names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub fix: Option<Phrase>,
}

impl From<Told> for Mark {
    fn from(told: Told) -> Mark {
        Mark {
            check: told.check.to_owned(),
            title: checks::named(told.check).map_or_else(|| told.title.into(), Check::name),
            severity: told.severity,
            cause: told.message,
            advice: told.advice,
            fix: told.fix.map(|fix| fixes::named(fix.id).map_or_else(|| fix.label.into(), Fix::name)),
        }
    }
}

impl Spoken for LogLine {
    fn speak(&mut self, language: Language) {
        if let Some(mark) = &mut self.mark {
            mark.title.speak(language);
            mark.cause.speak(language);
            mark.advice.speak(language);
            mark.fix.speak(language);
        }
    }
}

impl LogLine {
    /// Reads a line that has been cleaned of control characters.
    pub fn read(matcher: &Matcher, number: u64, line: &str, loud: bool) -> LogLine {
        let mark = matcher.feed(line, None).map(|hit| hit.told().into());
        let (time, subsystem, text) = parts(line);
        let subsystem = subsystem.unwrap_or_default().to_owned();
        LogLine { number, time: time.to_owned(), subsystem, text: text.to_owned(), loud, mark }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart_without_losing_a_word() {
        let matcher = Matcher::new();
        let read = |line| LogLine::read(&matcher, 7, line, false);
        let parts = |line: LogLine| (line.time, line.subsystem, line.text);
        let of = |time: &str, subsystem: &str, text: &str| (time.to_owned(), subsystem.to_owned(), text.to_owned());
        let time = "2026-11-20T11:19:51.824+00:00";
        assert_eq!(
            parts(read("2026-11-20T11:19:51.824+00:00 [gateway/ws] a [b] c")),
            of(time, "gateway/ws", "a [b] c")
        );
        assert_eq!(parts(read("[ws] text")), of("", "ws", "text"));
        assert_eq!(parts(read("Port 18789 is already in use.")), of("", "", "Port 18789 is already in use."));
        assert_eq!(parts(read("[ERROR] text")), of("", "", "[ERROR] text"));
        assert_eq!(parts(read("")), of("", "", ""));
    }

    #[test]
    fn a_line_that_says_what_is_wrong_is_marked_with_cause_and_advice_and_a_chat_that_quotes_it_is_not() {
        let matcher = Matcher::new();
        let line = "2026-11-20T11:19:51.824+00:00 [gateway] listen EADDRINUSE: address already in use 127.0.0.1:18789";
        let mark = LogLine::read(&matcher, 1, line, true).mark.unwrap();
        assert_eq!(mark.check, "port-free");
        assert!(mark.cause.contains("18789") && !mark.advice.is_empty() && !mark.title.is_empty(), "{mark:?}");
        assert_eq!(LogLine::read(&matcher, 1, &line.replace("[gateway]", "[web-inbound]"), true).mark, None);
        assert_eq!(LogLine::read(&matcher, 1, "[gateway] ready", false).mark, None);
    }
}
