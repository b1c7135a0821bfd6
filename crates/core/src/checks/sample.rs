//! Facts to start from in tests: a machine where all is well, and how one thing on it is different.

use std::{sync::LazyLock, time::Duration};

use jiff::{SignedDuration, Timestamp};

use crate::{
    access::{Activity, Denial, Identity, Link, LinkState, TurnedAway},
    approval::{Approval, Kind},
    channels::ChannelSettings,
    check::{Check, Problem, Verdict},
    clock::{self, Clock, ClockSync, Method, Reading, Told},
    credentials::{Credential, Credentials, Profile, ProfileKind, ProfileState, SignIn},
    facts::{
        Config, ConfigProblem, ExitReport, Fact, Facts, Health, Launch, Node, Observed, OpenClaw, Others, PortHolder,
        Process, Runtime, Secret, Service,
    },
    host::{Host, Load, LogFile, Memory, Room, Sample},
    installation::{ConfigCopies, ConfigCopy, Difference, FileMode, ServiceState},
    keys::{Bridge, KeySource, KeySources, KeychainState, Place},
    lifecycle::{Owner, Phase},
    models::Entry,
    provider_command::{self, CommandFile},
    providers::{
        answer::Answer,
        tested::{KeyName, KeyShape, KeyTest, Outcome, Tested},
    },
    release::Published,
    reported::{ChannelAccount, Job, PairedNode, RunningConfig, Schedule},
    route::{self, Body, Certificate, Met, Nameless, Route, Routes, Step},
    said::{Complaint, SaidLog},
    signatures::Matcher,
    unreached::{Proxy, Unreached},
    variables::{self, Variable, Variables},
    words::{Language, Phrase},
};

/// A change to the healthy machine.
pub(super) type Break = fn(&mut Facts);

/// When everything in these facts was seen.
pub(super) fn then() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub(super) fn seen<T>(value: T) -> Observed<T> {
    Observed::Seen { value, at: then() }
}

pub(super) fn unavailable<T>() -> Observed<T> {
    Observed::Unavailable { reason: "The system did not answer.".into(), at: then() }
}

/// A gateway of ours that serves on its usual port, and nothing beside it.
pub(super) fn healthy() -> Facts {
    Facts {
        now: then(),
        here: then(),
        runtime: seen(runtime()),
        config: seen(config()),
        port: seen(vec![PortHolder { ours: true, ..holder(4711, "openclaw-gateway") }]),
        others: seen(Others::default()),
        process: Process {
            phase: Phase::Ready,
            owner: Owner::Child,
            pid: Some(4711),
            port: Some(18789),
            wanted: true,
            phase_for: Duration::from_mins(10),
            proven: Some("2026.9.6".into()),
            ..Process::default()
        },
        health: seen(Health { answers: true, ready: true, version: Some("2026.9.6".into()), ..Health::default() }),
        link: Link {
            state: LinkState::Up { scopes: Vec::new(), missing: Vec::new(), method: "device-token".into() },
            identity: Identity::Kept,
            skew: Some(SignedDuration::from_millis(3)),
            ..Link::default()
        },
        approvals: seen(Vec::new()),
        turned_away: seen(Vec::new()),
        said: seen(Vec::new()),
        heartbeat: seen(None),
        activity: seen(Activity::default()),
        running_config: seen(RunningConfig { valid: true, ..RunningConfig::default() }),
        credentials: seen(Credentials {
            providers: vec![credential("openai", "OpenAI", ProfileKind::OAuth, Some(hours(5)))],
            sign_ins: vec![SignIn {
                provider: "openai".into(),
                choice: "openai/openai-device-code".into(),
                label: "ChatGPT Device Pairing".into(),
                hint: String::new(),
                code: true,
            }],
        }),
        cloud_login: seen(None),
        channels: seen(vec![ChannelAccount {
            channel: "telegram".into(),
            label: "Telegram".into(),
            account: "default".into(),
            wanted: true,
            running: true,
            connected: Some(true),
            ..ChannelAccount::default()
        }]),
        schedule: seen(Schedule {
            enabled: true,
            jobs: vec![Job { id: "j1".into(), name: "Morning".into(), enabled: true, ..Job::default() }],
        }),
        nodes: seen(vec![PairedNode {
            id: "n1".into(),
            name: "Kitchen".into(),
            connected: true,
            ..PairedNode::default()
        }]),
        key_shapes: seen(vec![key_shape()]),
        key_tests: seen(vec![key_test(Outcome::Answered(Answer::Accepted))]),
        clock: clock(&[(3, 20), (-2, 30), (5, 25)]),
        clock_sync: seen(sync(true)),
        published: published("2026.9.6"),
        key_sources: seen(KeySources { keychain: KeychainState::Open, ..KeySources::default() }),
        routes: seen(routes()),
        variables: seen(Variables::default()),
        host: seen(host()),
        file_modes: seen(file_modes()),
        config_copies: seen(ConfigCopies::default()),
        other_configs: seen(Vec::new()),
        interrupted: seen(Vec::new()),
        services: seen(Vec::new()),
        guards: seen(Vec::new()),
        gateway_doctor: Observed::Pending,
    }
}

/// Half of everything is free.
fn host() -> Host {
    let room = |path: &str| Room {
        path: path.into(),
        free: 240_000_000_000,
        files: Some((9_000_000, 16_000_000)),
        largest: Vec::new(),
    };
    let log = "/tmp/openclaw/openclaw-2026-11-20.log";
    Host {
        memory: Some(Memory { total: 16_700_000_000, available: 8_100_000_000, largest: Vec::new() }),
        rooms: vec![room("/home/a/.openclaw"), room("/tmp/openclaw")],
        gateway: Some(Load {
            pid: 4711,
            now: Sample { at: then(), resident: 830_000_000, ..Sample::default() },
            earlier: Vec::new(),
            handles: Some((64, 1024)),
        }),
        logs: vec![LogFile { path: log.into(), bytes: 1_200_000, ..LogFile::default() }],
    }
}

/// As OpenClaw makes them.
fn file_modes() -> Vec<FileMode> {
    let file = |path: &str, folder: bool| {
        let file = FileMode { path: path.into(), folder, mine: true, writable: true, ..FileMode::default() };
        FileMode { mode: file.private(), ..file }
    };
    vec![file("/home/a/.openclaw", true), file("/home/a/.openclaw/openclaw.json", false)]
}

/// OpenClaw took a configuration away an hour ago that had other values at these keys.
pub(super) fn set_back(facts: &mut Facts, keys: &[&str]) {
    let differs = keys.iter().map(|key| Difference {
        key: (*key).to_owned(),
        copy: Some("debug".into()),
        now: Some("info".into()),
        secret: false,
    });
    let copy = ConfigCopy {
        file: "openclaw.json.clobbered.2026-11-20T11-00-00-000Z".into(),
        made: Some(then() - hours(1)),
        differs: differs.collect(),
        ..ConfigCopy::default()
    };
    edit(&mut facts.config_copies, |copies| copies.replaced.push(copy));
}

/// The gateway's service is installed, with this change.
pub(super) fn serviced(facts: &mut Facts, change: impl FnOnce(&mut ServiceState)) {
    let mut state = ServiceState {
        service: Service {
            name: "openclaw-gateway.service".into(),
            file: "/home/a/.config/systemd/user/openclaw-gateway.service".into(),
            scope: "user".into(),
        },
        this_gateways: true,
        used: true,
        enabled: Some(true),
        program: Some("/usr/bin/node".into()),
        entry: Some("/home/a/lib/node_modules/openclaw/dist/index.js".into()),
        version: Some("2026.9.6".into()),
        port: Some(18789),
        ..ServiceState::default()
    };
    change(&mut state);
    edit(&mut facts.services, |services| services.push(state));
}

/// Ways to two providers, to a server of models on this computer and to the cloud.
fn routes() -> Routes {
    let local = Route {
        kind: route::Kind::Local,
        wanted: vec!["llama3.3".into()],
        models: Some(vec!["llama3.3:latest".into(), "qwen3:8b".into()]),
        ..way("ollama", "http://127.0.0.1:11434")
    };
    let cloud = Route { kind: route::Kind::Cloud, ..way("cloud", "https://api.openclaw.io") };
    Routes {
        ipv4: true,
        ipv6: true,
        resolvers: vec!["127.0.0.53".into()],
        flush: vec!["resolvectl flush-caches".into()],
        ways: vec![
            way("openai", "https://api.openai.com/v1"),
            way("groq", "https://api.groq.com/openai/v1"),
            local,
            cloud,
        ],
    }
}

/// The way to a server that answers.
fn way(name: &str, address: &str) -> Route {
    Route {
        name: name.into(),
        kind: route::Kind::Provider,
        address: address.into(),
        steps: met(),
        end: Outcome::Answered(Answer::Accepted),
        wanted: Vec::new(),
        models: None,
        elsewhere: None,
    }
}

fn met() -> Vec<Step> {
    let met = [
        Met::Name { ipv6: false, said: Ok(vec![[203, 0, 113, 10].into()]) },
        Met::Connection { to: ([203, 0, 113, 10], 443).into(), failed: None },
    ];
    met.map(|met| Step { met, took_ms: 12 }).into()
}

/// Changes the way to this one; a provider of the person's own where there is none of that name.
fn on_the_way(facts: &mut Facts, name: &str, change: impl FnOnce(&mut Route)) {
    edit(&mut facts.routes, |routes| {
        if !routes.ways.iter().any(|route| route.name == name) {
            routes.ways.insert(0, way(name, &format!("https://{name}.example/v1")));
        }
        routes.ways.iter_mut().filter(|route| route.name == name).take(1).for_each(change_once(change));
    });
}

fn change_once(change: impl FnOnce(&mut Route)) -> impl FnMut(&mut Route) {
    let mut change = Some(change);
    move |route| change.take().into_iter().for_each(|change| change(route))
}

pub(super) fn and_then(facts: &mut Facts, name: &str, met: Met) {
    on_the_way(facts, name, |route| route.steps.push(Step { met, took_ms: 34 }));
}

/// A variable says this there.
pub(super) fn sets(facts: &mut Facts, name: &str, value: &str, place: variables::Place) {
    let variable = Variable { name: name.into(), value: value.into(), is_cut: false, place };
    edit(&mut facts.variables, |variables| {
        if let variables::Place::Gateway { pid } = variable.place {
            variables.gateway = Some(pid);
        }
        variables.named.push(variable);
    });
}

/// The way to this one ends so.
pub(super) fn leads(facts: &mut Facts, name: &str, end: Outcome) {
    on_the_way(facts, name, |route| {
        if let Outcome::Unreached(Unreached::Tcp(why)) = &end
            && let Some(Step { met: Met::Connection { failed, .. }, .. }) = route.steps.last_mut()
        {
            *failed = Some(*why);
        }
        route.end = end;
    });
}

/// Its name has no address.
pub(super) fn has_no_address(facts: &mut Facts, name: &str, why: Nameless) {
    let said = |ipv6| Step { met: Met::Name { ipv6, said: Err(why) }, took_ms: 3 };
    on_the_way(facts, name, |route| route.steps = vec![said(false), said(true)]);
}

/// This is the proxy on the way, where it ends.
pub(super) fn goes_through(facts: &mut Facts, name: &str, address: &str, end: Proxy) {
    leads(facts, name, Outcome::Unreached(Unreached::Proxy(end)));
    let met = Met::Proxy { address: address.into(), variable: "HTTPS_PROXY", failed: Some(end) };
    on_the_way(facts, name, |route| route.steps = vec![Step { met, took_ms: 5 }]);
}

/// IPv6 is tried first, in vain.
pub(super) fn ipv6_breaks(facts: &mut Facts, name: &str) {
    let to = "[2001:db8::10]:443".parse().unwrap();
    and_then(facts, name, Met::Connection { to, failed: Some(crate::unreached::Tcp::TimedOut) });
}

/// It shows this certificate, with which its way ends.
pub(super) fn shows(facts: &mut Facts, name: &str, certificate: Certificate) {
    on_the_way(facts, name, |route| {
        let failed = match &route.end {
            Outcome::Unreached(Unreached::Tls(why)) => Some(why.clone()),
            _ => None,
        };
        route.steps.push(Step { met: Met::Encryption { failed, certificate: Some(certificate) }, took_ms: 34 });
    });
}

/// The way is encrypted, so that there is a question.
pub(super) fn comes_to_a_question(facts: &mut Facts, name: &str) {
    and_then(facts, name, Met::Encryption { failed: None, certificate: None });
}

/// It answers with this status and this body.
pub(super) fn asked(facts: &mut Facts, name: &str, status: u16, body: Body) {
    on_the_way(facts, name, |route| {
        let Outcome::Answered(answer) = route.end else { return };
        let address = format!("{}/models", route.address);
        let request_id = Some("req_1".to_owned());
        let met = Met::Question { address, status, answer, body, said: String::new(), request_id };
        route.steps.push(Step { met, took_ms: 56 });
    });
}

/// Somebody on the way shows this page in its place.
pub(super) fn shows_page(facts: &mut Facts, name: &str, address: &str) {
    and_then(facts, name, Met::Page { address: address.into(), status: 302 });
}

/// The registry calls this version the newest.
pub(super) fn published(version: &str) -> Observed<Published> {
    let tags = [("latest".to_owned(), version.to_owned())];
    seen(Published { host: "registry.example".into(), tags: tags.into() })
}

/// A start would run this version of OpenClaw.
pub(super) fn a_start_runs(facts: &mut Facts, version: &str) {
    edit(&mut facts.runtime, |runtime| {
        runtime.openclaws[0].version = version.into();
        runtime.chosen.iter_mut().for_each(|launch| launch.version = Some(version.into()));
    });
}

/// This long after these facts were seen.
pub(super) fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// A provider with one profile that ends so long from now.
pub(super) fn credential(id: &str, name: &str, kind: ProfileKind, left: Option<SignedDuration>) -> Credential {
    let expires = left.map(|left| then() + left);
    let state = match left {
        None => ProfileState::Static,
        Some(left) if left.is_negative() => ProfileState::Expired,
        Some(left) if left < hours(24) && kind == ProfileKind::Token => ProfileState::Expiring,
        Some(_) => ProfileState::Good,
    };
    let profile = Profile { id: format!("{id}:default"), kind, state, reason: None, expires };
    Credential { provider: id.into(), name: name.into(), key: None, profiles: vec![profile], missing: false }
}

fn key() -> KeyName {
    KeyName { provider: "openai".into(), account: None }
}

fn key_shape() -> KeyShape {
    KeyShape {
        key: key(),
        stored_at: Some(then() - SignedDuration::from_hours(24)),
        flaw: None,
        known: true,
        times: None,
    }
}

fn key_test(outcome: Outcome) -> KeyTest {
    let (host, said) = ("api.openai.com".to_owned(), "In their own words.".to_owned());
    let last =
        Tested { at: then() - SignedDuration::from_secs(20), host, outcome, said, request_id: Some("req_1".into()) };
    KeyTest { key: key(), last: Some(last), why_not: Phrase::default() }
}

/// The provider said this of the key.
pub(super) fn answered(facts: &mut Facts, answer: Answer) {
    facts.key_tests = seen(vec![key_test(Outcome::Answered(answer))]);
}

/// The question about the key ended here.
pub(super) fn unreached(facts: &mut Facts, layer: Unreached) {
    facts.key_tests = seen(vec![key_test(Outcome::Unreached(layer))]);
}

/// The key looks like this.
pub(super) fn shaped(facts: &mut Facts, change: impl FnOnce(&mut KeyShape)) {
    edit(&mut facts.key_shapes, |shapes| change(&mut shapes[0]));
}

/// The healthy machine with one change.
pub(super) fn with(change: impl FnOnce(&mut Facts)) -> Facts {
    let mut facts = healthy();
    change(&mut facts);
    facts
}

/// Changes what was seen.
pub(super) fn edit<T: Default>(observed: &mut Observed<T>, change: impl FnOnce(&mut T)) {
    if let Observed::Seen { value, .. } = observed {
        change(value);
    }
}

/// The gateway is gone: nothing listens, nothing answers, and this is where its life stands.
pub(super) fn down(facts: &mut Facts, phase: Phase) {
    facts.process = Process { phase, owner: Owner::None, pid: None, port: None, ..facts.process.clone() };
    facts.port = seen(Vec::new());
    facts.health = seen(Health::default());
    edit(&mut facts.host, |host| host.gateway = None);
    if phase == Phase::Starting {
        facts.process.phase_for = Duration::from_secs(5);
    }
    gone(facts);
}

/// Our connection went with the gateway, and with it what only the gateway knows.
pub(super) fn gone(facts: &mut Facts) {
    facts.link.state = LinkState::Waiting;
    facts.forget(&[
        Fact::Approvals,
        Fact::Activity,
        Fact::RunningConfig,
        Fact::Channels,
        Fact::Schedule,
        Fact::Heartbeat,
        Fact::Nodes,
    ]);
}

/// The gateway does not let us in, and so tells us nothing.
pub(super) fn denied(facts: &mut Facts, code: &str) {
    gone(facts);
    facts.link.state = LinkState::Denied(Denial {
        code: code.into(),
        message: "unauthorized: gateway token mismatch (provide gateway auth token)".into(),
        ..Denial::default()
    });
}

/// The gateway turned this client away three times.
pub(super) fn away(facts: &mut Facts, cause: &str, client: &str, origin: Option<&str>) {
    let line = format!("[ws] closed before connect conn=1 cause={cause} clientDisplayName={client}");
    let away = TurnedAway {
        cause: cause.into(),
        client: client.into(),
        origin: origin.map(str::to_owned),
        device: None,
        times: 3,
        first: then(),
        last: then(),
        line,
    };
    edit(&mut facts.turned_away, |turned_away| turned_away.push(away));
}

/// The gateway's log says this.
pub(super) fn complains(facts: &mut Facts, line: &str) {
    static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);
    let mut log = SaidLog::default();
    log.read(line, MATCHER.hits(line, Some(then())), then(), Duration::ZERO);
    let heard = log.entries();
    edit(&mut facts.said, |said| {
        for one in heard {
            let same = |known: &&mut Complaint| known.signature == one.signature && known.fields == one.fields;
            match said.iter_mut().find(same) {
                Some(known) => known.count += 1,
                None => said.push(one),
            }
        }
    });
}

/// This model is set up at this provider.
pub(super) fn sets_up(facts: &mut Facts, provider: &str, id: &str, change: impl FnOnce(&mut Entry)) {
    let mut entry = Entry { provider: provider.into(), id: id.into(), ..Entry::default() };
    change(&mut entry);
    edit(&mut facts.config, |config| config.models.entries.push(entry));
}

/// A request of this kind waits for the person.
pub(super) fn waits(facts: &mut Facts, kind: Kind, scopes: &[&str]) {
    edit(&mut facts.approvals, |waiting| {
        waiting.push(Approval {
            id: format!("request-{}", waiting.len() + 1),
            name: "Jana’s phone".into(),
            platform: "ios".into(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            command: matches!(kind, Kind::Exec | Kind::Plugin).then(|| "rm -rf /tmp/zzz".to_owned()),
            context: vec!["/tmp".into()],
            since: then(),
            ..Approval::blank(kind)
        });
    });
}

/// The gateway takes the keys of these providers from the keychain.
pub(super) fn bridged(facts: &mut Facts, providers: &[&str]) {
    edit(&mut facts.key_sources, |sources| {
        sources.bridge = Some(Bridge {
            alias: "clawtender".into(),
            command: "/home/a/.local/share/clawtender/secrets/clawtender".into(),
            file: CommandFile {
                absolute: true,
                kind: provider_command::Kind::File,
                own: Some(true),
                open_to_others: Some(false),
                executable: Some(true),
            },
            providers: providers.iter().map(|provider| (*provider).to_owned()).collect(),
        });
    });
}

/// A key for this provider is in the keychain.
pub(super) fn kept(facts: &mut Facts, provider: &str) {
    plaintext(facts, provider, Place::Keychain);
}

/// A key for this provider stands in this place.
pub(super) fn plaintext(facts: &mut Facts, provider: &str, place: Place) {
    let key = KeySource { provider: provider.into(), place, ..KeySource::default() };
    edit(&mut facts.key_sources, |sources| sources.keys.push(key));
}

/// The last run ended like this.
pub(super) fn exited(facts: &mut Facts, code: i32, last_line: &str) {
    let last_line = Some(last_line.to_owned());
    facts.process.last_exit =
        Some(ExitReport { code: Some(code), last_line, at: Some(then()), ..ExitReport::default() });
}

/// Time servers by which the clock is this many milliseconds ahead, each by this many at the most wrong.
pub(super) fn clock(told: &[(i64, u64)]) -> Observed<Clock> {
    let reading = |(number, (ahead, error)): (usize, &(i64, u64))| {
        let told = Told {
            offset: SignedDuration::from_millis(*ahead),
            error: Duration::from_millis(*error),
            delay: Duration::from_millis(2 * error),
            stratum: Some(2),
        };
        Reading::new(format!("time{}.example.org", number + 1), Method::Sntp, clock::Answer::Time(told))
    };
    seen(Clock::of(told.iter().enumerate().map(reading).collect()))
}

/// Three time servers by which the clock is this many seconds ahead.
pub(super) fn ahead(facts: &mut Facts, seconds: i64) {
    facts.clock = clock(&[seconds * 1000 + 3, seconds * 1000, seconds * 1000 - 4].map(|ahead| (ahead, 20)));
}

/// A system that could keep its clock right by itself.
pub(super) fn sync(automatic: bool) -> ClockSync {
    ClockSync {
        automatic,
        told_by: "systemd-timedated".into(),
        turn_on: vec!["timedatectl set-ntp true".into()],
        set: vec!["timedatectl set-ntp false".into(), "timedatectl set-ntp true".into()],
    }
}

pub(super) fn mistake(key: &str, message: &str, line: u32, column: u32) -> ConfigProblem {
    ConfigProblem { key: key.into(), message: message.into(), line: Some(line), column: Some(column) }
}

pub(super) fn holder(pid: u32, name: &str) -> PortHolder {
    PortHolder { pid, name: name.into(), address: "127.0.0.1:18789".into(), ..PortHolder::default() }
}

fn runtime() -> Runtime {
    Runtime {
        openclaws: vec![OpenClaw {
            entry: "/home/a/lib/node_modules/openclaw/openclaw.mjs".into(),
            version: "2026.9.6".into(),
            engines: ">=24.16.0 <25 || >=26.1.0".into(),
            source: "npm".into(),
        }],
        nodes: vec![Node {
            path: "/usr/bin/node".into(),
            version: "24.21.0".into(),
            source: "PATH".into(),
            fits: true,
        }],
        chosen: Some(Launch {
            program: "/usr/bin/node".into(),
            prefix: vec!["/home/a/lib/node_modules/openclaw/openclaw.mjs".into()],
            version: Some("2026.9.6".into()),
            ..Launch::default()
        }),
        command_problem: None,
    }
}

fn config() -> Config {
    Config {
        path: "/home/a/.openclaw/openclaw.json".into(),
        state_dir: "/home/a/.openclaw".into(),
        exists: true,
        modified: Some(then() - hours(5)),
        mode: Some("local".into()),
        bind: Some("loopback".into()),
        port: 18789,
        auth_mode: Some("token".into()),
        token: Secret::Present,
        channels: vec![ChannelSettings { id: "telegram".into(), ..ChannelSettings::default() }],
        ..Config::default()
    }
}

/// Holds a table of changes against what a check says of each: its message and the fix it offers, or why not.
pub(super) fn table(check: &Check, rows: &[(Break, Said<'_>)]) {
    for (row, (change, said)) in rows.iter().enumerate() {
        let verdict = (check.evaluate)(&with(change));
        let heard = match &verdict {
            Verdict::Pass => Said::Pass,
            Verdict::Unknown(why) | Verdict::Undecided(why) => Said::Unknown(why),
            Verdict::Fail(problem) => Said::of(problem),
            Verdict::Each(problems) => problems.first().map_or(Said::Pass, |(_, problem)| Said::of(problem)),
            Verdict::Several(verdicts) => match verdicts.first() {
                Some((_, Verdict::Fail(problem))) => Said::of(problem),
                Some((_, Verdict::Unknown(why))) => Said::Unknown(why),
                _ => Said::Pass,
            },
        };
        assert_eq!(heard, *said, "row {row} of {}", check.id);
        let problems: Vec<_> = match &verdict {
            Verdict::Pass | Verdict::Unknown(_) | Verdict::Undecided(_) => Vec::new(),
            Verdict::Fail(problem) => vec![problem],
            Verdict::Each(problems) => problems.iter().map(|(_, problem)| problem).collect(),
            Verdict::Several(verdicts) => verdicts.iter().filter_map(|(_, verdict)| failed(verdict)).collect(),
        };
        for language in Language::all() {
            for problem in &problems {
                said_well(check, problem, language);
            }
        }
    }
}

fn failed(verdict: &Verdict) -> Option<&Problem> {
    if let Verdict::Fail(problem) = verdict { Some(problem) } else { None }
}

/// Holds a problem against what is asked of every language: a whole sentence, uncut, in that language.
fn said_well(check: &Check, problem: &Problem, language: Language) {
    let english = &problem.message;
    let said = english.said_in(language);
    assert!(!said.contains("{$"), "{} in {language:?}: not told: {said}", check.id);
    assert!(
        said.ends_with('.') && !said.contains("  ") && said.chars().count() <= 240,
        "{} in {language:?}: {said}",
        check.id
    );
    for line in &problem.preview {
        assert!(!line.said_in(language).contains("{$"), "{} in {language:?}: {line}", check.id);
    }
    if language != Language::default() {
        assert_ne!(said, **english, "{} is not said in {language:?}", check.id);
    }
}

/// What a check says, in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said<'a> {
    Pass,
    Unknown(&'a str),
    /// The message, and the label of the fix; empty for none.
    Fail(&'a str, &'a str),
}

impl<'a> Said<'a> {
    fn of(Problem { message, fix, .. }: &'a Problem) -> Said<'a> {
        Said::Fail(message, fix.map_or("", |fix| fix.label))
    }
}
