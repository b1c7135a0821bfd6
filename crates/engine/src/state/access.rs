//! The connection to the gateway: kept while one answers, and what it brings put where it belongs.

use std::sync::Arc;

use clawtender_core::{
    access::{Activity, Link, LinkState, TurnedAwayLog},
    facts::Fact,
    lifecycle::{self, Owner, Phase},
    words::Phrase,
};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};

use super::State;
use crate::{
    clock,
    engine::{Input, Role},
    examine,
    gateway::{self, LinkHandle, News, Reads, Vault},
    handoff,
    keychain::Keychain,
    platform,
    protocol::{Answer, Preflight},
    words,
};

/// News that wait for the actor.
const BACKLOG: usize = 64;

/// Who was turned away so long before we looked may be in by now.
const OVER: SignedDuration = SignedDuration::from_mins(10);

/// What is kept about the connection beside the facts.
pub(super) struct Access {
    link: Option<Connected>,
    /// Where the key and the token of our device are.
    vault: Arc<dyn Vault>,
    /// How many connections there have been: the number of the latest.
    links: u64,
    /// The person wants a restart as soon as nothing is running.
    restart_when_idle: bool,
    /// The gateway said that it goes and comes back.
    comes_back: bool,
    /// Whom the gateway turned away, and the number of the last line of its output that was read for it.
    away: TurnedAwayLog,
    read: u64,
    /// Who waits until the gateway has said all that it is asked.
    uninformed: Vec<oneshot::Sender<()>>,
}

/// What only an open connection knows. Its credentials are not among it: they outlive it.
const OF_THE_MOMENT: [Fact; 7] = [
    Fact::Approvals,
    Fact::Activity,
    Fact::RunningConfig,
    Fact::Channels,
    Fact::Schedule,
    Fact::Heartbeat,
    Fact::Nodes,
];

impl Default for Access {
    fn default() -> Access {
        Access {
            link: None,
            vault: Arc::new(Keychain::system()),
            links: 0,
            restart_when_idle: false,
            comes_back: false,
            away: TurnedAwayLog::default(),
            read: 0,
            uninformed: Vec::new(),
        }
    }
}

/// A connection, and which one it is: news of an earlier one are dropped.
struct Connected {
    number: u64,
    port: u16,
    handle: LinkHandle,
}

impl State {
    /// Connects while a gateway answers, and lets go when it is gone.
    pub(super) fn keep_link(&mut self) {
        let answers = match self.life.phase() {
            Phase::Ready | Phase::External { healthy: true } => true,
            // it may be restarting itself: the connection waits for it
            Phase::Degraded(_) | Phase::Stopping { .. } | Phase::External { .. } => self.access.link.is_some(),
            Phase::Stopped | Phase::Starting | Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) => false,
        };
        let stands = self.access.link.as_ref().is_some_and(|link| link.port == self.port);
        if stands && answers {
            return;
        }
        if self.access.link.take().is_some() {
            self.facts.link = Link { identity: self.facts.link.identity, ..Link::default() };
            self.facts.forget(&OF_THE_MOMENT);
            self.access.uninformed.clear();
        }
        if answers {
            self.connect();
        }
    }

    fn connect(&mut self) {
        self.access.links += 1;
        let (number, port) = (self.access.links, self.port);
        let (news, mut told) = mpsc::channel(BACKLOG);
        let world = self.world.clone();
        let handle = gateway::start(
            gateway::Options {
                located: Arc::clone(&self.world.located),
                environment: Arc::new(move |name: &str| world.variable(name)),
                port: Some(port),
                vault: Arc::clone(&self.access.vault),
                device: self.role == Role::Resident,
                log: if self.life.owner() == Owner::Child { Reads::Beside } else { Reads::Everything },
            },
            news,
        );
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            while let Some(news) = told.recv().await {
                if inbox.send(Input::Link { number, news }).await.is_err() {
                    return;
                }
            }
        });
        self.access.link = Some(Connected { number, port, handle });
    }

    /// The connection, where a gateway answers.
    pub(super) fn link(&self) -> Option<&LinkHandle> {
        self.access.link.as_ref().map(|link| &link.handle)
    }

    /// Reads what the cloud command line signs in with as often as the gateway is asked for its own credentials.
    pub(super) fn look_at_cloud_login(&self) {
        let (world, inbox) = (self.world.clone(), self.inbox.clone());
        tokio::spawn(async move {
            let _ = inbox.send(Input::Seen(vec![examine::cloud_login(&world).await])).await;
        });
    }

    /// Asks the gateway for all that it is asked; what is returned ends when it has said it. Who drops it waits no more.
    pub(super) fn inform(&mut self) -> oneshot::Receiver<()> {
        let (waits, told) = oneshot::channel();
        self.access.uninformed.retain(|waits| !waits.is_closed());
        if let Some(link) = &self.access.link {
            link.handle.nudge();
            if !matches!(self.facts.link.state, LinkState::Denied(_)) {
                self.access.uninformed.push(waits);
            }
        }
        told
    }

    /// The configuration may have changed, or the gateway may have come up.
    pub(super) fn nudge(&self) {
        if let Some(link) = self.link() {
            link.nudge();
        }
    }

    pub(super) fn told(&mut self, number: u64, news: News) {
        if self.access.link.as_ref().is_none_or(|link| link.number != number) {
            return;
        }
        match news {
            News::Changed(link) => {
                let trouble = (self.facts.link.unreadable.take(), self.facts.link.unpaired.take());
                self.facts.link = Link { unreadable: trouble.0, unpaired: trouble.1, ..*link };
                if matches!(self.facts.link.state, LinkState::Up { .. }) {
                    self.access.comes_back = false;
                } else {
                    self.facts.forget(&OF_THE_MOMENT);
                }
            }
            News::Unreadable(why) => self.facts.link.unreadable = why,
            News::Unpaired(why) => self.facts.link.unpaired = why,
            News::Lists { mut approvals } => {
                let own = self.facts.link.unpaired.as_ref().and_then(|no| no.request.as_deref());
                for approval in approvals.iter_mut().filter(|approval| Some(approval.id.as_str()) == own) {
                    approval.context.push(words::say("approval-ours"));
                }
                self.facts.approvals = examine::seen(approvals);
            }
            News::Activity(activity) => self.does(activity),
            News::Reported(report) => {
                if report.fact() == Fact::Credentials {
                    self.look_at_cloud_login();
                }
                report.apply(&mut self.facts);
            }
            News::Log { connections, rest } => {
                self.hear_of_turned_away(&connections);
                self.hear_file(rest);
            }
            News::Informed => {
                self.access.uninformed.clear();
                platform::give_back_memory();
            }
            News::Bye { restart_expected } => self.access.comes_back = restart_expected.is_some(),
            // the prober sees a restart by itself, and the files' watch a change of the configuration
            News::Rebooted { .. } | News::Event { .. } => {}
        }
    }

    /// Reads what the gateway wrote for clients that it turned away.
    pub(super) fn read_output(&mut self) {
        self.output.pump();
        let written = self.output.after(self.access.read);
        self.access.read = self.output.written();
        self.hear_output(&written.lines);
    }

    /// Lines of the gateway's own output.
    fn hear_output(&mut self, lines: &[String]) {
        self.hear_of_turned_away(lines);
        let hits = self.understand(lines);
        self.hear_of_keys(&hits);
        self.read_of_ways(lines);
        self.hear_said(lines, hits);
        if let Some(link) = self.link().filter(|_| lines.iter().any(|line| !line.contains(" [ws] "))) {
            link.log_grew();
        }
    }

    /// Lines that tell, among other things, whom the gateway turned away.
    fn hear_of_turned_away(&mut self, lines: &[String]) {
        let (now, uptime) = (clock::now(), self.notices.uptime());
        let mut news = self.access.away.forget(uptime);
        // what an adopted gateway wrote long ago is read again
        for line in lines.iter().filter(|line| !is_over(line, now)) {
            news |= self.access.away.read(line, now, uptime);
        }
        if news {
            self.facts.turned_away = examine::seen(self.access.away.entries());
        }
    }

    /// Whether the gateway said that it would come back, the last time that it went.
    pub(super) fn was_to_come_back(&mut self) -> bool {
        std::mem::take(&mut self.access.comes_back)
    }

    /// Restarts as soon as nothing is running; `false` when nothing is now.
    pub(super) fn restart_when_idle(&mut self) -> bool {
        let busy = self.facts.activity.value().is_some_and(|activity| activity.running > 0);
        self.access.restart_when_idle = busy;
        busy
    }

    /// What was put off until nothing is running is off.
    pub(super) fn forget_idle_restart(&mut self) {
        self.access.restart_when_idle = false;
    }

    /// What is put off, for a person.
    pub(super) fn put_off(&self) -> Option<Phrase> {
        self.access.restart_when_idle.then(|| words::say("settled-idle"))
    }

    fn does(&mut self, activity: Activity) {
        let idle = activity.running == 0;
        let before = self.facts.activity.value().map(|activity| &activity.degraded_secrets);
        // a secret that came or went may have the keychain for a cause
        let secrets = before.is_some_and(|before| *before != activity.degraded_secrets);
        self.facts.activity = examine::seen(activity);
        if secrets {
            self.look_for_keys();
        }
        if idle && std::mem::take(&mut self.access.restart_when_idle) {
            self.live(lifecycle::Event::Restart);
        }
    }

    /// Says what a restart would interrupt now.
    pub(super) fn weigh_restart(&self, reply: oneshot::Sender<Answer>) {
        let Some(link) = self.link().cloned() else {
            let _ = reply.send(Answer::Refused(words::say("no-link")));
            return;
        };
        tokio::spawn(async move {
            let _ = reply.send(match link.preflight().await {
                Ok(preflight) => Answer::Preflight(Preflight {
                    safe: preflight.running == 0,
                    message: would_interrupt(preflight.running),
                }),
                Err(error) => Answer::Refused(words::because("unsaid-doing", error.words())),
            });
        });
    }

    /// Makes an address that leads a browser into the gateway's dashboard once.
    pub(super) fn lead_to_dashboard(&self, reply: oneshot::Sender<Answer>) {
        let Some(link) = self.link().cloned() else {
            let _ = reply.send(Answer::Refused(words::say("no-dashboard")));
            return;
        };
        tokio::spawn(async move {
            let _ = reply.send(match handoff::lead_to(link.dashboard().await).await {
                Ok(address) => Answer::Address(address),
                Err(error) => Answer::Refused(words::because("no-address", error.to_string())),
            });
        });
    }
}

/// Whether a line was written too long ago to say anything about now.
fn is_over(line: &str, now: Timestamp) -> bool {
    let written = line.split(' ').next().and_then(|time| time.parse::<Timestamp>().ok());
    written.is_some_and(|at| now.duration_since(at) > OVER)
}

fn would_interrupt(running: u32) -> Phrase {
    Phrase::new("restart-interrupts", [("running", running.into())])
}
