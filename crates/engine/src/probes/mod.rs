//! Questions put to the gateway's world, one file per kind of question.
//!
//! A probe asks and writes down the answer. It never judges it and never changes anything; a question without an answer
//! is an answer of its own. All that is read here was written by somebody else: every read has a limit, every wait an end.

pub(crate) mod clock;
pub(crate) mod cloud;
pub mod config;
pub(crate) mod config_copies;
pub(crate) mod doctor;
pub(crate) mod file_modes;
pub mod gateway;
pub(crate) mod guards;
pub(crate) mod host;
pub(crate) mod key_sources;
pub(crate) mod logins;
pub(crate) mod other_configs;
pub mod others;
pub(crate) mod provider;
pub(crate) mod recent_log;
pub(crate) mod routes;
pub(crate) mod service_definition;
pub(crate) mod services;
pub(crate) mod updates;
pub(crate) mod variables;

pub(crate) mod bounded;
