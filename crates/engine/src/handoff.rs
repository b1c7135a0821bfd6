//! A local address that leads a browser to a secret one, once.
//!
//! An address on a command line can be read by every process of this person, and the gateway's dashboard has the token in
//! its own. So the browser is given one of ours, good for one visit within a minute, and is sent on from there.

use std::{io, net::Ipv4Addr, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// How long the address is good.
const OPEN: Duration = Duration::from_mins(1);
/// How long a visitor may take to say what it wants, and how much it may say in bytes.
const VISIT: Duration = Duration::from_secs(5);
const HEAD: usize = 16 * 1024;

/// Opens an address that leads to `target`, and serves it until the first visit or for a minute.
///
/// # Errors
/// When no port or no randomness can be had.
pub(crate) async fn lead_to(target: SecretString) -> io::Result<String> {
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let word = URL_SAFE_NO_PAD.encode(random);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("http://{}/{word}", listener.local_addr()?);
    tokio::spawn(async move {
        let visited = async {
            while let Ok((visitor, _)) = listener.accept().await {
                // one visitor at a time: a slow one is gone after its few seconds
                if timeout(VISIT, receive(visitor, &word, &target)).await.is_ok_and(|sent_on| sent_on) {
                    return;
                }
            }
        };
        let _ = timeout(OPEN, visited).await;
    });
    Ok(address)
}

/// Answers one request. Whether it was the one that was meant.
async fn receive(mut visitor: TcpStream, word: &str, target: &SecretString) -> bool {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match visitor.read(&mut piece).await {
            Ok(read @ 1..) if head.len() < HEAD => head.extend_from_slice(&piece[..read]),
            _ => return false,
        }
    }
    let wanted = format!("GET /{word} HTTP/1.1\r\n");
    if !head.starts_with(wanted.as_bytes()) {
        let _ = visitor.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
        return false;
    }
    let answer = SecretString::from(format!(
        "HTTP/1.1 302 Found\r\nLocation: {}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n",
        target.expose_secret()
    ));
    visitor.write_all(answer.expose_secret().as_bytes()).await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn visit(address: &str, path: &str) -> String {
        let host = address.strip_prefix("http://").unwrap().split('/').next().unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn leads_there_once() {
        let address = lead_to("http://127.0.0.1:18789/#token=hidden".to_owned().into()).await.unwrap();
        assert!(!address.contains("hidden"));
        let path = &address[address.rfind('/').unwrap()..];
        for stranger in ["/", "/favicon.ico", "/wrong"] {
            assert!(visit(&address, stranger).await.starts_with("HTTP/1.1 404 "), "{stranger}");
        }
        let answer = visit(&address, path).await;
        assert!(
            answer.starts_with("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:18789/#token=hidden\r\n"),
            "{answer}"
        );
        let host = address.strip_prefix("http://").unwrap().split('/').next().unwrap();
        assert!(TcpStream::connect(host).await.is_err(), "it leads there a second time");
    }
}
