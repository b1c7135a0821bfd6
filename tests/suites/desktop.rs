//! Tray and window on a desktop of their own, against the real gateway.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on says so by panicking")]

#[path = "desktop/accessibility.rs"]
mod accessibility;
#[path = "desktop/approvals.rs"]
mod approvals;
#[path = "desktop/first_run.rs"]
mod first_run;
#[path = "desktop/german.rs"]
mod german;
#[path = "desktop/hostile.rs"]
mod hostile;
#[path = "desktop/hosts.rs"]
mod hosts;
#[path = "desktop/keys.rs"]
mod keys;
#[path = "desktop/life.rs"]
mod life;
#[path = "desktop/locked_in.rs"]
mod locked_in;
#[path = "desktop/log.rs"]
mod log;
#[path = "desktop/looks.rs"]
mod looks;
#[path = "desktop/notifications.rs"]
mod notifications;
#[path = "desktop/settings.rs"]
mod settings;
#[path = "desktop/tray.rs"]
mod tray;
#[path = "desktop/window.rs"]
mod window;

/// Settings with which no gateway is started: for tests that are not about one.
const NO_GATEWAY: &str = "{ gateway: { mode: 'watch' } }";

/// What a configuration looks like that the gateway refuses.
const BROKEN: &str = "{ gateway: { mode: 'local', port: oops } }";
