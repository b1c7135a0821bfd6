//! What goes over the local socket between a face and the engine: one JSON object a line, both ways.
//!
//! A face sends [`Call`]s and gets one [`Message::Answer`] for each, in any order. After [`Request::Subscribe`] it also
//! gets [`Message::Snapshot`] and [`Message::Event`] as things happen. The engine never sends a secret, and takes one alone:
//! what a person types in a sign-in ([`Typed`]).

use clawtender_core::{
    approval::{ApprovalView, Decision, Kind, PastApproval},
    changes::ChangeView,
    check::{Evidence, Outcome},
    clock::ClockView,
    export::Export,
    facts::Runtime,
    fixes::{self, FixOutcome, NewKey},
    history::RunHistory,
    incident::Notice,
    key_list::{KeyList, MovePlan},
    lifecycle::Owner,
    overview::{Load, Overview},
    providers::tested::KeyName,
    quiet::MuteFor,
    report::Report,
    selection::Selection,
    settings_view::SettingsView,
    setup::SetupView,
    snapshot::{PhaseName, Snapshot},
    words::{Language, Phrase, Spoken},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod sign_in;

pub use sign_in::{StepAnswer, Typed};

/// Longest line either side accepts, in bytes. A full report is about 30 kB.
pub const LINE_LIMIT: usize = 4 * 1024 * 1024;

/// One request with the number its answer will carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Chosen by the caller.
    pub id: u64,
    /// The answer is for a person's eyes: in the language that the faces speak. Without it, everything is in English.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spoken: bool,
    /// What is asked.
    #[serde(flatten)]
    pub request: Request,
}

/// What a face may ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "kebab-case")]
pub enum Request {
    /// The present snapshot.
    Snapshot,
    /// The present snapshot, then every change of it and every event, until the connection closes.
    Subscribe,
    /// Asks anew what the chosen checks look at, all of them where none is named, and judges. Answered with a report of
    /// everything that is known then. How far it has come is in the snapshot. It ends when the face that asked for it goes.
    Doctor {
        /// Ask nothing that leaves this computer.
        #[serde(default)]
        offline: bool,
        /// For which checks.
        #[serde(default, skip_serializing_if = "Selection::is_everything")]
        selection: Selection,
    },
    /// The runs of the doctor that are kept, and what has become of things since one of them.
    Runs {
        /// Which; the last one before today where none is named.
        #[serde(default)]
        against: Option<Timestamp>,
    },
    /// Has OpenClaw's own doctor look, which takes seconds of a processor. Answered with `Done` when its findings are known, or
    /// why they are not; reports hold them from then on.
    GatewayDoctor,
    /// Starts, stops or restarts the gateway. Answered when it has settled.
    Gateway {
        /// Which.
        action: GatewayAction,
        /// Start although a stored login may be lost by it. The person has been told.
        #[serde(default)]
        anyway: bool,
        /// A restart waits until nothing is running.
        #[serde(default)]
        idle: bool,
    },
    /// The gateway's latest output.
    Logs {
        /// How many lines at most, newest last.
        lines: usize,
    },
    /// The latest report as text for an issue, without what is nobody else's business.
    Export,
    /// What the overview shows beside the snapshot.
    Overview,
    /// Looks what the gateway and all that it started take of this computer.
    Load,
    /// Asks what time it is, unless that was known a moment ago. Answered with what everybody said.
    Clock,
    /// Asks the gateway what waits for the person.
    Approvals,
    /// What has waited for the person and how it ended.
    PastApprovals,
    /// Decides what waits for the person. Answered when the gateway has confirmed it.
    Decide {
        /// What is asked for.
        kind: Kind,
        /// Its id. Not called `id`: that is the call's own number.
        approval: String,
        /// Yes or no.
        decision: Decision,
        /// The person saw everything that is asked for and said so a second time.
        #[serde(default)]
        deliberate: bool,
    },
    /// What a fix that a finding offers would do, exactly: a difference for each file, each command. Changes nothing.
    Plan(Mend),
    /// Carries out a fix that a finding offers. Answered when its check has judged again.
    Fix(Mend),
    /// What Clawtender has changed on this computer, latest first.
    Changes,
    /// Takes such a change back. Answered when the files are as they were, or why they are not.
    Undo {
        /// The journal's name for it.
        entry: String,
    },
    /// Stops the fix of this finding, where nothing has been changed yet: whoever asked for it hears of it.
    StopFix {
        /// The check's id.
        finding: String,
        /// What the finding concerns, when its check concerns several things.
        #[serde(default)]
        subject: Option<String>,
    },
    /// Signs in with a provider as the gateway leads through it; a [`Request::Fix`] of `sign-in-again` does the same for its
    /// finding. What it says and asks is in the snapshot. Answered when it is over and, where a finding offered it, its check
    /// has judged again. It is cancelled a while after the last face that asked for it has gone.
    SignIn {
        /// Its id in OpenClaw.
        provider: String,
        /// Which of the gateway's ways, by its id there; the best one without it.
        #[serde(default)]
        way: Option<String>,
    },
    /// Answers a step of the sign-in that is under way.
    SignInAnswer {
        /// The step's id.
        step: String,
        /// What the person says.
        answer: StepAnswer,
    },
    /// Ends the sign-in that is under way. Who began it hears of it.
    SignInCancel,
    /// Every key there is. None of them can be read in the answer.
    Keys,
    /// Shows a key, or all, to its provider. Answered with what became of it.
    TestKeys {
        /// Which.
        #[serde(default)]
        key: Option<KeyName>,
        /// The one of those outside the keychain that has this mark (`KeyRow::same`).
        #[serde(default)]
        same: Option<String>,
    },
    /// Deletes a key from the keychain. The person has said so twice.
    DeleteKey {
        /// Which.
        key: KeyName,
    },
    /// Asks the person for a key, in steps like a sign-in. Answered when it is kept, or is not.
    NewKey {
        /// Which.
        key: KeyName,
        /// In the place of what.
        what: NewKey,
    },
    /// What moving the keys that stand in the gateway's files into the keychain would do.
    PlanKeyMove,
    /// Moves them.
    MoveKeys {
        /// The preview that the person has seen. If it would be another one now, nothing is done.
        seen: String,
    },
    /// Asks the gateway what a restart would interrupt now.
    Preflight,
    /// Makes an address that leads a browser of this person into the gateway's dashboard.
    Dashboard,
    /// The gateway's latest output, then whatever it writes, until the connection closes. Only over a connection.
    Follow {
        /// How many earlier lines at most.
        lines: u64,
    },
    /// What the gateway wrote after the line of this number.
    Written {
        /// The last number that is known; 0 for none.
        after: u64,
    },
    /// What the gateway wrote before the line of this number, also in runs before this one, as far as the log has it.
    Earlier {
        /// The number, or any higher than the newest's.
        before: u64,
        /// How many lines at most.
        lines: u64,
    },
    /// Looks for Node and OpenClaw anew.
    Runtime,
    /// The settings file has changed: read it again.
    Reload,
    /// Every setting, and what the system says next to it.
    Settings,
    /// Changes a setting, in the file or, of the start at login, in the system. Answered with what became of it.
    Set {
        /// Its key, as [`Request::Settings`] names it.
        key: String,
        /// A switch, lines, or text as a person types it; `null` is the default.
        value: Value,
    },
    /// What the first run has to say.
    Setup,
    /// The first run is over, gone through or left out. It does not come back by itself.
    SetUp,
    /// Lets a check tell again what the settings have muted.
    Unmute {
        /// The check's id.
        finding: String,
    },
    /// Opens the window, on this finding if one is named. Only a face with a screen can.
    Show {
        /// A check's id.
        finding: Option<String>,
    },
    /// The person has seen to a notification: clicked on it, or put it away. It does not come back until what it is about has
    /// healed.
    Seen {
        /// [`clawtender_core::incident::Bulletin::id`].
        notice: String,
    },
    /// Tells nothing of a check for a while. It still shows, with the time until which it is quiet.
    Snooze {
        /// The check's id.
        finding: String,
        /// How long; a month at most. 0 ends it.
        minutes: u32,
    },
    /// Mutes a check in the settings (`checks.muted`), or not any more. It still shows.
    Mute {
        /// The check's id.
        finding: String,
        /// For how long.
        span: MuteFor,
    },
    /// Ends the engine. What becomes of the gateway is the `gateway.quit` setting.
    Quit,
}

impl Request {
    /// An examination of everything.
    pub fn doctor() -> Request {
        Request::Doctor { offline: false, selection: Selection::default() }
    }

    /// Whether it is nothing without the face that began it: a conversation, and an examination that nobody waits for.
    pub fn is_conversation(&self) -> bool {
        match self {
            Request::SignIn { .. } | Request::NewKey { .. } | Request::Doctor { .. } => true,
            Request::Fix(mend) => mend.asks(),
            _ => false,
        }
    }
}

impl Mend {
    /// Whether it asks the person things while it is under way.
    pub fn asks(&self) -> bool {
        fixes::named(&self.fix).and_then(|fix| fix.deed).is_some_and(fixes::Deed::asks)
    }
}

/// Which fix of which finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mend {
    /// The check's id.
    pub finding: String,
    /// What the finding concerns, when its check concerns several things.
    #[serde(default)]
    pub subject: Option<String>,
    /// The fix's id.
    pub fix: String,
    /// The person has seen what it does and said yes.
    #[serde(default)]
    pub agreed: bool,
}

/// What a person may order of the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the words say it")]
pub enum GatewayAction {
    Start,
    Stop,
    Restart,
}

/// What the engine sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// To a call.
    Answer {
        /// The call's number.
        id: u64,
        /// The answer.
        answer: Answer,
    },
    /// To subscribers: something a face shows has changed.
    Snapshot(Box<Snapshot>),
    /// To subscribers: something happened.
    Event(Event),
    /// To followers: the gateway wrote something.
    Written(Written),
}

/// Lines that the gateway wrote, cleaned of control characters, oldest first. Each has a number; they rise by one and never
/// repeat while one engine runs. A number that is skipped is a line that was written faster than it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The number of the first of them; of the next one to come where there are none.
    pub first: u64,
    /// The lines.
    pub lines: Vec<String>,
    /// The numbers of those that the gateway calls a warning or an error.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loud: Vec<u64>,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// To `Snapshot` and `Subscribe`.
    Snapshot(Box<Snapshot>),
    /// To `Doctor`.
    Report(Box<Report>),
    /// To `Gateway`: where it settled.
    Settled(Settled),
    /// To `Logs`: cleaned of control characters, newest last.
    Lines(Vec<String>),
    /// To `Export`.
    Export(Box<Export>),
    /// To `Overview`.
    Overview(Box<Overview>),
    /// To `Load`; nothing where no gateway runs.
    Load(Option<Load>),
    /// To `Clock`.
    Clock(Box<ClockView>),
    /// To `Approvals`: oldest first.
    Approvals(Vec<ApprovalView>),
    /// To `PastApprovals`: latest end first.
    PastApprovals(Vec<PastApproval>),
    /// To `Runs`.
    Runs(Box<RunHistory>),
    /// To `Decide`, `Undo`, and to what is ordered of keys or settings: what became of it.
    Decided(Decided),
    /// To `Changes`.
    Changes(Vec<ChangeView>),
    /// To `Plan`: line by line. No secret can be read in it.
    Plan(Vec<Phrase>),
    /// To `Fix`, `SignIn` and `NewKey`: what became of it.
    Fixed(Fixed),
    /// To `Keys`.
    Keys(Box<KeyList>),
    /// To `PlanKeyMove`.
    MovePlan(Box<MovePlan>),
    /// To `Setup`.
    Setup(Box<SetupView>),
    /// To `Settings`.
    Settings(Box<SettingsView>),
    /// To `Preflight`.
    Preflight(Preflight),
    /// To `Dashboard`: an address on this computer that leads a browser there once, within a minute.
    Address(String),
    /// To `Follow`, `Written` and `Earlier`.
    Written(Written),
    /// To `Runtime`.
    Runtime(Box<Runtime>),
    /// To everything else that worked.
    Done,
    /// It was not done; one sentence why.
    Refused(Phrase),
}

impl Answer {
    /// The same in a language, as far as it has words for it.
    #[must_use]
    pub fn said_in(self, language: Language) -> Answer {
        match self {
            Answer::Snapshot(snapshot) => Answer::Snapshot(Box::new(snapshot.spoken())),
            Answer::Report(report) => Answer::Report(Box::new(report.said_in(language))),
            mut other => {
                other.speak(language);
                other
            }
        }
    }

    fn speak(&mut self, language: Language) {
        match self {
            Answer::Settled(settled) => settled.message.speak(language),
            Answer::Overview(overview) => overview.speak(language),
            Answer::Clock(clock) => clock.speak(language),
            Answer::Approvals(approvals) => approvals.speak(language),
            Answer::PastApprovals(past) => past.speak(language),
            Answer::Decided(decided) => decided.message.speak(language),
            Answer::Changes(changes) => changes.speak(language),
            Answer::Plan(lines) => lines.speak(language),
            Answer::Fixed(fixed) => fixed.message.speak(language),
            Answer::Keys(keys) => keys.speak(language),
            Answer::MovePlan(plan) => plan.speak(language),
            Answer::Setup(setup) => setup.speak(language),
            Answer::Settings(settings) => settings.speak(language),
            Answer::Preflight(preflight) => preflight.message.speak(language),
            Answer::Runs(runs) => runs.speak(language),
            Answer::Runtime(runtime) => runtime.command_problem.speak(language),
            Answer::Refused(why) => why.speak(language),
            // what others wrote, what is exported in English, and what has no words
            Answer::Snapshot(_)
            | Answer::Report(_)
            | Answer::Lines(_)
            | Answer::Export(_)
            | Answer::Load(_)
            | Answer::Address(_)
            | Answer::Written(_)
            | Answer::Done => {}
        }
    }
}

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Decided {
    /// Whether the gateway confirmed it.
    pub ok: bool,
    /// One sentence.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
}

/// What became of a fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Fixed {
    /// Whether it has helped.
    pub outcome: FixOutcome,
    /// One sentence.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
    /// What was seen of it afterwards, where it was done and has not helped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Evidence>>"))]
    pub evidence: Vec<Evidence>,
}

/// What a restart would interrupt now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Preflight {
    /// Nothing.
    pub safe: bool,
    /// One sentence for a person.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
}

/// Where the gateway came to rest after an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Settled {
    /// Whether the order was carried out.
    pub ok: bool,
    /// Where its life stands now.
    pub phase: PhaseName,
    /// Process id while one is known.
    pub pid: Option<u32>,
    /// One sentence.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
}

/// What happened: the lines of `clawtender watch --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The gateway's life moved.
    Gateway {
        /// When.
        at: Timestamp,
        /// Where to.
        phase: PhaseName,
        /// Process id while one is known.
        pid: Option<u32>,
        /// Who runs it.
        owner: Owner,
        /// One sentence; empty when the phase says it all.
        detail: String,
    },
    /// A finding changed its outcome.
    Finding {
        /// The check's id.
        id: String,
        /// What it concerns, when a check concerns several things.
        subject: Option<String>,
        /// What became of it.
        outcome: Outcome,
        /// What is so, and what follows from it.
        message: String,
    },
    /// Something began or ceased to wait for the person.
    Approval {
        /// What is asked for.
        kind: Kind,
        /// The id of the request.
        id: String,
        /// What became of it.
        state: ApprovalState,
        /// Who asks and what for.
        message: String,
    },
    /// A fix is over.
    Fix {
        /// The fix's id.
        id: String,
        /// The check that offered it.
        finding: String,
        /// Whether it has helped.
        outcome: FixOutcome,
    },
    /// What a notification would say now.
    Notice {
        /// What to do with it.
        #[serde(flatten)]
        notice: Notice,
    },
}

/// What became of something that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovalState {
    /// It waits.
    Waiting,
    /// It does so no more: decided here or elsewhere, withdrawn or lapsed.
    Gone,
}
