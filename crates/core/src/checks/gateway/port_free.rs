//! Does something that is not a gateway sit on the gateway's port? A second gateway is `single-gateway`'s.

use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts, PortHolder},
    fixes,
    lifecycle::{Phase, Reason},
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "port-free",
    group: Group::Gateway,
    title: "Gateway port is taken",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::RESTART,
    reads: &[Fact::Port, Fact::Config],
    evaluate,
};

/// How many of those who listen are listed.
const LISTED: usize = 4;

fn evaluate(facts: &Facts) -> Verdict {
    let Some(holders) = facts.port.value() else {
        return match facts.process.phase {
            Phase::Refused(Reason::PortTaken) => by_word_of_the_start(facts),
            _ => Verdict::unknown(facts.port.why_not()),
        };
    };
    if holders.iter().any(|holder| holder.ours) {
        return Verdict::Pass;
    }
    let mut foreign = holders.iter().filter(|holder| !holder.gateway).peekable();
    let Some(first) = foreign.peek() else { return Verdict::Pass };
    let address = clean(&first.address, 60);
    let told = [("who", name(first).into()), ("address", address.into())];
    let problem = offer(Problem::new(Phrase::new("port-free-taken", told)));
    let quote = |problem: Problem, holder: &PortHolder| {
        problem.seen(Source::Process, facts.port.at(), format!("{}: {}", holder.address, name(holder)))
    };
    foreign.take(LISTED).fold(problem, quote).into()
}

/// The start was told that the port is taken, and nobody can tell by whom.
fn by_word_of_the_start(facts: &Facts) -> Verdict {
    let port = super::number(facts.config.value().map(|config| config.port.into()));
    offer(Problem::new(Phrase::new("port-free-taken-by-somebody", [("port", port)])))
        .seen(Source::Probe, facts.port.at(), facts.port.why_not())
        .into()
}

fn offer(problem: Problem) -> Problem {
    problem
        .fix(&fixes::USE_ANOTHER_PORT)
        .step(Phrase::new("port-free-step-next", []))
        .step(Phrase::new("port-free-step-programs", []))
}

/// `nginx (pid 812)`, as far as the system tells.
fn name(holder: &PortHolder) -> Phrase {
    match (clean(&holder.name, 60), holder.pid) {
        (name, 0) if name.is_empty() => Phrase::new("port-free-nameless", []),
        (name, 0) => name.into(),
        (name, pid) if name.is_empty() => Phrase::new("port-free-numbered", [("pid", pid.into())]),
        (name, pid) => Phrase::new("port-free-named", [("name", name.into()), ("pid", pid.into())]),
    }
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
                (|f| down(f, Phase::Stopped), Said::Pass),
                (|f| f.port = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| f.port = seen(vec![holder(812, "nginx")]),
                    Said::Fail(
                        "nginx (pid 812) listens on 127.0.0.1:18789, the gateway's port. The gateway cannot use it.",
                        "Use another port",
                    ),
                ),
                (
                    |f| f.port = seen(vec![holder(0, "")]),
                    Said::Fail(
                        "A process of another user listens on 127.0.0.1:18789, the gateway's port. The gateway cannot use it.",
                        "Use another port",
                    ),
                ),
                (|f| f.port = seen(vec![PortHolder { gateway: true, ..holder(99, "node") }]), Said::Pass),
                (
                    |f| f.port = seen(vec![holder(812, "nginx"), PortHolder { ours: true, ..holder(4711, "node") }]),
                    Said::Pass,
                ),
                (
                    |f| {
                        down(f, Phase::Refused(Reason::PortTaken));
                        f.port = unavailable();
                    },
                    Said::Fail(
                        "Another process listens on the gateway's port 18789. The gateway cannot use it.",
                        "Use another port",
                    ),
                ),
            ],
        );
    }
}
