//! What a line is, and what of it counts.
//!
//! OpenClaw writes its log as JSON, one record a line, and says who speaks: its subsystem. On a console the same stands as
//! `time [subsystem] text`. In both, somebody else's words do not count: a message that a person sent, what a command of the
//! agent printed. Any other text was pasted by somebody who wants to know what it means: there, everything counts.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use crate::text::clean;

/// How much of what was said is read, in characters.
const LONGEST: usize = 8_192;
/// How much of it is quoted.
const QUOTED: usize = 500;
/// Subsystems that repeat what others said: chats as they come in, what tools printed.
const REPEATS: [&str; 9] = [
    "web-inbound",
    "web-auto-reply",
    "telegram-auto-reply",
    "auto-reply",
    "chat",
    "tools",
    "agents/tools",
    "transcripts",
    "meeting-transcripts",
];
/// What they say of themselves all the same, and what goes with it.
const OF_ITSELF: &str = "skipping group message";
const WITH_IT: [&str; 3] = ["accountId", "chatId", "reason"];
/// Behind these, the rest of a line is somebody else's words.
const QUOTES: [&str; 9] =
    [" preview=", " body=", " text=", " prompt=", " content=", " snippet=", " transcript=", " caption=", " quote="];

/// What was said, and when.
pub(super) struct Said {
    /// As it may be shown, with who said it.
    shown: String,
    /// How much of it stands before somebody else's words.
    counts: usize,
    /// When, if the line tells.
    pub(super) at: Option<Timestamp>,
}

impl Said {
    /// What is looked at.
    pub(super) fn counts(&self) -> &str {
        &self.shown[..self.counts]
    }

    /// What is shown.
    pub(super) fn quoted(&self) -> String {
        clean(&self.shown, QUOTED)
    }

    fn by(speaker: Option<&str>, shown: String, at: Option<Timestamp>) -> Option<Said> {
        let of_itself = || shown.split_once("] ").is_some_and(|(_, words)| words.starts_with(OF_ITSELF));
        if speaker.is_some_and(repeats) && !of_itself() {
            return None;
        }
        let counts = QUOTES.iter().filter_map(|quote| shown.find(quote)).min().unwrap_or(shown.len());
        Some(Said { shown, counts, at })
    }
}

fn repeats(subsystem: &str) -> bool {
    let own = subsystem.strip_prefix("gateway/").unwrap_or(subsystem);
    REPEATS.contains(&own) || own.ends_with("/raw-update") || own.ends_with("/inbound")
}

/// What a line says; `None` when nothing on it counts.
pub(super) fn read(line: &str) -> Option<Said> {
    let line = line.trim_start_matches(['\u{feff}', ' ', '\t']);
    if line.starts_with('{') {
        match serde_json::from_str::<Value>(line) {
            Ok(value) if is_record(&value) => return record(&value),
            // half a record does not tell any more who speaks
            Err(_) if begins_as_record(line) => return None,
            _ => {}
        }
    }
    console(clean(line, LONGEST))
}

fn begins_as_record(line: &str) -> bool {
    ["{\"0\":", "{\"type\":\"log\"", "{\"_meta\":"].iter().any(|start| line.starts_with(start))
}

fn is_record(value: &Value) -> bool {
    value.get("_meta").is_some_and(Value::is_object) || (value["type"] == "log" && value["message"].is_string())
}

/// A record of the log file, or one that `openclaw logs --json` prints, with the former inside.
fn record(value: &Value) -> Option<Said> {
    if let Some(Ok(inner)) = value["raw"].as_str().map(serde_json::from_str::<Value>)
        && inner.get("_meta").is_some_and(Value::is_object)
    {
        return record(&inner);
    }
    let level = value["_meta"]["logLevelName"].as_str().or(value["level"].as_str()).unwrap_or_default();
    // what is wrong is said aloud as well; at these levels, chats are quoted
    if ["debug", "trace", "silly"].iter().any(|quiet| level.eq_ignore_ascii_case(quiet)) {
        return None;
    }
    let speaker = subsystem(&value["0"]).or_else(|| subsystem(&value["_meta"]["name"]));
    let mut message = clean(&message(value)?, LONGEST);
    if message == OF_ITSELF {
        message.extend(WITH_IT.iter().filter_map(|name| named(name, &value["1"][name])));
    }
    let shown = match &speaker {
        Some(speaker) => format!("[{}] {message}", clean(speaker, 60)),
        None => message,
    };
    let at = value["time"].as_str().or(value["_meta"]["date"].as_str()).and_then(|time| time.parse().ok());
    Said::by(speaker.as_deref(), shown, at)
}

/// ` reason=no-mention`: what stands beside the sentence, where it is a word or a number.
fn named(name: &str, value: &Value) -> Option<String> {
    let value = match value {
        Value::String(text) => clean(text, 60),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!value.contains(' ')).then(|| format!(" {name}={value}"))
}

/// `{"subsystem":"gateway"}`, as text inside the record.
fn subsystem(value: &Value) -> Option<String> {
    let inner: Value = serde_json::from_str(value.as_str()?).ok()?;
    inner.get("subsystem").or(inner.get("module"))?.as_str().map(str::to_owned)
}

/// The sentence; in records of older gateways it is the last of the numbered arguments that is one.
fn message(value: &Value) -> Option<Cow<'_, str>> {
    if let Some(message) = value["message"].as_str() {
        return Some(message.into());
    }
    let numbered = (0..10).rev().filter_map(|number| value[number.to_string()].as_str());
    numbered.filter(|text| !text.starts_with('{')).map(Cow::Borrowed).next()
}

/// When a line was written, the subsystem that wrote it, and what it wrote, as a console shows it:
/// `2026-11-20T11:19:51.824+00:00 [ws] text`, with or without the first or the second; or any other line.
pub fn parts(line: &str) -> (&str, Option<&str>, &str) {
    let (time, rest) = line.split_once(' ').filter(|(time, _)| is_time(time)).unwrap_or(("", line));
    let spoken = rest.strip_prefix('[').and_then(|rest| rest.split_once("] ")).filter(|(name, _)| is_name(name));
    match spoken {
        Some((name, text)) => (time, Some(name), text),
        None => (time, None, rest),
    }
}

/// Such a line.
fn console(line: String) -> Option<Said> {
    let (time, speaker, _) = parts(&line);
    if time.is_empty() && speaker.is_none() {
        return Some(Said { counts: line.len(), shown: line, at: None });
    }
    let (at, speaker) = (time.parse().ok(), speaker.map(str::to_owned));
    Said::by(speaker.as_deref(), line, at)
}

fn is_time(word: &str) -> bool {
    let clock = word.chars().all(|char| char.is_ascii_digit() || "T:.+-Z".contains(char));
    clock && word.starts_with(|char: char| char.is_ascii_digit()) && word.contains(':')
}

/// Subsystems are written small: `[ERROR]` is none.
fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || "/-_:.".contains(char))
}
