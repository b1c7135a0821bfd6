//! FAKE: an npm registry on this computer that knows one package, and of that only which version is the newest. It answers the
//! documented question for a package's dist-tags, and 404 to every other.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::json;

/// The question that it answers.
const QUESTION: &str = "GET /-/package/openclaw/dist-tags ";

/// Ends with the test's process.
pub struct Registry {
    port: u16,
    newest: Arc<Mutex<String>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Registry {
    /// One in which this version is the newest.
    pub fn start(newest: &str) -> Registry {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (newest, asked) = (Arc::new(Mutex::new(newest.to_owned())), Arc::new(Mutex::new(Vec::new())));
        let (says, questions) = (newest.clone(), asked.clone());
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                let mut head = Vec::new();
                let mut buffer = [0; 1024];
                while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                    match stream.read(&mut buffer) {
                        Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
                        _ => break,
                    }
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let (status, body) = if head.starts_with(QUESTION) {
                    ("200 OK", json!({ "latest": *says.lock().unwrap() }).to_string())
                } else {
                    ("404 Not Found", "{}".to_owned())
                };
                questions.lock().unwrap().push(head);
                let length = body.len();
                let answer =
                    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Registry { port, newest, asked }
    }

    /// This version is the newest from now on.
    pub fn publish(&self, newest: &str) {
        newest.clone_into(&mut self.newest.lock().unwrap());
    }

    /// Where it is.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The questions that it was asked, each as it came.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}
