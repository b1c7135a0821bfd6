//! Why a server beyond this computer gave no answer: which layer ended it, from the address to the last byte.
//!
//! The layer is known from the step that failed and the kind from an error code, never from the text of a message. None of
//! it says anything about a key: whoever was not reached has refused nobody.

use serde::{Deserialize, Serialize};

use crate::words::Phrase;

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
        self.phrase(host).into()
    }

    /// The same, for every language.
    pub fn phrase(&self, host: &str) -> Phrase {
        let (layer, status) = self.layer();
        let told = [("layer", layer.into()), ("host", host.into()), ("status", status.to_string().into())];
        Phrase::new("unreached-so", told)
    }

    /// What to do about it.
    pub fn remedy(&self) -> Phrase {
        let what = match self {
            Unreached::Address | Unreached::InTheClear => "base-url",
            Unreached::Resolver => "name",
            Unreached::Tcp(Tcp::Refused) => "server",
            Unreached::Tcp(_) => "firewall",
            Unreached::Proxy(Proxy::Password) => "password",
            Unreached::Proxy(_) => "proxy",
            Unreached::Tls(Tls::Expired | Tls::NotYetValid) => "clock",
            Unreached::Tls(Tls::UnknownIssuer | Tls::SelfSigned) => "authority",
            Unreached::Tls(_) | Unreached::Http => "address",
            Unreached::Silent | Unreached::Body => "again",
        };
        Phrase::new("unreached-remedy", [("what", what.into())])
    }

    /// What the languages know it by, and the proxy's status.
    fn layer(&self) -> (&'static str, u16) {
        let name = match self {
            Unreached::Address => "address",
            Unreached::InTheClear => "in-the-clear",
            Unreached::Resolver => "resolver",
            Unreached::Tcp(Tcp::Refused) => "tcp-refused",
            Unreached::Tcp(Tcp::TimedOut) => "tcp-timed-out",
            Unreached::Tcp(Tcp::Unreachable) => "tcp-unreachable",
            Unreached::Tcp(Tcp::Other) => "tcp-other",
            Unreached::Proxy(Proxy::Unreachable) => "proxy-unreachable",
            Unreached::Proxy(Proxy::Password) => "proxy-password",
            Unreached::Proxy(Proxy::Refused(0)) => "proxy-refused",
            Unreached::Proxy(Proxy::Refused(status)) => return ("proxy-refused-with", *status),
            Unreached::Proxy(Proxy::Foreign) => "proxy-foreign",
            Unreached::Tls(Tls::Expired) => "tls-expired",
            Unreached::Tls(Tls::NotYetValid) => "tls-not-yet",
            Unreached::Tls(Tls::UnknownIssuer) => "tls-unknown",
            Unreached::Tls(Tls::SelfSigned) => "tls-self-signed",
            Unreached::Tls(Tls::WrongName) => "tls-wrong-name",
            Unreached::Tls(Tls::Revoked) => "tls-revoked",
            Unreached::Tls(Tls::Plain) => "tls-plain",
            Unreached::Tls(Tls::Other) => "tls-other",
            Unreached::Http => "http",
            Unreached::Silent => "silent",
            Unreached::Body => "body",
        };
        (name, 0)
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
