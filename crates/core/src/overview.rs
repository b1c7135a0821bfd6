//! What the overview tells beside the snapshot: the gateway's last day, what expires next, how the clock stands, what was
//! mended last, and what the gateway takes of this computer.
//!
//! Nothing is guessed here. A time in which nobody watched is called that, and what is not known says why. Pure: whoever
//! keeps the notes and has a clock asks.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    check::cleaned,
    checks, clock,
    credentials::ProfileKind,
    facts::Facts,
    fixes::{self, Fix, FixOutcome},
    lifecycle::Phase,
    text::clean,
    words::{Language, Phrase, Spoken},
};

/// How far back the gateway's life is told.
pub const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Notes that are kept; what is older is not known any more.
pub const NOTES: usize = 200;
/// The longest line, in characters: as long as a check's message may be.
const LINE: usize = 240;

/// How the gateway stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Stand {
    /// It served.
    Up,
    /// It was on its way: it started, ended, or was to be started again shortly.
    OnItsWay,
    /// It did not run, and nobody wanted it to.
    Stopped,
    /// It was to run and did not serve.
    Failing,
    /// Nobody watched.
    Unwatched,
}

impl From<Phase> for Stand {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Ready | Phase::External { healthy: true } => Stand::Up,
            Phase::Starting | Phase::Stopping { .. } | Phase::Backoff => Stand::OnItsWay,
            Phase::Stopped => Stand::Stopped,
            Phase::Degraded(_) | Phase::CrashLooping | Phase::Refused(_) | Phase::External { healthy: false } => {
                Stand::Failing
            }
        }
    }
}

/// A note that the gateway came to stand so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// When.
    pub at: Timestamp,
    /// How from then on.
    pub to: Stand,
}

/// What is noted from one engine to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Notes {
    /// How the gateway stood, oldest first.
    pub passages: Vec<Passage>,
    /// When it was started again without anybody asking, oldest first.
    pub restarts: Vec<Timestamp>,
    /// The latest fix that a person asked for.
    pub last_fix: Option<LastFix>,
}

impl Notes {
    /// The gateway stands so from now on.
    pub fn stands(&mut self, now: Timestamp, to: Stand) {
        if self.passages.last().is_none_or(|last| last.to != to) {
            self.passages.push(Passage { at: now, to });
        }
        self.forget(now);
    }

    /// It was started again without anybody asking.
    pub fn restarted(&mut self, now: Timestamp) {
        self.restarts.push(now);
        self.forget(now);
    }

    /// These are the notes of an engine that has gone. Where it did not say when it went, nothing is known since its last word.
    pub fn taken_over(&mut self) {
        if let Some(last) = self.passages.last_mut() {
            last.to = Stand::Unwatched;
        }
    }

    /// Drops what no day tells of any more. Of the passages, the one that a day begins in stays.
    fn forget(&mut self, now: Timestamp) {
        let from = now - DAY;
        let begins = self.passages.iter().rposition(|passage| passage.at <= from).unwrap_or(0);
        self.passages.drain(..begins.max(self.passages.len().saturating_sub(NOTES)));
        self.restarts.retain(|at| *at > from);
        self.restarts.drain(..self.restarts.len().saturating_sub(NOTES));
    }

    /// The last day, without a gap. What lies before the first note is a time in which nobody watched.
    pub fn life(&self, now: Timestamp) -> Life {
        let from = now - DAY;
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut push = |was, begins: Timestamp, ends: Timestamp| {
            // a clock that was set back meanwhile must not make a stretch that ends before it begins
            let begins = begins.clamp(from, now).max(stretches.last().map_or(from, |last| last.until));
            let ends = ends.clamp(from, now);
            if begins >= ends {
                return;
            }
            match stretches.last_mut() {
                Some(last) if last.was == was => last.until = ends,
                _ => stretches.push(Stretch { was, from: begins, until: ends }),
            }
        };
        push(Stand::Unwatched, from, self.passages.first().map_or(now, |first| first.at));
        for (place, passage) in self.passages.iter().enumerate() {
            push(passage.to, passage.at, self.passages.get(place + 1).map_or(now, |next| next.at));
        }
        let restarts = self.restarts.iter().copied().filter(|at| (from..=now).contains(at)).collect();
        Life { from, until: now, stretches, restarts }
    }
}

/// The gateway's last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Life {
    /// When it begins.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub from: Timestamp,
    /// When it ends: now.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub until: Timestamp,
    /// How the gateway stood, from one end to the other without a gap.
    pub stretches: Vec<Stretch>,
    /// When it was started again without anybody asking.
    #[cfg_attr(feature = "types", ts(type = "Array<string>"))]
    pub restarts: Vec<Timestamp>,
}

/// A time in which the gateway stood the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Stretch {
    /// How.
    pub was: Stand,
    /// From when.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub from: Timestamp,
    /// Until when.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub until: Timestamp,
}

/// The latest fix that a person asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFix {
    /// When it was over.
    pub at: Timestamp,
    /// Its id.
    pub fix: String,
    /// The check that offered it.
    pub finding: String,
    /// What the finding concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether it has helped.
    pub outcome: FixOutcome,
}

impl LastFix {
    /// `Restart gateway (Gateway hangs): mended`.
    fn line(&self) -> Line {
        let label = fixes::named(&self.fix).map_or_else(|| Phrase::from(&self.fix), Fix::name);
        let title = || Some(checks::named(&self.finding)?.name());
        let about = self.subject.as_deref().map(|subject| Phrase::from(clean(subject, 80))).or_else(title);
        let became = match self.outcome {
            FixOutcome::Verified if self.finding.is_empty() => "done",
            FixOutcome::Verified => "mended",
            FixOutcome::StillFailing => "failing",
            FixOutcome::Failed => "failed",
            FixOutcome::Declined => "declined",
        };
        let told = [("named", about.is_some().into()), ("about", about.unwrap_or_default().into())];
        let told = told.into_iter().chain([("label", label.into()), ("became", became.into())]);
        Line::known(Phrase::new("overview-last-fix", told), Some(self.at))
    }
}

/// One thing to know, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Line {
    /// What is so, or why it is not known.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub text: Phrase,
    /// When it is, was, or was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null", optional))]
    pub at: Option<Timestamp>,
    /// Whether it is known at all.
    pub known: bool,
}

impl Line {
    /// It is so.
    pub fn known(text: impl Into<Phrase>, at: Option<Timestamp>) -> Line {
        Line { text: cleaned(text, LINE), at, known: true }
    }

    /// It is not known, and why.
    pub fn unknown(why: impl Into<Phrase>) -> Line {
        Line { text: cleaned(why, LINE), at: None, known: false }
    }
}

impl Spoken for Line {
    fn speak(&mut self, language: Language) {
        self.text = cleaned(self.text.said_in(language), LINE);
    }
}

/// What an overview shows beside the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Overview {
    /// For how long the present process has run, `2 d 3 h`; nothing where none runs or nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub up_for: Option<Phrase>,
    /// The last day.
    pub life: Life,
    /// What has to be renewed next.
    pub expiry: Line,
    /// How this computer's clock stands.
    pub clock: Line,
    /// What was mended last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub last_fix: Option<Line>,
}

impl Overview {
    /// Puts it together. `running`: since when the present process runs; `clock`: what is known of the clock.
    pub fn of(notes: &Notes, facts: &Facts, running: Option<Timestamp>, clock: Line, now: Timestamp) -> Overview {
        let up = running.map(|since| now.duration_since(since)).filter(|up| !up.is_negative());
        Overview {
            up_for: up.map(|up| clock::span(up.unsigned_abs())),
            life: notes.life(now),
            expiry: next_expiry(facts),
            clock,
            last_fix: notes.last_fix.as_ref().map(LastFix::line),
        }
    }
}

impl Spoken for Overview {
    fn speak(&mut self, language: Language) {
        self.up_for.speak(language);
        self.expiry.speak(language);
        self.clock.speak(language);
        self.last_fix.speak(language);
    }
}

/// What a person has to renew next. A login that the gateway renews by itself is none of it.
fn next_expiry(facts: &Facts) -> Line {
    let Some(credentials) = facts.credentials.value() else {
        return Line::unknown(facts.credentials.why_not());
    };
    let tokens = credentials.providers.iter().flat_map(|provider| {
        let tokens = provider.profiles.iter().filter(|profile| profile.kind == ProfileKind::Token);
        tokens.filter_map(|token| Some((token.expires?, clean(&provider.name, 60))))
    });
    let cloud = facts.cloud_login.value().and_then(|login| login.as_ref()?.expires);
    let cloud = cloud.map(|end| (end, String::new()));
    match tokens.chain(cloud).filter(|(end, _)| *end > facts.now).min() {
        Some((end, name)) => {
            let left = clock::span(end.duration_since(facts.now).unsigned_abs());
            let what = if name.is_empty() { "cloud" } else { "token" };
            let told = [("what", what.into()), ("name", name.into()), ("left", left.into())];
            Line::known(Phrase::new("overview-expires", told), Some(end))
        }
        None => Line::known(Phrase::new("overview-no-expiry", []), facts.credentials.at()),
    }
}

/// What the gateway and all that it started take of this computer now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Load {
    /// How many processes they are.
    pub processes: u32,
    /// Their resident memory in bytes; what they share is counted for each.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub memory: u64,
    /// Percent of one core since it was asked before; nothing where nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub cpu: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        credentials::{Credential, Credentials, Profile},
        facts::Observed,
    };

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1000 + hour)
    }

    fn told(notes: &Notes, now: Timestamp) -> Vec<(Stand, i64)> {
        let life = notes.life(now);
        assert_eq!(life.stretches.first().map(|first| first.from), Some(now - DAY));
        assert!(life.stretches.windows(2).all(|pair| pair[0].until == pair[1].from), "{life:?}");
        assert_eq!(life.stretches.last().map(|last| last.until), Some(now));
        life.stretches.iter().map(|one| (one.was, one.until.duration_since(one.from).as_hours())).collect()
    }

    #[test]
    fn a_day_is_told_from_one_end_to_the_other_and_no_gap_is_filled_with_a_guess() {
        let mut notes = Notes::default();
        assert_eq!(told(&notes, at(0)), [(Stand::Unwatched, 24)]);
        notes.stands(at(0), Stand::OnItsWay);
        notes.stands(at(1), Stand::Up);
        notes.stands(at(2), Stand::Up);
        assert_eq!(told(&notes, at(4)), [(Stand::Unwatched, 20), (Stand::OnItsWay, 1), (Stand::Up, 3)]);
        // the engine is killed some time after its last word and another comes
        notes.taken_over();
        notes.stands(at(10), Stand::Up);
        assert_eq!(
            told(&notes, at(12)),
            [(Stand::Unwatched, 12), (Stand::OnItsWay, 1), (Stand::Unwatched, 9), (Stand::Up, 2)]
        );
        // two days later nothing else is left than how it stood all day
        notes.stands(at(60), Stand::Up);
        assert_eq!((told(&notes, at(60)), notes.passages.len()), (vec![(Stand::Up, 24)], 1));
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_stretch_that_ends_before_it_begins() {
        let mut notes = Notes::default();
        for (hour, to) in [(0, Stand::Up), (9, Stand::Failing), (3, Stand::Up), (5, Stand::Stopped)] {
            notes.stands(at(hour), to);
        }
        told(&notes, at(6));
        told(&notes, at(-60));
    }

    #[test]
    fn a_gateway_that_keeps_ending_does_not_fill_the_disk() {
        let mut notes = Notes::default();
        for second in 0..10_000 {
            let now = at(0) + SignedDuration::from_secs(second);
            notes.stands(now, if second % 2 == 0 { Stand::OnItsWay } else { Stand::Failing });
            notes.restarted(now);
        }
        assert!(notes.passages.len() <= NOTES && notes.restarts.len() <= NOTES);
        assert_eq!(notes.life(at(3)).restarts.len(), NOTES);
        assert_eq!(notes.life(at(90)).restarts.len(), 0);
    }

    #[test]
    fn the_next_to_expire_is_said_and_what_the_gateway_renews_itself_is_not() {
        let has = |name: &str, kind, left: i64| {
            let profile = Profile { kind, expires: Some(at(left)), ..Profile::default() };
            Credential { name: name.into(), profiles: vec![profile], ..Credential::default() }
        };
        let token = |name: &str, left| has(name, ProfileKind::Token, left);
        let with = |providers: Vec<Credential>| {
            let value = Credentials { providers, sign_ins: Vec::new() };
            Facts { now: at(0), credentials: Observed::Seen { value, at: at(0) }, ..Facts::default() }
        };
        let renewed = has("xAI", ProfileKind::OAuth, 1);
        let line = next_expiry(&with(vec![token("later", 50), renewed, token("over", -5), token("next", 30)]));
        assert_eq!((&*line.text, line.known), ("The token for next expires in 1 d 6 h", true));
        assert_eq!(next_expiry(&with(vec![token("over", -5)])).text, "Nothing that you would have to renew");
        let unknown = next_expiry(&Facts::default());
        assert_eq!((&*unknown.text, unknown.known), ("Not asked yet.", false));
    }

    #[test]
    fn nothing_of_it_is_left_in_english() {
        let with = |outcome, expires: Option<Timestamp>| {
            let profile = Profile { kind: ProfileKind::Token, expires, ..Profile::default() };
            let openai = Credential { name: "OpenAI".into(), profiles: vec![profile], ..Credential::default() };
            let value = Credentials { providers: vec![openai], sign_ins: Vec::new() };
            let facts = Facts { now: at(0), credentials: Observed::Seen { value, at: at(0) }, ..Facts::default() };
            let finding = "gateway-running".to_owned();
            let fix = LastFix { at: at(0), fix: "restart-gateway".into(), finding, subject: None, outcome };
            let notes = Notes { last_fix: Some(fix), ..Notes::default() };
            Overview::of(&notes, &facts, None, Line::unknown(Observed::<()>::Pending.why_not()), at(0))
        };
        for outcome in [FixOutcome::Verified, FixOutcome::StillFailing, FixOutcome::Failed, FixOutcome::Declined] {
            for expires in [None, Some(at(30))] {
                assert_eq!(crate::words::left_in_english(&with(outcome, expires), &[]), [""; 0]);
            }
        }
    }

    #[test]
    fn the_last_fix_is_told_by_its_button_and_what_it_was_for() {
        let last = |fix: &str, subject: Option<&str>, outcome| {
            let subject = subject.map(str::to_owned);
            LastFix { at: at(0), fix: fix.into(), finding: "gateway-running".into(), subject, outcome }.line().text
        };
        assert_eq!(
            last("restart-gateway", None, FixOutcome::Verified),
            "Restart gateway (Gateway does not run): mended"
        );
        assert_eq!(last("gone", Some("OpenAI"), FixOutcome::Failed), "gone (OpenAI): could not be done");
    }
}
