//! Which settings stand together, and which messages say what each is called.

/// One setting, before anything is known.
pub(super) struct Spec {
    pub(super) key: &'static str,
    /// The message that says it.
    pub(super) title: &'static str,
    /// The message that says what it means; empty where its title says it.
    pub(super) about: &'static str,
    pub(super) kind: Kind,
}

/// What may stand there.
pub(super) enum Kind {
    Told,
    Switch,
    /// A switch that the system has, not the file.
    AtLogin,
    /// As it stands in the file, and the messages that say it and what it means.
    Choice(&'static [(&'static str, &'static str, &'static str)]),
    /// One of those that there are words in, or the system's.
    Language,
    /// With an example.
    Text(&'static str),
    Lines(&'static str),
    Muted,
}

pub(super) const SECTIONS: &[(&str, &[Spec])] = &[
    ("settings-gateway", GATEWAY),
    ("settings-desktop", DESKTOP),
    ("settings-notifications", NOTIFICATIONS),
    ("settings-checks", CHECKS),
    ("settings-clock", CLOCK),
    ("settings-window", WINDOW),
];

const GATEWAY: &[Spec] = &[
    Spec {
        key: "gateway.mode",
        title: "setting-gateway-mode",
        about: "setting-gateway-mode-about",
        kind: Kind::Choice(MODES),
    },
    Spec {
        key: "gateway.quit",
        title: "setting-gateway-quit",
        about: "setting-gateway-quit-about",
        kind: Kind::Choice(&[("leave", "setting-gateway-quit-leave", ""), ("stop", "setting-gateway-quit-stop", "")]),
    },
    Spec {
        key: "gateway.command",
        title: "setting-gateway-command",
        about: "setting-gateway-command-about",
        kind: Kind::Lines("/usr/local/bin/openclaw"),
    },
    Spec {
        key: "gateway.port",
        title: "setting-gateway-port",
        about: "setting-gateway-port-about",
        kind: Kind::Text("18789"),
    },
    Spec {
        key: "gateway.environment",
        title: "setting-gateway-environment",
        about: "setting-gateway-environment-about",
        kind: Kind::Lines("NODE_OPTIONS=--use-system-ca"),
    },
];

/// How the gateway may be run, in words; the first run offers the same.
pub(super) const MODES: &[(&str, &str, &str)] = &[
    ("auto", "mode-auto", "mode-auto-about"),
    ("child", "mode-child", "mode-child-about"),
    ("service", "mode-service", "mode-service-about"),
    ("watch", "mode-watch", "mode-watch-about"),
];

const DESKTOP: &[Spec] = &[
    Spec {
        key: super::AT_LOGIN,
        title: "setting-start-at-login",
        about: "setting-start-at-login-about",
        kind: Kind::AtLogin,
    },
    Spec { key: "tray", title: "setting-tray", about: "", kind: Kind::Told },
    Spec { key: "keychain", title: "setting-keychain", about: "setting-keychain-about", kind: Kind::Told },
];

const NOTIFICATIONS: &[Spec] = &[
    Spec {
        key: "notifications.enabled",
        title: "setting-notifications-enabled",
        about: "setting-notifications-enabled-about",
        kind: Kind::Switch,
    },
    Spec { key: "notifications.sound", title: "setting-notifications-sound", about: "", kind: Kind::Switch },
    Spec {
        key: "notifications.quiet",
        title: "setting-notifications-quiet",
        about: "setting-notifications-quiet-about",
        kind: Kind::Text("22:00-07:00"),
    },
];

const CHECKS: &[Spec] = &[
    Spec { key: "checks.live", title: "setting-checks-live", about: "setting-checks-live-about", kind: Kind::Switch },
    Spec { key: "checks.muted", title: "setting-checks-muted", about: "setting-checks-muted-about", kind: Kind::Muted },
];

const CLOCK: &[Spec] = &[
    Spec {
        key: "clock.servers",
        title: "setting-clock-servers",
        about: "setting-clock-servers-about",
        kind: Kind::Lines("time.example.org"),
    },
    Spec {
        key: "clock.https",
        title: "setting-clock-https",
        about: "setting-clock-https-about",
        kind: Kind::Lines("https://example.org/"),
    },
];

const WINDOW: &[Spec] = &[
    Spec {
        key: "appearance.theme",
        title: "setting-appearance-theme",
        about: "",
        kind: Kind::Choice(&[
            ("system", "setting-appearance-theme-system", ""),
            ("light", "setting-appearance-theme-light", ""),
            ("dark", "setting-appearance-theme-dark", ""),
        ]),
    },
    Spec { key: "language", title: "setting-language", about: "", kind: Kind::Language },
];
