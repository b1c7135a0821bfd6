//! What the end-to-end tests stand on: a home of its own for each test, the real programs, the real gateway.
//!
//! Nothing here sleeps to let something happen: tests wait for the event, with a deadline that only a failure reaches.
//! Needs `CLAWTENDER_BIN_DIR`, `CLAWTENDER_TEST_NODE` and `CLAWTENDER_TEST_OPENCLAW`; `cargo xtask test` sets them.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, reason = "tests start programs and watch the clock themselves")]
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that cannot go on says so by panicking")]

pub mod authority;
pub mod browser;
pub mod client;
pub mod day;
pub mod desktop;
pub mod drill;
pub mod gallery;
pub mod github;
pub mod home;
pub mod keyring;
pub mod logins;
pub mod models;
pub mod network;
pub mod processes;
pub mod provider;
pub mod proxy;
pub mod registry;
pub mod screen;
pub mod service;
pub mod telegram;
pub mod terminal;
pub mod time_server;
pub mod timedate;
pub mod watch;

use std::{path::PathBuf, time::Duration};

/// How long a test waits for something that takes seconds at most.
pub const PATIENCE: Duration = Duration::from_secs(150);

/// One of the programs under test.
pub fn program(name: &str) -> PathBuf {
    let folder = std::env::var_os("CLAWTENDER_BIN_DIR").expect("CLAWTENDER_BIN_DIR: run `cargo xtask test`");
    PathBuf::from(folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The pinned real Node.
pub fn node() -> PathBuf {
    std::env::var_os("CLAWTENDER_TEST_NODE").expect("CLAWTENDER_TEST_NODE: run `cargo xtask test`").into()
}

/// The entry of the pinned real OpenClaw.
pub fn openclaw() -> PathBuf {
    std::env::var_os("CLAWTENDER_TEST_OPENCLAW").expect("CLAWTENDER_TEST_OPENCLAW: run `cargo xtask test`").into()
}

/// The entry of the oldest OpenClaw that speaks the same protocol.
pub fn oldest_openclaw() -> PathBuf {
    std::env::var_os("CLAWTENDER_TEST_OPENCLAW_OLDEST")
        .expect("CLAWTENDER_TEST_OPENCLAW_OLDEST: run `cargo xtask test`")
        .into()
}

/// Waits until `look` finds something. For states that no event announces.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
