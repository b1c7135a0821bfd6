//! Do we, and do other clients, have the gateway's token or password?

use crate::{
    access::{Denial, Ground, LinkState, TurnedAway},
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts, Secret},
    fixes,
    text::wait,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-token",
    group: Group::Access,
    title: "Gateway token is refused",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway, Fact::Config],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    // `gateway-auth` says that this gateway made up a token, which nobody can have
    let made_up = facts.config.value().is_some_and(|config| config.token == Secret::UnsetVariable);
    if made_up && matches!(&facts.link.state, LinkState::Denied(denial) if denial.ground() == Some(Ground::Secret)) {
        return Verdict::unknown("The gateway made up a token for this start.");
    }
    super::judge(facts, Ground::Secret, |denial| ours(denial, facts.link.unreadable.as_deref()), theirs)
}

fn ours(denial: &Denial, unreadable: Option<&str>) -> Problem {
    if let Some(why) = unreadable {
        return Problem::new("The gateway asks for its secret, and Clawtender cannot read it where the gateway does. It cannot see what waits there.")
            .seen(Source::Probe, None, why)
            .fix(&fixes::READ_TOKEN_AGAIN);
    }
    let secret = if denial.code.contains("PASSWORD") { "password" } else { "token" };
    let blind = "Clawtender cannot see what waits there.";
    match denial.code.as_str() {
        "AUTH_RATE_LIMITED" => {
            let after = denial.retry_after.map_or_else(|| "a while".to_owned(), wait);
            let message = format!(
                "The gateway lets nobody in from here for {after}, after too many wrong tries. It opens again by itself."
            );
            Problem::new(message)
        }
        "AUTH_TOKEN_MISMATCH" | "AUTH_PASSWORD_MISMATCH" => {
            Problem::new(format!("The gateway has another {secret} than Clawtender. {blind}"))
                .fix(&fixes::READ_TOKEN_AGAIN)
        }
        "AUTH_TOKEN_MISSING" | "AUTH_PASSWORD_MISSING" | "AUTH_REQUIRED" => {
            Problem::new(format!("The gateway asks for its {secret}, and Clawtender has none. {blind}"))
                .fix(&fixes::READ_TOKEN_AGAIN)
        }
        "AUTH_TOKEN_NOT_CONFIGURED" | "AUTH_PASSWORD_NOT_CONFIGURED" => Problem::new(format!(
            "The gateway runs without the {secret} that it asks for. Nobody gets in until it has one."
        )),
        _ => Problem::new(format!(
            "The gateway does not let Clawtender in as it comes: a token is not enough for it. {blind}"
        )),
    }
}

fn theirs(away: &TurnedAway) -> Problem {
    let why = match away.cause.as_str() {
        "token_missing" => "it sent no token. It needs the one of this gateway.",
        "token_mismatch" => "it has another token than the gateway. It needs the one of this gateway.",
        "password_missing" => "it sent no password. It needs the one of this gateway.",
        "password_mismatch" => "it has another password than the gateway. It needs the one of this gateway.",
        "rate_limited" => "it tried too often with a wrong token. The gateway hears it again after 5 min.",
        "bootstrap_token_invalid" => "its setup code has been used or is older than 10 min. It needs a new one.",
        _ => "the gateway did not take what it sent to prove who it is.",
    };
    Problem::new(format!("{}: {why}", super::turned_away(away)))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        let mismatch: Break = |f| denied(f, "AUTH_TOKEN_MISMATCH");
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.turned_away = Observed::Pending, Said::Pass),
                (
                    |f| f.link.state = LinkState::Waiting,
                    Said::Unknown("Clawtender is not connected to the gateway yet."),
                ),
                (|f| denied(f, "PAIRING_REQUIRED"), Said::Unknown("The gateway does not let Clawtender in.")),
                (
                    mismatch,
                    Said::Fail(
                        "The gateway has another token than Clawtender. Clawtender cannot see what waits there.",
                        "Read the token again",
                    ),
                ),
                (
                    |f| {
                        denied(f, "AUTH_TOKEN_MISMATCH");
                        edit(&mut f.config, |c| c.token = Secret::UnsetVariable);
                    },
                    Said::Unknown("The gateway made up a token for this start."),
                ),
                (
                    |f| {
                        denied(f, "AUTH_TOKEN_MISSING");
                        f.link.unreadable = Some("The variable OPENCLAW_TOKEN is not set.".into());
                    },
                    Said::Fail(
                        "The gateway asks for its secret, and Clawtender cannot read it where the gateway does. It cannot see \
                         what waits there.",
                        "Read the token again",
                    ),
                ),
                (
                    |f| denied(f, "AUTH_PASSWORD_MISSING"),
                    Said::Fail(
                        "The gateway asks for its password, and Clawtender has none. Clawtender cannot see what waits there.",
                        "Read the token again",
                    ),
                ),
                (
                    |f| {
                        denied(f, "AUTH_RATE_LIMITED");
                        if let LinkState::Denied(denial) = &mut f.link.state {
                            denial.retry_after = Some(300);
                        }
                    },
                    Said::Fail(
                        "The gateway lets nobody in from here for 5 min, after too many wrong tries. It opens again by itself.",
                        "",
                    ),
                ),
                (
                    |f| denied(f, "AUTH_TAILSCALE_WHOIS_FAILED"),
                    Said::Fail(
                        "The gateway does not let Clawtender in as it comes: a token is not enough for it. Clawtender cannot \
                         see what waits there.",
                        "",
                    ),
                ),
                (
                    |f| away(f, "token_mismatch", "Tray", None),
                    Said::Fail(
                        "“Tray” was turned away 3 times: it has another token than the gateway. It needs the one of this \
                         gateway.",
                        "",
                    ),
                ),
                // our own tries, which the gateway told us itself
                (|f| away(f, "token_mismatch", "Clawtender", None), Said::Pass),
                (|f| away(f, "origin-mismatch", "Tray", None), Said::Pass),
            ],
        );
    }

    #[test]
    fn tells_ours_from_theirs() {
        let facts = with(|f| {
            denied(f, "AUTH_TOKEN_MISMATCH");
            away(f, "token_missing", "Tray", None);
            away(f, "token_mismatch", "Tray", None);
            away(f, "token_mismatch", "", None);
        });
        let Verdict::Each(problems) = evaluate(&facts) else { panic!("not one by one") };
        let subjects: Vec<_> = problems.iter().map(|(subject, _)| subject.as_str()).collect();
        assert_eq!(subjects, ["Clawtender", "Tray", "a client"]);
    }
}
