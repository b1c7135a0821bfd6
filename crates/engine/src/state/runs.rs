//! What becomes of runs: found, planned, made, heard of, ended. The machine decides what follows.

use clawtender_core::{
    ending,
    facts::{ExitReport, FactUpdate, Health, Launch, Observed},
    lifecycle::{self, Owner, Phase, Reason, Run},
    words::Phrase,
};

use super::{State, faces::ELSEWHERE};
use crate::{
    clock, examine,
    launch::{Found, Plan},
    probes::{config::Trust, others},
    process,
    protocol::GatewayAction,
    record::Ours,
    service::Refusal,
    words,
};

impl State {
    pub(super) fn surveyed(&mut self, found: Option<Found>, first: bool) {
        self.found(found, first);
        self.diary.stands(self.life.phase().into());
        self.look_around();
        self.surveyed |= first;
        for (request, reply) in std::mem::take(&mut self.early) {
            self.asked(request, reply);
        }
    }

    pub(super) fn found(&mut self, found: Option<Found>, first: bool) {
        let Some(found) = found else {
            self.kept.set(|record| record.process = None);
            if first {
                self.live(lifecycle::Event::Vacant);
            }
            return;
        };
        self.port = found.port;
        self.hands.offer(found);
        if found.owner == Owner::Child {
            self.output.look_back();
            self.read_output();
        }
        self.live(match found.owner {
            Owner::Child | Owner::Service => lifecycle::Event::Adopted(found.owner),
            Owner::External | Owner::None => lifecycle::Event::Foreign,
        });
    }

    pub(super) fn planned(&mut self, run: Run, plan: Plan, seen: Vec<FactUpdate>) {
        self.take(seen);
        if run != self.life.run() {
            return;
        }
        if let Some(port) = plan.port() {
            self.port = port;
        }
        // told to stop while we looked: nothing was made, nothing needs to end
        if self.life.phase() != Phase::Starting {
            return self.live(lifecycle::Event::LaunchFailed(run));
        }
        match plan {
            Plan::Spawn { launch, port } => self.spawn(run, &launch, port),
            Plan::Service { launch, .. } => self.hands.start_service(run, launch, &self.world),
            Plan::Found(found) => self.launched(run, found),
            Plan::Refuse(reason) => self.live(lifecycle::Event::LaunchRefused(run, reason)),
        }
    }

    pub(super) fn spawn(&mut self, run: Run, launch: &Launch, port: u16) {
        let made = self.output.renew().and_then(|files| self.hands.spawn(run, launch, port, &self.world, files));
        match made {
            Ok(identity) => {
                self.kept.set(|record| record.process = Some(Ours { identity, port }));
                self.started_at = Some(clock::now());
                self.files.refresh();
                self.live(lifecycle::Event::Launched(run, Owner::Child));
            }
            Err(error) => {
                tracing::warn!(%error, program = launch.program, "the gateway could not be started");
                self.facts.process.last_exit = Some(ExitReport {
                    last_line: Some(format!("{} could not be started: {error}", launch.program)),
                    at: Some(clock::now()),
                    ..ExitReport::default()
                });
                self.live(lifecycle::Event::LaunchFailed(run));
            }
        }
    }

    pub(super) fn launched(&mut self, run: Run, found: Found) {
        match found.owner {
            Owner::Child | Owner::Service => {
                self.hands.follow_found(run, found);
                self.live(lifecycle::Event::Launched(run, found.owner));
            }
            Owner::External | Owner::None => {
                self.hands.offer(found);
                self.live(lifecycle::Event::LaunchFoundForeign(run));
                // a restart is otherwise answered by the gateway that is asked for it
                self.answer_waiters(|action| (action == GatewayAction::Restart).then(|| (true, words::say(ELSEWHERE))));
            }
        }
    }

    pub(super) fn service_started(&mut self, run: Run, started: Result<Found, Refusal>) {
        match started {
            _ if run != self.life.run() => {}
            Ok(found) => self.launched(run, Found { owner: Owner::Service, ..found }),
            Err(Refusal(words)) => {
                self.facts.process.last_exit =
                    Some(ExitReport { last_line: Some(words.into()), at: Some(clock::now()), ..ExitReport::default() });
                self.look_around();
                self.live(lifecycle::Event::LaunchRefused(run, Reason::ServiceDown));
            }
        }
    }

    /// The gateway runs on: whoever waited for its end learns why.
    pub(super) fn stop_failed(&mut self, run: Run, Refusal(words): &Refusal) {
        if run != self.life.run() || !matches!(self.life.phase(), Phase::Stopping { .. }) {
            return;
        }
        self.live(lifecycle::Event::StopFailed(run));
        self.answer_waiters(|_| {
            Some((
                false,
                words::because(
                    "settled-not-stopped",
                    Phrase::made(|language| words.said_in(language).trim_end_matches('.').to_owned()),
                ),
            ))
        });
    }

    pub(super) fn process_ended(&mut self, run: Run, exit: process::Exit) {
        self.read_output();
        let Some(subject) = self.hands.gone(run) else { return };
        let last_words = match subject.owner {
            Owner::Child => self.output.last_words(),
            _ => Vec::new(),
        };
        tracing::info!(run, pid = subject.identity.pid, code = exit.code, signal = exit.signal, "gateway ended");
        self.facts.process.last_exit = Some(ExitReport {
            code: exit.code,
            signal: exit.signal,
            last_line: last_words.iter().rev().find(|line| !line.trim().is_empty()).cloned(),
            at: Some(clock::now()),
        });
        self.facts.health = Observed::Pending;
        self.version = None;
        self.kept.set(|record| record.process = None);
        let ending = ending::read(exit.code, &last_words, self.was_to_come_back());
        self.live(lifecycle::Event::Exited(run, ending));
        self.look_around();
        if matches!(self.life.phase(), Phase::Refused(_)) {
            self.examine_config(Trust::Nothing);
            // mended while the start that it broke was under way: nobody would say so again
            if self.world.config_stamp() != self.started_with {
                self.live(lifecycle::Event::Changed);
            }
        }
    }

    pub(super) fn restart_asked(&mut self, run: Run, accepted: bool) {
        if let Phase::External { .. } = self.life.phase() {
            let what = if accepted { "settled-restarts-itself" } else { "settled-no-restart" };
            self.answer_waiters(|_| Some((accepted, words::say(what))));
        }
        if !accepted {
            self.live(lifecycle::Event::RestartDeclined(run));
        }
    }

    /// A gateway that starts reads its configuration after we did: where it listens is what it says itself.
    pub(super) fn follow_port(&mut self) {
        if self.life.phase() != Phase::Starting {
            return;
        }
        let Some(subject) = self.hands.subject() else { return };
        let locks = others::locks(&self.world.located.state_dir, &self.world.located.config_path);
        let own = locks.iter().find(|lock| lock.pid == subject.identity.pid);
        let Some(port) = own.and_then(|lock| lock.port).filter(|port| *port != subject.port) else { return };
        tracing::info!(from = subject.port, to = port, "the gateway listens on another port");
        self.port = port;
        self.hands.moved(port, &self.world);
        if subject.owner == Owner::Child {
            self.kept.set(|record| record.process = Some(Ours { identity: subject.identity, port }));
        }
    }

    pub(super) fn heard(&mut self, run: Run, health: Health) {
        if run != self.life.run() {
            return;
        }
        if self.life.phase() == Phase::Ready && clock::since(self.phase_since) >= self.policy.stable {
            self.prove_version();
        }
        self.facts.health = examine::seen(health);
        self.keep_version();
    }

    pub(super) fn greeted(&mut self, run: Run, version: Option<String>) {
        if run == self.life.run() {
            // an older OpenClaw does not say it over HTTP: what we started is known all the same
            let started = || self.facts.runtime.value()?.chosen.as_ref()?.version.clone();
            self.version = version.or_else(|| started().filter(|_| self.life.owner() == Owner::Child));
            self.hands.runs(self.version.clone());
            // one that comes after another has to last before it counts
            if self.kept.get().proven.is_none() {
                self.prove_version();
            }
        }
    }

    /// A gateway that does not tell its version over HTTP has one all the same.
    pub(super) fn keep_version(&mut self) {
        if let Observed::Seen { value, .. } = &mut self.facts.health
            && value.answers
        {
            value.version = value.version.take().or_else(|| self.version.clone());
        }
    }

    /// What runs now serves: should the next one not, this is the one to go back to.
    fn prove_version(&mut self) {
        if let Some(version) = self.version.clone() {
            self.kept.set(|record| record.proven = Some(version));
        }
    }

    /// A version that fails by itself is none to go back to.
    pub(super) fn doubt_version(&mut self) {
        let failed =
            matches!(self.life.phase(), Phase::CrashLooping | Phase::Refused(Reason::Config | Reason::OlderBinary));
        let started = self.facts.runtime.value().and_then(|runtime| runtime.chosen.as_ref()?.version.clone());
        if failed && started == self.kept.get().proven {
            self.kept.set(|record| record.proven = None);
        }
    }
}
