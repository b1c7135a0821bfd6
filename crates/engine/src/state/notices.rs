//! What the person is told: the core's log of incidents, fed after every input.
//!
//! The log counts in uptime. What the person said by the clock on the wall (quiet hours, "remind me in an hour") is kept
//! here and told to it anew each time, so that neither sleep nor a restart makes it longer. What must outlive the app is
//! written when it has changed, and not at every change of a flood of them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::{
    checks,
    incident::IncidentLog,
    quiet::{self, Hours, MuteFor, Quiet},
};
use jiff::{SignedDuration, Timestamp, Zoned, civil::DateTime};
use serde::{Deserialize, Serialize};
use tokio::{sync::oneshot, time::Instant};

use super::{State, alarm::Alarm};
use crate::{
    clock::{self, Stand},
    engine::{Input, Role},
    probes::bounded,
    protocol::{Answer, Event, Request},
    record::write_whole,
    words,
};

/// Two moments that are nearer than this are one: no timer is made anew for it.
const SAME: Duration = Duration::from_millis(50);
/// More than this between two moments was sleep, …
const SLEPT: Duration = Duration::from_secs(3);
/// … after which the network and the gateway need a while.
const SETTLED: Duration = Duration::from_secs(30);
/// How often it is looked at the clock on the wall at least while something ends by it: timers stand still in a sleep.
const LOOK: Duration = Duration::from_mins(10);
/// The shortest time between two writes, …
const PACE: Duration = Duration::from_secs(2);
/// … and how long it is before a disk that took nothing is tried again.
const REFUSED: Duration = Duration::from_mins(1);
/// The longest that a person can put something off.
const MONTH: SignedDuration = SignedDuration::from_hours(31 * 24);
/// How many are put off at most.
const KEPT: usize = 256;
/// Largest file that is read, in bytes.
const LIMIT: u64 = 1024 * 1024;

/// The log, and the timer for what is due though nothing changes.
pub(super) struct Notices {
    log: IncidentLog,
    /// Which checks the person has put off, each until a time.
    snoozed: BTreeMap<String, Timestamp>,
    begun: Instant,
    /// When it is asked again, and what sees to that.
    due: Option<Instant>,
    alarm: Alarm,
    looked: Stand,
    disk: Option<Disk>,
}

/// Where it is kept, and what is kept there.
struct Disk {
    file: PathBuf,
    log: IncidentLog,
    snoozed: BTreeMap<String, Timestamp>,
    /// Not before then.
    next: Instant,
    /// It did not take the last write.
    refused: bool,
}

/// Kept in `state/incidents.json`.
#[derive(Deserialize)]
struct Page {
    /// When it was written.
    at: Timestamp,
    log: IncidentLog,
    snoozed: BTreeMap<String, Timestamp>,
}

#[derive(Serialize)]
struct PageOf<'a> {
    at: Timestamp,
    log: &'a IncidentLog,
    snoozed: &'a BTreeMap<String, Timestamp>,
}

impl Notices {
    /// Of an engine that tells nothing.
    pub(super) fn none() -> Notices {
        Notices {
            log: IncidentLog::default(),
            snoozed: BTreeMap::new(),
            begun: clock::tick(),
            due: None,
            alarm: Alarm::default(),
            looked: Stand::here(),
            disk: None,
        }
    }

    /// Takes up what was told in the last life. A file that is not there, is damaged or huge is an empty log.
    pub(super) fn open(state: &Path) -> Notices {
        let (file, now) = (state.join("incidents.json"), clock::now());
        let page = bounded::read(&file, LIMIT).ok().and_then(|text| {
            let page = serde_json::from_slice::<Page>(&text);
            page.inspect_err(|error| tracing::warn!(%error, "what was told is not readable and is forgotten")).ok()
        });
        let mut notices = Notices::none();
        let mut away = Duration::ZERO;
        if let Some(page) = page {
            notices.log = page.log;
            notices.snoozed = page.snoozed;
            notices.snoozed.retain(|_, until| *until <= end_of(MONTH, now));
            away = Duration::try_from(now.duration_since(page.at)).unwrap_or_default();
        }
        let (log, snoozed) = (notices.log.clone(), notices.snoozed.clone());
        notices.disk = Some(Disk { file, log, snoozed, next: notices.begun, refused: false });
        notices.log.resume(Duration::ZERO, away);
        notices
    }

    /// How long this engine has run, sleep not counted.
    pub(super) fn uptime(&self) -> Duration {
        clock::since(self.begun)
    }

    /// The person has seen to this notification.
    pub(super) fn seen(&mut self, notice: &str) {
        self.log.seen(notice);
    }

    /// The screen is locked, or not any more.
    pub(super) fn locked(&mut self, locked: bool) {
        self.log.locked(locked);
    }

    /// Puts off until then, or not any more.
    fn snooze(&mut self, finding: String, until: Option<Timestamp>) {
        match until {
            Some(until) if self.snoozed.len() < KEPT || self.snoozed.contains_key(&finding) => {
                self.snoozed.insert(finding, until);
            }
            Some(_) => {}
            None => {
                self.snoozed.remove(&finding);
                self.log.wake(&finding);
            }
        }
    }

    /// Has the log know what is put off, by the clock on the wall.
    fn tell_snoozes(&mut self, now: Timestamp) {
        let uptime = self.uptime();
        let log = &mut self.log;
        self.snoozed.retain(|finding, until| {
            let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
            if left.is_zero() {
                log.wake(finding);
            } else {
                log.snooze(finding, uptime + left);
            }
            !left.is_zero()
        });
    }

    /// Gives things a while to settle where the computer has slept.
    fn look_for_sleep(&mut self, now: Stand) {
        if now.slept_since(&self.looked) >= SLEPT {
            self.log.settle(self.uptime() + SETTLED);
        }
        self.looked = now;
    }

    /// When there is something to write that could not be written yet.
    fn owes(&self) -> Option<Instant> {
        self.disk.as_ref().filter(|disk| disk.is_stale(self)).map(|disk| disk.next)
    }

    /// Writes what has changed, unless that was done a moment ago.
    pub(super) fn write(&mut self) {
        if self.owes().is_some_and(|next| next <= clock::tick()) {
            self.write_last();
        }
    }

    /// Writes what has changed.
    pub(super) fn write_last(&mut self) {
        let Some(mut disk) = self.disk.take() else { return };
        if disk.is_stale(self) {
            let written = write_whole(&disk.file, &PageOf { at: clock::now(), log: &self.log, snoozed: &self.snoozed });
            if let Err(error) = &written
                && !disk.refused
            {
                tracing::warn!(error = format!("{error:#}"), "what was told cannot be kept now");
            }
            disk.refused = written.is_err();
            disk.next = clock::tick() + if disk.refused { REFUSED } else { PACE };
            if !disk.refused {
                disk.log.clone_from(&self.log);
                disk.snoozed.clone_from(&self.snoozed);
            }
        }
        self.disk = Some(disk);
    }
}

impl Disk {
    fn is_stale(&self, now: &Notices) -> bool {
        now.snoozed != self.snoozed || now.log.differs(&self.log)
    }
}

impl State {
    /// Tells what is new, and sees to it that this is asked again when something is due.
    pub(super) fn tell_notices(&mut self) {
        if self.role == Role::Once || self.quitting {
            return;
        }
        let now = self.facts.now;
        let muted = &self.world.settings.checks.muted;
        let muted = muted.iter().filter(|(_, until)| **until > now).map(|(id, _)| id.clone());
        self.notices.log.mute(muted);
        self.notices.tell_snoozes(now);
        self.notices.look_for_sleep(Stand::here());
        let turns = self.keep_quiet(now);
        let (uptime, waiting) = (self.notices.uptime(), self.worth_telling());
        for notice in self.notices.log.observe(&self.findings, &waiting, uptime) {
            let _ = self.events.send(Event::Notice { notice });
        }
        let looks = (turns.is_some() || !self.notices.snoozed.is_empty()).then_some(LOOK);
        let after = [self.notices.log.next_due(uptime), turns, looks].into_iter().flatten().min();
        let due = after.map(|after| self.notices.begun + uptime + after);
        self.wake_at([due, self.notices.owes()].into_iter().flatten().min());
    }

    /// Sees whether these are quiet hours; how long until they begin or end.
    fn keep_quiet(&mut self, now: Timestamp) -> Option<Duration> {
        let settings = &self.world.settings.notifications;
        let local = clock::local(now);
        let hours = settings.quiet;
        let quiet = hours.is_some_and(|hours| hours.hold(local.time()));
        self.notices.log.quiet(quiet || !settings.enabled);
        self.notices.log.speak(self.world.language);
        until_turn(hours?, &local)
    }

    /// Puts off what a check has to tell.
    pub(super) fn snooze(&mut self, finding: String, minutes: u32) -> Answer {
        if !checks::ALL.iter().any(|check| check.id == finding) {
            return Answer::Refused(words::say("no-such-check"));
        }
        let until = (minutes > 0).then(|| end_of(SignedDuration::from_mins(minutes.into()).min(MONTH), self.facts.now));
        self.notices.snooze(finding, until);
        Answer::Done
    }

    /// Mutes a check in the settings, or not any more.
    pub(super) fn mute(&self, finding: String, span: MuteFor, reply: oneshot::Sender<Answer>) {
        if checks::named(&finding).is_none() {
            return drop(reply.send(Answer::Refused(words::say("no-such-check"))));
        }
        let (written, decided) = oneshot::channel();
        self.mute_until(finding.clone(), span.until(self.facts.now), written);
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            let answer = match decided.await {
                // one who wants to hear of it again wants that whatever was put off
                Ok(Answer::Decided(decided)) if decided.ok && span == MuteFor::Not => {
                    let awake = Request::Snooze { finding, minutes: 0 };
                    return drop(inbox.send(Input::Ask(awake, reply)).await);
                }
                Ok(Answer::Decided(decided)) if decided.ok => Answer::Done,
                Ok(Answer::Decided(decided)) => Answer::Refused(decided.message),
                _ => Answer::Refused(words::say("ending")),
            };
            let _ = reply.send(answer);
        });
    }

    /// Which checks tell nothing for a while, because the person said so.
    pub(super) fn quieted(&self) -> Vec<Quiet> {
        let now = self.facts.now;
        let local = |at: Timestamp| -> DateTime { clock::local(at).datetime() };
        let mut ends: BTreeMap<_, _> =
            self.notices.snoozed.iter().map(|(finding, end)| (finding, (*end, false))).collect();
        for (finding, end) in &self.world.settings.checks.muted {
            let longest = ends.entry(finding).or_insert((*end, true));
            *longest = (*longest).max((*end, true));
        }
        let ahead = ends.into_iter().filter(|(_, (end, _))| *end > now);
        let quiet = |(finding, (until, muted)): (&String, _)| {
            let words = quiet::until(local(until), local(now), self.world.language);
            Quiet { finding: finding.clone(), until, words, muted }
        };
        ahead.map(quiet).collect()
    }

    fn wake_at(&mut self, due: Option<Instant>) {
        let notices = &mut self.notices;
        let near = |one: Instant, other: Instant| one.max(other) - one.min(other) < SAME;
        if let (Some(due), Some(at)) = (due, notices.due)
            && near(due, at)
            && at > clock::tick()
        {
            return;
        }
        notices.due = due;
        match due {
            Some(due) => {
                notices.alarm.set(due.saturating_duration_since(clock::tick()), Input::Due, &self.inbox);
            }
            None => notices.alarm.off(),
        }
    }
}

/// How long until quiet hours begin or end, a trifle more so that it has come by then.
fn until_turn(hours: Hours, now: &Zoned) -> Option<Duration> {
    let turn = hours.turn(now.datetime()).to_zoned(now.time_zone().clone()).ok()?;
    let left = Duration::try_from(turn.timestamp().duration_since(now.timestamp())).unwrap_or_default();
    Some(left + SAME)
}

fn end_of(duration: SignedDuration, now: Timestamp) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use clawtender_core::{
        check::{Finding, Group, Outcome, Severity},
        incident::Notice,
    };

    use super::*;

    fn fails() -> Finding {
        Finding {
            id: "config-valid".into(),
            group: Group::Gateway,
            title: "Configuration is wrong".into(),
            severity: Severity::Error,
            outcome: Outcome::Fail,
            because: None,
            message: "It does not parse.".into(),
            evidence: Vec::new(),
            fix: None,
            also: Vec::new(),
            request_id: None,
            help: None,
            subject: None,
            took_ms: 0,
            step: 0,
        }
    }

    /// What is told of it now.
    fn told(notices: &mut Notices) -> Vec<Notice> {
        notices.tell_snoozes(clock::now());
        let uptime = notices.uptime();
        notices.log.observe(&[fails()], &[], uptime)
    }

    async fn later(seconds: u64) {
        tokio::time::advance(Duration::from_secs(seconds)).await;
    }

    /// Told at ten seconds.
    async fn once_told(state: &Path) -> Notices {
        let mut notices = Notices::open(state);
        assert!(told(&mut notices).is_empty());
        later(10).await;
        assert_eq!(told(&mut notices).len(), 1);
        notices
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_put_away_stays_away_over_a_restart_and_what_was_not_comes_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut notices = once_told(folder.path()).await;
        notices.write();
        // an end without a word
        drop(notices);
        let mut notices = once_told(folder.path()).await;
        notices.seen("config-valid");
        notices.write_last();
        let mut notices = Notices::open(folder.path());
        for _ in 0..100 {
            assert!(told(&mut notices).is_empty());
            later(60).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_put_off_stays_so_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let mut notices = once_told(folder.path()).await;
        notices.snooze("config-valid".into(), Some(end_of(SignedDuration::from_hours(1), clock::now())));
        assert!(matches!(told(&mut notices)[..], [Notice::Withdraw { .. }]));
        notices.write_last();
        let mut notices = Notices::open(folder.path());
        told(&mut notices);
        later(600).await;
        assert!(told(&mut notices).is_empty());
        notices.snooze("config-valid".into(), None);
        assert_eq!(told(&mut notices).len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_written_when_it_has_changed_and_not_twice_in_a_moment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("incidents.json");
        let mut notices = Notices::open(folder.path());
        told(&mut notices);
        notices.write();
        assert!(!file.exists(), "a grace that runs is nothing to keep");
        later(10).await;
        told(&mut notices);
        notices.write();
        std::fs::remove_file(&file).unwrap();
        notices.write();
        later(1).await;
        notices.seen("config-valid");
        assert_eq!(notices.owes(), Some(clock::tick() + Duration::from_secs(1)));
        notices.write();
        assert!(!file.exists(), "written a moment ago");
        later(1).await;
        notices.write();
        assert!(file.exists());
        assert_eq!(notices.owes(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_disk_that_takes_nothing_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let mut notices = once_told(&state).await;
        notices.write();
        assert_eq!(notices.owes(), Some(clock::tick() + REFUSED));
        std::fs::create_dir(&state).unwrap();
        later(60).await;
        notices.write();
        assert_eq!(notices.owes(), None);
        assert!(state.join("incidents.json").exists());
    }

    #[tokio::test(start_paused = true)]
    async fn a_damaged_or_huge_file_is_an_empty_log() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("incidents.json");
        once_told(folder.path()).await.write();
        let whole = std::fs::read(&file).unwrap();
        for text in
            [b"{".to_vec(), whole[..whole.len() / 2].to_vec(), vec![0xff; 100], [whole, vec![b' '; 2 << 20]].concat()]
        {
            std::fs::write(&file, text).unwrap();
            assert!(!Notices::open(folder.path()).log.differs(&IncidentLog::default()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_put_off_for_longer_than_they_can_have_said() {
        let folder = tempfile::tempdir().unwrap();
        let far = r#"{"at":"2026-01-01T00:00:00Z","log":{"causes":{},"past":{},"raised":{},"requests":{"singles":{},"members":[],"all":null,"all_raised":null,"strangers":[],"doubt":null},"last":0},"snoozed":{"config-valid":"9000-01-01T00:00:00Z"}}"#;
        std::fs::write(folder.path().join("incidents.json"), far).unwrap();
        once_told(folder.path()).await;
    }

    #[test]
    fn a_night_in_which_the_clock_is_put_forward_is_shorter() {
        let zone = jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let hours = "22:00-07:00".parse().unwrap();
        let left = |day: &str| {
            let evening: DateTime = format!("{day}T23:00").parse().unwrap();
            until_turn(hours, &evening.to_zoned(zone.clone()).unwrap()).unwrap().as_secs()
        };
        assert_eq!(left("2027-03-26"), 8 * 3_600);
        assert_eq!(left("2027-03-27"), 7 * 3_600);
        assert_eq!(left("2027-10-30"), 9 * 3_600);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_gives_everything_half_a_minute() {
        let folder = tempfile::tempdir().unwrap();
        let mut notices = Notices::open(folder.path());
        told(&mut notices);
        let slept = Stand { up: notices.looked.up + Duration::from_hours(8), ..notices.looked };
        later(10).await;
        notices.look_for_sleep(slept);
        assert!(told(&mut notices).is_empty());
        notices.look_for_sleep(slept);
        later(29).await;
        assert!(told(&mut notices).is_empty());
        later(1).await;
        assert_eq!(told(&mut notices).len(), 1);
    }
}
