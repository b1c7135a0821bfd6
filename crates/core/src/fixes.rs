//! Every fix, declared once: what is offered, under which label, with which consent.
//!
//! Faces send a fix's id, never an instruction.

use serde::{Deserialize, Serialize};

use crate::words::Phrase;

/// What must be agreed before a fix runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Consent {
    /// Reversible and unprivileged: the click is the consent.
    OneClick,
    /// Needs a preview and a yes.
    Confirm,
}

/// What became of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FixOutcome {
    /// The check that failed passes again.
    Verified,
    /// It was done, and the check still fails or cannot tell.
    StillFailing,
    /// It could not be done.
    Failed,
    /// Nothing was done: it is not offered any more, or needs a yes.
    Declined,
}

/// An offer to mend something.
#[derive(Debug, PartialEq, Eq)]
pub struct Fix {
    /// Stable id.
    pub id: &'static str,
    /// Verb and object, for a button.
    pub label: &'static str,
    /// What must be agreed first.
    pub consent: Consent,
    /// How Clawtender carries it out itself. One without is shown as what to do, never as a button.
    pub deed: Option<Deed>,
}

impl Fix {
    /// [`Fix::label`] in every language.
    pub fn name(&self) -> Phrase {
        Phrase::made(|language| language.known(&format!("fix-{}", self.id)).unwrap_or_else(|| self.label.to_owned()))
    }
}

/// What Clawtender does when a fix is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// An order to the gateway's process.
    Order(Order),
    /// Something that the connection does, or the gateway over it.
    Connection(Connection),
    /// The system asks the person to open the keychain.
    UnlockKeychain,
    /// The gateway leads the person through a login: it asks things, so that a face must be there.
    SignIn,
    /// The cloud command line leads the person through its own.
    SignInToCloud,
    /// A value in the gateway's configuration.
    Setting(Setting),
    /// A key and the gateway's way to it.
    Keys(Keys),
    /// A key that only the person has: it is asked for, tried, and kept in the keychain.
    EnterKey(NewKey),
    /// A page is opened in the person's browser.
    OpenPage(Page),
    /// This computer's clock, by the system's own service and with the consent that it asks for.
    Clock(Clock),
    /// The gateway's log files are cut down to their last [`LOG_KEPT`] bytes.
    TrimLog,
    /// The gateway's files are its user's alone.
    MakePrivate,
    /// What OpenClaw accepts of a configuration that was taken away is in force again.
    Reapply,
    /// The gateway's configuration says what the one says that the finding is about, which nobody reads.
    UseThisConfig,
    /// What Clawtender began and did not end is taken back.
    UndoChange,
    /// OpenClaw's own command writes its service anew.
    ReinstallService,
    /// `gateway.command` in our settings names the newest install that can run.
    UseNewerVersion,
    /// The other gateways that the finding names end.
    StopOthers,
    /// The programs that the finding names, which listen on the gateway's port, are asked to end; then the gateway is started.
    EndHolders,
    /// The gateway's configuration is opened in whatever the person edits with.
    OpenConfig,
    /// A gateway that was started without a supervisor ends, or OpenClaw uninstalls the service that would; then it is started from here.
    TakeOver,
    /// The system forgets which addresses names had.
    FlushNames,
    /// The server of models that the finding is about.
    Models(Models),
    /// Clawtender's own Node and OpenClaw, in its own folder.
    Install(Install),
    /// A variable in the environment that a start from here gives the gateway: `gateway.environment` in our settings.
    Environment(Environment),
}

impl Deed {
    /// Whether what it changes is noted in the journal with what takes it back, before it is changed; or is what stands there.
    pub fn is_journalled(self) -> bool {
        matches!(
            self,
            Deed::Setting(_)
                | Deed::Keys(_)
                | Deed::TrimLog
                | Deed::MakePrivate
                | Deed::Reapply
                | Deed::UseThisConfig
                | Deed::UndoChange
                | Deed::UseNewerVersion
                | Deed::ReinstallService
                | Deed::TakeOver
                | Deed::Install(_)
                | Deed::Environment(_)
        )
    }

    /// Whether a gateway that runs has to be restarted before what it changes is in force: after it was done, and after it was
    /// taken back. A gateway that restarts within its process listens where it did, and has the environment that it had; of a
    /// configuration that is another one altogether, nobody knows what of it is in force.
    pub fn restarts(self) -> bool {
        matches!(
            self,
            Deed::Setting(Setting::BindLoopback)
                | Deed::Environment(_)
                | Deed::UseThisConfig
                | Deed::Install(Install::Newest | Install::Earlier)
        )
    }

    /// Whether it asks the person things, so that a face must be there.
    pub fn asks(self) -> bool {
        matches!(self, Deed::SignIn | Deed::SignInToCloud | Deed::EnterKey(_))
    }
}

/// See [`Deed::OpenPage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Where the provider that the finding is about is paid.
    Billing,
    /// Where it says whether it serves.
    Status,
    /// The network's own, which asks for a sign-in.
    SignIn,
}

/// See [`Deed::Clock`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It is set once.
    Set,
    /// The system keeps it right from now on.
    Automatic,
}

/// See [`Deed::Environment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// What the finding says of it is put right.
    Corrected,
    /// It names an authority, whose certificate the server shows that the finding is about.
    Trusted,
}

/// See [`Deed::Models`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Models {
    /// It is started.
    Serve,
    /// It fetches the models that it lacks.
    Pull,
}

/// See [`Deed::Install`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Install {
    /// Both, where there is no OpenClaw.
    Pair,
    /// A Node that the found OpenClaw accepts, and the same OpenClaw beside it.
    Node,
    /// The newest OpenClaw, where the one that serves is Clawtender's own.
    Newest,
    /// The OpenClaw that served last, in the same case.
    Earlier,
}

/// See [`Deed::Order`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Start it.
    Start,
    /// Start it although a stored login is lost by it.
    StartAnyway,
    /// End it in order and start it.
    Restart,
}

/// See [`Deed::Connection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Connect again, with what the configuration holds now.
    Again,
    /// Connect as a new device, with a new key where the gateway does not take the old one.
    PairAgain,
    /// Connect with the shared token, for the scopes that are missing.
    Anew,
    /// Stop the channel's account that the finding is about, and start it.
    RestartChannel,
    /// Have the gateway read its secrets.
    ReloadSecrets,
}

/// See [`Deed::Setting`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `gateway.controlUi.allowedOrigins` has the origin that the finding is about.
    AllowOrigin,
    /// `cron.enabled` is true.
    SchedulerOn,
    /// `gateway.mode` is `local`.
    ModeLocal,
    /// `gateway.bind` is `loopback`.
    BindLoopback,
    /// The switch that the finding is about is off; `gateway.controlUi.allowedOrigins` names no longer everybody.
    SwitchOff,
    /// There is a configuration: a local gateway for this computer only, with a new token.
    Create,
    /// `gateway.auth.token` is new random characters, and `gateway.auth.mode` says so.
    NewToken,
    /// What stands at `gateway.token` stands at `gateway.auth.token`.
    OldToken,
    /// The gateway's port is one that nobody listens on.
    AnotherPort,
    /// Nothing that can be edited says that certificates are not verified.
    Verification,
    /// What OpenClaw does not accept is gone, or has the value that was meant.
    Repair,
    /// The provider that the finding is about is looked for where it answers.
    Endpoint,
    /// What agents run with.
    Agents(Agents),
}

/// See [`Setting::Agents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agents {
    /// `compat.requiresStringContent` is true for the model that the finding is about, at its provider.
    PlainContent,
    /// `compat.strictMessageKeys` is true for it.
    StrictKeys,
    /// `compat.supportsTools` is false for it.
    NoTools,
    /// `params.context1m` is false for it, among the agents' models.
    ShortContext,
    /// `agents.defaults.model.fallbacks` has a model that can take over.
    Fallback,
    /// `requireMention` is false for the group that the finding is about.
    NoMention,
    /// The group is named among the channel's groups.
    AllowGroup,
    /// The sender is named among those who may write to the agent directly.
    AllowSender,
    /// Whoever writes to the agent directly waits for the person's yes.
    AskAboutSenders,
    /// The command is among those that nodes may be asked for.
    AllowCommand,
    /// Something about the agent's browser.
    Browser(Browser),
}

/// See [`Agents::Browser`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// `browser.executablePath` is not set: OpenClaw looks for one.
    Found,
    /// `browser.attachOnly` is false.
    Started,
    /// `browser.headless` is true.
    Windowless,
    /// `browser.noSandbox` is true.
    Unconfined,
}

/// See [`Deed::Keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Out of files into the keychain.
    Import,
    /// The configuration refers to the keychain.
    Connect,
    /// The copy of our program that the gateway runs is made anew.
    RenewProgram,
}

/// See [`Deed::EnterKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NewKey {
    /// There is none yet.
    First,
    /// In the place of one that is not good.
    Another,
    /// In the place of a good one, which the person deletes at the provider afterwards.
    Rotated,
}

const fn sets(id: &'static str, label: &'static str, setting: Setting) -> Fix {
    Fix { id, label, consent: Consent::Confirm, deed: Some(Deed::Setting(setting)) }
}

/// Has the messages to the model that the finding is about sent as plain text.
pub static SET_STRING_CONTENT: Fix =
    sets("set-string-content", "Set requiresStringContent", Setting::Agents(Agents::PlainContent));
/// Has them sent with a role and a content alone.
pub static SET_STRICT_KEYS: Fix = sets("set-strict-keys", "Set strictMessageKeys", Setting::Agents(Agents::StrictKeys));
/// Offers no tools to the model that the finding is about.
pub static TURN_TOOLS_OFF: Fix = sets("turn-tools-off", "Turn tools off", Setting::Agents(Agents::NoTools));
/// Does without the long context of the model that the finding is about.
pub static TURN_LONG_CONTEXT_OFF: Fix =
    sets("turn-long-context-off", "Turn context1m off", Setting::Agents(Agents::ShortContext));
/// Names a model that takes over when the main one gives no answer.
pub static ADD_FALLBACK: Fix = sets("add-fallback", "Add a fallback", Setting::Agents(Agents::Fallback));
/// Has the agent answer in the group that the finding is about without being mentioned.
pub static TURN_MENTION_OFF: Fix =
    sets("turn-mention-off", "Turn the requirement off", Setting::Agents(Agents::NoMention));
/// Lets the group that the finding is about ask the agent.
pub static ALLOW_GROUP: Fix = sets("allow-group", "Allow this group", Setting::Agents(Agents::AllowGroup));
/// Lets the sender that the finding is about write to the agent.
pub static ALLOW_SENDER: Fix = sets("allow-sender", "Allow this sender", Setting::Agents(Agents::AllowSender));
/// Has whoever writes to the agent directly wait for the person's yes.
pub static ASK_ABOUT_SENDERS: Fix =
    sets("ask-about-senders", "Ask about each sender", Setting::Agents(Agents::AskAboutSenders));
/// Lets the agent use the command of a node that the finding is about.
pub static ALLOW_NODE_COMMAND: Fix =
    sets("allow-node-command", "Allow this command", Setting::Agents(Agents::AllowCommand));
/// Has OpenClaw look for a browser, in the place of one that is not there.
pub static FIND_BROWSER: Fix =
    sets("find-browser", "Remove executablePath", Setting::Agents(Agents::Browser(Browser::Found)));
/// Has OpenClaw start the agent's browser.
pub static START_BROWSER: Fix =
    sets("start-browser", "Turn attachOnly off", Setting::Agents(Agents::Browser(Browser::Started)));
/// Has the agent's browser do without a window.
pub static BROWSER_WITHOUT_WINDOW: Fix =
    sets("browser-without-window", "Turn headless on", Setting::Agents(Agents::Browser(Browser::Windowless)));
/// Has the agent's browser do without its sandbox, with which it does not start as the administrator.
pub static BROWSER_WITHOUT_SANDBOX: Fix =
    sets("browser-without-sandbox", "Turn noSandbox on", Setting::Agents(Agents::Browser(Browser::Unconfined)));

/// Installs a private Node and OpenClaw into Clawtender's own data folder.
pub static INSTALL_OPENCLAW: Fix = Fix {
    id: "install-openclaw",
    label: "Install OpenClaw",
    consent: Consent::Confirm,
    deed: Some(Deed::Install(Install::Pair)),
};
/// Installs a private Node that the found OpenClaw accepts.
pub static INSTALL_NODE: Fix = Fix {
    id: "install-node",
    label: "Install a private Node",
    consent: Consent::Confirm,
    deed: Some(Deed::Install(Install::Node)),
};
/// Puts the newest OpenClaw in the place of the one that is there.
pub static UPDATE_OPENCLAW: Fix = Fix {
    id: "update-openclaw",
    label: "Update OpenClaw",
    consent: Consent::Confirm,
    deed: Some(Deed::Install(Install::Newest)),
};
/// Puts the OpenClaw that served last in the place of the one that does not start.
pub static INSTALL_EARLIER: Fix = Fix {
    id: "install-earlier",
    label: "Install the earlier version",
    consent: Consent::Confirm,
    deed: Some(Deed::Install(Install::Earlier)),
};
/// Starts the supervised gateway.
pub static START_GATEWAY: Fix = Fix {
    id: "start-gateway",
    label: "Start gateway",
    consent: Consent::OneClick,
    deed: Some(Deed::Order(Order::Start)),
};
/// Restarts the supervised gateway.
pub static RESTART_GATEWAY: Fix = Fix {
    id: "restart-gateway",
    label: "Restart gateway",
    consent: Consent::OneClick,
    deed: Some(Deed::Order(Order::Restart)),
};
/// Writes a configuration where there is none: a local gateway for this computer only, with a token.
pub static CREATE_CONFIG: Fix = Fix {
    id: "create-config",
    label: "Create a configuration",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::Create)),
};
/// Sets `gateway.mode` to `local`.
pub static SET_MODE_LOCAL: Fix = Fix {
    id: "set-mode-local",
    label: "Set gateway.mode to local",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::ModeLocal)),
};
/// Generates a gateway token and writes it into the configuration.
pub static CREATE_TOKEN: Fix = Fix {
    id: "create-token",
    label: "Create a token",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::NewToken)),
};
/// Moves the value of `gateway.token` to `gateway.auth.token`.
pub static MOVE_LEGACY_TOKEN: Fix = Fix {
    id: "move-legacy-token",
    label: "Move the old key",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::OldToken)),
};
/// Mends what OpenClaw does not accept in the configuration, by the smallest change that it does accept.
pub static REPAIR_CONFIG: Fix = Fix {
    id: "repair-config",
    label: "Repair configuration",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::Repair)),
};
/// Moves the gateway to a free port.
pub static USE_ANOTHER_PORT: Fix = Fix {
    id: "use-another-port",
    label: "Use another port",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::AnotherPort)),
};
/// Asks the program to end that listens on the gateway's port.
pub static END_PROCESS: Fix =
    Fix { id: "end-process", label: "End that process", consent: Consent::Confirm, deed: Some(Deed::EndHolders) };
/// Opens the configuration where the mistake is. It changes nothing.
pub static OPEN_AT_LINE: Fix =
    Fix { id: "open-at-line", label: "Open at line", consent: Consent::OneClick, deed: Some(Deed::OpenConfig) };
/// Keeps the supervised gateway and stops the other one.
pub static KEEP_THIS_GATEWAY: Fix = Fix {
    id: "keep-this-gateway",
    label: "Keep this one, stop the other",
    consent: Consent::Confirm,
    deed: Some(Deed::StopOthers),
};
/// Reads the gateway's token or password from where the gateway gets it, and connects again.
pub static READ_TOKEN_AGAIN: Fix = Fix {
    id: "read-token-again",
    label: "Read the token again",
    consent: Consent::OneClick,
    deed: Some(Deed::Connection(Connection::Again)),
};
/// Forgets our own device token, and our key where the gateway does not take it, and introduces us anew with the shared token.
pub static PAIR_AGAIN: Fix = Fix {
    id: "pair-again",
    label: "Pair again",
    consent: Consent::OneClick,
    deed: Some(Deed::Connection(Connection::PairAgain)),
};
/// Connects again with the shared token and asks for the scopes that are missing.
pub static ASK_FOR_SCOPE: Fix = Fix {
    id: "ask-for-scope",
    label: "Ask for the scope",
    consent: Consent::OneClick,
    deed: Some(Deed::Connection(Connection::Anew)),
};
/// Adds the origin that the finding is about to `gateway.controlUi.allowedOrigins`.
pub static ALLOW_ORIGIN: Fix = Fix {
    id: "allow-origin",
    label: "Allow this origin",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::AllowOrigin)),
};
/// Approves the request that the finding is about, where one click is enough.
pub static APPROVE_REQUEST: Fix =
    Fix { id: "approve-request", label: "Approve request", consent: Consent::OneClick, deed: None };
/// Shows all that the request asks for, and approves it after a second step.
pub static REVIEW_REQUEST: Fix =
    Fix { id: "review-request", label: "Review request", consent: Consent::Confirm, deed: None };
/// Signs in with the provider again, as the gateway leads through it.
pub static SIGN_IN_AGAIN: Fix =
    Fix { id: "sign-in-again", label: "Sign in again", consent: Consent::OneClick, deed: Some(Deed::SignIn) };
/// Runs the cloud command line's sign-in, and leads the person through it. What they do there is the consent.
pub static SIGN_IN_TO_CLOUD: Fix = Fix {
    id: "sign-in-to-cloud",
    label: "Sign in to the cloud",
    consent: Consent::OneClick,
    deed: Some(Deed::SignInToCloud),
};
/// The same where that command line is not on this computer, or not to be found.
pub static SIGN_IN_TO_CLOUD_YOURSELF: Fix =
    Fix { id: "sign-in-to-cloud-yourself", label: "Sign in yourself", consent: Consent::OneClick, deed: None };
/// Starts the gateway although a stored login is lost by it.
pub static START_ANYWAY: Fix = Fix {
    id: "start-anyway",
    label: "Start anyway",
    consent: Consent::Confirm,
    deed: Some(Deed::Order(Order::StartAnyway)),
};
/// Signs a channel's account in again. OpenClaw leads through it at a terminal.
pub static SIGN_IN_TO_CHANNEL: Fix =
    Fix { id: "sign-in-to-channel", label: "Sign in to the channel", consent: Consent::OneClick, deed: None };
/// Stops the channel's account and starts it again.
pub static RESTART_CHANNEL: Fix = Fix {
    id: "restart-channel",
    label: "Restart channel",
    consent: Consent::OneClick,
    deed: Some(Deed::Connection(Connection::RestartChannel)),
};
/// Sets `cron.enabled` to true.
pub static TURN_ON_SCHEDULER: Fix = Fix {
    id: "turn-on-scheduler",
    label: "Turn the scheduler on",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::SchedulerOn)),
};
/// Asks for the key that the finding is about, stores it in the place of the one that is there, and tries it.
pub static ENTER_KEY_AGAIN: Fix = asked("enter-key-again", "Enter the key again", NewKey::Another);
/// Names the page where the provider makes keys, asks for the new one, tries it and stores it.
pub static REPLACE_KEY: Fix = asked("replace-key", "Replace key", NewKey::Another);
/// As [`REPLACE_KEY`], for a key that still works: the old one is kept until the new one does.
pub static ROTATE_KEY: Fix = asked("rotate-key", "Rotate key", NewKey::Rotated);
/// Opens the page where the provider is paid.
pub static OPEN_BILLING_PAGE: Fix = Fix {
    id: "open-billing-page",
    label: "Open billing page",
    consent: Consent::OneClick,
    deed: Some(Deed::OpenPage(Page::Billing)),
};
/// Sets this computer's clock, by its own time service where it has one.
pub static SET_CLOCK: Fix =
    Fix { id: "set-clock", label: "Set the clock", consent: Consent::Confirm, deed: Some(Deed::Clock(Clock::Set)) };
/// Sets the clock of the computer that the gateway runs on, which is not this one.
pub static SET_THAT_CLOCK: Fix =
    Fix { id: "set-that-clock", label: "Set that clock", consent: Consent::OneClick, deed: None };
/// Has the system keep its clock right by itself, which also sets it.
pub static TURN_ON_TIME_SYNC: Fix = Fix {
    id: "turn-on-time-sync",
    label: "Turn on automatic time",
    consent: Consent::Confirm,
    deed: Some(Deed::Clock(Clock::Automatic)),
};

/// Opens the keychain; the system asks the person for its password.
pub static UNLOCK_KEYCHAIN: Fix = Fix {
    id: "unlock-keychain",
    label: "Unlock keychain",
    consent: Consent::OneClick,
    deed: Some(Deed::UnlockKeychain),
};
/// Has the gateway read its secrets again.
pub static RELOAD_SECRETS: Fix = Fix {
    id: "reload-secrets",
    label: "Reload secrets",
    consent: Consent::OneClick,
    deed: Some(Deed::Connection(Connection::ReloadSecrets)),
};
/// Makes the copy of our program anew that the gateway runs for its keys, and names it in the configuration.
pub static RENEW_SECRET_PROGRAM: Fix = Fix {
    id: "renew-secret-program",
    label: "Renew the program",
    consent: Consent::Confirm,
    deed: Some(Deed::Keys(Keys::RenewProgram)),
};
/// Moves the keys of the provider that the finding is about out of files into the keychain.
pub static MOVE_TO_KEYCHAIN: Fix = Fix {
    id: "move-to-keychain",
    label: "Move to keychain",
    consent: Consent::Confirm,
    deed: Some(Deed::Keys(Keys::Import)),
};
/// Has the gateway take the key of the provider that the finding is about from the keychain.
pub static USE_KEYCHAIN: Fix = Fix {
    id: "use-keychain",
    label: "Use the keychain",
    consent: Consent::Confirm,
    deed: Some(Deed::Keys(Keys::Connect)),
};
/// Asks for a key of the provider that the finding is about, and stores it in the keychain.
pub static ADD_KEY: Fix = asked("add-key", "Add key", NewKey::First);

/// The fix that asks for such a key.
pub fn asking_for(what: NewKey) -> &'static Fix {
    match what {
        NewKey::First => &ADD_KEY,
        NewKey::Another => &REPLACE_KEY,
        NewKey::Rotated => &ROTATE_KEY,
    }
}

/// Nothing changes before the person has entered a key, which is the consent.
const fn asked(id: &'static str, label: &'static str, what: NewKey) -> Fix {
    Fix { id, label, consent: Consent::OneClick, deed: Some(Deed::EnterKey(what)) }
}

/// Leads to the page with which a network asks for a sign-in.
pub static OPEN_SIGN_IN_PAGE: Fix = Fix {
    id: "open-sign-in-page",
    label: "Open sign-in page",
    consent: Consent::OneClick,
    deed: Some(Deed::OpenPage(Page::SignIn)),
};
/// Has the system forget which addresses names had.
pub static FLUSH_NAMES: Fix =
    Fix { id: "flush-names", label: "Flush name cache", consent: Consent::Confirm, deed: Some(Deed::FlushNames) };
/// Corrects what the environment says of proxies, where that follows from it; which proxy is right is known to the person alone.
pub static EDIT_PROXY: Fix = Fix {
    id: "edit-proxy",
    label: "Edit proxy",
    consent: Consent::Confirm,
    deed: Some(Deed::Environment(Environment::Corrected)),
};
/// Has the gateway try IPv4 before IPv6.
pub static PREFER_IP_FOUR: Fix = Fix {
    id: "prefer-ip-four",
    label: "Prefer IPv4",
    consent: Consent::Confirm,
    deed: Some(Deed::Environment(Environment::Corrected)),
};
/// Has the gateway trust an authority that it does not bring along. Whose certificate that is has to be known by a person, for
/// whoever is in the way would be trusted.
pub static TRUST_AUTHORITY: Fix = Fix {
    id: "trust-authority",
    label: "Trust this authority",
    consent: Consent::Confirm,
    deed: Some(Deed::Environment(Environment::Trusted)),
};
/// Has the gateway verify certificates.
pub static VERIFY_CERTIFICATES: Fix = Fix {
    id: "verify-certificates",
    label: "Verify certificates",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::Verification)),
};
/// Corrects the address at which a provider is looked for.
pub static EDIT_ENDPOINT: Fix = Fix {
    id: "edit-endpoint",
    label: "Edit endpoint",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::Endpoint)),
};
/// Opens the page where the provider says that it is down.
pub static OPEN_STATUS_PAGE: Fix = Fix {
    id: "open-status-page",
    label: "Open status page",
    consent: Consent::OneClick,
    deed: Some(Deed::OpenPage(Page::Status)),
};
/// Starts the server of models on this computer.
pub static START_MODEL_SERVER: Fix = Fix {
    id: "start-model-server",
    label: "Start model server",
    consent: Consent::Confirm,
    deed: Some(Deed::Models(Models::Serve)),
};
/// Has the server of models fetch one that it lacks.
pub static PULL_MODEL: Fix =
    Fix { id: "pull-model", label: "Pull model", consent: Consent::Confirm, deed: Some(Deed::Models(Models::Pull)) };

/// Cuts the gateway's log down to its latest lines.
pub static TRIM_LOG: Fix =
    Fix { id: "trim-log", label: "Trim log", consent: Consent::Confirm, deed: Some(Deed::TrimLog) };
/// What is left of each log file by [`TRIM_LOG`], in bytes.
pub const LOG_KEPT: u64 = 1_000_000;
/// Takes the gateway's files away from everybody else.
pub static MAKE_PRIVATE: Fix =
    Fix { id: "make-private", label: "Make private", consent: Consent::Confirm, deed: Some(Deed::MakePrivate) };
/// Sets `gateway.bind` to `loopback`.
pub static BIND_LOOPBACK: Fix = Fix {
    id: "bind-loopback",
    label: "Bind to this computer only",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::BindLoopback)),
};
/// Turns off the key that the finding is about.
pub static TURN_OFF_SWITCH: Fix = Fix {
    id: "turn-off-switch",
    label: "Turn the switch off",
    consent: Consent::Confirm,
    deed: Some(Deed::Setting(Setting::SwitchOff)),
};
/// Sets again what was set in a configuration that was taken away, as far as OpenClaw accepts it.
pub static REAPPLY_CONFIG: Fix =
    Fix { id: "reapply-config", label: "Re-apply the good part", consent: Consent::Confirm, deed: Some(Deed::Reapply) };
/// Puts the text of a configuration that nobody reads in the place of the gateway's. The other file stays as it is.
pub static USE_THIS_CONFIG: Fix = Fix {
    id: "use-this-config",
    label: "Use this configuration",
    consent: Consent::Confirm,
    deed: Some(Deed::UseThisConfig),
};
/// Takes back a change that was interrupted.
pub static UNDO_CHANGE: Fix =
    Fix { id: "undo-change", label: "Undo the change", consent: Consent::Confirm, deed: Some(Deed::UndoChange) };
/// Has OpenClaw write its service anew, from the install and the configuration that are used here.
pub static REINSTALL_SERVICE: Fix = Fix {
    id: "reinstall-service",
    label: "Reinstall the service",
    consent: Consent::Confirm,
    deed: Some(Deed::ReinstallService),
};
/// Names the newer install in our settings, in the place of the older one that they name.
pub static USE_NEWER_VERSION: Fix = Fix {
    id: "use-newer-version",
    label: "Use the newer one everywhere",
    consent: Consent::Confirm,
    deed: Some(Deed::UseNewerVersion),
};
/// Ends a gateway that was started elsewhere where it was started, and starts it from here.
pub static SUPERVISE_FROM_HERE: Fix = Fix {
    id: "supervise-from-here",
    label: "Supervise from here",
    consent: Consent::Confirm,
    deed: Some(Deed::TakeOver),
};
/// Shows what OpenClaw's doctor advises.
pub static FOLLOW_HINT: Fix =
    Fix { id: "follow-hint", label: "Follow OpenClaw's hint", consent: Consent::Confirm, deed: None };

/// Every fix there is.
pub static ALL: &[&Fix] = &[
    &SET_STRING_CONTENT,
    &SET_STRICT_KEYS,
    &TURN_TOOLS_OFF,
    &TURN_LONG_CONTEXT_OFF,
    &ADD_FALLBACK,
    &TURN_MENTION_OFF,
    &ALLOW_GROUP,
    &ALLOW_SENDER,
    &ASK_ABOUT_SENDERS,
    &ALLOW_NODE_COMMAND,
    &FIND_BROWSER,
    &START_BROWSER,
    &BROWSER_WITHOUT_WINDOW,
    &BROWSER_WITHOUT_SANDBOX,
    &INSTALL_OPENCLAW,
    &INSTALL_NODE,
    &UPDATE_OPENCLAW,
    &INSTALL_EARLIER,
    &START_GATEWAY,
    &RESTART_GATEWAY,
    &CREATE_CONFIG,
    &SET_MODE_LOCAL,
    &CREATE_TOKEN,
    &MOVE_LEGACY_TOKEN,
    &REPAIR_CONFIG,
    &USE_ANOTHER_PORT,
    &END_PROCESS,
    &OPEN_AT_LINE,
    &KEEP_THIS_GATEWAY,
    &READ_TOKEN_AGAIN,
    &PAIR_AGAIN,
    &ASK_FOR_SCOPE,
    &ALLOW_ORIGIN,
    &APPROVE_REQUEST,
    &REVIEW_REQUEST,
    &SIGN_IN_AGAIN,
    &SIGN_IN_TO_CLOUD,
    &SIGN_IN_TO_CLOUD_YOURSELF,
    &START_ANYWAY,
    &SIGN_IN_TO_CHANNEL,
    &RESTART_CHANNEL,
    &TURN_ON_SCHEDULER,
    &ENTER_KEY_AGAIN,
    &REPLACE_KEY,
    &ROTATE_KEY,
    &OPEN_BILLING_PAGE,
    &SET_CLOCK,
    &SET_THAT_CLOCK,
    &TURN_ON_TIME_SYNC,
    &UNLOCK_KEYCHAIN,
    &RELOAD_SECRETS,
    &RENEW_SECRET_PROGRAM,
    &MOVE_TO_KEYCHAIN,
    &USE_KEYCHAIN,
    &ADD_KEY,
    &OPEN_SIGN_IN_PAGE,
    &FLUSH_NAMES,
    &EDIT_PROXY,
    &PREFER_IP_FOUR,
    &TRUST_AUTHORITY,
    &VERIFY_CERTIFICATES,
    &EDIT_ENDPOINT,
    &OPEN_STATUS_PAGE,
    &START_MODEL_SERVER,
    &PULL_MODEL,
    &TRIM_LOG,
    &MAKE_PRIVATE,
    &BIND_LOOPBACK,
    &TURN_OFF_SWITCH,
    &REAPPLY_CONFIG,
    &USE_THIS_CONFIG,
    &UNDO_CHANGE,
    &REINSTALL_SERVICE,
    &USE_NEWER_VERSION,
    &SUPERVISE_FROM_HERE,
    &FOLLOW_HINT,
];

/// The fix of this id.
pub fn named(id: &str) -> Option<&'static Fix> {
    ALL.iter().find(|fix| fix.id == id).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const VERBS: [&str; 42] = [
        "Add",
        "Allow",
        "Approve",
        "Ask",
        "Bind",
        "Create",
        "Edit",
        "End",
        "Enter",
        "Flush",
        "Follow",
        "Install",
        "Keep",
        "Make",
        "Move",
        "Open",
        "Pair",
        "Prefer",
        "Pull",
        "Re-apply",
        "Read",
        "Reinstall",
        "Reload",
        "Remove",
        "Renew",
        "Repair",
        "Replace",
        "Restart",
        "Review",
        "Rotate",
        "Set",
        "Sign",
        "Start",
        "Supervise",
        "Trim",
        "Trust",
        "Turn",
        "Undo",
        "Unlock",
        "Update",
        "Use",
        "Verify",
    ];

    #[test]
    fn ids_are_unique_and_labels_say_what_the_click_does() {
        let mut ids = HashSet::new();
        for fix in ALL {
            assert!(ids.insert(fix.id), "{} stands twice", fix.id);
            assert!(fix.id.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase())));
            let (verb, object) = fix.label.split_once(' ').unwrap();
            assert!(VERBS.contains(&verb) && !object.is_empty(), "{:?} is not verb and object", fix.label);
        }
    }
}
