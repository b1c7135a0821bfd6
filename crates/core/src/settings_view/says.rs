//! What the system says next to a setting.

use super::Around;
use crate::{
    at_login::AtLogin,
    check::cleaned,
    desk::Desk,
    facts::{Facts, Observed},
    keys::KeychainState,
    lifecycle::{Owner, Phase},
    overview::Line,
    text::clean,
    words::{Language, Phrase},
};

/// A path or a name within a line, in characters.
const NAME: usize = 120;

pub(super) fn next_to(key: &str, around: &Around<'_>) -> Vec<Line> {
    let (facts, desk) = (around.facts, around.desk);
    match key {
        "gateway.mode" => vec![run_by(facts), service(facts)],
        "gateway.command" => vec![found(facts)],
        "gateway.port" => {
            vec![known(&facts.config, |config| Phrase::new("says-port", [("port", config.port.to_string().into())]))]
        }
        super::AT_LOGIN => login(desk).into_iter().chain([desk.starts.says()]).collect(),
        "tray" => tray(desk),
        "keychain" => vec![keychain(facts, desk)],
        "notifications.enabled" => vec![notifications(desk)],
        "notifications.quiet" if around.quiet => vec![Line::known(Phrase::new("says-quiet", []), None)],
        "clock.servers" => vec![around.clock.clone()],
        "language" => vec![spoken(&around.system)],
        _ => Vec::new(),
    }
}

/// Whether icons are shown, and what would bring them where they are not.
fn tray(desk: &Desk) -> Vec<Line> {
    let shown = known(&desk.tray, |shown| Phrase::new(if *shown { "says-tray" } else { "says-no-tray" }, []));
    let guide = desk.tray_guide.as_ref().filter(|_| desk.tray.value() == Some(&false));
    let lines = guide.map(|guide| [Some(guide.words.clone()), guide.command.clone().map(Phrase::from)]);
    std::iter::once(shown).chain(lines.into_iter().flatten().flatten().map(|words| Line::known(words, None))).collect()
}

/// Which language the system speaks, and which is spoken with it where there are no words in that.
fn spoken(system: &[String]) -> Line {
    let Some(first) = system.first() else { return Line::unknown(Phrase::new("says-no-language", [])) };
    let whole = Language::chosen(system.iter().filter(|tag| Language::is_whole(tag)));
    let same = Language::is_whole(first);
    let name = if same { whole.name() } else { clean(first, NAME) };
    let told =
        [("so", if same { "same" } else { "other" }.into()), ("name", name.into()), ("instead", whole.name().into())];
    Line::known(Phrase::new("says-language", told), None)
}

/// Whether this very Clawtender starts at login.
pub(super) fn at_login(desk: &Desk) -> bool {
    desk.login.value().is_some_and(AtLogin::is_on)
}

fn known<T>(seen: &Observed<T>, words: impl FnOnce(&T) -> Phrase) -> Line {
    match seen.value() {
        Some(value) => Line::known(words(value), None),
        None => Line::unknown(seen.why_not()),
    }
}

/// Who runs the gateway now.
pub(crate) fn run_by(facts: &Facts) -> Line {
    let run = |owner: &str| {
        let pid = facts.process.pid;
        let told = [("owner", owner.into()), ("told", pid.is_some().into())];
        let pid = pid.map(|pid| pid.to_string()).unwrap_or_default();
        Phrase::new("says-run-by", told.into_iter().chain([("pid", pid.into())]))
    };
    let words = match (facts.process.owner, facts.process.phase) {
        (Owner::Child, _) => run("child"),
        (Owner::Service, _) => run("service"),
        (Owner::External, _) => run("external"),
        (Owner::None, Phase::Starting | Phase::Backoff) => Phrase::new("says-being-started", []),
        (Owner::None, _) => Phrase::new("says-not-running", []),
    };
    Line::known(words, None)
}

/// Which service OpenClaw has installed for it.
pub(crate) fn service(facts: &Facts) -> Line {
    known(&facts.services, |services| {
        let names: Vec<_> =
            services.iter().filter(|one| one.this_gateways).map(|one| clean(&one.service.name, NAME)).collect();
        Phrase::new("says-service", [("count", names.len().into()), ("names", names.join(", ").into())])
    })
}

/// Which OpenClaw a start would run.
pub(crate) fn found(facts: &Facts) -> Line {
    let Some(runtime) = facts.runtime.value() else { return Line::unknown(facts.runtime.why_not()) };
    if let Some(problem) = &runtime.command_problem {
        return Line::known(problem.clone(), None);
    }
    let Some(launch) = &runtime.chosen else {
        return Line::known(Phrase::new("says-no-openclaw", []), None);
    };
    let version = |version: &Option<String>| version.as_deref().map_or("none".to_owned(), |text| clean(text, 40));
    let told = [
        ("version", version(&launch.version).into()),
        ("node", version(&launch.node_version).into()),
        ("place", clean(launch.prefix.first().unwrap_or(&launch.program), NAME).into()),
    ];
    Line::known(Phrase::new("says-openclaw", told), None)
}

/// What starts at login.
pub(crate) fn login(desk: &Desk) -> Vec<Line> {
    match desk.login.value() {
        Some(login) => login.says().into_iter().map(|words| Line::known(words, None)).collect(),
        None => vec![Line::unknown(desk.login.why_not())],
    }
}

/// What mends a setting that the system does not have as it should be, for a button; nothing where nothing is to be mended.
pub(super) fn mend(key: &str, desk: &Desk) -> Option<Phrase> {
    let login = desk.login.value().filter(|_| key == super::AT_LOGIN)?;
    login.trouble().map(|_| Phrase::new("setting-mend", []))
}

/// How the keychain is.
pub(crate) fn keychain(facts: &Facts, desk: &Desk) -> Line {
    let Some(sources) = facts.key_sources.value() else { return Line::unknown(facts.key_sources.why_not()) };
    let name = desk.keychain.value().cloned().unwrap_or_else(|| Phrase::new("the-keychain", []));
    let (state, why) = match &sources.keychain {
        KeychainState::Unasked => return Line::unknown(Phrase::new("says-unasked", [])),
        KeychainState::Missing(why) => {
            return Line::known(Phrase::new("says-no-keychain", [("why", cleaned(why.clone(), NAME).into())]), None);
        }
        KeychainState::Open => ("open", Phrase::default()),
        KeychainState::Locked => ("locked", Phrase::default()),
        KeychainState::Denied => ("denied", Phrase::default()),
        KeychainState::Silent => ("silent", Phrase::default()),
        KeychainState::Failed(why) => ("failed", cleaned(why.clone(), NAME)),
    };
    let told = [("state", state.into()), ("name", cleaned(name, NAME).into()), ("why", why.into())];
    Line::known(Phrase::new("says-keychain", told), None)
}

fn notifications(desk: &Desk) -> Line {
    known(&desk.notifications, |server| {
        let so = match server {
            None => "nobody",
            Some(server) if !server.allowed => "denied",
            Some(server) if server.buttons => "buttons",
            Some(_) => "plain",
        };
        let name = server.as_ref().map(|server| clean(&server.name, NAME)).unwrap_or_default();
        Phrase::new("says-notifications", [("so", so.into()), ("name", name.into())])
    })
}
