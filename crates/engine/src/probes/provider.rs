//! Shows a key to its provider with the cheapest request there is, and says what came back. It never judges whether that is
//! good, and never says the key.
//!
//! What the configuration says of the address wins over what is known of the provider: that is where the gateway goes. A
//! good answer of a server that is not known to refuse strangers counts only when it refuses a question without a key.

use std::time::Duration;

use clawtender_core::{
    providers::{
        self, Presented,
        answer::{self, Answer},
        tested::{Outcome, Tested},
    },
    unreached::Unreached,
    words::Phrase,
};
use hyper::{
    HeaderMap, Method, Uri,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

use super::config::models::Configured;
use crate::{
    clock,
    web::{Reply, Web},
};

/// Longest header that is read.
const HEADER: usize = 1024;
/// What Anthropic's API wants to know of every request.
const ANTHROPIC: (&str, &str) = ("anthropic-version", "2023-06-01");

/// A question about a key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    address: String,
    presented: Presented,
    headers: Vec<(&'static str, &'static str)>,
    /// Whether it is known to be refused without a key.
    keyed: bool,
}

impl Question {
    /// How to ask `provider` about a key; why not, where there is no way.
    pub(crate) fn about(
        provider: &str,
        configured: Option<&Configured>,
        key: &SecretString,
    ) -> Result<Question, Phrase> {
        if key.expose_secret().starts_with("sk-ant-oat") {
            return Err(not_to_ask("setup-token"));
        }
        let known = providers::find(provider);
        let base = configured.and_then(|configured| configured.base.as_deref()).filter(|base| !base.is_empty());
        let probe = known.and_then(|known| known.probe.as_ref()).filter(|probe| probe.address.starts_with("http"));
        let elsewhere =
            base.filter(|base| probe.is_none() || server(base) != known.and_then(|known| server(known.base?)));
        match (elsewhere, probe) {
            (Some(base), _) => {
                let api = configured.and_then(|configured| configured.api.as_deref());
                Question::at(base, api, known.map(|known| known.id), configured.is_some_and(|entry| entry.bearer))
            }
            (None, Some(probe)) => Ok(Question {
                address: probe.address.to_owned(),
                presented: probe.key,
                headers: probe.headers.to_vec(),
                keyed: probe.keyed,
            }),
            (None, None) if known.is_some_and(|known| known.base.is_some()) => Err(not_to_ask("none-free")),
            (None, None) => Err(not_to_ask("nowhere")),
        }
    }

    /// By the language that is spoken at `base`.
    fn at(base: &str, api: Option<&str>, known: Option<&str>, bearer: bool) -> Result<Question, Phrase> {
        let asked = |path: &str, header: Option<&'static str>, headers: &[(&'static str, &'static str)]| Question {
            address: joined(base, path),
            presented: header.filter(|_| !bearer).map_or(Presented::Bearer, Presented::Header),
            headers: headers.to_vec(),
            keyed: false,
        };
        Ok(match (api.unwrap_or_default(), known.unwrap_or_default()) {
            ("anthropic-messages", _) | ("", "anthropic") => {
                asked("/v1/models?limit=1", Some("x-api-key"), &[ANTHROPIC])
            }
            ("google-generative-ai", _) | ("", "google") => {
                asked("/v1beta/models?pageSize=1", Some("x-goog-api-key"), &[])
            }
            ("azure-openai-responses", _) | (_, "microsoft-foundry") => {
                asked("/openai/v1/models", Some("api-key"), &[])
            }
            ("bedrock-converse-stream", _) | ("", "amazon-bedrock") => {
                return Err(not_to_ask("none-free"));
            }
            ("ollama", _) | ("", "ollama") => {
                let base = base.strip_suffix("/v1").unwrap_or(base);
                Question { address: joined(base, "/api/tags"), ..asked("", None, &[]) }
            }
            _ => asked("/models", None, &[]),
        })
    }

    /// What is asked, and with which headers, by somebody who has no key.
    pub(crate) fn of_a_stranger(&self) -> (&str, HeaderMap) {
        (&self.address, self.headers(None).unwrap_or_default())
    }

    /// The host that is asked.
    pub(crate) fn host(&self) -> String {
        let uri: Option<Uri> = self.address.parse().ok();
        uri.and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
    }

    /// Asks, within `within` in all.
    pub(crate) async fn ask(&self, web: &Web, provider: &str, key: &SecretString, within: Duration) -> Tested {
        let begun = clock::tick();
        let with = self.headers(Some(key));
        let mut tested = self.once(web, provider, key, with, within).await;
        if tested.outcome == Outcome::Answered(Answer::Accepted) && !self.keyed {
            let left = within.saturating_sub(clock::since(begun));
            let stranger = self.once(web, provider, key, self.headers(None), left).await;
            match stranger.outcome {
                Outcome::Answered(Answer::Accepted) => tested.outcome = Outcome::Answered(Answer::Open),
                Outcome::Answered(_) => {}
                Outcome::Unreached(_) => tested = stranger,
            }
        }
        tested
    }

    async fn once(
        &self,
        web: &Web,
        provider: &str,
        key: &SecretString,
        headers: Option<HeaderMap>,
        within: Duration,
    ) -> Tested {
        let asked = match headers {
            Some(headers) => web.ask(Method::GET, &self.address, headers, within).await,
            None => Err(Unreached::Address),
        };
        let (at, host) = (clock::now(), self.host());
        match asked {
            Ok(reply) => {
                let headers = read(&reply);
                let reply = answer::Reply { status: reply.status, headers: &headers, body: &reply.body };
                let told = answer::read(provider, reply, key.expose_secret(), at);
                let outcome = Outcome::Answered(told.answer);
                Tested { at, host, outcome, said: told.said, request_id: told.request_id }
            }
            Err(why) => Tested { at, host, outcome: Outcome::Unreached(why), said: String::new(), request_id: None },
        }
    }

    /// `None` for a key that no header can hold.
    fn headers(&self, key: Option<&SecretString>) -> Option<HeaderMap> {
        let mut headers: HeaderMap = self
            .headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let Some(key) = key else { return Some(headers) };
        let (name, text) = match self.presented {
            Presented::Bearer => (AUTHORIZATION, Zeroizing::new(format!("Bearer {}", key.expose_secret()))),
            Presented::Header(name) => (HeaderName::from_static(name), Zeroizing::new(key.expose_secret().to_owned())),
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Some(headers)
    }
}

/// Why there is no way to ask about a key.
fn not_to_ask(why: &'static str) -> Phrase {
    Phrase::new("key-no-question", [("why", why.into())])
}

pub(super) fn read(reply: &Reply) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.to_str().ok().filter(|text| text.len() <= HEADER).map(str::to_owned);
    reply.headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?))).collect()
}

/// The host of an address, and the port where one is named.
fn server(address: &str) -> Option<String> {
    Some(address.parse::<Uri>().ok()?.authority()?.as_str().to_ascii_lowercase())
}

/// `base` and `path` in one address; what both have in the middle stands once: `…/v1` and `/v1/models`.
pub(super) fn joined(base: &str, path: &str) -> String {
    let base = base.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let ends = path.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    let twice = ends.filter(|at| base.ends_with(&path[..*at])).max().unwrap_or_default();
    format!("{base}{}", &path[twice..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes::config::models::Held;

    fn about(provider: &str, base: Option<&str>, api: Option<&str>) -> Result<(String, Presented, bool), Phrase> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let entry =
            Configured { id: provider.into(), base: owned(base), api: owned(api), bearer: false, key: Held::Nothing };
        let asked = Question::about(provider, Some(&entry), &SecretString::from("k"))?;
        Ok((asked.address, asked.presented, asked.keyed))
    }

    #[test]
    fn the_configurations_address_wins_and_nothing_stands_twice() {
        use Presented::{Bearer, Header};
        for (provider, base, api, address, presented, keyed) in [
            ("openai", None, None, "https://api.openai.com/v1/models", Bearer, true),
            ("openai", Some("https://api.openai.com/v1"), None, "https://api.openai.com/v1/models", Bearer, true),
            ("openai", Some("https://proxy.example/v1"), None, "https://proxy.example/v1/models", Bearer, false),
            (
                "anthropic",
                Some("https://proxy.example/anthropic/v1"),
                None,
                "https://proxy.example/anthropic/v1/models?limit=1",
                Header("x-api-key"),
                false,
            ),
            (
                "mine",
                Some("https://mine.example"),
                Some("anthropic-messages"),
                "https://mine.example/v1/models?limit=1",
                Header("x-api-key"),
                false,
            ),
            (
                "mine",
                Some("https://mine.example/v1beta"),
                Some("google-generative-ai"),
                "https://mine.example/v1beta/models?pageSize=1",
                Header("x-goog-api-key"),
                false,
            ),
            ("mine", Some("http://127.0.0.1:9/v1?x=1"), None, "http://127.0.0.1:9/v1/models", Bearer, false),
            ("ollama", Some("http://127.0.0.1:9/v1"), None, "http://127.0.0.1:9/api/tags", Bearer, false),
            ("ollama", None, None, "http://127.0.0.1:11434/api/tags", Bearer, false),
            (
                "azure",
                Some("https://r.openai.azure.com/openai/v1"),
                None,
                "https://r.openai.azure.com/openai/v1/models",
                Header("api-key"),
                false,
            ),
        ] {
            assert_eq!(about(provider, base, api), Ok((address.to_owned(), presented, keyed)), "{provider} {base:?}");
        }
        for provider in ["perplexity", "mine", "microsoft-foundry", "amazon-bedrock"] {
            assert!(about(provider, None, None).is_err(), "{provider}");
        }
        assert!(Question::about("anthropic", None, &SecretString::from("sk-ant-oat01-x")).is_err());
    }

    #[test]
    fn every_request_of_the_table_can_be_made() {
        for provider in providers::ALL {
            if let Ok(question) = Question::about(provider.id, None, &SecretString::from("k")) {
                assert!(question.headers(Some(&SecretString::from("k"))).is_some_and(|headers| !headers.is_empty()));
                assert!(!question.host().is_empty());
            }
        }
    }
}
