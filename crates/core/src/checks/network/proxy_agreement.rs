//! Has the gateway that runs the same proxies as this session and as a terminal, and do the variables say what was meant? One that was
//! started elsewhere, by a service manager for instance, has the environment of that place; and what a login shell's files set, a
//! desktop's session does not have.
//!
//! OpenClaw 2026.9.6 takes small letters before large ones, also where they are empty; and where no proxy is named for encrypted
//! questions, the one for others goes for them too.

use super::{in_its_environment, network_online, routes, take_out};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::restart_gateway,
    facts::{Fact, Facts},
    fixes,
    lifecycle::Owner,
    route::{Kind, Layer, Route},
    text::clean,
    variables::{Change, PROXIES, Place, Variable, Variables, entries},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "proxy-agreement",
    group: Group::Network,
    title: "Proxies are not the same",
    severity: Severity::Warning,
    depends_on: &[&network_online::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Variables, Fact::Routes],
    evaluate,
};

/// What a variable says in each of two places; of the spellings of its name the one that counts.
type Pair<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

fn evaluate(facts: &Facts) -> Verdict {
    let Some(variables) = facts.variables.value() else { return Verdict::undecided(facts.variables.why_not()) };
    Verdict::Each(found(variables, facts).into_iter().map(|found| (found.subject, found.problem)).collect())
}

/// What is to be different in the environment for what the finding about `subject` says.
pub(in crate::checks) fn wanted(facts: &Facts, subject: &str) -> Vec<Change> {
    let found = facts.variables.value().map(|variables| found(variables, facts));
    found.into_iter().flatten().find(|found| found.subject == subject).map(|found| found.changes).unwrap_or_default()
}

/// Whether a terminal has a proxy that the gateway does not have: without it, a network may look as if nothing were beyond it.
pub(super) fn is_kept_from_it(facts: &Facts) -> bool {
    facts.variables.value().is_some_and(|variables| terminal(variables, facts).is_some())
}

/// One thing that does not agree.
struct Found {
    subject: String,
    problem: Problem,
    /// What mends it, where that follows from what is known.
    changes: Vec<Change>,
}

fn found(variables: &Variables, facts: &Facts) -> Vec<Found> {
    let ways = || routes(facts).ok().into_iter().flat_map(|routes| &routes.ways);
    let near = ways().find(|route| on_this_computer(route));
    let other = differ(variables, facts).or_else(|| terminal(variables, facts));
    let of_itself = [other, near.and_then(|near| exempt(variables, near, facts)), empty(variables, facts)];
    let past = ways().filter_map(|route| passed_by(variables, route, facts));
    of_itself.into_iter().flatten().chain(past).collect()
}

/// The running gateway has others than a start from here would give it.
fn differ(variables: &Variables, facts: &Facts) -> Option<Found> {
    let pid = variables.gateway?;
    let pairs = PROXIES.chunks(2).filter_map(|names| {
        let there = value(variables, names, |place| matches!(place, Place::Gateway { .. }));
        let here = here(variables, names).map(|(_, value)| value);
        let differs = there.unwrap_or_default() != here.unwrap_or_default();
        differs.then_some((names[1], there, here))
    });
    let differing: Vec<Pair<'_>> = pairs.collect();
    let (name, there, here) = *differing.first()?;
    let says = |value: Option<&str>| match value.unwrap_or_default() {
        "" => "none".to_owned(),
        value => clean(value, 60),
    };
    let value = |value: Option<&str>| match value.unwrap_or_default() {
        "" => Phrase::new("proxy-agreement-none", []),
        value => clean(value, 60).into(),
    };
    let told = [("name", name.into()), ("there", value(there).into()), ("here", value(here).into())];
    let mut problem = Problem::new(Phrase::new("proxy-agreement-differ", told));
    for (name, there, here) in differing {
        let text = |at: &str, value| format!("{name} of {at}: {}", says(value));
        problem = problem
            .seen(Source::Process, facts.variables.at(), text(&format!("the running gateway (process {pid})"), there))
            .seen(Source::Environment, facts.variables.at(), text("this session", here));
    }
    problem = if facts.process.owner == Owner::Child {
        // it is ours: the next start gives it what is here
        problem.fix(&fixes::RESTART_GATEWAY)
    } else {
        let step = Phrase::new("proxy-agreement-step-same", []);
        problem.fix(&fixes::EDIT_PROXY).by_hand().step(step).step(restart_gateway())
    };
    Some(Found { subject: "the gateway".to_owned(), problem, changes: Vec::new() })
}

/// A terminal has a proxy that the gateway does not have. That it needs it is not known: it is where somebody is not reached.
fn terminal(variables: &Variables, facts: &Facts) -> Option<Found> {
    let set = |names: &&[&'static str]| {
        let there = names.iter().find_map(|name| {
            let of_it = |one: &&Variable| one.name == *name && matches!(one.place, Place::Terminal(_));
            variables.named.iter().find(of_it).filter(|one| !one.value.is_empty())
        })?;
        let of_gateway = |place: &Place| match variables.gateway {
            Some(_) => matches!(place, Place::Gateway { .. }),
            None => *place == Place::Here,
        };
        let has = value(variables, names, of_gateway).unwrap_or_default();
        // of two spellings, the one that counts
        let name = here(variables, names).map_or(*names.last()?, |(name, _)| name);
        (there.value != has).then_some((name, there, has))
    };
    let (proxies, exceptions) = PROXIES.split_at(6);
    let mut differing: Vec<_> = proxies.chunks(2).filter_map(|names| set(&names)).collect();
    let (name, first, has) = *differing.first()?;
    differing.extend(set(&exceptions));
    let ways = routes(facts).ok().into_iter().flat_map(|routes| &routes.ways);
    let without = |way: &&Route| way.kind != Kind::Local && matches!(way.layer(), Layer::Name | Layer::Connection);
    let blocked: Vec<&Route> = ways.filter(without).collect();
    let none = || Phrase::new("proxy-agreement-none", []);
    let has = if has.is_empty() { none().into() } else { clean(has, 60).into() };
    let of_it = [("name", name.into()), ("there", clean(&first.value, 60).into()), ("here", has)];
    let told = of_it.into_iter().chain(super::told(&blocked));
    let mut problem = Problem::new(Phrase::new("proxy-agreement-terminal", told));
    for (name, there, _) in &differing {
        let text = format!("{} of {}: {}", there.name, there.place, clean(&there.value, 100));
        problem = problem.seen(Source::Environment, facts.variables.at(), text);
        let value = clean(&there.value, 100);
        let told = [("name", (*name).into()), ("value", value.into())];
        problem = problem.step(Phrase::new("proxy-agreement-step-give", told));
    }
    let subject = if blocked.is_empty() {
        problem = problem.severity(Severity::Info);
        "a terminal".to_owned()
    } else {
        super::subject(&blocked)
    };
    let give = |(name, there, _): &(&'static str, &Variable, &str)| Change::Is { name, value: there.value.clone() };
    // one that wants a password is not told with it, and is not for a file
    let whole = differing.iter().all(|(_, there, _)| !there.is_cut);
    let changes = if whole { differing.iter().map(give).collect() } else { Vec::new() };
    Some(mended(subject, problem, changes, facts))
}

/// Questions to a server on this computer would go to the proxy.
fn exempt(variables: &Variables, near: &Route, facts: &Facts) -> Option<Found> {
    let (variable, proxy) = first(variables, &PROXIES[2..6])?;
    let (exceptions, except) = here(variables, &PROXIES[6..8]).unwrap_or(("NO_PROXY", ""));
    if entries(except).any(|one| one == "*" || HERE.contains(&one)) {
        return None;
    }
    let changes = vec![Change::With { name: exceptions, hosts: THIS_COMPUTER }];
    let problem = Problem::new(Phrase::new("proxy-agreement-exempt", [("who", near.called().into())]))
        .seen(Source::Environment, facts.variables.at(), format!("{variable}: {}", clean(proxy, 100)))
        .seen(Source::Environment, facts.variables.at(), format!("{exceptions}: {}", clean(except, 200)))
        .step(Phrase::new("proxy-agreement-step-exempt", [("here", THIS_COMPUTER.into())]));
    Some(mended(near.subject().to_owned(), problem, changes, facts))
}

/// A variable that is there and empty does something else than what it looks like.
fn empty(variables: &Variables, facts: &Facts) -> Option<Found> {
    let of = |names: &[&'static str]| here(variables, names).map(|(_, value)| value);
    let hides = PROXIES.chunks(2).find(|names| {
        of(&names[..1]).is_some_and(str::is_empty) && of(&names[1..]).is_some_and(|value| !value.is_empty())
    });
    let http = of(&PROXIES[2..4]).filter(|value| !value.is_empty());
    let off = PROXIES[..2].iter().find(|name| of(&[**name]).is_some_and(str::is_empty)).zip(http);
    let (name, problem, changes) = match (hides, off) {
        (Some(names), _) => {
            let said = |id: &'static str| Phrase::new(id, [("empty", names[0].into()), ("other", names[1].into())]);
            let problem = Problem::new(said("proxy-agreement-hides")).step(said("proxy-agreement-step-hides"));
            (names[0], problem, vec![Change::Gone { name: names[0] }])
        }
        (None, Some((name, http))) => {
            let told = [("name", (*name).into()), ("proxy", clean(http, 100).into())];
            let step = Phrase::new("proxy-agreement-step-directly", []);
            let problem = Problem::new(Phrase::new("proxy-agreement-empty", told));
            (*name, problem.severity(Severity::Info).step(step), Vec::new())
        }
        (None, None) => return None,
    };
    let problem = problem.seen(Source::Environment, facts.variables.at(), format!("{name}: empty"));
    Some(mended(name.to_owned(), problem, changes, facts))
}

/// One beyond this computer is asked without the proxy, since it is left out of it, and there is no way to it.
fn passed_by(variables: &Variables, route: &Route, facts: &Facts) -> Option<Found> {
    let (variable, proxy) = first(variables, &PROXIES[..6])?;
    if route.kind == Kind::Local || !matches!(route.layer(), Layer::Name | Layer::Connection) {
        return None;
    }
    let (exceptions, except) = here(variables, &PROXIES[6..8])?;
    let host = route.host()?;
    let entry = entries(except).find(|entry| names_host(entry, host))?;
    let told = [("entry", clean(entry, 60).into()), ("who", route.called().into())];
    let problem = Problem::new(Phrase::new("proxy-agreement-past", told))
        .seen(Source::Environment, facts.variables.at(), format!("{variable}: {}", clean(proxy, 100)))
        .seen(Source::Environment, facts.variables.at(), format!("{exceptions}: {}", clean(except, 200)))
        .step(take_out(clean(entry, 60), exceptions));
    let change = Change::Without { name: exceptions, host: entry.to_owned() };
    Some(mended(route.subject().to_owned(), problem, vec![change], facts))
}

fn mended(subject: String, problem: Problem, changes: Vec<Change>, facts: &Facts) -> Found {
    let problem = in_its_environment(problem, &fixes::EDIT_PROXY, facts, !changes.is_empty()).step(restart_gateway());
    Found { subject, problem, changes }
}

/// Whether an entry of `NO_PROXY` is about this host: by its name, or by a domain that it is in. The port does not matter.
fn names_host(entry: &str, host: &str) -> bool {
    let entry = entry.trim_end_matches(|char: char| char.is_ascii_digit()).strip_suffix(':').unwrap_or(entry);
    let domain = entry.trim_start_matches('*').trim_start_matches('.').trim_end_matches('.');
    let (domain, host) = (domain.to_ascii_lowercase(), host.to_ascii_lowercase());
    entry == "*" || !domain.is_empty() && (host == domain || host.ends_with(&format!(".{domain}")))
}

/// By which names this computer is left out.
const HERE: [&str; 4] = ["localhost", "127.0.0.1", "::1", "127.0.0.0/8"];
/// What leaves this computer out under every name that it has.
const THIS_COMPUTER: &str = "localhost,127.0.0.1,::1";

fn on_this_computer(route: &Route) -> bool {
    let here = ["http://localhost", "http://127.", "http://[::1]"];
    route.kind == Kind::Local && here.iter().any(|here| route.address.starts_with(here))
}

/// The first of these names that there is in the environment that a start from here would give the gateway, and what it says.
fn here<'a>(variables: &'a Variables, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
    let of = |name: &&'static str| Some((*name, value(variables, &[*name], |place| *place == Place::Here)?));
    names.iter().find_map(of)
}

/// Of these pairs of spellings, the first that names something.
fn first<'a>(variables: &'a Variables, names: &[&'static str]) -> Option<(&'static str, &'a str)> {
    names.chunks(2).filter_map(|names| here(variables, names)).find(|(_, value)| !value.is_empty())
}

/// What the first of these names says there.
fn value<'a>(variables: &'a Variables, names: &[&str], there: impl Fn(&Place) -> bool) -> Option<&'a str> {
    let of = |name: &&str| variables.named.iter().find(|variable| variable.name == *name && there(&variable.place));
    names.iter().find_map(of).map(|variable| variable.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        check::{self, diagnose},
        providers::tested::Outcome,
        unreached::Unreached,
    };

    fn past(facts: &mut Facts, entry: &str, end: Option<Unreached>) {
        sets(facts, "HTTPS_PROXY", "http://p:1", Place::Here);
        sets(facts, "NO_PROXY", &format!("localhost, {entry}"), Place::Here);
        if let Some(end) = end {
            leads(facts, "openai", Outcome::Unreached(end));
        }
    }

    #[test]
    fn an_entry_names_a_host_as_it_is_or_by_its_domain() {
        for (entry, named) in [
            ("api.openai.com", true),
            ("API.openai.com:443", true),
            ("openai.com", true),
            ("*.openai.com", true),
            (".openai.com.", true),
            ("*", true),
            ("", false),
            (".", false),
            ("penai.com", false),
            ("www.api.openai.com", false),
        ] {
            assert_eq!(names_host(entry, "api.openai.com"), named, "{entry}");
        }
    }

    const GATEWAY: Place = Place::Gateway { pid: 4711 };

    fn profile() -> Place {
        Place::Terminal(Some("/home/a/.profile".into()))
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| {
                        sets(f, "HTTPS_PROXY", "http://p:1", GATEWAY);
                        sets(f, "HTTPS_PROXY", "http://p:1", Place::Here);
                    },
                    Said::Pass,
                ),
                // written in another way
                (
                    |f| {
                        sets(f, "https_proxy", "http://p:1", GATEWAY);
                        sets(f, "HTTPS_PROXY", "http://p:1", Place::Here);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        edit(&mut f.variables, |variables| variables.gateway = Some(4711));
                        sets(f, "HTTPS_PROXY", "http://p:1", Place::Here);
                    },
                    Said::Fail(
                        "The running gateway has another HTTPS_PROXY than this session: none there, http://p:1 here. What works in a \
                         terminal may not work for it.",
                        "Restart gateway",
                    ),
                ),
                (
                    |f| {
                        f.process.owner = Owner::Service;
                        sets(f, "HTTPS_PROXY", "http://p:1", GATEWAY);
                    },
                    Said::Fail(
                        "The running gateway has another HTTPS_PROXY than this session: http://p:1 there, none here. What works in a \
                         terminal may not work for it.",
                        "Edit proxy",
                    ),
                ),
                // nothing runs
                (|f| sets(f, "HTTPS_PROXY", "http://p:1", Place::Here), Said::Pass),
                (
                    |f| sets(f, "HTTP_PROXY", "http://p:1", Place::Here),
                    Said::Fail(
                        "NO_PROXY does not name this computer: the gateway asks the proxy for Ollama, which runs here.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| {
                        sets(f, "HTTP_PROXY", "http://p:1", Place::Here);
                        sets(f, "NO_PROXY", "example.com, 127.0.0.1", Place::Here);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        sets(f, "HTTPS_PROXY", "http://p:1", Place::Here);
                        sets(f, "https_proxy", "", Place::Here);
                    },
                    Said::Fail(
                        "https_proxy is empty, and the gateway takes it before HTTPS_PROXY: what HTTPS_PROXY says does not count.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| {
                        sets(f, "HTTP_PROXY", "http://p:1", Place::Here);
                        sets(f, "NO_PROXY", "localhost", Place::Here);
                        sets(f, "HTTPS_PROXY", "", Place::Here);
                    },
                    Said::Fail(
                        "HTTPS_PROXY is empty, and that does not switch the proxy off: the gateway goes through http://p:1 for encrypted \
                         questions, too.",
                        "Edit proxy",
                    ),
                ),
                // what a terminal has is what the gateway has
                (
                    |f| {
                        sets(f, "https_proxy", "http://p:1", GATEWAY);
                        sets(f, "HTTPS_PROXY", "http://p:1", Place::Here);
                        sets(f, "HTTPS_PROXY", "http://p:1", profile());
                    },
                    Said::Pass,
                ),
                (
                    |f| sets(f, "HTTPS_PROXY", "http://p:1", profile()),
                    Said::Fail(
                        "In a terminal HTTPS_PROXY is http://p:1, for the gateway none. What works in a terminal may not work for it.",
                        "Edit proxy",
                    ),
                ),
                (
                    |f| {
                        sets(f, "HTTPS_PROXY", "http://p:1", profile());
                        leads(f, "openai", Outcome::Unreached(Unreached::Resolver));
                    },
                    Said::Fail(
                        "In a terminal HTTPS_PROXY is http://p:1, for the gateway none. The way to OpenAI may need it.",
                        "Edit proxy",
                    ),
                ),
                // who is left out of a proxy that is nowhere does not matter
                (|f| sets(f, "NO_PROXY", "localhost", profile()), Said::Pass),
                // left out of the proxy, and reached all the same
                (|f| past(f, "api.openai.com", None), Said::Pass),
                (
                    |f| past(f, ".openai.com", Some(Unreached::Resolver)),
                    Said::Fail(
                        "NO_PROXY names .openai.com: the gateway asks OpenAI without the proxy, and there is no way to it from here.",
                        "Edit proxy",
                    ),
                ),
                (|f| past(f, "openai.example", Some(Unreached::Resolver)), Said::Pass),
            ],
        );
    }

    #[test]
    fn what_a_terminal_has_explains_a_way_that_ends_and_is_given_to_the_gateway() {
        let mut facts = with(|f| {
            leads(f, "openai", Outcome::Unreached(Unreached::Resolver));
            sets(f, "HTTPS_PROXY", "http://p:1", profile());
            sets(f, "NO_PROXY", "localhost", profile());
        });
        let roots = diagnose(crate::checks::ALL, &facts);
        let roots: Vec<_> =
            roots.iter().filter(|found| found.outcome == check::Outcome::Fail).map(|found| &*found.id).collect();
        assert_eq!(roots, [CHECK.id]);
        let is = |name, value: &str| Change::Is { name, value: value.to_owned() };
        assert_eq!(wanted(&facts, "openai"), [is("HTTPS_PROXY", "http://p:1"), is("NO_PROXY", "localhost")]);
        // what is shown of it would not get through
        edit(&mut facts.variables, |variables| variables.named[0].is_cut = true);
        assert_eq!(wanted(&facts, "openai"), []);
    }

    #[test]
    fn what_is_to_be_different_follows_from_what_is_so() {
        let wanted_where = |subject: &str, set: &[(&str, &str)]| {
            let mut facts = healthy();
            for (name, value) in set {
                sets(&mut facts, name, value, Place::Here);
            }
            wanted(&facts, subject)
        };
        let proxy = ("ALL_PROXY", "http://p:1");
        assert_eq!(
            wanted_where("ollama", &[proxy, ("no_proxy", "a.example")]),
            [Change::With { name: "no_proxy", hosts: THIS_COMPUTER }]
        );
        let hidden = [("https_proxy", ""), ("HTTPS_PROXY", "http://p:1")];
        assert_eq!(wanted_where("https_proxy", &hidden), [Change::Gone { name: "https_proxy" }]);
        // it may be meant
        let empty = [("HTTPS_PROXY", ""), ("HTTP_PROXY", "http://p:1"), ("NO_PROXY", "*")];
        assert_eq!(wanted_where("HTTPS_PROXY", &empty), []);
        let mut facts = healthy();
        past(&mut facts, "*.openai.com", Some(Unreached::Resolver));
        let change = Change::Without { name: "NO_PROXY", host: "*.openai.com".into() };
        assert_eq!(wanted(&facts, "openai"), [change]);
        // nobody reads our settings but ourselves
        facts.process.owner = Owner::Service;
        let Verdict::Each(problems) = evaluate(&facts) else { panic!("each has a verdict of its own") };
        assert!(problems.iter().all(|(_, problem)| problem.by_hand));
    }
}
