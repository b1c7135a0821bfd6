//! One open connection, from hello to its end: what it hears, and what the answers change.

use std::time::Duration;

use clawtender_core::access::{Activity, Link, LinkState};
use tokio::time::sleep_until;

use super::{
    News,
    task::{SCOPES, Task, Unheard},
    visit::{Answer, Asking, Visit},
};
use crate::clock;
use crate::gateway::{
    endpoint::Endpoint,
    frames::Event,
    handshake::Hello,
    session::{Ending, Session},
    tail::Tail,
};

/// Events that are handed on.
const HANDED_ON: [&str; 4] = ["config.changed", "gateway.suspension", "update.available", "update.run.changed"];

impl Task {
    /// Serves until the connection ends, and clears what only an open one knows.
    pub(super) async fn serve(
        &mut self,
        session: Session,
        hello: Hello,
        endpoint: Endpoint,
    ) -> Result<Ending, Unheard> {
        let missing = SCOPES.iter().filter(|scope| !hello.scopes.iter().any(|has| has == *scope));
        let state = LinkState::Up {
            missing: missing.map(|scope| (*scope).to_owned()).collect(),
            scopes: hello.scopes.clone(),
            method: hello.method.clone(),
        };
        let requests = session.requests();
        self.shared.now(|now| now.open = Some((requests.clone(), hello.scopes.clone())));
        let link = Link { state, skew: hello.skew, ..self.link.clone() };
        let served = async {
            self.is_now(link).await?;
            self.met(&hello).await?;
            let options = &self.shared.options;
            let log = Tail::new(endpoint.port, options.log);
            let visit = Visit::new(requests, options.located.state_dir.clone(), log);
            self.listen(session, visit, endpoint).await
        };
        let served = served.await;
        let approvals = self.shared.now(|now| {
            now.open = None;
            std::mem::take(&mut now.approvals)
        });
        let ending = served?;
        tracing::debug!(?ending, "the connection to the gateway ended");
        if !approvals.is_empty() {
            self.tell(News::Lists { approvals: Vec::new() }).await?;
        }
        self.does(Activity::default()).await?;
        self.become_(LinkState::Waiting).await?;
        Ok(ending)
    }

    async fn listen(&mut self, mut session: Session, mut visit: Visit, endpoint: Endpoint) -> Result<Ending, Unheard> {
        let mut asking: Option<Asking> = None;
        loop {
            if asking.is_none() {
                asking = visit.due();
            }
            let (idle, due) = (asking.is_none(), visit.next_due());
            let asked = async {
                match &mut asking {
                    Some(asking) => asking.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = session.event() => match event {
                    None => {
                        self.dropped += session.dropped();
                        return Ok(session.ending());
                    }
                    Some(event) if self.is_approved(&event) => return Ok(Ending::Closed(None)),
                    Some(event) => self.hear(&mut visit, event).await?,
                },
                answer = asked => {
                    asking = None;
                    self.take(&mut visit, answer).await?;
                    if visit.is_informed() {
                        self.tell(News::Informed).await?;
                    }
                }
                () = sleep_until(due), if idle => visit.minute_passed(),
                () = self.shared.decided.notified() => visit.lists_again(),
                () = self.shared.log.notified() => visit.log_grew(),
                () = self.shared.nudge.notified() => {
                    if self.shared.options.endpoint() != endpoint || self.shared.now(|now| now.forget.is_some()) {
                        return Ok(Ending::Closed(None));
                    }
                    visit.all_again();
                }
            }
            let dropped = self.dropped + session.dropped();
            if dropped != self.link.dropped {
                let link = Link { dropped, ..self.link.clone() };
                self.is_now(link).await?;
            }
        }
    }

    async fn hear(&mut self, visit: &mut Visit, event: Event) -> Result<(), Unheard> {
        visit.hears(&event);
        if event.name == "shutdown" {
            let expected = event.payload["restartExpectedMs"].as_u64();
            return self.tell(News::Bye { restart_expected: expected.map(Duration::from_millis) }).await;
        }
        if HANDED_ON.contains(&event.name.as_str()) {
            return self.tell(News::Event { name: event.name, payload: event.payload }).await;
        }
        Ok(())
    }

    /// Somebody has approved our own device: worth connecting anew, with it.
    fn is_approved(&mut self, event: &Event) -> bool {
        let ours = event.name == "device.pair.resolved"
            && event.payload["decision"] == "approved"
            && !self.shows_device
            && self.device.as_ref().is_some_and(|device| event.payload["deviceId"] == device.id());
        self.shows_device |= ours;
        ours
    }

    async fn take(&mut self, visit: &mut Visit, answer: Answer) -> Result<(), Unheard> {
        match answer {
            Answer::Lists(lists) => {
                let approvals = visit.lists.replace(lists);
                visit.wake_when_lapsed();
                let changed = self.shared.now(|now| {
                    let changed = now.approvals != approvals;
                    now.approvals.clone_from(&approvals);
                    changed
                });
                let first = visit.is_first();
                if changed || first { self.tell(News::Lists { approvals }).await } else { Ok(()) }
            }
            Answer::Look { running, degraded } => {
                let now = Activity {
                    running: running.unwrap_or(self.activity.running),
                    degraded_secrets: degraded.unwrap_or_else(|| self.activity.degraded_secrets.clone()),
                };
                if now.running > 0 {
                    visit.busy_for_now();
                }
                self.does(now).await
            }
            Answer::Report(report) => self.tell(News::Reported(report)).await,
            Answer::Log(answer) => {
                let (connections, rest) = visit.log.read(&answer, clock::now());
                if connections.is_empty() && rest.is_empty() {
                    return Ok(());
                }
                self.tell(News::Log { connections, rest }).await
            }
        }
    }

    /// Tells what the gateway does, if that is news.
    async fn does(&mut self, activity: Activity) -> Result<(), Unheard> {
        if activity == self.activity {
            return Ok(());
        }
        self.activity = activity.clone();
        self.tell(News::Activity(activity)).await
    }
}
