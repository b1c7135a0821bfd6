//! A provider on this computer that only notes with which key it is asked.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value, json};

use crate::PATIENCE;

/// Listens as long as the test lasts.
pub struct Provider {
    port: u16,
    asked: Receiver<String>,
}

impl Provider {
    /// A new one, which nobody has asked yet.
    pub fn start() -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (tell, asked) = channel();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                if let Some(key) = authorization(&mut stream) {
                    let _ = tell.send(key);
                }
                let _ = stream.write_all(b"HTTP/1.1 500 Enough\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            }
        });
        Provider { port, asked }
    }

    /// What stands at `models.providers.NAME`, without a key.
    pub fn config(&self) -> Value {
        json!({
            "baseUrl": format!("http://127.0.0.1:{}/v1", self.port), "api": "openai-completions",
            "models": [{ "id": "m", "name": "M", "contextWindow": 32000, "maxTokens": 1000, "input": ["text"],
                         "reasoning": false, "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 } }],
        })
    }

    /// What the next request says at `Authorization`.
    pub fn asked_with(&self) -> String {
        self.asked.recv_timeout(PATIENCE).unwrap()
    }

    /// Forgets what it was asked so far.
    pub fn forget(&self) {
        while self.asked.try_recv().is_ok() {}
    }
}

fn authorization(stream: &mut TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            read => head.extend_from_slice(&buffer[..read]),
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
