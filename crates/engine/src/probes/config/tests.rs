use std::cell::Cell;

use clawtender_core::facts::Secret;
use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::*;

struct Home {
    folder: tempfile::TempDir,
    located: Located,
}

impl Home {
    fn with(config: impl AsRef<[u8]>) -> Home {
        let folder = tempfile::tempdir().unwrap();
        let located = locate(&|_: &str| None, Some(folder.path()));
        // HOME of the test's own environment does not count: the lookup above knows no variable
        std::fs::create_dir_all(&located.state_dir).unwrap();
        std::fs::write(&located.config_path, config).unwrap();
        Home { folder, located }
    }

    fn read(&self) -> Config {
        read(&self.located, &nothing)
    }
}

fn nothing(_: &str) -> Option<OsString> {
    None
}

#[test]
fn tells_what_the_file_says() {
    let home = Home::with(
        "// mine\n{ gateway: { mode: 'local', port: 19000, bind: \"loopback\", auth: { mode: 'token', token: 'very-secret' }, token: 'old' },\n meta: { lastTouchedVersion: '2026.9.6' }, }",
    );
    let config = home.read();
    assert_eq!(config.path, home.folder.path().join(".openclaw").join("openclaw.json").to_string_lossy());
    assert!(config.exists && config.problems.is_empty() && config.legacy_token);
    assert_eq!((config.mode.as_deref(), config.bind.as_deref(), config.port), (Some("local"), Some("loopback"), 19000));
    assert_eq!(
        (config.auth_mode.as_deref(), config.token, config.password),
        (Some("token"), Secret::Present, Secret::Absent)
    );
    assert_eq!(config.written_by.as_deref(), Some("2026.9.6"));
    assert!(!format!("{config:?}").contains("very-secret"));
}

#[test]
fn a_missing_file_is_not_a_problem_of_the_file() {
    let home = Home::with("{}");
    std::fs::remove_file(&home.located.config_path).unwrap();
    let config = home.read();
    assert_eq!((config.exists, config.problems.len(), config.port), (false, 0, DEFAULT_PORT));
}

#[test]
fn what_cannot_be_read_is_one_clear_sentence() {
    let home = Home::with("{}");
    std::fs::remove_file(&home.located.config_path).unwrap();
    std::fs::create_dir(&home.located.config_path).unwrap();
    assert_eq!(home.read().problems[0].message, "The file cannot be read: it is not a file.");
    let large = Home::with(vec![b' '; usize::try_from(LIMIT).unwrap() + 1]);
    assert_eq!(large.read().problems[0].message, "The file cannot be read: it is larger than 8388608 bytes.");
    let half = Home::with("{ gateway: { mode: 'local', auth: { token: 'secret-half");
    let problems = half.read().problems;
    assert_eq!((problems.len(), problems[0].line), (1, Some(1)));
    assert!(!problems[0].message.contains("secret-half"));
}

#[test]
fn a_port_out_of_range_is_named_with_its_place() {
    let config = Home::with("{\n  gateway: { port: 70000 } }").read();
    let problem = &config.problems[0];
    assert_eq!((problem.key.as_str(), problem.line, problem.column), ("gateway.port", Some(2), Some(14)));
    assert_eq!(config.port, DEFAULT_PORT);
}

#[test]
fn an_included_gateway_section_is_read() {
    let home = Home::with("{ gateway: { $include: './gateway.json5', bind: 'lan' } }");
    std::fs::write(home.located.state_dir.join("gateway.json5"), "{ mode: 'local', bind: 'loopback', port: 19009 }")
        .unwrap();
    let config = home.read();
    assert_eq!((config.mode.as_deref(), config.bind.as_deref(), config.port), (Some("local"), Some("lan"), 19009));
    std::fs::remove_file(home.located.state_dir.join("gateway.json5")).unwrap();
    let problem = &home.read().problems[0];
    assert_eq!((problem.key.as_str(), problem.line, problem.column), ("gateway.$include", Some(1), Some(14)));
}

#[test]
fn the_shared_secret_is_the_one_the_gateway_takes() {
    let environment = |name: &str| match name {
        "OPENCLAW_GATEWAY_TOKEN" => Some(OsString::from("environment-token")),
        "OPENCLAW_GATEWAY_PASSWORD" => Some(OsString::from("environment-password")),
        _ => None,
    };
    for (config, with_nothing, with_environment) in [
        ("{ gateway: { auth: { mode: 'token', token: 't' } } }", "token t", "token t"),
        ("{ gateway: { auth: { mode: 'token' } } }", "", "token environment-token"),
        ("{ gateway: { auth: { mode: 'password', token: 't', password: 'p' } } }", "password p", "password p"),
        ("{ gateway: { auth: { token: 't' } } }", "token t", "password environment-password"),
        ("{ gateway: { auth: { mode: 'none', token: 't' } } }", "", ""),
        ("{ gateway: { auth: { mode: 'token', token: { source: 'exec', provider: 'k', id: 'x' } } } }", "", ""),
        ("{ gateway: { auth: { mode: 'token', token: '__OPENCLAW_REDACTED__' } } }", "", ""),
        ("{ broken", "", "password environment-password"),
    ] {
        let home = Home::with(config);
        let told = |secret: Option<SharedSecret>| match secret {
            Some(SharedSecret::Token(text)) => format!("token {}", text.expose_secret()),
            Some(SharedSecret::Password(text)) => format!("password {}", text.expose_secret()),
            None => String::new(),
        };
        assert_eq!(told(shared_secret(&home.located, &nothing)), with_nothing, "{config}");
        assert_eq!(told(shared_secret(&home.located, &environment)), with_environment, "{config}");
    }
}

#[test]
fn the_gateways_env_file_counts() {
    let home = Home::with("{ gateway: { auth: { token: '${MY_TOKEN}' } } }");
    assert_eq!(home.read().token, Secret::UnsetVariable);
    std::fs::write(home.located.state_dir.join(".env"), "MY_TOKEN=x\nOPENCLAW_GATEWAY_PORT=19436\n").unwrap();
    let config = home.read();
    assert_eq!((config.token, config.port), (Secret::Present, 19436));
}

proptest! {
    #[test]
    fn no_file_whatever_causes_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let home = Home::with(&bytes);
        let config = home.read();
        prop_assert!(config.exists);
        let _ = shared_secret(&home.located, &nothing);
    }
}

async fn ask(
    home: &Home,
    version: &str,
    trust: Trust,
    answer: &str,
    asked: &Cell<u32>,
) -> anyhow::Result<Vec<ConfigProblem>> {
    let cache = home.folder.path().join("cache");
    let run = async |arguments: Vec<String>| {
        assert_eq!(arguments, ["config", "validate", "--json"]);
        asked.set(asked.get() + 1);
        Ok(Answer { code: Some(1), stdout: answer.as_bytes().to_vec() })
    };
    validate(&home.located, &nothing, version, &cache, trust, run).await
}

const VALID: &str = r#"{"valid":true,"path":"/home/u/.openclaw/openclaw.json","warnings":[]}"#;

#[tokio::test]
async fn openclaw_is_asked_once_for_a_content_and_a_version() {
    let home = Home::with("{ gateway: { mode: 'local' } }");
    let asked = Cell::new(0);
    for (version, times) in [("1", 1), ("1", 1), ("2", 2), ("2", 2)] {
        assert_eq!(ask(&home, version, Trust::Nothing, VALID, &asked).await.unwrap(), []);
        assert_eq!(asked.get(), times);
    }
    std::fs::write(&home.located.config_path, "{ gateway: { mode: 'locaL' } }").unwrap();
    ask(&home, "2", Trust::Nothing, VALID, &asked).await.unwrap();
    assert_eq!(asked.get(), 3);
}

#[tokio::test]
async fn what_the_gateway_accepted_is_not_asked_about() {
    let home = Home::with("{ gateway: { mode: 'local' } }");
    let asked = Cell::new(0);
    let copy = home.located.state_dir.join("openclaw.json.last-good");
    std::fs::copy(&home.located.config_path, &copy).unwrap();
    ask(&home, "1", Trust::LastGood, VALID, &asked).await.unwrap();
    assert_eq!(asked.get(), 0);
    ask(&home, "1", Trust::Nothing, VALID, &asked).await.unwrap();
    assert_eq!(asked.get(), 1);
    std::fs::write(copy, "{}").unwrap();
    ask(&home, "2", Trust::LastGood, VALID, &asked).await.unwrap();
    assert_eq!(asked.get(), 2);
}

#[tokio::test]
async fn a_changed_included_file_is_asked_about_again() {
    let home = Home::with("{ $include: './more.json5' }");
    let more = home.located.state_dir.join("more.json5");
    let asked = Cell::new(0);
    for (text, times) in [("{ a: 1 }", 1), ("{ a: 1 }", 1), ("{ a: 2 }", 2)] {
        std::fs::write(&more, text).unwrap();
        std::fs::copy(&home.located.config_path, home.located.state_dir.join("openclaw.json.last-good")).unwrap();
        ask(&home, "1", Trust::LastGood, VALID, &asked).await.unwrap();
        assert_eq!(asked.get(), times);
    }
}

#[tokio::test]
async fn nothing_is_asked_about_a_file_that_does_not_parse() {
    let asked = Cell::new(0);
    assert_eq!(ask(&Home::with("{"), "1", Trust::Nothing, VALID, &asked).await.unwrap(), []);
    assert_eq!(asked.get(), 0);
}

/// Answers of OpenClaw 2026.9.6.
const ANSWERS: &str = include_str!("testdata/validate-answers.json");

#[tokio::test]
async fn openclaws_words_are_given_a_place() {
    let text = "{\n  gateway: {\n    port: '1', mode: 'banana',\n    token: 'x' },\n  rateLimiting: {} }";
    let answers: Value = serde_json::from_str(ANSWERS).unwrap();
    for (case, expected) in [
        ("mode-bogus", vec![("gateway.mode", "Invalid input (allowed: \"local\", \"remote\")", Some((3, 16)))]),
        ("wrong-type-port", vec![("gateway.port", "Invalid input: expected number, received string", Some((3, 5)))]),
        ("legacy-gateway-token", vec![("gateway.token", "Unrecognized key: \"token\"", Some((4, 5)))]),
        ("seed-rateLimiting", vec![("rateLimiting", "Unrecognized key: \"rateLimiting\"", Some((5, 3)))]),
        (
            "seed-proxy-timeout",
            vec![("proxy.url", "Unrecognized key: \"url\"", None), ("timeout", "Unrecognized key: \"timeout\"", None)],
        ),
        (
            "several-keys",
            vec![
                ("models.primary", "Unrecognized key: \"primary\"", None),
                ("models.fallback", "Unrecognized key: \"fallback\"", None),
                ("rateLimiting", "Unrecognized key: \"rateLimiting\"", Some((5, 3))),
            ],
        ),
        ("unresolved-env-token", vec![]),
        ("empty-object", vec![]),
        ("missing-file", vec![("", "OpenClaw does not accept the file and does not say why.", None)]),
    ] {
        let home = Home::with(text);
        let answer = answers[case]["stdout"].as_str().unwrap();
        let problems = ask(&home, "1", Trust::Nothing, answer, &Cell::new(0)).await.unwrap();
        let found: Vec<_> = problems.iter().map(|p| (p.key.as_str(), &*p.message, p.line.zip(p.column))).collect();
        assert_eq!(found, expected, "{case}");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_says_nothing_about_the_file() {
    for answer in ["", "Segmentation fault", "{\"valid\":", "{}", "[]", "\0\0"] {
        let home = Home::with("{}");
        assert!(ask(&home, "1", Trust::Nothing, answer, &Cell::new(0)).await.is_err(), "{answer:?}");
    }
    let noisy = format!("plugin ready\n{VALID}\n");
    assert!(ask(&Home::with("{}"), "1", Trust::Nothing, &noisy, &Cell::new(0)).await.unwrap().is_empty());
}

#[test]
fn a_key_has_one_problem() {
    let mut config = Home::with("{ gateway: { port: 0 } }").read();
    let again = ConfigProblem { key: "gateway.port".into(), message: "Too small".into(), ..Default::default() };
    let other = ConfigProblem { key: "gateway.bogus".into(), ..Default::default() };
    add(&mut config, vec![again, other]);
    assert_eq!(config.problems.len(), 2);
}
