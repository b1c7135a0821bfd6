//! From the interface to the provider: which step of the way is the first that does not hold.
//!
//! Each file is one check and each check speaks of one step. What is behind the first broken step is not known, and says so, so
//! that one broken step is one finding. Providers that are broken alike are one finding that names them; where another one
//! answers, that stands beside it, for then the network itself works. A network that is away, or shows a page of its own, ends a
//! way at any step: so all of them stand behind `network-online` as well.

use std::time::Duration;

use crate::{
    check::{Problem, Severity, Source, Verdict},
    facts::Facts,
    fixes::Fix,
    lifecycle::Owner,
    route::{Kind, Layer, Route, Routes},
    text::clean,
    words::{Phrase, Told},
};

pub(super) mod cloud_api;
pub(super) mod dns_resolves;
pub(super) mod endpoint_valid;
pub(super) mod local_model_present;
pub(super) mod local_model_server;
pub(super) mod network_online;
pub(super) mod provider_available;
pub(super) mod provider_reachable;
pub(super) mod proxy_agreement;
pub(super) mod proxy_working;
pub(super) mod tls_trusted;
pub(super) mod tls_verification;

/// How long a network may be away before anyone is told: it comes back by itself after a sleep, and from one wireless network
/// to the next. The engine looks again before this is over.
const GRACE: Duration = Duration::from_secs(30);
/// Most ways of which every step is shown.
const SHOWN: usize = 3;

/// What is wrong with one step: with which of the ways that end there a way belongs together, and what is so.
struct Step<'a> {
    layer: Layer,
    kinds: &'a [Kind],
    alike: fn(&Route, &Route) -> bool,
}

impl Step<'_> {
    /// A verdict on every way that ends at this step, and that nothing is known of those that end before it.
    fn judge(&self, facts: &Facts, problem: impl Fn(&[&Route], &Routes) -> Problem) -> Verdict {
        let Some(routes) = facts.routes.value() else { return Verdict::undecided(facts.routes.why_not()) };
        let mut groups: Vec<Vec<&Route>> = Vec::new();
        let mut unknown = Vec::new();
        for route in routes.ways.iter().filter(|route| self.kinds.contains(&route.kind)) {
            match route.layer().cmp(&self.layer) {
                std::cmp::Ordering::Less => {
                    unknown.push((route.subject().to_owned(), unreached()));
                }
                std::cmp::Ordering::Equal => match groups.iter_mut().find(|group| (self.alike)(group[0], route)) {
                    Some(group) => group.push(route),
                    None => groups.push(vec![route]),
                },
                std::cmp::Ordering::Greater => {}
            }
        }
        let failed = groups.iter().map(|group| {
            let problem = problem(group, routes);
            let how_bad = problem.severity.unwrap_or(severity(routes));
            let problem = problem.severity(how_bad);
            (subject(group), Verdict::Fail(shown(problem, facts, routes, group)))
        });
        Verdict::Several(failed.chain(unknown).collect())
    }
}

/// For a check of the list of ways itself; otherwise why there is none.
fn routes(facts: &Facts) -> Result<&Routes, Phrase> {
    facts.routes.value().ok_or_else(|| facts.routes.why_not())
}

/// The gateway does not serve its owner where no provider can be used, and partly where another one can.
fn severity(routes: &Routes) -> Severity {
    if routes.ways.iter().any(|route| route.kind != Kind::Cloud && route.layer() == Layer::Through) {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// What the finding is about: the providers, one after the other.
fn subject(group: &[&Route]) -> String {
    group.iter().map(|route| route.subject()).collect::<Vec<_>>().join(", ")
}

fn names(group: &[&Route]) -> Phrase {
    super::names(group.iter().map(|route| route.called()).collect())
}

/// Of whom a sentence speaks, and how many they are.
fn told(group: &[&Route]) -> [(&'static str, Told); 2] {
    [("who", names(group).into()), ("count", group.len().into())]
}

/// What is told of an HTTP status, where there is one.
fn status(of: Option<u16>) -> Told {
    of.map_or("unknown".into(), |status| u32::from(status).into())
}

/// Nothing is known of a step that was not come to.
fn unreached() -> Verdict {
    Verdict::unknown(Phrase::new("way-ends-before", []))
}

/// A line of a preview: a page to look at.
fn open(page: impl Into<String>) -> Phrase {
    Phrase::new("way-step-open", [("page", page.into().into())])
}

/// A line of a preview: the address that a provider is to have.
fn set_address(route: &Route, address: String) -> Phrase {
    Phrase::new("way-step-set-address", [("name", clean(&route.name, 60).into()), ("address", address.into())])
}

/// A line of a preview: what no longer is to stand there.
fn take_out(what: impl Into<Told>, place: impl Into<Told>) -> Phrase {
    Phrase::new("way-step-take-out", [("what", what.into()), ("place", place.into())])
}

/// A line of a preview, where what is changed counts from the next start on.
fn restart() -> Phrase {
    Phrase::new("way-step-restart", [])
}

/// Whether what a start from here gives the gateway is what it has: it is our process, or will be. A service has an environment
/// of its own.
fn starts_here(facts: &Facts) -> bool {
    match facts.process.owner {
        Owner::Child => true,
        Owner::None => facts.services.value().is_some_and(|services| !services.iter().any(|one| one.this_gateways)),
        Owner::Service | Owner::External => false,
    }
}

/// With a fix that changes the environment, where it is known how and that reaches the gateway; else with what to do.
fn in_its_environment(problem: Problem, fix: &'static Fix, facts: &Facts, is_known: bool) -> Problem {
    let problem = problem.fix(fix);
    if is_known && starts_here(facts) { problem } else { problem.by_hand() }
}

/// With every step of these ways, and who answers all the same.
fn shown(mut problem: Problem, facts: &Facts, routes: &Routes, group: &[&Route]) -> Problem {
    let at = facts.routes.at();
    for line in group.iter().take(SHOWN).flat_map(|route| route.lines()) {
        problem = problem.seen(Source::Probe, at, line);
    }
    for route in group.iter().skip(SHOWN) {
        problem = problem.seen(Source::Probe, at, format!("{}: the same", route.shown()));
    }
    match routes.ways.iter().find(|route| route.kind == Kind::Provider && route.leads_there()) {
        Some(other) => {
            let vantage = format!("{}: answers, so that the network itself works", other.shown());
            problem.seen(Source::Probe, at, vantage)
        }
        // what never came to a step has only its address to show
        None if problem.evidence.is_empty() => {
            group.iter().fold(problem, |problem, route| problem.seen(Source::Probe, at, route.shown()))
        }
        None => problem,
    }
}
