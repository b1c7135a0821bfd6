//! What an answer is made of, and what it says to somebody without a key.

use clawtender_core::{
    providers::answer::{self, Answer, Told},
    route::{Body, Kind, Met},
};
use hyper::Uri;
use serde_json::Value;

use super::{
    super::{bounded::clean, provider},
    Named,
};
use crate::{
    clock,
    web::{self, Reply},
};

/// Longest text that is kept, in characters.
const TEXT: usize = 200;
/// Most models of one server that are kept, and the longest name of one.
const MODELS: usize = 500;
const MODEL: usize = 100;

/// What an answer says.
pub(super) struct Answered {
    pub(super) answer: Answer,
    /// Nothing is at this path.
    pub(super) is_missing: bool,
}

/// What a server says to a stranger.
pub(super) fn told(named: &Named, reply: &Reply) -> Told {
    let headers = provider::read(reply);
    let reply = answer::Reply { status: reply.status, headers: &headers, body: &reply.body };
    answer::read(&named.name, reply, "", clock::now())
}

/// What a status page says, in the way of Statuspage: whether all is well, and in which words.
pub(super) fn status_page(reply: &Reply) -> Option<(bool, String)> {
    let page: Value = serde_json::from_slice(&reply.body).ok().filter(|_| reply.status == 200)?;
    let said = |name: &str| page["status"][name].as_str().map(|text| clean(text, TEXT)).filter(|text| !text.is_empty());
    Some((said("indicator")? == "none", said("description")?))
}

/// An answer as one step of the way.
pub(super) fn met(told: Told, address: &str, reply: &Reply) -> Met {
    Met::Question {
        address: address.chars().take(TEXT).collect(),
        status: reply.status,
        answer: told.answer,
        body: body(reply),
        said: told.said,
        request_id: told.request_id,
    }
}

/// What `told`, which was said in this reply, says about the server. Of one whose requests are not known, only that it is
/// there.
pub(super) fn answer(named: &Named, told: Answer, reply: &Reply) -> Answered {
    let serves = !matches!(told, Answer::Down | Answer::Overloaded);
    let is_cut = reply.body.len() >= web::BODY && body(reply) == Body::Json;
    let is_missing = matches!(reply.status, 404 | 405 | 410);
    let answer = match told {
        // more than is read of it
        Answer::NotUnderstood if is_cut => Answer::Open,
        // the path is our guess, the address is not the person's
        _ if serves && is_missing && !named.is_configured => Answer::Open,
        _ if serves && !named.is_api => Answer::Open,
        answer => answer,
    };
    Answered { answer, is_missing: is_missing && answer == Answer::WrongEndpoint && named.kind == Kind::Provider }
}

/// Whether something of an API answers at this path, be it that it wants another method.
pub(super) fn is_there(reply: &Reply) -> bool {
    !matches!(reply.status, 404 | 410) && !is_page(reply) && reply.status < 500
}

/// Whether an API answers.
pub(super) fn is_api(reply: &Reply) -> bool {
    matches!(reply.status, 200..=299 | 400 | 401 | 403) && body(reply) == Body::Json
}

/// What the body is made of, as far as its beginning tells.
pub(super) fn body(reply: &Reply) -> Body {
    let start = String::from_utf8_lossy(&reply.body[..reply.body.len().min(512)]).trim_start().to_ascii_lowercase();
    let whole = || serde_json::from_slice::<serde::de::IgnoredAny>(&reply.body).is_ok();
    match start.chars().next() {
        None => Body::Nothing,
        Some('{' | '[') if reply.body.len() >= web::BODY || whole() => Body::Json,
        Some('<') => Body::Page,
        Some(_) => Body::Other,
    }
}

/// Whether it is a page for people.
pub(super) fn is_page(reply: &Reply) -> bool {
    body(reply) == Body::Page
}

/// The models that a server lists, as Ollama does or as most others do.
pub(super) fn models(reply: &Reply) -> Option<Vec<String>> {
    let value: Value = serde_json::from_slice(&reply.body).ok().filter(|_| (200..300).contains(&reply.status))?;
    let (listed, name) = match (value["models"].as_array(), value["data"].as_array()) {
        (Some(models), _) => (models, "name"),
        (_, Some(models)) => (models, "id"),
        _ => return None,
    };
    let names = listed.iter().filter_map(|model| model[name].as_str());
    Some(names.take(MODELS).map(|name| name.chars().take(MODEL).collect()).collect())
}

/// The page that was shown by somebody else than `host`, as a network does that wants a sign-in. The server's own way to its
/// encrypted pages is none; a page of its own could be one only where the server is known to have none.
pub(super) fn page_of_another(host: &str, status: u16, to: Option<&str>, is_page: bool, known: bool) -> Option<String> {
    let own = || format!("http://{host}/");
    match status {
        511 => Some(to.map_or_else(own, str::to_owned)),
        300..=399 => {
            let uri: Uri = to?.parse().ok()?;
            let there = uri.host().filter(|there| !there.is_empty())?;
            (!related(host, there)).then(|| to.unwrap_or_default().to_owned())
        }
        200..=299 if is_page && known => Some(own()),
        _ => None,
    }
}

/// Whether two hosts are of one owner, as far as their last two labels tell.
fn related(one: &str, other: &str) -> bool {
    let end = |host: &str| {
        let bare = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        bare.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    end(one) == end(other)
}

#[cfg(test)]
mod tests {
    use hyper::HeaderMap;
    use proptest::prelude::*;

    use super::*;

    fn reply(status: u16, body: &[u8]) -> Reply {
        Reply { status, headers: HeaderMap::new(), body: body.into() }
    }

    #[test]
    fn a_page_of_another_is_one_and_the_servers_own_way_is_none() {
        let (host, page) = ("api.openai.com", true);
        for (status, to, is_page, known, expected) in [
            (302, Some("http://welcome.hotel.example/x"), false, false, Some("http://welcome.hotel.example/x")),
            (301, Some("https://api.openai.com/"), false, true, None),
            (301, Some("https://openai.com/"), page, true, None),
            (302, Some("/login"), page, true, None),
            (302, None, page, true, None),
            (511, None, page, false, Some("http://api.openai.com/")),
            (200, None, page, true, Some("http://api.openai.com/")),
            // somebody's own server may have a page of its own
            (200, None, page, false, None),
            (200, None, false, true, None),
            (404, None, page, true, None),
        ] {
            let found = page_of_another(host, status, to, is_page, known);
            assert_eq!(found.as_deref(), expected, "{status} {to:?}");
        }
    }

    #[test]
    fn a_body_is_what_it_begins_with() {
        let long = [b"{".as_slice(), &vec![b' '; web::BODY]].concat();
        for (bytes, expected) in [
            (&b""[..], Body::Nothing),
            (b"  \n", Body::Nothing),
            (b"{\"a\": 1}", Body::Json),
            (b"[]", Body::Json),
            (b"{\"a\": ", Body::Other),
            (b"<!DOCTYPE html>", Body::Page),
            (b"hello", Body::Other),
            (b"\xff\xfe", Body::Other),
            // more than is read of it
            (&long, Body::Json),
        ] {
            assert_eq!(body(&reply(200, bytes)), expected, "{:?}", &bytes[..bytes.len().min(20)]);
        }
    }

    #[test]
    fn models_are_listed_in_both_ways() {
        let listed = |text: &str| models(&reply(200, text.as_bytes()));
        assert_eq!(listed(r#"{"models":[{"name":"a:b"},{"name":5}]}"#), Some(vec!["a:b".to_owned()]));
        assert_eq!(listed(r#"{"object":"list","data":[{"id":"a"}]}"#), Some(vec!["a".to_owned()]));
        assert_eq!(listed(r#"{"models":[]}"#), Some(Vec::new()));
        assert_eq!(listed("{}"), None);
        assert_eq!(models(&reply(401, br#"{"models":[]}"#)), None);
    }

    proptest! {
        #[test]
        fn no_answer_breaks_it(status in 0_u16..1000, body in proptest::collection::vec(any::<u8>(), 0..300), to in "\\PC{0,40}") {
            let reply = reply(status, &body);
            let _ = (models(&reply), is_api(&reply), is_there(&reply));
            let _ = page_of_another("a.example", status, Some(&to), is_page(&reply), true);
        }
    }
}
