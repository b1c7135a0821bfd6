//! What is to be asked over one connection, and when.
//!
//! At most one question at a time, a list never sooner than [`PAUSE`] after the one before, however many events come in.
//! Nothing here wakes anybody: it says when something is due, and that is once a minute unless an event made it sooner.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    pin::Pin,
    time::Duration,
};

use clawtender_core::{facts::FactUpdate, text::clean, words::Phrase};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{ANSWER, lists::Lists};
use crate::{
    clock,
    gateway::{
        approvals::Source,
        frames::Event,
        reports::Report,
        restart,
        session::{Requests, RpcError},
        tail::Tail,
    },
    probes::logins,
};

/// Between two lists, and between two looks at what runs.
const PAUSE: Duration = Duration::from_millis(400);
const LOOK: Duration = Duration::from_secs(2);
/// Between two looks at the log, and how long it waits for what comes with what was just written.
const LOG: Duration = Duration::from_secs(10);
const MOMENT: Duration = Duration::from_secs(1);
/// How soon the logins are asked for again that a change of the configuration may announce: at the next minute after this.
const SOON: Duration = Duration::from_secs(10);
/// How often what has no event is asked.
const MINUTE: Duration = Duration::from_mins(1);
/// Names kept of the owners of degraded secrets.
const OWNERS: usize = 50;

/// How soon it is looked again while something runs: its end has no event.
const WHILE_BUSY: Duration = Duration::from_secs(10);
/// Events that hint at the beginning or end of something that a restart would interrupt. Those that tell it exactly come
/// with `sessions.subscribe` alone, and with them every word of every chat: not for us.
const WORK: [&str; 5] = ["chat.metadata.changed", "cron", "heartbeat", "sessions.changed", "task"];

/// What is known of one connection, and what is due.
pub(super) struct Visit {
    requests: Requests,
    pub(super) lists: Lists,
    /// The number of the last event.
    seq: Option<u64>,
    /// Whether what waits has been told since the connection stands: that nothing does is news then too.
    told: bool,
    /// Lists to be asked for again.
    stale: BTreeSet<Source>,
    next_list: Instant,
    /// Something may have begun or ended.
    busy: bool,
    /// Something may have become of the secrets.
    secrets: bool,
    next_look: Instant,
    next_minute: Instant,
    /// When each report is due again.
    reports: BTreeMap<Report, Instant>,
    /// How often logins are asked for soon again: the configuration has changed, and what it names may be stored or taken over a
    /// moment after it, on a busy computer a minute.
    logins_follow: u8,
    /// Everything has been asked for since this was last said.
    informed: bool,
    /// Where the gateway keeps its logins.
    state_dir: PathBuf,
    /// Its log, and whether it is to be read again, and when at the soonest.
    pub(super) log: Tail,
    log_due: bool,
    next_log: Instant,
}

/// What the gateway has answered.
pub(super) enum Answer {
    Lists(Vec<(Source, Option<Value>)>),
    Look { running: Option<u32>, degraded: Option<Vec<String>> },
    Report(FactUpdate),
    Log(Value),
}

pub(super) type Asking = Pin<Box<dyn Future<Output = Answer> + Send>>;

impl Visit {
    pub(super) fn new(requests: Requests, state_dir: PathBuf, log: Tail) -> Visit {
        let now = clock::tick();
        Visit {
            requests,
            lists: Lists::default(),
            seq: None,
            told: false,
            stale: Source::ALL.into(),
            next_list: now,
            busy: true,
            secrets: true,
            next_look: now,
            next_minute: now + MINUTE,
            reports: Report::ALL.into_iter().map(|report| (report, now)).collect(),
            informed: false,
            state_dir,
            log_due: true,
            logins_follow: 0,
            next_log: now,
            log,
        }
    }

    /// Everything may be another than it was.
    pub(super) fn all_again(&mut self) {
        self.stale.extend(Source::ALL);
        (self.busy, self.secrets, self.log_due) = (true, true, true);
        self.next_log = clock::tick();
        self.are_due(&Report::ALL);
        self.informed = false;
    }

    fn are_due(&mut self, reports: &[Report]) {
        let now = clock::tick();
        self.reports.extend(reports.iter().map(|report| (*report, now)));
    }

    /// Whether everything has been asked for, the first time that it is so since it was all to be asked for again.
    pub(super) fn is_informed(&mut self) -> bool {
        let now = clock::tick();
        let read = !self.log_due || self.next_log > now;
        let done = self.stale.is_empty() && read && self.reports.values().all(|due| *due > now);
        done && !std::mem::replace(&mut self.informed, true)
    }

    /// Any request may have been decided.
    pub(super) fn lists_again(&mut self) {
        self.stale.extend(Source::ALL);
    }

    /// Whether this is the first time what waits is told.
    pub(super) fn is_first(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// Notes what an event says to look at.
    pub(super) fn hears(&mut self, event: &Event) {
        self.count(event.seq);
        self.stale.extend(Source::of_event(&event.name));
        self.busy |= WORK.contains(&event.name.as_str());
        if event.name == "config.changed" {
            self.logins_follow = 6;
        }
        self.are_due(Report::of_event(&event.name));
    }

    /// The gateway has written something to its output, and will have to its log in a moment.
    pub(super) fn log_grew(&mut self) {
        if !std::mem::replace(&mut self.log_due, true) {
            self.next_log = self.next_log.max(clock::tick() + MOMENT);
        }
    }

    /// Something runs: looks again soon.
    pub(super) fn busy_for_now(&mut self) {
        (self.busy, self.next_look) = (true, clock::tick() + WHILE_BUSY);
    }

    /// Events are numbered: a number left out is an event that was lost.
    fn count(&mut self, seq: Option<u64>) {
        if let (Some(last), Some(now)) = (self.seq, seq)
            && now != last.saturating_add(1)
        {
            tracing::debug!(last, now, "events of the gateway were lost");
            self.all_again();
        }
        self.seq = seq.or(self.seq);
    }

    /// The next question, if it is time for one.
    pub(super) fn due(&mut self) -> Option<Asking> {
        let now = clock::tick();
        if !self.stale.is_empty() && now >= self.next_list {
            self.next_list = now + PAUSE;
            let sources = std::mem::take(&mut self.stale);
            return Some(Box::pin(list(self.requests.clone(), sources)));
        }
        if (self.busy || self.secrets) && now >= self.next_look {
            self.next_look = now + LOOK;
            self.busy = false;
            let secrets = std::mem::take(&mut self.secrets);
            return Some(Box::pin(look(self.requests.clone(), secrets)));
        }
        if self.log_due && now >= self.next_log {
            (self.log_due, self.next_log) = (false, now + LOG);
            return Some(Box::pin(tail(self.requests.clone(), self.log.parameters())));
        }
        let (report, _) = self.reports.iter().find(|(_, due)| **due <= now)?;
        let report = *report;
        let follows = report == Report::Credentials && self.logins_follow > 0;
        if follows {
            self.logins_follow -= 1;
        }
        self.reports.insert(report, now + if follows { SOON } else { report.lasts() });
        Some(Box::pin(ask_for(self.requests.clone(), report, self.state_dir.clone())))
    }

    /// When there is something to do again.
    pub(super) fn next_due(&self) -> Instant {
        let list = (!self.stale.is_empty()).then_some(self.next_list);
        let look = (self.busy || self.secrets).then_some(self.next_look);
        // what gets old waits for the minute; what an event made due does not
        let now = clock::tick();
        let report = self.reports.values().any(|due| *due <= now).then_some(now);
        let log = self.log_due.then_some(self.next_log);
        [list, look, report, log].into_iter().flatten().fold(self.next_minute, Instant::min)
    }

    pub(super) fn minute_passed(&mut self) {
        let now = clock::tick();
        if now >= self.next_minute {
            self.next_minute = now + MINUTE;
            self.stale.insert(Source::Channel);
            self.stale.extend(self.lists.not_empty());
            (self.busy, self.secrets) = (true, true);
            self.log_due |= self.log.reads_everything();
        }
    }

    /// Sees to it that a request is gone when its time is.
    pub(super) fn wake_when_lapsed(&mut self) {
        if let Some(left) = self.lists.lapses_in(clock::now()) {
            self.next_minute = self.next_minute.min(clock::tick() + left);
        }
    }
}

/// One list after the other; what is refused is empty.
async fn list(requests: Requests, sources: BTreeSet<Source>) -> Answer {
    let mut lists = Vec::new();
    for source in sources {
        let answer = match requests.request(source.method(), json!({}), ANSWER).await {
            Ok(answer) => Some(answer),
            Err(RpcError::Refused(no)) => {
                tracing::debug!(code = no.denial().code, method = source.method(), "the gateway does not list");
                Some(Value::Null)
            }
            Err(_) => None,
        };
        lists.push((source, answer));
    }
    Answer::Lists(lists)
}

async fn tail(requests: Requests, parameters: Value) -> Answer {
    Answer::Log(requests.request("logs.tail", parameters, ANSWER).await.unwrap_or_default())
}

/// A report, or why there is none. An older gateway does not know every request.
async fn ask_for(requests: Requests, report: Report, state_dir: PathBuf) -> Answer {
    let brought = match bring(&requests, report, &state_dir).await {
        Ok(answers) => report.read(&answers),
        Err(why) => {
            tracing::debug!(?report, %why, "the gateway does not report");
            report.unavailable(why.words())
        }
    };
    Answer::Report(brought)
}

async fn bring(requests: &Requests, report: Report, state_dir: &Path) -> Result<Vec<Value>, Untold> {
    if report == Report::Credentials {
        logins::may_be_asked(state_dir).await?;
    }
    let mut answers = Vec::new();
    for method in report.methods() {
        answers.push(requests.request(method, json!({}), ANSWER).await?);
    }
    Ok(answers)
}

/// Why there is no report, for a person.
#[derive(Debug, thiserror::Error)]
enum Untold {
    /// The question would do harm.
    #[error(transparent)]
    Endangered(#[from] logins::Endangered),
    #[error("It could not be asked for: {0}.")]
    Failed(#[from] RpcError),
}

impl Untold {
    fn words(&self) -> Phrase {
        match self {
            Untold::Endangered(_) => Phrase::new("unseen-login", []),
            Untold::Failed(why) => Phrase::new("unseen-report", [("why", why.words().into())]),
        }
    }
}

async fn look(requests: Requests, secrets: bool) -> Answer {
    let running = restart::weigh(&requests, ANSWER).await.ok().map(|preflight| preflight.running);
    let mut degraded = None;
    if secrets && let Ok(status) = requests.request("status", json!({}), ANSWER).await {
        degraded = Some(owners(&status["degradedSecretOwners"]));
    }
    Answer::Look { running, degraded }
}

/// `provider ok: secret provider failed`, as the gateway names them and says why.
fn owners(degraded: &Value) -> Vec<String> {
    let name = |owner: &Value| {
        let parts = [&owner["ownerKind"], &owner["ownerId"]].map(|part| part.as_str().unwrap_or_default());
        // the colon is what tells the two apart
        let name = clean(&parts.join(" "), 200).replace(": ", " ");
        match owner["reason"].as_str() {
            Some(reason) if !name.trim().is_empty() => format!("{name}: {}", clean(reason, 200)),
            _ => name,
        }
    };
    let names = degraded.as_array().into_iter().flatten().map(name);
    names.filter(|name| !name.is_empty()).take(OWNERS).collect()
}
