//! What holds for every check: how they are listed, how they speak, what a machine with one thing broken shows, and
//! that no text from outside changes any of that.

use std::{collections::HashSet, fmt::Write, time::Duration};

use proptest::prelude::*;

use super::{
    ALL,
    breaks::{BREAKS, QUIET},
    sample::*,
};
use crate::{
    access::LinkState,
    check::{Finding, Outcome, diagnose},
    clock::{Answer, Method, Reading},
    facts::{ExitReport, Fact, Facts, Observed},
    fixes,
    installation::Reader,
    keys::{KeychainState, Place},
    lifecycle::{Next, Phase, Reason, Trouble},
    route::{Met, Route},
    variables,
    words::Language,
};

fn findings(change: Break) -> Vec<Finding> {
    diagnose(ALL, &with(change))
}

fn ids(findings: &[Finding], outcome: Outcome) -> Vec<&str> {
    findings.iter().filter(|finding| finding.outcome == outcome).map(|finding| finding.id.as_str()).collect()
}

fn kebab(id: &str) -> bool {
    id.split('-').all(|part| !part.is_empty() && part.chars().all(|char| char.is_ascii_lowercase()))
}

#[test]
fn a_check_reads_what_it_says_it_reads() {
    for change in BREAKS.iter().map(|row| row.1).chain(QUIET.iter().map(|row| row.1)) {
        let facts = with(change);
        for check in ALL {
            let mut only = facts.clone();
            only.forget(&Fact::ALL.iter().copied().filter(|fact| !check.reads.contains(fact)).collect::<Vec<_>>());
            let narrow = (check.evaluate)(&only);
            assert_eq!(narrow, (check.evaluate)(&facts), "{} reads more than it says", check.id);
        }
    }
}

/// The list of the ids is the documentation: what is promised there is a check, and what is a check is explained there.
#[test]
fn every_check_is_in_the_documentation_and_nothing_else_is() {
    let lines = include_str!("../../../../docs/failures.md").lines().filter_map(|line| line.strip_prefix("| `"));
    let mut documented = HashSet::new();
    for line in lines {
        let cells: Vec<_> = line.trim_end_matches(" |").split(" | ").collect();
        assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
        assert!(documented.insert(line.split('`').next().unwrap()), "{line} stands twice");
    }
    assert_eq!(documented, ALL.iter().map(|check| check.id).collect());
}

#[test]
fn every_check_is_listed_once_and_after_its_causes() {
    let mut before = HashSet::new();
    for check in ALL {
        for cause in check.depends_on {
            assert!(before.contains(cause.id), "{} is listed before its cause {}", check.id, cause.id);
        }
        assert!(before.insert(check.id), "{} stands twice", check.id);
        assert!(kebab(check.id), "{:?}", check.id);
        assert!((1..=5).contains(&check.title.split_whitespace().count()), "{:?}", check.title);
    }
}

#[test]
fn a_restart_is_over_before_anyone_is_told() {
    // the slowest start measured on a loaded machine
    let restart = Duration::from_secs(14);
    let of_the_process =
        ["port-free", "single-gateway", "gateway-stable", "gateway-running", "gateway-responding", "gateway-ready"];
    for check in ALL.iter().filter(|check| of_the_process.contains(&check.id)) {
        assert!(check.grace > restart, "{} speaks after {:?}", check.id, check.grace);
    }
}

#[test]
fn one_broken_thing_is_one_root() {
    for (name, change) in BREAKS {
        let findings = findings(*change);
        assert_eq!(ids(&findings, Outcome::Fail).len(), 1, "{name}: {:?}", ids(&findings, Outcome::Fail));
    }
}

#[test]
fn not_knowing_and_being_well_are_silent() {
    for (name, change) in QUIET {
        let findings = findings(*change);
        let failing = [ids(&findings, Outcome::Fail), ids(&findings, Outcome::Hidden)].concat();
        assert!(failing.is_empty(), "{name}: {failing:?}");
    }
}

#[test]
fn every_check_fails_somewhere_and_every_fix_is_offered_somewhere() {
    let all: Vec<_> = BREAKS.iter().flat_map(|(_, change)| findings(*change)).collect();
    let roots: HashSet<_> = ids(&all, Outcome::Fail).into_iter().collect();
    assert_eq!(roots, ALL.iter().map(|check| check.id).collect());
    let offered: HashSet<_> = all.iter().filter_map(|finding| finding.fix.as_ref()).map(|fix| &*fix.id).collect();
    assert_eq!(offered, fixes::ALL.iter().map(|fix| fix.id).collect());
}

#[test]
fn what_needs_a_yes_says_what_it_would_do() {
    for finding in BREAKS.iter().flat_map(|(_, change)| findings(*change)) {
        let Some(fix) = finding.fix else { continue };
        assert!(
            fix.consent == fixes::Consent::OneClick || !fix.preview.is_empty(),
            "{} offers {} without a preview",
            finding.id,
            fix.id
        );
    }
}

#[test]
fn every_root_shows_what_was_seen() {
    // the phase is all the evidence there is for these
    let by_phase_alone = ["not ready"];
    for (name, change) in BREAKS.iter().filter(|(name, _)| !by_phase_alone.contains(name)) {
        for root in findings(*change).iter().filter(|finding| finding.outcome == Outcome::Fail) {
            assert!(!root.evidence.is_empty(), "{name}: {} shows nothing", root.id);
        }
    }
}

#[test]
fn one_broken_thing_as_it_is_read() {
    let mut report = String::new();
    for (name, change) in BREAKS {
        let _ = writeln!(report, "{name}");
        for finding in findings(*change) {
            let because = finding.because.unwrap_or_default();
            let _ = match finding.outcome {
                Outcome::Fail => writeln!(
                    report,
                    "  {}: {} [{}]",
                    finding.id,
                    finding.message,
                    finding.fix.map_or_else(String::new, |fix| fix.label)
                ),
                Outcome::Hidden => writeln!(report, "    hides {} (because {because})", finding.id),
                Outcome::Unknown | Outcome::Pass => Ok(()),
            };
        }
    }
    insta::assert_snapshot!(report);
}

fn well_said(finding: &Finding) -> Result<(), String> {
    let message = &finding.message;
    let fail = |what: &str| Err(format!("{}: {what}: {message:?}", finding.id));
    if message.chars().count() > 240 {
        return fail("longer than a notification");
    }
    if !message.is_empty() && !message.ends_with('.') {
        return fail("no full stop");
    }
    let preview = finding.fix.iter().flat_map(|fix| &fix.preview);
    let texts = finding.evidence.iter().map(|evidence| evidence.text.as_str());
    let said = preview.chain(&finding.because).chain([message]).map(|phrase| &**phrase);
    for text in texts.chain(said) {
        if text.chars().any(|char| char.is_control() || ('\u{202a}'..='\u{202e}').contains(&char)) {
            return fail("control characters");
        }
        if text.chars().count() > 500 {
            return fail("longer than a line");
        }
    }
    Ok(())
}

#[test]
fn words_are_code() {
    for (name, change) in BREAKS.iter().chain(QUIET) {
        for finding in findings(*change) {
            well_said(&finding).unwrap_or_else(|why| panic!("{name}: {why}"));
            let words = finding.message.to_lowercase();
            for banned in ["please", "error occurred", "invalid", "failed to", "  "] {
                assert!(!words.contains(banned), "{name}: {banned:?} in {words:?}");
            }
            for language in Language::all() {
                let said = finding.said_in(language);
                well_said(&said).unwrap_or_else(|why| panic!("{name} in {language:?}: {why}"));
                assert!(!said.message.contains("{$"), "{name} in {language:?}: not told: {}", said.message);
            }
        }
    }
}

/// Puts `text` wherever facts hold text from outside.
fn poison(facts: &mut Facts, text: &str) {
    let text = || text.to_owned();
    edit(&mut facts.runtime, |r| {
        r.command_problem = r.command_problem.as_ref().map(|_| text().into());
        r.openclaws.iter_mut().for_each(|o| (o.entry, o.version, o.engines) = (text(), text(), text()));
        r.nodes.iter_mut().for_each(|n| (n.path, n.version) = (text(), text()));
        r.chosen.iter_mut().for_each(|c| c.version = Some(text()));
    });
    edit(&mut facts.config, |c| {
        (c.path, c.state_dir) = (text(), text());
        c.problems.iter_mut().for_each(|p| (p.key, p.message) = (text(), text().into()));
        (c.mode, c.bind) = (c.mode.take().map(keep_local(text())), c.bind.take().map(keep_local(text())));
        (c.written_by, c.update_channel) = (Some(text()), Some(text()));
    });
    edit(&mut facts.port, |holders| holders.iter_mut().for_each(|h| (h.name, h.address) = (text(), text())));
    edit(&mut facts.others, |o| {
        o.gateways.iter_mut().for_each(|g| g.state_dir = Some(text()));
        o.services.iter_mut().for_each(|s| (s.name, s.file) = (text(), text()));
    });
    edit(&mut facts.health, |h| h.failing = vec![text(); h.failing.len() * 100]);
    facts.process.last_exit.iter_mut().for_each(|last| last.last_line = Some(text()));
    edit(&mut facts.host, |host| {
        host.rooms.iter_mut().for_each(|room| room.path = text());
        let largest = host.rooms.iter_mut().map(|room| &mut room.largest);
        let largest = largest.chain(host.memory.iter_mut().map(|memory| &mut memory.largest));
        largest.flatten().for_each(|portion| portion.name = text());
        for log in &mut host.logs {
            log.path = text();
            log.mostly.iter_mut().for_each(|mostly| mostly.line = text());
        }
    });
    edit(&mut facts.published, |published| {
        published.host = text();
        published.tags.insert("latest".to_owned(), text());
    });
    facts.link.unreadable = Some(text());
    match &mut facts.link.state {
        LinkState::Waiting => {}
        LinkState::Up { scopes, missing, method } => {
            (*scopes, *method) = (vec![text(); 3], text());
            *missing = vec![text(); missing.len()];
        }
        LinkState::Denied(denial) => {
            (denial.reason, denial.message, denial.request) = (Some(text()), text(), Some(text()));
            denial.retry_after = Some(u64::MAX);
        }
    }
    edit(&mut facts.turned_away, |turned_away| {
        for away in turned_away {
            (away.client, away.line, away.origin, away.device) = (text(), text(), Some(text()), Some(text()));
        }
    });
    edit(&mut facts.said, |said| {
        for complaint in said {
            (complaint.line, complaint.message) = (format!("{}{}", complaint.line, text()), text().into());
            complaint.fields.iter_mut().for_each(|(_, value)| value.push_str(&text()));
        }
    });
    edit(&mut facts.approvals, |approvals| {
        for approval in approvals {
            (approval.id, approval.name, approval.platform) = (text(), text(), text());
            (approval.address, approval.subject, approval.role) = (Some(text()), Some(text()), Some(text()));
            (approval.scopes, approval.context, approval.warnings) = (vec![text()], vec![text().into()], vec![text()]);
            approval.command = approval.command.as_ref().map(|_| text());
        }
    });
    edit(&mut facts.running_config, |c| c.issues = vec![text(); c.issues.len() * 100]);
    edit(&mut facts.credentials, |c| {
        for provider in &mut c.providers {
            (provider.provider, provider.name) = (text(), text());
            provider.profiles.iter_mut().for_each(|p| (p.id, p.reason) = (text(), Some(text())));
        }
    });
    if let Observed::Seen { value: Some(login), .. } = &mut facts.cloud_login {
        (login.path, login.problem) = (text(), login.problem.as_ref().map(|_| text()));
        login.program = login.program.as_ref().map(|_| text());
    }
    edit(&mut facts.channels, |channels| {
        for account in channels {
            (account.channel, account.label, account.account) = (text(), text(), text());
            account.last_error = Some(text());
        }
    });
    edit(&mut facts.schedule, |schedule| {
        schedule.jobs.iter_mut().for_each(|j| (j.id, j.name, j.last_error) = (text(), text(), Some(text())));
    });
    edit(&mut facts.heartbeat, |heartbeat| {
        if let Some(heartbeat) = heartbeat {
            heartbeat.reason = Some(text());
        }
    });
    edit(&mut facts.nodes, |nodes| {
        for node in nodes {
            (node.id, node.name, node.platform) = (text(), text(), text());
        }
    });
    edit(&mut facts.key_shapes, |shapes| {
        for shape in shapes {
            (shape.key.provider, shape.key.account) = (text(), Some(text()));
        }
    });
    edit(&mut facts.key_tests, |tests| {
        for test in tests {
            (test.key.provider, test.key.account, test.why_not) = (text(), Some(text()), text().into());
            if let Some(last) = &mut test.last {
                (last.host, last.said, last.request_id) = (text(), text(), Some(text()));
            }
        }
    });
    edit(&mut facts.variables, |variables| {
        variables.terminal_keys.iter_mut().for_each(|(_, file)| *file = Some(text()));
        for variable in &mut variables.named {
            // what says that nothing is verified says it still
            if variable.value != "0" {
                variable.value = format!("{}{}", variable.value, text());
            }
            if let variables::Place::File(file)
            | variables::Place::Config(file)
            | variables::Place::Service(file)
            | variables::Place::Terminal(Some(file)) = &mut variable.place
            {
                *file = text();
            }
        }
    });
    edit(&mut facts.routes, |routes| {
        (routes.resolvers, routes.flush) = (vec![text(); 2], vec![text()]);
        routes.ways.iter_mut().for_each(|route| poison_route(route, &text()));
    });
    edit(&mut facts.clock, |clock| {
        clock.readings.iter_mut().for_each(|reading| reading.source = text());
        clock.readings.push(Reading::new(text(), Method::HttpDate, Answer::Nothing(text().into())));
    });
    edit(&mut facts.clock_sync, |sync| {
        (sync.told_by, sync.turn_on, sync.set) = (text(), vec![text(); 2], vec![text()]);
    });
    if let Observed::Unavailable { reason, .. } = &mut facts.clock {
        *reason = text().into();
    }
    edit(&mut facts.activity, |activity| {
        activity.degraded_secrets.iter_mut().enumerate().for_each(|(n, owner)| *owner = format!("{n}{}", text()));
    });
    edit(&mut facts.key_sources, |sources| {
        for key in &mut sources.keys {
            (key.last_four, key.flaw) = (Some(text()), Some(text().into()));
            match &mut key.place {
                Place::Keychain => {}
                Place::Config { file, key } => (*file, *key) = (text(), text()),
                Place::EnvironmentFile { file, variable } | Place::Service { file, variable } => {
                    (*file, *variable) = (text(), text());
                }
                Place::Environment { variable } => *variable = text(),
                Place::Login { file, entry } => (*file, *entry) = (text(), text()),
                Place::Copy { file } => *file = text(),
            }
        }
        sources.wanted.iter_mut().for_each(|provider| *provider = text());
        sources.bridge.iter_mut().for_each(|bridge| {
            (bridge.alias, bridge.command) = (text(), text());
            bridge.providers.iter_mut().for_each(|provider| *provider = text());
        });
        if let KeychainState::Missing(why) | KeychainState::Failed(why) = &mut sources.keychain {
            *why = text().into();
        }
    });
    if let Observed::Unavailable { reason, .. } = &mut facts.port {
        *reason = text().into();
    }
    poison_installation(facts, &text());
}

/// The same for what lies around the gateway.
fn poison_installation(facts: &mut Facts, text: &str) {
    let text = || text.to_owned();
    edit(&mut facts.config, |c| {
        c.unsafe_switches.iter_mut().enumerate().for_each(|(n, key)| *key = format!("{n}{}", text()));
    });
    edit(&mut facts.file_modes, |files| {
        for file in files {
            (file.path, file.others) = (text(), vec![text(); file.others.len()]);
        }
    });
    edit(&mut facts.config_copies, |copies| {
        copies.backups = vec![(text(), None)];
        for copy in &mut copies.replaced {
            copy.file = text();
            copy.problem.iter_mut().for_each(|problem| problem.message = text().into());
            for one in &mut copy.differs {
                (one.key, one.copy, one.now) = (text(), Some(text()), Some(text()));
            }
        }
    });
    edit(&mut facts.interrupted, |changes| {
        for change in changes {
            (change.entry, change.what, change.files) = (text(), text(), vec![text()]);
        }
    });
    edit(&mut facts.other_configs, |others| {
        for other in others {
            other.path = format!("{}.", text());
            match &mut other.reader {
                Reader::Service(name) | Reader::Profile { name, .. } => *name = text(),
                Reader::Nobody | Reader::Gateway(_) => {}
            }
        }
    });
    edit(&mut facts.services, |services| {
        for state in services {
            (state.service.name, state.service.file) = (text(), text());
            (state.program, state.entry, state.version) = (Some(text()), Some(text()), Some(text()));
            state.missing.iter_mut().for_each(|missing| *missing = text());
            state.agent = state.agent.as_ref().map(|_| text());
        }
    });
    edit(&mut facts.guards, |guards| {
        for guard in guards {
            guard.agent = guard.agent.as_ref().map(|_| text());
        }
    });
    edit(&mut facts.gateway_doctor, |found| {
        for (n, one) in found.iter_mut().enumerate() {
            (one.check, one.severity, one.message) = (format!("{n}{}", text()), text(), text());
            (one.path, one.hint) = (Some(text()), Some(text()));
        }
    });
}

/// The same for one way, which keeps its kind and where it ends.
fn poison_route(route: &mut Route, text: &str) {
    let text = || text.to_owned();
    (route.address, route.elsewhere) = (text(), route.elsewhere.as_ref().map(|_| text()));
    route.name = format!("{}{}", route.name, text());
    route.wanted.iter_mut().for_each(|model| *model = text());
    route.models.iter_mut().flatten().for_each(|model| *model = format!("{model}{}", text()));
    for step in &mut route.steps {
        match &mut step.met {
            Met::Name { .. } | Met::Connection { .. } => {}
            Met::Proxy { address, .. } | Met::Page { address, .. } => *address = text(),
            Met::Encryption { certificate, .. } => certificate.iter_mut().for_each(|shown| {
                (shown.subject, shown.issuer, shown.names) = (text(), text(), vec![text(); 50]);
            }),
            Met::StatusPage { address, said, .. } => (*address, *said) = (text(), text()),
            Met::Question { address, said, request_id, .. } => {
                (*address, *said, *request_id) = (text(), text(), Some(text()));
            }
        }
    }
}

/// A poisoned value in the place of any but the healthy one, which would turn one break into two.
fn keep_local(text: String) -> impl FnOnce(String) -> String {
    move |value| if matches!(value.as_str(), "local" | "loopback") { value } else { text }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn hostile_text_neither_breaks_a_check_nor_reaches_a_person(
        text in "(\\PC|\\pC|\u{1b}\\[[0-9]m|\u{202e}|[a-z ./\\\\]){0,60}",
        times in prop_oneof![Just(1_usize), Just(300)],
    ) {
        for (name, change) in BREAKS {
            let mut facts = with(change);
            poison(&mut facts, &text.repeat(times));
            for finding in diagnose(ALL, &facts) {
                prop_assert_ne!(finding.because.as_deref(), Some("crashed"), "{}: {}", name, finding.id);
                prop_assert_eq!(well_said(&finding), Ok(()), "{}", name);
                prop_assert_eq!(well_said(&finding.said_in(Language::chosen(["de"]))), Ok(()), "{}", name);
            }
        }
    }

    #[test]
    fn no_state_of_the_gateway_breaks_a_check(
        phase in 0_usize..PHASES.len(), wanted: bool, failures: u32, code: Option<i32>, signal: Option<i32>, pid: Option<u32>,
    ) {
        let mut facts = healthy();
        facts.process = crate::facts::Process {
            phase: PHASES[phase % PHASES.len()],
            wanted,
            failures,
            pid,
            last_exit: Some(ExitReport { code, signal, ..ExitReport::default() }),
            ..facts.process
        };
        for finding in diagnose(ALL, &facts) {
            prop_assert_ne!(finding.because.as_deref(), Some("crashed"), "{}", finding.id);
            prop_assert_eq!(well_said(&finding), Ok(()));
        }
    }
}

const PHASES: [Phase; 21] = [
    Phase::Stopped,
    Phase::Starting,
    Phase::Ready,
    Phase::Degraded(Trouble::NotReady),
    Phase::Degraded(Trouble::Hung),
    Phase::Stopping { next: Next::Stop },
    Phase::Stopping { next: Next::Start },
    Phase::Stopping { next: Next::Recover },
    Phase::Backoff,
    Phase::CrashLooping,
    Phase::Refused(Reason::NotInstalled),
    Phase::Refused(Reason::Node),
    Phase::Refused(Reason::Config),
    Phase::Refused(Reason::PortTaken),
    Phase::Refused(Reason::Occupied),
    Phase::Refused(Reason::OlderBinary),
    Phase::Refused(Reason::LoginEndangered),
    Phase::Refused(Reason::NoService),
    Phase::Refused(Reason::ServiceDown),
    Phase::External { healthy: true },
    Phase::External { healthy: false },
];
