//! What Windows says of its desktop: there is always a notification area, and the registry has what the person chose.

use clawtender_core::{
    desk::{Desk, NotificationServer},
    facts::Observed,
    words::Phrase,
};
use windows_registry::CURRENT_USER;

use crate::clock;

/// All notifications.
const ALL: &str = r"Software\Microsoft\Windows\CurrentVersion\PushNotifications";
/// Ours: under the name that the tray shows them by.
const OURS: &str = r"Software\Microsoft\Windows\CurrentVersion\Notifications\Settings\app.clawtender.desktop";

#[allow(clippy::unused_async, reason = "other systems are asked over a bus")]
pub(in super::super) async fn desk() -> Desk {
    let at = clock::now();
    // what nobody has switched off is on
    let off =
        |key: &str, name: &str| CURRENT_USER.open(key).and_then(|key| key.get_u32(name)).is_ok_and(|value| value == 0);
    let allowed = !off(ALL, "ToastEnabled") && !off(OURS, "Enabled");
    let server = NotificationServer { name: "Windows".to_owned(), allowed, buttons: true };
    Desk {
        tray: Observed::Seen { value: true, at },
        notifications: Observed::Seen { value: Some(server), at },
        keychain: Observed::Seen { value: Phrase::new("keychain-windows", []), at },
        ..Desk::default()
    }
}
