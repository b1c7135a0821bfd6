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
    let problem = foreign.take(LISTED).fold(problem, |problem, holder| quote(problem, holder, facts));
    let ends = to_end(facts);
    if ends.is_empty() {
        return problem.into();
    }
    let asks = |holder: &&PortHolder| Phrase::new("port-free-step-end", [("who", name(holder).into())]);
    let then = ["port-free-step-not-undone", "port-free-step-start"].map(|step| Phrase::new(step, []));
    problem.also(&fixes::END_PROCESS, ends.iter().map(asks).chain(then)).into()
}

/// Who listens on the gateway's port and could be asked to end: programs of this user, told from every later one with their
/// number. Nobody, where one that cannot be ended would go on listening there.
pub(crate) fn to_end(facts: &Facts) -> Vec<&PortHolder> {
    let holders = facts.port.value().map(Vec::as_slice).unwrap_or_default();
    let may = |holder: &&PortHolder| {
        holder.pid != 0 && holder.mine && !holder.vital && !holder.gateway && !holder.ours && holder.started.is_some()
    };
    let mut ends: Vec<&PortHolder> = holders.iter().filter(may).collect();
    if ends.len() != holders.len() {
        return Vec::new();
    }
    // one program may listen on several addresses
    ends.dedup_by_key(|holder| holder.pid);
    ends
}

/// Which program it is: without its file, whose it is and how long it has run, nobody can say that it may end.
fn quote(problem: Problem, holder: &PortHolder, facts: &Facts) -> Problem {
    let mut text = format!("{}: {}", holder.address, name(holder));
    if !holder.path.is_empty() {
        text = format!("{text}, {}", clean(&holder.path, 200));
    }
    if holder.pid != 0 {
        text.push_str(if holder.mine { ", of this user" } else { ", of another user" });
    }
    if let Some(since) = holder.since {
        text = format!("{text}, runs since {since:.0}");
    }
    problem.seen(Source::Process, facts.port.at(), text)
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

    fn offers(holders: &[PortHolder]) -> Vec<&'static str> {
        let facts = with(|f| f.port = seen(holders.to_vec()));
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it is taken") };
        problem.also.iter().map(|(fix, _)| fix.label).collect()
    }

    #[test]
    fn only_a_program_of_this_user_that_nothing_hangs_on_may_be_ended() {
        let mine = PortHolder { mine: true, started: Some(7), ..holder(812, "nginx") };
        let six = PortHolder { address: "[::1]:18789".into(), ..mine.clone() };
        assert_eq!(offers(&[mine.clone(), six]), ["End that process"]);
        for other in [
            holder(812, "nginx"),
            holder(0, ""),
            PortHolder { vital: true, ..mine.clone() },
            PortHolder { started: None, ..mine.clone() },
            PortHolder { gateway: true, pid: 99, ..mine.clone() },
        ] {
            assert_eq!(offers(&[mine.clone(), other.clone()]), [""; 0], "{other:?}");
        }
    }

    #[test]
    fn which_program_it_is_can_be_read() {
        let since = "2026-11-20T12:00:00.25Z".parse().ok();
        let mine = PortHolder { path: "/usr/sbin/nginx".into(), mine: true, since, ..holder(812, "nginx") };
        let facts = with(|f| f.port = seen(vec![mine.clone()]));
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("it is taken") };
        assert_eq!(
            problem.evidence[0].text,
            "127.0.0.1:18789: nginx (pid 812), /usr/sbin/nginx, of this user, runs since 2026-11-20T12:00:00Z"
        );
    }

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
