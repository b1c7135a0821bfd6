//! Does a connection to those who run the models come about? And where IPv6 comes first and leads nowhere, does every new one
//! wait for that?

use super::{
    Step, dns_resolves, in_its_environment, network_online, proxy_agreement, proxy_working, routes, shown, told,
};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Kind, Layer, Route},
    unreached::{Tcp, Unreached},
    variables::{Change, NODE_OPTIONS, Place},
    words::Phrase,
};

/// Node's option for it.
const ORDER: &str = "--dns-result-order";

pub(in crate::checks) static CHECK: Check = Check {
    id: "provider-reachable",
    group: Group::Network,
    title: "Provider cannot be reached",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &proxy_agreement::CHECK, &dns_resolves::CHECK, &proxy_working::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes, Fact::Variables],
    evaluate,
};

const STEP: Step =
    Step { layer: Layer::Connection, kinds: &[Kind::Provider], alike: |one, other| one.end == other.end };

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(why) => return Verdict::undecided(why),
    };
    let Verdict::Several(mut verdicts) = STEP.judge(facts, |group, _| problem(group)) else { return Verdict::Pass };
    // without a way over IPv6 nobody tries it first
    let first = routes.ipv6 && !prefers_ip_four(facts);
    let slow = |route: &&Route| route.kind == Kind::Provider && first && route.ipv6_is_broken();
    let slow: Vec<&Route> = routes.ways.iter().filter(slow).collect();
    if !slow.is_empty() {
        let problem = shown(ipv6(&slow, facts), facts, routes, &slow);
        // of its own: it explains nothing else about those who are reached
        verdicts.insert(0, ("IPv6".to_owned(), Verdict::Fail(problem)));
    }
    Verdict::Several(verdicts)
}

fn problem(group: &[&Route]) -> Problem {
    let what = match &group[0].end {
        Outcome::Unreached(Unreached::Tcp(Tcp::Refused)) => "refused",
        Outcome::Unreached(Unreached::Tcp(Tcp::Unreachable)) => "unreachable",
        Outcome::Unreached(Unreached::Silent) => "silent",
        _ => "timed-out",
    };
    Problem::new(Phrase::new("provider-reachable-off", [("what", what.into())].into_iter().chain(told(group))))
}

fn ipv6(group: &[&Route], facts: &Facts) -> Problem {
    let problem = Problem::new(Phrase::new("provider-reachable-slow", told(group))).severity(Severity::Warning);
    in_its_environment(problem, &fixes::PREFER_IP_FOUR, facts, true).step(Phrase::new("provider-reachable-step", []))
}

/// What has Node take the addresses of IPv4 before those of IPv6.
pub(in crate::checks) const IP_FOUR_FIRST: Change = Change::Option { option: ORDER, value: "ipv4first" };

/// Whether the gateway has been told that: the one that runs, or else the next one.
fn prefers_ip_four(facts: &Facts) -> bool {
    let Some(variables) = facts.variables.value() else { return false };
    let its_own = |place: &Place| match variables.gateway {
        Some(_) => matches!(place, Place::Gateway { .. }),
        None => *place == Place::Here,
    };
    let options = variables.named.iter().filter(|one| one.name == NODE_OPTIONS && its_own(&one.place));
    let mut orders = options.flat_map(|one| one.value.split_whitespace()).filter_map(|option| option.split_once('='));
    // the last one counts
    orders.rfind(|(name, _)| *name == ORDER).is_some_and(|(_, value)| value == "ipv4first")
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn ends(facts: &mut Facts, end: Unreached) {
        leads(facts, "openai", Outcome::Unreached(end));
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| ends(f, Unreached::Tcp(Tcp::Refused)),
                    Said::Fail(
                        "The connection to OpenAI is refused at every address (ECONNREFUSED): nobody listens there, or a firewall says \
                         no. The gateway does not reach it.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Unreached::Tcp(Tcp::TimedOut)),
                    Said::Fail(
                        "No address of OpenAI takes a connection in time (ETIMEDOUT): a firewall may drop it, or the other side is \
                         away. The gateway does not reach it.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Unreached::Tcp(Tcp::Unreachable)),
                    Said::Fail(
                        "There is no way from this computer to any address of OpenAI (EHOSTUNREACH). The gateway does not reach it.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Unreached::Silent),
                    Said::Fail(
                        "OpenAI takes the connection and then says nothing: a firewall in between may hold it up. The gateway does not \
                         reach it.",
                        "",
                    ),
                ),
                (|f| ends(f, Unreached::Resolver), Said::Unknown("The way there ends before this.")),
                (
                    |f| ipv6_breaks(f, "openai"),
                    Said::Fail(
                        "IPv6 comes first here and leads nowhere: each new connection to OpenAI waits for it before IPv4 is tried.",
                        "Prefer IPv4",
                    ),
                ),
                // it was told so, with another option beside it
                (
                    |f| {
                        ipv6_breaks(f, "openai");
                        sets(
                            f,
                            NODE_OPTIONS,
                            "--use-system-ca --dns-result-order=ipv4first",
                            Place::Gateway { pid: 4711 },
                        );
                    },
                    Said::Pass,
                ),
                // only the next one is
                (
                    |f| {
                        ipv6_breaks(f, "openai");
                        sets(f, NODE_OPTIONS, "--dns-result-order=ipv4first", Place::Here);
                        edit(&mut f.variables, |variables| variables.gateway = Some(4711));
                    },
                    Said::Fail(
                        "IPv6 comes first here and leads nowhere: each new connection to OpenAI waits for it before IPv4 is tried.",
                        "Prefer IPv4",
                    ),
                ),
                // a computer that has none does not try it
                (
                    |f| {
                        ipv6_breaks(f, "openai");
                        edit(&mut f.routes, |routes| routes.ipv6 = false);
                    },
                    Said::Pass,
                ),
            ],
        );
    }
}
