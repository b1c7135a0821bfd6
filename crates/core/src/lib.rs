//! What Clawtender knows and decides, without touching anything.
//!
//! This crate has no file, socket, process or clock to ask: probes bring [`facts`], [`check`]s judge them, [`lifecycle`]
//! decides what to do about the gateway, and [`report`] is what every face renders. Whatever happens here can be replayed
//! in a test in microseconds.

pub mod access;
pub mod approval;
pub mod at_login;
pub mod changes;
pub mod channels;
pub mod check;
pub mod checks;
pub mod clock;
pub mod compare;
pub mod credentials;
pub mod desk;
pub mod ending;
pub mod export;
pub mod facts;
pub mod fixes;
pub mod history;
pub mod host;
pub mod incident;
pub mod installation;
pub mod key_list;
pub mod keys;
pub mod lifecycle;
pub mod log_line;
pub mod mending;
pub mod models;
pub mod overview;
pub mod progress;
pub mod provider_command;
pub mod providers;
pub mod quiet;
pub mod redact;
pub mod release;
pub mod report;
pub mod reported;
pub mod route;
pub mod said;
pub mod selection;
pub mod settings_view;
pub mod setup;
pub mod sign_in;
pub mod signatures;
pub mod snapshot;
pub mod text;
pub mod token_times;
pub mod tray_host;
pub mod unreached;
pub mod variables;
pub mod words;
pub mod wrong_keys;
