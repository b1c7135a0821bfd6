//! Is there a Node that the OpenClaw found here accepts?

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts, OpenClaw},
    fixes,
    text::clean,
    words::{Phrase, Told},
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
/// How many Nodes that would do are told one by one.
const ALTERNATIVES: usize = 4;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(runtime) = facts.runtime.value() else { return Verdict::unknown(facts.runtime.why_not()) };
    if runtime.chosen.is_some() || runtime.nodes.iter().any(|node| node.fits) {
        return Verdict::Pass;
    }
    let Some(openclaw) = runtime.openclaws.first() else {
        return Verdict::unknown(Phrase::new("node-supported-untold", []));
    };
    let best = runtime.nodes.first();
    let told = [
        ("found", if best.is_some() { "some" } else { "none" }.into()),
        ("node", best.map_or_else(String::new, |best| clean(&best.version, 30)).into()),
    ];
    let told = told.into_iter().chain(needs(openclaw));
    let mut problem = Problem::new(Phrase::new("node-supported-off", told)).seen(
        Source::File,
        facts.runtime.at(),
        format!("{}: engines {}", openclaw.entry, openclaw.engines),
    );
    for node in runtime.nodes.iter().take(LISTED) {
        problem = problem.seen(Source::Probe, facts.runtime.at(), format!("{}: {}", node.path, node.version));
    }
    problem
        .fix(&fixes::INSTALL_NODE)
        .step(Phrase::new("node-supported-step-download", []))
        .step(Phrase::new("node-supported-step-leave", []))
        .into()
}

fn needs(openclaw: &OpenClaw) -> [(&'static str, Told); 3] {
    let engines = clean(&openclaw.engines.replace("||", "or"), 60);
    let needs = if engines.is_empty() { "untold" } else { "told" };
    let version = clean(&openclaw.version, 30);
    [("needs", needs.into()), ("openclaw", version.into()), ("engines", in_words(&openclaw.engines, engines).into())]
}

/// `>=22 or >=24`, in every language. Where it is longer than a sentence bears, it is cut as the English is.
fn in_words(engines: &str, english: String) -> Phrase {
    let or =
        |one: Phrase, other: Phrase| Phrase::new("node-supported-or", [("one", one.into()), ("other", other.into())]);
    let each = engines.split("||").take(ALTERNATIVES).map(|one| Phrase::from(clean(one, 60)));
    match each.reduce(or) {
        Some(said) if *said == *english => said,
        _ => english.into(),
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
