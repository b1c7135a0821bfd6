//! Each step of a way as one line of evidence. Addresses stand as those of pages, so that a report for others can leave
//! them out.

use std::fmt::Write;

use super::{Body, Certificate, Met, Nameless, Route, Step};
use crate::{
    text::clean,
    unreached::{Proxy, Tcp, Tls},
};

impl Route {
    /// Every step, a line each, behind the address that it leads to.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let to = self.shown();
        self.steps.iter().map(move |step| format!("{to}: {}", step.words()))
    }
}

impl Step {
    /// What was met, and how long that took.
    pub fn words(&self) -> String {
        let met = match &self.met {
            Met::Name { ipv6, said } => name(*ipv6, said),
            Met::Proxy { address, variable, failed } => {
                let through = format!("through the proxy {} ({variable})", clean(address, 80));
                format!("{through}: {}", failed.map_or("it lets through".to_owned(), proxy))
            }
            Met::Connection { to, failed } => {
                format!("connection to tcp://{to}: {}", failed.map_or("made", connection))
            }
            Met::Encryption { failed, certificate } => {
                let made = failed.as_ref().map_or("encrypted", encryption);
                let shown = certificate.as_ref().map(Certificate::words).unwrap_or_default();
                format!("{made}{shown}")
            }
            Met::Question { address, status, body, said, request_id, .. } => {
                let said = if said.is_empty() { String::new() } else { format!(", \"{}\"", clean(said, 160)) };
                let id = request_id.as_ref().map(|id| format!(" (request {})", clean(id, 100))).unwrap_or_default();
                format!("GET {}: HTTP {status}, {}{said}{id}", clean(address, 120), body.words())
            }
            Met::Page { address, status } => {
                format!("asked without encryption, somebody shows {} (HTTP {status})", clean(address, 120))
            }
            Met::StatusPage { address, said, .. } => {
                format!("its status page, GET {}: \"{}\"", clean(address, 120), clean(said, 100))
            }
        };
        format!("{met}, {} ms", self.took_ms)
    }
}

fn name(ipv6: bool, said: &Result<Vec<std::net::IpAddr>, Nameless>) -> String {
    let family = if ipv6 { "IPv6" } else { "IPv4" };
    match said {
        Ok(addresses) => {
            let shown: Vec<String> = addresses.iter().take(4).map(ToString::to_string).collect();
            format!("{family} address {}", shown.join(", "))
        }
        Err(why) => format!("{family} address: {}", why.words()),
    }
}

impl Nameless {
    fn words(self) -> &'static str {
        match self {
            Nameless::Unknown => "no such name (ENOTFOUND)",
            Nameless::OtherFamily => "none of this kind",
            Nameless::NotNow => "the name servers have no answer (EAI_AGAIN)",
            Nameless::Silent => "the name servers said nothing in time",
            Nameless::Other => "it could not be asked for",
        }
    }
}

fn proxy(failed: Proxy) -> String {
    match failed {
        Proxy::Unreachable => "no connection to it".to_owned(),
        Proxy::Password => "it wants a name and a password (407)".to_owned(),
        Proxy::Refused(0) => "it refused".to_owned(),
        Proxy::Refused(status) => format!("it refused (HTTP {status})"),
        Proxy::Foreign => "what answers is no proxy of this kind".to_owned(),
    }
}

fn connection(failed: Tcp) -> &'static str {
    match failed {
        Tcp::Refused => "refused (ECONNREFUSED)",
        Tcp::TimedOut => "no answer (ETIMEDOUT)",
        Tcp::Unreachable => "no way there (EHOSTUNREACH)",
        Tcp::Other => "none",
    }
}

fn encryption(failed: &Tls) -> &'static str {
    match failed {
        Tls::Expired => "certificate expired (CERT_HAS_EXPIRED)",
        Tls::NotYetValid => "certificate not valid yet (CERT_NOT_YET_VALID)",
        Tls::UnknownIssuer => "certificate of an unknown issuer (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
        Tls::SelfSigned => "certificate that vouches for itself (DEPTH_ZERO_SELF_SIGNED_CERT)",
        Tls::WrongName => "certificate for another name (ERR_TLS_CERT_ALTNAME_INVALID)",
        Tls::Revoked => "certificate taken back",
        Tls::Plain => "no TLS spoken there",
        Tls::Other => "no TLS connection",
    }
}

impl Certificate {
    /// What stands in it.
    fn words(&self) -> String {
        let text = |text: &str| if text.is_empty() { "nobody".to_owned() } else { clean(text, 80) };
        let mut words = format!(", for {}, issued by {}", text(&self.subject), text(&self.issuer));
        if let Some(until) = self.until {
            let _ = write!(words, ", good until {until}");
        }
        if let Some(from) = self.from {
            let _ = write!(words, ", good from {from}");
        }
        if !self.names.is_empty() {
            let names: Vec<String> = self.names.iter().take(4).map(|name| clean(name, 40)).collect();
            let _ = write!(words, ", names: {}", names.join(", "));
        }
        words
    }
}

impl Body {
    fn words(self) -> &'static str {
        match self {
            Body::Json => "JSON",
            Body::Page => "a web page",
            Body::Nothing => "nothing in it",
            Body::Other => "no JSON",
        }
    }
}
