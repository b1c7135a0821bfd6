//! Is the server at the other end of the connection the one it should be, by a certificate that this computer trusts?

use super::{Step, names, network_online, provider_reachable};
use crate::{
    check::{Check, Group, Problem, Severity, Verdict},
    checks::clock::clock_skew,
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Certificate, Kind, Layer, Route},
    text::clean,
    unreached::{Tls, Unreached},
};

pub(crate) static CHECK: Check = Check {
    id: "tls-trusted",
    group: Group::Network,
    title: "Certificate is not trusted",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &provider_reachable::CHECK, &clock_skew::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes],
    evaluate,
};

const STEP: Step = Step {
    layer: Layer::Encryption,
    kinds: &[Kind::Provider],
    alike: |one, other| one.end == other.end && issuer(one) == issuer(other),
};

fn evaluate(facts: &Facts) -> Verdict {
    STEP.judge(facts, |group, _| problem(group))
}

fn issuer(route: &Route) -> Option<&str> {
    route.certificate().map(|shown| shown.issuer.as_str())
}

fn problem(group: &[&Route]) -> Problem {
    let who = names(group);
    let unseen = Certificate::default();
    let shown = group[0].certificate().unwrap_or(&unseen);
    let Outcome::Unreached(Unreached::Tls(why)) = &group[0].end else { return Problem::new("It is not known why.") };
    let trustable = matches!(why, Tls::UnknownIssuer | Tls::SelfSigned);
    if let Some(product) = shown.interceptor().filter(|_| trustable) {
        let problem = Problem::new(format!(
            "{product} opens the encrypted connection to {who} on the way and shows a certificate of its own, which is not trusted \
             here. The gateway refuses it."
        ));
        return trust(problem, product);
    }
    let day = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()[..10].to_owned());
    let issued = if shown.issuer.is_empty() { "nobody".to_owned() } else { clean(&shown.issuer, 30) };
    match why {
        Tls::Expired => {
            let since = day(shown.until).map(|day| format!(" on {day}")).unwrap_or_default();
            Problem::new(format!(
                "The certificate of {who} expired{since}. The gateway refuses it until the server has a new one."
            ))
        }
        Tls::NotYetValid => {
            let from = day(shown.from).map(|day| format!(" before {day}")).unwrap_or_default();
            Problem::new(format!(
                "The certificate of {who} is not valid{from}, or this computer's clock is behind. The gateway refuses it."
            ))
        }
        Tls::WrongName => {
            let names = shown.names.first().map(|name| format!(" ({})", clean(name, 50))).unwrap_or_default();
            Problem::new(format!(
                "The certificate that is shown for {who} is for another name{names}: another server answers. The gateway refuses it."
            ))
        }
        Tls::SelfSigned => trust(
            Problem::new(format!(
                "The certificate of {who} vouches only for itself, and nothing here trusts it. The gateway refuses it."
            )),
            "the server",
        ),
        Tls::UnknownIssuer if !shown.issuer_shown && shown.chain == 1 => trust(
            Problem::new(format!(
                "{who} shows a certificate by {issued} without that of the issuer: the chain is incomplete, or the issuer is not known \
                 here. The gateway refuses it."
            )),
            "the issuer",
        ),
        Tls::UnknownIssuer => trust(
            Problem::new(format!(
                "The certificate of {who} was issued by {issued}, whom nothing here trusts: a company's own authority, or somebody \
                 who listens in. The gateway refuses it."
            )),
            "the issuer",
        ),
        Tls::Revoked => {
            Problem::new(format!("The certificate of {who} was taken back by {issued}. The gateway refuses it."))
        }
        Tls::Plain | Tls::Other => Problem::new(format!(
            "No encrypted connection to {who} comes about: the two sides agree on no way to encrypt, or something in between breaks \
             it off."
        )),
    }
}

/// What the gateway goes by beside what it brings along.
fn trust(problem: Problem, whose: &str) -> Problem {
    problem
        .fix(&fixes::TRUST_AUTHORITY)
        .step(format!(
            "Make sure that the certificate is your own, your company's or that of {whose}; if not, do nothing"
        ))
        .step("Save the authority's certificate as a PEM file")
        .step("Start the gateway with NODE_EXTRA_CA_CERTS set to that file")
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn ends(facts: &mut Facts, why: Tls, issuer: &str, change: impl FnOnce(&mut Certificate)) {
        leads(facts, "openai", Outcome::Unreached(Unreached::Tls(why)));
        let mut certificate = Certificate {
            subject: "api.openai.com".into(),
            issuer: issuer.into(),
            chain: 2,
            issuer_shown: true,
            ..Certificate::default()
        };
        change(&mut certificate);
        shows(facts, "openai", certificate);
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| ends(f, Tls::Expired, "R", |shown| shown.until = Some(then())),
                    Said::Fail(
                        "The certificate of OpenAI expired on 2026-11-20. The gateway refuses it until the server has a new one.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Tls::NotYetValid, "R", |shown| shown.from = Some(then())),
                    Said::Fail(
                        "The certificate of OpenAI is not valid before 2026-11-20, or this computer's clock is behind. The gateway \
                         refuses it.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Tls::WrongName, "R", |shown| shown.names = vec!["other.example".into()]),
                    Said::Fail(
                        "The certificate that is shown for OpenAI is for another name (other.example): another server answers. The \
                         gateway refuses it.",
                        "",
                    ),
                ),
                (
                    |f| ends(f, Tls::SelfSigned, "api.openai.com", |_| {}),
                    Said::Fail(
                        "The certificate of OpenAI vouches only for itself, and nothing here trusts it. The gateway refuses it.",
                        "Trust this authority",
                    ),
                ),
                (
                    |f| ends(f, Tls::UnknownIssuer, "Zscaler Root CA", |_| {}),
                    Said::Fail(
                        "Zscaler opens the encrypted connection to OpenAI on the way and shows a certificate of its own, which is not \
                         trusted here. The gateway refuses it.",
                        "Trust this authority",
                    ),
                ),
                (
                    |f| ends(f, Tls::UnknownIssuer, "Example Corp", |_| {}),
                    Said::Fail(
                        "The certificate of OpenAI was issued by Example Corp, whom nothing here trusts: a company's own authority, or \
                         somebody who listens in. The gateway refuses it.",
                        "Trust this authority",
                    ),
                ),
                (
                    |f| ends(f, Tls::UnknownIssuer, "R", |shown| (shown.chain, shown.issuer_shown) = (1, false)),
                    Said::Fail(
                        "OpenAI shows a certificate by R without that of the issuer: the chain is incomplete, or the issuer is not known \
                         here. The gateway refuses it.",
                        "Trust this authority",
                    ),
                ),
                (
                    |f| ends(f, Tls::Revoked, "R", |_| {}),
                    Said::Fail("The certificate of OpenAI was taken back by R. The gateway refuses it.", ""),
                ),
                (
                    |f| ends(f, Tls::Other, "", |_| {}),
                    Said::Fail(
                        "No encrypted connection to OpenAI comes about: the two sides agree on no way to encrypt, or something in \
                         between breaks it off.",
                        "",
                    ),
                ),
            ],
        );
    }
}
