//! What macOS says of its desktop. There is always a menu bar; whether notifications are allowed, the system tells a program
//! that is about to show one, and nobody else.

use clawtender_core::{desk::Desk, facts::Observed, words::Phrase};

use crate::clock;

#[allow(clippy::unused_async, reason = "other systems are asked over a bus")]
pub(in super::super) async fn desk() -> Desk {
    let at = clock::now();
    let reason = Phrase::new("unseen-macos-notifications", []);
    Desk {
        tray: Observed::Seen { value: true, at },
        notifications: Observed::Unavailable { reason, at },
        keychain: Observed::Seen { value: Phrase::new("keychain-macos", []), at },
        ..Desk::default()
    }
}
