use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::probes::config::{SharedSecret, resolve_secret};

/// A gateway's home whose configuration asks for its token somewhere else.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, mode: u32, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    async fn token(&self, reference: Value, provider: Value) -> Result<String, Unresolved> {
        let config = json!({ "gateway": { "auth": { "mode": "token", "token": reference } },
            "secrets": { "providers": { "vault": provider } } });
        let config_path = self.file("openclaw.json", 0o600, &config.to_string());
        let home = self.folder.path().to_path_buf();
        let located = Located { config_path, state_dir: home.clone(), home };
        let environment = |name: &str| match name {
            "SET" => Some(OsString::from("from-env")),
            "PASSED" => Some(OsString::from("passed")),
            _ => None,
        };
        match resolve_secret(&located, &environment).await? {
            Some(SharedSecret::Token(token)) => Ok(token.expose_secret().to_owned()),
            _ => panic!("no token"),
        }
    }

    async fn program(&self, script: &str) -> Result<String, Unresolved> {
        self.file("helper", 0o700, &format!("#!/bin/sh\n{script}"));
        let reference = json!({ "source": "exec", "provider": "vault", "id": "gateway/token" });
        let provider = json!({ "source": "exec", "command": "~/helper", "args": ["a", "${SET}"],
            "passEnv": ["PASSED", "MISSING"], "env": { "OWN": "own" }, "timeoutMs": 2000, "maxOutputBytes": 2000 });
        self.token(reference, provider).await
    }
}

fn why(failed: Result<String, Unresolved>) -> String {
    match failed.unwrap_err() {
        Unresolved::Program { why, .. } => why.words().into(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_program_is_asked_as_the_gateway_asks_it() {
    let home = Home::new();
    let ok = r#"read -r asked; echo "{\"protocolVersion\":1,\"values\":{\"gateway/token\":\" $1 $2 $PASSED $OWN $OPENCLAW_CLI ${HOME-none} \"}}"; echo "$asked" > asked"#;
    assert_eq!(home.program(ok).await.unwrap(), "a from-env passed own 1 none");
    let asked = std::fs::read_to_string(home.folder.path().join("asked")).unwrap();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked, json!({ "protocolVersion": 1, "provider": "vault", "ids": ["gateway/token"] }));
}

#[tokio::test]
async fn what_a_program_gets_wrong_is_said_without_its_words() {
    let home = Home::new();
    for (script, expected) in [
        ("echo secret; exit 3", "it ended with code 3"),
        ("kill -9 $$", "it was ended by a signal"),
        ("sleep 60", "it did not answer in time"),
        ("echo secret", "what it said is not JSON"),
        (r#"echo '{"protocolVersion":2,"values":{}}'"#, "it does not speak version 1 of the protocol"),
        (r#"echo '{"protocolVersion":1,"values":{"other":"x"}}'"#, "it does not have it"),
        (
            r#"echo '{"protocolVersion":1,"values":{"gateway/token":"x"},"errors":{"gateway/token":{"code":"NOT_FOUND"}}}'"#,
            "it does not have it",
        ),
        ("yes | head -c 3000", "it said too much"),
    ] {
        assert_eq!(why(home.program(script).await), expected, "{script}");
    }
}

#[tokio::test]
async fn what_others_could_change_is_not_run() {
    let home = Home::new();
    let reference = json!({ "source": "exec", "provider": "vault", "id": "x" });
    let open = home.file("open", 0o770, "#!/bin/sh\ntouch ran\n");
    let own = home.file("own", 0o700, "#!/bin/sh\ntouch ran\n");
    let link = home.folder.path().join("link");
    std::os::unix::fs::symlink(&own, &link).unwrap();
    for command in [&open, &link, &home.folder.path().join("missing"), &home.folder.path().to_path_buf()] {
        let provider = json!({ "source": "exec", "command": command });
        let refused = home.token(reference.clone(), provider).await.unwrap_err();
        assert!(matches!(refused, Unresolved::NotOwn { .. }), "{command:?} {refused}");
    }
    for provider in [
        json!({ "source": "exec", "command": "relative" }),
        json!({ "source": "exec", "command": own, "trustedDirs": ["/opt"] }),
        json!({ "source": "file", "path": own }),
        json!({}),
    ] {
        let refused = home.token(reference.clone(), provider.clone()).await.unwrap_err();
        assert_eq!(refused, Unresolved::NotConfigured("vault".into()), "{provider}");
    }
    assert!(!home.folder.path().join("ran").exists());
}

#[tokio::test]
async fn a_file_holds_one_secret_or_many() {
    let home = Home::new();
    let many = home.file("many.json", 0o600, r#"{"a":{"b/c":[" one ",""]},"n":1}"#);
    let one = home.file("one", 0o400, "\u{feff}single\r\n");
    let open = home.file("open.json", 0o644, r#"{"a":"x"}"#);
    let reference = |id: &str| json!({ "source": "file", "provider": "vault", "id": id });
    let json_file = |path: &Path| json!({ "source": "file", "path": path });
    let whole = json!({ "source": "file", "path": one, "mode": "singleValue" });
    assert_eq!(home.token(reference("/a/b~1c/0"), json_file(&many)).await.unwrap(), "one");
    assert_eq!(home.token(reference("value"), whole.clone()).await.unwrap(), "single");
    for (id, provider) in [
        ("/a/missing", json_file(&many)),
        ("/n", json_file(&many)),
        ("/a/b~1c/1", json_file(&many)),
        ("value", json_file(&many)),
        ("/a", whole),
        ("/a", json_file(&one)),
        ("/a", json!({ "source": "file", "path": many, "maxBytes": 5 })),
    ] {
        let refused = home.token(reference(id), provider.clone()).await.unwrap_err();
        assert_eq!(refused, Unresolved::File("vault".into()), "{id} {provider}");
    }
    let refused = home.token(reference("/a"), json_file(&open)).await.unwrap_err();
    assert!(matches!(refused, Unresolved::NotOwn { .. }), "{refused}");
}

#[tokio::test]
async fn a_variable_may_be_listed_and_the_store_is_the_gateways_own() {
    let home = Home::new();
    let env = |provider: &str, id: &str| json!({ "source": "env", "provider": provider, "id": id });
    assert_eq!(home.token(env("default", "SET"), json!({})).await.unwrap(), "from-env");
    assert_eq!(home.token(env("default", "UNSET"), json!({})).await, Err(Unresolved::Variable("UNSET".into())));
    let store = json!({ "source": "store", "provider": "default", "id": "TOKEN" });
    assert_eq!(home.token(store, json!({})).await, Err(Unresolved::Store));
    for id in ["a b", "../x", "", "x/./y"] {
        let odd = json!({ "source": "exec", "provider": "vault", "id": id });
        let refused = home.token(odd, json!({ "source": "exec", "command": "/bin/true" })).await.unwrap_err();
        assert_eq!(refused, Unresolved::NotConfigured("vault".into()), "{id:?}");
    }
}
