//! Is there an OpenClaw at all that a start could run? Which Node it needs is `node-supported`'s question.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts},
    fixes,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "gateway-installed",
    group: Group::Gateway,
    title: "OpenClaw is not installed",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::UPDATE,
    reads: &[Fact::Runtime],
    evaluate,
};

fn evaluate(facts: &Facts) -> Verdict {
    let Some(runtime) = facts.runtime.value() else { return Verdict::unknown(facts.runtime.why_not()) };
    if runtime.chosen.is_some() {
        return Verdict::Pass;
    }
    let at = facts.runtime.at();
    if let Some(problem) = &runtime.command_problem {
        return Problem::new(Phrase::new("gateway-installed-command", [])).seen(Source::File, at, problem).into();
    }
    if !runtime.openclaws.is_empty() {
        return Verdict::Pass;
    }
    Problem::new(Phrase::new("gateway-installed-nothing", []))
        .seen(
            Source::Probe,
            at,
            format!("OpenClaw packages found: 0. Node executables found: {}.", runtime.nodes.len()),
        )
        .fix(&fixes::INSTALL_OPENCLAW)
        .step(Phrase::new("gateway-installed-step", []))
        .into()
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
                (|f| f.runtime = Observed::Pending, Said::Unknown("Not asked yet.")),
                (|f| f.runtime = unavailable(), Said::Unknown("The system did not answer.")),
                (
                    |f| f.runtime = seen(crate::facts::Runtime::default()),
                    Said::Fail(
                        "No OpenClaw was found on this computer. There is nothing that could serve as a gateway.",
                        "Install OpenClaw",
                    ),
                ),
                (
                    |f| {
                        edit(&mut f.runtime, |r| {
                            (r.chosen, r.command_problem) = (None, Some("~/bin/oc is not there.".into()));
                        });
                    },
                    Said::Fail("The command that the settings name in gateway.command cannot start a gateway.", ""),
                ),
                // it is there; that nothing can run it is another check's finding
                (|f| edit(&mut f.runtime, |r| (r.chosen, r.nodes) = (None, Vec::new())), Said::Pass),
            ],
        );
    }
}
