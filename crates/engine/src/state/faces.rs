//! What faces see: snapshot, report, events, and the answers of those who waited.

use std::time::Duration;

use clawtender_core::{
    check::{Finding, Outcome, diagnose},
    checks,
    export::Export,
    lifecycle::Phase,
    report::{App, Report, SCHEMA, headline, tone},
    snapshot::{GatewayView, May, Snapshot},
    words::Language,
    words::Phrase,
};
use tokio::sync::oneshot;

use super::State;
use crate::{
    clock,
    protocol::{Answer, Event, GatewayAction, Settled},
    redaction::Known,
    words,
};

/// What is said where a gateway that is not ours is found instead of started.
pub(super) const ELSEWHERE: &str = "settled-elsewhere";
/// Before the first look around.
const LOOKS: &str = "settled-looks";

impl State {
    /// What is known now, without what is nobody else's business: that is looked for beside everything else.
    pub(super) fn export(&mut self, reply: oneshot::Sender<Answer>) {
        let (report, paths) = (self.report(self.examined_in), self.world.paths.clone());
        tokio::spawn(async move {
            let (without, removed) = Known::here(&paths).await.redactor().report(report);
            let _ = reply.send(Answer::Export(Box::new(Export::of(&without, &removed))));
        });
    }

    pub(super) fn report(&mut self, took: Duration) -> Report {
        self.judge();
        let gateway = self.view();
        Report {
            schema: SCHEMA,
            generated_at: clock::now(),
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            app: App {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                os: std::env::consts::OS.to_owned(),
                arch: std::env::consts::ARCH.to_owned(),
            },
            tone: tone(&self.findings),
            // what is handed on to others is in English
            headline: headline(&gateway, &self.findings, Language::default()),
            gateway,
            findings: self.findings.iter().cloned().map(|finding| self.timed(finding)).collect(),
        }
    }

    /// A check takes as long as the slowest of the probes that it reads: they are asked side by side.
    fn timed(&self, finding: Finding) -> Finding {
        let reads = checks::ALL.iter().find(|check| check.id == finding.id).map_or(&[][..], |check| check.reads);
        let slowest = reads.iter().filter_map(|fact| self.took.get(fact)).max();
        let took_ms = slowest.map_or(0, |took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
        Finding { took_ms, ..finding }
    }

    pub(super) fn judge(&mut self) {
        let process = &mut self.facts.process;
        process.phase = self.life.phase();
        process.owner = self.life.owner();
        process.pid = self.hands.subject().map(|subject| subject.identity.pid);
        process.port = self.hands.subject().map(|subject| subject.port);
        process.wanted = self.life.wanted();
        process.phase_for = clock::since(self.phase_since);
        process.failures = self.life.failures();
        process.proven.clone_from(&self.kept.get().proven);
        self.keep_time();
        self.findings = diagnose(checks::ALL, &self.facts);
    }

    pub(super) fn view(&self) -> GatewayView {
        GatewayView {
            phase: self.life.phase().into(),
            owner: self.life.owner(),
            pid: self.hands.subject().map(|subject| subject.identity.pid),
            version: self.version.clone(),
            url: format!("ws://127.0.0.1:{}", self.port),
            started_at: self.started_at.or(self.hands.subject().map(|subject| subject.since)),
            restarts: self.restarts,
            detail: if self.surveyed { self.put_off().unwrap_or_default() } else { words::say(LOOKS) },
        }
    }

    /// What every face sees now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            gateway: self.view(),
            findings: self.findings.clone(),
            approvals: self.waiting(),
            quiet: self.quieted(),
            sign_in: self.signing_in(),
            mending: self.mending(),
            running: self.facts.activity.value().map(|activity| activity.running),
            may: May::of(self.life.phase()),
            new_here: self.kept.get().set_up == Some(false),
            manners: self.world.settings.manners(),
            examining: self.examinations.are_under_way(),
            progress: self.examinations.progress(),
            language: self.world.language,
        }
    }

    /// After every input: judges and tells what has changed.
    pub(crate) fn settle(&mut self) -> Snapshot {
        self.judge();
        if self.surveyed {
            // before the first look around, what is missing is no news
            self.tell();
            self.tell_waiting();
            self.tell_notices();
        }
        self.snapshot()
    }

    pub(super) fn tell(&mut self) {
        let pid = self.hands.subject().map(|subject| subject.identity.pid);
        let now = (self.life.phase(), pid);
        if self.told_gateway != Some(now) {
            self.told_gateway = Some(now);
            let view = self.view();
            let _ = self.events.send(Event::Gateway {
                at: clock::now(),
                phase: view.phase,
                pid,
                owner: view.owner,
                detail: view.detail.into(),
            });
        }
        self.tell_findings();
    }

    fn tell_findings(&mut self) {
        // "healed" is only said where "broken" was
        let quiet = |outcome: Outcome| matches!(outcome, Outcome::Pass | Outcome::Unknown);
        let mut before = std::mem::take(&mut self.told);
        for finding in &self.findings {
            let key = (finding.id.clone(), finding.subject.clone());
            let earlier = before.remove(&key);
            self.told.insert(key, finding.outcome);
            if earlier == Some(finding.outcome) || earlier.is_none_or(quiet) && quiet(finding.outcome) {
                continue;
            }
            let _ = self.events.send(Event::Finding {
                id: finding.id.clone(),
                subject: finding.subject.clone(),
                outcome: finding.outcome,
                message: finding.message.to_string(),
            });
        }
        // of several things that one check concerns, those that are in order are not listed
        for ((id, subject), _) in before.into_iter().filter(|(_, outcome)| !quiet(*outcome)) {
            let _ = self.events.send(Event::Finding { id, subject, outcome: Outcome::Pass, message: String::new() });
        }
    }

    pub(super) fn answer_settled(&mut self) {
        let phase = self.life.phase();
        let headline = self.findings.iter().find(|finding| finding.outcome == Outcome::Fail);
        let worst = headline.map(|finding| finding.message.clone());
        self.answer_waiters(|action| match (action, phase) {
            (GatewayAction::Start, Phase::Ready) => Some((true, words::say("settled-ready"))),
            (GatewayAction::Restart, Phase::Ready) => Some((true, words::say("settled-ready-again"))),
            (GatewayAction::Start, Phase::External { .. }) => Some((true, words::say(ELSEWHERE))),
            (GatewayAction::Stop, Phase::Stopped) => Some((true, words::say("settled-stopped"))),
            (_, Phase::Refused(_) | Phase::CrashLooping | Phase::Stopped) => {
                Some((false, worst.clone().unwrap_or_else(|| words::say("settled-stopped"))))
            }
            // it may stay so for ever, and a start changes nothing about it
            (GatewayAction::Start, Phase::Degraded(_)) => {
                Some((false, worst.clone().unwrap_or_else(|| words::say("settled-not-ready"))))
            }
            // a later order won
            (GatewayAction::Stop, Phase::Starting | Phase::Ready | Phase::Degraded(_) | Phase::External { .. }) => {
                Some((false, words::say("settled-started-again")))
            }
            _ => None,
        });
    }

    pub(super) fn answer_waiters(&mut self, rest: impl Fn(GatewayAction) -> Option<(bool, Phrase)>) {
        for waiter in std::mem::take(&mut self.waiters) {
            match rest(waiter.action) {
                None => self.waiters.push(waiter),
                Some((ok, message)) => {
                    let _ = waiter.reply.send(self.settled(ok, message));
                }
            }
        }
    }

    pub(super) fn settled(&self, ok: bool, message: Phrase) -> Answer {
        Answer::Settled(Settled {
            ok,
            phase: self.life.phase().into(),
            pid: self.hands.subject().map(|subject| subject.identity.pid),
            message,
        })
    }
}
