//! Do web pages reach the gateway from where it expects them?

use crate::{
    access::{Ground, TurnedAway},
    check::{Check, Group, Problem, Severity, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts},
    fixes,
    text::claim,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "origin-allowed",
    group: Group::Access,
    title: "Web page is not allowed",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway],
    evaluate,
};

/// The longest origin that can be allowed, in characters.
const ORIGIN: usize = 100;

fn evaluate(facts: &Facts) -> Verdict {
    let ours = |_: &_| Problem::new(Phrase::new("origin-allowed-ours", []));
    super::judge(facts, Ground::Origin, ours, theirs)
}

fn theirs(away: &TurnedAway) -> Problem {
    let origin = away.origin.as_deref().unwrap_or_default();
    let name = claim(origin, ORIGIN);
    let named = !name.is_empty();
    let told = [("named", named.into()), ("name", name.into()), ("times", away.times.into())];
    let problem = Problem::new(Phrase::new("origin-allowed-theirs", told));
    if !is_origin(origin) {
        return problem;
    }
    problem
        .fix(&fixes::ALLOW_ORIGIN)
        .step(Phrase::new("origin-allowed-step", [("origin", origin.into())]))
        .step(Phrase::new("origin-allowed-then", []))
}

/// A scheme, a host and perhaps a port, and nothing else: what a browser sends and the configuration can hold.
fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else { return false };
    let name = |char: char| char.is_ascii_alphanumeric() || "-.:[]".contains(char);
    matches!(scheme, "http" | "https" | "tauri") && !host.is_empty() && host.chars().all(name) && text.len() <= ORIGIN
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| away(f, "origin-mismatch", "Tray", Some("https://home.example:8443")),
                    Said::Fail(
                        "A page from “https://home.example:8443” was turned away 3 times: the gateway does not know it. If it \
                         is not your own page, leave it so.",
                        "Allow this origin",
                    ),
                ),
                (
                    |f| {
                        away(f, "origin-mismatch", "Tray", Some("https://home.example:8443"));
                        edit(&mut f.config, |c| c.allowed_origins = vec!["https://HOME.example:8443".into()]);
                    },
                    Said::Pass,
                ),
                (
                    |f| away(f, "origin-mismatch", "Tray", None),
                    Said::Fail(
                        "A page from an origin that it does not tell was turned away 3 times: the gateway does not know it. If \
                         it is not your own page, leave it so.",
                        "",
                    ),
                ),
            ],
        );
    }

    #[test]
    fn only_an_origin_can_be_allowed() {
        for origin in ["http://tauri.localhost", "https://[::1]:8443", "tauri://localhost"] {
            assert!(is_origin(origin), "{origin}");
        }
        for text in ["", "null", "*", "http://", "http://*", "http://a/b", "http://a\",\"b", "file://a", "http://a b"] {
            assert!(!is_origin(text), "{text}");
        }
    }

    #[test]
    fn each_origin_is_told_by_itself() {
        let facts = with(|f| {
            away(f, "origin-mismatch", "Tray", Some("http://a.example"));
            away(f, "origin-mismatch", "Tray", Some("http://b.example"));
        });
        let Verdict::Each(problems) = evaluate(&facts) else { panic!("not one by one") };
        assert_eq!(
            problems.iter().map(|(subject, _)| &**subject).collect::<Vec<_>>(),
            ["http://a.example", "http://b.example"]
        );
    }
}
