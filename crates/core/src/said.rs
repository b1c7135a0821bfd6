//! What the running gateway's log says is wrong, for the checks whose evidence it is.
//!
//! The signatures know the texts; here is what is made of them over time: the same thing a thousand times is one entry with a
//! count, there are a few for each signature, and what is kept is kept for as long as [`BELIEVED`] says. It goes sooner when
//! the gateway starts anew or takes up a change of the settings that it hangs on: what was said before is not said of what runs
//! now. A log is no probe: a check that can ask for itself does not judge by it, and quotes it beside what it has found. Times to
//! forget are uptime, so that a wrong clock does no harm.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    signatures::{Explanation, Explanations, Fields, Hit, Signature},
    words::Phrase,
};

/// Something that the running gateway's log says is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// By what it is known.
    pub signature: &'static Signature,
    /// What the lines tell about it.
    pub fields: Fields,
    /// How many lines say so.
    pub count: u64,
    /// The earliest of them.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
    /// One of them, cleaned, without what has the shape of a secret.
    pub line: String,
    /// What is so, and what follows, by the signature.
    pub message: Phrase,
}

impl Complaint {
    /// What the lines tell under this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// How far a check believes the log.
struct Believed {
    check: &'static str,
    /// How long after it was said last.
    long: Duration,
    /// Settings of which a change ends it.
    settings: &'static [&'static str],
}

/// Nobody may ask a model anything for a while, and no message may come.
const HOUR: Duration = Duration::from_hours(1);
/// Where models are set up and chosen; channels; where secrets are named; what the agent may use.
const MODELS: &[&str] = &["models.", "agents."];
const CHANNELS: &[&str] = &["channels."];
const SECRETS: &[&str] = &["secrets.", "models.", "gateway.auth"];
const TOOLS: &[&str] = &["browser", "plugins", "tools", "approvals", "gateway.nodes"];

/// Every check that judges by the log, and those that ask for themselves and quote it. What speaks for another is not kept.
const BELIEVED: &[Believed] = &[
    Believed { check: "api-version", long: HOUR, settings: MODELS },
    Believed { check: "local-model-content", long: HOUR, settings: MODELS },
    Believed { check: "local-model-tools", long: HOUR, settings: MODELS },
    Believed { check: "context-window", long: HOUR, settings: MODELS },
    Believed { check: "model-fallback", long: HOUR, settings: MODELS },
    Believed { check: "channel-permitted", long: HOUR, settings: CHANNELS },
    Believed { check: "channel-mention", long: HOUR, settings: CHANNELS },
    Believed { check: "channel-allowed", long: HOUR, settings: CHANNELS },
    Believed { check: "node-permitted", long: HOUR, settings: TOOLS },
    Believed { check: "browser-tool", long: HOUR, settings: TOOLS },
    Believed { check: "node-online", long: HOUR, settings: TOOLS },
    Believed { check: "provider-available", long: HOUR, settings: MODELS },
    Believed { check: "channel-connected", long: HOUR, settings: CHANNELS },
    Believed { check: "secrets-resolved", long: HOUR, settings: SECRETS },
    Believed { check: "token-refresh", long: HOUR, settings: &["auth.", "models."] },
    Believed { check: "config-restored", long: HOUR, settings: &[] },
    Believed { check: "gateway-running", long: HOUR, settings: &[] },
];

impl Believed {
    fn of(signature: &Signature) -> Option<&'static Believed> {
        BELIEVED.iter().find(|believed| believed.check == signature.check)
    }
}

/// What was said and is still believed.
#[derive(Clone, Debug, Default)]
pub struct SaidLog {
    told: Explanations,
    /// Until which uptime each of them is believed.
    until: Vec<Duration>,
}

impl SaidLog {
    /// Takes in a line of the gateway's log, and what was found on it, by [`crate::signatures::Matcher::hits`]. Whether that changed anything.
    pub fn read(&mut self, line: &str, hits: Vec<Hit>, now: Timestamp, uptime: Duration) -> bool {
        let mut news = self.forget(uptime);
        match Turn::of(line) {
            Some(Turn::Starts) => return self.keep(|_| false) || news,
            Some(Turn::Reloads(paths)) => {
                let touched = |believed: &Believed| {
                    let of_it = |path: &str| believed.settings.iter().any(|setting| path.starts_with(setting));
                    paths.split(", ").any(of_it)
                };
                news |= self.keep(|told| Believed::of(told.signature).is_some_and(|believed| !touched(believed)));
            }
            None => {}
        }
        for hit in hits.into_iter().filter(|_| !is_an_answer(line)) {
            news |= self.hear(hit, now, uptime);
        }
        news
    }

    fn hear(&mut self, hit: Hit, now: Timestamp, uptime: Duration) -> bool {
        let Some(believed) = Believed::of(hit.signature) else { return false };
        let age = hit.at.and_then(|at| Duration::try_from(now.duration_since(at)).ok()).unwrap_or_default();
        let Some(left) = believed.long.checked_sub(age).filter(|left| !left.is_zero()) else { return false };
        let place = self.told.add(hit);
        self.until.resize(self.until.len().max(place + 1), Duration::ZERO);
        self.until[place] = self.until[place].max(uptime + left);
        true
    }

    /// Forgets what was said too long ago. Whether there was any.
    pub fn forget(&mut self, uptime: Duration) -> bool {
        let until = self.until.clone();
        let mut until = until.into_iter();
        self.keep(|_| until.next().is_none_or(|until| until > uptime))
    }

    /// Keeps what `wanted` says of all in turn. Whether anything is gone.
    fn keep(&mut self, wanted: impl FnMut(&Explanation) -> bool) -> bool {
        let kept: Vec<bool> = self.told.entries().iter().map(wanted).collect();
        self.told.keep(&kept);
        let mut stays = kept.iter();
        self.until.retain(|_| stays.next().is_none_or(|stays| *stays));
        kept.contains(&false)
    }

    /// How long from `uptime` until [`SaidLog::forget`] has something to do.
    pub fn next_due(&self, uptime: Duration) -> Option<Duration> {
        self.until.iter().map(|until| until.saturating_sub(uptime)).min()
    }

    /// Everything that is believed, in the order in which it was said first.
    pub fn entries(&self) -> Vec<Complaint> {
        let said = |told: &Explanation| Complaint {
            signature: told.signature,
            fields: told.fields.clone(),
            count: told.count,
            first: told.first,
            last: told.last,
            line: told.line.clone(),
            message: told.message(),
        };
        self.told.entries().iter().map(said).collect()
    }
}

/// What a line says that ends what was said before.
enum Turn<'a> {
    /// The gateway begins a start.
    Starts,
    /// It has taken up changes of these settings, a comma between them.
    Reloads(&'a str),
}

impl Turn<'_> {
    fn of(line: &str) -> Option<Turn<'_>> {
        let (_, rest) = line.split_once('[')?;
        let (speaker, text) = rest.split_once("] ")?;
        match speaker {
            "gateway" if text.starts_with("loading configuration") => Some(Turn::Starts),
            "reload" | "gateway/reload" => {
                let paths = text.strip_prefix("config hot reload applied (")?;
                Some(Turn::Reloads(paths.strip_suffix(')').unwrap_or(paths)))
            }
            _ => None,
        }
    }
}

/// Whether the line tells what a client was answered, which may quote what it asked. What a node or the browser said comes this
/// way as well.
fn is_an_answer(line: &str) -> bool {
    let of_a_client = ["[ws] ", "[gateway/ws] "].iter().any(|speaker| line.contains(speaker));
    of_a_client && !["✗ node.invoke ", "✗ browser.request "].iter().any(|answer| line.contains(answer))
}

#[cfg(test)]
mod tests;
