//! Is every node that was let in there? A phone that sleeps is away without anything being wrong: worth knowing, no more.

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
    reads: &[Fact::Nodes, Fact::Approvals],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(nodes) = facts.nodes.value() else { return Verdict::unknown(facts.nodes.why_not()) };
    let away = nodes.iter().filter(|node| !node.connected && !is_kept_waiting(node, facts));
    Verdict::Each(away.map(|node| (node.id.clone(), problem(node, facts))).collect())
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
            ],
        );
    }
}
