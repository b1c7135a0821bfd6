//! Which OpenClaw is the newest: asked of the registry that npm would use for this person, over the network and without npm.
//!
//! The registry's address is all that is taken from npm's settings: what else stands there, credentials above all, is neither
//! kept nor sent. Nobody is asked where the person has switched such questions off, here or in OpenClaw's configuration.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use clawtender_core::{
    facts::Observed,
    release::{Published, Version},
    unreached::Unreached,
    words::Phrase,
};
use hyper::{HeaderMap, Method, Uri};
use serde_json::Value;

use super::{
    bounded,
    config::{self, Lookup},
};
use crate::{clock, web::Web, world::World};

/// Where npm looks when nobody says otherwise.
const DEFAULT: &str = "https://registry.npmjs.org/";
/// How long the registry may take: somebody waits for the report.
const PATIENCE: Duration = Duration::from_secs(3);
/// No `.npmrc` is longer.
const LONGEST: u64 = 64 * 1024;

/// Why nobody was asked, or nothing was learned.
#[derive(Debug, PartialEq, Eq)]
enum Silence {
    Live,
    CheckOnStart,
    Address,
    InTheClear(String),
    Unreached(String, Unreached),
    Status(String, u16),
    Foreign(String),
}

impl Silence {
    /// For a person.
    fn words(&self) -> Phrase {
        let (why, host, status) = match self {
            Silence::Live => return Phrase::new("unseen-live", []),
            Silence::Unreached(host, why) => return why.phrase(host),
            Silence::CheckOnStart => ("start", "", 0),
            Silence::Address => ("address", "", 0),
            Silence::InTheClear(host) => ("clear", &**host, 0),
            Silence::Status(host, status) => ("status", &**host, *status),
            Silence::Foreign(host) => ("foreign", &**host, 0),
        };
        let told = [("why", why.into()), ("host", host.into()), ("status", status.to_string().into())];
        Phrase::new("registry-silent", told)
    }
}

/// What the registry says; why not, where it does not.
pub(crate) async fn look(world: &World) -> Observed<Published> {
    match ask(world, &world.web()).await {
        Ok(value) => Observed::Seen { value, at: clock::now() },
        Err(why) => Observed::Unavailable { reason: why.words(), at: clock::now() },
    }
}

async fn ask(world: &World, web: &Web) -> Result<Published, Silence> {
    if !world.settings.checks.live {
        return Err(Silence::Live);
    }
    let lookup = |name: &str| world.variable(name);
    if config::whole(&world.located, &lookup).is_ok_and(|config| config["update"]["checkOnStart"] == false) {
        return Err(Silence::CheckOnStart);
    }
    let registry = registry(&lookup, world.home.as_deref());
    let address = format!("{}/-/package/openclaw/dist-tags", registry.trim_end_matches('/'));
    let host = host(&address).ok_or(Silence::Address)?;
    let reply = web.ask(Method::GET, &address, HeaderMap::new(), PATIENCE).await.map_err(|why| match why {
        Unreached::Address => Silence::Address,
        Unreached::InTheClear => Silence::InTheClear(host.clone()),
        other => Silence::Unreached(host.clone(), other),
    })?;
    match reply.status {
        200 => tags(&reply.body).map(|tags| Published { host: host.clone(), tags }).ok_or(Silence::Foreign(host)),
        status => Err(Silence::Status(host, status)),
    }
}

/// The host that is asked, fit to be shown. None where the address names none, or a password with it.
fn host(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    Some(bounded::clean(authority.host(), 100))
}

/// Those of the registry's tags that OpenClaw looks at, where they name a version.
fn tags(body: &[u8]) -> Option<std::collections::BTreeMap<String, String>> {
    let said: Value = serde_json::from_slice(body).ok()?;
    let said = said.as_object()?;
    let version = |tag: &str| Version::parse(said.get(tag)?.as_str()?);
    Some(Published::TAGS.iter().filter_map(|tag| Some(((*tag).to_owned(), version(tag)?.to_string()))).collect())
}

/// The registry that npm uses: its variable, else what the person's `.npmrc` names, else its default.
fn registry(environment: Lookup, home: Option<&Path>) -> String {
    let variable = |name: &str| {
        let lower = format!("npm_config_{name}");
        let set =
            |name: &str| environment(name).and_then(|value| value.into_string().ok()).filter(|set| !set.is_empty());
        set(&lower).or_else(|| set(&lower.to_uppercase()))
    };
    let file = variable("userconfig").map(PathBuf::from).or_else(|| Some(home?.join(".npmrc")));
    let written = || {
        let bytes = bounded::read(&file?, LONGEST).ok()?;
        in_npmrc(&String::from_utf8_lossy(&bytes), environment)
    };
    variable("registry").or_else(written).unwrap_or_else(|| DEFAULT.to_owned())
}

/// What an `.npmrc` names as the registry: the last line that does.
fn in_npmrc(text: &str, environment: Lookup) -> Option<String> {
    let value = |line: &str| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "registry").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    };
    let of_the_top = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let named = of_the_top.filter_map(value).filter(|value| !value.is_empty()).last()?;
    Some(expanded(&named, environment))
}

/// With the variables in it, `${NAME}`. One that is not set stays as it stands, as npm has it.
fn expanded(text: &str, environment: Lookup) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once("${").and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        whole.push_str(before);
        match environment(name).map(OsString::into_string) {
            Some(Ok(value)) => whole.push_str(&value),
            _ => whole.extend(["${", name, "}"]),
        }
        rest = after;
    }
    whole + rest
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    /// A registry that answers one question with this, and hands out what it was asked.
    async fn answering(answer: String) -> (u16, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.unwrap() > 0 {}
            let _ = stream.write_all(answer.as_bytes()).await;
            String::from_utf8(head).unwrap()
        });
        (port, asked)
    }

    fn http(body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    fn home(npmrc: &str) -> (tempfile::TempDir, World) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".npmrc"), npmrc).unwrap();
        let world = World::in_folder(folder.path());
        (folder, world)
    }

    #[tokio::test]
    async fn the_newest_is_asked_for_without_anything_else_that_npm_knows() {
        let (port, asked) = answering(http(r#"{"latest":"2026.9.7","beta":"2026.10.1-beta.1","old":"1.0.0"}"#)).await;
        let (_folder, world) = home(&format!(
            "//127.0.0.1:{port}/npm/:_authToken=secret-1\nregistry = http://127.0.0.1:{port}/npm/\n_auth=secret-2\n"
        ));
        let published = ask(&world, &Web::new()).await.unwrap();
        let tags = [("beta", "2026.10.1-beta.1"), ("latest", "2026.9.7")];
        let tags: BTreeMap<_, _> = tags.map(|(tag, version)| (tag.to_owned(), version.to_owned())).into();
        assert_eq!(published, Published { host: "127.0.0.1".to_owned(), tags });
        let asked = asked.await.unwrap();
        assert!(asked.starts_with("GET /npm/-/package/openclaw/dist-tags HTTP/1.1\r\n"), "{asked}");
        assert!(!asked.contains("secret") && !asked.to_lowercase().contains("authorization"), "{asked}");
    }

    #[tokio::test]
    async fn what_is_no_answer_is_said_and_shows_nothing_of_it() {
        for (answer, said) in [
            ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(), "newest (HTTP 404)."),
            (
                "HTTP/1.1 302 Found\r\nlocation: https://x/\r\ncontent-length: 0\r\n\r\n".to_owned(),
                "newest (HTTP 302).",
            ),
            (http("<html>sign in</html>"), "is no list of versions."),
            (http("[\"2026.9.7\"]"), "is no list of versions."),
            (http(&format!("{{\"latest\":\"{}\"}}", "9".repeat(100_000))), "is no list of versions."),
            (String::new(), "without an answer in HTTP."),
        ] {
            let (port, _asked) = answering(answer).await;
            let (_folder, world) = home(&format!("registry=http://127.0.0.1:{port}"));
            let why = ask(&world, &Web::new()).await.unwrap_err().words();
            assert!(why.ends_with(said), "{why}");
        }
        for (registry, said) in [
            ("http://registry.example/", Silence::InTheClear("registry.example".to_owned())),
            ("https://name:secret-1@registry.example/", Silence::Address),
            ("not an address", Silence::Address),
        ] {
            let (_folder, world) = home(&format!("registry={registry}"));
            assert_eq!(ask(&world, &Web::new()).await.unwrap_err(), said);
        }
    }

    #[test]
    fn what_is_no_version_is_left_out() {
        let body = br#"{"latest":"2026.9.7\u001b[31m","beta":7,"dev":"next","extended-stable":"2026.7.33"}"#;
        assert_eq!(tags(body), Some([("extended-stable".to_owned(), "2026.7.33".to_owned())].into()));
    }

    #[tokio::test]
    async fn who_switched_it_off_is_not_asked() {
        let (folder, mut world) = home("registry=https://nobody.invalid/");
        fs::create_dir_all(folder.path().join(".openclaw")).unwrap();
        fs::write(folder.path().join(".openclaw/openclaw.json"), "{ update: { checkOnStart: false } }").unwrap();
        let world_of_openclaw = World::in_folder(folder.path());
        assert_eq!(ask(&world_of_openclaw, &Web::new()).await.unwrap_err(), Silence::CheckOnStart);
        let mut settings = (*world.settings).clone();
        settings.checks.live = false;
        world.settings = std::sync::Arc::new(settings);
        assert_eq!(ask(&world, &Web::new()).await.unwrap_err(), Silence::Live);
    }

    /// What the file says, the variables, and what follows.
    type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

    #[test]
    fn the_registry_is_the_one_that_npm_uses() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.npmrc");
        fs::write(&other, "registry='https://other.example/'\n").unwrap();
        let other = other.to_str().unwrap();
        let named = "; registry=https://no/\nregistry=https://early.example/\nregistry = \"https://late.example/\"\n\
                     @scope:registry=https://scoped.example/\n[section]\nregistry=https://no/\n";
        let table: [Row<'_>; 8] = [
            ("", &[], DEFAULT),
            ("save-exact=true\nregistry=\n", &[], DEFAULT),
            (named, &[], "https://late.example/"),
            (named, &[("npm_config_registry", "https://variable.example")], "https://variable.example"),
            (named, &[("NPM_CONFIG_REGISTRY", "https://variable.example")], "https://variable.example"),
            (named, &[("npm_config_registry", "")], "https://late.example/"),
            (named, &[("npm_config_userconfig", other)], "https://other.example/"),
            ("registry=https://${HOST}/${NOT}", &[("HOST", "h.example")], "https://h.example/${NOT}"),
        ];
        for (npmrc, environment, expected) in table {
            fs::write(folder.path().join(".npmrc"), npmrc).unwrap();
            let variables: BTreeMap<_, _> = environment.iter().copied().collect();
            let lookup = |name: &str| variables.get(name).map(OsString::from);
            assert_eq!(registry(&lookup, Some(folder.path())), expected, "{npmrc} {environment:?}");
        }
        assert_eq!(registry(&|_| None, None), DEFAULT);
    }
}
