//! Can the cloud command line reach what it speaks to? Asked only where somebody has signed in with it.

use super::{dns_resolves, network_online, routes, shown};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    facts::{Fact, Facts},
    fixes,
    providers::{answer::Answer, tested::Outcome},
    route::{Kind, Layer, Route},
    text::clean,
    unreached::Unreached,
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
        Err(verdict) => return verdict,
    };
    let Some(cloud) = routes.ways.iter().find(|route| route.kind == Kind::Cloud) else { return Verdict::Pass };
    let problem = match cloud.layer() {
        Layer::Through => return Verdict::Pass,
        Layer::Name => return Verdict::unknown("The way there ends before this."),
        Layer::Endpoint => endpoint(cloud),
        Layer::Service => service(cloud),
        Layer::Proxy | Layer::Connection | Layer::Encryption => on_the_way(cloud),
    };
    // by the name that dns-resolves has for it
    Verdict::Each(vec![(cloud.subject().to_owned(), shown(problem, facts, routes, &[cloud]))])
}

fn endpoint(cloud: &Route) -> Problem {
    let at = clean(&cloud.address, 70);
    let message = match &cloud.end {
        Outcome::Unreached(Unreached::Address) => format!("api.endpoint is no address that can be asked: {at}."),
        Outcome::Unreached(Unreached::InTheClear) => {
            format!("api.endpoint is not encrypted: {at}. The sign-in would go over the network in the clear.")
        }
        _ => format!("What answers at api.endpoint is not the cloud: {at}."),
    };
    Problem::new(format!("{message} The cloud command line does not work until it is another one."))
        .fix(&fixes::EDIT_ENDPOINT)
        .by_hand()
        .step("Run in a terminal: clw config set api.endpoint ADDRESS")
}

fn service(cloud: &Route) -> Problem {
    let status = cloud.questions().last().map(|(_, status, _)| format!(" (HTTP {status})")).unwrap_or_default();
    let what = match &cloud.end {
        Outcome::Answered(Answer::Overloaded) => format!("The cloud cannot serve everybody at the moment{status}."),
        Outcome::Answered(_) => format!("The cloud answers with a fault of its own{status}."),
        Outcome::Unreached(_) => "The cloud takes a question and does not answer in time.".to_owned(),
    };
    let id = cloud.request_id().map(|id| format!(" Its support knows the question as {}.", clean(id, 60)));
    Problem::new(format!("{what} That ends without you.{}", id.unwrap_or_default()))
}

fn on_the_way(cloud: &Route) -> Problem {
    let why = match &cloud.end {
        Outcome::Unreached(why) => why.words("the cloud"),
        Outcome::Answered(_) => String::new(),
    };
    let mut why = why.chars();
    let why: String = why.next().into_iter().flat_map(char::to_uppercase).chain(why).collect();
    Problem::new(format!("{why} The cloud command line does not work until it is reached."))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        route::Body,
        unreached::{Tcp, Tls},
    };

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
