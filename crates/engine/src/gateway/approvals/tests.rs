use super::*;

/// As OpenClaw 2026.9.6 lists them.
fn listed(source: Source) -> Vec<Approval> {
    let answers: Value = serde_json::from_str(include_str!("../testdata/lists.json")).unwrap();
    source.read(&answers[source.method()])
}

#[test]
fn a_device_and_why_it_asks() {
    let [new, more, role, changed] = &listed(Source::Device)[..] else { panic!() };
    assert_eq!(
        (new.kind, new.id.as_str(), new.reason.as_str()),
        (Kind::Device, "49250d24-40d9-4940-be27-8ce5d383119b", "not-paired")
    );
    assert_eq!(
        (new.name.as_str(), new.platform.as_str(), new.role.as_deref()),
        ("Second device", "linux", Some("operator"))
    );
    assert_eq!((new.scopes.len(), new.granted.len(), new.expires), (2, 0, None));
    assert_eq!(new.since.as_millisecond(), 1_795_173_709_535);
    assert_eq!((more.reason.as_str(), &more.granted[..]), ("scope-upgrade", &["operator.read".to_owned()][..]));
    assert_eq!((role.reason.as_str(), role.role.as_deref()), ("role-upgrade", Some("node")));
    assert_eq!(changed.reason, "metadata-upgrade");
}

#[test]
fn a_node_offers_what_it_can_do() {
    let [node] = &listed(Source::Node)[..] else { panic!() };
    assert_eq!(
        (node.kind, node.name.as_str(), &node.scopes[..]),
        (Kind::Node, "n1", &["system".to_owned(), "system.run".into()][..])
    );
    assert_eq!((node.reason.as_str(), node.role.as_deref()), ("not-paired", Some("node")));
}

#[test]
fn a_sender_has_channel_and_account() {
    let [sender] = &listed(Source::Channel)[..] else { panic!() };
    assert_eq!((sender.name.as_str(), sender.platform.as_str()), ("Synth synthuser", "Telegram"));
    assert_eq!(sender.channel, Some(("telegram".into(), "default".into())));
    assert_eq!(sender.subject.as_deref(), Some("555000111"));
    assert_eq!(sender.expires, Some("2026-11-20T13:03:43Z".parse().unwrap()));
}

#[test]
fn a_command_is_shown_whole_and_its_words_where_they_differ() {
    let [plain, odd] = &listed(Source::Exec)[..] else { panic!() };
    assert_eq!((plain.command.as_deref(), plain.name.as_str()), (Some("rm -rf /tmp/zzz"), "main"));
    assert_eq!(plain.context, ["Folder: /tmp", "Runs on: gateway"]);
    assert!(plain.may_always && plain.warnings.is_empty());
    assert_eq!(plain.expires.unwrap().as_millisecond(), 1_795_176_282_168);
    assert_eq!(odd.command.as_deref(), Some("echo hello\nls ‹U+202E›txt"));
    assert!(odd.context.contains(&r#"As words: ["rm","-rf","/"]"#.into()), "{:?}", odd.context);
    assert_eq!(odd.warnings, ["It deletes", "destructive"]);
    assert!(!odd.may_always);
}

#[test]
fn plugins_and_openclaw_itself_say_what_they_want() {
    let [plugin] = &listed(Source::Plugin)[..] else { panic!() };
    assert_eq!((plugin.name.as_str(), plugin.command.as_deref()), ("p", Some("Title\nDescription")));
    assert!(plugin.may_always);
    let [system] = &listed(Source::System)[..] else { panic!() };
    assert_eq!((system.kind, system.command.as_deref()), (Kind::Plugin, Some("OpenClaw change\nset x to y")));
    assert!(!system.may_always);
    assert_eq!(
        (Source::of(system.kind, &system.id), Source::of(plugin.kind, &plugin.id)),
        (Source::System, Source::Plugin)
    );
}

#[test]
fn what_is_no_request_is_left_out() {
    for answer in [
        json!(null),
        json!([]),
        json!({ "pending": 7, "paired": "x", "requests": {} }),
        json!({ "pending": [7, {}, { "requestId": "" }, { "requestId": "a\nb" }, { "requestId": "x".repeat(201) }],
                "requests": [{ "requestId": "r" }, { "requestId": "r", "channel": "c" }] }),
        json!([7, {}, { "id": 3 }, { "id": "\u{202e}" }]),
    ] {
        for source in Source::ALL {
            assert_eq!(source.read(&answer), [], "{source:?} {answer}");
        }
    }
}

#[test]
fn claims_are_cleaned_and_a_flood_is_cut() {
    let long = "x".repeat(100_000);
    let answer = json!({ "pending": [{ "requestId": "r", "displayName": "a\u{1b}[31mb\u{202e}", "platform": long,
        "scopes": vec!["operator.read"; 5000], "ts": i64::MAX }] });
    let [device] = &Source::Device.read(&answer)[..] else { panic!() };
    assert_eq!((device.name.as_str(), device.platform.chars().count(), device.scopes.len()), ("ab", NAME, ENTRIES));
    let record = json!([{ "id": "e", "request": { "command": "x\n".repeat(100_000) } }]);
    let command = Source::Exec.read(&record)[0].command.clone().unwrap();
    assert!(command.ends_with('…') && command.chars().count() > 64 * 1024);
    let many: Vec<Value> = (0..2000).map(|id| json!({ "requestId": format!("r{id}"), "ts": 2000 - id })).collect();
    let lists = [Source::Device.read(&json!({ "pending": many })), Source::Node.read(&json!({ "pending": many }))];
    let merged = merge(lists);
    assert_eq!(merged.len(), MOST);
    assert!(merged.is_sorted_by_key(|approval| approval.since));
}

#[test]
fn an_event_names_the_list_that_changed() {
    assert_eq!(Source::of_event("device.pair.requested"), Some(Source::Device));
    assert_eq!(Source::of_event("openclaw.approval.resolved"), Some(Source::System));
    assert_eq!(Source::of_event("node.presence"), None);
}
