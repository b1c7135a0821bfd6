//! Which settings stand together, and what each is called.

/// One setting, before anything is known.
pub(super) struct Spec {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) kind: Kind,
}

/// What may stand there.
pub(super) enum Kind {
    Told,
    Switch,
    /// A switch that the system has, not the file.
    AtLogin,
    /// As it stands in the file, in words, and what it means.
    Choice(&'static [(&'static str, &'static str, &'static str)]),
    /// With an example.
    Text(&'static str),
    Lines(&'static str),
    Muted,
}

pub(super) const SECTIONS: &[(&str, &[Spec])] = &[
    ("Gateway", GATEWAY),
    ("Start and desktop", DESKTOP),
    ("Notifications", NOTIFICATIONS),
    ("Checks", CHECKS),
    ("Clock", CLOCK),
    ("Window", WINDOW),
];

const GATEWAY: &[Spec] = &[
    Spec {
        key: "gateway.mode",
        title: "Who runs the gateway",
        about: "Counts from its next start.",
        kind: Kind::Choice(MODES),
    },
    Spec {
        key: "gateway.quit",
        title: "When Clawtender quits",
        about: "Concerns a gateway that Clawtender started itself. A service runs on.",
        kind: Kind::Choice(&[("leave", "The gateway runs on", ""), ("stop", "The gateway is stopped first", "")]),
    },
    Spec {
        key: "gateway.command",
        title: "What is started",
        about: "The program and what stands before the gateway’s own arguments, one part a line. Empty: Clawtender looks \
                for OpenClaw.",
        kind: Kind::Lines("/usr/local/bin/openclaw"),
    },
    Spec {
        key: "gateway.port",
        title: "Port",
        about: "Empty: what the gateway’s own configuration says.",
        kind: Kind::Text("18789"),
    },
    Spec {
        key: "gateway.environment",
        title: "Environment",
        about: "Variables that Clawtender starts the gateway with beside its own, one a line. Without a value: there is none. Counts \
                from the next start. A service has an environment of its own.",
        kind: Kind::Lines("NODE_OPTIONS=--use-system-ca"),
    },
];

/// How the gateway may be run, in words; the first run offers the same.
pub(super) const MODES: &[(&str, &str, &str)] = &[
    ("auto", "Whichever is set up", "The service where OpenClaw has installed one, else Clawtender."),
    ("child", "Clawtender", "Clawtender starts it, and starts it again when it ends."),
    ("service", "The system’s service", "The one that OpenClaw has installed. Clawtender has the system start it."),
    ("watch", "Somebody else", "Clawtender starts nothing and watches what runs."),
];

const DESKTOP: &[Spec] = &[
    Spec {
        key: super::AT_LOGIN,
        title: "Start at login",
        about: "Clawtender comes up with your session, and the gateway with it.",
        kind: Kind::AtLogin,
    },
    Spec { key: "tray", title: "Icon in the tray", about: "", kind: Kind::Told },
    Spec { key: "keychain", title: "Keychain", about: "Where the providers’ keys are kept.", kind: Kind::Told },
];

const NOTIFICATIONS: &[Spec] = &[
    Spec {
        key: "notifications.enabled",
        title: "Notifications",
        about: "One for each thing that breaks or waits for you, taken back when it is mended.",
        kind: Kind::Switch,
    },
    Spec { key: "notifications.sound", title: "With a sound", about: "", kind: Kind::Switch },
    Spec {
        key: "notifications.quiet",
        title: "Quiet hours",
        about: "In these hours of each day none comes. Empty: at any hour.",
        kind: Kind::Text("22:00-07:00"),
    },
];

const CHECKS: &[Spec] = &[
    Spec {
        key: "checks.live",
        title: "Ask beyond this computer",
        about: "Once a day and when the doctor runs: providers about their keys and whether they can be reached, the npm \
                registry about the newest OpenClaw.",
        kind: Kind::Switch,
    },
    Spec {
        key: "checks.muted",
        title: "Muted checks",
        about: "They are judged and shown, and send no notification until then.",
        kind: Kind::Muted,
    },
];

const CLOCK: &[Spec] = &[
    Spec {
        key: "clock.servers",
        title: "Time servers",
        about: "Who is asked for the time, one a line.",
        kind: Kind::Lines("time.example.org"),
    },
    Spec {
        key: "clock.https",
        title: "Web pages",
        about: "Asked for the time where time servers do not answer or do not agree, one a line.",
        kind: Kind::Lines("https://example.org/"),
    },
];

const WINDOW: &[Spec] = &[
    Spec {
        key: "appearance.theme",
        title: "Appearance",
        about: "",
        kind: Kind::Choice(&[("system", "As the desktop is", ""), ("light", "Light", ""), ("dark", "Dark", "")]),
    },
    Spec { key: "language", title: "Language", about: "By its tag. Empty: the system’s.", kind: Kind::Text("de") },
];
