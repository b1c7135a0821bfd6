//! To whom there is a way: those whom the gateway's configuration names, by an entry of their own or before the slash of a model
//! that it uses, and what the cloud command line says it speaks to.

use std::{net::IpAddr, path::Path};

use clawtender_core::{
    providers::{self, Provider},
    route::Kind,
    text::clean,
};
use hyper::{HeaderMap, Uri};
use secrecy::SecretString;
use serde_json::Value;

use crate::{
    probes::{
        bounded,
        config::{self, models},
        provider::{Question, joined},
    },
    settings::TimePage,
    web::is_loopback,
    world::World,
};

/// Most ways that are walked. Real configurations name a handful.
const MOST: usize = 16;
/// Most models of one provider that are looked for.
const MODELS: usize = 32;
/// Longest name, and longest address that is shown, in characters.
const NAME: usize = 64;
const ADDRESS: usize = 200;
/// No file of the cloud command line is longer.
const LONGEST: u64 = 64 * 1024;

/// Somebody to walk to.
#[derive(Debug)]
pub(super) struct Named {
    /// By the name it has in the configuration.
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Where its API is.
    base: String,
    /// What is asked there.
    pub(super) question: String,
    pub(super) headers: HeaderMap,
    /// Whether the address is the person's own.
    pub(super) is_configured: bool,
    /// Whether it is known what its API answers to this question.
    pub(super) is_api: bool,
    /// Which language it speaks, where the configuration says it.
    api: String,
    /// The models that the gateway is to use there.
    pub(super) wanted: Vec<String>,
}

/// Everybody.
pub(super) fn all(world: &World) -> Vec<Named> {
    let lookup = |name: &str| world.variable(name);
    let config = config::whole(&world.located, &lookup).unwrap_or_default();
    let used = used(&config);
    let mut named: Vec<Named> = Vec::new();
    for entry in models::providers(&world.located, &lookup) {
        let wanted = wanted(&used, &entry.id);
        named.extend(Named::provider(&entry.id.clone(), Some(&entry), wanted));
    }
    for (provider, _) in &used {
        if !named.iter().any(|known| same(&known.name, provider)) {
            named.extend(Named::provider(provider, None, wanted(&used, provider)));
        }
    }
    named.truncate(MOST);
    named.extend(world.home.as_deref().and_then(endpoint).map(Named::cloud));
    named
}

impl Named {
    /// `None` where nobody says where it is.
    fn provider(name: &str, entry: Option<&models::Configured>, wanted: Vec<String>) -> Option<Named> {
        let known = providers::find(name);
        let own = entry.and_then(|entry| entry.base.clone()).filter(|base| !base.is_empty());
        let question = Question::about(name, entry, &SecretString::default()).ok();
        let (address, headers) = question.as_ref().map(Question::of_a_stranger).unzip();
        let base = own.clone().or_else(|| known.and_then(|known| known.base).map(str::to_owned));
        let base = base.or_else(|| origin(address?))?;
        // what stands behind a question mark may be a key
        let without = || base.split(['?', '#']).next().unwrap_or_default().to_owned();
        let question = address.map_or_else(without, str::to_owned);
        Some(Named {
            name: clean(name, NAME),
            kind: kind(&base),
            is_configured: own.is_some_and(|own| known.and_then(|known| known.base) != Some(&own)),
            is_api: address.is_some(),
            api: entry.and_then(|entry| entry.api.clone()).unwrap_or_default(),
            headers: headers.unwrap_or_default(),
            base,
            question,
            wanted,
        })
    }

    fn cloud(endpoint: String) -> Named {
        Named {
            name: "cloud".to_owned(),
            kind: Kind::Cloud,
            question: joined(&endpoint, "/v2/health"),
            headers: HeaderMap::new(),
            is_configured: true,
            is_api: true,
            api: String::new(),
            base: endpoint,
            wanted: Vec::new(),
        }
    }

    /// Its address without what might be secret in it.
    pub(super) fn shown(&self) -> String {
        let text = self.base.split(['?', '#']).next().unwrap_or_default();
        let bare = match text.split_once("://") {
            Some((scheme, rest)) => {
                let (authority, path) =
                    rest.split_once('/').map_or((rest, String::new()), |(a, p)| (a, format!("/{p}")));
                format!("{scheme}://{}{path}", authority.rsplit('@').next().unwrap_or_default())
            }
            None => text.rsplit('@').next().unwrap_or_default().to_owned(),
        };
        clean(bare.trim_end_matches('/'), ADDRESS)
    }

    /// Its host, where it is a name.
    pub(super) fn host(&self) -> Option<String> {
        let host = host(&self.base)?;
        host.parse::<IpAddr>().is_err().then_some(host)
    }

    /// Whether it is a host of a provider that is known to have no page there.
    pub(super) fn is_known_host(&self) -> bool {
        let of = |known: &Provider| known.base.and_then(host);
        self.host().is_some_and(|host| providers::ALL.iter().any(|known| of(known).as_deref() == Some(&host)))
    }

    /// A question that every server of its kind understands, if only to want another method.
    pub(super) fn another_question(&self) -> Option<String> {
        let known = providers::find(&self.name).map(|known| known.id).unwrap_or_default();
        match (&*self.api, known) {
            ("anthropic-messages", _) | ("", "anthropic") => Some(joined(&self.base, "/v1/messages")),
            ("openai-completions" | "", _) => Some(joined(&self.base, "/chat/completions")),
            ("openai-responses", _) => Some(joined(&self.base, "/responses")),
            _ => None,
        }
    }

    /// Where it may be instead, and what to ask there: most APIs are behind `/v1`, and people leave it out.
    pub(super) fn corrected(&self) -> Option<(String, String)> {
        let base = self.shown();
        let base = base.trim_end_matches('/');
        let corrected = match base.strip_suffix("/chat/completions").or_else(|| base.strip_suffix("/models")) {
            Some(shorter) => shorter.to_owned(),
            None if base.ends_with("/v1") => base.strip_suffix("/v1")?.to_owned(),
            None => format!("{base}/v1"),
        };
        let question = joined(&corrected, "/models");
        Some((corrected, question))
    }

    /// Where a server of this kind listens when nobody says otherwise, and what to ask there.
    pub(super) fn usual_place(&self) -> Option<(String, String)> {
        let known = providers::find(&self.name)?;
        let usual = known.base.filter(|usual| host(usual).is_some_and(|host| is_loopback(&host)))?;
        let question = known.probe.as_ref()?.address.to_owned();
        let elsewhere = origin(&self.base) != origin(usual);
        let path = if self.base.ends_with("/v1") && !usual.ends_with("/v1") { "/v1" } else { "" };
        elsewhere.then(|| (format!("{usual}{path}"), question))
    }
}

/// Every provider and model that agents use.
fn used(config: &Value) -> Vec<(String, String)> {
    let agents = &config["agents"];
    let of_each = agents["list"].as_array().into_iter().flatten().map(|agent| &agent["model"]);
    let mut used = Vec::new();
    for model in std::iter::once(&agents["defaults"]["model"]).chain(of_each) {
        let fallbacks = model["fallbacks"].as_array().into_iter().flatten();
        let named = [model, &model["primary"]].into_iter().chain(fallbacks).filter_map(Value::as_str);
        used.extend(named.filter_map(|name| name.split_once('/')).map(|(p, m)| (clean(p, NAME), clean(m, ADDRESS))));
    }
    used.truncate(MOST * MODELS);
    used
}

/// The models of this provider among them, each once.
fn wanted(used: &[(String, String)], provider: &str) -> Vec<String> {
    let mut wanted: Vec<String> =
        used.iter().filter(|(of, _)| same(of, provider)).map(|(_, model)| model.clone()).take(MODELS).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

fn same(one: &str, other: &str) -> bool {
    let id = |name| providers::find(name).map(|known| known.id);
    one.eq_ignore_ascii_case(other) || (id(one).is_some() && id(one) == id(other))
}

/// The front pages of those who run the models for everybody: what they answer says when it was answered.
pub(crate) fn pages(world: &World) -> Vec<TimePage> {
    let page = |named: Named| {
        let uri: Uri = named.base.parse().ok()?;
        let (host, port) = (uri.host()?, uri.port().map(|port| format!(":{port}")).unwrap_or_default());
        (uri.scheme_str() == Some("https")).then(|| format!("https://{host}{port}/").parse().ok())?
    };
    all(world).into_iter().filter(|named| named.kind == Kind::Provider).filter_map(page).collect()
}

/// A server on this computer, or a neighbour that does not encrypt, is one of the person's own.
fn kind(base: &str) -> Kind {
    let Some(host) = host(base) else { return Kind::Provider };
    let near = match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_private() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
        Err(_) => host.rsplit('.').next() == Some("local") || host == "host.docker.internal",
    };
    if is_loopback(&host) || (near && base.starts_with("http://")) { Kind::Local } else { Kind::Provider }
}

fn host(base: &str) -> Option<String> {
    let uri: Uri = base.parse().ok()?;
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

fn origin(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}

/// `api.endpoint` of the cloud command line, in its own file or beside its sign-in.
fn endpoint(home: &Path) -> Option<String> {
    let read = |name: &str| {
        let bytes = bounded::read(&home.join(".config/openclaw").join(name), LONGEST).ok()?;
        let value = config::parsed(&bytes).ok()?;
        let places = [&value["api"]["endpoint"], &value["api.endpoint"], &value["api_endpoint"], &value["endpoint"]];
        places.into_iter().find_map(Value::as_str).map(|text| text.trim().trim_end_matches('/').to_owned())
    };
    let named = read("config.json").or_else(|| read("credentials.json"))?;
    // what comes behind it is ours to add
    let named = named.strip_suffix("/v2").unwrap_or(&named).to_owned();
    (!named.is_empty() && named.len() <= 2 * ADDRESS).then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(config: &Value) -> (tempfile::TempDir, World) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join(".openclaw")).unwrap();
        std::fs::write(folder.path().join(".openclaw/openclaw.json"), config.to_string()).unwrap();
        let world = World::in_folder(folder.path());
        (folder, world)
    }

    #[test]
    fn those_are_walked_to_whom_the_configuration_names() {
        let (_folder, world) = world(&serde_json::json!({
            "models": { "providers": {
                "openai": { "apiKey": "k" },
                "mine": { "baseUrl": "https://me:secret@mine.example/api/?key=secret", "api": "openai-completions" },
                "near": { "baseUrl": "http://192.168.1.5:8000/v1" },
                "nowhere": { "apiKey": "k" },
            } },
            "agents": {
                "defaults": { "model": { "primary": "ollama/llama3.3:8b", "fallbacks": ["mine/a/b", "ollama/qwen3"] } },
                "list": [{ "id": "x", "model": "anthropic/claude" }],
            },
        }));
        let named: Vec<_> =
            all(&world).into_iter().map(|named| (named.shown(), named.kind, named.wanted, named.question)).collect();
        let one = |address: &str, kind, wanted: &[&str], question: &str| {
            let wanted: Vec<String> = wanted.iter().map(|model| (*model).to_owned()).collect();
            (address.to_owned(), kind, wanted, question.to_owned())
        };
        assert_eq!(
            named,
            [
                one("https://mine.example/api", Kind::Provider, &["a/b"], "https://me:secret@mine.example/api/models"),
                one("http://192.168.1.5:8000/v1", Kind::Local, &[], "http://192.168.1.5:8000/v1/models"),
                one("https://api.openai.com/v1", Kind::Provider, &[], "https://api.openai.com/v1/models"),
                one(
                    "http://127.0.0.1:11434",
                    Kind::Local,
                    &["llama3.3:8b", "qwen3"],
                    "http://127.0.0.1:11434/api/tags"
                ),
                one(
                    "https://api.anthropic.com",
                    Kind::Provider,
                    &["claude"],
                    "https://api.anthropic.com/v1/models?limit=1"
                ),
            ]
        );
    }

    #[test]
    fn those_who_run_models_for_everybody_are_asked_for_the_time_at_their_front_page() {
        let (_folder, world) = world(&serde_json::json!({ "models": { "providers": {
            "openai": { "apiKey": "k" },
            "mine": { "baseUrl": "https://me:secret@mine.example:8443/api/?key=secret" },
            "near": { "baseUrl": "http://192.168.1.5:8000/v1" },
        } } }));
        let pages: Vec<String> = pages(&world).iter().map(ToString::to_string).collect();
        assert_eq!(pages, ["https://mine.example:8443/", "https://api.openai.com/"]);
    }

    #[test]
    fn nobody_is_walked_to_where_nobody_is_named() {
        let (folder, world) = world(&serde_json::json!({ "gateway": { "mode": "local" } }));
        assert!(all(&world).is_empty());
        // signed in, and no word of where
        let own = folder.path().join(".config/openclaw");
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join("credentials.json"), r#"{"access_token":"t"}"#).unwrap();
        assert!(all(&world).is_empty());
        for (file, text) in [
            ("credentials.json", r#"{"access_token":"t","api_endpoint":"https://cloud.example/v2/"}"#),
            ("config.json", r#"{"api":{"endpoint":"https://other.example"}}"#),
        ] {
            std::fs::write(own.join(file), text).unwrap();
            let [cloud] = &all(&world)[..] else { panic!("{file}") };
            assert!(cloud.question.ends_with(".example/v2/health"), "{cloud:?}");
        }
        assert_eq!(all(&world)[0].shown(), "https://other.example");
    }
}
