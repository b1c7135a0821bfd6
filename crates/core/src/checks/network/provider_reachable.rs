//! Does a connection to those who run the models come about? And where IPv6 comes first and leads nowhere, does every new one
//! wait for that?

use super::{Step, dns_resolves, network_online, proxy_agreement, proxy_working, routes, shown, told};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Kind, Layer, Route},
    unreached::{Tcp, Unreached},
    words::Phrase,
};

pub(in crate::checks) static CHECK: Check = Check {
    id: "provider-reachable",
    group: Group::Network,
    title: "Provider cannot be reached",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &proxy_agreement::CHECK, &dns_resolves::CHECK, &proxy_working::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

const STEP: Step =
    Step { layer: Layer::Connection, kinds: &[Kind::Provider], alike: |one, other| one.end == other.end };

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(verdict) => return verdict,
    };
    let Verdict::Several(mut verdicts) = STEP.judge(facts, |group, _| problem(group)) else { return Verdict::Pass };
    // without a way over IPv6 nobody tries it first
    let slow = |route: &&Route| route.kind == Kind::Provider && routes.ipv6 && route.ipv6_is_broken();
    let slow: Vec<&Route> = routes.ways.iter().filter(slow).collect();
    if !slow.is_empty() {
        let problem = shown(ipv6(&slow), facts, routes, &slow);
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

fn ipv6(group: &[&Route]) -> Problem {
    Problem::new(Phrase::new("provider-reachable-slow", told(group)))
        .severity(Severity::Warning)
        .fix(&fixes::PREFER_IP_FOUR)
        .step(Phrase::new("provider-reachable-step", []))
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
