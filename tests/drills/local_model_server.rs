//! A server of models on this computer that is not there, runs elsewhere, hangs, or is something else; proxies have nothing to do
//! with it. Ollama itself is FAKE: a server that answers `/api/tags` as it does.

use std::{fs, net::TcpStream, os::unix::fs::PermissionsExt, process::Command};

use e2e::{
    drill::{finding, message, only_root, passes, there_and_back},
    home::{Home, free_port, roots},
    network::{alone, home_without_gateway, names},
    node,
    provider::{Provider, Says},
    until,
};
use serde_json::json;

const CHECK: &str = "local-model-server";

fn models() -> Says {
    Says::json("200 OK", "", &json!({ "models": [{ "name": "llama3.3:latest" }] })).for_anyone()
}

/// A program that serves where `OLLAMA_HOST` says, as `ollama serve` does, and notes its number.
fn ollama_is_installed(home: &Home) {
    let script = format!(
        "#!{}\nconst [host, port] = process.env.OLLAMA_HOST.split(':'); if (process.argv[2] !== 'serve') process.exit(1);\n\
         require('node:fs').writeFileSync({:?}, String(process.pid));\n\
         require('node:http').createServer((_, answer) => answer.end(JSON.stringify({{ models: [] }}))).listen(port, host);\n",
        node().display(),
        home.path("ollama.pid").to_str().unwrap(),
    );
    let program = home.path("bin/ollama");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
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

        // by hand or with one press: what is started is FAKE as well, and lives on
        ollama_is_installed(&home);
        let mended = home.json(&["fix", CHECK, "--yes"]);
        assert_eq!(mended["outcome"], "verified", "{mended:#}");
        passes(&home, CHECK);
        let started = home.path("ollama.pid");
        let started = fs::read_to_string(started).unwrap();
        assert!(Command::new("kill").arg(&started).status().unwrap().success());
        until("nobody to listen", || TcpStream::connect(("127.0.0.1", port)).is_err().then_some(()));
        only_root(&home, CHECK);

        // it runs, where it usually does
        let usual = Provider::on("127.0.0.1:11434", models());
        let found = only_root(&home, CHECK);
        assert!(message(&found).starts_with("Ollama runs at http://127.0.0.1:11434, and the gateway looks"), "{found:#}");
        assert_eq!(found["fix"]["id"], "edit-endpoint", "{found:#}");
        assert_eq!(found["fix"]["preview"][0], "Set models.providers.ollama.baseUrl to http://127.0.0.1:11434");

        there_and_back(&home, CHECK, || ());
        passes(&home, CHECK);

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
