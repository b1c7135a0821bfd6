//! From one attempt to the next: who we are, which secret, how long to wait.

use std::{sync::Arc, time::Duration};

use clawtender_core::access::{Activity, Denial, Identity, Link, LinkState};
use secrecy::SecretString;
use tokio::{sync::mpsc, time::sleep};

use super::{CONNECT, Forget, News, Shared};
use crate::{
    clock,
    gateway::{
        admission::{ByToken, Wish},
        endpoint::Endpoint,
        handshake::{ConnectError, Credentials, Hello},
        identity::Device,
        session::{Ending, Session},
        vault::Memory,
    },
};

/// What the lasting connection asks for, always the same: another set would be another pairing.
pub(super) const SCOPES: [&str; 4] = ["operator.read", "operator.pairing", "operator.approvals", "operator.admin"];
/// What we can do: the gateway hands approvals to clients that say so.
const CAPS: [&str; 1] = ["approvals"];
/// First and longest wait after an attempt that may work the next time.
const BACKOFF: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Wait after a no that time alone does not change.
const HOPELESS: Duration = Duration::from_mins(5);
/// A connection that ended sooner than this counts as an attempt that did not work.
const LASTED: Duration = Duration::from_secs(10);
/// Wait after the gateway said that its shared secret is another one now: the file may still be on its way.
const NEW_SECRET: Duration = Duration::from_millis(250);

/// The life of a link.
pub(super) struct Task {
    pub(super) shared: Arc<Shared>,
    pub(super) news: mpsc::Sender<News>,
    pub(super) link: Link,
    pub(super) activity: Activity,
    /// The gateway's name for the boot that was seen last.
    boot: Option<String>,
    /// Attempts since one worked.
    failures: u32,
    /// Frames dropped by connections that are over.
    pub(super) dropped: u64,
    pub(super) device: Option<Device>,
    /// What stands in for a keychain that cannot be used.
    pub(super) memory: Memory,
    pub(super) kept: bool,
    /// Whether the device is shown: not again once the gateway wants a person's word for it, until there is one or the
    /// configuration changes.
    pub(super) shows_device: bool,
    /// Why the gateway does not accept it, as it was told.
    pub(super) unpaired: Option<Denial>,
    unreadable: Option<String>,
}

/// Nobody listens to the news any more.
pub(super) struct Unheard;

impl Task {
    pub(super) fn new(shared: Arc<Shared>, news: mpsc::Sender<News>) -> Task {
        Task {
            shared,
            news,
            link: Link::default(),
            activity: Activity::default(),
            boot: None,
            failures: 0,
            dropped: 0,
            device: None,
            memory: Memory::default(),
            kept: true,
            shows_device: true,
            unpaired: None,
            unreadable: None,
        }
    }

    pub(super) async fn run(mut self) {
        while let Ok(wait) = self.once().await {
            let nudged = tokio::select! {
                () = sleep(wait) => false,
                () = self.shared.nudge.notified() => true,
            };
            if nudged {
                self.afresh();
            }
        }
    }

    /// Forgets what a person said to forget.
    async fn forget_as_told(&mut self) {
        let told = self.shared.now(|now| now.forget.take());
        if told.is_some() {
            self.forget().await;
        }
        if matches!(told, Some(Forget::Key)) {
            self.forget_device().await;
        }
    }

    /// What was decided on what may have changed is decided anew.
    fn afresh(&mut self) {
        self.failures = 0;
        self.shows_device = true;
        if !self.kept {
            (self.kept, self.device) = (true, None);
        }
    }

    /// One attempt and, where it works, one connection until its end; then how long to wait.
    async fn once(&mut self) -> Result<Duration, Unheard> {
        self.forget_as_told().await;
        let endpoint = self.shared.options.endpoint();
        let outcome = self.attempt(&endpoint).await?;
        let (session, hello) = match outcome {
            Ok(admitted) => admitted,
            Err(error) => return self.refused(error).await,
        };
        let began = clock::tick();
        let ending = self.serve(session, hello, endpoint).await?;
        if clock::since(began) >= LASTED {
            self.failures = 0;
        }
        Ok(match ending {
            Ending::Closed(Some(4001)) if self.failures == 0 => NEW_SECRET,
            Ending::Closed(_) | Ending::Silent | Ending::Broken => self.backoff(),
        })
    }

    /// The token first: it needs no secret to be fetched, from a keychain that may be locked or a program that may be slow.
    async fn attempt(&mut self, endpoint: &Endpoint) -> Result<Result<(Session, Hello), ConnectError>, Unheard> {
        let device = if self.shared.options.device { self.device().await.filter(|_| self.shows_device) } else { None };
        let token = match &device {
            Some(device) => self.token(device).await,
            None => None,
        };
        let mut wish = Wish { endpoint, device: device.as_ref(), scopes: &SCOPES, caps: &CAPS, deadline: CONNECT };
        let mut unpaired = None;
        if let Some(token) = &token {
            match wish.by_token(token).await {
                ByToken::Settled(outcome) => return self.admitted(outcome, &wish, Some(token), None).await,
                ByToken::Stale => self.forget().await,
                ByToken::Unpaired(no) => (unpaired, wish.device) = (Some(no), None),
            }
        }
        if let Err(error) = wish.knock().await {
            return Ok(Err(error));
        }
        let (shared, why) = self.shared.options.credentials().await;
        if self.unreadable != why {
            self.unreadable.clone_from(&why);
            self.tell(News::Unreadable(why)).await?;
        }
        if !self.kept && !matches!(shared, Credentials::Nothing) {
            // the secret is enough, and a device that is gone with this process would be one more in the gateway's list
            wish.device = None;
            self.link.identity = Identity::Withheld;
        }
        let (outcome, without) = wish.by_secret(&shared).await;
        let shown = unpaired.or(without);
        self.admitted(outcome, &wish, None, shown).await
    }

    /// Keeps what the gateway gave, and tells what it thinks of the device.
    async fn admitted(
        &mut self,
        outcome: Result<(Session, Hello), ConnectError>,
        wish: &Wish<'_>,
        known: Option<&SecretString>,
        unpaired: Option<Denial>,
    ) -> Result<Result<(Session, Hello), ConnectError>, Unheard> {
        if let Ok((_, hello)) = &outcome
            && (wish.device.is_some() || unpaired.is_some())
        {
            if let Some(device) = wish.device {
                self.keep(device, known, hello).await;
            }
            self.shows_device = unpaired.is_none();
            if self.unpaired != unpaired {
                self.unpaired.clone_from(&unpaired);
                self.tell(News::Unpaired(unpaired)).await?;
            }
        }
        Ok(outcome)
    }

    async fn refused(&mut self, error: ConnectError) -> Result<Duration, Unheard> {
        tracing::debug!(%error, "no connection to the gateway");
        let (state, wait) = match error {
            ConnectError::Starting { retry_after } => (LinkState::Waiting, Some(bounded(retry_after))),
            ConnectError::Denied(no) => {
                let denial = no.denial();
                let hopeless = is_hopeless(&denial.code).then_some(HOPELESS);
                let told = no.retry_after.map(bounded);
                (LinkState::Denied(denial), told.max(hopeless))
            }
            ConnectError::Untrusted => (LinkState::Denied(untrusted()), None),
            ConnectError::Refused | ConnectError::TimedOut | ConnectError::Closed(_) | ConnectError::Foreign => {
                (LinkState::Waiting, None)
            }
        };
        self.become_(state).await?;
        Ok(wait.unwrap_or_else(|| self.backoff()))
    }

    /// 1 s, 2 s, 4 s … 30 s, each a fifth more or less.
    fn backoff(&mut self) -> Duration {
        let wait = BACKOFF.0.saturating_mul(1 << self.failures.min(5)).min(BACKOFF.1);
        self.failures = self.failures.saturating_add(1);
        wait.mul_f64(0.8 + 0.4 * fastrand::f64())
    }

    /// Tells how the connection stands, if that is news.
    pub(super) async fn become_(&mut self, state: LinkState) -> Result<(), Unheard> {
        let link = Link { state, ..self.link.clone() };
        self.is_now(link).await
    }

    pub(super) async fn is_now(&mut self, link: Link) -> Result<(), Unheard> {
        if link == self.link {
            return Ok(());
        }
        self.link = link.clone();
        self.tell(News::Changed(Box::new(link))).await
    }

    pub(super) async fn tell(&mut self, news: News) -> Result<(), Unheard> {
        self.news.send(news).await.map_err(|_| Unheard)
    }

    /// Notes which boot answers, and tells when it is another one than before.
    pub(super) async fn met(&mut self, hello: &Hello) -> Result<(), Unheard> {
        let boot = hello.boot_id.clone();
        let earlier = std::mem::replace(&mut self.boot, boot.clone());
        match (earlier, boot) {
            (Some(earlier), Some(boot)) if earlier != boot => self.tell(News::Rebooted { boot }).await,
            _ => Ok(()),
        }
    }
}

fn bounded(wait: Duration) -> Duration {
    wait.clamp(Duration::from_millis(100), Duration::from_mins(10))
}

/// Codes on which OpenClaw's own client stops trying: only a person or a change of the configuration helps.
fn is_hopeless(code: &str) -> bool {
    const CODES: [&str; 9] = [
        "AUTH_TOKEN_MISSING",
        "AUTH_BOOTSTRAP_TOKEN_INVALID",
        "AUTH_RATE_LIMITED",
        "AUTH_DEVICE_TOKEN_MISMATCH",
        "AUTH_SCOPE_MISMATCH",
        "AUTH_IDENTITY_HEADER_REQUIRED",
        "AUTH_VERIFIED_USER_REQUIRED",
        "PAIRING_REQUIRED",
        "DEVICE_IDENTITY_REQUIRED",
    ];
    CODES.contains(&code) || code.starts_with("AUTH_PASSWORD_") || code.starts_with("CONTROL_UI_")
}

/// The one no that is ours: what listens is not who it must be.
fn untrusted() -> Denial {
    Denial {
        code: "TLS_CERTIFICATE_MISMATCH".to_owned(),
        message: "What answers on the gateway's port shows another certificate than the gateway's files hold."
            .to_owned(),
        ..Denial::default()
    }
}
