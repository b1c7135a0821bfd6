//! The gateway's log file, over the connection: everything of a gateway whose output is not ours to read, and of ours what it
//! does not write to its output as well.
//!
//! It is one file for everything that a person runs of OpenClaw. Of the connection log, only lines count which name the port of
//! this gateway; the others do not tell whose they are, and are handed out apart. What comes out are lines as the gateway writes
//! them to its output: who reads those reads these.

use std::fmt::Write;

use clawtender_core::text::clean;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::{
    link::Reads,
    value::{text, time},
};

/// Lines asked for at once, and their bytes together.
const LINES: u64 = 1_000;
const BYTES: u64 = 256 * 1024;
/// The longest line that is handed on, in characters.
const LONGEST: usize = 8_192;
/// What is older when it is first read is over. No check believes anything for longer.
const RECENT: SignedDuration = SignedDuration::from_hours(1);
/// Beside a sentence, these are what people call themselves and their groups.
const NAMES: [&str; 6] = ["firstName", "lastName", "senderName", "text", "title", "username"];

/// How far the log has been read.
pub(super) struct Tail {
    port: u16,
    reads: Reads,
    cursor: Option<u64>,
}

/// What a record is about.
enum Line {
    Connection(String),
    Other(String),
}

impl Tail {
    /// Nothing has been read yet. `port` is the gateway's.
    pub(super) fn new(port: u16, reads: Reads) -> Tail {
        Tail { port, reads, cursor: None }
    }

    /// Whether nothing else tells that something was written.
    pub(super) fn reads_everything(&self) -> bool {
        self.reads == Reads::Everything
    }

    /// The parameters of the next `logs.tail`.
    pub(super) fn parameters(&self) -> Value {
        let mut parameters = json!({ "limit": LINES, "maxBytes": BYTES });
        if let Some(cursor) = self.cursor {
            parameters["cursor"] = cursor.into();
        }
        parameters
    }

    /// The lines that are new, oldest first: those of this gateway's connections, and all others.
    pub(super) fn read(&mut self, answer: &Value, now: Timestamp) -> (Vec<String>, Vec<String>) {
        self.cursor = answer["cursor"].as_u64().or(self.cursor);
        let (mut connections, mut rest) = (Vec::new(), Vec::new());
        for line in answer["lines"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            match self.line(line, now) {
                Some(Line::Connection(line)) => connections.push(line),
                Some(Line::Other(line)) => rest.push(line),
                None => {}
            }
        }
        (connections, rest)
    }

    fn line(&self, line: &str, now: Timestamp) -> Option<Line> {
        let record: Value = serde_json::from_str(line).ok()?;
        let speaker: Value = serde_json::from_str(record["0"].as_str()?).ok()?;
        let at = time(&record["time"])?;
        let quiet = matches!(record["_meta"]["logLevelName"].as_str(), Some("DEBUG" | "TRACE" | "SILLY"));
        if quiet || now.duration_since(at) > RECENT {
            return None;
        }
        let fields = record["1"].as_object();
        match speaker["subsystem"].as_str() {
            // a subsystem speaks on the gateway's output too
            Some(_) if self.reads == Reads::Beside => None,
            Some("gateway/ws") => {
                let fields = fields?;
                let ours = fields.get("localPort").and_then(Value::as_u64) == Some(self.port.into());
                ours.then(|| Line::Connection(written(&record, "ws", Some(fields))))
            }
            Some(subsystem) => Some(Line::Other(written(&record, subsystem, fields))),
            None => Some(Line::Other(written(&record, speaker["module"].as_str()?, fields))),
        }
    }
}

/// What a text out of the log file says that is not about connections, without asking a gateway for it.
pub(crate) fn lines(port: u16, text: &str, now: Timestamp) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    Tail::new(port, Reads::Everything).read(&json!({ "lines": lines }), now).1
}

/// A record as the gateway would write it to its output, with what stands beside the sentence behind it.
fn written(record: &Value, speaker: &str, fields: Option<&Map<String, Value>>) -> String {
    let (time, message) = (text(&record["time"], 40), text(&record["message"], LONGEST));
    let mut written = format!("{time} [{}] {message}", clean(speaker, 60));
    let fields = || fields.into_iter().flatten().filter(|(name, _)| !NAMES.contains(&name.as_str()));
    // the gateway writes the cause first, and so it is read
    let cause = fields().filter(|(name, _)| *name == "cause");
    for (name, value) in cause.chain(fields().filter(|(name, _)| *name != "cause")) {
        let value = match value {
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
            Value::String(value) if value.contains([' ', '"']) || value.is_empty() => json!(value).to_string(),
            Value::String(value) => value.clone(),
            value => value.to_string(),
        };
        // writing to memory does not end otherwise
        let _ = write!(written, " {name}={value}");
    }
    clean(&written, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-26T05:00:00Z".parse().unwrap()
    }

    fn record(port: u16, subsystem: &str, at: &str) -> String {
        let subsystem = json!({ "subsystem": subsystem }).to_string();
        let fields = json!({ "cause": "unauthorized", "authReason": "token_mismatch", "localPort": port,
            "clientDisplayName": "Jana's phone", "durationMs": 3 });
        json!({ "0": subsystem, "1": fields, "2": "closed before connect conn=7 origin=n/a", "time": at,
            "message": "closed before connect conn=7 origin=n/a" })
        .to_string()
    }

    fn lines() -> [String; 6] {
        let group = json!({ "chatId": -100_999, "title": "a title reason=no", "reason": "not-allowed" });
        [
            record(18789, "gateway/ws", "2026-11-26T04:58:00.000+00:00"),
            record(18790, "gateway/ws", "2026-11-26T04:58:00.000+00:00"),
            json!({ "0": "{\"subsystem\":\"agent/embedded\"}", "1": "incomplete turn", "message": "incomplete turn",
                "time": "2026-11-26T04:58:00.000+00:00" })
            .to_string(),
            json!({ "0": "{\"module\":\"telegram-auto-reply\"}", "1": group, "2": "skipping group message",
                "message": "skipping group message", "time": "2026-11-26T04:58:00.000+00:00" })
            .to_string(),
            record(18789, "gateway/ws", "2026-11-26T03:40:00.000+00:00"),
            "not JSON".to_owned(),
        ]
    }

    #[test]
    fn only_fresh_lines_of_this_gateways_connections_are_its_own_and_each_is_read_once() {
        let mut tail = Tail::new(18789, Reads::Everything);
        assert_eq!(tail.parameters().get("cursor"), None);
        let (connections, rest) = tail.read(&json!({ "cursor": 9000, "lines": lines() }), now());
        assert_eq!(connections.len(), 1, "{connections:?}");
        let away = clawtender_core::access::turned_away(&connections[0]).unwrap();
        assert_eq!((&*away.cause, &*away.client, &*away.conn), ("token_mismatch", "Jana's phone", "7"));
        assert_eq!(
            rest,
            [
                "2026-11-26T04:58:00.000+00:00 [agent/embedded] incomplete turn",
                "2026-11-26T04:58:00.000+00:00 [telegram-auto-reply] skipping group message chatId=-100999 reason=not-allowed",
            ]
        );
        assert_eq!(tail.parameters()["cursor"], 9000);
        assert_eq!(tail.read(&json!({ "lines": 5 }), now()), (Vec::new(), Vec::new()));
        assert_eq!(tail.parameters()["cursor"], 9000);
    }

    #[test]
    fn of_a_gateway_whose_output_is_read_nothing_is_read_twice() {
        let mut tail = Tail::new(18789, Reads::Beside);
        let (connections, rest) = tail.read(&json!({ "lines": lines() }), now());
        assert_eq!((connections, rest.len()), (Vec::new(), 1));
        assert!(rest[0].contains("[telegram-auto-reply]"), "{rest:?}");
    }
}
