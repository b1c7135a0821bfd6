//! Through a proxy: HTTP's CONNECT, or SOCKS 5 with the name resolved there.
//!
//! Only the way is opened here; what goes through it is encrypted for the server at its end.

use clawtender_core::unreached::Proxy;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Stream;

/// Longest answer to CONNECT, in bytes.
const HEAD: usize = 8 * 1024;

/// The proxies of this environment as OpenClaw takes them: small letters before large ones, an empty one is none, and where none is
/// named for encrypted questions, the one for others goes for them too. Beside them, which variable names the one for encrypted
/// questions.
pub(super) fn here(environment: &dyn Fn(&str) -> Option<String>) -> (Matcher, Option<&'static str>) {
    let of = |names: [&'static str; 2]| {
        let (name, value) = names.into_iter().find_map(|name| Some((name, environment(name)?)))?;
        Some((name, value)).filter(|(_, value)| !value.trim().is_empty())
    };
    let all = of(["all_proxy", "ALL_PROXY"]);
    let http = of(["http_proxy", "HTTP_PROXY"]).or(all);
    let https = of(["https_proxy", "HTTPS_PROXY"]).or_else(|| http.clone());
    let except = of(["no_proxy", "NO_PROXY"]).unwrap_or_default().1;
    let variable = https.as_ref().map(|(name, _)| *name);
    let address = |named: Option<(&str, String)>| named.unwrap_or_default().1;
    (Matcher::builder().http(address(http)).https(address(https)).no(except).build(), variable)
}

/// The same connection, ending at `host` from now on. It has no deadline of its own.
pub(super) async fn tunnel(
    mut stream: Stream,
    proxy: &Intercept,
    scheme: &str,
    host: &str,
    port: u16,
) -> Result<Stream, Proxy> {
    match scheme {
        "http" | "https" => connect(&mut stream, proxy, host, port).await?,
        "socks5" | "socks5h" => socks(&mut stream, proxy.raw_auth(), host, port).await?,
        _ => return Err(Proxy::Foreign),
    }
    Ok(stream)
}

async fn connect(stream: &mut Stream, proxy: &Intercept, host: &str, port: u16) -> Result<(), Proxy> {
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(password) = proxy.basic_auth() {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(password.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    stream.write_all(&request).await.map_err(|_| Proxy::Foreign)?;
    let mut head = Vec::new();
    // byte by byte: what comes after the head belongs to the server at the other end
    while !head.ends_with(b"\r\n\r\n") {
        let byte = stream.read_u8().await.map_err(|_| Proxy::Foreign)?;
        head.push(byte);
        if head.len() > HEAD {
            return Err(Proxy::Foreign);
        }
    }
    match status(&head) {
        Some(200..=299) => Ok(()),
        Some(407) => Err(Proxy::Password),
        Some(status) => Err(Proxy::Refused(status)),
        None => Err(Proxy::Foreign),
    }
}

fn status(head: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let mut words = line.split(' ');
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok()
}

/// RFC 1928, and RFC 1929 for the password.
async fn socks(stream: &mut Stream, password: Option<(&str, &str)>, host: &str, port: u16) -> Result<(), Proxy> {
    const PASSWORD: u8 = 2;
    let foreign = |_| Proxy::Foreign;
    let short = |text: &str| u8::try_from(text.len()).map_err(|_| Proxy::Foreign);
    let offer: &[u8] = if password.is_some() { &[5, 2, 0, PASSWORD] } else { &[5, 1, 0] };
    stream.write_all(offer).await.map_err(foreign)?;
    let mut chosen = [0; 2];
    stream.read_exact(&mut chosen).await.map_err(foreign)?;
    match (chosen, password) {
        ([5, 0], _) => {}
        ([5, PASSWORD], Some((name, password))) => {
            let mut said = vec![1, short(name)?];
            said.extend_from_slice(name.as_bytes());
            said.push(short(password)?);
            said.extend_from_slice(password.as_bytes());
            stream.write_all(&said).await.map_err(foreign)?;
            let mut taken = [0; 2];
            stream.read_exact(&mut taken).await.map_err(foreign)?;
            if taken[1] != 0 {
                return Err(Proxy::Password);
            }
        }
        ([5, _], _) => return Err(Proxy::Password),
        _ => return Err(Proxy::Foreign),
    }
    let mut request = vec![5, 1, 0, 3, short(host)?];
    request.extend_from_slice(host.as_bytes());
    request.extend_from_slice(&port.to_be_bytes());
    stream.write_all(&request).await.map_err(foreign)?;
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await.map_err(foreign)?;
    if answer[..2] != [5, 0] {
        return Err(if answer[0] == 5 { Proxy::Refused(0) } else { Proxy::Foreign });
    }
    // the address that the proxy uses itself, which nobody needs
    let rest = match answer[3] {
        1 => 4,
        4 => 16,
        3 => usize::from(stream.read_u8().await.map_err(foreign)?),
        _ => return Err(Proxy::Foreign),
    };
    let mut unneeded = vec![0; rest + 2];
    stream.read_exact(&mut unneeded).await.map_err(foreign)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_is_the_one_that_openclaw_would_take() {
        let uri = "https://api.example/".parse().unwrap();
        for (variables, expected) in [
            (&[][..], None),
            (&[("HTTPS_PROXY", "http://a:1")], Some(("http://a:1/", "HTTPS_PROXY"))),
            (&[("HTTPS_PROXY", "http://a:1"), ("https_proxy", "http://b:1")], Some(("http://b:1/", "https_proxy"))),
            (&[("HTTP_PROXY", "http://a:1")], Some(("http://a:1/", "HTTP_PROXY"))),
            (&[("https_proxy", ""), ("HTTPS_PROXY", "http://a:1")], None),
            (&[("https_proxy", ""), ("ALL_PROXY", "socks5://c:1")], Some(("socks5://c:1/", "ALL_PROXY"))),
            (&[("HTTPS_PROXY", "http://a:1"), ("NO_PROXY", "example, .api.example")], None),
        ] {
            let value = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|one| one.1.to_owned());
            let (matcher, variable) = here(&value);
            let proxy = matcher.intercept(&uri).map(|proxy| proxy.uri().to_string());
            assert_eq!(proxy.as_deref().zip(variable), expected, "{variables:?}");
        }
    }

    #[test]
    fn only_http_has_a_status() {
        for (head, expected) in [
            (&b"HTTP/1.1 200 Connection established\r\n\r\n"[..], Some(200)),
            (b"HTTP/1.0 407\r\n\r\n", Some(407)),
            (b"SSH-2.0-OpenSSH\r\n\r\n", None),
            (b"HTTP/1.1 abc\r\n\r\n", None),
            (b"\xff\r\n\r\n", None),
            (b"", None),
        ] {
            assert_eq!(status(head), expected);
        }
    }
}
