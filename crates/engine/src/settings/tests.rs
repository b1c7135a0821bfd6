use proptest::prelude::*;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(text: impl AsRef<[u8]>) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        std::fs::write(folder.path(), text).unwrap();
        folder
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.path().join("settings.json5")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }
}

fn load(text: &str) -> Loaded {
    Settings::load(&Folder::with(text).path())
}

#[test]
fn no_file_and_an_empty_file_are_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Settings::load(&folder.path().join("none")), Loaded::default());
    for text in ["", "\u{feff}", "// nothing yet\n", "{}"] {
        assert_eq!(load(text), Loaded::default(), "{text:?}");
    }
}

#[test]
fn everything_can_be_set() {
    let text = "\u{feff}{ gateway: { mode: 'watch', command: ['/n', 'o.mjs'], port: 0x4A38, quit: \"stop\" }, // mine
        clock: { servers: ['a:1123', '::1'], https: ['https://b/'] }, checks: { muted: { 'clock-skew': '2027-01-01T00:00:00Z' }, live: false },
        notifications: { enabled: false, sound: true, quiet: '22:00-7:00' }, appearance: { theme: 'dark' }, language: 'de', }";
    let Loaded { settings, warnings } = load(text);
    assert_eq!(warnings, []);
    for (key, value) in [
        ("gateway.mode", json!("watch")),
        ("gateway.command", json!(["/n", "o.mjs"])),
        ("gateway.port", json!(19000)),
        ("gateway.quit", json!("stop")),
        ("clock.servers", json!(["a:1123", "::1"])),
        ("clock.https", json!(["https://b/"])),
        ("checks.muted", json!({ "clock-skew": "2027-01-01T00:00:00Z" })),
        ("checks.live", json!(false)),
        ("notifications.enabled", json!(false)),
        ("notifications.sound", json!(true)),
        ("notifications.quiet", json!("22:00-07:00")),
        ("appearance.theme", json!("dark")),
        ("language", json!("de")),
    ] {
        assert_eq!(settings.get(key), Some(value.clone()), "{key}");
        assert_ne!(Settings::default().get(key), Some(value), "{key}: a default proves nothing");
    }
    assert!(KEYS.iter().all(|key| settings.get(key).is_some()));
    assert_eq!(settings.get("gateway"), None);
}

#[test]
fn what_does_not_count_is_named_and_the_rest_applies() {
    let text = "{\n  gateway: { mode: 'banana', port: 70000, quit: 'stop', prot: 1 },\n  clock: 5, extra: { deep: 1 },\n  gateway2: 1 }";
    let Loaded { settings, warnings } = load(text);
    assert_eq!(
        settings,
        Settings { gateway: Gateway { quit: Quit::Stop, ..Gateway::default() }, ..Settings::default() }
    );
    let found: Vec<_> = warnings.iter().map(|w| (&*w.message, w.line.unwrap(), w.column.unwrap())).collect();
    assert_eq!(
        found,
        [
            ("gateway.mode needs one of \"auto\", \"child\", \"service\", \"watch\". Its default applies.", 2, 20),
            ("gateway.port needs a whole number from 1 to 65535. Its default applies.", 2, 36),
            ("There is no setting gateway.prot.", 2, 57),
            ("clock needs an object, { … }.", 3, 3),
            ("There is no setting extra.", 3, 13),
            ("There is no setting gateway2.", 4, 3),
        ]
    );
}

#[test]
fn one_time_server_that_is_none_does_not_spoil_the_others() {
    let text = "{\n  clock: {\n    servers: ['a', 7, 'b c', 'b:1'],\n    https: ['ftp://a'],\n  },\n}";
    let Loaded { settings, warnings } = load(text);
    assert_eq!(settings.get("clock.servers"), Some(json!(["a", "b:1"])));
    assert_eq!(settings.get("clock.https"), Some(json!([])), "nobody asked for the built-in ones");
    let found: Vec<_> = warnings.iter().map(|w| (w.key.as_str(), w.line.unwrap(), w.column.unwrap())).collect();
    assert_eq!(found, [("clock.servers", 3, 20), ("clock.servers", 3, 23), ("clock.https", 4, 13)]);
    assert!(warnings[1].message.ends_with("for instance. This one is left out."), "{}", warnings[1].message);

    let nobody = load("{ clock: { servers: [], https: [] } }");
    assert_eq!((nobody.settings.clock.servers.len(), nobody.settings.clock.https.len()), (0, 0));
    assert_eq!(nobody.warnings, []);
    let usual = load("{ clock: { servers: null, https: 5 } }").settings.clock;
    assert_eq!(usual, Clock::default());
}

#[test]
fn a_file_that_cannot_be_used_is_one_warning() {
    let cases: [(Vec<u8>, &str, Option<u32>); 5] = [
        (
            b"{ gateway: { mode: 'watch' ".to_vec(),
            "The settings do not parse: Unterminated object. The defaults apply.",
            Some(1),
        ),
        (b"\n[]".to_vec(), "The settings are not an object, { … }. The defaults apply.", Some(2)),
        (vec![0xff, 0xfe, 0], "The settings file is not UTF-8 text. The defaults apply.", None),
        (
            vec![b' '; 2_000_000],
            "The settings file is not read: it is larger than 1048576 bytes. The defaults apply.",
            None,
        ),
        (
            b"{ language: 'de' clock: {} }".to_vec(),
            "The settings do not parse: Expected comma. The defaults apply.",
            Some(1),
        ),
    ];
    for (bytes, message, line) in cases {
        let Loaded { settings, warnings } = Settings::load(&Folder::with(&bytes).path());
        assert_eq!(settings, Settings::default());
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert_eq!((&*warning.message, warning.line), (message, line));
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Settings::load(folder.path()).warnings.len(), 1);
}

#[test]
fn an_edit_keeps_the_rest_of_the_text() {
    let text = "// mine\n{\n  gateway: {\n    mode: 'auto', // who\n    port: +19000,\n  },\n  /* later */ clock: { servers: [] },\n}\n";
    for (key, value, after) in [
        ("gateway.mode", "watch", text.replace("'auto'", "\"watch\"")),
        ("gateway.port", "19001", text.replace("+19000", "19001")),
        ("clock.servers", "['a', 'b:1']", text.replace("[]", "[\"a\", \"b:1\"]")),
        ("gateway.quit", "stop", text.replace("19000,\n", "19000,\n    \"quit\": \"stop\",\n")),
        ("language", "de", text.replace("[] },\n", "[] },\n  \"language\": \"de\",\n")),
        ("language", "null", text.to_owned()),
        ("notifications.sound", "null", text.to_owned()),
        ("gateway.mode", "auto", text.replace("'auto'", "\"auto\"")),
    ] {
        let folder = Folder::with(text);
        Settings::set(&folder.path(), key, value).unwrap();
        assert_eq!(folder.text(), after, "{key} {value}");
    }
}

#[test]
fn a_new_file_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("settings.json5");
    Settings::set(&path, "gateway.command", "[\"/opt/node\", \"o.mjs\"]").unwrap();
    Settings::set(&path, "checks.muted", "{ 'clock-skew': '2027-01-01T00:00:00Z' }").unwrap();
    let Loaded { settings, warnings } = Settings::load(&path);
    assert_eq!((settings.gateway.command.unwrap().len(), settings.checks.muted.len(), warnings.len()), (2, 1, 0));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_is_not_a_setting_is_not_written() {
    for (text, key, value, message) in [
        ("{}", "gateway.prot", "1", "There is no setting gateway.prot."),
        ("{}", "gateway", "{}", "There is no setting gateway."),
        ("{}", "gateway.port", "70000", "gateway.port needs a whole number from 1 to 65535."),
        ("{}", "gateway.port", "auto", "gateway.port needs a whole number from 1 to 65535."),
        ("{}", "notifications.sound", "yes", "notifications.sound needs true or false."),
        (
            "{}",
            "notifications.quiet",
            "22:00",
            "notifications.quiet needs two different times of day, \"22:00-07:00\" for instance.",
        ),
        (
            "{}",
            "clock.servers",
            "['a', 'b c']",
            "clock.servers needs a list of time servers, [\"time.example.org\", \"192.0.2.1:123\"] for instance.",
        ),
        (
            "{}",
            "clock.https",
            "true",
            "clock.https needs a list of web addresses, [\"https://example.org/\"] for instance.",
        ),
        ("{}", "gateway.command", "[]", "gateway.command needs a list of words, [\"a\", \"b\"] for instance."),
        (
            "{ gateway: ",
            "gateway.port",
            "1",
            "The settings file is not changed, as it is not understood: Expected value after colon in object property on line 1 column 12. Mend it, or take it away to start afresh.",
        ),
        (
            "[]",
            "gateway.port",
            "1",
            "The settings file is not changed, as it is not understood: it is not an object. Mend it, or take it away to start afresh.",
        ),
        (
            "{ gateway: 5 }",
            "gateway.port",
            "1",
            "The settings file is not changed, as it is not understood: gateway is not an object. Mend it, or take it away to start afresh.",
        ),
    ] {
        let folder = Folder::with(text);
        assert_eq!(Settings::set(&folder.path(), key, value).unwrap_err().to_string(), message);
        assert_eq!(folder.text(), text);
    }
}

#[test]
fn a_key_that_stands_twice_is_left_once() {
    let folder = Folder::with("{ language: 'a', language: 'b' }");
    Settings::set(&folder.path(), "language", "c").unwrap();
    assert_eq!(Settings::load(&folder.path()).settings.language.as_deref(), Some("c"));
}

proptest! {
    #[test]
    fn no_file_whatever_causes_a_panic_or_is_lost(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let folder = Folder::with(&bytes);
        let _ = Settings::load(&folder.path());
        if Settings::set(&folder.path(), "language", "de").is_err() {
            prop_assert_eq!(std::fs::read(folder.path()).unwrap(), bytes);
        }
    }

    #[test]
    fn an_edit_changes_that_setting_alone(
        text in "[{}\\[\\]:,'\"/*\\\\0x+. \n]{0,30}(gateway|language|clock|port|mode|null|1|'a'|[{}:, \n]){0,12}",
        key in proptest::sample::select(KEYS),
        value in "(auto|1|true|null|\\['a'\\]|[{}:'\"]{0,4})",
    ) {
        let folder = Folder::with(&text);
        let before = Settings::load(&folder.path()).settings;
        if Settings::set(&folder.path(), key, &value).is_err() {
            prop_assert_eq!(folder.text(), text);
        }
        let after = Settings::load(&folder.path()).settings;
        for other in KEYS.iter().filter(|other| **other != key) {
            prop_assert_eq!(before.get(other), after.get(other));
        }
    }
}
