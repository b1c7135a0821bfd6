//! A server of models on this computer that is not there, runs elsewhere, hangs, or is something else; proxies have nothing to do
//! with it. Ollama itself is FAKE: a server that answers `/api/tags` as it does.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use e2e::{
    drill::{finding, message, only_root, passes},
    home::{free_port, roots},
    network::{alone, home_without_gateway, names},
    provider::{Provider, Says},
};
use serde_json::json;

const CHECK: &str = "local-model-server";

fn models() -> Says {
    Says::json("200 OK", "", &json!({ "models": [{ "name": "llama3.3:latest" }] })).for_anyone()
}

#[test]
fn a_model_server_that_is_not_there_is_the_root_until_it_is() {
    alone("local_model_server::a_model_server_that_is_not_there_is_the_root_until_it_is", |_network| {
        let mut home = home_without_gateway();
        // who has none does not miss it, network or not
        let report = home.json(&["doctor"]);
        assert_eq!(roots(&report), [""; 0], "{report:#}");
        assert_eq!(finding(&report, "network-online")["outcome"], "pass", "{report:#}");

        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        // a proxy that lets nothing through: it is not asked for what is on this computer
        home.set("HTTP_PROXY", "http://127.0.0.1:9");
        home.set("NO_PROXY", "localhost,127.0.0.1");
        home.set("HTTPS_PROXY", "http://127.0.0.1:9");
        names(&home, &[("ollama", &base)]);
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with(&format!("Ollama does not run: nobody listens at {base}.")), "{found:#}");
        assert_eq!(found["fix"]["preview"][0], "Run in a terminal: ollama serve", "{found:#}");

        // it is started where it is there, and lives on
        let refused = home.json(&["fix", CHECK, "--yes"]);
        assert!(message(&refused).contains("ollama is not on the PATH"), "{refused:#}");
        let fake = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fakes/ollama.mjs");
        fs::write(home.path("bin/ollama"), format!("#!/bin/sh\nexec node '{}'\n", fake.display())).unwrap();
        fs::set_permissions(home.path("bin/ollama"), fs::Permissions::from_mode(0o700)).unwrap();
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        passes(&home, CHECK);
        names(&home, &[("ollama", &format!("http://127.0.0.1:{}", free_port()))]);

        // it runs, where it usually does
        let usual = Provider::on("127.0.0.1:11434", models());
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("Ollama runs at http://127.0.0.1:11434, and the gateway looks"), "{found:#}");
        assert_eq!(found["fix"]["id"], "edit-endpoint", "{found:#}");
        assert_eq!(found["fix"]["preview"][0], "Set models.providers.ollama.baseUrl to http://127.0.0.1:11434");
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        assert_eq!(home.json(&["undo"])["failing"][0]["id"], CHECK);

        names(&home, &[("ollama", "http://127.0.0.1:11434/v1")]);
        for (says, words) in [
            (Says::Never, "takes a question and does not answer in time"),
            (Says::http("200 OK", "", "<html></html>"), "is not Ollama"),
            (Says::json("500 Internal Server Error", "", &json!({})), "answers with a fault"),
        ] {
            usual.says(says.for_anyone());
            let found = only_root(&home, CHECK);
            assert!(message(&found).contains(words), "{found:#}");
        }
        usual.says(models());
        passes(&home, CHECK);
    });
}
