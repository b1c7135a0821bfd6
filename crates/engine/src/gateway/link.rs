//! The connection to the gateway that lasts: always there or on its way, and what it hears told as [`News`].
//!
//! It asks for `operator.admin` beside what it reads: measured with OpenClaw 2026.9.6, the gateway shows a request for a
//! device, node or command that somebody else made to administrators alone, in lists and in events, and hands commands to
//! clients that say `approvals` alone. Whoever holds the shared secret can ask for all that anyway.
//!
//! It decides nothing: which news matter to a person is the core's affair. It never ends by itself; dropping the last
//! [`LinkHandle`] ends it.

use std::{
    ffi::OsString,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use clawtender_core::{
    access::{Activity, Denial, Link},
    approval::{Approval, Decision, Kind},
    facts::FactUpdate,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::{
    sync::{Notify, mpsc},
    task::AbortHandle,
    time::timeout,
};

use super::{
    decide::{self, DecideError, Decided},
    endpoint::Endpoint,
    handshake::{ConnectError, Credentials, connect},
    restart::{self, Preflight, RestartAnswer, RestartError},
    session::{Requests, Session},
    sign_in,
    vault::Vault,
};
use crate::probes::config::{self, Located};
use crate::words::because;

mod keys;
mod lists;
mod serve;
mod task;
mod visit;

#[cfg(test)]
pub(super) mod tests;

/// Deadline of one attempt to connect, and of one request.
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(15);

/// Looks up a variable of the environment that a start of the gateway would use.
pub type Environment = Arc<dyn Fn(&str) -> Option<OsString> + Send + Sync>;

/// Which gateway, and with what.
#[derive(Clone)]
pub struct Options {
    /// Where the gateway's configuration is; read anew for every attempt to connect.
    pub located: Arc<Located>,
    /// The environment that the gateway has.
    pub environment: Environment,
    /// The port, where it is not the configuration's.
    pub port: Option<u16>,
    /// Where our device's key and token are kept. While it cannot be used, memory takes its place.
    pub vault: Arc<dyn Vault>,
    /// Whether a device of our own is shown. A command that asks once needs none: the shared secret is enough.
    pub device: bool,
    /// What of the gateway's log is read over the connection.
    pub log: Reads,
}

/// What of a gateway's log is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Everything: its output is not ours to read.
    Everything,
    /// What it does not write to its output as well, when it has written something there.
    Beside,
}

/// What the connection has to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// How it stands. Told on change alone.
    Changed(Box<Link>),
    /// The shared secret is configured and cannot be read: why, for a person. `None` when it can again.
    Unreadable(Option<String>),
    /// The gateway lets us in and does not accept our device: why. `None` when it does again.
    Unpaired(Option<Denial>),
    /// Something that the gateway told everybody and that others may want to act on: `config.changed`,
    /// `update.available` for instance.
    Event {
        /// The gateway's name for it.
        name: String,
        /// What it carries: untrusted, not cleaned, at most 4 MiB as JSON.
        payload: Value,
    },
    /// All that waits for a decision, oldest first; empty while there is no connection. Told on change alone.
    Lists {
        /// At most 500.
        approvals: Vec<Approval>,
    },
    /// What the gateway does. Told on change alone.
    Activity(Activity),
    /// What the gateway says of itself: its channels, its schedule, its credentials.
    Reported(FactUpdate),
    /// Lines of the gateway's log, as it writes them to its output.
    Log {
        /// Of its connections.
        connections: Vec<String>,
        /// All others. Where several gateways write to one file, they may be another one's.
        rest: Vec<String>,
    },
    /// Everything has been asked for that is asked for over a connection: the first time, and after each
    /// [`LinkHandle::nudge`].
    Informed,
    /// The gateway says that it goes.
    Bye {
        /// It says that it comes back, and within which time.
        restart_expected: Option<Duration>,
    },
    /// It is the same gateway after a restart: its name for this boot.
    Rebooted {
        /// `server.bootId`.
        boot: String,
    },
}

/// A running connection. Clones are the same one.
#[derive(Clone)]
pub struct LinkHandle {
    shared: Arc<Shared>,
    _task: Arc<Ends>,
}

/// Ends the task with the last handle.
struct Ends(AbortHandle);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the handle and the task both see.
struct Shared {
    options: Options,
    /// The configuration may have changed, or the gateway may have come up.
    nudge: Notify,
    /// Something was decided.
    decided: Notify,
    /// The gateway has written something.
    log: Notify,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    /// The open connection, and the scopes it has.
    open: Option<(Requests, Vec<String>)>,
    approvals: Vec<Approval>,
    /// What is to be forgotten before the next attempt.
    forget: Option<Forget>,
}

/// What the gateway does not take of us any more.
#[derive(Clone, Copy)]
enum Forget {
    /// The token that it gave our device.
    Token,
    /// Our device altogether.
    Key,
}

/// Starts the connection. Needs a tokio runtime.
///
/// `news` is waited for: whoever holds the other end reads it, and does not wait for the connection while doing so.
pub fn start(options: Options, news: mpsc::Sender<News>) -> LinkHandle {
    let shared = Arc::new(Shared {
        options,
        nudge: Notify::new(),
        decided: Notify::new(),
        log: Notify::new(),
        now: Mutex::default(),
    });
    let task = tokio::spawn(task::Task::new(Arc::clone(&shared), news).run());
    LinkHandle { shared, _task: Arc::new(Ends(task.abort_handle())) }
}

impl LinkHandle {
    /// Carries out a person's decision; `Ok` only when the gateway confirms it.
    ///
    /// # Errors
    /// See [`DecideError`].
    pub async fn decide(&self, kind: Kind, id: &str, decision: Decision) -> Result<Decided, DecideError> {
        let listed = self
            .shared
            .now(|now| now.approvals.iter().find(|approval| approval.kind == kind && approval.id == id).cloned());
        let scopes = match kind {
            // the approver must have what it gives, and a node's request needs an administrator
            Kind::Device | Kind::Node | Kind::Channel => "operator.admin",
            Kind::Exec | Kind::Plugin => "operator.approvals",
        };
        let asking = self.shared.asking(scopes).await?;
        let request = decide::Request { kind, id, listed: listed.as_ref() };
        let outcome = decide::decide(&asking.requests, &request, decision, ANSWER).await;
        self.shared.decided.notify_one();
        outcome
    }

    /// What a restart would interrupt now.
    ///
    /// # Errors
    /// See [`RestartError`].
    pub async fn preflight(&self) -> Result<Preflight, RestartError> {
        let asking = self.shared.asking("operator.read").await?;
        restart::weigh(&asking.requests, ANSWER).await
    }

    /// Orders a restart; `when_idle` waits for what runs to end. It has not happened yet when this returns.
    ///
    /// # Errors
    /// See [`RestartError`].
    pub async fn restart(&self, when_idle: bool) -> Result<RestartAnswer, RestartError> {
        let asking = self.shared.asking("operator.admin").await?;
        restart::order(&asking.requests, "restart from Clawtender", !when_idle, ANSWER).await
    }

    /// Asks the gateway anything over the open connection, or over a short one that has `scope`. It waits 15 s.
    ///
    /// # Errors
    /// [`RestartError`] in its first two forms.
    pub async fn ask(&self, scope: &str, method: &str, params: Value) -> Result<Value, RestartError> {
        let asking = self.shared.asking(scope).await?;
        Ok(asking.requests.request(method, params, ANSWER).await?)
    }

    /// Leads a person through a sign-in with a provider. `choice` is one of the gateway's login options; the end of `orders`
    /// cancels it. It lasts as long as the connection that it began on.
    pub async fn sign_in(
        &self,
        choice: &str,
        orders: mpsc::Receiver<sign_in::Order>,
        tell: mpsc::Sender<sign_in::Shown>,
    ) -> sign_in::Ending {
        match self.shared.asking("operator.admin").await {
            Ok(asking) => sign_in::lead(&asking.requests, choice, orders, tell).await,
            Err(error) => sign_in::Ending::Failed(because("gateway-sign-in-none", error.words())),
        }
    }

    /// Connects anew with the shared secret, as a device that the gateway has given no token yet; with `new_key`, as
    /// another device.
    pub fn introduce_anew(&self, new_key: bool) {
        self.shared.now(|now| now.forget = Some(if new_key { Forget::Key } else { Forget::Token }));
        self.nudge();
    }

    /// The URL of the gateway's own control page, with the shared token in its fragment: for the browser and no log.
    ///
    /// OpenClaw's command line makes a one-time token instead, by writing it into the gateway's database: there is no
    /// request for it.
    pub async fn dashboard(&self) -> SecretString {
        let options = &self.shared.options;
        let page = options.endpoint().http() + &config::control_path(&options.located, &*options.environment);
        match self.shared.options.credentials().await {
            (Credentials::Token(token), _) => {
                SecretString::from(format!("{page}#token={}", escaped(token.expose_secret())))
            }
            _ => SecretString::from(page),
        }
    }

    /// The configuration may have changed, or the gateway may have come up: reads it anew and tries at once.
    pub fn nudge(&self) {
        self.shared.nudge.notify_one();
    }

    /// The gateway has written something to its output: its log is looked at soon.
    pub fn log_grew(&self) {
        self.shared.log.notify_one();
    }
}

/// A connection to ask over; a short one ends with it.
struct Asking {
    requests: Requests,
    _session: Option<Session>,
}

impl Shared {
    fn now<T>(&self, work: impl FnOnce(&mut Now) -> T) -> T {
        // what a panic left behind is whole: each field is replaced at once
        work(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The open connection where it has `scope`, else a short one of its own.
    async fn asking(&self, scope: &str) -> Result<Asking, ConnectError> {
        let may = |scopes: &Vec<String>| scopes.iter().any(|has| has == scope || has == "operator.admin");
        let open = self.now(|now| now.open.clone().filter(|(_, scopes)| may(scopes)));
        if let Some((requests, _)) = open {
            return Ok(Asking { requests, _session: None });
        }
        let whole = async {
            let (credentials, _) = self.options.credentials().await;
            let (session, _) = connect(&self.options.endpoint(), &credentials, &[scope], CONNECT).await?;
            Ok(Asking { requests: session.requests(), _session: Some(session) })
        };
        timeout(2 * CONNECT, whole).await.map_err(|_| ConnectError::TimedOut)?
    }
}

impl Options {
    fn endpoint(&self) -> Endpoint {
        config::endpoint(&self.located, &*self.environment, self.port)
    }

    /// What client and gateway share now, and why it is not known although there is something.
    async fn credentials(&self) -> (Credentials, Option<String>) {
        match config::resolve_secret(&self.located, &*self.environment).await {
            Ok(secret) => (Credentials::from(secret), None),
            Err(why) => (Credentials::Nothing, Some(why.to_string())),
        }
    }
}

/// As the fragment of a URL takes it.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut done, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            done.push(char::from(byte));
        } else {
            let _ = write!(done, "%{byte:02X}");
        }
        done
    })
}
