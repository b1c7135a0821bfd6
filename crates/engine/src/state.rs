//! The actor's state. Every input changes it in one place, and decisions come from the core.
//!
//! What faces ask is in `asked`, what becomes of runs in `runs`, what faces see in `faces`.

use std::{collections::HashMap, time::Duration};

use clawtender_core::{
    approval::PastApprovals,
    check::{Finding, Outcome},
    facts::{Fact, FactUpdate, Facts},
    history::History,
    lifecycle::{self, Effect, Lifecycle, Next, Phase, Policy},
};
use jiff::Timestamp;
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    time::Instant,
};

use crate::{
    clock,
    diary::Diary,
    engine::{Input, Role},
    examine, launch,
    output::Output,
    platform,
    probes::config::Trust,
    protocol::{Answer, Event, GatewayAction, Request},
    record::Kept,
    settings::Mode,
    shelf::Shelf,
    supervisor::Supervisor,
    watch::{Touched, Watch},
    words,
    world::{ConfigStamp, World},
};

mod access;
mod alarm;
mod approvals;
mod asked;
mod examinations;
mod faces;
mod fixes;
mod host;
mod key_orders;
mod keys;
mod notices;
mod overview;
mod runs;
mod said;
mod settings;
mod setup;
mod sign_in;
mod time;
mod ways;

use access::Access;
use approvals::Questions;
use examinations::Examinations;
use fixes::Fixes;
use host::HostWatch;
use keys::KeyWatch;
use notices::Notices;
pub(crate) use overview::Weighed;
use said::Heard;
pub(crate) use sign_in::News as SignInNews;
use sign_in::SignIn;
use time::Time;
use ways::Ways;

/// How long after the start the daily looks begin, and how long between two of them.
const SETTLED: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);
/// A gateway that is ready sooner was there already: none starts in that time.
const FOUND_RUNNING: Duration = Duration::from_secs(1);

/// Somebody who waits for the gateway to come to rest.
struct Waiter {
    action: GatewayAction,
    reply: oneshot::Sender<Answer>,
}

/// Everything the engine knows.
pub(crate) struct State {
    world: World,
    role: Role,
    policy: Policy,
    life: Lifecycle,
    phase_since: Instant,
    kept: Kept,
    diary: Diary,
    weighed: Option<Weighed>,
    hands: Supervisor,
    output: Output,
    files: Watch,
    facts: Facts,
    findings: Vec<Finding>,
    /// How long each fact took to bring in the last doctor run.
    took: HashMap<Fact, Duration>,
    waiters: Vec<Waiter>,
    /// Whether the first look for living gateways is done.
    surveyed: bool,
    /// What was asked before it was.
    early: Vec<(Request, oneshot::Sender<Answer>)>,
    examinations: Examinations,
    /// How long the latest doctor run took.
    examined_in: Duration,
    restarts: u32,
    port: u16,
    version: Option<String>,
    started_at: Option<Timestamp>,
    /// The configuration file as it was when the present start began.
    started_with: Option<ConfigStamp>,
    /// The person said to start although a login is in danger.
    insist: bool,
    quitting: bool,
    /// What was told of each check and what it concerns.
    told: HashMap<(String, Option<String>), Outcome>,
    told_gateway: Option<(Phase, Option<u32>)>,
    access: Access,
    questions: Questions,
    fixes: Fixes,
    sign_in: Option<SignIn>,
    keys: KeyWatch,
    heard: Heard,
    notices: Notices,
    /// The runs of the doctor that are kept.
    runs: Shelf<History>,
    /// What has waited for the person.
    past: Shelf<PastApprovals>,
    time: Time,
    ways: Ways,
    host: HostWatch,
    inbox: mpsc::Sender<Input>,
    events: broadcast::Sender<Event>,
    shows: broadcast::Sender<Option<String>>,
}

impl State {
    pub(crate) fn new(
        world: World,
        role: Role,
        inbox: mpsc::Sender<Input>,
        events: broadcast::Sender<Event>,
        shows: broadcast::Sender<Option<String>>,
        files: Watch,
    ) -> State {
        let kept = Kept::open(&world.paths.state);
        let life = Lifecycle::new(kept.get().wanted, kept.get().run);
        let launch = role == Role::Resident && world.settings.gateway.mode != Mode::Watch;
        let config = world.config();
        let mut state = State {
            policy: Policy { launch, ..Policy::default() },
            life,
            phase_since: clock::tick(),
            hands: Supervisor::new(inbox.clone()),
            output: Output::open(&world.paths.logs),
            files,
            facts: Facts::default(),
            findings: Vec::new(),
            took: HashMap::new(),
            waiters: Vec::new(),
            surveyed: false,
            early: Vec::new(),
            examinations: Examinations::default(),
            examined_in: Duration::ZERO,
            restarts: 0,
            port: config.port,
            version: None,
            started_at: None,
            started_with: None,
            insist: false,
            quitting: false,
            told: HashMap::new(),
            told_gateway: None,
            access: Access::default(),
            questions: Questions::default(),
            fixes: Fixes::default(),
            sign_in: None,
            keys: KeyWatch::default(),
            heard: Heard::default(),
            notices: match role {
                Role::Resident => Notices::open(&world.paths.state),
                Role::Once => Notices::none(),
            },
            runs: match role {
                Role::Resident => Shelf::open(&world.paths.state, "runs.json"),
                Role::Once => Shelf::none(),
            },
            past: match role {
                Role::Resident => Shelf::open(&world.paths.state, "approvals.json"),
                Role::Once => Shelf::none(),
            },
            time: Time::new(&world),
            ways: Ways::default(),
            host: HostWatch::new(),
            diary: match role {
                Role::Resident => Diary::open(&world.paths.state),
                Role::Once => Diary::none(),
            },
            weighed: None,
            kept,
            world,
            role,
            inbox,
            events,
            shows,
        };
        state.facts.config = examine::seen(config);
        state.is_it_the_first_run();
        state.facts.process.usual_start = state.kept.get().usual_start.map(Duration::from_millis);
        state
    }

    /// Looks around for the first time.
    pub(crate) fn begin(&mut self) {
        self.begin_time();
        self.hands.survey(&self.world, self.kept.get().process, true);
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let runtime = examine::runtime(&world).await;
            let found = FactUpdate::runtime(runtime.clone());
            let _ = inbox.send(Input::Seen(vec![found, examine::cloud_login(&world).await])).await;
            let config = examine::configuration(&world, runtime.value(), Trust::LastGood).await;
            let _ = inbox.send(Input::Seen(vec![FactUpdate::config(config)])).await;
        });
        if self.role == Role::Resident {
            tokio::spawn(daily(self.inbox.clone()));
            tokio::spawn(screen(self.inbox.clone()));
        }
        self.look_at_host();
        self.look_for_keys();
        self.look_at_installation();
    }

    /// Asks which OpenClaw is the newest, beside everything else.
    fn look_for_updates(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let published = examine::published(&world).await;
            let _ = inbox.send(Input::Seen(vec![published])).await;
        });
    }

    /// After everybody has heard the news: writes down what must outlive us, then answers whoever waited for it. A disk
    /// takes longer than news should wait; an answer is a promise and waits for the disk.
    pub(crate) fn conclude(&mut self) {
        self.kept.write();
        self.diary.write();
        self.notices.write();
        self.runs.write();
        self.past.write();
        self.answer_settled();
        self.answer_curious();
        self.answer_fixes();
    }

    /// Whether the engine has been told to end and may.
    pub(crate) fn ended(&self) -> bool {
        self.quitting && !matches!(self.life.phase(), Phase::Stopping { next: Next::Stop })
    }

    /// Lets go of everything without touching the gateway.
    pub(crate) fn let_go(&mut self) {
        self.hands.let_go();
        self.notices.write_last();
        self.diary.close();
        for waiter in self.waiters.drain(..) {
            let _ = waiter.reply.send(Answer::Refused(words::say("ending")));
        }
    }

    /// The number of the gateway's newest line of output.
    pub(crate) fn written(&self) -> u64 {
        self.output.written()
    }

    pub(crate) fn hear(&mut self, input: Input) {
        match input {
            // before the first look around, nothing true can be said or done
            Input::Ask(request, reply) if !self.surveyed => self.early.push((request, reply)),
            Input::Ask(request, reply) => self.asked(request, reply),
            Input::Life(event) => {
                if event == lifecycle::Event::Woke {
                    // it may be another network by now
                    self.look_at_ways_soon();
                }
                self.live(event);
            }
            Input::Surveyed { found, first } => self.surveyed(found, first),
            Input::Planned { run, plan, seen } => self.planned(run, plan, seen),
            Input::ServiceStarted { run, started } => self.service_started(run, started),
            Input::StopFailed { run, why } => self.stop_failed(run, &why),
            Input::Ended { run, exit } => self.process_ended(run, exit),
            Input::RestartAsked { run, accepted } => self.restart_asked(run, accepted),
            Input::Heard { run, health } => self.heard(run, health),
            Input::Greeted { run, version } => self.greeted(run, version),
            Input::Link { number, news } => self.told(number, news),
            Input::Overdue { number } => self.overdue(number),
            Input::Decided { kind, id, decision } => self.was_decided(kind, &id, decision),
            Input::Undone { what, restarted } => self.undone(&what, restarted),
            Input::FixDone { number, why, entry } => {
                self.fix_noted(number, entry);
                self.fix_done(number, why);
            }
            Input::FixStopped { number } => self.fix_stopped(number),
            Input::FixStep { number, step } => self.fix_at(number, step),
            Input::FixPart { number, percent } => self.fix_has(number, percent),
            Input::FixOverdue { number, done } => self.fix_overdue(number, done),
            Input::SignIn { number, news } => self.sign_in_news(number, news),
            Input::Due => {}
            Input::Screen { locked } => self.notices.locked(locked),
            Input::DayBegun => {
                self.look_at_keys();
                self.look_for_updates();
                self.look_at_ways();
                self.look_at_installation();
                self.facts.forget(&[Fact::GatewayDoctor]);
            }
            Input::KeysDue => self.look_at_keys(),
            Input::KeysChanged => self.keys_changed(),
            Input::SettingsWritten { decided, reply } => self.settings_written(decided, reply),
            Input::WaysDue => self.ways_are_due(),
            Input::HostDue => self.look_at_host(),
            Input::SaidDue => self.said_is_due(),
            Input::FileRead(lines) => self.read_file(&lines),
            Input::LogEnd(lines) => self.read_end(&lines),
            Input::TimeDue => self.time_is_due(),
            Input::Measured { settings, readings, begun, took } => {
                let theirs = settings.clock == self.world.settings.clock;
                self.measured(readings, begun, took, theirs);
            }
            Input::TimeKnown(reply) => {
                // what was brought just before has not been judged yet
                self.judge();
                self.show_time(reply);
            }
            Input::Weighed { weighed, reply } => self.weighed(weighed, reply),
            Input::Seen(seen) => self.take(seen),
            Input::Brought { number, facts } => self.brought(number, facts),
            Input::Answered { number, facts, took } => self.examinations.answered(number, &facts, took),
            Input::Examined { number, took, reply } => self.examined(number, took, reply),
            Input::ExaminationLeft { number } => self.examination_left(number),
            Input::ShutDown { stop } => self.shut_down(stop),
        }
    }

    pub(crate) fn touched(&mut self, file: Touched) {
        match file {
            Touched::Output => self.read_output(),
            Touched::Config => {
                self.files.refresh();
                self.facts.config = examine::seen(self.world.config());
                self.live(lifecycle::Event::Changed);
                self.examine_config(Trust::LastGood);
                self.look_for_keys();
                self.look_at_ways();
                self.look_at_installation();
                // what its doctor found was found with another one
                self.facts.forget(&[Fact::GatewayDoctor]);
                self.nudge();
            }
            Touched::Locks => {
                self.files.refresh();
                self.follow_port();
                // also what a service manager has brought back by itself
                if self.life.at_rest() {
                    self.hands.survey(&self.world, self.kept.get().process, false);
                }
            }
        }
    }

    /// Looks who holds the port and the state folder: what explains that a gateway does not run.
    fn look_around(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let own = self.hands.subject().map(|subject| subject.identity.pid);
        // where none runs, it is the port of the next start that counts
        let port = own.map_or_else(|| world.config().port, |_| self.port);
        tokio::spawn(async move {
            let (others, holders) = launch::surroundings(&world, port, own).await;
            let seen = vec![FactUpdate::port(examine::seen(holders)), FactUpdate::others(examine::seen(others))];
            let _ = inbox.send(Input::Seen(seen)).await;
        });
    }

    /// One fact in its place, and what follows from its being there.
    fn takes(&mut self, fact: FactUpdate) {
        let which = fact.fact();
        fact.apply(&mut self.facts);
        if which == Fact::KeyTests {
            self.await_keys();
        }
        self.heard_of_ways(which);
        self.heard_of_host(which);
    }

    fn take(&mut self, seen: Vec<FactUpdate>) {
        for fact in seen {
            self.takes(fact);
        }
    }

    /// Asks OpenClaw what it makes of the configuration, where its word is not known yet.
    fn examine_config(&self, trust: Trust) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let runtime = self.facts.runtime.value().cloned();
        tokio::spawn(async move {
            let config = examine::configuration(&world, runtime.as_ref(), trust).await;
            let _ = inbox.send(Input::Seen(vec![FactUpdate::config(config)])).await;
        });
    }

    /// Looks at what lies around the gateway, beside everything else: files, services, other configurations.
    fn look_at_installation(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        let gateway = self.hands.subject().map(|subject| subject.identity.pid);
        tokio::spawn(async move {
            let seen = examine::installation(&world, gateway).await;
            let _ = inbox.send(Input::Seen(seen)).await;
        });
    }

    /// Looks which Node and OpenClaw there are.
    fn look_at_installs(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let runtime = examine::runtime(&world).await;
            let _ = inbox.send(Input::Seen(vec![FactUpdate::runtime(runtime)])).await;
        });
    }

    /// Has OpenClaw's own doctor look, and answers when it has.
    fn ask_gateway_doctor(&self, reply: oneshot::Sender<Answer>) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let found = examine::gateway_doctor(&world).await;
            let _ = inbox.send(Input::Seen(vec![found])).await;
            let _ = reply.send(Answer::Done);
        });
    }

    /// Lets the machine decide and carries out what it orders.
    fn live(&mut self, event: lifecycle::Event) {
        let before = self.life;
        let (after, effects) = before.step(event, &self.policy);
        self.life = after;
        if after.phase() != before.phase() {
            tracing::info!(?event, from = ?before.phase(), to = ?after.phase(), run = after.run(), "gateway");
            let lasted = clock::since(std::mem::replace(&mut self.phase_since, clock::tick()));
            self.diary.stands(after.phase().into());
            self.doubt_version();
            self.keep_link();
            if after.phase() == Phase::Ready {
                self.look_at_host();
                if before.phase() == Phase::Starting && lasted >= FOUND_RUNNING {
                    self.facts.process.usual_start = Some(lasted);
                    self.kept.set(|record| record.usual_start = u64::try_from(lasted.as_millis()).ok());
                }
                // where it listens, and what it was started with
                self.look_around();
                self.look_at_installation();
                self.look_at_variables();
            }
        }
        if after.run() != before.run() {
            self.kept.set(|record| record.run = after.run());
        }
        for effect in effects {
            match effect {
                // ending ourselves is not the person's wish that the gateway stay down
                Effect::Remember { .. } if self.quitting => {}
                Effect::Remember { wanted } => self.kept.set(|record| record.wanted = wanted),
                Effect::Launch(_) => {
                    self.begin_start();
                    self.count_restart(before, event);
                    self.hands.carry_out(effect, &self.world, self.kept.get().process, self.insist);
                }
                Effect::Attach(_) => {
                    self.begin_start();
                    // a service manager was faster than we
                    if matches!(before.phase(), Phase::Backoff | Phase::CrashLooping) {
                        self.restarted_by_itself();
                    }
                    self.hands.carry_out(effect, &self.world, self.kept.get().process, self.insist);
                }
                effect => self.hands.carry_out(effect, &self.world, self.kept.get().process, self.insist),
            }
        }
    }

    fn begin_start(&mut self) {
        self.started_with = self.world.config_stamp();
        self.started_at = None;
    }

    /// Counts what runs again without anybody asking, whoever started it.
    fn count_restart(&mut self, before: Lifecycle, event: lifecycle::Event) {
        let asked = matches!(
            event,
            lifecycle::Event::Start | lifecycle::Event::Restart | lifecycle::Event::Vacant | lifecycle::Event::Changed
        ) || matches!(before.phase(), Phase::Stopping { next: Next::Start } | Phase::Refused(_));
        if !asked {
            self.restarted_by_itself();
        }
    }

    fn restarted_by_itself(&mut self) {
        self.restarts += 1;
        self.diary.restarted();
    }
}

/// A while after the start, which has better things to do, and then once a day.
/// Tells whenever the screen is locked, or not any more.
async fn screen(inbox: mpsc::Sender<Input>) {
    let mut told = platform::watch_screen();
    while let Some(locked) = told.recv().await {
        tracing::info!(locked, "screen");
        if inbox.send(Input::Screen { locked }).await.is_err() {
            return;
        }
    }
}

async fn daily(inbox: mpsc::Sender<Input>) {
    tokio::time::sleep(SETTLED).await;
    while inbox.send(Input::DayBegun).await.is_ok() {
        tokio::time::sleep(DAY).await;
    }
}
