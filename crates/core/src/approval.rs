//! What waits for the person's yes or no, and every sentence that is said about it.
//!
//! Everything a requester says of itself is a claim and is shown as one. Which requests need a second, deliberate step is
//! decided here and nowhere else.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words::{Language, Phrase, Spoken};

mod past;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use past::{Fate, PastApproval, PastApprovals};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Kind {
    /// A device (phone, browser, program) wants to connect as an operator.
    Device,
    /// A node (phone, second computer) wants to offer what it can do.
    Node,
    /// A sender in a chat channel wants to talk to the gateway.
    Channel,
    /// The agent wants to run a command.
    Exec,
    /// A plugin wants to do something.
    Plugin,
}

/// One request, as the gateway tells it. Its texts are cleaned when it is made; they stay claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// What is asked for.
    pub kind: Kind,
    /// The gateway's request id: what a decision names. Unique among all kinds.
    pub id: String,
    /// What the requester calls itself: a claim.
    pub name: String,
    /// The platform or channel it claims.
    pub platform: String,
    /// Where it connects from, as the gateway saw it, where it tells.
    pub address: Option<String>,
    /// Device, node or sender id.
    pub subject: Option<String>,
    /// Why now: `not-paired`, `scope-upgrade`, `role-upgrade`, `metadata-upgrade`; empty where the gateway does not say.
    pub reason: String,
    /// The role it wants, `operator` or `node`.
    pub role: Option<String>,
    /// The scopes (of a node: capabilities and commands) it wants.
    pub scopes: Vec<String>,
    /// Those it has already, where it is known to the gateway.
    pub granted: Vec<String>,
    /// For [`Kind::Exec`] and [`Kind::Plugin`]: the whole text of what would be run or done, line breaks kept.
    pub command: Option<String>,
    /// Where it would run: folder, agent, host, one line each.
    pub context: Vec<Phrase>,
    /// What the gateway itself warns of.
    pub warnings: Vec<String>,
    /// Whether "always" can be chosen.
    pub may_always: bool,
    /// For [`Kind::Channel`]: channel and account, which a decision must name.
    pub channel: Option<(String, String)>,
    /// When it was first asked.
    pub since: Timestamp,
    /// When the request lapses, where known.
    pub expires: Option<Timestamp>,
}

/// What a person may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Decision {
    /// Yes. A command: this once.
    Approve,
    /// Yes, and from now on without asking. Commands only.
    Always,
    /// No.
    Reject,
}

/// One thing that is asked for, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Permission {
    /// The gateway's own word, `operator.read`.
    pub scope: String,
    /// What it lets the requester do.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// It has not got this yet.
    pub new: bool,
    /// It lets the requester take over the gateway, let others in, see secrets or run programs; or nobody knows what it does.
    pub powerful: bool,
}

/// A decision as a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Choice {
    /// What the click means.
    pub decision: Decision,
    /// Verb and object.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub label: Phrase,
}

/// An approval as every face shows it: no face makes a sentence of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ApprovalView {
    /// What is asked for.
    pub kind: Kind,
    /// What a decision names.
    pub id: String,
    /// At most six words: `A device wants to connect`.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// Who asks and what for, in one or two sentences, at most 240 characters.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
    /// Who asks, line by line: claimed name, platform, address, id.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub who: Vec<Phrase>,
    /// What is asked for.
    pub permissions: Vec<Permission>,
    /// The whole text of what would be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub command: Option<String>,
    /// Where it would run, and what the gateway warns of.
    #[cfg_attr(feature = "types", ts(as = "Vec<String>"))]
    pub notes: Vec<Phrase>,
    /// It takes the window and a second step: never one click.
    pub deliberate: bool,
    /// The buttons, the yes first; none when the request has lapsed.
    pub choices: Vec<Choice>,
    /// When it was first asked.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub since: Timestamp,
    /// When the request lapses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(type = "string | null", optional))]
    pub expires: Option<Timestamp>,
}

/// Why a decision is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request has lapsed: there is nothing left to decide.
    Lapsed,
    /// This decision is not among the choices.
    NotOffered,
    /// A yes to this takes the window and a second step.
    NeedsSecondStep,
}

impl Refusal {
    /// For a person.
    pub fn message(self) -> Phrase {
        let id = match self {
            Refusal::Lapsed => "refused-lapsed",
            Refusal::NotOffered => "refused-not-offered",
            Refusal::NeedsSecondStep => "refused-second-step",
        };
        Phrase::new(id, [])
    }
}

#[cfg(test)]
impl Approval {
    /// One of which nothing is known.
    pub(crate) fn blank(kind: Kind) -> Approval {
        Approval {
            kind,
            id: String::new(),
            name: String::new(),
            platform: String::new(),
            address: None,
            subject: None,
            reason: String::new(),
            role: None,
            scopes: Vec::new(),
            granted: Vec::new(),
            command: None,
            context: Vec::new(),
            warnings: Vec::new(),
            may_always: false,
            channel: None,
            since: Timestamp::UNIX_EPOCH,
            expires: None,
        }
    }
}

impl Spoken for ApprovalView {
    fn speak(&mut self, language: Language) {
        self.title.speak(language);
        self.message.speak(language);
        self.who.speak(language);
        self.notes.speak(language);
        self.permissions.iter_mut().for_each(|permission| permission.words.speak(language));
        self.choices.iter_mut().for_each(|choice| choice.label.speak(language));
    }
}

impl ApprovalView {
    /// Whether this decision may be carried out. `deliberate` says that the person took the second step. A no never
    /// needs one.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn may(&self, decision: Decision, deliberate: bool) -> Result<(), Refusal> {
        match () {
            () if self.choices.is_empty() => Err(Refusal::Lapsed),
            () if !self.choices.iter().any(|choice| choice.decision == decision) => Err(Refusal::NotOffered),
            () if self.deliberate && !deliberate && decision != Decision::Reject => Err(Refusal::NeedsSecondStep),
            () => Ok(()),
        }
    }
}
