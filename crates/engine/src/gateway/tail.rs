//! The log of a gateway whose output is not ours to read: one that runs as a service, or that somebody else started.
//!
//! It is one file for everything that a person runs of OpenClaw, so that only lines of the connection log count which name
//! the port of this gateway. What comes out are lines as the gateway writes them to its output: who reads those reads these.

use std::fmt::Write;

use clawtender_core::text::clean;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::value::{text, time};

/// Lines asked for at once, and their bytes together.
const LINES: u64 = 1_000;
const BYTES: u64 = 256 * 1024;
/// The longest line that is handed on, in characters.
const LONGEST: usize = 8_192;
/// What is older when it is first read is over.
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// How far the log has been read.
pub(super) struct Tail {
    port: u16,
    cursor: Option<u64>,
}

impl Tail {
    /// Nothing has been read yet. `port` is the gateway's.
    pub(super) fn new(port: u16) -> Tail {
        Tail { port, cursor: None }
    }

    /// The parameters of the next `logs.tail`.
    pub(super) fn parameters(&self) -> Value {
        let mut parameters = json!({ "limit": LINES, "maxBytes": BYTES });
        if let Some(cursor) = self.cursor {
            parameters["cursor"] = cursor.into();
        }
        parameters
    }

    /// The lines that are new and ours, oldest first.
    pub(super) fn read(&mut self, answer: &Value, now: Timestamp) -> Vec<String> {
        self.cursor = answer["cursor"].as_u64().or(self.cursor);
        let lines = answer["lines"].as_array().into_iter().flatten().filter_map(Value::as_str);
        lines.filter_map(|line| self.line(line, now)).collect()
    }

    fn line(&self, line: &str, now: Timestamp) -> Option<String> {
        let record: Value = serde_json::from_str(line).ok()?;
        let subsystem: Value = serde_json::from_str(record["0"].as_str()?).ok()?;
        let at = time(&record["time"])?;
        if subsystem["subsystem"] != "gateway/ws" || now.duration_since(at) > RECENT {
            return None;
        }
        let fields = record["1"].as_object()?;
        if fields.get("localPort").and_then(Value::as_u64) != Some(self.port.into()) {
            return None;
        }
        let mut written = format!("{} [ws] {}", text(&record["time"], 40), text(&record["message"], LONGEST));
        // the gateway writes the cause first, and so it is read
        let cause = fields.iter().filter(|(name, _)| *name == "cause");
        for (name, value) in cause.chain(fields.iter().filter(|(name, _)| *name != "cause")) {
            let value = match value {
                Value::String(value) if value.contains([' ', '"']) || value.is_empty() => json!(value).to_string(),
                Value::String(value) => value.clone(),
                value => value.to_string(),
            };
            // writing to memory does not end otherwise
            let _ = write!(written, " {name}={value}");
        }
        Some(clean(&written, LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(port: u16, subsystem: &str, at: &str) -> String {
        let subsystem = json!({ "subsystem": subsystem }).to_string();
        let fields = json!({ "cause": "unauthorized", "authReason": "token_mismatch", "localPort": port,
            "clientDisplayName": "Jana's phone", "durationMs": 3 });
        json!({ "0": subsystem, "1": fields, "2": "closed before connect conn=7 origin=n/a", "time": at,
            "message": "closed before connect conn=7 origin=n/a" })
        .to_string()
    }

    #[test]
    fn only_fresh_lines_of_this_gateways_connections_are_read_and_read_once() {
        let now: Timestamp = "2026-11-26T05:00:00Z".parse().unwrap();
        let mut tail = Tail::new(18789);
        assert_eq!(tail.parameters().get("cursor"), None);
        let lines = [
            record(18789, "gateway/ws", "2026-11-26T04:58:00.000+00:00"),
            record(18790, "gateway/ws", "2026-11-26T04:58:00.000+00:00"),
            record(18789, "agent", "2026-11-26T04:58:00.000+00:00"),
            record(18789, "gateway/ws", "2026-11-26T04:40:00.000+00:00"),
            "not JSON".to_owned(),
        ];
        let read = tail.read(&json!({ "cursor": 9000, "lines": lines }), now);
        assert_eq!(read.len(), 1, "{read:?}");
        let away = clawtender_core::access::turned_away(&read[0]).unwrap();
        assert_eq!((&*away.cause, &*away.client, &*away.conn), ("token_mismatch", "Jana's phone", "7"));
        assert_eq!(tail.parameters()["cursor"], 9000);
        assert!(tail.read(&json!({ "lines": 5 }), now).is_empty());
        assert_eq!(tail.parameters()["cursor"], 9000);
    }
}
