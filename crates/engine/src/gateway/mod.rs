//! The gateway's WebSocket protocol, version 4: frames, handshake, requests.
//!
//! Everything here is a client of a gateway on this computer, over plain TCP to loopback, without `Origin` (the gateway
//! takes that for a browser). What comes in is untrusted: a frame that is too large, malformed, binary or unknown is
//! dropped and counted, never fatal, and every wait ends.

mod frames;
mod handshake;
mod restart;
mod session;

pub use self::{
    frames::{Code, Detail, Event, Failure},
    handshake::{Challenge, ConnectError, Credentials, Hello, challenge, connect},
    restart::{Preflight, RestartAnswer, RestartError, RestartStatus, preflight, restart},
    session::{RpcError, Session},
};
