//! A model that the gateway is to use and the server of models does not have; then it has. Ollama itself is FAKE.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::Stdio,
};

use e2e::{
    drill::{message, only_root, passes},
    home::free_port,
    network::{entry, evidence, home_without_gateway},
    node,
    processes::{self, http},
    program,
    provider::{Provider, Says},
    until,
};
use serde_json::json;

const CHECK: &str = "local-model-present";

fn has(models: &[&str]) -> Says {
    let models: Vec<_> = models.iter().map(|name| json!({ "name": name })).collect();
    Says::json("200 OK", "", &json!({ "models": models })).for_anyone()
}

#[test]
fn a_model_that_is_not_there_is_the_root_until_it_is() {
    let home = home_without_gateway();
    let server = Provider::start(has(&["qwen3:8b"]));
    let mut config = home.config();
    config["models"]["providers"]["ollama"] = entry(&format!("http://127.0.0.1:{}", server.port));
    config["agents"]["defaults"]["model"] = json!({ "primary": "ollama/llama3.3", "fallbacks": ["ollama/qwen3:8b"] });
    home.write_config(&config);
    let found = only_root(&home, CHECK);
    assert!(message(&found).starts_with("Ollama does not have the model llama3.3, which"), "{found:#}");
    assert_eq!(found["fix"]["preview"][0], "Run in a terminal: ollama pull llama3.3", "{found:#}");
    assert!(evidence(&found).contains("models there: qwen3:8b"), "{found:#}");

    server.says(has(&[]));
    let found = only_root(&home, CHECK);
    assert!(message(&found).contains("and another, which"), "{found:#}");
    assert!(evidence(&found).contains("models there: none"), "{found:#}");

    server.says(has(&["qwen3:8b", "llama3.3:latest"]));
    passes(&home, CHECK);
}

#[test]
fn a_model_that_is_not_there_is_fetched() {
    let home = home_without_gateway();
    let port = free_port();
    let fake = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/ollama.mjs");
    let mut server = home.command(node());
    server.arg(fake).env("OLLAMA_HOST", format!("127.0.0.1:{port}")).env("FAKE_MODELS", "qwen3:8b");
    let mut server = server.spawn().unwrap();
    until("the server", || http(port, "/api/tags"));
    let wants = |model: &str| {
        let mut config = home.config();
        config["models"]["providers"]["ollama"] = entry(&format!("http://127.0.0.1:{port}/v1"));
        config["agents"]["defaults"]["model"] = json!({ "primary": format!("ollama/{model}") });
        home.write_config(&config);
    };
    wants("nobody-made-this");
    let refused = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(refused["outcome"], "failed", "{refused:#}");
    assert!(message(&refused).contains("file does not exist"), "{refused:#}");

    wants("llama3.3");
    let planned = home.json(&["fix", CHECK, "--dry-run"]);
    let order = format!("POST http://127.0.0.1:{port}/api/pull {{\"model\":\"llama3.3\",\"stream\":true}}");
    assert_eq!(planned["plan"], json!([order]));
    // one that takes hours says how far it is, and can be stopped
    wants("slow");
    let mut slow = home.command(program("clawtender"));
    let mut slow = slow.args(["fix", CHECK, "--yes"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let steps = BufReader::new(slow.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!({ steps }.any(|step| step.contains("(50 %)")), "it is not said how far it is");
    processes::signal(slow.id(), "INT");
    slow.wait().unwrap();
    assert!(http(port, "/api/tags").is_some_and(|(_, models)| !models.contains("slow")));

    wants("llama3.3");
    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(&home, CHECK);
    server.kill().unwrap();
    server.wait().unwrap();
}
