//! Why a server beyond this computer gave no answer: which layer ended it, from the address to the last byte.
//!
//! The layer is known from the step that failed and the kind from an error code, never from the text of a message. None of
//! it says anything about a key: whoever was not reached has refused nobody.

use serde::{Deserialize, Serialize};

/// A question that got no whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "layer", content = "kind", rename_all = "kebab-case")]
pub enum Unreached {
    /// The address is none, or has another scheme than http and https.
    Address,
    /// It would have gone over the network unencrypted, and was not sent.
    InTheClear,
    /// The name has no address, or nobody knows.
    Resolver,
    /// No connection.
    Tcp(Tcp),
    /// The proxy on the way did not let it through.
    Proxy(Proxy),
    /// There is a connection, and nothing that could be trusted at its other end.
    Tls(Tls),
    /// What came is no HTTP, or nothing came before the connection was closed.
    Http,
    /// There was no answer in time.
    Silent,
    /// The answer began and did not end.
    Body,
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tcp {
    /// Nobody listens there.
    Refused,
    /// Nothing came back: filtered, or away.
    TimedOut,
    /// There is no way there from this computer.
    Unreachable,
    /// Something else.
    Other,
}

/// What the proxy did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proxy {
    /// It could not be reached itself.
    Unreachable,
    /// It wants a name and a password, or others: 407.
    Password,
    /// It refused, with this HTTP status; 0 where it has none to give.
    Refused(u16),
    /// It does not speak what its address says: SOCKS and HTTP mixed up, say.
    Foreign,
}

/// What is wrong with the other end's certificate, or with its TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tls {
    /// It has ended.
    Expired,
    /// It has not begun: more often this computer's clock is behind.
    NotYetValid,
    /// Nobody whom this computer trusts has issued it: an incomplete chain, a company's own authority, somebody listening in.
    UnknownIssuer,
    /// It vouches for itself.
    SelfSigned,
    /// It is for another name.
    WrongName,
    /// It was taken back.
    Revoked,
    /// What answers does not speak TLS.
    Plain,
    /// Something else.
    Other,
}

impl Unreached {
    /// What is so, as a sentence about `host`.
    pub fn words(&self, host: &str) -> String {
        match self {
            Unreached::Address => "The address is not one that can be asked.".to_owned(),
            Unreached::InTheClear => {
                format!("The address of {host} is not encrypted (http). A key is not sent there.")
            }
            Unreached::Resolver => format!("{host} was not found: the name has no address here."),
            Unreached::Tcp(Tcp::Refused) => format!("{host} refused the connection: nobody listens there."),
            Unreached::Tcp(Tcp::TimedOut) => format!("{host} did not take the connection in time."),
            Unreached::Tcp(Tcp::Unreachable) => format!("There is no way from this computer to {host}."),
            Unreached::Tcp(Tcp::Other) => format!("The connection to {host} broke off."),
            Unreached::Proxy(Proxy::Unreachable) => format!("The proxy on the way to {host} cannot be reached."),
            Unreached::Proxy(Proxy::Password) => {
                format!("The proxy on the way to {host} wants a name and a password (407).")
            }
            Unreached::Proxy(Proxy::Refused(0)) => format!("The proxy on the way to {host} refused the connection."),
            Unreached::Proxy(Proxy::Refused(status)) => {
                format!("The proxy on the way to {host} refused the connection ({status}).")
            }
            Unreached::Proxy(Proxy::Foreign) => {
                format!("What stands in the way to {host} is no proxy of the configured kind.")
            }
            Unreached::Tls(Tls::Expired) => format!("The certificate of {host} has expired, or this clock is ahead."),
            Unreached::Tls(Tls::NotYetValid) => {
                format!("The certificate of {host} is not valid yet, or this clock is behind.")
            }
            Unreached::Tls(Tls::UnknownIssuer) => {
                format!("The certificate of {host} was issued by nobody whom this computer trusts.")
            }
            Unreached::Tls(Tls::SelfSigned) => format!("The certificate of {host} vouches only for itself."),
            Unreached::Tls(Tls::WrongName) => format!("The certificate shown by {host} is for another name."),
            Unreached::Tls(Tls::Revoked) => format!("The certificate of {host} was taken back by its issuer."),
            Unreached::Tls(Tls::Plain) => format!("What answers at {host} does not speak TLS."),
            Unreached::Tls(Tls::Other) => format!("No encrypted connection to {host} came about."),
            Unreached::Http => format!("{host} closed the connection without an answer in HTTP."),
            Unreached::Silent => format!("{host} did not answer in time."),
            Unreached::Body => format!("The answer of {host} broke off in the middle."),
        }
    }
}

impl std::fmt::Display for Unreached {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.words("The server"))
    }
}

impl std::error::Error for Unreached {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layer_is_written_down_by_name() {
        for (unreached, json) in [
            (Unreached::Resolver, r#"{"layer":"resolver"}"#),
            (Unreached::Tcp(Tcp::TimedOut), r#"{"layer":"tcp","kind":"timed-out"}"#),
            (Unreached::Proxy(Proxy::Refused(403)), r#"{"layer":"proxy","kind":{"refused":403}}"#),
            (Unreached::Tls(Tls::SelfSigned), r#"{"layer":"tls","kind":"self-signed"}"#),
        ] {
            assert_eq!(serde_json::to_string(&unreached).unwrap(), json);
            assert_eq!(serde_json::from_str::<Unreached>(json).unwrap(), unreached);
            assert!(unreached.words("api.example").contains("api.example"));
        }
    }
}
