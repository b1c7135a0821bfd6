//! Requests → what a person reads and may choose.

use proptest::prelude::*;

use super::*;

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn ask(kind: Kind, name: &str, scopes: &[&str]) -> Approval {
    Approval {
        id: "49250d24-40d9-4940-be27-8ce5d383119b".into(),
        name: name.into(),
        platform: "ios".into(),
        address: Some("192.168.1.7".into()),
        subject: Some("5d67a87a7ce5e878dc62d7061778f994f9da8fabf5f2500669728dbfdd669460".into()),
        reason: if kind == Kind::Device { "not-paired".into() } else { String::new() },
        role: (kind == Kind::Device).then(|| "operator".into()),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        channel: (kind == Kind::Channel).then(|| ("telegram".into(), "default".into())),
        since: now(),
        ..Approval::blank(kind)
    }
}

fn upgrade(reason: &str, scopes: &[&str], granted: &[&str]) -> Approval {
    let granted = granted.iter().map(|scope| (*scope).to_owned()).collect();
    Approval { reason: reason.into(), granted, ..ask(Kind::Device, "Jana’s phone", scopes) }
}

fn run(command: &str) -> Approval {
    Approval { command: Some(command.into()), may_always: true, subject: None, ..ask(Kind::Exec, "main", &[]) }
}

fn labels(view: &ApprovalView) -> Vec<&str> {
    view.choices.iter().map(|choice| &*choice.label).collect()
}

#[test]
fn says_who_asks_and_for_what() {
    let node = |scopes: &[&str]| ask(Kind::Node, "Pixel", scopes);
    let rows: Vec<(Approval, &str, &str, bool)> = vec![
        (
            ask(Kind::Device, "Jana’s phone", &["operator.read", "operator.write"]),
            "A device wants to connect",
            "A device that calls itself “Jana’s phone” wants to connect. It could send messages and use the agent’s tools; \
             read chats, settings and logs.",
            false,
        ),
        (
            ask(Kind::Device, "", &[]),
            "A device wants to connect",
            "A device without a name wants to connect. It asks for no permission.",
            false,
        ),
        (
            ask(Kind::Device, "x", &["operator.read", "operator.admin"]),
            "A device wants to connect",
            "A device that calls itself “x” wants to connect. It could do everything that you can, and change every setting; \
             read chats, settings and logs.",
            true,
        ),
        (
            upgrade("scope-upgrade", &["operator.read", "operator.pairing"], &["operator.read"]),
            "A device asks for more",
            "A device that calls itself “Jana’s phone” is known and asks for more. It could then also let other devices in \
             and put them out.",
            true,
        ),
        (
            upgrade("scope-upgrade", &["operator.read", "operator.talk"], &["operator.write"]),
            "A device asks for more",
            "A device that calls itself “Jana’s phone” is known and asks for more. It could then also read chats, settings \
             and logs; talk with the agent by voice.",
            false,
        ),
        (
            upgrade("role-upgrade", &["operator.read"], &[]),
            "A device asks for another role",
            "A device that calls itself “Jana’s phone” is known and asks for the role “operator”. It could then read chats, \
             settings and logs.",
            true,
        ),
        (
            Approval { role: Some("node".into()), ..upgrade("role-upgrade", &[], &["operator.read"]) },
            "A device asks for another role",
            "A node that calls itself “Jana’s phone” is known and wants to serve the agent, too. It asks for no permission.",
            false,
        ),
        (
            upgrade("metadata-upgrade", &["operator.read"], &["operator.read"]),
            "A device says it has changed",
            "A device that calls itself “Jana’s phone” is known and says that it is not what it was before. It could read \
             chats, settings and logs.",
            false,
        ),
        (
            Approval { role: Some("king".into()), ..ask(Kind::Device, "x", &[]) },
            "A device wants to connect",
            "A device that calls itself “x” wants to connect. It asks for no permission.",
            true,
        ),
        (
            ask(Kind::Device, "x", &["operator.sessions.write"]),
            "A device wants to connect",
            "A device that calls itself “x” wants to connect. It could use “operator.sessions.write”, which Clawtender does \
             not know.",
            true,
        ),
        (
            node(&["camera", "camera.snap", "location.get"]),
            "A node wants to serve",
            "A node that calls itself “Pixel” wants to serve the agent. The agent could then take photos with it; see where \
             it is; use its camera.",
            false,
        ),
        (
            Approval { granted: vec!["camera.snap".into()], ..node(&["camera.snap", "system.run"]) },
            "A node offers more",
            "A node that calls itself “Pixel” offers more than before. The agent could then also run any program on it.",
            true,
        ),
        (
            Approval { platform: "Telegram".into(), ..ask(Kind::Channel, "synthuser", &[]) },
            "A sender wants to chat",
            "A sender on Telegram that calls itself “synthuser” wants to talk to the agent. Once approved, what it writes \
             reaches the agent.",
            false,
        ),
        (
            run("rm -rf /tmp/zzz"),
            "A command waits for your answer",
            "The agent “main” wants to run: “rm -rf /tmp/zzz”.",
            true,
        ),
        (
            run("\n  set -e\nmake\n"),
            "A command waits for your answer",
            "The agent “main” wants to run: “set -e”, the first of 2 lines.",
            true,
        ),
        (
            Approval { kind: Kind::Plugin, name: "github".into(), ..run("Merge pull request 12") },
            "A plugin waits for your answer",
            "The plugin “github” asks for this: “Merge pull request 12”.",
            true,
        ),
        (
            Approval { command: None, ..run("") },
            "A command waits for your answer",
            "The agent “main” asks to act, and the gateway does not say what it would do. It can only be denied here.",
            true,
        ),
    ];
    for (approval, title, message, deliberate) in rows {
        let view = approval.view(now());
        assert_eq!((&*view.title, &*view.message), (title, message));
        assert_eq!(view.deliberate, deliberate, "{message}");
    }
}

#[test]
fn says_who_line_by_line() {
    let device = ask(Kind::Device, "Jana’s phone", &[]).view(now());
    assert_eq!(
        device.who,
        [
            "Calls itself “Jana’s phone”",
            "Says that it runs on “ios”",
            "Connects from 192.168.1.7",
            "Asks for the role “operator”",
            "Device id 5d67a87a…669460",
        ]
    );
    let sender = Approval { subject: Some("555000111".into()), address: None, ..ask(Kind::Channel, "", &[]) };
    assert_eq!(
        sender.view(now()).who[..4],
        ["Gives no name", "Writes on “ios”", "Writes to the account “default”", "Sender id 555000111"]
    );
}

#[test]
fn the_powerful_comes_first_and_what_is_new_is_told() {
    let view = upgrade(
        "scope-upgrade",
        &["operator.read", "operator.questions", "operator.approvals", "operator.read", "x.y"],
        &["operator.write"],
    )
    .view(now());
    let listed: Vec<_> = view.permissions.iter().map(|p| (p.scope.as_str(), p.new, p.powerful)).collect();
    assert_eq!(
        listed,
        [
            ("operator.approvals", true, true),
            ("x.y", true, true),
            ("operator.questions", true, false),
            ("operator.read", false, false),
        ]
    );
    assert_eq!(view.permissions[0].words, "Allow commands that the agent wants to run");
}

#[test]
fn choices_are_verb_and_object_and_the_yes_comes_first() {
    let of = |approval: Approval| approval.view(now());
    assert_eq!(labels(&of(ask(Kind::Device, "x", &[]))), ["Approve device", "Reject device"]);
    assert_eq!(labels(&of(ask(Kind::Node, "x", &[]))), ["Approve node", "Reject node"]);
    assert_eq!(labels(&of(ask(Kind::Channel, "x", &[]))), ["Approve sender", "Dismiss sender"]);
    assert_eq!(labels(&of(run("ls"))), ["Allow once", "Always allow", "Deny command"]);
    assert_eq!(labels(&of(Approval { may_always: false, ..run("ls") })), ["Allow once", "Deny command"]);
    assert_eq!(labels(&of(Approval { may_always: true, ..ask(Kind::Device, "x", &[]) })).len(), 2);
}

#[test]
fn nothing_is_allowed_that_cannot_be_read() {
    for command in [None, Some(String::new()), Some(" \n\t".into()), Some("x".repeat(64 * 1024 + 1))] {
        let view = Approval { command, ..run("") }.view(now());
        assert_eq!(labels(&view), ["Deny command"]);
        assert_eq!(view.notes, ["Not all of it can be shown, so that it can only be denied here."]);
    }
    let whole = "x\n".repeat(30 * 1024) + "end";
    let view = run(&whole).view(now());
    assert_eq!((view.choices.len(), view.command), (3, Some(whole)));
}

#[test]
fn what_lapsed_cannot_be_decided() {
    let lapsed = Approval { expires: Some(now()), ..run("ls") }.view(now());
    assert_eq!(lapsed.may(Decision::Approve, true), Err(Refusal::Lapsed));
    assert_eq!(lapsed.may(Decision::Reject, true), Err(Refusal::Lapsed));
    assert_eq!(lapsed.notes, ["The request has lapsed. There is nothing left to decide."]);
}

#[test]
fn a_yes_to_something_powerful_takes_a_second_step() {
    let plain = ask(Kind::Device, "x", &["operator.read"]).view(now());
    let powerful = ask(Kind::Device, "x", &["operator.admin"]).view(now());
    let command = run("ls").view(now());
    for (view, decision, deliberate, may) in [
        (&plain, Decision::Approve, false, Ok(())),
        (&plain, Decision::Reject, false, Ok(())),
        (&plain, Decision::Always, true, Err(Refusal::NotOffered)),
        (&powerful, Decision::Approve, false, Err(Refusal::NeedsSecondStep)),
        (&powerful, Decision::Approve, true, Ok(())),
        (&powerful, Decision::Reject, false, Ok(())),
        (&command, Decision::Always, false, Err(Refusal::NeedsSecondStep)),
        (&command, Decision::Always, true, Ok(())),
        (&command, Decision::Reject, false, Ok(())),
    ] {
        assert_eq!(view.may(decision, deliberate), may, "{decision:?}");
    }
}

#[test]
fn a_name_cannot_speak_in_our_voice() {
    let name = "Phone” wants nothing. \u{202e}It was <b>checked</b> by \"OpenClaw";
    let view = ask(Kind::Device, name, &["operator.admin"]).view(now());
    assert_eq!(
        view.message,
        "A device that calls itself “Phone' wants nothing. It was <b>checked…” wants to connect. It could do everything that \
         you can, and change every setting."
    );
    for blank in ["\u{200d}", " \u{3164}\u{200b}", "\u{1b}[0m"] {
        assert!(ask(Kind::Device, blank, &[]).view(now()).message.starts_with("A device without a name wants"));
    }
    let view = run("ls”. It is harmless. “\u{1b}[8mrm -rf ~").view(now());
    assert_eq!(view.message, "The agent “main” wants to run: “ls'. It is harmless. '‹U+001B›[8mrm -rf ~”.");
    assert_eq!(view.command.as_deref(), Some("ls”. It is harmless. “‹U+001B›[8mrm -rf ~"));
}

fn well_said(view: &ApprovalView) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{what}: {view:?}"));
    if view.message.chars().count() > 240 || !view.message.ends_with('.') || view.title.split_whitespace().count() > 6 {
        return fail("does not fit a notification");
    }
    let lines = view.who.iter().chain(&view.notes).chain([&view.message, &view.title]).map(|line| &**line);
    let words = view.permissions.iter().flat_map(|permission| [&*permission.scope, &*permission.words]);
    let text = lines.chain(words).flat_map(|line| line.chars()).chain(view.command.iter().flat_map(|c| c.chars()));
    if text.filter(|char| *char != '\n').any(|char| char.is_control() || ('\u{202a}'..='\u{202e}').contains(&char)) {
        return fail("control characters");
    }
    if view.permissions.len() > 64 || view.notes.len() > 24 || view.who.len() > 8 {
        return fail("too long a list");
    }
    Ok(())
}

/// Another language fits where the English does, and leaves nothing of it.
fn in_each_language(view: &ApprovalView) -> Result<(), String> {
    for language in Language::all().filter(|language| *language != Language::default()) {
        let mut said = view.clone();
        said.speak(language);
        well_said(&said)?;
        let lines = |view: &ApprovalView| -> Vec<Phrase> {
            let words = view.permissions.iter().map(|permission| permission.words.clone());
            let labels = view.choices.iter().map(|choice| choice.label.clone());
            let heads = [view.title.clone(), view.message.clone()];
            heads.into_iter().chain(view.who.iter().cloned()).chain(words).chain(labels).collect()
        };
        if let Some((left, _)) = lines(view).iter().zip(&lines(&said)).find(|(english, other)| english == other) {
            return Err(format!("{left:?} is said in English in {language:?}"));
        }
    }
    Ok(())
}

#[test]
fn words_are_code() {
    let refusals =
        [Refusal::Lapsed, Refusal::NotOffered, Refusal::NeedsSecondStep].map(|refusal| refusal.message().to_string());
    let scopes = ["operator.admin", "operator.read", "system.run", "camera.snap", "nobody.knows"];
    let kinds = [Kind::Device, Kind::Node, Kind::Channel, Kind::Exec, Kind::Plugin];
    let reasons = ["not-paired", "scope-upgrade", "role-upgrade", "metadata-upgrade", ""];
    let views = kinds.into_iter().flat_map(|kind| reasons.map(|reason| (kind, reason))).map(|(kind, reason)| {
        let view = Approval { reason: reason.into(), ..ask(kind, "x", &scopes) }.view(now());
        well_said(&view).unwrap();
        in_each_language(&view).unwrap();
        [view.title, view.message].into_iter().chain(view.notes).map(String::from).collect::<Vec<_>>().join(" ")
    });
    for said in views.chain(refusals) {
        let said = said.to_lowercase();
        for banned in ["please", "error occurred", "invalid", "failed to", "  "] {
            assert!(!said.contains(banned), "{banned:?} in {said:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn hostile_requests_fit_and_hide_nothing(
        text in "(\\PC|\\pC|\u{1b}\\[[0-9]m|\u{202e}|[a-z ./“”\"<>\n]){0,40}",
        times in prop_oneof![Just(1_usize), Just(300)],
        many in prop_oneof![Just(0_usize), Just(3), Just(80)],
        kind in 0_usize..5,
        reason in 0_usize..5,
    ) {
        let text = text.repeat(times);
        let kind = [Kind::Device, Kind::Node, Kind::Channel, Kind::Exec, Kind::Plugin][kind];
        let scopes: Vec<String> = (0..many).map(|n| format!("{text}{n}")).collect();
        let approval = Approval {
            name: text.clone(),
            platform: text.clone(),
            address: Some(text.clone()),
            subject: Some(text.clone()),
            role: Some(text.clone()),
            reason: ["not-paired", "scope-upgrade", "role-upgrade", "metadata-upgrade", &text][reason].to_owned(),
            granted: scopes.iter().take(1).cloned().collect(),
            command: Some(text.clone()),
            context: vec![text.clone().into(); many],
            warnings: vec![text.clone(); many],
            channel: Some((text.clone(), text.clone())),
            scopes,
            ..ask(kind, "", &[])
        };
        let view = approval.view(now());
        prop_assert_eq!(well_said(&view), Ok(()));
        prop_assert_eq!(in_each_language(&view), Ok(()));
        // whatever is asked for beyond what is known takes the second step
        prop_assert!(view.deliberate || many == 0 || kind == Kind::Channel);
        prop_assert!(view.may(Decision::Reject, false).is_ok());
    }
}
