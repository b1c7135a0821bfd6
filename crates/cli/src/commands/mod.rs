//! One file per command: ask, print, say how it ended.

pub(crate) mod autostart;
pub(crate) mod clock;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod gateway;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod logs;
pub(crate) mod pairing;
pub(crate) mod runtime_command;
pub(crate) mod secrets;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod status;
pub(crate) mod watch;
