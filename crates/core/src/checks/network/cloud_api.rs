//! Can the cloud command line reach what it speaks to? Asked only where somebody has signed in with it.

use super::{dns_resolves, network_online, routes, shown, unreached};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::in_terminal,
    facts::{Fact, Facts},
    fixes,
    providers::{answer::Answer, tested::Outcome},
    route::{Kind, Layer, Route},
    text::clean,
    unreached::{Proxy, Tcp, Tls, Unreached},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "cloud-api",
    group: Group::Network,
    title: "Cloud does not answer",
    // the gateway on this computer does without
    severity: Severity::Warning,
    depends_on: &[&network_online::CHECK, &dns_resolves::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let routes = match routes(facts) {
        Ok(routes) => routes,
        Err(why) => return Verdict::undecided(why),
    };
    let Some(cloud) = routes.ways.iter().find(|route| route.kind == Kind::Cloud) else { return Verdict::Pass };
    let problem = match cloud.layer() {
        Layer::Through => return Verdict::Pass,
        Layer::Name => return unreached(),
        Layer::Endpoint => endpoint(cloud),
        Layer::Service => service(cloud),
        Layer::Proxy | Layer::Connection | Layer::Encryption => on_the_way(cloud),
    };
    // by the name that dns-resolves has for it
    Verdict::Each(vec![(cloud.subject().to_owned(), shown(problem, facts, routes, &[cloud]))])
}

fn endpoint(cloud: &Route) -> Problem {
    let what = match &cloud.end {
        Outcome::Unreached(Unreached::Address) => "no-address",
        Outcome::Unreached(Unreached::InTheClear) => "in-the-clear",
        _ => "another",
    };
    let told = [("what", what.into()), ("at", clean(&cloud.address, 70).into())];
    Problem::new(Phrase::new("cloud-api-address", told))
        .fix(&fixes::EDIT_ENDPOINT)
        .by_hand()
        .step(in_terminal("clw config set api.endpoint ADDRESS"))
}

fn service(cloud: &Route) -> Problem {
    let what = match &cloud.end {
        Outcome::Answered(Answer::Overloaded) => "overloaded",
        Outcome::Answered(_) => "fault",
        Outcome::Unreached(_) => "silent",
    };
    let id = cloud.request_id();
    let told = [
        ("what", what.into()),
        ("status", super::status(cloud.questions().last().map(|(_, status, _)| status))),
        ("more", if id.is_some() { "support" } else { "nothing" }.into()),
        ("said", clean(id.unwrap_or_default(), 60).into()),
    ];
    Problem::new(Phrase::new("cloud-api-service", told))
}

fn on_the_way(cloud: &Route) -> Problem {
    let (what, status) = match &cloud.end {
        Outcome::Unreached(Unreached::Proxy(Proxy::Refused(status @ 1..))) => ("proxy-refused-with", Some(*status)),
        Outcome::Unreached(why) => (ended(why), None),
        Outcome::Answered(_) => ("other", None),
    };
    Problem::new(Phrase::new("cloud-api-unreached", [("what", what.into()), ("status", super::status(status))]))
}

/// What ended it between the name and the question.
fn ended(why: &Unreached) -> &'static str {
    match why {
        Unreached::Tcp(Tcp::Refused) => "refused",
        Unreached::Tcp(Tcp::TimedOut) => "timed-out",
        Unreached::Tcp(Tcp::Unreachable) => "no-way",
        Unreached::Tcp(Tcp::Other) => "broke-off",
        Unreached::Silent => "silent",
        Unreached::Proxy(Proxy::Unreachable) => "proxy-away",
        Unreached::Proxy(Proxy::Password) => "proxy-password",
        Unreached::Proxy(Proxy::Refused(_)) => "proxy-refused",
        Unreached::Proxy(Proxy::Foreign) => "proxy-foreign",
        Unreached::Tls(Tls::Expired) => "expired",
        Unreached::Tls(Tls::NotYetValid) => "not-yet",
        Unreached::Tls(Tls::UnknownIssuer) => "unknown-issuer",
        Unreached::Tls(Tls::SelfSigned) => "self-signed",
        Unreached::Tls(Tls::WrongName) => "wrong-name",
        Unreached::Tls(Tls::Revoked) => "revoked",
        // the others are of another step
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::route::Body;

    fn ends(facts: &mut Facts, end: Outcome, status: u16) {
        leads(facts, "cloud", end);
        asked(facts, "cloud", status, Body::Json);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                // nobody has signed in there
                (|f| edit(&mut f.routes, |r| r.ways.retain(|route| route.kind != Kind::Cloud)), Said::Pass),
                (
                    |f| ends(f, Outcome::Answered(Answer::Overloaded), 503),
                    Said::Fail(
                        "The cloud cannot serve everybody at the moment (HTTP 503). That ends without you. Its support knows the \
                         question as req_1.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Outcome::Answered(Answer::WrongEndpoint), 404),
                    Said::Fail(
                        "What answers at api.endpoint is not the cloud: https://api.openclaw.io. The cloud command line does not work \
                         until it is another one.",
                        "Edit endpoint",
                    ),
                ),
                (
                    |f| leads(f, "cloud", Outcome::Unreached(Unreached::Tcp(Tcp::Refused))),
                    Said::Fail(
                        "The cloud refused the connection: nobody listens there. The cloud command line does not work until it is \
                         reached.",
                        "",
                    ),
                ),
                (
                    |f| leads(f, "cloud", Outcome::Unreached(Unreached::Tls(Tls::Expired))),
                    Said::Fail(
                        "The certificate of the cloud has expired, or this clock is ahead. The cloud command line does not work until \
                         it is reached.",
                        "",
                    ),
                ),
                (
                    |f| leads(f, "cloud", Outcome::Unreached(Unreached::Resolver)),
                    Said::Unknown("The way there ends before this."),
                ),
                // it refuses strangers, as it should
                (
                    |f| ends(f, Outcome::Answered(Answer::Refused(crate::providers::answer::Refusal::Wrong)), 401),
                    Said::Pass,
                ),
            ],
        );
    }
}
