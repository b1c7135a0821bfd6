//! Who the gateway turns away, from the lines it writes about it.
//!
//! Only lines of the gateway's own connection log (`[ws]`) count: a chat that quotes one does not. Everything in them but the
//! cause is what the client said of itself, and a client can say anything: it is cleaned, bounded and shown as a claim.

use std::{collections::HashMap, time::Duration};

use jiff::Timestamp;

use super::TurnedAway;
use crate::text::clean;

/// How many clients are remembered.
const REMEMBERED: usize = 50;
/// How long a client that does not come back is remembered.
const MEMORY: Duration = Duration::from_mins(10);
/// The longest line that is read, in characters: the gateway cuts what a client says long before.
const LONGEST: usize = 8_192;
/// The longest line that is kept, in characters.
const LINE: usize = 500;
/// The longest name that is kept, in characters.
const NAME: usize = 120;

/// One attempt to connect that was turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The gateway's number of the connection: it writes two lines about some.
    pub conn: String,
    /// [`TurnedAway::cause`].
    pub cause: String,
    /// [`TurnedAway::client`]; empty where the line does not tell.
    pub client: String,
    /// [`TurnedAway::origin`].
    pub origin: Option<String>,
    /// [`TurnedAway::device`].
    pub device: Option<String>,
    /// How many more such lines the gateway has kept to itself.
    pub more: u32,
    /// [`TurnedAway::line`].
    pub line: String,
}

/// What a line of the gateway's output says about a client that was turned away; `None` for every other line.
pub fn turned_away(line: &str) -> Option<Attempt> {
    let line = clean(line, LONGEST);
    let said = said_by_ws(&line)?;
    let mut attempt = if let Some(rest) = said.strip_prefix("unauthorized conn=") {
        unauthorized(rest)
    } else {
        closed(said.strip_prefix("closed before connect conn=")?)
    }?;
    attempt.line = clean(&line, LINE);
    attempt.more = between(said, " suppressed=", " ").and_then(|more| more.parse().ok()).unwrap_or(0);
    Some(attempt)
}

/// Who got in, where the gateway writes it: it does for its own web pages.
fn let_in(line: &str) -> Option<String> {
    let line = clean(line, LONGEST);
    let rest = said_by_ws(&line)?.strip_prefix("webchat connected conn=")?;
    label(between(rest, " client=", " build=").or_else(|| rest.split_once(" client=").map(|(_, client)| client))?)
}

/// What the connection log itself says: its name stands first, behind nothing but the time.
fn said_by_ws(line: &str) -> Option<&str> {
    line.strip_prefix("[ws] ").or_else(|| {
        let (time, rest) = line.split_once(' ')?;
        let digits = time.starts_with(|char: char| char.is_ascii_digit());
        let clock = time.chars().all(|char| char.is_ascii_digit() || "T:.+-Z".contains(char));
        rest.strip_prefix("[ws] ").filter(|_| digits && clock && time.contains(':'))
    })
}

/// `unauthorized conn=… client=Tray ui v0.1.0 role=… origin=n/a ua=… reason=token_mismatch guidance=…`. What the client says
/// stands before the reason, so that the reason is looked for from the end.
fn unauthorized(rest: &str) -> Option<Attempt> {
    let (conn, _) = rest.split_once(' ')?;
    let (before, _) = rest.rsplit_once(" guidance=")?;
    let (before, cause) = before.rsplit_once(" reason=")?;
    Some(Attempt {
        conn: conn.to_owned(),
        cause: word(cause)?,
        client: between(before, " client=", " role=").and_then(label).unwrap_or_default(),
        origin: between(before, " origin=", " ua=").and_then(named),
        device: None,
        more: 0,
        line: String::new(),
    })
}

/// `closed before connect conn=… origin=… cause=device-auth-invalid durationMs=… key=value key="a value" …`
fn closed(rest: &str) -> Option<Attempt> {
    let (conn, _) = rest.split_once(' ')?;
    let fields = fields(rest);
    let get = |key: &str| fields.get(key).map(String::as_str);
    // the more telling word where there is one
    let cause = match get("cause")? {
        "unauthorized" => get("authReason").unwrap_or("unauthorized"),
        "device-auth-invalid" => get("reason").unwrap_or("device-auth-invalid"),
        cause => cause,
    };
    Some(Attempt {
        conn: conn.to_owned(),
        cause: word(cause)?,
        client: get("clientDisplayName").and_then(named).or_else(|| named(get("client")?)).unwrap_or_default(),
        origin: get("origin").and_then(named),
        device: get("deviceId").and_then(named),
        more: 0,
        line: String::new(),
    })
}

/// The `key=value` fields that stand behind the sentence. The last of a key wins: the gateway's own stand last.
fn fields(rest: &str) -> HashMap<&str, String> {
    let mut fields = HashMap::new();
    let mut tail = rest.find(" cause=").map_or("", |at| &rest[at + 1..]);
    while let Some((key, value)) = tail.split_once('=') {
        let key = key.rsplit(' ').next().unwrap_or(key);
        let (value, next) = value.strip_prefix('"').map_or_else(
            || {
                (
                    value.split(' ').next().unwrap_or_default().to_owned(),
                    value.split_once(' ').map_or("", |(_, next)| next),
                )
            },
            quoted,
        );
        fields.insert(key, value);
        tail = next;
    }
    fields
}

/// The rest of a JSON string and what follows it. An escape stands for the character behind it.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, &text[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            _ => value.push(char),
        }
    }
    (value, "")
}

/// A cause is one word; a sentence in its place is not one of the gateway's.
fn word(cause: &str) -> Option<String> {
    let plain = cause.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char));
    (plain && !cause.is_empty() && cause.len() <= 60).then(|| cause.to_owned())
}

/// `Tray ui v0.1.0` without its mode and version.
fn label(client: &str) -> Option<String> {
    named(client.rsplitn(3, ' ').nth(2).unwrap_or(client))
}

fn named(text: &str) -> Option<String> {
    Some(clean(text, NAME)).filter(|text| !text.is_empty() && text != "n/a")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end).map_or(rest, |(found, _)| found))
}

/// Who was turned away in the last minutes: a few entries, however many lines there are. Times to forget are uptime, so that
/// a wrong clock does no harm.
#[derive(Clone, Debug, Default)]
pub struct TurnedAwayLog {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    away: TurnedAway,
    conn: String,
    /// Uptime.
    last: Duration,
}

impl TurnedAwayLog {
    /// Takes a line of the gateway's output. Whether that changed anything.
    pub fn read(&mut self, line: &str, now: Timestamp, uptime: Duration) -> bool {
        let forgotten = self.forget(uptime);
        if let Some(client) = let_in(line) {
            return self.let_in(&client, None) || forgotten;
        }
        let Some(attempt) = turned_away(line) else { return forgotten };
        let away = TurnedAway {
            cause: attempt.cause,
            client: attempt.client,
            origin: attempt.origin,
            device: attempt.device,
            times: attempt.more.saturating_add(1),
            first: now,
            last: now,
            line: attempt.line,
        };
        // a cause that no check speaks of would only take the place of one that matters
        if away.ground().is_none() {
            return forgotten;
        }
        self.add(Entry { away, conn: attempt.conn, last: uptime });
        true
    }

    fn add(&mut self, new: Entry) {
        let same = |old: &Entry| {
            let told_twice = old.conn == new.conn;
            let by_name = (&old.away.client, &old.away.origin) == (&new.away.client, &new.away.origin);
            old.away.cause == new.away.cause && (told_twice || (by_name && old.away.device == new.away.device))
        };
        if let Some(old) = self.entries.iter_mut().find(|old| same(old)) {
            let times = old.away.times;
            let more = if old.conn == new.conn { 0 } else { new.away.times };
            let device = new.away.device.or(old.away.device.take());
            let away = TurnedAway { times: times.saturating_add(more), first: old.away.first, device, ..new.away };
            *old = Entry { away, ..new };
            return;
        }
        if self.entries.len() >= REMEMBERED
            && let Some(oldest) = (0..self.entries.len()).min_by_key(|index| self.entries[*index].last)
        {
            self.entries.remove(oldest);
        }
        self.entries.push(new);
    }

    /// That client is in, by the name or the device id the gateway knows it by: it is turned away no longer. Whether that
    /// changed anything.
    pub fn let_in(&mut self, client: &str, device: Option<&str>) -> bool {
        let before = self.entries.len();
        self.entries.retain(|Entry { away, .. }| match (&away.device, device) {
            (Some(old), Some(new)) => old != new,
            _ => away.client.is_empty() || away.client != client,
        });
        self.entries.len() < before
    }

    /// Forgets those that have not come back for ten minutes. Whether there were any.
    pub fn forget(&mut self, uptime: Duration) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| uptime.saturating_sub(entry.last) < MEMORY);
        self.entries.len() < before
    }

    /// How long from `uptime` until [`TurnedAwayLog::forget`] has something to do.
    pub fn next_due(&self, uptime: Duration) -> Option<Duration> {
        self.entries.iter().map(|entry| (entry.last + MEMORY).saturating_sub(uptime)).min()
    }

    /// Everyone who is turned away, in the order in which they came first.
    pub fn entries(&self) -> Vec<TurnedAway> {
        self.entries.iter().map(|entry| entry.away.clone()).collect()
    }
}

#[cfg(test)]
mod tests;
