//! What happens between the command line and a running engine, over the real local socket.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod stage;

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use clawtender_core::{
    approval::{ApprovalView, Choice, Decision, Kind, Permission},
    check::{Finding, Group, Outcome, Severity},
    lifecycle::Owner,
    report::{App, Report, SCHEMA, headline, tone},
    settings_view::Manners,
    snapshot::{GatewayView, May, PhaseName, Snapshot},
    words::Language,
};
use clawtender_engine::protocol::{Answer, Decided, Message, Request, Settled, Written};
use serde_json::Value;
use stage::{Home, Reply, code, pretend, stderr, stdout};

const HOSTILE: &str = "red \u{1b}[31m\u{9b}2J\u{202e}text";

fn gateway() -> GatewayView {
    GatewayView {
        phase: PhaseName::Ready,
        owner: Owner::Child,
        pid: Some(4711),
        version: Some("2026.9.6".into()),
        url: "ws://127.0.0.1:18789".into(),
        started_at: None,
        restarts: 0,
        detail: String::new().into(),
    }
}

fn snapshot() -> Snapshot {
    Snapshot {
        gateway: gateway(),
        findings: Vec::new(),
        approvals: Vec::new(),
        quiet: Vec::new(),
        sign_in: None,
        mending: Vec::new(),
        running: None,
        may: May::default(),
        examining: false,
        new_here: false,
        manners: Manners::default(),
        progress: None,
        language: Language::default(),
    }
}

fn report(severity: Severity) -> Report {
    let findings = vec![Finding {
        id: "port-free".into(),
        group: Group::Gateway,
        title: "Port is taken".into(),
        severity,
        outcome: Outcome::Fail,
        because: None,
        message: HOSTILE.into(),
        evidence: Vec::new(),
        fix: None,
        also: Vec::new(),
        request_id: None,
        help: None,
        subject: None,
        took_ms: 1,
        step: 0,
    }];
    Report {
        schema: SCHEMA,
        generated_at: "2026-11-20T12:00:00Z".parse().unwrap(),
        duration_ms: 1,
        app: App { version: "0.1.0".into(), os: "linux".into(), arch: "x86_64".into() },
        tone: tone(&findings),
        headline: headline(&gateway(), &findings, Language::default()),
        gateway: gateway(),
        findings,
    }
}

#[test]
fn the_running_engine_answers() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Snapshot => Reply::Say(Answer::Snapshot(Box::new(snapshot()))),
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    let status = home.run(&["status", "--json"]);
    assert_eq!(serde_json::from_slice::<Snapshot>(&status.stdout).unwrap(), snapshot());
    let view = home.run(&["gateway", "status", "--json"]);
    assert_eq!(serde_json::from_slice::<GatewayView>(&view.stdout).unwrap(), gateway());
    let text = home.run(&["status"]);
    assert!(stdout(&text).starts_with("✓ Gateway is healthy\n") && stdout(&text).contains("pid 4711"), "{text:?}");
}

#[test]
fn an_order_ends_as_it_settled() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Gateway { action, anyway, .. } => Reply::Say(match action {
            _ if anyway => Answer::Refused(format!("Not {HOSTILE} anyway.").into()),
            action => {
                let (ok, pid) = (serde_json::to_value(action).unwrap() == "start", Some(4711));
                Answer::Settled(Settled { ok, phase: PhaseName::External, pid, message: "It is so.".into() })
            }
        }),
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    let done = home.run(&["gateway", "start"]);
    assert_eq!((code(&done), stdout(&done), stderr(&done)), (0, "It is so.\n", ""));
    let refused = home.run(&["gateway", "stop"]);
    assert_eq!((code(&refused), stdout(&refused), stderr(&refused)), (3, "", "clawtender: It is so.\n"));
    let refused = home.run(&["gateway", "stop", "--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&refused.stdout).unwrap()["ok"], false);
    assert_eq!(code(&refused), 3);
    let refused = home.run(&["gateway", "restart", "--anyway"]);
    assert_eq!((code(&refused), stdout(&refused)), (3, ""));
    assert_eq!(stderr(&refused), "clawtender: Not red text anyway.\n");
}

fn asks(id: &str, deliberate: bool) -> ApprovalView {
    ApprovalView {
        kind: Kind::Device,
        id: id.into(),
        title: "A device wants to connect".into(),
        message: format!("It calls itself “{HOSTILE}”.").into(),
        who: vec![HOSTILE.into()],
        permissions: vec![Permission {
            scope: "operator.read".into(),
            words: "read chats".into(),
            new: true,
            powerful: deliberate,
        }],
        command: None,
        notes: Vec::new(),
        deliberate,
        choices: vec![Choice { decision: Decision::Approve, label: "Approve device".into() }],
        since: "2026-11-20T12:00:00Z".parse().unwrap(),
        expires: None,
    }
}

#[test]
fn a_request_is_decided_by_its_id_and_a_dangerous_one_twice() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Approvals => Reply::Say(Answer::Approvals(vec![asks("4925-a", false), asks("4925-b", true)])),
        Request::Decide { kind: Kind::Device, approval: id, decision, deliberate } => {
            let message = format!("{id} {decision:?} {deliberate}.").into();
            Reply::Say(Answer::Decided(Decided { ok: decision != Decision::Always, message }))
        }
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    let list = home.run(&["pairing", "list"]);
    assert!(stdout(&list).contains("clawtender pairing approve 4925-b (asks once more)"), "{list:?}");
    assert!(stdout(&list).contains("read chats (operator.read, new, powerful)"), "{list:?}");
    assert!(!stdout(&list).contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{list:?}");
    let json = home.run(&["pairing", "list", "--json"]);
    assert_eq!(serde_json::from_slice::<Vec<ApprovalView>>(&json.stdout).unwrap()[1], asks("4925-b", true));

    for (args, code_, out, err) in [
        (&["approve", "4925-a"][..], 0, "4925-a Approve false.\n", ""),
        (&["reject", "4925-b"], 0, "4925-b Reject false.\n", ""),
        (&["approve", "4925-b", "--yes"], 0, "4925-b Approve true.\n", ""),
        (&["approve", "4925-a", "--always"], 3, "", "clawtender: 4925-a Always false.\n"),
        (&["approve", "4925"], 3, "", "clawtender: Several requests begin with 4925. Give more of the id.\n"),
    ] {
        let output = home.run(&[&["pairing"], args].concat());
        assert_eq!((code(&output), stdout(&output), stderr(&output)), (code_, out, err), "{args:?}");
    }
    for (args, said) in [
        (["pairing", "approve", "4925-b"], "takes a second step"),
        (["pairing", "approve", "nope\u{1b}[2J"], "No request nope waits"),
        (["pairing", "reject", ""], "No request waits"),
    ] {
        let output = home.run(&args);
        assert_eq!((code(&output), stdout(&output)), (3, ""), "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {output:?}");
    }
}

#[test]
fn findings_decide_the_exit_code() {
    let home = Home::new();
    pretend(&home, |_| Reply::Say(Answer::Report(Box::new(report(Severity::Warning)))));
    for (args, expected) in [
        (&["doctor"][..], 1),
        (&["doctor", "--fail-on", "info", "--json"], 1),
        (&["doctor", "--fail-on", "error"], 0),
        (&["doctor", "--group", "clock"], 0),
    ] {
        let output = home.run(args);
        assert_eq!(code(&output), expected, "{args:?}: {output:?}");
        assert!(!stdout(&output).contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{args:?}");
    }
    let json = home.run(&["doctor", "--json"]);
    assert_eq!(serde_json::from_slice::<Report>(&json.stdout).unwrap(), report(Severity::Warning));
}

#[test]
fn log_lines_do_not_reach_the_terminal_as_they_are() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Logs { lines } => Reply::Say(Answer::Lines(vec![HOSTILE.to_owned(); lines])),
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    assert_eq!(stdout(&home.run(&["gateway", "logs", "-n", "2"])), "red text\nred text\n");
    let json = home.run(&["gateway", "logs", "-n", "1", "--json"]);
    assert_eq!(serde_json::from_slice::<Vec<String>>(&json.stdout).unwrap(), [HOSTILE]);
}

#[test]
fn whether_to_stay_offline_is_told_to_whoever_asks_the_probes() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Doctor { offline, .. } => {
            let severity = if offline { Severity::Info } else { Severity::Error };
            Reply::Say(Answer::Report(Box::new(report(severity))))
        }
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    assert_eq!(code(&home.run(&["doctor", "--offline", "--json"])), 0);
    assert_eq!(code(&home.run(&["doctor", "--json"])), 1);
}

#[test]
fn the_probes_are_asked_for_no_more_than_what_was_chosen() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Doctor { selection, .. } => {
            let chosen = selection.only == ["clock-skew"] && selection.groups == [Group::Clock];
            let severity = if chosen { Severity::Info } else { Severity::Error };
            Reply::Say(Answer::Report(Box::new(report(severity))))
        }
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    assert_eq!(code(&home.run(&["doctor", "--only", "clock-skew", "--group", "clock", "--json"])), 0);
    assert_eq!(code(&home.run(&["doctor", "--json"])), 1);
}

#[test]
fn followed_lines_are_clean_and_a_gap_in_their_numbers_is_told() {
    let home = Home::new();
    pretend(&home, |request| match request {
        Request::Follow { lines: 7 } => {
            let written = |first| Written { first, lines: vec![HOSTILE.to_owned()], loud: Vec::new() };
            let answer = Message::Answer { id: 1, answer: Answer::Written(written(1)) };
            let later = Message::Written(written(5));
            let lines = [answer, later].map(|message| serde_json::to_string(&message).unwrap());
            Reply::Raw(Box::leak(lines.join("\n").into_boxed_str()))
        }
        other => Reply::Say(Answer::Refused(format!("unexpected {other:?}").into())),
    });
    let mut command = home.command(&["gateway", "logs", "-f", "-n", "7"]);
    let mut follower = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut output = BufReader::new(follower.stdout.take().unwrap());
    output.read_line(&mut said).unwrap();
    output.read_line(&mut said).unwrap();
    follower.kill().unwrap();
    follower.wait().unwrap();
    assert_eq!(said, "red text\nred text\n");
    let mut notes = String::new();
    follower.stderr.take().unwrap().read_to_string(&mut notes).unwrap();
    assert_eq!(notes, "clawtender: Nobody read for a while: 3 lines not printed.\n");

    let older = Home::new();
    pretend(&older, |_| Reply::Say(Answer::Refused("It does not know that request.".into())));
    let refused = older.run(&["gateway", "logs", "-f"]);
    assert_eq!((code(&refused), stderr(&refused)), (3, "clawtender: It does not know that request.\n"));
}

#[test]
fn an_engine_that_makes_no_sense_is_exit_code_3_and_a_sentence() {
    let replies: [fn(Request) -> Reply; 5] = [
        |_| Reply::HangUp,
        |_| Reply::Raw("hello?"),
        |_| Reply::Raw("{\"answer\":{\"id\":1,\"answer\":{\"songs\":[]}}}"),
        |_| Reply::Say(Answer::Done),
        |_| Reply::Say(Answer::Refused("Not now.".into())),
    ];
    for reply in replies {
        let home = Home::new();
        pretend(&home, reply);
        for args in [&["status"][..], &["doctor", "--json"], &["gateway", "start"], &["runtime", "list"]] {
            let output = home.run(args);
            assert_eq!((code(&output), stdout(&output)), (3, ""), "{args:?}: {output:?}");
            assert_eq!(stderr(&output).lines().count(), 1, "{args:?}: {output:?}");
            assert!(stderr(&output).ends_with(".\n"), "{args:?}: {output:?}");
        }
    }
}
