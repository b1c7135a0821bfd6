use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Change, Edit, EditError, Hole, Kept, Undone, text};
use crate::probes::config::parsed;

fn path(dotted: &str) -> Vec<String> {
    dotted.split('.').map(str::to_owned).collect()
}

fn set(dotted: &str, value: Value) -> Change {
    Change::Set { path: path(dotted), value }
}

fn remove(dotted: &str) -> Change {
    Change::Remove { path: path(dotted) }
}

fn changed(text: &str, change: Change) -> String {
    text::changed(text, &[change]).map_or_else(|error| error.to_string(), |(after, _)| after)
}

#[test]
fn what_a_person_wrote_stays_and_what_is_new_looks_like_it() {
    let cases = [
        // a value alone
        ("{ a: 0x1F, 'b': 'x', /* c */ }", set("b", json!("y")), "{ a: 0x1F, 'b': \"y\", /* c */ }"),
        ("{ a: 1 }", set("a", json!({ "b": [1] })), "{ a: { b: [1] } }"),
        // at the end, by the neighbours
        ("{ a: 1 }", set("b", json!(2)), "{ a: 1, b: 2 }"),
        ("{ a: 1, }", set("b", json!(2)), "{ a: 1, b: 2, }"),
        ("{\"a\":1}", set("b", json!(2)), "{\"a\":1, \"b\": 2}"),
        ("{ 'a': 1 }", set("b-c", json!(2)), "{ 'a': 1, 'b-c': 2 }"),
        ("{ a: 1 }", set("b-c", json!(2)), "{ a: 1, \"b-c\": 2 }"),
        ("{\n  a: 1 // one\n}\n", set("b", json!(2)), "{\n  a: 1, // one\n  b: 2\n}\n"),
        ("{\n\ta: 1, // one\n\t// end\n}", set("b", json!(2)), "{\n\ta: 1, // one\n\tb: 2,\n\t// end\n}"),
        ("{\r\n  a: 1,\r\n}", set("b", json!(2)), "{\r\n  a: 1,\r\n  b: 2,\r\n}"),
        ("\u{feff}{\n  a: 1,\n}", set("b", json!(2)), "\u{feff}{\n  a: 1,\n  b: 2,\n}"),
        ("{ a: 1 /* , */ }", set("b", json!(2)), "{ a: 1, b: 2 /* , */ }"),
        ("{ a: 1, // c\n}", set("b", json!(2)), "{ a: 1, b: 2, // c\n}"),
        // into nothing
        ("{}", set("a.b", json!(1)), "{ a: { b: 1 } }".replace("a:", "\"a\":").replace("b:", "\"b\":").leak()),
        ("{ a: {} }", set("a.b", json!(1)), "{ a: { b: 1 } }"),
        ("{\n  a: {},\n}", set("a.b", json!(1)), "{\n  a: {\n    b: 1\n  },\n}"),
        ("{\n  a: {\n    // c\n  },\n}", set("a.b", json!(1)), "{\n  a: {\n    b: 1\n    // c\n  },\n}"),
        // away
        ("{ a: 1, b: 2 }", remove("a"), "{ b: 2 }"),
        ("{ a: 1, b: 2 }", remove("b"), "{ a: 1 }"),
        ("{ a: 1 }", remove("a"), "{ }"),
        ("{\n  a: 1,\n  b: 2\n}", remove("b"), "{\n  a: 1\n}"),
        ("{\n  a: 1,\n  b: 2, // two\n}", remove("b"), "{\n  a: 1,\n   // two\n}"),
        ("{\n  a: 1, // one\n  b: 2,\n}", remove("b"), "{\n  a: 1, // one\n}"),
        ("{ a: 1 /* c */ , b: 2 }", remove("a"), "{ /* c */  b: 2 }"),
        ("{ a: 1 }", remove("b.c"), "{ a: 1 }"),
        // in a list
        ("{ a: [{ b: 1 }, { b: 2, }] }", set("a.1.c", json!(3)), "{ a: [{ b: 1 }, { b: 2, c: 3, }] }"),
        ("{ a: [ { b: [{ c: 1 }] } ] }", set("a.0.b.0.c", json!(3)), "{ a: [ { b: [{ c: 3 }] } ] }"),
        // another name
        ("{ 'a': 1, b: 2 }", Change::Rename { path: path("a"), to: "c".into() }, "{ 'c': 1, b: 2 }"),
        ("{ a: { b: 2 } }", Change::Rename { path: path("a.b"), to: "c d".into() }, "{ a: { \"c d\": 2 } }"),
    ];
    for (text, change, after) in cases {
        assert_eq!(changed(text, change), after, "{text}");
    }
}

#[test]
fn what_is_deep_stands_on_lines_of_its_own() {
    let value = json!({ "source": "exec", "command": "/home/a/.local/share/clawtender/secrets/clawtender", "args": ["secrets"] });
    assert_eq!(
        changed("{\n  gateway: { mode: 'local' },\n}\n", set("secrets.providers.x", value)),
        "{\n  gateway: { mode: 'local' },\n  secrets: {\n    providers: {\n      x: {\n        source: \"exec\",\n        \
         command: \"/home/a/.local/share/clawtender/secrets/clawtender\",\n        args: [\"secrets\"]\n      }\n    }\n  },\n}\n"
    );
}

#[test]
fn what_is_not_certain_is_refused_with_words() {
    for (text, change, why) in [
        ("{ a: 1, a: 2 }", set("a", json!(3)), "a stands in it twice"),
        ("{ a: [1] }", set("a.b", json!(3)), "a is not an object"),
        ("{ a: null }", set("a.b", json!(3)), "a is not an object"),
        ("{ a: ", set("a", json!(3)), "is not understood: The text ends too early"),
        ("[]", set("a", json!(3)), "is not understood"),
        ("{ a: 1, b: 2 }", Change::Rename { path: path("a"), to: "b".into() }, "has a key b already"),
        // a name that only one of the parsers takes apart
        ("{ \\u0061: 1 }", set("a", json!(3)), "not changed"),
    ] {
        let said = changed(text, change);
        assert!(said.contains(why), "{text}: {said}");
    }
    assert!(text::changed(&"{a:".repeat(500), &[set("a", json!(1))]).is_err());
}

fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openclaw.json");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn an_edit_is_taken_back_byte_for_byte_and_its_record_holds_no_secret() {
    let secret = "sk-0123456789abcdef";
    let text =
        format!("{{\n  // mine\n  models: {{ providers: {{ ok: {{ apiKey: '{secret}', port: 0x10 }} }} }},\n}}\n");
    let (_folder, path) = file(&text);
    let changes = vec![set("models.providers.ok.apiKey", json!({ "source": "exec" })), set("secrets.x", json!(1))];
    let edit = Edit::plan(&path, changes).unwrap();
    assert!(!edit.diff().contains("0123456789"), "{}", edit.diff());
    let hole = Hole { secret: SecretString::from(secret), kept: Kept::Account("providers/ok/apiKey".into()) };
    let undo = edit.undo(&[hole]);
    edit.write().unwrap();
    let record = serde_json::to_string(&undo).unwrap();
    assert!(!record.contains("0123456789"), "{record}");
    assert_eq!(undo.accounts(), ["providers/ok/apiKey"]);
    let undo: super::Undo = serde_json::from_str(&record).unwrap();
    let known = |account: &str| (account == "providers/ok/apiKey").then(|| SecretString::from(secret));

    // somebody writes something else in between: only the edit goes
    let edited = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, edited.replace("// mine", "other: true, // mine")).unwrap();
    assert_eq!(undo.carry_out(known).unwrap(), Undone::Apart);
    let now = std::fs::read_to_string(&path).unwrap();
    let value = parsed(now.as_bytes()).unwrap();
    assert_eq!(value, json!({ "other": true, "models": { "providers": { "ok": { "apiKey": secret, "port": 16 } } } }));

    std::fs::write(&path, edited).unwrap();
    assert_eq!(undo.carry_out(known).unwrap(), Undone::Whole);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(undo.carry_out(known).unwrap(), Undone::Nothing);
}

#[test]
fn a_secret_that_moves_within_its_file_or_is_new_in_it_is_in_no_record() {
    let secret = "0123456789abcdef-token";
    let here = || Hole { secret: SecretString::from(secret), kept: Kept::Here(path("auth.token")) };
    for (text, changes) in [
        (format!("{{\n  token: '{secret}', // old\n}}\n"), vec![set("auth.token", json!(secret)), remove("token")]),
        ("{ a: 1 }\n".to_owned(), vec![set("auth.mode", json!("token")), set("auth.token", json!(secret))]),
        ("{ auth: { token: '__OPENCLAW_REDACTED__' } }".to_owned(), vec![set("auth.token", json!(secret))]),
    ] {
        let (_folder, file) = file(&text);
        let edit = Edit::plan(&file, changes).unwrap();
        assert!(!edit.diff().contains("0123456789"), "{}", edit.diff());
        let record = serde_json::to_string(&edit.undo(&[here()])).unwrap();
        assert!(!record.contains("0123456789"), "{record}");
        let undo: super::Undo = serde_json::from_str(&record).unwrap();
        assert_eq!(undo.accounts(), [""; 0]);
        edit.write().unwrap();
        assert_eq!(undo.carry_out(|_| None).unwrap(), Undone::Whole);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);

        // somebody writes something else in between: only the edit goes
        let before = parsed(text.as_bytes()).unwrap();
        edit.write().unwrap();
        let edited = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, edited.replacen('{', "{ other: true,", 1)).unwrap();
        assert_eq!(undo.carry_out(|_| None).unwrap(), Undone::Apart);
        let mut now = parsed(&std::fs::read(&file).unwrap()).unwrap();
        assert_eq!(now.as_object_mut().unwrap().remove("other"), Some(json!(true)));
        assert_eq!(now, before);
    }
}

#[test]
fn a_file_that_was_made_goes_again_unless_somebody_has_written_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/openclaw.json");
    let edit = Edit::new_file(&file, "{ a: 1 }".to_owned()).unwrap();
    let undo = edit.undo(&[]);
    // ended before it was made
    assert_eq!(undo.carry_out(|_| None).unwrap(), Undone::Nothing);
    edit.write().unwrap();
    assert!(matches!(edit.write(), Err(EditError::Appeared(_))));
    assert!(Edit::new_file(&file, String::new()).is_err());
    std::fs::write(&file, "{ a: 2 }").unwrap();
    assert!(matches!(undo.carry_out(|_| None), Err(EditError::Meanwhile(_))));
    std::fs::write(&file, "{ a: 1 }").unwrap();
    assert_eq!(undo.carry_out(|_| None).unwrap(), Undone::Whole);
    assert!(!file.exists() && undo.is_done());
}

#[test]
fn a_file_that_is_replaced_as_a_whole_is_kept_beside_itself_and_not_in_the_record() {
    let (folder, path) = file("{ broken 'sk-0123456789abcdef'");
    let aside = folder.path().join("aside");
    let modified = || std::fs::metadata(&path).unwrap().modified().unwrap();
    let then = modified() - std::time::Duration::from_hours(1);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(then).unwrap();
    let edit = Edit::replaced(&path, "{ a: 1 }".to_owned(), aside.clone()).unwrap();
    assert!(!edit.diff().contains("0123456789"), "{}", edit.diff());
    let record = serde_json::to_string(&edit.undo(&[])).unwrap();
    assert!(!record.contains("0123456789"), "{record}");
    let undo: super::Undo = serde_json::from_str(&record).unwrap();
    edit.write().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ a: 1 }");
    assert!(modified() > then);
    std::fs::write(&path, "{ a: 2 }").unwrap();
    assert!(matches!(undo.carry_out(|_| None), Err(EditError::Meanwhile(_))));
    std::fs::write(&path, "{ a: 1 }").unwrap();
    assert_eq!(undo.carry_out(|_| None).unwrap(), Undone::Whole);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ broken 'sk-0123456789abcdef'");
    // nobody has edited it since then
    assert_eq!(modified(), then);
    assert!(!aside.exists());
}

#[test]
fn a_secret_spelled_with_escapes_is_not_kept_in_the_record_either() {
    let (_folder, path) = file("{ apiKey: 'sk-\\x30123456789abcdef' }");
    let edit = Edit::plan(&path, vec![remove("apiKey")]).unwrap();
    let secret = SecretString::from("sk-0123456789abcdef");
    let undo = edit.undo(&[Hole { secret: secret.clone(), kept: Kept::Account("a".into()) }]);
    assert!(!serde_json::to_string(&undo).unwrap().contains("123456789"));
    edit.write().unwrap();
    assert_eq!(undo.carry_out(|_| Some(secret.clone())).unwrap(), Undone::Apart);
    assert_eq!(parsed(&std::fs::read(&path).unwrap()).unwrap(), json!({ "apiKey": "sk-0123456789abcdef" }));
}

#[test]
fn the_line_of_a_variable_goes_and_comes_back_from_the_keychain() {
    let text =
        "# mine\nexport OPENAI_API_KEY='sk-0123456789abcdef' # work\r\nEDITOR=vi\nGROQ_API_KEY=gsk_0123456789abcdef";
    let (_folder, path) = file(text);
    let names = ["OPENAI_API_KEY", "GROQ_API_KEY"].map(str::to_owned);
    let edit = Edit::without_variables(&path, &names).unwrap();
    assert!(!edit.diff().contains("0123456789"), "{}", edit.diff());
    assert!(edit.diff().contains("-GROQ_API_KEY=••••cdef"), "{}", edit.diff());
    let secret = |account: &str| Some(SecretString::from(format!("{account}0123456789abcdef")));
    let holes =
        ["sk-", "gsk_"].map(|account| Hole { secret: secret(account).unwrap(), kept: Kept::Account(account.into()) });
    let undo = edit.undo(&holes);
    edit.write().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# mine\nEDITOR=vi\n");
    let record = serde_json::to_string(&undo).unwrap();
    assert!(!record.contains("0123456789"), "{record}");
    assert_eq!(undo.carry_out(secret).unwrap(), Undone::Whole);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);

    std::fs::write(&path, "EDITOR=emacs").unwrap();
    assert_eq!(undo.carry_out(secret).unwrap(), Undone::Apart);
    let now = std::fs::read_to_string(&path).unwrap();
    assert_eq!(now, "EDITOR=emacs\nOPENAI_API_KEY=sk-0123456789abcdef\nGROQ_API_KEY=gsk_0123456789abcdef\n");
    assert_eq!(undo.carry_out(secret).unwrap(), Undone::Nothing);
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_lost() {
    let (_folder, path) = file("{ a: 1 }");
    let edit = Edit::plan(&path, vec![set("a", json!(2))]).unwrap();
    std::fs::write(&path, "{ a: 1, b: 2 }").unwrap();
    assert!(matches!(edit.write(), Err(EditError::Meanwhile(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ a: 1, b: 2 }");
}

#[cfg(unix)]
#[test]
fn mode_and_link_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, path) = file("{ a: 1 }");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    Edit::plan(&link, vec![set("a", json!(2))]).unwrap().write().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ a: 2 }");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "something was left behind");
}

/// A JSON5 text of objects, written in many ways.
fn texts() -> impl Strategy<Value = String> {
    let blank = prop_oneof![
        Just(" "),
        Just("\n  "),
        Just(" /* c, } */ "),
        Just("\n  // l: {\n  "),
        Just(""),
        Just("\r\n\t"),
        Just("\u{a0}"),
    ];
    let scalar = prop_oneof![
        Just("1"),
        Just("0xAF"),
        Just("+.5"),
        Just("'it\\'s'"),
        Just("\"q\\\"\""),
        Just("true"),
        Just("null"),
        Just("NaN"),
        Just("'two \\\nlines'"),
        Just("[1, [2,], 'x',]"),
        Just("-Infinity"),
        Just("'ü🦞'"),
    ];
    let name = prop_oneof![Just("a"), Just("'b'"), Just("\"c\""), Just("$d"), Just("'e f'"), Just("\"\"")];
    let leaf = scalar.prop_map(str::to_owned).boxed();
    let object = leaf.prop_recursive(4, 40, 5, move |inner| {
        let property = (blank.clone(), name.clone(), blank.clone(), inner, blank.clone());
        (prop::collection::vec(property, 0..5), any::<bool>(), blank.clone()).prop_map(|(properties, tail, end)| {
            let mut seen = std::collections::HashSet::new();
            let kept: Vec<_> = properties.into_iter().filter(|property| seen.insert(property.1)).collect();
            let parts: Vec<String> = kept
                .iter()
                .map(|(before, name, after, value, end)| format!("{before}{name}:{after}{value}{end}"))
                .collect();
            format!("{{{}{}{end}}}", parts.join(","), if tail && !parts.is_empty() { "," } else { "" })
        })
    });
    (object, prop_oneof![Just(""), Just("\n"), Just("// end")]).prop_map(|(object, end)| {
        if object.starts_with('{') { format!("{object}{end}") } else { format!("{{ a: {object} }}") }
    })
}

proptest! {
    #[test]
    fn an_edit_changes_what_it_is_meant_to_and_no_other_byte(
        text in texts(),
        parts in prop::collection::vec(prop_oneof![Just("a"), Just("b"), Just("c"), Just("$d"), Just("e f"), Just("n")], 1..4),
        kind in 0..3_u8,
    ) {
        let path: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let change = match kind {
            0 => Change::Set { path, value: json!({ "new": ["x", 1] }) },
            1 => Change::Remove { path },
            _ => Change::Rename { path, to: "renamed".into() },
        };
        let Ok((after, splices)) = text::changed(&text, std::slice::from_ref(&change)) else { return Ok(()) };
        // that the right thing changed is checked before it is handed out; that nothing else did is this: what came is
        // only what was meant, and taking it away again leaves every byte
        let mut back = after.clone();
        for splice in splices.iter().rev() {
            prop_assert!(splice.take_back(&mut back));
        }
        prop_assert_eq!(&back, &text);
        let comments = |text: &str| text.matches("/* c, } */").count() + text.matches("// l: {").count();
        if kind != 1 && !splices.iter().any(|splice| splice.removed.contains('/')) {
            prop_assert_eq!(comments(&after), comments(&text));
        }
        let stood = parsed(text.as_bytes()).unwrap().pointer(&format!("/{}", parts.join("/"))).is_some();
        if kind == 0 && !stood {
            prop_assert!(splices.iter().all(|splice| splice.removed.trim().is_empty()), "{}", text);
        }
    }

    #[test]
    fn no_text_causes_a_panic(text in "(\\PC|[{}\\[\\]:,'\"/*\n\\\\ a1]){0,120}", name in "\\PC{0,4}", kind in 0..3_u8) {
        let path = vec![name.clone(), "b".to_owned()];
        let change = match kind {
            0 => Change::Set { path, value: json!("x") },
            1 => Change::Remove { path: path[..1].to_vec() },
            _ => Change::Rename { path: path[..1].to_vec(), to: "y".into() },
        };
        let _ = text::changed(&text, &[change]);
        let _ = super::diff::masked(&text);
    }
}
