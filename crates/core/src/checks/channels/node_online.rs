//! Is every node that was let in there? A phone that sleeps is away without anything being wrong: worth knowing, no more. That one
//! could not do what it was asked while its app was in the background, only the log says.

use std::time::Duration;

use crate::{
    approval::Kind,
    check::{Check, Group, Problem, Severity, Source, Verdict},
    checks::gateway::gateway_ready,
    facts::{Fact, Facts},
    reported::PairedNode,
    text::{claim, clean},
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "node-online",
    group: Group::Channels,
    title: "Node is away",
    severity: Severity::Info,
    depends_on: &[&gateway_ready::CHECK],
    grace: Duration::from_mins(5),
    reads: &[Fact::Nodes, Fact::Approvals, Fact::Said],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(nodes) = facts.nodes.value() else { return Verdict::unknown(facts.nodes.why_not()) };
    let away = nodes.iter().filter(|node| !node.connected && !is_kept_waiting(node, facts));
    let away = away.map(|node| (node.id.clone(), problem(node, facts)));
    Verdict::Each(away.chain(in_the_background(facts)).collect())
}

/// One that is there and cannot do what it was asked: on phones, much is for the app alone that the person looks at.
fn in_the_background(facts: &Facts) -> Option<(String, Problem)> {
    let said = facts.said.value()?.iter().find(|one| one.signature.id == "node-background")?;
    let problem = Problem::new(Phrase::new("node-online-background", []));
    Some(("an app in the background".to_owned(), problem.seen(Source::Log, said.last, &said.line)))
}

/// Whether it still waits to be allowed anything: what it may not offer yet is not missed.
fn is_kept_waiting(node: &PairedNode, facts: &Facts) -> bool {
    let mut waiting = facts.approvals.value().into_iter().flatten().filter(|one| one.kind == Kind::Node);
    waiting.any(|one| one.subject.as_deref() == Some(&node.id))
}

fn problem(node: &PairedNode, facts: &Facts) -> Problem {
    let name = claim(if node.name.is_empty() { &node.id } else { &node.name }, 60);
    let platform = clean(&node.platform, 40);
    let problem = Problem::new(Phrase::new("node-online-away", [("name", name.as_str().into())]));
    let seen = node.last_seen.map_or_else(|| "never".to_owned(), |seen| seen.to_string());
    problem.seen(Source::Rpc, facts.nodes.at(), format!("{name}, {platform}: connected is false, last seen {seen}"))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::Observed;

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.nodes = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.nodes = seen(Vec::new()), Said::Pass),
                (
                    |f| edit(&mut f.nodes, |nodes| nodes[0].connected = false),
                    Said::Fail(
                        "The node “Kitchen” is not connected. What it offers is not there until its app is open and reaches \
                         the gateway.",
                        "",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.nodes, |nodes| nodes[0].connected = false);
                        waits(f, Kind::Node, &[]);
                        edit(&mut f.approvals, |waiting| waiting[0].subject = Some("n1".into()));
                    },
                    Said::Pass,
                ),
                // it is there, and its app is not open
                (
                    |f| complains(f, IN_THE_BACKGROUND),
                    Said::Fail(
                        "A node could not do what it was asked: its app is in the background. Open the app there, and leave \
                         it open.",
                        "",
                    ),
                ),
            ],
        );
    }

    const IN_THE_BACKGROUND: &str = "2026-11-26T17:12:54.027+00:00 [ws] ⇄ res ✗ node.invoke 12ms errorCode=UNAVAILABLE \
                                     errorMessage=NODE_BACKGROUND_UNAVAILABLE: node command camera.snap needs the app in front";

    #[test]
    fn what_the_log_says_is_quoted() {
        let Verdict::Each(found) = evaluate(&with(|f| complains(f, IN_THE_BACKGROUND))) else { panic!("it passed") };
        assert!(found[0].1.evidence[0].text.contains("NODE_BACKGROUND_UNAVAILABLE"));
    }
}
