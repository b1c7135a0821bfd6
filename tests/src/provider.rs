//! A provider of models on loopback: an honest small server that refuses strangers, and says to whoever shows a key what it
//! was told to say.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use serde_json::{Value, json};

/// What it says to whoever shows a key.
#[derive(Clone)]
pub enum Says {
    /// These bytes, and then it closes the connection.
    This(Vec<u8>),
    /// These bytes, to strangers too.
    Anyone(Vec<u8>),
    /// 404, but behind this path: there it knows nobody's key.
    Behind(String),
    /// A good list of models to the holder of this key, and 401 to everybody else.
    Knows(String),
    /// Nothing, and it keeps the connection open.
    Never,
}

impl Says {
    /// An HTTP answer.
    pub fn http(status: &str, headers: &str, body: &str) -> Says {
        let length = body.len();
        Says::This(
            format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}").into(),
        )
    }

    /// The same answer to strangers too.
    #[must_use]
    pub fn for_anyone(self) -> Says {
        match self {
            Says::This(bytes) => Says::Anyone(bytes),
            other => other,
        }
    }

    /// An HTTP answer of JSON.
    pub fn json(status: &str, headers: &str, body: &Value) -> Says {
        Says::http(status, &format!("content-type: application/json\r\n{headers}"), &body.to_string())
    }
}

/// Ends with the test.
pub struct Provider {
    /// Where it listens.
    pub port: u16,
    says: Arc<Mutex<Says>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    /// One that speaks plain HTTP.
    pub fn start(says: Says) -> Provider {
        Provider::on("127.0.0.1:0", says)
    }

    /// The same at this address.
    pub fn on(address: &str, says: Says) -> Provider {
        Provider::serve(TcpListener::bind(address).unwrap(), says, None)
    }

    /// One that speaks TLS with this chain and the key of its first certificate.
    pub fn encrypted(says: Says, chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Provider {
        Provider::encrypted_at(0, says, chain, key)
    }

    /// The same on this port.
    pub fn encrypted_at(
        port: u16,
        says: Says,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Provider {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        Provider::serve(listener, says, Some(Arc::new(config.with_single_cert(chain, key).unwrap())))
    }

    fn serve(listener: TcpListener, says: Says, tls: Option<Arc<ServerConfig>>) -> Provider {
        let port = listener.local_addr().unwrap().port();
        let (says, asked) = (Arc::new(Mutex::new(says)), Arc::new(Mutex::new(Vec::new())));
        let (shared, heard) = (says.clone(), asked.clone());
        std::thread::spawn(move || {
            // what is to stay open
            let mut kept = (Vec::new(), Vec::new());
            for stream in listener.incoming().map_while(Result::ok) {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                match &tls {
                    None => kept.0.extend(answer(stream, &shared, &heard)),
                    Some(config) => {
                        let connection = ServerConnection::new(config.clone()).unwrap();
                        kept.1.extend(answer(StreamOwned::new(connection, stream), &shared, &heard));
                    }
                }
            }
        });
        Provider { port, says, asked }
    }

    /// Says this from now on.
    pub fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    /// The keys that it was shown, without the questions in which there was none.
    pub fn shown(&self) -> Vec<String> {
        self.asked().into_iter().filter(|key| !key.is_empty()).collect()
    }

    /// The keys that it was shown, in turn; empty where there was none.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Its entry in `models.providers`.
    pub fn entry(&self, scheme: &str, host: &str) -> Value {
        json!({
            "baseUrl": format!("{scheme}://{host}:{}/v1", self.port), "api": "openai-completions",
            "models": [{ "id": "m", "name": "M", "contextWindow": 32000, "maxTokens": 1000, "input": ["text"], "reasoning": false,
                         "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 } }],
        })
    }
}

/// Answers one request; what is to stay open comes back.
fn answer<S: Read + Write>(mut stream: S, says: &Mutex<Says>, asked: &Mutex<Vec<String>>) -> Option<S> {
    let head = head(&mut stream)?;
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization: bearer "));
    let key = line.map_or("", |line| line["authorization: bearer ".len()..].trim());
    asked.lock().unwrap().push(key.to_owned());
    let says = says.lock().unwrap().clone();
    let refused =
        json!({ "error": { "message": "No such key.", "type": "invalid_request_error", "code": "invalid_api_key" } });
    let list = json!({ "object": "list", "data": [{ "id": "m", "object": "model" }] });
    let bytes = match says {
        Says::Never => return Some(stream),
        Says::Knows(good) if good == key => Says::json("200 OK", "x-request-id: req_good\r\n", &list),
        Says::Behind(path) if !head.split(' ').nth(1).is_some_and(|asked| asked.starts_with(&path)) => {
            Says::json("404 Not Found", "", &json!({ "error": "not found" }))
        }
        Says::Knows(_) | Says::Behind(_) => Says::json("401 Unauthorized", "x-request-id: req_bad\r\n", &refused),
        Says::This(_) if key.is_empty() => Says::json("401 Unauthorized", "", &refused),
        said @ (Says::This(_) | Says::Anyone(_)) => said,
    };
    if let Says::This(bytes) | Says::Anyone(bytes) = bytes {
        let _ = stream.write_all(&bytes);
        let _ = stream.flush();
    }
    None
}

fn head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            // a greeting in TLS, which a server without any answers as nonsense
            _ if head.is_empty() && buffer[0] == 0x16 => return Some(String::new()),
            read => head.extend_from_slice(&buffer[..read]),
        }
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
