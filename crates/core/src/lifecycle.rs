//! The gateway's life as a pure machine: what happened goes in, what to do comes out.
//!
//! It owns every decision about starting, stopping, waiting and giving up. It never spawns, signals or reads a clock: the
//! engine's supervisor carries out the [`Effect`]s and reports back with [`Event`]s that carry the number of the run they
//! speak of, so that news of an earlier run is dropped here and nowhere else.
//!
//! Three promises, tested over every reachable state: there are never two gateways, no process that is not ours is ever
//! signalled, and a deliberate stop never leads to a start.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One life of the gateway. Numbers rise and never repeat.
pub type Run = u64;

/// Where the gateway's life stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Nothing runs and nothing is about to.
    #[default]
    Stopped,
    /// A process is being made, or is there and not ready yet.
    Starting,
    /// It serves.
    Ready,
    /// It is there and does not serve.
    Degraded(Trouble),
    /// It was told to end, or asked to restart.
    Stopping {
        /// What follows its end.
        next: Next,
    },
    /// It ended; the next start waits a little.
    Backoff,
    /// It ended too often without a stable minute; the next start waits long, or for a person.
    CrashLooping,
    /// It cannot start, and trying again would not help until something changes.
    Refused(Reason),
    /// Somebody else's gateway runs: watched, never signalled.
    External {
        /// Whether it answers.
        healthy: bool,
    },
}

/// Why a living gateway does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// It answers that it is not ready.
    NotReady,
    /// It does not answer.
    Hung,
}

/// What follows the end of a run that is being stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Next {
    /// Nothing: the person wanted it to stop.
    Stop,
    /// A start: the person wanted a restart. Never delayed, never counted.
    Start,
    /// What follows a failure: it was ended because it did not answer or did not get ready.
    Recover,
}

/// Why a start is not tried, or not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No OpenClaw that could run.
    NotInstalled,
    /// No Node that this OpenClaw accepts.
    Node,
    /// Its configuration, by its own word (exit 78) or by ours.
    Config,
    /// Something that is not a gateway listens on its port.
    PortTaken,
    /// Another gateway holds its state folder or port.
    Occupied,
    /// The configuration was written by a newer OpenClaw.
    OlderBinary,
    /// Starting now would destroy a stored login (expired, and the network or the clock is not in order).
    LoginEndangered,
    /// The settings leave the gateway to a service, and there is none that could run it.
    NoService,
    /// OpenClaw did not start its service, and said why.
    ServiceDown,
}

/// Who runs the gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Owner {
    /// Nobody.
    #[default]
    None,
    /// Clawtender started it.
    Child,
    /// A service of the operating system, installed by OpenClaw.
    Service,
    /// Somebody else.
    External,
}

/// How a run ended, as far as its code, signal and last words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It ended to be started again, and said so.
    Restart,
    /// It ended, for whatever reason a new start may heal.
    Failure,
    /// It ended for a reason that a new start cannot heal.
    Refusal(Reason),
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The person wants it to run.
    Start,
    /// The person wants it to stop. Said twice, it is ended at once.
    Stop,
    /// The person wants it restarted.
    Restart,
    /// After our own start: nothing runs that could be adopted.
    Vacant,
    /// A run of an earlier life of ours, or one that the service manager made, was found alive.
    Adopted(Owner),
    /// Somebody else's gateway was found alive.
    Foreign,
    /// The process of this run exists now.
    Launched(Run, Owner),
    /// The start was not tried; why.
    LaunchRefused(Run, Reason),
    /// The start was tried and no process came of it.
    LaunchFailed(Run),
    /// Instead of starting, somebody else's living gateway was found.
    LaunchFoundForeign(Run),
    /// The process of this run is gone.
    Exited(Run, Ending),
    /// It says that it is ready.
    Ready(Run),
    /// It says that it is not ready.
    NotReady(Run),
    /// It gave no answer within the deadline.
    Silent(Run),
    /// It is there and its port is closed: it starts, or restarts itself within its process.
    Refusing(Run),
    /// It answers, and it has started anew since we last asked.
    Rebooted(Run),
    /// It will not restart itself.
    RestartDeclined(Run),
    /// Telling it to end came to nothing: it still runs.
    StopFailed(Run),
    /// A timer of this run fired.
    Elapsed(Run, Timer),
    /// Something that could have caused a refusal has changed: the configuration, the installs, the port, the network.
    Changed,
    /// The computer woke up: silence before now means nothing.
    Woke,
}

/// What the machine can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The pause before the next start.
    Backoff,
    /// The longest a start may take.
    Startup,
    /// The longest a stop may take.
    Stop,
    /// How long it must serve before earlier failures are forgiven.
    Stable,
    /// How long it may be silent before it is ended.
    Hang,
    /// When a refusal that may heal by itself is looked at again.
    Recheck,
}

/// How often the gateway is asked how it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pace {
    /// Often: a person waits.
    Startup,
    /// Seldom.
    Steady,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Look whether a start can succeed, then start. Answer with `Launched`, `LaunchRefused`, `LaunchFailed` or
    /// `LaunchFoundForeign`.
    Launch(Run),
    /// Follow the found process under this number.
    Attach(Run),
    /// Ask the gateway to drain and restart itself. Answer with `RestartDeclined` when it will not.
    AskRestart(Run),
    /// End it in its own time. Answer with `StopFailed` when nobody could tell it to.
    Terminate(Run),
    /// End it and everything it started, now.
    Kill(Run),
    /// Ask how it is, at this pace, until told otherwise.
    Probe(Run, Pace),
    /// Stop asking.
    StopProbing,
    /// Call back after this long. Replaces an earlier timer of the same kind.
    Arm(Run, Timer, Duration),
    /// Forget every timer.
    DisarmAll,
    /// Keep what the person wants over our own restart.
    Remember {
        /// Whether a gateway is wanted.
        wanted: bool,
    },
    /// Look for gateways that are already there.
    Survey,
}

/// The numbers the machine decides with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether a wanted gateway is started when none is found.
    pub launch: bool,
    /// Failures without a stable minute before it counts as a crash loop.
    pub failures_allowed: u32,
    /// Pause after the second failure; doubles with each further one. The first is answered at once.
    pub backoff: Duration,
    /// The longest pause between two starts.
    pub backoff_longest: Duration,
    /// Pause in a crash loop. The gateway's own breaker counts unclean starts over 5 min, so the wait is longer than that.
    pub crash_loop_pause: Duration,
    /// How long a service manager gets to restart its gateway by itself (OpenClaw's unit has `RestartSec=5`).
    pub service_patience: Duration,
    /// The longest a start may take; the gateway's own startup watchdog is 5 min.
    pub startup_longest: Duration,
    /// The gateway's own shutdown budget is 325 s.
    pub stop_longest: Duration,
    /// A gateway that hangs does not drain either.
    pub stop_longest_hung: Duration,
    /// How long it must serve before failures are forgiven.
    pub stable: Duration,
    /// How long a hung gateway may stay silent before it is ended.
    pub hang_patience: Duration,
    /// Missed probes before silence counts as hanging.
    pub misses_allowed: u8,
    /// How often a refusal that may heal by itself is looked at again.
    pub recheck: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            launch: true,
            failures_allowed: 5,
            backoff: Duration::from_secs(1),
            backoff_longest: Duration::from_secs(30),
            crash_loop_pause: Duration::from_mins(6),
            service_patience: Duration::from_secs(20),
            startup_longest: Duration::from_mins(5),
            stop_longest: Duration::from_secs(330),
            stop_longest_hung: Duration::from_secs(5),
            stable: Duration::from_mins(1),
            hang_patience: Duration::from_mins(1),
            misses_allowed: 2,
            recheck: Duration::from_secs(30),
        }
    }
}

impl Policy {
    /// The pause before the start that follows this many failures in a row.
    pub fn pause(&self, failures: u32) -> Duration {
        match failures {
            0 | 1 => Duration::ZERO,
            more => self.backoff.saturating_mul(1 << (more - 2).min(16)).min(self.backoff_longest),
        }
    }
}

/// The machine's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lifecycle {
    phase: Phase,
    run: Run,
    owner: Owner,
    /// A process of `run` exists or is being made, and it is ours or the service's.
    alive: bool,
    wanted: bool,
    failures: u32,
    misses: u8,
}

/// A state and what to do on entering it.
type Step = (Lifecycle, Vec<Effect>);

impl Lifecycle {
    /// Before anything is known. `wanted`: what the person last said. `run`: the last number ever used.
    pub fn new(wanted: bool, run: Run) -> Self {
        Lifecycle { phase: Phase::Stopped, run, owner: Owner::None, alive: false, wanted, failures: 0, misses: 0 }
    }

    /// Where the gateway's life stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The present run's number.
    pub fn run(&self) -> Run {
        self.run
    }

    /// Who runs the gateway.
    pub fn owner(&self) -> Owner {
        self.owner
    }

    /// Whether the person wants a gateway.
    pub fn wanted(&self) -> bool {
        self.wanted
    }

    /// Runs that ended without a stable minute since the last one that had one.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// What follows from `event`.
    #[must_use]
    pub fn step(self, event: Event, policy: &Policy) -> Step {
        if event.run().is_some_and(|run| run != self.run) {
            return (self, Vec::new());
        }
        match event {
            Event::Start => self.start(),
            Event::Stop => self.stop(policy),
            Event::Restart => self.restart(policy),
            Event::Vacant => self.vacant(policy),
            Event::Adopted(owner) => self.adopted(owner, policy),
            Event::Foreign => self.foreign(),
            Event::Launched(_, owner) => self.launched(owner),
            Event::LaunchRefused(_, reason) => Lifecycle { alive: false, ..self }.refused(reason, policy),
            Event::LaunchFailed(_) => self.exited(Ending::Failure, policy),
            Event::LaunchFoundForeign(_) => Lifecycle { alive: false, ..self }.found_foreign(),
            Event::Exited(_, ending) => self.exited(ending, policy),
            Event::Ready(_) => self.ready(policy),
            Event::NotReady(_) => self.not_ready(),
            Event::Silent(_) => self.silent(policy),
            Event::Refusing(_) => self.refusing(policy),
            Event::Rebooted(_) => self.rebooted(policy),
            Event::RestartDeclined(_) => self.restart_declined(policy),
            Event::StopFailed(_) => self.stop_failed(),
            Event::Elapsed(_, timer) => self.elapsed(timer, policy),
            Event::Changed => self.changed(),
            Event::Woke => (Lifecycle { misses: 0, ..self }, Vec::new()),
        }
    }

    fn stay(self) -> Step {
        (self, Vec::new())
    }

    fn launch(self, mut before: Vec<Effect>) -> Step {
        let run = self.run + 1;
        before.extend([Effect::DisarmAll, Effect::StopProbing, Effect::Launch(run)]);
        (Lifecycle { phase: Phase::Starting, run, owner: Owner::None, alive: true, misses: 0, ..self }, before)
    }

    fn rest(self, phase: Phase, mut effects: Vec<Effect>) -> Step {
        effects.splice(0..0, [Effect::DisarmAll, Effect::StopProbing]);
        (Lifecycle { phase, owner: Owner::None, alive: false, misses: 0, ..self }, effects)
    }

    fn start(self) -> Step {
        let wanting = Lifecycle { wanted: true, ..self };
        let remember = vec![Effect::Remember { wanted: true }];
        match self.phase {
            Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) => {
                Lifecycle { failures: 0, ..wanting }.launch(remember)
            }
            Phase::Stopping { .. } => (Lifecycle { phase: Phase::Stopping { next: Next::Start }, ..wanting }, remember),
            Phase::Starting | Phase::Ready | Phase::Degraded(_) | Phase::External { .. } => (wanting, remember),
        }
    }

    fn stop(self, policy: &Policy) -> Step {
        let unwanting = Lifecycle { wanted: false, ..self };
        let remember = Effect::Remember { wanted: false };
        match self.phase {
            Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) => {
                unwanting.rest(Phase::Stopped, vec![remember])
            }
            Phase::Starting | Phase::Ready | Phase::Degraded(_) => {
                unwanting.terminate(Next::Stop, policy, vec![remember])
            }
            Phase::Stopping { next: Next::Stop } => (unwanting, vec![remember, Effect::Kill(self.run)]),
            // it may only have been asked to restart itself: now it must end
            Phase::Stopping { .. } => unwanting.terminate(Next::Stop, policy, vec![remember]),
            Phase::External { .. } => self.stay(),
        }
    }

    fn restart(self, policy: &Policy) -> Step {
        let remember = Effect::Remember { wanted: true };
        let wanting = Lifecycle { wanted: true, ..self };
        match self.phase {
            Phase::Ready | Phase::Degraded(Trouble::NotReady) => (
                Lifecycle { phase: Phase::Stopping { next: Next::Start }, failures: 0, misses: 0, ..wanting },
                vec![
                    remember,
                    Effect::DisarmAll,
                    Effect::Arm(self.run, Timer::Stop, policy.stop_longest),
                    Effect::AskRestart(self.run),
                    Effect::Probe(self.run, Pace::Startup),
                ],
            ),
            Phase::Starting | Phase::Degraded(Trouble::Hung) => {
                Lifecycle { failures: 0, ..wanting }.terminate(Next::Start, policy, vec![remember])
            }
            Phase::External { .. } => (self, vec![Effect::AskRestart(self.run)]),
            Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) | Phase::Stopping { .. } => {
                self.start()
            }
        }
    }

    fn terminate(self, next: Next, policy: &Policy, mut effects: Vec<Effect>) -> Step {
        let longest = match self.phase {
            Phase::Degraded(Trouble::Hung) => policy.stop_longest_hung,
            _ => policy.stop_longest,
        };
        effects.extend([
            Effect::DisarmAll,
            Effect::StopProbing,
            Effect::Arm(self.run, Timer::Stop, longest),
            Effect::Terminate(self.run),
        ]);
        (Lifecycle { phase: Phase::Stopping { next }, misses: 0, ..self }, effects)
    }

    fn vacant(self, policy: &Policy) -> Step {
        match self.phase {
            Phase::Stopped if self.wanted && policy.launch => self.launch(Vec::new()),
            _ => self.stay(),
        }
    }

    /// Whether nothing of ours runs: a gateway that is found now may be adopted.
    pub fn at_rest(&self) -> bool {
        matches!(self.phase, Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_))
    }

    fn adopted(self, owner: Owner, policy: &Policy) -> Step {
        if !self.at_rest() {
            return self.stay();
        }
        let run = self.run + 1;
        let phase = Phase::Starting;
        (
            Lifecycle { phase, run, owner, alive: true, misses: 0, ..self },
            vec![
                Effect::DisarmAll,
                Effect::Attach(run),
                Effect::Arm(run, Timer::Startup, policy.startup_longest),
                Effect::Probe(run, Pace::Startup),
            ],
        )
    }

    fn foreign(self) -> Step {
        if self.at_rest() { self.found_foreign() } else { self.stay() }
    }

    fn found_foreign(self) -> Step {
        let run = self.run + 1;
        (
            Lifecycle { phase: Phase::External { healthy: true }, run, owner: Owner::External, misses: 0, ..self },
            vec![Effect::DisarmAll, Effect::Attach(run), Effect::Probe(run, Pace::Steady)],
        )
    }

    fn launched(self, owner: Owner) -> Step {
        let known = Lifecycle { owner, ..self };
        match self.phase {
            Phase::Starting => (known, vec![Effect::Probe(self.run, Pace::Startup)]),
            // told to end before there was anything to end
            Phase::Stopping { .. } => (known, vec![Effect::Terminate(self.run)]),
            _ => known.stay(),
        }
    }

    fn refused(self, reason: Reason, policy: &Policy) -> Step {
        match self.phase {
            Phase::Stopping { next: Next::Stop } => return self.rest(Phase::Stopped, Vec::new()),
            _ if !self.wanted => return self.rest(Phase::Stopped, Vec::new()),
            _ => {}
        }
        let mut effects = Vec::new();
        match reason {
            Reason::PortTaken | Reason::LoginEndangered => {
                effects.push(Effect::Arm(self.run, Timer::Recheck, policy.recheck));
            }
            Reason::Occupied => {
                effects.push(Effect::Arm(self.run, Timer::Recheck, policy.recheck));
                effects.push(Effect::Survey);
            }
            // each try is a program that runs for seconds
            Reason::ServiceDown => effects.push(Effect::Arm(self.run, Timer::Recheck, policy.crash_loop_pause)),
            Reason::NotInstalled | Reason::Node | Reason::Config | Reason::OlderBinary | Reason::NoService => {}
        }
        self.rest(Phase::Refused(reason), effects)
    }

    fn exited(self, ending: Ending, policy: &Policy) -> Step {
        let dead = Lifecycle { alive: false, ..self };
        match self.phase {
            // somebody ended a gateway that was never ours: not ours to bring back
            Phase::External { .. } => dead.rest(Phase::Stopped, vec![Effect::Survey]),
            Phase::Stopping { next: Next::Stop } => dead.rest(Phase::Stopped, Vec::new()),
            Phase::Stopping { next: Next::Start } => dead.launch(Vec::new()),
            Phase::Stopping { next: Next::Recover } => dead.ended(Ending::Failure, policy),
            Phase::Starting | Phase::Ready | Phase::Degraded(_) => dead.ended(ending, policy),
            Phase::Stopped | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) => self.stay(),
        }
    }

    /// A run that nobody asked to stop is over.
    fn ended(self, ending: Ending, policy: &Policy) -> Step {
        if !self.wanted {
            return self.rest(Phase::Stopped, Vec::new());
        }
        match ending {
            Ending::Restart => self.launch(Vec::new()),
            Ending::Refusal(reason) => self.refused(reason, policy),
            Ending::Failure => self.failed(policy),
        }
    }

    fn failed(self, policy: &Policy) -> Step {
        // counts up to the allowance and no further: what a crash loop retries counts as one more of the same
        let failures = (self.failures + 1).min(policy.failures_allowed);
        let counted = Lifecycle { failures, ..self };
        if failures >= policy.failures_allowed {
            let again = Effect::Arm(self.run, Timer::Backoff, policy.crash_loop_pause);
            return counted.rest(Phase::CrashLooping, vec![again]);
        }
        let pause = match self.owner {
            Owner::Service => policy.service_patience,
            _ => policy.pause(failures),
        };
        if pause.is_zero() {
            return counted.launch(Vec::new());
        }
        counted.rest(Phase::Backoff, vec![Effect::Arm(self.run, Timer::Backoff, pause)])
    }

    fn ready(self, policy: &Policy) -> Step {
        let serving = Lifecycle { phase: Phase::Ready, misses: 0, ..self };
        match self.phase {
            Phase::Starting | Phase::Degraded(_) => (
                serving,
                vec![
                    Effect::DisarmAll,
                    Effect::Arm(self.run, Timer::Stable, policy.stable),
                    Effect::Probe(self.run, Pace::Steady),
                ],
            ),
            Phase::Ready => serving.stay(),
            Phase::External { .. } => Lifecycle { phase: Phase::External { healthy: true }, misses: 0, ..self }.stay(),
            _ => self.stay(),
        }
    }

    fn not_ready(self) -> Step {
        let answered = Lifecycle { misses: 0, ..self };
        match self.phase {
            Phase::Ready | Phase::Degraded(Trouble::Hung) => {
                (Lifecycle { phase: Phase::Degraded(Trouble::NotReady), ..answered }, vec![Effect::DisarmAll])
            }
            Phase::External { .. } => Lifecycle { phase: Phase::External { healthy: true }, ..answered }.stay(),
            _ => answered.stay(),
        }
    }

    fn silent(self, policy: &Policy) -> Step {
        let missed = Lifecycle { misses: self.misses.saturating_add(1).min(policy.misses_allowed), ..self };
        let verdict = missed.misses >= policy.misses_allowed;
        match self.phase {
            Phase::Ready | Phase::Degraded(Trouble::NotReady) if verdict => (
                Lifecycle { phase: Phase::Degraded(Trouble::Hung), ..missed },
                vec![Effect::DisarmAll, Effect::Arm(self.run, Timer::Hang, policy.hang_patience)],
            ),
            Phase::External { .. } if verdict => {
                Lifecycle { phase: Phase::External { healthy: false }, ..missed }.stay()
            }
            Phase::Ready | Phase::Degraded(Trouble::NotReady) | Phase::External { .. } => missed.stay(),
            _ => self.stay(),
        }
    }

    fn refusing(self, policy: &Policy) -> Step {
        match self.phase {
            // alive with a closed port: it restarts itself within its process
            Phase::Ready | Phase::Degraded(_) | Phase::Stopping { next: Next::Start } => self.starting_again(policy),
            Phase::External { .. } => self.silent(policy),
            _ => self.stay(),
        }
    }

    fn rebooted(self, policy: &Policy) -> Step {
        match self.phase {
            Phase::Stopping { next: Next::Start } => self.starting_again(policy),
            _ => self.stay(),
        }
    }

    fn starting_again(self, policy: &Policy) -> Step {
        (
            Lifecycle { phase: Phase::Starting, misses: 0, ..self },
            vec![
                Effect::DisarmAll,
                Effect::Arm(self.run, Timer::Startup, policy.startup_longest),
                Effect::Probe(self.run, Pace::Startup),
            ],
        )
    }

    fn restart_declined(self, policy: &Policy) -> Step {
        match self.phase {
            Phase::Stopping { next: Next::Start } => self.terminate(Next::Start, policy, Vec::new()),
            _ => self.stay(),
        }
    }

    /// It runs, and whether it serves is for the next answer to say.
    fn stop_failed(self) -> Step {
        match self.phase {
            Phase::Stopping { .. } => (
                Lifecycle { phase: Phase::Degraded(Trouble::NotReady), misses: 0, ..self },
                vec![Effect::DisarmAll, Effect::Probe(self.run, Pace::Steady)],
            ),
            _ => self.stay(),
        }
    }

    fn elapsed(self, timer: Timer, policy: &Policy) -> Step {
        match (timer, self.phase) {
            (Timer::Backoff, Phase::Backoff | Phase::CrashLooping) | (Timer::Recheck, Phase::Refused(_)) => {
                self.launch(Vec::new())
            }
            (Timer::Startup, Phase::Starting) | (Timer::Hang, Phase::Degraded(Trouble::Hung)) => {
                self.terminate(Next::Recover, policy, Vec::new())
            }
            (Timer::Stop, Phase::Stopping { .. }) => (self, vec![Effect::Kill(self.run)]),
            (Timer::Stable, Phase::Ready) => Lifecycle { failures: 0, ..self }.stay(),
            _ => self.stay(),
        }
    }

    fn changed(self) -> Step {
        match self.phase {
            Phase::Refused(_) if self.wanted => Lifecycle { failures: 0, ..self }.launch(Vec::new()),
            _ => self.stay(),
        }
    }
}

impl Event {
    /// The run this speaks of, if it speaks of one.
    pub fn run(&self) -> Option<Run> {
        match *self {
            Event::Start
            | Event::Stop
            | Event::Restart
            | Event::Vacant
            | Event::Adopted(_)
            | Event::Foreign
            | Event::Changed
            | Event::Woke => None,
            Event::Launched(run, _)
            | Event::LaunchRefused(run, _)
            | Event::LaunchFailed(run)
            | Event::LaunchFoundForeign(run)
            | Event::Exited(run, _)
            | Event::Ready(run)
            | Event::NotReady(run)
            | Event::Silent(run)
            | Event::Refusing(run)
            | Event::Rebooted(run)
            | Event::RestartDeclined(run)
            | Event::StopFailed(run)
            | Event::Elapsed(run, _) => Some(run),
        }
    }
}

#[cfg(test)]
#[path = "lifecycle_tests.rs"]
mod tests;
