//! Can the keychain be used, on a computer where something is kept in it? Where nothing is, nobody needs to know.

use super::names;
use crate::{
    access::Identity,
    check::{Check, Group, Problem, Severity, Source, Verdict, cleaned},
    facts::{Fact, Facts},
    fixes,
    keys::KeychainState,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "keychain-available",
    group: Group::Credentials,
    title: "Keychain cannot be used",
    severity: Severity::Warning,
    depends_on: &[],
    // a keychain is unlocked some time after the login that starts us
    grace: std::time::Duration::from_secs(30),
    reads: &[Fact::KeySources],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(sources) = facts.key_sources.value() else { return Verdict::unknown(facts.key_sources.why_not()) };
    let users: &[String] = sources.bridge.as_ref().map_or(&[], |bridge| &bridge.providers);
    let state = &sources.keychain;
    let none = matches!(state, KeychainState::Missing(_));
    // our own key for the gateway is wanted there too
    let ours = match facts.link.identity {
        Identity::Session => Some("session"),
        // a computer without any keychain does without
        Identity::Withheld if !none => Some("withheld"),
        Identity::Withheld | Identity::Kept | Identity::None => None,
    };
    let (follows, severity) = match (users, ours) {
        ([], None) => return Verdict::Pass,
        ([], Some(follows)) => (follows, Severity::Info),
        _ => ("keys", Severity::Warning),
    };
    let (state_is, why, fix) = match state {
        KeychainState::Open | KeychainState::Unasked => return Verdict::Pass,
        KeychainState::Missing(why) => ("missing", why.clone(), None),
        KeychainState::Locked => ("locked", Phrase::default(), Some(&fixes::UNLOCK_KEYCHAIN)),
        KeychainState::Denied => ("denied", Phrase::default(), Some(&fixes::UNLOCK_KEYCHAIN)),
        KeychainState::Silent => ("silent", Phrase::default(), None),
        KeychainState::Failed(why) => ("failed", why.clone(), None),
    };
    let told = [
        ("state", state_is.into()),
        ("why", cleaned(why, 90).into()),
        ("follows", follows.into()),
        ("names", names(users)),
    ];
    let problem = Problem::new(Phrase::new("keychain-available-not", told)).severity(severity);
    let problem = problem.seen(Source::Probe, facts.key_sources.at(), evidence(state));
    match fix {
        Some(fix) => problem.fix(fix).into(),
        None => problem.into(),
    }
}

fn evidence(state: &KeychainState) -> &'static str {
    match state {
        KeychainState::Missing(_) => "keychain: none",
        KeychainState::Locked => "keychain: locked",
        KeychainState::Denied => "keychain: denied",
        KeychainState::Silent => "keychain: no answer in 5 s",
        KeychainState::Failed(_) => "keychain: failed",
        KeychainState::Open | KeychainState::Unasked => "keychain: open",
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    fn is(facts: &mut Facts, state: KeychainState) {
        bridged(facts, &["openai"]);
        edit(&mut facts.key_sources, |sources| sources.keychain = state);
    }

    fn ours(facts: &mut Facts, identity: Identity, state: KeychainState) {
        facts.link.identity = identity;
        edit(&mut facts.key_sources, |sources| sources.keychain = state);
    }

    fn none() -> KeychainState {
        KeychainState::Missing("this session has no message bus".into())
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.key_sources = Observed::Pending, Said::Unknown("Not asked yet.")),
                // nothing is kept there
                (|f| edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Locked), Said::Pass),
                (|f| is(f, KeychainState::Open), Said::Pass),
                (
                    |f| is(f, KeychainState::Locked),
                    Said::Fail(
                        "The keychain is locked. At its next start the gateway has no key for OpenAI.",
                        "Unlock keychain",
                    ),
                ),
                (
                    |f| is(f, KeychainState::Missing("no Secret Service runs in this session".into())),
                    Said::Fail(
                        "There is no keychain here: no Secret Service runs in this session. At its next start the gateway has no key for OpenAI.",
                        "",
                    ),
                ),
                (
                    |f| is(f, KeychainState::Denied),
                    Said::Fail(
                        "Clawtender is not allowed to use the keychain. At its next start the gateway has no key for OpenAI.",
                        "Unlock keychain",
                    ),
                ),
                (
                    |f| is(f, KeychainState::Silent),
                    Said::Fail(
                        "The keychain does not answer. At its next start the gateway has no key for OpenAI.",
                        "",
                    ),
                ),
                (
                    |f| is(f, KeychainState::Failed("holds a damaged key".into())),
                    Said::Fail(
                        "The keychain holds a damaged key. At its next start the gateway has no key for OpenAI.",
                        "",
                    ),
                ),
                (
                    |f| ours(f, Identity::Session, KeychainState::Locked),
                    Said::Fail(
                        "The keychain is locked. Each start of Clawtender is a new device to the gateway.",
                        "Unlock keychain",
                    ),
                ),
                (
                    |f| ours(f, Identity::Withheld, KeychainState::Silent),
                    Said::Fail(
                        "The keychain does not answer. Clawtender uses the gateway's shared secret instead of a key of its own.",
                        "",
                    ),
                ),
                // where the gateway has no secret to share, our own key is all that there is
                (
                    |f| ours(f, Identity::Session, none()),
                    Said::Fail(
                        "There is no keychain here: this session has no message bus. Each start of Clawtender is a new device to the gateway.",
                        "",
                    ),
                ),
                // a server has none, and does well without
                (|f| ours(f, Identity::Withheld, none()), Said::Pass),
            ],
        );
    }
}
