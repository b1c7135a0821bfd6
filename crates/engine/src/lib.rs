//! Everything Clawtender does to the world: probes, processes, files, sockets. No window, no rule.
//!
//! What is decided is decided in `clawtender-core`. The engine lives in exactly one process at a time (the tray, or
//! `clawtender watch`); every other face is a client of its local socket.

#[cfg(feature = "full")]
pub mod autostart;
pub mod browser;
pub mod client;
pub mod paths;
pub mod platform;
pub mod protocol;

#[cfg(feature = "full")]
pub mod clock;
#[cfg(feature = "full")]
mod cloud_sign_in;
#[cfg(feature = "full")]
mod deeds;
#[cfg(feature = "full")]
mod diary;
#[cfg(feature = "full")]
pub mod edit;
#[cfg(feature = "full")]
pub mod engine;
#[cfg(feature = "full")]
mod examine;
#[cfg(feature = "full")]
pub mod gateway;
#[cfg(feature = "full")]
mod handoff;
#[cfg(feature = "full")]
mod ipc;
#[cfg(feature = "full")]
pub mod journal;
#[cfg(feature = "full")]
pub mod keychain;
#[cfg(feature = "full")]
pub mod keys;
#[cfg(feature = "full")]
mod launch;
#[cfg(feature = "full")]
pub mod moves;
#[cfg(feature = "full")]
mod new_key;
#[cfg(feature = "full")]
pub mod output;
#[cfg(feature = "full")]
mod pasted_token;
#[cfg(feature = "full")]
pub mod presses;
#[cfg(feature = "full")]
mod prober;
#[cfg(feature = "full")]
pub mod probes;
#[cfg(feature = "full")]
pub mod process;
#[cfg(feature = "full")]
mod reconfigure;
#[cfg(feature = "full")]
mod record;
#[cfg(feature = "full")]
pub mod redaction;
#[cfg(feature = "full")]
pub mod runtime;
#[cfg(feature = "full")]
pub mod secrets;
#[cfg(feature = "full")]
mod service;
#[cfg(feature = "full")]
pub mod settings;
#[cfg(feature = "full")]
mod shelf;
#[cfg(feature = "full")]
mod state;
#[cfg(feature = "full")]
mod steps;
#[cfg(feature = "full")]
mod supervisor;
#[cfg(feature = "full")]
mod talk;
#[cfg(feature = "full")]
mod tidy;
#[cfg(feature = "full")]
mod timekeeper;
#[cfg(feature = "full")]
mod watch;
#[cfg(feature = "full")]
pub mod web;
#[cfg(feature = "full")]
mod words;
#[cfg(feature = "full")]
mod world;
