//! What the desktop around Clawtender offers, as it says itself. What was seen, never a judgement.

use crate::{
    at_login::{AtLogin, Starts},
    facts::Observed,
    tray_host::Guide,
    words::Phrase,
};

/// Everything that was asked of a desktop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Whether something shows icons in a tray.
    pub tray: Observed<bool>,
    /// What would bring one that does.
    pub tray_guide: Option<Guide>,
    /// Who shows notifications; nobody where none does.
    pub notifications: Observed<Option<NotificationServer>>,
    /// The program behind the keychain.
    pub keychain: Observed<Phrase>,
    /// What starts at login.
    pub login: Observed<AtLogin>,
    /// How often it really has.
    pub starts: Starts,
}

/// Who shows notifications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationServer {
    /// Its name and version, as it says itself.
    pub name: String,
    /// Whether the person has it show ours.
    pub allowed: bool,
    /// Whether it shows buttons.
    pub buttons: bool,
}
