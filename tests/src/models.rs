//! A FAKE server of models for the real gateway to ask: see `fakes/models.mjs`.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::{Value, json};

use crate::{client::owner_asks, home::Home, node, until};

/// The server, until it is dropped.
pub struct Models {
    child: Child,
    port: u16,
}

impl Models {
    /// Starts it beside this home's gateway.
    pub fn start(home: &Home) -> Models {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/models.mjs");
        let mut child = home.command(node()).arg(script).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Models { child, port: line.trim().parse().unwrap() }
    }

    /// Has a provider of this name, which is also what is wrong with it, answer as the agent's main model.
    pub fn answers(&self, config: &mut Value, name: &str) {
        config["models"]["providers"][name] = self.provider(name);
        config["agents"]["defaults"]["model"] = json!({ "primary": format!("{name}/m") });
    }

    /// Its entry in `models.providers`.
    pub fn provider(&self, name: &str) -> Value {
        json!({
            "baseUrl": format!("http://127.0.0.1:{}/{name}/v1", self.port), "api": "openai-completions",
            "apiKey": "sk-drill-0123456789abcdef", "models": [model("m")],
        })
    }

    /// The same that speaks as Anthropic does.
    pub fn anthropic(&self, path: &str, id: &str) -> Value {
        json!({
            "baseUrl": format!("http://127.0.0.1:{}/{path}", self.port), "api": "anthropic-messages",
            "apiKey": format!("sk-ant-api03-{}AA", "drill".repeat(18)), "models": [model(id)],
        })
    }
}

fn model(id: &str) -> Value {
    json!({
        "id": id, "name": "M", "contextWindow": 32000, "maxTokens": 1000, "input": ["text"], "reasoning": false,
        "cost": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0 },
    })
}

/// A person asks the agent something, in a conversation of this name.
pub fn asks(home: &Home, conversation: &str) {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let message = json!({
        "sessionKey": format!("agent:main:{conversation}"), "message": "hello",
        "idempotencyKey": format!("{conversation}-{}", ASKED.fetch_add(1, Ordering::Relaxed)),
    });
    owner_asks(home, "chat.send", &message);
}

/// Waits until nothing but this is wrong: a gateway that answers people on a busy computer may be silent for a moment.
pub fn settles(home: &Home, check: &str) {
    until("the gateway to have its breath back", || {
        home.roots().iter().all(|root| root == check || root == "key-plaintext").then_some(())
    });
}

impl Drop for Models {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
