//! Has the gateway that runs the same proxies as this session? One that was started elsewhere, by a service manager for instance,
//! has the environment of that place.

use super::routes;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    route::{Kind, Route},
    text::clean,
    variables::{PROXIES, Place, Variables},
};

pub(crate) static CHECK: Check = Check {
    id: "proxy-agreement",
    group: Group::Network,
    title: "Proxies are not the same",
    severity: Severity::Warning,
    depends_on: &[],
    grace: super::GRACE,
    reads: &[Fact::Variables, Fact::Routes],
    evaluate,
};

/// What a variable says in each of two places; of the spellings of its name the one that counts.
type Pair<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

fn evaluate(facts: &Facts) -> Verdict {
    let Some(variables) = facts.variables.value() else { return Verdict::undecided(facts.variables.why_not()) };
    let near = routes(facts).ok().into_iter().flat_map(|routes| &routes.ways).find(|route| on_this_computer(route));
    if let Some(problem) = differ(variables, facts).or_else(|| exempt(variables, near?, facts)) {
        return problem.into();
    }
    Verdict::Pass
}

/// The running gateway has others than a start from here would give it.
fn differ(variables: &Variables, facts: &Facts) -> Option<Problem> {
    let pid = variables.gateway?;
    let pairs = PROXIES.chunks(2).filter_map(|names| {
        let there = value(variables, names, |place| matches!(place, Place::Gateway { .. }));
        let here = value(variables, names, |place| *place == Place::Here);
        let differs = there.unwrap_or_default() != here.unwrap_or_default();
        differs.then_some((names[1], there, here))
    });
    let differing: Vec<Pair<'_>> = pairs.collect();
    let (name, there, here) = *differing.first()?;
    let says = |value: Option<&str>| match value.unwrap_or_default() {
        "" => "none".to_owned(),
        value => clean(value, 60),
    };
    let mut problem = Problem::new(format!(
        "The running gateway has another {name} than this session: {} there, {} here. What works in a terminal may not work for it.",
        says(there),
        says(here)
    ))
    .fix(&fixes::EDIT_PROXY);
    for (name, there, here) in differing {
        let text = |at: &str, value| format!("{name} of {at}: {}", says(value));
        problem = problem
            .seen(Source::Process, facts.variables.at(), text(&format!("the running gateway (process {pid})"), there))
            .seen(Source::Environment, facts.variables.at(), text("this session", here));
    }
    Some(problem.step("Give both the same, in the service's definition or in the session").step("Restart the gateway"))
}

/// Questions to a server on this computer would go to the proxy.
fn exempt(variables: &Variables, near: &Route, facts: &Facts) -> Option<Problem> {
    let of = |names: &[&str]| value(variables, names, |place| *place == Place::Here).filter(|value| !value.is_empty());
    let proxy = of(&PROXIES[2..4]).or_else(|| of(&PROXIES[4..6]))?;
    let except = of(&PROXIES[6..8]).unwrap_or_default();
    let is_named = except.split(',').map(str::trim).any(|one| one == "*" || HERE.contains(&one));
    (!is_named).then(|| {
        Problem::new(format!(
            "NO_PROXY does not name this computer: the gateway asks the proxy for {}, which runs here.",
            near.called()
        ))
        .seen(Source::Environment, facts.variables.at(), format!("HTTP_PROXY: {}", clean(proxy, 100)))
        .seen(Source::Environment, facts.variables.at(), format!("NO_PROXY: {}", clean(except, 200)))
        .fix(&fixes::EDIT_PROXY)
        .step("Add localhost,127.0.0.1,::1 to NO_PROXY")
        .step("Restart the gateway")
    })
}

/// By which names this computer is left out.
const HERE: [&str; 4] = ["localhost", "127.0.0.1", "::1", "127.0.0.0/8"];

fn on_this_computer(route: &Route) -> bool {
    let here = ["http://localhost", "http://127.", "http://[::1]"];
    route.kind == Kind::Local && here.iter().any(|here| route.address.starts_with(here))
}

/// What the first of these names says there.
fn value<'a>(variables: &'a Variables, names: &[&str], there: impl Fn(&Place) -> bool) -> Option<&'a str> {
    let of = |name: &&str| variables.named.iter().find(|variable| variable.name == *name && there(&variable.place));
    names.iter().find_map(of).map(|variable| variable.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    const GATEWAY: Place = Place::Gateway { pid: 4711 };

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
            ],
        );
    }
}
