//! Everything Clawtender does to the world: probes, processes, files, sockets. No window, no rule.
//!
//! What is decided is decided in `clawtender-core`. The engine lives in exactly one process at a time (the tray, or
//! `clawtender watch`); every other face is a client of its local socket.

pub mod client;
pub mod paths;
pub mod platform;
pub mod protocol;

#[cfg(feature = "full")]
pub mod clock;
#[cfg(feature = "full")]
pub mod gateway;
#[cfg(feature = "full")]
pub mod probes;
#[cfg(feature = "full")]
pub mod process;
#[cfg(feature = "full")]
pub mod runtime;
#[cfg(feature = "full")]
pub mod settings;
