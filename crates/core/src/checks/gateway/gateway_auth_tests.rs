use super::{super::super::sample::*, *};
use crate::{facts::Observed, lifecycle::Reason};

const PLACEHOLDER: &str = "The gateway's token is a placeholder, not a secret. OpenClaw does not start with it.";
const NO_PASSWORD: &str = "Gateway auth is set to a password, and there is none. OpenClaw does not start without it.";
const MADE_UP: &str =
    "The gateway has no token of its own. It makes up another one at every start, and nobody else can connect.";
const UNSET: &str = "gateway.auth.token names a variable that is not set. The gateway makes up another token at every start, \
                     and nobody else can connect.";

fn config(facts: &mut Facts, change: impl FnOnce(&mut Config)) {
    edit(&mut facts.config, change);
}

fn refused(facts: &mut Facts) {
    down(facts, Phase::Refused(Reason::Config));
}

#[test]
fn says_what_keeps_it_from_starting() {
    table(
        &CHECK,
        &[
            (|_| {}, Said::Pass),
            (|f| f.config = Observed::Pending, Said::Unknown("Not asked yet.")),
            (
                |f| config(f, |c| c.legacy_token = true),
                Said::Fail(
                    "gateway.token is a key of older versions. OpenClaw does not start until it is gateway.auth.token.",
                    "Move the old key",
                ),
            ),
            (|f| config(f, |c| c.token = Secret::Placeholder), Said::Fail(PLACEHOLDER, "Create a token")),
            (|f| config(f, |c| c.auth_mode = Some("password".into())), Said::Fail(NO_PASSWORD, "Create a token")),
            (|f| config(f, |c| (c.auth_mode, c.password) = (Some("password".into()), Secret::Reference)), Said::Pass),
            (|f| config(f, |c| (c.auth_mode, c.password) = (None, Secret::Present)), Said::Pass),
            (
                |f| {
                    refused(f);
                    config(f, |c| (c.bind, c.token) = (Some("lan".into()), Secret::UnsetVariable));
                },
                Said::Fail(
                    "gateway.bind is \"lan\" and the gateway has no secret. OpenClaw refuses to open it to other computers \
                     and does not start.",
                    "Create a token",
                ),
            ),
            (
                |f| {
                    refused(f);
                    config(f, |c| (c.bind, c.auth_mode) = (Some("0.0.0.0".into()), Some("none".into())));
                },
                Said::Fail(
                    "gateway.bind is \"0.0.0.0\" and the gateway has no secret. OpenClaw refuses to open it to other \
                     computers and does not start.",
                    "Create a token",
                ),
            ),
            (
                |f| {
                    refused(f);
                    config(f, |c| (c.bind, c.token) = (Some("tailnet".into()), Secret::Absent));
                },
                Said::Fail(
                    "gateway.bind is \"tailnet\" and the gateway has no secret. Where that opens it to other computers, \
                     OpenClaw does not start.",
                    "Create a token",
                ),
            ),
            // it runs, so "auto" meant this computer
            (|f| config(f, |c| (c.bind, c.auth_mode) = (Some("auto".into()), Some("none".into()))), Said::Pass),
            (|f| config(f, |c| (c.bind, c.auth_mode) = (Some("lan".into()), Some("trusted-proxy".into()))), Said::Pass),
        ],
    );
}

#[test]
fn a_made_up_token_explains_nothing_about_a_gateway_that_is_down() {
    table(
        &CHECK,
        &[
            (|f| config(f, |c| c.token = Secret::Absent), Said::Fail(MADE_UP, "Create a token")),
            (|f| config(f, |c| (c.token, c.auth_mode) = (Secret::Absent, None)), Said::Fail(MADE_UP, "Create a token")),
            (|f| config(f, |c| c.token = Secret::UnsetVariable), Said::Fail(UNSET, "Create a token")),
            (
                |f| {
                    down(f, Phase::CrashLooping);
                    config(f, |c| c.token = Secret::Absent);
                },
                Said::Pass,
            ),
            (
                |f| {
                    f.process.phase = Phase::External { healthy: true };
                    config(f, |c| c.token = Secret::Absent);
                },
                Said::Unknown("Somebody else started this gateway, perhaps with another configuration."),
            ),
        ],
    );
}

#[test]
fn the_evidence_says_what_is_set_and_never_to_what() {
    let Verdict::Fail(problem) = evaluate(&with(|f| config(f, |c| c.token = Secret::Placeholder))) else {
        panic!("a placeholder passed")
    };
    assert_eq!(
        problem.evidence[0].text,
        "openclaw.json: bind loopback, auth.mode token, auth.token a placeholder, auth.password not set"
    );
    assert_eq!(problem.preview, ["gateway.auth.mode: \"token\"", "gateway.auth.token: new random characters"]);
}
