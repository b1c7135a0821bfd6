//! Do we, and do other clients, have the gateway's token or password?

use crate::{
    access::{Denial, Ground, LinkState, TurnedAway},
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts, Secret},
    fixes,
    text::wait,
    words::{Phrase, Told},
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
        return Verdict::unknown(Phrase::new("gateway-token-made-up", []));
    }
    super::judge(facts, Ground::Secret, |denial| ours(denial, facts.link.unreadable.as_deref()), theirs)
}

fn ours(denial: &Denial, unreadable: Option<&str>) -> Problem {
    if let Some(why) = unreadable {
        return Problem::new(Phrase::new("gateway-token-unreadable", []))
            .seen(Source::Probe, None, why)
            .fix(&fixes::READ_TOKEN_AGAIN);
    }
    let secret = if denial.code.contains("PASSWORD") { "password" } else { "token" };
    let of_secret = |id| Problem::new(Phrase::new(id, [("secret", secret.into())]));
    match denial.code.as_str() {
        "AUTH_RATE_LIMITED" => {
            let told = denial.retry_after.is_some();
            let after = denial.retry_after.map_or_else(|| Told::from(""), |seconds| wait(seconds).into());
            Problem::new(Phrase::new("gateway-token-limited", [("told", told.into()), ("after", after)]))
        }
        "AUTH_TOKEN_MISMATCH" | "AUTH_PASSWORD_MISMATCH" => {
            of_secret("gateway-token-mismatch").fix(&fixes::READ_TOKEN_AGAIN)
        }
        "AUTH_TOKEN_MISSING" | "AUTH_PASSWORD_MISSING" | "AUTH_REQUIRED" => {
            of_secret("gateway-token-missing").fix(&fixes::READ_TOKEN_AGAIN)
        }
        "AUTH_TOKEN_NOT_CONFIGURED" | "AUTH_PASSWORD_NOT_CONFIGURED" => of_secret("gateway-token-unset"),
        _ => Problem::new(Phrase::new("gateway-token-not-enough", [])),
    }
}

fn theirs(away: &TurnedAway) -> Problem {
    // the words know the gateway's causes by its names
    let told = [("away", super::turned_away(away)), ("cause", away.cause.as_str().into())];
    Problem::new(Phrase::new("gateway-token-theirs", told))
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
