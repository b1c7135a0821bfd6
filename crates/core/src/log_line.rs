//! A line of the gateway's output, as a log shows it: when, who, what, how loud, and what it means where that is known.
//!
//! What a line means is the [`signatures`](crate::signatures)' business. How loud it is, the gateway says where it writes records,
//! and by where it writes other lines: warnings and errors to one place, without a word which it is, so that a line counts as an
//! error where it calls itself one or means one. Nothing is left out of a line, and nothing of it is believed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// How loud it is.
    pub level: Level,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub mark: Option<Mark>,
}

/// How loud a line is, quietest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Level {
    /// For whoever looks for a mistake.
    Debug,
    /// What goes on.
    Info,
    /// A warning.
    Warn,
    /// Something went wrong.
    Error,
}

impl Level {
    /// The level of this name, in any of the ways in which programs write it.
    fn named(word: &str) -> Option<Level> {
        Some(match word.to_ascii_lowercase().as_str() {
            "silly" | "trace" | "debug" | "verbose" => Level::Debug,
            "info" | "notice" => Level::Info,
            "warn" | "warning" => Level::Warn,
            "error" | "fatal" => Level::Error,
            _ => return None,
        })
    }

    /// What a line says of itself: a record by its level, any other by the word that it begins with (`[WARN] `, `error: `,
    /// `TypeError: `).
    fn said(line: &str, text: &str) -> Option<Level> {
        if line.starts_with('{')
            && let Ok(record) = serde_json::from_str::<Value>(line)
        {
            return record["_meta"]["logLevelName"].as_str().or(record["level"].as_str()).and_then(Level::named);
        }
        let word = text.split([' ', ':']).next().unwrap_or_default();
        let marked = word.starts_with('[') || text[word.len()..].starts_with(':');
        let word = word.trim_matches(['[', ']']);
        match Level::named(word).filter(|_| marked) {
            None if marked && word.ends_with("Error") => Some(Level::Error),
            level => level,
        }
    }
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
    /// Reads a line that has been cleaned of control characters. `loud`: it was written where the gateway warns.
    pub fn read(matcher: &Matcher, number: u64, line: &str, loud: bool) -> LogLine {
        let mark: Option<Mark> = matcher.feed(line, None).map(|hit| hit.told().into());
        let (time, subsystem, text) = parts(line);
        let said = Level::said(line, text).unwrap_or(if loud { Level::Warn } else { Level::Info });
        let means = mark.as_ref().map_or(Level::Debug, |mark| match mark.severity {
            Severity::Info => Level::Info,
            Severity::Warning => Level::Warn,
            Severity::Error => Level::Error,
        });
        let subsystem = subsystem.unwrap_or_default().to_owned();
        LogLine { number, time: time.to_owned(), subsystem, text: text.to_owned(), level: said.max(means), mark }
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
    fn a_line_is_as_loud_as_it_says_as_it_means_and_as_where_it_was_written() {
        let matcher = Matcher::new();
        for (line, loud, level) in [
            ("2026-11-20T11:19:51.824+00:00 [gateway] ready", false, Level::Info),
            ("2026-11-20T11:19:51.824+00:00 [ws] slow answer", true, Level::Warn),
            ("[ws] error: the socket is gone", true, Level::Error),
            ("TypeError: x is not a function", true, Level::Error),
            ("    at Server.listen (node:net:1)", true, Level::Warn),
            ("[DEBUG] sessions.list", false, Level::Debug),
            ("[plugins] debug: loaded", false, Level::Debug),
            ("information about errors", false, Level::Info),
            (r#"{"_meta":{"logLevelName":"DEBUG"},"message":"a"}"#, false, Level::Debug),
            (r#"{"level":"error","message":"a"}"#, false, Level::Error),
            (r#"{"level":7}"#, true, Level::Warn),
            ("{", false, Level::Info),
            ("", false, Level::Info),
            ("[gateway] listen EADDRINUSE: address already in use 127.0.0.1:18789", false, Level::Error),
        ] {
            assert_eq!(LogLine::read(&matcher, 1, line, loud).level, level, "{line}");
        }
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
