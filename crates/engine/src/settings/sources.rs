//! Who is asked for the time: names as people write them, and the ones that are asked unless the settings say otherwise.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use reqwest::Url;

/// Where SNTP is spoken unless somebody says otherwise.
const PORT: u16 = 123;

/// Five operators that have nothing to do with each other and offer this to the public. None of the pools: those ask
/// programs that many people run for names of their own.
pub(super) const SERVERS: [&str; 5] =
    ["time.cloudflare.com", "time.google.com", "time.apple.com", "time.facebook.com", "ntp.se"];

/// Pages that are made to be asked for, without content, by three operators.
pub(super) const PAGES: [&str; 3] = [
    "https://cp.cloudflare.com/generate_204",
    "https://www.google.com/generate_204",
    "https://connectivity-check.ubuntu.com/",
];

/// A time server, `host` or `host:port`; an IPv6 address with a port stands in brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeServer {
    /// A name, or an address without brackets.
    pub host: String,
    /// Its UDP port.
    pub port: u16,
}

/// A page whose answer says when it was given: `https://example.org/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimePage(String);

/// What stands there is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASource;

impl FromStr for TimeServer {
    type Err = NotASource;

    fn from_str(text: &str) -> Result<TimeServer, NotASource> {
        // an IPv6 address has colons of its own
        if text.parse::<Ipv6Addr>().is_ok() {
            return Ok(TimeServer { host: text.to_owned(), port: PORT });
        }
        let (host, port) = if let Some(bracketed) = text.strip_prefix('[') {
            let (host, rest) = bracketed.split_once(']').ok_or(NotASource)?;
            host.parse::<Ipv6Addr>().map_err(|_| NotASource)?;
            (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':').ok_or(NotASource)?) })
        } else {
            let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
            if !is_host(host) {
                return Err(NotASource);
            }
            (host, port)
        };
        let port = match port {
            None => PORT,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|port| *port > 0).ok_or(NotASource)?
            }
            Some(_) => return Err(NotASource),
        };
        Ok(TimeServer { host: host.to_owned(), port })
    }
}

/// A host name or an IPv4 address.
fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
    };
    let numbers = text.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    let name = text.strip_suffix('.').unwrap_or(text);
    name.len() <= 253 && name.split('.').all(label) && (!numbers || text.parse::<IpAddr>().is_ok())
}

impl fmt::Display for TimeServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.host.contains(':'), self.port) {
            (_, PORT) => f.write_str(&self.host),
            (true, port) => write!(f, "[{}]:{port}", self.host),
            (false, port) => write!(f, "{}:{port}", self.host),
        }
    }
}

impl FromStr for TimePage {
    type Err = NotASource;

    fn from_str(text: &str) -> Result<TimePage, NotASource> {
        let url = Url::parse(text).map_err(|_| NotASource)?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if web && anonymous && text.len() <= 500 { Ok(TimePage(text.to_owned())) } else { Err(NotASource) }
    }
}

impl fmt::Display for TimePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_host_and_perhaps_a_port() {
        for (text, host, port, shown) in [
            ("time.example.org", "time.example.org", 123, "time.example.org"),
            ("time.example.org.:123", "time.example.org.", 123, "time.example.org."),
            ("127.0.0.1:12345", "127.0.0.1", 12345, "127.0.0.1:12345"),
            ("my_box", "my_box", 123, "my_box"),
            ("::1", "::1", 123, "::1"),
            ("[::1]", "::1", 123, "::1"),
            ("[2001:db8::1]:1123", "2001:db8::1", 1123, "[2001:db8::1]:1123"),
        ] {
            let server: TimeServer = text.parse().unwrap();
            assert_eq!((server.host.as_str(), server.port, server.to_string().as_str()), (host, port, shown));
            assert_eq!(server.to_string().parse(), Ok(server));
        }
        for text in [
            "",
            " ",
            "a b",
            "a:",
            "a:0",
            "a:70000",
            "a:+1",
            "a:1:2",
            ":1",
            "[::1",
            "[::1]x",
            "[a]:1",
            "999.1.1.1",
            "1.2.3",
            "http://a",
            "a/b",
            "a..b",
            "é",
            "a\nb",
        ] {
            assert_eq!(text.parse::<TimeServer>(), Err(NotASource), "{text:?}");
        }
    }

    #[test]
    fn a_page_is_on_the_web_and_carries_no_secret() {
        for text in ["https://example.org", "http://127.0.0.1:8080/x?y"] {
            assert_eq!(text.parse::<TimePage>().unwrap().to_string(), text);
        }
        for text in
            ["", "example.org", "ftp://example.org", "https://", "https://user:secret@example.org/", "file:///a"]
        {
            assert_eq!(text.parse::<TimePage>(), Err(NotASource), "{text:?}");
        }
    }

    #[test]
    fn the_usual_sources_are_sources() {
        assert!(SERVERS.iter().all(|text| text.parse::<TimeServer>().is_ok()));
        assert!(PAGES.iter().all(|text| text.parse::<TimePage>().is_ok()));
    }
}
