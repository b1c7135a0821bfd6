//! What macOS says of its desktop. There is always a menu bar; whether notifications are allowed, the system tells a program
//! that is about to show one, and nobody else.

use clawtender_core::{desk::Desk, facts::Observed};

use crate::clock;

#[allow(clippy::unused_async, reason = "other systems are asked over a bus")]
pub(in super::super) async fn desk() -> Desk {
    let at = clock::now();
    let reason =
        "macOS says so when a notification is shown. Its settings list Clawtender under Notifications.".to_owned();
    Desk {
        tray: Observed::Seen { value: true, at },
        notifications: Observed::Unavailable { reason, at },
        keychain: Observed::Seen { value: "The login keychain of macOS".to_owned(), at },
        ..Desk::default()
    }
}
