//! A model that the gateway is to use and the server of models does not have; then it has. Ollama itself is FAKE.

use e2e::{
    drill::{message, only_root, passes},
    network::{entry, evidence, home_without_gateway},
    provider::{Provider, Says},
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
