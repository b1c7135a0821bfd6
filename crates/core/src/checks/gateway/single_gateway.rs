//! Is there one gateway only, and one thing that starts it? Gateways with a port and a state folder of their own are other
//! profiles and none of its business.

use std::path::Path;

use super::exit;
use crate::{
    check::{Check, Group, Problem, Severity, Source, Verdict},
    facts::{Fact, Facts, OtherGateway, Service},
    fixes,
    lifecycle::Phase,
    text::clean,
    words::Phrase,
};

pub(crate) static CHECK: Check = Check {
    id: "single-gateway",
    group: Group::Gateway,
    title: "Two gateways compete",
    severity: Severity::Error,
    depends_on: &[],
    grace: super::RESTART,
    reads: &[Fact::Others, Fact::Config, Fact::Port],
    evaluate,
};

/// How many of the others are listed.
const LISTED: usize = 4;

fn evaluate(facts: &Facts) -> Verdict {
    let rivals = rivals(facts);
    if super::occupied(facts) {
        return in_the_way(facts, &rivals);
    }
    if let Some(first) = rivals.first().filter(|_| super::lives(facts.process.phase)) {
        let message = Phrase::new("single-gateway-beside", [("pid", first.pid.into())]);
        return offer(quote(Problem::new(message), &rivals, facts), pids(&rivals)).into();
    }
    let Some(others) = facts.others.value() else { return Verdict::unknown(facts.others.why_not()) };
    match twice(&others.services) {
        // which of the two is wanted only the person knows, and one of them takes an administrator
        Some((users, systems)) => Problem::new(Phrase::new("single-gateway-services", []))
            .seen(Source::File, facts.others.at(), format!("{}: {}", users.name, users.file))
            .seen(Source::File, facts.others.at(), format!("{}: {}", systems.name, systems.file))
            .fix(&fixes::KEEP_THIS_GATEWAY)
            .by_hand()
            .step(Phrase::new("single-gateway-keep-system", [("line", "openclaw gateway uninstall".into())]))
            .step(Phrase::new("single-gateway-keep-user", [("line", stops(systems).into())]))
            .into(),
        None => Verdict::Pass,
    }
}

fn in_the_way(facts: &Facts, rivals: &[&OtherGateway]) -> Verdict {
    let pids = named(facts);
    let pid = super::number(pids.first().copied());
    let message = Phrase::new("single-gateway-in-the-way", [("pid", pid)]);
    let problem = exit::quote(quote(Problem::new(message), rivals, facts), facts.process.last_exit.as_ref());
    // which one to stop has to be known
    if pids.is_empty() { problem.into() } else { offer(problem, pids.into_iter()).into() }
}

fn offer(problem: Problem, pids: impl Iterator<Item = u32>) -> Problem {
    let step = |problem: Problem, pid: u32| problem.step(Phrase::new("single-gateway-step", [("pid", pid.into())]));
    pids.fold(problem.fix(&fixes::KEEP_THIS_GATEWAY), step)
}

/// The gateways that this check wants ended, as far as it knows which; none while it passes.
pub(crate) fn named(facts: &Facts) -> Vec<u32> {
    let rivals = rivals(facts);
    let holder = super::holding_gateway(facts).map(|holder| holder.pid).filter(|pid| *pid != 0);
    if super::occupied(facts) {
        return pids(&rivals).chain(holder.filter(|_| rivals.is_empty())).collect();
    }
    if super::lives(facts.process.phase) { pids(&rivals).collect() } else { Vec::new() }
}

fn pids(rivals: &[&OtherGateway]) -> impl Iterator<Item = u32> {
    rivals.iter().take(LISTED).map(|rival| rival.pid)
}

/// The other gateways that want what ours wants.
fn rivals(facts: &Facts) -> Vec<&OtherGateway> {
    let Some(others) = facts.others.value() else { return Vec::new() };
    // the one that is watched is not its own rival
    let watched = match (facts.process.phase, facts.process.pid) {
        (Phase::External { .. }, None) => others.gateways.first().map(|gateway| gateway.pid),
        (_, pid) => pid,
    };
    others.gateways.iter().filter(|gateway| Some(gateway.pid) != watched && !apart(gateway, facts)).collect()
}

/// Whether it is known to have another port and another state folder than ours.
fn apart(gateway: &OtherGateway, facts: &Facts) -> bool {
    let (Some(config), Some(port), Some(state_dir)) = (facts.config.value(), gateway.port, &gateway.state_dir) else {
        return false;
    };
    port != config.port && *state_dir != config.state_dir
}

fn quote(problem: Problem, rivals: &[&OtherGateway], facts: &Facts) -> Problem {
    rivals.iter().take(LISTED).fold(problem, |problem, rival| {
        let port = rival.port.map_or("port not known".to_owned(), |port| format!("port {port}"));
        let state = rival.state_dir.as_deref().unwrap_or("state folder not known");
        problem.seen(Source::Process, facts.others.at(), format!("Gateway with pid {}: {port}, {state}", rival.pid))
    })
}

/// What an administrator runs to have the system's service stop and stay so, by what defines it.
fn stops(service: &Service) -> String {
    let name = clean(&service.name, 100);
    match Path::new(&service.file).extension().and_then(|end| end.to_str()) {
        Some("service") => format!("sudo systemctl disable --now {name}"),
        Some("plist") => format!("sudo launchctl bootout system/{name} && sudo launchctl disable system/{name}"),
        _ => format!("schtasks /change /tn \"{name}\" /disable"),
    }
}

/// A service of the user and one of the system. Two of one kind are two profiles.
fn twice(services: &[Service]) -> Option<(&Service, &Service)> {
    let of = |scope: &str| services.iter().find(|service| service.scope == scope);
    Some((of("user")?, of("system")?))
}

#[cfg(test)]
mod tests {
    use super::{super::super::sample::*, *};
    use crate::{
        facts::{Observed, PortHolder},
        lifecycle::Reason,
    };

    fn other(facts: &mut Facts, port: Option<u16>) {
        let state_dir = port.map(|_| "/home/a/.openclaw-work".to_owned());
        edit(&mut facts.others, |o| o.gateways.push(OtherGateway { pid: 99, port, state_dir }));
    }

    fn service(facts: &mut Facts, scope: &str) {
        let service = Service { name: "openclaw-gateway".into(), scope: scope.into(), ..Service::default() };
        edit(&mut facts.others, |o| o.services.push(service));
    }

    #[test]
    fn of_two_services_each_can_be_kept_and_it_is_said_how() {
        let facts = with(|f| {
            service(f, "user");
            service(f, "system");
            edit(&mut f.others, |o| o.services[1].file = "/etc/systemd/system/openclaw-gateway.service".into());
        });
        let Verdict::Fail(problem) = evaluate(&facts) else { panic!("there are two") };
        assert!(problem.by_hand);
        assert_eq!(
            problem.preview,
            [
                "To keep the system's, in a terminal: openclaw gateway uninstall",
                "To keep this user's, in a terminal: sudo systemctl disable --now openclaw-gateway",
            ]
        );
    }

    #[test]
    fn says() {
        table(
            &CHECK,
            &[
                (|_| {}, Said::Pass),
                (|f| f.others = Observed::Pending, Said::Unknown("Not asked yet.")),
                (
                    |f| other(f, None),
                    Said::Fail(
                        "Another gateway (pid 99) runs beside this one. They take each other's port and state.",
                        "Keep this one, stop the other",
                    ),
                ),
                // another profile
                (|f| other(f, Some(19001)), Said::Pass),
                (
                    |f| {
                        down(f, Phase::Refused(Reason::Occupied));
                        other(f, Some(18789));
                    },
                    Said::Fail(
                        "Another gateway (pid 99) is in the way of the one that Clawtender would start.",
                        "Keep this one, stop the other",
                    ),
                ),
                (
                    |f| {
                        down(f, Phase::Refused(Reason::Occupied));
                        f.others = Observed::Pending;
                    },
                    Said::Fail("Another gateway is in the way of the one that Clawtender would start.", ""),
                ),
                // "port in use" was all that OpenClaw said, and it was a gateway that used it
                (
                    |f| {
                        down(f, Phase::Refused(Reason::PortTaken));
                        f.port = seen(vec![PortHolder { gateway: true, ..holder(99, "node") }]);
                    },
                    Said::Fail(
                        "Another gateway (pid 99) is in the way of the one that Clawtender would start.",
                        "Keep this one, stop the other",
                    ),
                ),
                (
                    |f| {
                        (f.process.phase, f.process.pid) = (Phase::External { healthy: true }, None);
                        other(f, None);
                    },
                    Said::Pass,
                ),
                (
                    |f| {
                        (f.process.phase, f.process.pid) = (Phase::External { healthy: true }, Some(99));
                        other(f, None);
                    },
                    Said::Pass,
                ),
                // nothing of ours runs: there is nothing to compete with
                (
                    |f| {
                        down(f, Phase::Stopped);
                        other(f, None);
                    },
                    Said::Pass,
                ),
                (|f| service(f, "user"), Said::Pass),
                (
                    |f| {
                        service(f, "user");
                        service(f, "system");
                    },
                    Said::Fail(
                        "Two services start a gateway: one of this user, one of the whole system. Each gets in the other's \
                         way. One of them has to go.",
                        "Keep this one, stop the other",
                    ),
                ),
            ],
        );
    }
}
