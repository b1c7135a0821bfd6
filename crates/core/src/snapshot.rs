//! What every face sees: the gateway at a glance, and the findings that matter now.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    approval::ApprovalView,
    check::Finding,
    lifecycle::{Owner, Phase, Reason},
    mending::MendingView,
    progress::Progress,
    quiet::Quiet,
    report::{Tone, headline, tone},
    settings_view::Manners,
    sign_in::SignInView,
    words::{Language, Phrase, Spoken},
};

/// The gateway at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GatewayView {
    /// Where its life stands.
    pub phase: PhaseName,
    /// Who runs it.
    pub owner: Owner,
    /// Process id while one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub pid: Option<u32>,
    /// The OpenClaw version that answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub version: Option<String>,
    /// Where clients connect.
    pub url: String,
    /// When the present process was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null", optional))]
    pub started_at: Option<Timestamp>,
    /// How often it was started again without anybody asking, since Clawtender runs.
    pub restarts: u32,
    /// One sentence on why the phase is what it is; empty when the phase says it all.
    #[serde(default, skip_serializing_if = "Phrase::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub detail: Phrase,
}

#[cfg(test)]
impl GatewayView {
    /// Of one that is ready, and of which nothing else is known.
    pub(crate) fn blank() -> GatewayView {
        GatewayView {
            phase: PhaseName::Ready,
            owner: Owner::Child,
            pid: None,
            version: None,
            url: String::new(),
            started_at: None,
            restarts: 0,
            detail: Phrase::default(),
        }
    }
}

impl GatewayView {
    /// One sentence on what the gateway does.
    pub fn summary(&self, language: Language) -> String {
        if !self.detail.is_empty() {
            return self.detail.said_in(language);
        }
        let id = match self.phase {
            PhaseName::Stopped => "gateway-stopped",
            PhaseName::Starting => "gateway-starting",
            PhaseName::Ready | PhaseName::External => "gateway-healthy",
            PhaseName::Degraded => "gateway-degraded",
            PhaseName::Stopping => "gateway-stopping",
            PhaseName::Backoff => "gateway-backoff",
            PhaseName::CrashLooping => "gateway-crash-looping",
            PhaseName::Refused => "gateway-refused",
        };
        language.say(id, &[])
    }
}

/// The phase as reports and scripts name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the names of lifecycle::Phase, which says what each means")]
pub enum PhaseName {
    Stopped,
    Starting,
    Ready,
    Degraded,
    Stopping,
    Backoff,
    CrashLooping,
    Refused,
    External,
}

impl From<Phase> for PhaseName {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Stopped => PhaseName::Stopped,
            Phase::Starting => PhaseName::Starting,
            Phase::Ready => PhaseName::Ready,
            Phase::Degraded(_) | Phase::External { healthy: false } => PhaseName::Degraded,
            Phase::Stopping { .. } => PhaseName::Stopping,
            Phase::Backoff => PhaseName::Backoff,
            Phase::CrashLooping => PhaseName::CrashLooping,
            Phase::Refused(_) => PhaseName::Refused,
            Phase::External { healthy: true } => PhaseName::External,
        }
    }
}

/// What the engine publishes whenever something a face shows has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Snapshot {
    /// The gateway at a glance.
    pub gateway: GatewayView,
    /// The findings of the latest facts, in reading order.
    pub findings: Vec<Finding>,
    /// What waits for the person's yes or no, oldest first.
    pub approvals: Vec<ApprovalView>,
    /// Which checks tell nothing for a while, because the person said so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Quiet>>"))]
    pub quiet: Vec<Quiet>,
    /// The sign-in that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub sign_in: Option<SignInView>,
    /// The fixes under way that take several steps, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<MendingView>>"))]
    pub mending: Vec<MendingView>,
    /// How many chats and runs the gateway is busy with, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub running: Option<u32>,
    /// What a person may do with the gateway now.
    pub may: May,
    /// Whether a doctor run is under way.
    pub examining: bool,
    /// Clawtender has never been set up here: the first run is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<bool>"))]
    pub new_here: bool,
    /// What the settings say to every face.
    #[serde(default, skip_serializing_if = "Manners::is_usual")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Manners>"))]
    pub manners: Manners,
    /// How far the latest one that is under way has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub progress: Option<Progress>,
    /// In which language the faces speak.
    #[serde(default)]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub language: Language,
}

/// A snapshot with the sentences a window shows over it, so that no window makes its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct View {
    /// [`Snapshot::tone`].
    pub tone: Tone,
    /// [`Snapshot::headline`].
    pub headline: String,
    /// [`Snapshot::summary`].
    pub summary: String,
    /// The snapshot itself.
    pub snapshot: Snapshot,
}

impl From<Snapshot> for View {
    fn from(snapshot: Snapshot) -> Self {
        View { tone: snapshot.tone(), headline: snapshot.headline(), summary: snapshot.summary(), snapshot }
    }
}

/// What a person may do with the gateway now. Faces grey out the rest; the engine refuses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct May {
    /// Start it.
    pub start: bool,
    /// Stop it.
    pub stop: bool,
    /// Restart it.
    pub restart: bool,
}

impl Snapshot {
    /// The same in the language that the faces speak. The engine keeps and hands on the English.
    #[must_use]
    pub fn spoken(&self) -> Snapshot {
        let findings = self.findings.iter().map(|finding| finding.said_in(self.language)).collect();
        let mut spoken = Snapshot { findings, ..self.clone() };
        spoken.gateway.detail.speak(self.language);
        spoken.approvals.speak(self.language);
        spoken.sign_in.speak(self.language);
        spoken.mending.speak(self.language);
        spoken.progress.iter_mut().for_each(|progress| progress.words.speak(self.language));
        spoken
    }

    /// The worst finding's weight.
    pub fn tone(&self) -> Tone {
        tone(&self.findings)
    }

    /// One sentence for the whole.
    pub fn headline(&self) -> String {
        headline(&self.gateway, &self.findings, self.language)
    }

    /// One sentence on what the gateway does, and how much of it, where it serves.
    pub fn summary(&self) -> String {
        let serves =
            matches!(self.gateway.phase, PhaseName::Ready | PhaseName::External) && self.gateway.detail.is_empty();
        match self.running.filter(|running| serves && *running > 0) {
            None => self.gateway.summary(self.language),
            Some(running) => self.language.say("gateway-working", &[("running", running.into())]),
        }
    }
}

impl May {
    /// What the phase allows.
    pub fn of(phase: Phase) -> Self {
        match phase {
            Phase::Stopped => May { start: true, ..May::default() },
            Phase::Refused(Reason::Occupied) | Phase::External { .. } => May { restart: true, ..May::default() },
            // a plain start would only be held again: it takes a deliberate one
            Phase::Refused(Reason::LoginEndangered) => May { stop: true, ..May::default() },
            Phase::Backoff | Phase::CrashLooping | Phase::Refused(_) | Phase::Stopping { .. } => {
                May { start: true, stop: true, restart: true }
            }
            Phase::Starting | Phase::Ready | Phase::Degraded(_) => May { start: false, stop: true, restart: true },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::{
        approval::{Approval, Kind},
        check::diagnose,
        checks,
        facts::{Facts, Observed},
        fixes::{Deed, Order},
        mending::Step,
        progress::progress,
        sign_in::{self, StepOption},
        words::{Phrase, alike},
    };

    #[test]
    fn nothing_of_it_is_left_in_english_when_it_is_spoken() {
        let asks = Approval {
            id: "a".into(),
            name: "phone".into(),
            platform: "ios".into(),
            reason: "not-paired".into(),
            role: Some("operator".into()),
            scopes: vec!["operator.read".into(), "operator.admin".into(), "nobody.knows".into()],
            expires: Some(Timestamp::UNIX_EPOCH),
            ..Approval::blank(Kind::Device)
        };
        let say = |id| Phrase::new(id, []);
        let option = StepOption { label: say("sign-in-paste"), ..StepOption::default() };
        let step = sign_in::Step {
            title: say("new-key-in-use"),
            message: say("new-key-delete-old"),
            options: vec![option],
            ..sign_in::Step::default()
        };
        let facts = Facts { clock: Observed::Pending, ..Facts::default() };
        // evidence is in its own words, whatever is spoken
        let bare = |finding| Finding { evidence: Vec::new(), ..finding };
        let english = Snapshot {
            gateway: GatewayView { detail: say("settled-idle"), ..GatewayView::blank() },
            findings: diagnose(checks::ALL, &facts).into_iter().map(bare).collect(),
            approvals: vec![
                asks.view(Timestamp::UNIX_EPOCH - jiff::SignedDuration::from_secs(1)),
                asks.view(Timestamp::UNIX_EPOCH),
            ],
            quiet: Vec::new(),
            sign_in: Some(SignInView {
                way: say("sign-in-paste"),
                step: Some(step),
                complaint: Some(say("token-empty")),
                ..SignInView::default()
            }),
            mending: MendingView::of(Deed::Order(Order::Restart), Step::Restart, "gateway-running", None)
                .into_iter()
                .collect(),
            running: None,
            may: May::default(),
            examining: true,
            new_here: false,
            manners: Manners::default(),
            progress: Some(progress(checks::ALL, &HashSet::new(), &HashMap::new())),
            language: Language::chosen(["de"]),
        };
        assert_eq!(alike(&english, &english.spoken()), [""; 0]);
    }
}
