//! Is there a Node that the OpenClaw found here accepts?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts, OpenClaw},
    fixes,
    text::clean,
};

pub(crate) static CHECK: Check = Check {
    id: "node-supported",
    group: Group::Gateway,
    title: "Node does not fit OpenClaw",
    severity: Severity::Error,
    depends_on: &[&super::gateway_installed::CHECK],
    grace: super::UPDATE,
    reads: &[Fact::Runtime],
    evaluate,
};

/// How many of the Nodes found are listed.
const LISTED: usize = 5;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(runtime) = facts.runtime.value() else { return Verdict::unknown(facts.runtime.why_not()) };
    if runtime.chosen.is_some() || runtime.nodes.iter().any(|node| node.fits) {
        return Verdict::Pass;
    }
    let Some(openclaw) = runtime.openclaws.first() else {
        return Verdict::unknown("Without an OpenClaw nothing says which Node is needed.");
    };
    let found = match runtime.nodes.first() {
        Some(best) => format!("Node {} is what this computer has.", clean(&best.version, 30)),
        None => "There is no Node on this computer.".to_owned(),
    };
    let mut problem = Problem::new(format!("{found} {}, so the gateway does not start.", needs(openclaw))).seen(
        Source::File,
        facts.runtime.at(),
        format!("{}: engines {}", openclaw.entry, openclaw.engines),
    );
    for node in runtime.nodes.iter().take(LISTED) {
        problem = problem.seen(Source::Probe, facts.runtime.at(), format!("{}: {}", node.path, node.version));
    }
    problem
        .fix(&fixes::INSTALL_NODE)
        .step("Download a Node that fits into Clawtender's own folder, and check it")
        .step("Leave every other Node as it is")
        .into()
}

fn needs(openclaw: &OpenClaw) -> String {
    let (version, engines) = (clean(&openclaw.version, 30), clean(&openclaw.engines.replace("||", "or"), 60));
    match engines.as_str() {
        "" => format!("OpenClaw {version} does not run without one that fits"),
        engines => format!("OpenClaw {version} needs {engines}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::facts::{Node, Observed};

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.runtime = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| {
                        edit(&mut f.runtime, |r| {
                            r.chosen = None;
                            r.nodes = vec![Node { version: "22.3.0".into(), ..Node::default() }];
                        });
                    },
                    Said::Fail(
                        "Node 22.3.0 is what this computer has. OpenClaw 2026.9.6 needs >=24.16.0 <25 or >=26.1.0, so the \
                         gateway does not start.",
                        "Install a private Node",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.runtime, |r| {
                            (r.chosen, r.nodes) = (None, Vec::new());
                            r.openclaws[0].engines.clear();
                        });
                    },
                    Said::Fail(
                        "There is no Node on this computer. OpenClaw 2026.9.6 does not run without one that fits, so \
                         the gateway does not start.",
                        "Install a private Node",
                    ),
                ),
                (
                    |f| f.runtime = seen(crate::facts::Runtime::default()),
                    Said::Unknown("Without an OpenClaw nothing says which Node is needed."),
                ),
            ],
        );
    }
}
