//! The gallery of the page's recorded states (ui/gallery), served to a web view under the policy that the window has.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Serves until the test ends.
pub struct Gallery {
    address: String,
}

impl Gallery {
    /// Serves ui/dist-gallery.
    pub fn open() -> Gallery {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let files = root.join("ui/dist-gallery");
        assert!(files.join("index.html").is_file(), "ui/dist-gallery is missing: (cd ui && npm run gallery)");
        let config = fs::read(root.join("src-tauri/tauri.conf.json")).unwrap();
        let config: Value = serde_json::from_slice(&config).unwrap();
        // the frames are the test's own
        let policy = config["app"]["security"]["csp"].as_str().unwrap().replace("frame-ancestors 'none'", "");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, policy) = (files.clone(), policy.clone());
                std::thread::spawn(move || answer(&stream, &files, &policy));
            }
        });
        Gallery { address }
    }

    /// A page with nothing on it, in which a test puts frames.
    pub fn wall(&self) -> String {
        format!("{}/wall", self.address)
    }

    /// The gallery, with this state hung.
    pub fn shows(&self, state: &str, page: &str) -> String {
        format!("{}/?state={state}&page={page}", self.address)
    }
}

fn answer(mut stream: &TcpStream, files: &Path, policy: &str) {
    let lines = BufReader::new(stream).lines();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let asked = head.first().and_then(|line| line.split([' ', '?']).nth(1)).unwrap_or_default().to_owned();
    let (kind, policy, body) = match asked.as_str() {
        "/wall" => ("text/html", "", b"<!doctype html><title>wall</title><body style='margin:0'>".to_vec()),
        "/" => ("text/html", policy, read(&files.join("index.html"))),
        // only what the build has put there
        file if !file.contains("..") => (kind(file), "", read(&files.join(&file[1..]))),
        _ => ("text/plain", "", Vec::new()),
    };
    let policy = if policy.is_empty() { String::new() } else { format!("Content-Security-Policy: {policy}\r\n") };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n{policy}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(file: &PathBuf) -> Vec<u8> {
    fs::read(file).unwrap_or_default()
}

fn kind(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "text/html",
    }
}
