//! May we, and may other clients, do what they are there for?

use crate::{
    access::{Ground, LinkState, TurnedAway},
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_responding,
    facts::{Fact, Facts},
    fixes,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "scope-sufficient",
    group: Group::Access,
    title: "A permission is missing",
    severity: Severity::Warning,
    depends_on: &[&gateway_responding::CHECK],
    grace: super::RECONNECT,
    reads: &[Fact::TurnedAway],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    if let LinkState::Up { missing, scopes, .. } = &facts.link.state
        && !missing.is_empty()
    {
        let granted = if scopes.is_empty() { "none".to_owned() } else { scopes.join(", ") };
        return Problem::new(without(missing))
            .seen(Source::Rpc, None, format!("Not granted: {}. Granted: {granted}.", missing.join(", ")))
            .fix(&fixes::ASK_FOR_SCOPE)
            .into();
    }
    let ours = |_: &_| Problem::new(Phrase::new("scope-sufficient-ours", [])).fix(&fixes::ASK_FOR_SCOPE);
    super::judge(facts, Ground::Scope, ours, theirs)
}

/// What Clawtender cannot do without them.
fn without(missing: &[String]) -> Phrase {
    let nor = |first: Phrase, next: Phrase| {
        Phrase::new("scope-sufficient-nor", [("first", first.into()), ("next", next.into())])
    };
    match missing.iter().filter_map(|scope| consequence(scope)).reduce(nor) {
        None => Phrase::new("scope-sufficient-unknown", [("scope", clean(&missing[0], 60).into())]),
        Some(cannot) => Phrase::new("scope-sufficient-without", [("cannot", cannot.into())]),
    }
}

/// What cannot be done without this one, where that is known.
fn consequence(scope: &str) -> Option<Phrase> {
    let act = match scope {
        "operator.read" => "see",
        "operator.pairing" => "pair",
        "operator.approvals" => "answer",
        "operator.admin" => "approve",
        _ => return None,
    };
    Some(Phrase::new("scope-sufficient-act", [("act", act.into())]))
}

fn theirs(away: &TurnedAway) -> Problem {
    Problem::new(Phrase::new("scope-sufficient-theirs", [("away", super::turned_away(away))]))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};

    fn lacks(facts: &mut Facts, missing: &[&str]) {
        let missing = missing.iter().map(|scope| (*scope).to_owned()).collect();
        facts.link.state = LinkState::Up { scopes: Vec::new(), missing, method: "token".into() };
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (
                    |f| lacks(f, &["operator.approvals"]),
                    Said::Fail(
                        "The gateway did not grant Clawtender all it asked for. It cannot show or answer commands that wait.",
                        "Ask for the scope",
                    ),
                ),
                (
                    |f| lacks(f, &["operator.read", "operator.pairing", "operator.approvals", "operator.admin"]),
                    Said::Fail(
                        "The gateway did not grant Clawtender all it asked for. It cannot see what the gateway does, nor show \
                         or answer pairing requests, nor show or answer commands that wait, nor approve what takes the \
                         owner's rights.",
                        "Ask for the scope",
                    ),
                ),
                (
                    |f| lacks(f, &["operator.new"]),
                    Said::Fail(
                        "The gateway did not grant Clawtender operator.new. Part of what it shows may be missing.",
                        "Ask for the scope",
                    ),
                ),
                (
                    |f| denied(f, "AUTH_SCOPE_MISMATCH"),
                    Said::Fail(
                        "Clawtender asks for more than the gateway has granted it, and is not let in. It cannot see what waits \
                         there.",
                        "Ask for the scope",
                    ),
                ),
                (
                    |f| away(f, "scope_mismatch", "Tray", None),
                    Said::Fail(
                        "“Tray” was turned away 3 times: it asks for more than it was granted. It has to ask for that by \
                         pairing anew.",
                        "",
                    ),
                ),
            ],
        );
    }
}
