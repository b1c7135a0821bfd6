//! Does anything beyond this computer answer? Asked only where the gateway is to reach something there.

use std::collections::HashSet;

use super::{open, proxy_agreement, routes, shown, told};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Kind, Layer, Route, Routes},
    text::clean,
    unreached::{Proxy, Tcp, Tls, Unreached},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "network-online",
    group: Group::Network,
    title: "No network",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::GRACE,
    reads: &[Fact::Routes, Fact::Variables],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(why) => return Verdict::undecided(why),
    };
    let beyond: Vec<&Route> = routes.ways.iter().filter(|route| route.kind != Kind::Local).collect();
    if beyond.is_empty() || beyond.iter().any(|route| is_met(route)) {
        return Verdict::Pass;
    }
    let problem = |id: &'static str| Problem::new(Phrase::new(id, told(&beyond)));
    let problem = if let Some(page) = routes.page() {
        problem("network-online-page").fix(&fixes::OPEN_SIGN_IN_PAGE).step(open(clean(page, 200)))
    } else if same_stranger(&beyond) {
        problem("network-online-stranger")
    } else if !routes.ipv4 && !routes.ipv6 && beyond.iter().all(|route| leads_nowhere(route)) {
        problem("network-online-nowhere").seen(
            Source::Probe,
            facts.routes.at(),
            "The system knows no way beyond this computer, over IPv4 or IPv6.",
        )
    // one that lets nobody out without a proxy: which one, a terminal knows
    } else if is_cut_off(&beyond) && !proxy_agreement::is_kept_from_it(facts) {
        problem("network-online-cut-off").seen(Source::Probe, facts.routes.at(), ways(routes))
    } else {
        return Verdict::Pass;
    };
    shown(problem, facts, routes, &beyond).into()
}

/// Whether this one was really met: the server itself, or a proxy that knows what to do with the question.
fn is_met(route: &Route) -> bool {
    let by_proxy = matches!(&route.end, Outcome::Unreached(Unreached::Proxy(Proxy::Password | Proxy::Refused(_))));
    by_proxy || route.leads_there() || (route.layer() == Layer::Endpoint && route.page().is_none())
}

/// Whether it ended as it ends without a network.
fn leads_nowhere(route: &Route) -> bool {
    use Unreached::{Proxy as AtProxy, Resolver, Tcp as AtTcp};
    let ends =
        [AtTcp(Tcp::Unreachable), AtTcp(Tcp::TimedOut), AtTcp(Tcp::Other), Resolver, AtProxy(Proxy::Unreachable)];
    // a proxy on this computer needs no network to be reached
    let here = ["://127.", "://localhost", "://[::1]"];
    let by_own_proxy = route.proxy().is_some_and(|(address, _)| here.iter().any(|here| address.contains(here)));
    !by_own_proxy && ends.into_iter().any(|end| route.end == Outcome::Unreached(end))
}

/// Several servers, and no connection to any address of any of them. One alone may be down by itself.
fn is_cut_off(beyond: &[&Route]) -> bool {
    let silent =
        |route: &&Route| matches!(&route.end, Outcome::Unreached(Unreached::Tcp(Tcp::TimedOut | Tcp::Unreachable)));
    hosts(beyond) > 1 && beyond.iter().all(silent)
}

/// Several servers, and all show the certificate of one that is none of them.
fn same_stranger(beyond: &[&Route]) -> bool {
    let stranger = |route: &&Route| {
        let wrong = matches!(&route.end, Outcome::Unreached(Unreached::Tls(Tls::WrongName | Tls::SelfSigned)));
        route.certificate().filter(|_| wrong).map(|shown| (shown.subject.clone(), shown.issuer.clone()))
    };
    let shown: Vec<_> = beyond.iter().filter_map(stranger).collect();
    hosts(beyond) > 1 && shown.len() == beyond.len() && shown.iter().collect::<HashSet<_>>().len() == 1
}

/// How many servers these are.
fn hosts(beyond: &[&Route]) -> usize {
    let host = |route: &&Route| {
        let rest = route.address.split_once("://").map_or(route.address.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_owned()
    };
    beyond.iter().map(host).collect::<HashSet<_>>().len()
}

fn ways(routes: &Routes) -> &'static str {
    match (routes.ipv4, routes.ipv6) {
        (true, true) => "The system knows a way beyond this computer, over IPv4 and IPv6.",
        (true, false) => "The system knows a way beyond this computer, over IPv4 alone.",
        (false, true) => "The system knows a way beyond this computer, over IPv6 alone.",
        (false, false) => "The system knows no way beyond this computer.",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{facts::Observed, route::Certificate};

    fn all(facts: &mut Facts, end: &Unreached) {
        for name in ["openai", "groq", "cloud"] {
            leads(facts, name, Outcome::Unreached(end.clone()));
        }
    }

    fn nowhere(facts: &mut Facts) {
        edit(&mut facts.routes, |routes| (routes.ipv4, routes.ipv6) = (false, false));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.routes = Observed::Pending, Said::Unknown("Not asked yet.")),
                // nothing is to be reached
                (
                    |f| {
                        nowhere(f);
                        edit(&mut f.routes, |routes| routes.ways.clear());
                    },
                    Said::Pass,
                ),
                // a computer that only speaks to its own proxy
                (nowhere, Said::Pass),
                (
                    |f| {
                        nowhere(f);
                        all(f, &Unreached::Resolver);
                    },
                    Said::Fail(
                        "This computer has no network. The gateway does not reach OpenAI and 2 others until it has one.",
                        "",
                    ),
                ),
                // the name server's affair
                (|f| all(f, &Unreached::Resolver), Said::Pass),
                (
                    |f| all(f, &Unreached::Tcp(Tcp::TimedOut)),
                    Said::Fail(
                        "There is a network, and nothing beyond it answers: OpenAI and 2 others cannot be reached at any address. \
                         The line behind it is down, or a firewall lets nothing out.",
                        "",
                    ),
                ),
                // one of several, which may be down by itself
                (|f| leads(f, "openai", Outcome::Unreached(Unreached::Tcp(Tcp::TimedOut))), Said::Pass),
                (
                    |f| {
                        edit(&mut f.routes, |routes| routes.ways.retain(|route| route.name == "openai"));
                        leads(f, "openai", Outcome::Unreached(Unreached::Tcp(Tcp::TimedOut)));
                    },
                    Said::Pass,
                ),
                // refused by each of them: somebody answers
                (|f| all(f, &Unreached::Tcp(Tcp::Refused)), Said::Pass),
                (|f| all(f, &Unreached::Proxy(Proxy::Password)), Said::Pass),
                (
                    |f| {
                        all(f, &Unreached::Tls(Tls::WrongName));
                        shows_page(f, "openai", "http://hotel.example/welcome");
                    },
                    Said::Fail(
                        "This network shows a page of its own in the place of OpenAI and 2 others: it wants a sign-in first. Until \
                         then the gateway does not reach them.",
                        "Open sign-in page",
                    ),
                ),
                (
                    |f| {
                        all(f, &Unreached::Tls(Tls::SelfSigned));
                        for name in ["openai", "groq", "cloud"] {
                            let subject = "gateway.hotel".to_owned();
                            shows(f, name, Certificate { subject, ..Certificate::default() });
                        }
                    },
                    Said::Fail(
                        "Something in this network answers in the place of OpenAI and 2 others, every time as the same server: a \
                         sign-in page or a firewall. The gateway does not reach them.",
                        "",
                    ),
                ),
            ],
        );
    }
}
