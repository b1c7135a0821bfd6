//! Walks to everybody whom the gateway's configuration names for models, and to what the cloud command line speaks to, step by
//! step, all at once and without a key. It says how far each way leads and never what follows from that.
//!
//! Servers of models on this computer, or in its own network, are asked without a proxy and without encryption. Beyond it, the
//! only unencrypted question is the one that shows whether somebody on the way answers in the place of a server that could not
//! be reached: it says nothing but the name of that server.

mod asked;
mod named;

use std::{
    net::{Ipv4Addr, Ipv6Addr, UdpSocket},
    time::Duration,
};

use clawtender_core::{
    facts::Observed,
    providers::{answer::Answer, find, tested::Outcome},
    route::{Kind, Layer, Met, Route, Routes, Step},
    unreached::{Tcp, Unreached},
    words::Phrase,
};
use futures_util::future::join_all;
use hyper::{HeaderMap, header::LOCATION};
use tokio::time::Instant;

use self::named::Named;
pub(crate) use self::named::pages;
use crate::{
    clock, platform,
    web::{Clear, Reply, Walked, Web},
    world::World,
};

/// How long all of it may take: a report with every host black-holed is there within 8 s.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long somebody on the way may take to show a page.
const PAGE: Duration = Duration::from_millis(1500);
/// How long a provider's status page may take beyond all that.
const STATUS_PAGE: Duration = Duration::from_millis(1500);
/// Longest text that is kept of an address, in characters.
const ADDRESS: usize = 200;

/// How far each way leads; why nobody was asked.
pub(crate) async fn look(world: &World) -> Observed<Routes> {
    if !world.settings.checks.live {
        let reason = Phrase::new("unseen-live", []);
        return Observed::Unavailable { reason, at: clock::now() };
    }
    let until = clock::tick() + PATIENCE;
    let named = named::all(world);
    let web = world.web();
    let ways = join_all(named.into_iter().map(|named| walk(&web, named, until))).await;
    let mut seen = Routes { ways, ..Routes::default() };
    (seen.ipv4, seen.ipv6) = ways_out();
    seen.resolvers = platform::name_servers();
    seen.flush = platform::FLUSH_NAMES.iter().map(|command| (*command).to_owned()).collect();
    Observed::Seen { value: seen, at: clock::now() }
}

/// Whether the system would know where to send something, over IPv4 and over IPv6. Nothing is sent: the addresses are of the
/// documentation.
fn ways_out() -> (bool, bool) {
    let knows = |own: &str, there: (std::net::IpAddr, u16)| {
        UdpSocket::bind(own).and_then(|socket| socket.connect(there)).is_ok()
    };
    let ipv4 = knows("0.0.0.0:0", (Ipv4Addr::new(192, 0, 2, 1).into(), 9));
    let ipv6 = knows("[::]:0", (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(), 9));
    (ipv4, ipv6)
}

async fn walk(web: &Web, named: Named, until: Instant) -> Route {
    let clear = if named.kind == Kind::Local { Clear::Allowed } else { Clear::Never };
    let walked = web.walk(&named.question, named.headers.clone(), clear, until).await;
    let mut route = Route {
        name: named.name.clone(),
        kind: named.kind,
        address: named.shown(),
        steps: Vec::new(),
        end: Outcome::Unreached(Unreached::Address),
        wanted: named.wanted.clone(),
        models: None,
        elsewhere: None,
    };
    route.end = match taken(&mut route.steps, &named.question, &named, walked) {
        Ok((reply, told)) => {
            route.models = asked::models(&reply).filter(|_| named.kind == Kind::Local);
            let answered = asked::answer(&named, told, &reply);
            if answered.is_missing && named.kind != Kind::Local {
                look_around(web, &named, &mut route, until).await.unwrap_or(Outcome::Answered(answered.answer))
            } else {
                Outcome::Answered(answered.answer)
            }
        }
        Err(why) => Outcome::Unreached(why),
    };
    match (&route.end, named.kind) {
        (Outcome::Unreached(Unreached::Tcp(Tcp::Refused)), Kind::Local) => {
            route.elsewhere = at_its_usual_place(web, &named, until).await;
        }
        (Outcome::Unreached(Unreached::Tcp(_) | Unreached::Tls(_)), Kind::Provider | Kind::Cloud) => {
            route.steps.extend(page_in_its_place(web, &named, until).await);
        }
        (_, Kind::Provider) if route.layer() == Layer::Service => {
            route.steps.extend(its_own_word(web, &named.name).await);
        }
        _ => {}
    }
    route
}

/// The steps of a walk, with the answer as the last of them.
fn taken(steps: &mut Vec<Step>, address: &str, named: &Named, walked: Walked) -> Result<(Reply, Answer), Unreached> {
    steps.extend(walked.steps);
    let reply = walked.end?;
    let told = asked::told(named, &reply);
    let answer = told.answer;
    steps.push(Step { met: asked::met(told, address, &reply), took_ms: walked.took_ms });
    Ok((reply, answer))
}

/// Nothing is at the path that was asked: whether the API has other paths, or is at another one. `None` where neither shows.
async fn look_around(web: &Web, named: &Named, route: &mut Route, until: Instant) -> Option<Outcome> {
    if let Some(other) = named.another_question() {
        let walked = web.walk(&other, HeaderMap::new(), Clear::Never, until).await;
        let (reply, step) = taken_alone(&other, named, walked)?;
        route.steps.push(step);
        if asked::is_there(&reply) {
            return Some(Outcome::Answered(Answer::Open));
        }
    }
    let (base, question) = named.corrected()?;
    let walked = web.walk(&question, named.headers.clone(), Clear::Never, until).await;
    route.elsewhere = asked::is_api(&walked.end.ok()?).then_some(base);
    None
}

/// The answer alone: the way there is known.
fn taken_alone(address: &str, named: &Named, walked: Walked) -> Option<(Reply, Step)> {
    let mut steps = Vec::new();
    let (reply, _) = taken(&mut steps, address, named, walked).ok()?;
    Some((reply, steps.pop()?))
}

/// Where a server of this kind listens when nobody says otherwise, if one does.
async fn at_its_usual_place(web: &Web, named: &Named, until: Instant) -> Option<String> {
    let (base, question) = named.usual_place()?;
    let walked = web.walk(&question, HeaderMap::new(), Clear::Allowed, until).await;
    asked::is_api(&walked.end.ok()?).then_some(base)
}

/// What the provider itself says of how it is, where it does so to programs.
async fn its_own_word(web: &Web, name: &str) -> Option<Step> {
    let address = find(name)?.status_api?;
    let walked = web.walk(address, HeaderMap::new(), Clear::Never, clock::tick() + STATUS_PAGE).await;
    let (well, said) = asked::status_page(&walked.end.ok()?)?;
    Some(Step { met: Met::StatusPage { address: address.to_owned(), well, said }, took_ms: walked.took_ms })
}

/// What somebody on the way shows to whoever asks the same server without encryption.
async fn page_in_its_place(web: &Web, named: &Named, until: Instant) -> Option<Step> {
    let host = named.host()?;
    let address = format!("http://{host}/");
    let begun = clock::tick();
    let walked = web.walk(&address, HeaderMap::new(), Clear::Allowed, until.min(begun + PAGE)).await;
    let reply = walked.end.ok()?;
    let to = reply.headers.get(LOCATION).and_then(|to| to.to_str().ok());
    let page = asked::page_of_another(&host, reply.status, to, asked::is_page(&reply), named.is_known_host())?;
    let address = page.chars().take(ADDRESS).collect();
    Some(Step { met: Met::Page { address, status: reply.status }, took_ms: walked.took_ms })
}
