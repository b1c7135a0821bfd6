//! Proxies on loopback that do what they are told: HTTP's CONNECT and SOCKS 5, for every name the server on the port that was
//! asked for on this computer.

use std::{
    io::{Read, Write, copy},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// HTTP.
    Http,
    /// SOCKS 5.
    Socks,
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Lets everything through.
    LetsThrough,
    /// Wants `me` and `secret` first.
    WantsPassword,
    /// Lets nothing through.
    Refuses,
}

/// Ends with the test's process.
pub struct Proxy {
    /// Where it listens.
    pub port: u16,
    does: Arc<Mutex<Does>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// One of this kind.
    pub fn start(kind: Kind, does: Does) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (does, asked) = (Arc::new(Mutex::new(does)), Arc::new(Mutex::new(Vec::new())));
        let (now, heard) = (Arc::clone(&does), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (does, heard) = (*now.lock().unwrap(), Arc::clone(&heard));
                thread::spawn(move || match kind {
                    Kind::Http => http(stream, does, &heard),
                    Kind::Socks => socks(stream, does, &heard),
                });
            }
        });
        Proxy { port, does, asked }
    }

    /// Does this from now on.
    pub fn does(&self, does: Does) {
        *self.does.lock().unwrap() = does;
    }

    /// To whom it was asked for a way, in turn.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn http(mut stream: TcpStream, does: Does, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        // somebody who does not speak HTTP would be waited for in vain
        if stream.read(&mut byte).ok()? == 0 || (head.is_empty() && !byte[0].is_ascii_uppercase()) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let to = head.split(' ').nth(1)?.to_owned();
    let port: u16 = to.rsplit(':').next()?.parse().ok()?;
    asked.lock().unwrap().push(to);
    // me:secret
    let knows = head.contains("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n");
    let refused = match does {
        Does::WantsPassword if !knows => "407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"p\"",
        Does::Refuses => "403 Forbidden",
        _ => {
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").ok()?;
            return through(stream, port);
        }
    };
    let _ = stream.write_all(format!("HTTP/1.1 {refused}\r\ncontent-length: 0\r\n\r\n").as_bytes());
    None
}

fn socks(mut stream: TcpStream, does: Does, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut two = [0; 2];
    stream.read_exact(&mut two).ok()?;
    if two[0] != 5 {
        return None;
    }
    let mut methods = vec![0; usize::from(two[1])];
    stream.read_exact(&mut methods).ok()?;
    if does == Does::WantsPassword {
        let _ = stream.write_all(&[5, 255]);
        return None;
    }
    stream.write_all(&[5, 0]).ok()?;
    let mut head = [0; 5];
    stream.read_exact(&mut head).ok()?;
    let mut rest = vec![0; usize::from(head[4]) + 2];
    stream.read_exact(&mut rest).ok()?;
    let (name, port) = rest.split_at(rest.len() - 2);
    let port = u16::from_be_bytes([port[0], port[1]]);
    asked.lock().unwrap().push(format!("{}:{port}", String::from_utf8_lossy(name)));
    let code = if does == Does::Refuses { 2 } else { 0 };
    stream.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).ok()?;
    if code == 0 { through(stream, port) } else { None }
}

/// Carries bytes both ways until one side ends.
fn through(stream: TcpStream, port: u16) -> Option<()> {
    let server = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let (mut from, mut to) = (stream.try_clone().ok()?, server.try_clone().ok()?);
    thread::spawn(move || {
        let _ = copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let (mut from, mut to) = (server, stream);
    let _ = copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Both);
    Some(())
}
