//! Is the server at the other end of the connection the one it should be, by a certificate that this computer trusts?

use super::{Step, in_its_environment, names, network_online, provider_reachable};
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::clock::clock_skew,
    facts::{Fact, Facts},
    fixes,
    providers::tested::Outcome,
    route::{Certificate, Kind, Layer, Route},
    text::clean,
    unreached::{Tls, Unreached},
    variables::{AUTHORITIES, NODE_OPTIONS, Place, Variable},
    words::{Phrase, Told},
};

pub(crate) static CHECK: Check = Check {
    id: "tls-trusted",
    group: Group::Network,
    title: "Certificate is not trusted",
    severity: Severity::Error,
    depends_on: &[&network_online::CHECK, &provider_reachable::CHECK, &clock_skew::CHECK],
    grace: super::GRACE,
    reads: &[Fact::Routes, Fact::Variables],
    evaluate,
};

const STEP: Step = Step {
    layer: Layer::Encryption,
    kinds: &[Kind::Provider],
    alike: |one, other| one.end == other.end && issuer(one) == issuer(other),
};

fn evaluate(facts: &Facts) -> Verdict {
    STEP.judge(facts, |group, _| problem(group, facts))
}

fn issuer(route: &Route) -> Option<&str> {
    route.certificate().map(|shown| shown.issuer.as_str())
}

fn problem(group: &[&Route], facts: &Facts) -> Problem {
    let unseen = Certificate::default();
    let shown = group[0].certificate().unwrap_or(&unseen);
    let Outcome::Unreached(Unreached::Tls(why)) = &group[0].end else {
        return Problem::new(Phrase::new("tls-trusted-untold", []));
    };
    let trustable = matches!(why, Tls::UnknownIssuer | Tls::SelfSigned);
    let says = |id: &'static str, more: &[(&'static str, Told)]| {
        Problem::new(Phrase::new(id, [&[("who", names(group).into())], more].concat()))
    };
    let trust = |problem: Problem, whose: &str, product: &str| {
        trust(problem, facts, shown.authority.as_deref(), whose, product)
    };
    if let Some(product) = shown.interceptor().filter(|_| trustable) {
        return trust(says("tls-trusted-intercepted", &[("product", product.into())]), "product", product);
    }
    let day = |time: Option<jiff::Timestamp>| time.map_or("unknown".into(), |time| time.to_string()[..10].into());
    let issuer = match clean(&shown.issuer, 30) {
        _ if shown.issuer.is_empty() => Phrase::new("tls-trusted-nobody", []),
        issuer => issuer.into(),
    };
    match why {
        Tls::Expired => says("tls-trusted-expired", &[("day", day(shown.until))]),
        Tls::NotYetValid => says("tls-trusted-not-yet", &[("day", day(shown.from))]),
        Tls::WrongName => {
            let name = shown.names.first().map(|name| clean(name, 50));
            let is_shown = name.is_some();
            let told = [("shown", is_shown.into()), ("name", name.unwrap_or_default().into())];
            says("tls-trusted-wrong-name", &told)
        }
        Tls::SelfSigned => trust(says("tls-trusted-self-signed", &[]), "server", ""),
        Tls::UnknownIssuer if !shown.issuer_shown && shown.chain == 1 => {
            trust(says("tls-trusted-incomplete", &[("issuer", issuer.into())]), "issuer", "")
        }
        Tls::UnknownIssuer => trust(says("tls-trusted-unknown-issuer", &[("issuer", issuer.into())]), "issuer", ""),
        Tls::Revoked => says("tls-trusted-revoked", &[("issuer", issuer.into())]),
        Tls::Plain | Tls::Other => says("tls-trusted-broken-off", &[]),
    }
}

/// What the gateway goes by beside what it brings along. The certificate may be somebody's, or this product's.
fn trust(problem: Problem, facts: &Facts, authority: Option<&str>, whose: &str, product: &str) -> Problem {
    let sure = Phrase::new("tls-trusted-step-sure", [("whose", whose.into()), ("product", product.into())]);
    let problem = match authority {
        Some(print) => problem.seen(Source::Probe, facts.routes.at(), format!("The authority: SHA-256 {print}")),
        None => problem,
    };
    let problem = in_its_environment(problem, &fixes::TRUST_AUTHORITY, facts, authority.is_some());
    let problem = in_a_terminal(facts).into_iter().fold(problem, |problem, known| {
        let (name, value) = (known.name.as_str(), clean(&known.value, 200));
        let step = match name {
            AUTHORITIES => Phrase::new("tls-trusted-step-terminal", [("file", value.as_str().into())]),
            _ => Phrase::new("tls-trusted-step-terminal-system", [("option", SYSTEM.into())]),
        };
        let text = format!("{name} of {}: {value}", known.place);
        problem.seen(Source::Environment, facts.variables.at(), text).step(step)
    });
    problem.step(sure).step(Phrase::new("tls-trusted-step-save", [])).step(Phrase::new("tls-trusted-step-start", []))
}

/// The option with which Node trusts whom the system trusts.
const SYSTEM: &str = "--use-system-ca";

/// By what a terminal trusts authorities that the gateway does not trust: a file of them, or the system's.
fn in_a_terminal(facts: &Facts) -> Vec<&Variable> {
    let find = |name: &str, trusts: fn(&str) -> Option<&str>| {
        let named = || facts.variables.value().into_iter().flat_map(|all| &all.named).filter(|one| one.name == name);
        let there = named().find(|one| matches!(one.place, Place::Terminal(_)) && trusts(&one.value).is_some())?;
        let here = named().any(|one| one.place == Place::Here && trusts(&one.value) == trusts(&there.value));
        (!here).then_some(there)
    };
    let file = find(AUTHORITIES, |value| Some(value).filter(|value| !value.is_empty()));
    let system = find(NODE_OPTIONS, |value| value.split_whitespace().find(|option| *option == SYSTEM));
    file.into_iter().chain(system).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::lifecycle::Owner;

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

    #[test]
    fn an_authority_is_trusted_at_a_click_only_where_it_is_shown_and_the_gateway_is_ours() {
        for (is_shown, owner, by_hand) in
            [(true, Owner::Child, false), (false, Owner::Child, true), (true, Owner::Service, true)]
        {
            let mut facts = healthy();
            facts.process.owner = owner;
            ends(&mut facts, Tls::UnknownIssuer, "Example Corp", |shown| {
                shown.authority = is_shown.then(|| "AA:BB".to_owned());
            });
            let Verdict::Several(verdicts) = evaluate(&facts) else { panic!("each has a verdict of its own") };
            let failed = verdicts.into_iter().find_map(|(_, verdict)| match verdict {
                Verdict::Fail(problem) => Some(problem),
                _ => None,
            });
            assert_eq!(failed.unwrap().by_hand, by_hand, "{is_shown} {owner:?}");
        }
    }

    #[test]
    fn what_a_terminal_trusts_is_told_where_the_gateway_does_not() {
        let told = |name: &str, there: &str, here: Option<&str>, words: &str| {
            let facts = with(|f| {
                ends(f, Tls::UnknownIssuer, "Company CA", |_| ());
                sets(f, name, there, Place::Terminal(Some("/home/a/.profile".into())));
                if let Some(here) = here {
                    sets(f, name, here, Place::Here);
                }
            });
            let Verdict::Several(verdicts) = evaluate(&facts) else { panic!("each has a verdict of its own") };
            let Some((_, Verdict::Fail(problem))) = verdicts.into_iter().next() else { panic!("it is trusted") };
            problem.preview.iter().any(|line| line.contains(words))
        };
        let file = "A terminal trusts the authorities in /etc/company.pem";
        let of_file = |here| told(AUTHORITIES, "/etc/company.pem", here, file);
        assert!(of_file(None) && of_file(Some("/etc/other.pem")));
        assert!(!of_file(Some("/etc/company.pem")));
        let options = |there, here| told(NODE_OPTIONS, there, here, "A terminal trusts whom the system trusts");
        assert!(
            options("--use-system-ca", None) && options("--trace-warnings --use-system-ca", Some("--trace-warnings"))
        );
        assert!(
            !options("--trace-warnings", None) && !options("--use-system-ca", Some("--no-warnings --use-system-ca"))
        );
    }
}
