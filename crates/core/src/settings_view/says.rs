//! What the system says next to a setting.

use super::Around;
use crate::{
    desk::{AtLogin, Desk},
    facts::{Facts, Observed},
    keys::KeychainState,
    lifecycle::{Owner, Phase},
    overview::Line,
    text::clean,
};

/// A path or a name within a line, in characters.
const NAME: usize = 120;

pub(super) fn next_to(key: &str, around: &Around<'_>) -> Vec<Line> {
    let (facts, desk) = (around.facts, around.desk);
    match key {
        "gateway.mode" => vec![run_by(facts), service(facts)],
        "gateway.command" => vec![found(facts)],
        "gateway.port" => vec![known(&facts.config, |config| format!("It is {} now.", config.port))],
        super::AT_LOGIN => vec![known(&desk.login, login)],
        "tray" => vec![known(&desk.tray, |shown| {
            if *shown {
                "This desktop shows icons in its tray.".to_owned()
            } else {
                "This desktop shows no icons in a tray. Clawtender watches all the same; this window leads to everything."
                    .to_owned()
            }
        })],
        "keychain" => vec![keychain(facts, desk)],
        "notifications.enabled" => vec![notifications(desk)],
        "notifications.quiet" if around.quiet => vec![Line::known("These are quiet hours: none comes now.", None)],
        "clock.servers" => vec![around.clock.clone()],
        _ => Vec::new(),
    }
}

/// Whether this very Clawtender starts at login.
pub(super) fn at_login(desk: &Desk) -> bool {
    desk.login.value() == Some(&AtLogin::On)
}

fn known<T>(seen: &Observed<T>, words: impl FnOnce(&T) -> String) -> Line {
    match seen.value() {
        Some(value) => Line::known(&words(value), None),
        None => Line::unknown(seen.why_not()),
    }
}

/// Who runs the gateway now.
pub(crate) fn run_by(facts: &Facts) -> Line {
    let pid = facts.process.pid.map(|pid| format!(" as process {pid}")).unwrap_or_default();
    let words = match (facts.process.owner, facts.process.phase) {
        (Owner::Child, _) => format!("Clawtender runs it now{pid}."),
        (Owner::Service, _) => format!("The system’s service runs it now{pid}."),
        (Owner::External, _) => format!("It was started elsewhere and runs now{pid}."),
        (Owner::None, Phase::Starting | Phase::Backoff) => "It is being started.".to_owned(),
        (Owner::None, _) => "It does not run now.".to_owned(),
    };
    Line::known(&words, None)
}

/// Which service OpenClaw has installed for it.
pub(crate) fn service(facts: &Facts) -> Line {
    known(&facts.services, |services| {
        let names: Vec<_> =
            services.iter().filter(|one| one.this_gateways).map(|one| clean(&one.service.name, NAME)).collect();
        match names.as_slice() {
            [] => "OpenClaw has installed no service for this gateway.".to_owned(),
            [one] => format!("OpenClaw has installed a service for it: {one}."),
            several => format!("There are several services for it: {}.", several.join(", ")),
        }
    })
}

/// Which OpenClaw a start would run.
pub(crate) fn found(facts: &Facts) -> Line {
    let Some(runtime) = facts.runtime.value() else { return Line::unknown(facts.runtime.why_not()) };
    if let Some(problem) = &runtime.command_problem {
        return Line::known(problem, None);
    }
    let Some(launch) = &runtime.chosen else {
        return Line::known("No OpenClaw that could be started was found.", None);
    };
    let version = launch.version.as_deref().map(|version| format!(" {}", clean(version, 40))).unwrap_or_default();
    let node = launch.node_version.as_deref().map(|node| format!(" on Node {}", clean(node, 40))).unwrap_or_default();
    let place = clean(launch.prefix.first().unwrap_or(&launch.program), NAME);
    Line::known(&format!("A start would run OpenClaw{version}{node}: {place}"), None)
}

/// What starts at login.
pub(crate) fn login(at_login: &AtLogin) -> String {
    match at_login {
        AtLogin::On => "The system starts this Clawtender at login.".to_owned(),
        AtLogin::Off => "The system does not start it at login.".to_owned(),
        AtLogin::Other(program) => {
            format!(
                "Another copy starts at login: {}. Switching this on puts this one in its place.",
                clean(program, NAME)
            )
        }
    }
}

/// How the keychain is.
pub(crate) fn keychain(facts: &Facts, desk: &Desk) -> Line {
    let Some(sources) = facts.key_sources.value() else { return Line::unknown(facts.key_sources.why_not()) };
    let name = desk.keychain.value().map_or_else(|| "The keychain".to_owned(), |name| clean(name, NAME));
    Line::known(
        &match &sources.keychain {
            KeychainState::Unasked => return Line::unknown("It was not asked."),
            KeychainState::Open => format!("{name} answers."),
            KeychainState::Missing(why) => format!("There is none to keep keys in: {}.", clean(why, NAME)),
            KeychainState::Locked => format!("{name} is locked."),
            KeychainState::Denied => format!("{name} lets Clawtender in no more."),
            KeychainState::Silent => format!("{name} does not answer."),
            KeychainState::Failed(why) => format!("{name} {}.", clean(why, NAME)),
        },
        None,
    )
}

fn notifications(desk: &Desk) -> Line {
    known(&desk.notifications, |server| match server {
        None => "Nothing on this desktop shows notifications.".to_owned(),
        Some(server) if !server.allowed => {
            format!("{} does not show those of Clawtender: its own settings say so.", clean(&server.name, NAME))
        }
        Some(server) if server.buttons => format!("{} shows them, with their buttons.", clean(&server.name, NAME)),
        Some(server) => {
            format!("{} shows them without their buttons; the menu in the tray has them.", clean(&server.name, NAME))
        }
    })
}
