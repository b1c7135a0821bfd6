//! Questions put to the gateway's world, one file per kind of question.
//!
//! A probe asks and writes down the answer. It never judges it and never changes anything; a question without an answer
//! is an answer of its own. All that is read here was written by somebody else: every read has a limit, every wait an end.

pub(crate) mod clock;
pub(crate) mod cloud;
pub mod config;
pub mod gateway;
pub(crate) mod host;
pub(crate) mod key_sources;
pub(crate) mod logins;
pub mod others;
pub(crate) mod provider;
pub(crate) mod routes;
pub(crate) mod updates;
pub(crate) mod variables;

pub(crate) mod bounded;
