//! Asks the gateway how it is, and says what it heard. It never judges: two missed answers are two events.

use std::time::Duration;

use clawtender_core::lifecycle::{Event, Pace, Run};
use tokio::sync::mpsc;

use crate::{
    clock,
    engine::Input,
    gateway::{self, Endpoint},
    probes::gateway::{Heard, Probe},
};

/// How long an answer may take. The gateway answers in milliseconds; under full load of the machine in tens of them.
const DEADLINE: Duration = Duration::from_secs(2);
/// Between two questions while a person waits for it to get ready.
const STARTUP: Duration = Duration::from_millis(250);
/// A deadline that is noticed this much late says that we were starved ourselves: the missed answer proves nothing.
const LATE: Duration = Duration::from_millis(700);
/// The wall clock running ahead of our own time by more than this means that the computer slept.
const SLEPT: Duration = Duration::from_secs(3);

/// Asks until it is aborted. One task for one run at one pace.
///
/// `endpoint` tells where to ask; it is asked again whenever nobody answers: the gateway makes its certificate when it
/// starts for the first time, and may come back with or without one.
pub(crate) async fn ask(run: Run, endpoint: impl Fn() -> Endpoint, pace: Pace, inbox: mpsc::Sender<Input>) {
    let at = endpoint();
    let probe = match Probe::new(at) {
        Ok(probe) => probe,
        Err(error) => return tracing::error!(error = format!("{error:#}"), "the gateway cannot be asked"),
    };
    let mut asked = Asked { run, at, pace, probe, answered: false, boot: None, version: None, greeted: false };
    let mut awake = clock::Awake::new();
    loop {
        asked.question(&inbox, &mut awake).await;
        if !asked.answered {
            asked.look(endpoint());
        }
        match pace {
            Pace::Startup => tokio::time::sleep(STARTUP).await,
            // with the deadline twice this bounds how long a hang goes unnoticed: 4.1 s + 2 × 2 s
            Pace::Steady => clock::turn().await,
        }
        if awake.slept(SLEPT) && inbox.send(Input::Life(Event::Woke)).await.is_err() {
            return;
        }
        if inbox.is_closed() {
            return;
        }
    }
}

struct Asked {
    run: Run,
    at: Endpoint,
    pace: Pace,
    probe: Probe,
    /// Whether the last question was answered by a gateway.
    answered: bool,
    /// When the gateway last booted, in our own time: a restart within its process shows as a later one.
    boot: Option<tokio::time::Instant>,
    /// Whether the WebSocket has shown its challenge since the gateway booted.
    greeted: bool,
    /// The OpenClaw version that answers.
    version: Option<String>,
}

impl Asked {
    /// One question. A silence is asked about once more at once, so that a verdict needs no second pause.
    async fn question(&mut self, inbox: &mpsc::Sender<Input>, awake: &mut clock::Awake) {
        let attempts = match self.pace {
            Pace::Startup => 1,
            Pace::Steady => 2,
        };
        for _ in 0..attempts {
            let before = clock::tick();
            let heard = self.probe.health(DEADLINE).await;
            self.answered = matches!(heard, Heard::Ready | Heard::NotReady { .. });
            let late = clock::since(before) > DEADLINE + LATE || awake.slept(SLEPT);
            let silent = matches!(heard, Heard::Silent);
            if silent && late {
                let _ = inbox.send(Input::Life(Event::Woke)).await;
                return;
            }
            self.tell(heard, inbox).await;
            if !silent {
                return;
            }
        }
    }

    /// Asks there from now on.
    fn look(&mut self, at: Endpoint) {
        if at != self.at
            && let Ok(probe) = Probe::new(at)
        {
            (self.at, self.probe) = (at, probe);
        }
    }

    async fn tell(&mut self, heard: Heard, inbox: &mpsc::Sender<Input>) {
        let run = self.run;
        let event = match heard {
            Heard::Ready if !self.greet(inbox).await => return,
            Heard::Ready => Event::Ready(run),
            Heard::NotReady { .. } => Event::NotReady(run),
            // something else took the port: the gateway itself says nothing
            Heard::Silent | Heard::Foreign => Event::Silent(run),
            Heard::Refusing => {
                self.greeted = false;
                Event::Refusing(run)
            }
        };
        let _ = inbox.send(Input::Heard { run, health: heard.health(self.version.clone()) }).await;
        let _ = inbox.send(Input::Life(event)).await;
    }

    /// Ready means that clients can connect: the WebSocket shows its challenge. Once a boot; also learns the version, and
    /// notices a boot that happened between two questions.
    async fn greet(&mut self, inbox: &mpsc::Sender<Input>) -> bool {
        if self.greeted && self.pace == Pace::Steady {
            return true;
        }
        let Some(startup) = self.probe.startup(DEADLINE).await else { return false };
        let rebooted = self.rebooted(Duration::from_millis(startup.uptime_ms));
        if self.greeted && !rebooted {
            return true;
        }
        if !startup.started || gateway::challenge(&self.at, DEADLINE).await.is_err() {
            return false;
        }
        self.greeted = true;
        self.version = startup.version;
        let _ = inbox.send(Input::Greeted { run: self.run, version: self.version.clone() }).await;
        if rebooted {
            let _ = inbox.send(Input::Life(Event::Rebooted(self.run))).await;
        }
        true
    }

    fn rebooted(&mut self, uptime: Duration) -> bool {
        let Some(boot) = clock::tick().checked_sub(uptime) else { return false };
        let later = self.boot.is_some_and(|earlier| boot > earlier + Duration::from_secs(1));
        self.boot = Some(boot);
        later
    }
}
