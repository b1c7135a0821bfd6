//! Machines with one thing broken, and machines with nothing broken: what the tests over all checks run on.
//!
//! Each holds all the facts that follow from the break on a real machine, so that a check that speaks out of turn shows.

use std::time::Duration;

use jiff::SignedDuration;

use super::sample::*;
use crate::{
    access::{Identity, LinkState},
    approval::Kind,
    clock::Moved,
    credentials::{CloudLogin, Credential, KeySource, ProfileKind},
    facts::{ExitReport, Facts, Health, Node, OpenClaw, OtherGateway, PortHolder, Runtime, Secret, Service},
    host::{Mostly, Portion},
    installation::{DoctorFinding, Guard, Interrupted, Managed, OtherConfig, Reader},
    keys::{KeychainState, Place},
    lifecycle::{Next, Owner, Phase, Reason, Trouble},
    providers::{
        Flaw,
        answer::{Answer, Bar, Refusal},
        find,
        tested::Outcome,
    },
    reported::Heartbeat,
    route::{Body, Certificate, Nameless},
    token_times::TokenTimes,
    unreached::{Proxy, Tcp, Tls, Unreached},
    variables,
};

/// One thing broken at a time, with everything that follows from it on a real machine.
pub(super) const BREAKS: &[(&str, Break)] = &[
    ("nothing installed", |f| {
        down(f, Phase::Refused(Reason::NotInstalled));
        f.runtime = seen(Runtime::default());
        edit(&mut f.config, |c| c.exists = false);
    }),
    ("the settings name a command that is not there", |f| {
        down(f, Phase::Refused(Reason::NotInstalled));
        edit(&mut f.runtime, |r| (r.chosen, r.command_problem) = (None, Some("/opt/oc is not there.".into())));
    }),
    ("Node too old", |f| {
        down(f, Phase::Refused(Reason::Node));
        edit(&mut f.runtime, |r| {
            r.chosen = None;
            r.nodes = vec![Node { path: "/usr/bin/node".into(), version: "22.3.0".into(), ..Node::default() }];
        });
    }),
    ("no configuration", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Missing config. Run `openclaw setup` or set gateway.mode=local");
        edit(&mut f.config, |c| {
            (c.exists, c.mode, c.bind, c.auth_mode, c.token) = (false, None, None, None, Secret::Absent);
        });
    }),
    ("configuration does not parse", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway start blocked: existing config is missing gateway.mode.");
        edit(&mut f.config, |c| {
            c.problems = vec![mistake("", "The text does not parse: expected comma.", 12, 5)];
            (c.mode, c.bind, c.auth_mode, c.token) = (None, None, None, Secret::Absent);
        });
    }),
    ("configuration broken while the gateway runs", |f| {
        edit(&mut f.config, |c| c.problems = vec![mistake("gateway.prot", "Unrecognized key: \"prot\"", 3, 5)]);
    }),
    ("mode missing", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway start blocked: existing config is missing gateway.mode.");
        edit(&mut f.config, |c| c.mode = None);
    }),
    ("mode remote", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway start blocked: set gateway.mode=local (current: remote)");
        edit(&mut f.config, |c| c.mode = Some("remote".into()));
    }),
    ("open to the network without a token", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Refusing to bind gateway to lan without auth.");
        edit(&mut f.config, |c| (c.bind, c.token) = (Some("lan".into()), Secret::Absent));
    }),
    ("password mode without a password", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway auth is set to password, but no password is configured.");
        edit(&mut f.config, |c| c.auth_mode = Some("password".into()));
    }),
    ("placeholder token", |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        exited(f, 1, "Gateway auth token is a known redaction sentinel, not a credential.");
        edit(&mut f.config, |c| c.token = Secret::Placeholder);
    }),
    ("old token key", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "openclaw.json:2 — gateway: Unrecognized key: \"token\"");
        edit(&mut f.config, |c| {
            (c.legacy_token, c.token) = (true, Secret::Absent);
            c.problems = vec![mistake("gateway.token", "Unrecognized key: \"token\"", 2, 3)];
        });
    }),
    ("token made up at every start", |f| {
        edit(&mut f.config, |c| (c.auth_mode, c.token) = (None, Secret::Absent));
    }),
    ("token from a variable that is not set", |f| edit(&mut f.config, |c| c.token = Secret::UnsetVariable)),
    ("port taken", |f| {
        down(f, Phase::Refused(Reason::PortTaken));
        f.port = seen(vec![holder(812, "nginx")]);
    }),
    ("port taken by a program of this user", |f| {
        down(f, Phase::Refused(Reason::PortTaken));
        let path = "/usr/bin/python3.14".to_owned();
        f.port = seen(vec![PortHolder { path, mine: true, started: Some(7), ..holder(812, "python3.14") }]);
    }),
    ("port taken by nobody knows whom", |f| {
        down(f, Phase::Refused(Reason::PortTaken));
        f.port = unavailable();
    }),
    ("another gateway in the way", |f| {
        down(f, Phase::Refused(Reason::Occupied));
        exited(f, 78, "StateDatabaseCoordinatorContentionError: another OpenClaw process owns it");
        f.port = seen(vec![PortHolder { gateway: true, ..holder(99, "openclaw-gateway") }]);
        edit(&mut f.others, |o| o.gateways = vec![OtherGateway { pid: 99, port: Some(18789), state_dir: None }]);
    }),
    ("another gateway on the port", |f| {
        down(f, Phase::Refused(Reason::PortTaken));
        exited(f, 1, "another gateway instance is already listening on ws://127.0.0.1:18789 | EADDRINUSE");
        f.port = seen(vec![PortHolder { gateway: true, ..holder(99, "openclaw-gateway") }]);
    }),
    ("mode that does not exist", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway start blocked: set gateway.mode=local (current: banana)");
        edit(&mut f.config, |c| {
            c.mode = Some("banana".into());
            c.problems = vec![mistake("gateway.mode", "Invalid input (allowed: \"local\", \"remote\")", 3, 5)];
        });
    }),
    ("another gateway beside this one", |f| {
        edit(&mut f.others, |o| o.gateways = vec![OtherGateway { pid: 99, ..OtherGateway::default() }]);
    }),
    ("a service of the user and one of the system", |f| {
        let service = |scope: &str, file: &str| Service {
            name: "openclaw-gateway.service".into(),
            file: file.into(),
            scope: scope.into(),
        };
        edit(&mut f.others, |o| {
            o.services = vec![
                service("user", "/home/a/.config/systemd/user/openclaw-gateway.service"),
                service("system", "/etc/systemd/system/openclaw-gateway.service"),
            ];
        });
    }),
    ("killed, and starting is not ours to do", |f| {
        down(f, Phase::Stopped);
        f.process.last_exit = Some(ExitReport { signal: Some(9), at: Some(then()), ..ExitReport::default() });
    }),
    ("ended twice", |f| {
        down(f, Phase::Backoff);
        f.process.failures = 2;
        exited(f, 1, "Error: out of luck");
    }),
    ("ends again and again", |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        exited(f, 134, "FATAL ERROR: JavaScript heap out of memory");
    }),
    ("a newer OpenClaw is out", |f| f.published = published("2026.10.1")),
    ("an update that waits for a restart", |f| {
        a_start_runs(f, "2026.10.1");
        f.published = published("2026.10.1");
    }),
    ("ends again and again since an update", |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        exited(f, 1, "Error: cannot find module './entry-x.mjs'");
        a_start_runs(f, "2026.10.1");
    }),
    ("ended three times since an update, and an even newer one is out", |f| {
        down(f, Phase::Backoff);
        f.process.failures = 3;
        exited(f, 1, "Error: cannot find module './entry-x.mjs'");
        a_start_runs(f, "2026.10.1");
        f.published = published("2026.10.2");
    }),
    ("does not start since an update", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "Gateway failed to start: state migration failed; run \"openclaw doctor --fix\"");
        a_start_runs(f, "2026.10.1");
    }),
    ("an older OpenClaw in the place of the one that wrote the configuration", |f| {
        down(f, Phase::Refused(Reason::OlderBinary));
        a_start_runs(f, "2026.5.12");
        edit(&mut f.config, |c| c.written_by = Some("2026.9.6".into()));
    }),
    ("an update that does not accept the configuration", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "openclaw.json:3 — gateway: Unrecognized key: \"prot\"");
        a_start_runs(f, "2026.10.1");
        edit(&mut f.config, |c| c.problems = vec![mistake("gateway.prot", "Unrecognized key: \"prot\"", 3, 5)]);
    }),
    ("an update that needs another Node", |f| {
        down(f, Phase::Refused(Reason::Node));
        a_start_runs(f, "2026.10.1");
        edit(&mut f.runtime, |r| {
            r.chosen = None;
            r.nodes = vec![Node { path: "/usr/bin/node".into(), version: "24.21.0".into(), ..Node::default() }];
        });
    }),
    ("ends again and again, before and after an update", |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        f.process.proven = None;
        exited(f, 134, "FATAL ERROR: JavaScript heap out of memory");
        a_start_runs(f, "2026.10.1");
    }),
    ("ends again and again, and a newer OpenClaw is out", |f| {
        down(f, Phase::CrashLooping);
        f.process.failures = 5;
        exited(f, 134, "FATAL ERROR: JavaScript heap out of memory");
        f.published = published("2026.10.1");
    }),
    ("ends again and again, starting at the moment", |f| {
        down(f, Phase::Starting);
        f.process.failures = 4;
        exited(f, 1, "Startup failed: required secrets are unavailable.");
    }),
    ("configuration refused for a reason of OpenClaw's own", |f| {
        down(f, Phase::Refused(Reason::Config));
        exited(f, 78, "openclaw.json:4 — gateway.port: Invalid input: expected number");
    }),
    ("configuration written by a newer OpenClaw", |f| {
        down(f, Phase::Refused(Reason::OlderBinary));
        edit(&mut f.config, |c| c.written_by = Some("2027.1.1".into()));
    }),
    ("a start would destroy a login", |f| down(f, Phase::Refused(Reason::LoginEndangered))),
    ("left to a service that is not installed", |f| down(f, Phase::Refused(Reason::NoService))),
    ("OpenClaw does not start its service", |f| {
        down(f, Phase::Refused(Reason::ServiceDown));
        let words = Some("systemctl start failed: Unit openclaw-gateway.service is masked.".to_owned());
        f.process.last_exit = Some(ExitReport { last_line: words, at: Some(then()), ..ExitReport::default() });
    }),
    ("hangs", |f| {
        f.process.phase = Phase::Degraded(Trouble::Hung);
        gone(f);
        f.health = seen(Health { silent: true, ..Health::default() });
    }),
    ("somebody else's gateway hangs", |f| {
        f.process.phase = Phase::External { healthy: false };
        gone(f);
        f.health = seen(Health { silent: true, ..Health::default() });
    }),
    ("not ready", |f| {
        f.process.phase = Phase::Degraded(Trouble::NotReady);
        gone(f);
        f.health = seen(Health { answers: true, failing: vec!["startup-sidecars".into()], ..Health::default() });
    }),
    ("a part of it does not work", |f| {
        f.process.phase = Phase::Degraded(Trouble::NotReady);
        f.health = seen(Health { answers: true, failing: vec!["state-database".into()], ..Health::default() });
    }),
    ("token changed under us", |f| denied(f, "AUTH_TOKEN_MISMATCH")),
    ("token made up at every start, and we do not have it", |f| {
        edit(&mut f.config, |c| c.token = Secret::UnsetVariable);
        denied(f, "AUTH_TOKEN_MISMATCH");
    }),
    ("our device token was revoked", |f| denied(f, "AUTH_DEVICE_TOKEN_MISMATCH")),
    ("our key is not taken", |f| denied(f, "DEVICE_AUTH_SIGNATURE_INVALID")),
    ("the gateway has moved on to another protocol", |f| {
        denied(f, "PROTOCOL_MISMATCH");
        if let LinkState::Denied(denial) = &mut f.link.state {
            denial.protocol = Some(5);
        }
    }),
    ("what listens has another certificate", |f| denied(f, "TLS_CERTIFICATE_MISMATCH")),
    ("the gateway gives a reason that nobody knows", |f| denied(f, "QUANTUM_REQUIRED")),
    ("we may not see approvals", |f| {
        f.link.state =
            LinkState::Up { scopes: Vec::new(), missing: vec!["operator.approvals".into()], method: "token".into() };
        f.approvals = unavailable();
    }),
    ("we wait to be approved", |f| denied(f, "PAIRING_REQUIRED")),
    ("another client has a wrong token", |f| away(f, "token_mismatch", "Jana's phone", None)),
    ("another client has a revoked device token", |f| away(f, "device_token_mismatch", "Jana's phone", None)),
    ("another client has no identity", |f| away(f, "device-required", "Jana's phone", None)),
    ("another client speaks an older protocol", |f| away(f, "protocol-mismatch", "Jana's phone", None)),
    ("another client asks for too much", |f| away(f, "scope_mismatch", "Jana's phone", None)),
    ("a page from elsewhere", |f| away(f, "origin-mismatch", "openclaw-control-ui", Some("https://home.example"))),
    ("a provider of another API version", |f| {
        complains(
            f,
            "[agent/embedded] embedded run agent end: model=m provider=azure rawError=400 UnsupportedApiVersion",
        );
    }),
    ("a model server that takes plain text alone", |f| {
        sets_up(f, "lms", "m", |_| ());
        complains(f, "[agent/embedded] model=m provider=lms rawError=400 invalid type: sequence, expected a string");
    }),
    ("a model server that takes strict messages alone", |f| {
        sets_up(f, "lms", "m", |_| ());
        complains(f, "[agent/embedded] model=m provider=lms rawError=400 validation.keys: allowed message keys");
    }),
    ("a model without tools", |f| {
        sets_up(f, "lms", "m", |_| ());
        complains(f, "[agent/embedded] model=m provider=lms rawError=400 gemma:2b does not support tools");
    }),
    ("a key without the long context", |f| {
        edit(&mut f.config, |config| config.models.long_context.push("anthropic/m".into()));
        complains(f, "[agent/embedded] model=m provider=anthropic Extra usage is required for long context requests");
    }),
    ("a main model that fails", |f| {
        sets_up(f, "lms", "m", |_| ());
        sets_up(f, "openai", "gpt", |_| ());
        edit(&mut f.config, |config| config.models.main = Some("lms/m".into()));
        let line = "[model-fallback/decision] decision=candidate_failed requested=lms/m candidate=lms/m reason=format next=none";
        complains(f, line);
        complains(f, line);
    }),
    ("a bot that was removed from a group", |f| {
        complains(f, "[telegram] 403: Forbidden: bot was kicked from the chat");
    }),
    ("an agent that nobody mentions", |f| {
        complains(f, "[telegram-auto-reply] skipping group message chatId=-100 reason=no-mention");
    }),
    ("a group that is not on the list", |f| {
        complains(f, "[telegram-auto-reply] skipping group message chatId=-100 reason=not-allowed");
    }),
    ("a heartbeat that fails", |f| {
        let (status, reason) = ("failed".into(), Some("No model.".into()));
        f.heartbeat = seen(Some(Heartbeat { at: Some(then()), status, reason }));
    }),
    ("a phone without its camera", |f| complains(f, "[node] CAMERA_PERMISSION_REQUIRED: grant Camera permission")),
    ("a configuration that others are listed for", |f| {
        edit(&mut f.file_modes, |files| (files[1].mode, files[1].others) = (0o644, vec!["Users".into()]));
    }),
    ("a sender who is not on the list", |f| {
        complains(f, "[telegram] Blocked unauthorized telegram sender 4711 (dmPolicy=allowlist)");
    }),
    ("direct messages that are turned off", |f| complains(f, "[telegram] drop dm (dmPolicy=disabled)")),
    ("a command of a node that is not allowed", |f| {
        complains(
            f,
            "[ws] ⇄ res ✗ node.invoke 3ms errorMessage=node command not allowed: \"sms.send\" requires explicit gateway.nodes.commands.allow opt-in",
        );
    }),
    ("a browser that is not where it is said to be", |f| {
        complains(f, "[browser] browser.executablePath not found: /opt/c");
    }),
    ("a browser that nobody starts", |f| {
        complains(f, "[browser] Browser attachOnly is enabled and profile \"work\" is not running.");
    }),
    ("a browser that has no screen", |f| {
        complains(f, "[browser] no Linux display server was detected ($DISPLAY/$WAYLAND_DISPLAY unset).");
    }),
    ("a browser that does not run as the administrator", |f| {
        complains(f, "[browser] Failed to start Chrome CDP on port 18800 for profile \"openclaw\".");
        edit(&mut f.variables, |variables| variables.as_root = true);
    }),
    ("a proxy that a terminal alone has", |f| {
        let profile = variables::Place::Terminal(Some("/home/a/.profile".into()));
        sets(f, "HTTPS_PROXY", "http://proxy.example:3128", profile);
    }),
    ("no browser", |f| complains(f, "[browser] No supported browser found (Chrome/Brave/Edge/Chromium).")),
    ("a device waits", |f| waits(f, Kind::Device, &["operator.read", "operator.write"])),
    ("a device waits to become the owner", |f| waits(f, Kind::Device, &["operator.admin"])),
    ("a node waits", |f| waits(f, Kind::Node, &["camera.snap", "location.get"])),
    ("a sender waits", |f| waits(f, Kind::Channel, &[])),
    ("a command waits", |f| waits(f, Kind::Exec, &[])),
    ("a plugin waits", |f| waits(f, Kind::Plugin, &[])),
    ("a change that needs a restart", |f| edit(&mut f.running_config, |c| c.pending = true)),
    ("a port that needs a restart", |f| edit(&mut f.config, |c| c.port = 18790)),
    ("an edit that the gateway ignores", |f| {
        edit(&mut f.running_config, |c| (c.valid, c.issues) = (false, vec!["update: Unrecognized key".into()]));
    }),
    ("a token that is over", |f| {
        let over = credential("openrouter", "OpenRouter", ProfileKind::Token, Some(hours(-3)));
        edit(&mut f.credentials, |c| c.providers.push(over));
    }),
    ("a login that is not renewed", |f| {
        let over = credential("xai", "xAI", ProfileKind::OAuth, Some(hours(-3)));
        edit(&mut f.credentials, |c| c.providers.push(over));
    }),
    ("a cloud login that is nearly over", |f| {
        let path = "/home/a/.config/openclaw/credentials.json".into();
        let (token, expires) = (true, Some(then() + hours(2)));
        f.cloud_login = seen(Some(CloudLogin { path, token, expires, ..CloudLogin::default() }));
    }),
    ("a cloud login that is over, where its command line is installed", |f| {
        let (token, expires, program) = (true, Some(then() - hours(2)), Some("/usr/local/bin/clw".into()));
        f.cloud_login = seen(Some(CloudLogin { token, expires, program, ..CloudLogin::default() }));
    }),
    ("a key that is over by its own word", |f| {
        shaped(f, |key| key.times = Some(TokenTimes { ends: Some(then() - hours(2)), ..TokenTimes::default() }));
        answered(f, Answer::Refused(Refusal::Expired));
    }),
    ("a key that is not valid yet", |f| {
        shaped(f, |key| key.times = Some(TokenTimes { begins: Some(then() + hours(2)), ..TokenTimes::default() }));
    }),
    ("a channel that was logged out", |f| {
        edit(&mut f.channels, |c| {
            (c[0].running, c[0].connected, c[0].given_up) = (false, Some(false), true);
            c[0].last_error = Some("Unauthorized".into());
        });
    }),
    ("a job that fails", |f| edit(&mut f.schedule, |s| s.jobs[0].failures = 2)),
    ("a scheduler that is off", |f| edit(&mut f.schedule, |s| s.enabled = false)),
    ("a node that is away", |f| edit(&mut f.nodes, |n| n[0].connected = false)),
    ("the clock is behind", |f| ahead(f, -192)),
    ("the clock is ahead, and phones are refused for it", |f| {
        ahead(f, 200);
        away(f, "device-signature-stale", "Jana's phone", None);
    }),
    ("the clock was set wrong", |f| {
        ahead(f, 75);
        edit(&mut f.clock, |c| c.moved = Some(Moved::Jump { by: SignedDuration::from_secs(75) }));
    }),
    ("the clock runs away, since nobody sets it", |f| {
        ahead(f, 8);
        f.clock_sync = seen(sync(false));
    }),
    ("the clock is off, and nobody knows how to set it", |f| {
        ahead(f, -8);
        f.clock_sync = unavailable();
    }),
    ("nobody sets the clock", |f| f.clock_sync = seen(sync(false))),
    ("nobody sets the clock, and nobody tells the time", |f| {
        f.clock = unavailable();
        f.clock_sync = seen(sync(false));
    }),
    ("the clock of a gateway elsewhere is off", |f| {
        (f.process.phase, f.process.owner) = (Phase::External { healthy: true }, Owner::External);
        f.link.skew = Some(SignedDuration::from_secs(600));
    }),
    ("the gateway's clock is off", |f| f.link.skew = Some(SignedDuration::from_secs(600))),
    ("a key with a line break, which is refused", |f| {
        shaped(f, |key| (key.flaw, key.known) = (Some(Flaw::LineBreak), false));
        answered(f, Answer::Refused(Refusal::Wrong));
    }),
    ("another provider's key", |f| {
        shaped(f, |key| (key.flaw, key.known) = (find("anthropic").map(Flaw::Foreign), false));
        unreached(f, Unreached::Resolver);
    }),
    ("a key that was taken back", |f| answered(f, Answer::Refused(Refusal::Revoked))),
    ("a country that is not served", |f| answered(f, Answer::NotPermitted(Bar::Region))),
    ("no credit", |f| answered(f, Answer::OutOfQuota)),
    ("too many requests", |f| answered(f, Answer::RateLimited { retry_after: Some(300) })),
    ("a key for years", |f| shaped(f, |key| key.stored_at = Some(then() - SignedDuration::from_hours(24 * 400)))),
    ("the keychain with the gateway's keys is locked", |f| {
        bridged(f, &["openai", "groq"]);
        kept(f, "openai");
        edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Locked);
        edit(&mut f.activity, |a| a.degraded_secrets = vec!["provider openai: secret provider failed".into()]);
    }),
    ("the keychain with the gateway's keys is gone", |f| {
        bridged(f, &["openai"]);
        let why = "no Secret Service runs in this session".to_owned();
        edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Missing(why.into()));
    }),
    ("our own key for the gateway cannot be kept", |f| {
        f.link.identity = Identity::Session;
        edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Locked);
    }),
    ("the program that gives the gateway its keys can be changed by others", |f| {
        bridged(f, &["openai"]);
        edit(&mut f.key_sources, |sources| {
            sources.bridge.iter_mut().for_each(|bridge| bridge.file.open_to_others = Some(true));
        });
        edit(&mut f.activity, |a| a.degraded_secrets = vec!["provider openai: secret provider failed".into()]);
    }),
    ("a secret that the gateway does not find", |f| {
        edit(&mut f.activity, |a| a.degraded_secrets = vec!["provider groq: secret reference was not found".into()]);
    }),
    ("a key in a file", |f| {
        let place = Place::EnvironmentFile { file: "/home/a/.openclaw/.env".into(), variable: "GROQ_API_KEY".into() };
        plaintext(f, "groq", place);
        plaintext(f, "groq", Place::Copy { file: "/home/a/.openclaw/openclaw.json.bak".into() });
    }),
    ("a variable wins over the keychain", |f| {
        kept(f, "groq");
        let key = Some(KeySource::Variable("GROQ_API_KEY".into()));
        edit(&mut f.credentials, |c| {
            c.providers.push(Credential { provider: "groq".into(), key, ..Credential::default() });
        });
    }),
    ("no network", |f| {
        edit(&mut f.routes, |routes| (routes.ipv4, routes.ipv6) = (false, false));
        for name in ["openai", "groq", "cloud"] {
            leads(f, name, Outcome::Unreached(Unreached::Resolver));
            has_no_address(f, name, Nameless::NotNow);
        }
        unreached(f, Unreached::Resolver);
        f.clock = unavailable();
        f.published = unavailable();
    }),
    ("a hotel that wants a sign-in", |f| {
        for name in ["openai", "groq", "cloud"] {
            leads(f, name, Outcome::Unreached(Unreached::Tls(Tls::WrongName)));
            shows(f, name, Certificate { subject: "hotel.example".into(), ..Certificate::default() });
            shows_page(f, name, "http://hotel.example/");
        }
        unreached(f, Unreached::Tls(Tls::WrongName));
    }),
    ("every host is black-holed", |f| {
        for name in ["openai", "groq", "cloud"] {
            leads(f, name, Outcome::Unreached(Unreached::Tcp(Tcp::TimedOut)));
        }
        unreached(f, Unreached::Tcp(Tcp::TimedOut));
    }),
    ("a name server that has no answers", |f| {
        for name in ["openai", "groq", "cloud"] {
            leads(f, name, Outcome::Unreached(Unreached::Resolver));
            has_no_address(f, name, Nameless::NotNow);
        }
        unreached(f, Unreached::Resolver);
    }),
    ("a proxy that wants a password", |f| {
        for name in ["openai", "groq"] {
            goes_through(f, name, "http://proxy.example:3128", Proxy::Password);
        }
        unreached(f, Unreached::Proxy(Proxy::Password));
    }),
    ("a firewall that drops one provider, of which a login cannot be renewed", |f| {
        leads(f, "xai", Outcome::Unreached(Unreached::Tcp(Tcp::TimedOut)));
        let over = credential("xai", "xAI", ProfileKind::OAuth, Some(hours(-3)));
        edit(&mut f.credentials, |c| c.providers.push(over));
    }),
    ("a refused key of a provider that is not reached any more", |f| {
        leads(f, "openai", Outcome::Unreached(Unreached::Tcp(Tcp::Refused)));
        answered(f, Answer::Refused(Refusal::Wrong));
    }),
    ("a broken IPv6", |f| ipv6_breaks(f, "openai")),
    ("a company that listens in", |f| {
        for name in ["openai", "groq"] {
            leads(f, name, Outcome::Unreached(Unreached::Tls(Tls::UnknownIssuer)));
            shows(f, name, Certificate { issuer: "Zscaler Root CA".into(), chain: 2, ..Certificate::default() });
        }
    }),
    ("a certificate that is not valid yet, since the clock is behind", |f| {
        ahead(f, -400);
        leads(f, "openai", Outcome::Unreached(Unreached::Tls(Tls::NotYetValid)));
        shows(f, "openai", Certificate { from: Some(then()), ..Certificate::default() });
    }),
    ("an address with a wrong path", |f| {
        leads(f, "mine", Outcome::Answered(Answer::WrongEndpoint));
        asked(f, "mine", 404, Body::Json);
    }),
    ("a provider with a fault", |f| {
        leads(f, "openai", Outcome::Answered(Answer::Overloaded));
        asked(f, "openai", 503, Body::Json);
        answered(f, Answer::Overloaded);
    }),
    ("a cloud with a fault", |f| {
        leads(f, "cloud", Outcome::Answered(Answer::Down));
        asked(f, "cloud", 500, Body::Json);
    }),
    ("no Ollama", |f| leads(f, "ollama", Outcome::Unreached(Unreached::Tcp(Tcp::Refused)))),
    ("a model that is not pulled", |f| {
        edit(&mut f.routes, |routes| {
            routes
                .ways
                .iter_mut()
                .for_each(|route| route.models = route.models.as_ref().map(|_| vec!["qwen3:8b".into()]));
        });
    }),
    ("certificates that are not verified, since a file says so", |f| {
        sets(f, variables::VERIFICATION, "0", variables::Place::File("/home/a/.openclaw/.env".into()));
        sets(f, variables::VERIFICATION, "0", variables::Place::Gateway { pid: 4711 });
    }),
    ("a service that knows nothing of the proxy", |f| {
        edit(&mut f.variables, |variables| variables.gateway = Some(4711));
        sets(f, "HTTPS_PROXY", "http://proxy.example:3128", variables::Place::Here);
    }),
    ("a provider without a key", |f| {
        edit(&mut f.key_sources, |sources| sources.wanted = vec!["groq".into()]);
    }),
    ("a start without end", |f| {
        down(f, Phase::Starting);
        f.process.phase_for = Duration::from_secs(150);
        f.health = seen(Health { failing: vec!["startup-sidecars".into()], ..Health::default() });
    }),
    ("the gateway's memory grows", |f| {
        edit(&mut f.host, |host| host.gateway.as_mut().unwrap().now.resident = 3_400_000_000);
    }),
    ("the disk is nearly full", |f| {
        edit(&mut f.host, |host| {
            host.rooms[0].free = 60_000_000;
            host.rooms[0].largest = vec![Portion { name: "media".into(), bytes: 9_000_000_000 }];
        });
    }),
    ("memory is nearly used up", |f| {
        edit(&mut f.host, |host| {
            let memory = host.memory.as_mut().unwrap();
            memory.available = 90_000_000;
            memory.largest = vec![Portion { name: "ollama".into(), bytes: 11_000_000_000 }];
        });
    }),
    ("no more files can be opened", |f| {
        edit(&mut f.host, |host| host.gateway.as_mut().unwrap().handles = Some((1020, 1024)));
    }),
    ("the log is large and grows", |f| {
        edit(&mut f.host, |host| {
            let log = &mut host.logs[0];
            (log.bytes, log.grew) = (2_100_000_000, Some((90_000_000, Duration::from_mins(5))));
            log.mostly = Some(Mostly { line: "connect ECONNREFUSED 127.0.0.1:11434".into(), times: 950, of: 1000 });
        });
    }),
    ("a configuration that others can read", |f| edit(&mut f.file_modes, |files| files[1].mode = 0o644)),
    ("a state folder that is another user's", |f| {
        edit(&mut f.file_modes, |files| (files[0].mine, files[0].writable) = (false, false));
    }),
    ("open to the network with a short password", |f| {
        edit(&mut f.config, |c| (c.bind, c.short_secret) = (Some("lan".into()), true));
        edit(&mut f.port, |holders| holders[0].address = "0.0.0.0:18789".into());
    }),
    ("every web page may talk to the gateway", |f| {
        edit(&mut f.config, |c| c.allowed_origins = vec!["*".into()]);
    }),
    ("a switch that takes protection away", |f| {
        edit(&mut f.config, |c| c.unsafe_switches = vec!["gateway.controlUi.dangerouslyDisableDeviceAuth".into()]);
    }),
    ("an edit that was set back", |f| set_back(f, &["gateway.auth.rateLimit.maxAttempts", "logging.level"])),
    ("an edit that was set back and cannot be read", |f| {
        set_back(f, &[]);
        edit(&mut f.config_copies, |c| c.replaced[0].problem = Some(mistake("", "ends too early", 3, 1)));
    }),
    ("a fix that was killed between two files", |f| {
        f.interrupted = seen(vec![Interrupted {
            entry: "1764145324-9f3a".into(),
            what: "verify-certificates".into(),
            at: then() - hours(1),
            files: vec!["/home/a/.openclaw/openclaw.json".into(), "/home/a/.openclaw/.env".into()],
        }]);
    }),
    ("a configuration where nobody looks", |f| other_config(f, Reader::Nobody)),
    ("a service that reads another configuration", |f| {
        other_config(f, Reader::Service("openclaw-gateway.service".into()));
    }),
    ("a channel that is logged out", |f| {
        edit(&mut f.channels, |channels| {
            (channels[0].given_up, channels[0].last_error) = (true, Some("session logged out".into()));
        });
    }),
    ("a service that failed too often", |f| {
        serviced(f, |s| s.managed = Some(Managed::Failed("start-limit-hit".into())));
        down(f, Phase::Refused(Reason::ServiceDown));
    }),
    ("a service that is not enabled", |f| serviced(f, |s| s.enabled = Some(false))),
    ("a service whose Node is gone", |f| {
        down(f, Phase::Refused(Reason::ServiceDown));
        serviced(f, |s| s.missing = vec!["/opt/node/bin/node".into()]);
    }),
    ("settings that name an OpenClaw older than the configuration's", |f| {
        edit(&mut f.config, |c| c.written_by = Some("2027.1.1".into()));
        edit(&mut f.runtime, |r| {
            r.openclaws.push(OpenClaw {
                version: "2027.1.1".into(),
                entry: "/opt/openclaw.mjs".into(),
                ..OpenClaw::default()
            });
            r.chosen.iter_mut().for_each(|launch| launch.configured = true);
        });
    }),
    ("a gateway from a terminal, and an agent on its PATH", |f| {
        f.process.phase = Phase::External { healthy: true };
        f.process.owner = Owner::External;
        f.guards = seen(vec![Guard { pid: 4711, guarded: Some(false), agent: Some("/usr/bin/claude".into()) }]);
    }),
    ("OpenClaw's doctor was asked", |f| {
        f.gateway_doctor = seen(vec![DoctorFinding {
            check: "core/doctor/disk-space".into(),
            severity: "error".into(),
            message: "Low disk space: 200 MiB left.".into(),
            path: Some("/home/a/.openclaw".into()),
            hint: Some("Free some space.".into()),
        }]);
    }),
];

/// Machines on which nothing is broken, or nothing is known.
pub(super) const QUIET: &[(&str, Break)] = &[
    ("healthy", |_| {}),
    ("nothing asked yet", |f| *f = Facts { process: f.process.clone(), ..Facts::default() }),
    ("just started, nothing asked yet", |f| *f = Facts::default()),
    ("starting", |f| down(f, Phase::Starting)),
    ("restarting", |f| {
        f.process.phase = Phase::Stopping { next: Next::Start };
        gone(f);
    }),
    ("the gateway puts us off", |f| denied(f, "UNAVAILABLE")),
    ("just ready, not connected yet", |f| {
        gone(f);
        f.link.skew = None;
    }),
    ("starting, and a client that comes too early", |f| {
        down(f, Phase::Starting);
        away(f, "token_mismatch", "Jana's phone", None);
        away(f, "startup-sidecars-pending", "Jana's phone", None);
    }),
    ("programs that looked whether anybody listens", |f| {
        away(f, "handshake-timeout", "", None);
        away(f, "invalid-handshake", "", None);
        away(f, "pairing-required", "Jana's phone", None);
    }),
    ("we were turned away before we were let in", |f| away(f, "token_mismatch", "Clawtender", None)),
    ("stopped by the person", |f| {
        down(f, Phase::Stopped);
        f.process.wanted = false;
    }),
    ("somebody else's gateway, configured elsewhere", |f| {
        f.process.phase = Phase::External { healthy: true };
        edit(&mut f.config, |c| c.exists = false);
        edit(&mut f.others, |o| o.gateways = vec![OtherGateway { pid: 4711, ..OtherGateway::default() }]);
    }),
    ("runs again after a crash loop", |f| f.process.failures = 5),
    ("uses another computer's gateway", |f| {
        down(f, Phase::Stopped);
        f.process.wanted = false;
        edit(&mut f.config, |c| c.mode = Some("remote".into()));
    }),
    ("keys in the keychain, and the gateway has them", |f| {
        bridged(f, &["openai"]);
        kept(f, "openai");
    }),
    ("a keychain that nothing needs", |f| {
        edit(&mut f.key_sources, |sources| sources.keychain = KeychainState::Missing("none".into()));
    }),
    ("services that nobody starts from here, or that nothing endangers", |f| {
        serviced(f, |s| (s.used, s.enabled, s.guarded) = (false, Some(false), false));
    }),
    ("an old configuration where nobody looks", |f| {
        other_config(f, Reader::Nobody);
        edit(&mut f.other_configs, |others| others[0].modified = Some(then() - hours(1000)));
    }),
    ("Windows, where files have no mode", |f| f.file_modes = unavailable()),
    ("OpenClaw's doctor has nothing to say", |f| f.gateway_doctor = seen(Vec::new())),
    ("no registry answers", |f| f.published = unavailable()),
    ("a registry with an older OpenClaw", |f| f.published = published("2026.5.12")),
    ("somebody else's gateway, and another OpenClaw", |f| {
        f.process.phase = Phase::External { healthy: true };
        f.process.owner = Owner::External;
        a_start_runs(f, "2026.10.1");
    }),
    ("stopped by the person, who then updates", |f| {
        down(f, Phase::Stopped);
        f.process.wanted = false;
        a_start_runs(f, "2026.10.1");
    }),
    ("no answer from the system about the port", |f| f.port = unavailable()),
    ("no providers anywhere, and no network either", |f| {
        edit(&mut f.routes, |routes| (routes.ipv4, routes.ipv6) = (false, false));
        edit(&mut f.routes, |routes| routes.ways.clear());
    }),
    ("nobody may be asked", |f| f.routes = unavailable()),
    ("no keys anywhere", |f| (f.key_shapes, f.key_tests) = (seen(Vec::new()), seen(Vec::new()))),
    ("offline", |f| unreached(f, Unreached::Resolver)),
    ("the provider has a fault", |f| answered(f, Answer::Down)),
    ("the hotel wants a sign-in", |f| answered(f, Answer::Portal)),
    ("too many requests, and that is over", |f| answered(f, Answer::RateLimited { retry_after: Some(10) })),
    ("an odd key that is accepted", |f| shaped(f, |key| key.flaw = Some(Flaw::Beginning))),
    ("no time server answers", |f| f.clock = unavailable()),
    ("time servers that contradict each other", |f| f.clock = clock(&[(0, 20), (3_000, 20), (200_000, 20)])),
    ("one of three time servers lies", |f| f.clock = clock(&[(3, 20), (200_000, 20), (-4, 20)])),
    ("the system tells nothing of its load", |f| f.host = unavailable()),
    ("a slow start that others here were, too", |f| {
        down(f, Phase::Starting);
        (f.process.phase_for, f.process.usual_start) = (Duration::from_secs(110), Some(Duration::from_mins(1)));
    }),
];

/// Another configuration was written an hour ago.
fn other_config(facts: &mut Facts, reader: Reader) {
    let path = "/home/a/.config/openclaw/openclaw.json5".into();
    facts.other_configs = seen(vec![OtherConfig { path, modified: Some(then() - hours(1)), reader }]);
}
