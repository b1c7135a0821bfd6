//! What was last said of this computer's clock, how long that counts, and when it is asked for anew.
//!
//! Public servers are asked for a favour: once after a start, once an hour with some jitter, and where there is a reason, after
//! a sleep and after somebody has set the clock. A doctor that is run again and again is told what was said a few minutes ago,
//! also by the next process: what was said is kept in a file. Nothing here asks for the time or waits for it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::{
    clock::{Agreed, Clock, GOOD_FOR, Moved, Reading},
    facts::Observed,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{clock::Stand, probes::bounded, record::write_whole, settings};

/// The wall clock differing from our own time by more than this was set. Nobody notices less.
const SET: Duration = Duration::from_secs(1);
/// More than this between two moments was sleep.
const SLEPT: Duration = Duration::from_secs(3);
/// A change of the offset that is smaller than this is no news.
const CHANGE: Duration = Duration::from_secs(1);

/// How long an answer is given again instead of asking: where the clock is right, …
const RIGHT_FOR: Duration = Duration::from_mins(5);
/// … where it is wrong or the answers contradict each other, which somebody may be mending, …
const WRONG_FOR: Duration = Duration::from_mins(1);
/// … and where nobody answered. No server is asked more often than this, whatever happens (RFC 4330, 10).
const AT_MOST_EVERY: Duration = Duration::from_secs(15);

/// From one measurement to the next while all is well, …
const HOURLY: Duration = Duration::from_mins(55);
/// … by so much more at random, so that many computers do not ask together.
const JITTER: Duration = Duration::from_mins(10);
/// While the clock is wrong or the answers contradict each other: a fix should be seen.
const WATCHFUL: Duration = Duration::from_mins(5);
/// After a start, or a sleep: the network comes up, and the system's own time service goes first.
const SETTLED: Duration = Duration::from_secs(10);
/// After nobody answered; longer each time.
const AGAIN: Duration = Duration::from_mins(1);

/// Largest file that is read, in bytes.
const LIMIT: u64 = 256 * 1024;

/// What was said, whom it was asked, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// The sources as the settings had them.
    asked: Vec<String>,
    at: Stand,
    clock: Clock,
}

/// What is known of the clock.
#[derive(Debug)]
pub(crate) struct Timekeeper {
    file: PathBuf,
    asked: Vec<String>,
    latest: Option<Measured>,
    /// What the sources agreed on when they last told the time, and when: a silence after it does not make it wrong.
    trusted: Option<(Agreed, Stand)>,
    /// When it was last looked whether the clock was set.
    looked: Stand,
    /// By how much it was set since the latest measurement.
    set: SignedDuration,
    /// Why the latest measurement does not count any more, though it is not old.
    spoilt: Option<Spoilt>,
    /// How often in a row nobody answered.
    silences: u32,
}

/// What happened to the clock since it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoilt {
    /// Somebody set it.
    Set,
    /// The computer slept.
    Slept,
}

impl Timekeeper {
    /// Takes up what an earlier process was told, where it still counts.
    pub(crate) fn open(cache: &Path, asked: &settings::Clock, now: Stand) -> Timekeeper {
        let file = cache.join("clock.json");
        let asked = names(asked);
        let kept = bounded::read(&file, LIMIT).ok().and_then(|text| serde_json::from_slice::<Measured>(&text).ok());
        let latest = kept.filter(|kept| {
            let before = kept.at.up <= now.up && kept.at.awake <= now.awake;
            // another boot looks like a clock that was set
            kept.asked == asked && before && same(&kept.at, &now) && now.since(&kept.at) < GOOD_FOR
        });
        let trusted = latest.as_ref().and_then(|latest| Some((latest.clock.agreed?, latest.at)));
        let (set, spoilt) = (SignedDuration::ZERO, None);
        Timekeeper { file, asked, latest, trusted, looked: now, set, spoilt, silences: 0 }
    }

    /// Whether anybody is to be asked.
    pub(crate) fn asks(&self) -> bool {
        !self.asked.is_empty()
    }

    /// The settings name others now; whether that is so.
    pub(crate) fn ask_others(&mut self, asked: &settings::Clock, now: Stand) -> bool {
        let asked = names(asked);
        if asked == self.asked {
            return false;
        }
        *self = Timekeeper {
            file: std::mem::take(&mut self.file),
            asked,
            latest: None,
            trusted: None,
            looked: now,
            set: SignedDuration::ZERO,
            spoilt: None,
            silences: 0,
        };
        true
    }

    /// Looks whether the clock was set or the computer slept since the last look; what, if that is news.
    pub(crate) fn look(&mut self, now: Stand) -> Option<Spoilt> {
        let (set, slept) = (now.set_since(&self.looked), now.slept_since(&self.looked));
        let news = if set.unsigned_abs() >= SET {
            self.set = self.set.saturating_add(set);
            Spoilt::Set
        } else if slept >= SLEPT {
            Spoilt::Slept
        } else {
            return None;
        };
        self.looked = now;
        self.trusted = None;
        // that somebody set it stays true after a sleep
        self.spoilt = if self.spoilt == Some(Spoilt::Set) { self.spoilt } else { Some(news) };
        Some(news)
    }

    /// Whether what was said can be said again instead of asking.
    pub(crate) fn is_fresh(&self, now: Stand) -> bool {
        let Some(latest) = &self.latest else { return false };
        let longest = match latest.clock.agreed {
            // asked a moment ago: what has happened since has to wait
            _ if self.spoilt.is_some() => AT_MOST_EVERY,
            Some(agreed) if agreed.severity().is_none() => RIGHT_FOR,
            _ if latest.clock.answered() => WRONG_FOR,
            _ => AT_MOST_EVERY,
        };
        now.since(&latest.at) < longest
    }

    /// How long until it is asked for anew by itself. `chance` is at random, from 0 to 1.
    pub(crate) fn due_in(&self, now: Stand, chance: f64) -> Duration {
        let Some(latest) = &self.latest else { return SETTLED.mul_f64(0.5 + chance) };
        let pause = match (self.spoilt, latest.clock.agreed) {
            (Some(_), _) => {
                let left = AT_MOST_EVERY.saturating_sub(now.since(&latest.at));
                let after = if self.spoilt == Some(Spoilt::Slept) { SETTLED } else { Duration::from_secs(1) };
                return left.max(after);
            }
            (None, Some(agreed)) if agreed.severity().is_none() => HOURLY + JITTER.mul_f64(chance),
            (None, _) if latest.clock.answered() => WATCHFUL,
            (None, _) => (AGAIN * 2_u32.saturating_pow(self.silences.saturating_sub(1).min(6))).min(HOURLY),
        };
        pause.saturating_sub(now.since(&latest.at))
    }

    /// Takes what was said. `begun` is when it was asked for; `false` where somebody set the clock meanwhile: it was said of
    /// another clock.
    pub(crate) fn take(&mut self, readings: Vec<Reading>, begun: Stand, now: Stand) -> bool {
        self.look(now);
        if now.set_since(&begun).unsigned_abs() >= SET {
            return false;
        }
        let mut clock = Clock::of(readings);
        clock.moved = self.moved(&clock, now);
        self.silences = if clock.answered() { 0 } else { self.silences.saturating_add(1) };
        if clock.answered() {
            self.trusted = clock.agreed.map(|agreed| (agreed, now));
        }
        (self.set, self.spoilt) = (SignedDuration::ZERO, None);
        self.latest = Some(Measured { asked: self.asked.clone(), at: now, clock });
        true
    }

    /// How the clock came to be off, by what was known of it before.
    fn moved(&self, clock: &Clock, now: Stand) -> Option<Moved> {
        let off = clock.agreed.filter(|agreed| agreed.severity().is_some())?.offset;
        let before = self.latest.as_ref().and_then(|latest| Some((latest, latest.clock.agreed?)));
        let explains = |by: SignedDuration| by.is_negative() == off.is_negative() && by.unsigned_abs() >= CHANGE;
        match before {
            // a clock that was set right moved too, and is not off for it
            Some((_, agreed)) if self.set.unsigned_abs() >= SET => {
                let expected = agreed.offset.saturating_add(self.set);
                let so = off.saturating_sub(expected).unsigned_abs() < CHANGE.max(self.set.unsigned_abs() / 10);
                (so && explains(self.set)).then_some(Moved::Jump { by: self.set })
            }
            None => (self.set.unsigned_abs() >= SET && explains(self.set)).then_some(Moved::Jump { by: self.set }),
            Some((latest, agreed)) => {
                let by = off.saturating_sub(agreed.offset);
                if explains(by) {
                    return Some(Moved::Drift { by, over: now.since(&latest.at) });
                }
                latest.clock.moved
            }
        }
    }

    /// What is known, as a fact. [`Observed::Pending`] where it counted and does not any more.
    pub(crate) fn fact(&self, now: Stand) -> Observed<Clock> {
        if !self.asks() {
            return Observed::Unavailable { reason: Clock::default().why_silent(), at: now.wall };
        }
        match &self.latest {
            Some(latest) if self.spoilt.is_none() && now.since(&latest.at) < GOOD_FOR => {
                let (clock, at) = (&latest.clock, latest.at.wall);
                if clock.answered() {
                    Observed::Seen { value: clock.clone(), at }
                } else {
                    Observed::Unavailable { reason: clock.why_silent(), at }
                }
            }
            _ => Observed::Pending,
        }
    }

    /// What was last said and when, for whoever wants to see all of it.
    pub(crate) fn latest(&self) -> Option<(&Clock, Timestamp)> {
        self.latest.as_ref().map(|latest| (&latest.clock, latest.at.wall))
    }

    /// What corrects the clock now, where something does: an agreement of the last two hours on a clock that nobody has set
    /// since.
    pub(crate) fn correction(&self, now: Stand) -> Option<Agreed> {
        self.trusted.filter(|(_, at)| now.since(at) < GOOD_FOR).map(|(agreed, _)| agreed)
    }

    /// Keeps what was said for the next process. A silence is not kept: it costs nobody anything to ask again.
    pub(crate) fn keeping(&self) -> Option<impl FnOnce() + Send + use<>> {
        let measured = self.latest.clone().filter(|latest| latest.clock.answered())?;
        let file = self.file.clone();
        Some(move || {
            if let Err(error) = write_whole(&file, &measured) {
                tracing::debug!(error = format!("{error:#}"), "what was said of the clock is not kept");
            }
        })
    }
}

/// Whether nobody set the clock in between.
fn same(earlier: &Stand, now: &Stand) -> bool {
    now.set_since(earlier).unsigned_abs() < SET
}

fn names(asked: &settings::Clock) -> Vec<String> {
    let servers = asked.servers.iter().map(ToString::to_string);
    servers.chain(asked.https.iter().map(ToString::to_string)).collect()
}

#[cfg(test)]
mod tests;
