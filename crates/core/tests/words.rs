//! Holds the languages to each other: whoever reads Clawtender in another language than English misses nothing.
#![allow(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use clawtender_core::{checks, fixes, signatures, words::Language};
use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey},
    parser,
};

/// What may be the same in two languages: names, and words that are spelled alike.
const ALIKE: &[(&str, &[&str])] = &[(
    "de",
    &[
        "language-direction",
        "language-whole",
        "notice-list-between",
        "notice-read-first",
        "version",
        "source-rpc",
        "gateway",
        "owner-child",
        "kind-node",
        "kind-channel",
        "kind-plugin",
        "megabytes",
        "mending-part",
        "took",
        "question",
        "group-gateway",
        "gateway-ready-both",
        "log-text",
        "about",
        "two-sentences",
        "permission-line",
        "settings-gateway",
        "setting-gateway-port",
        "mode-child",
        "settings-needs",
        "setup-install",
        "setup-mode-change",
        "history-run",
        "moved-left",
    ],
)];

/// What the signatures say. The English is with them (src/signatures.json5), and every other language has this file.
const SIGNATURES: &str = "signatures.ftl";

/// By what languages tell numbers apart, each as it needs: no names that the code gives.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// One message: what it is told, the names of its variants, and what a reader sees of it with the names of what it is told.
#[derive(Debug, Default, PartialEq)]
struct Said {
    told: BTreeSet<String>,
    variants: BTreeSet<String>,
    words: String,
}

#[test]
fn every_message_is_said_in_every_language_of_the_same_things() {
    let english = messages("en");
    for language in Language::all() {
        let others = messages(language.tag());
        let mut wrong = Vec::new();
        for (place, said) in &english {
            match others.get(place) {
                None => wrong.push(format!("{place:?} is missing")),
                Some(other) if other.told != said.told => {
                    wrong.push(format!("{place:?} speaks of {:?}, in English of {:?}", other.told, said.told));
                }
                Some(other) if other.variants != said.variants => {
                    wrong.push(format!("{place:?} tells {:?} apart, in English {:?}", other.variants, said.variants));
                }
                Some(_) => {}
            }
        }
        wrong.extend(
            others
                .keys()
                .filter(|place| !english.contains_key(*place) && place.0 != SIGNATURES)
                .map(|place| format!("{place:?} is said in no English")),
        );
        assert!(wrong.is_empty(), "{}:\n{}", language.tag(), wrong.join("\n"));
    }
}

#[test]
fn no_message_was_left_in_english() {
    let english = messages("en");
    for language in Language::all().filter(|language| *language != Language::default()) {
        let others = messages(language.tag());
        let alike = ALIKE.iter().find(|(tag, _)| *tag == language.tag()).map_or(&[][..], |(_, ids)| *ids);
        let same: BTreeSet<&str> = english
            .iter()
            .filter(|(place, said)| others.get(*place).is_some_and(|other| other.words == said.words))
            .map(|((_, id), _)| id.as_str())
            .collect();
        assert_eq!(
            same,
            alike.iter().copied().collect(),
            "{}: on the left what is the same, on the right what may be",
            language.tag()
        );
    }
}

/// What the page says is held to its places by ui/tests/words.test.ts.
#[test]
fn no_message_is_said_by_nobody() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut code = Vec::new();
    for face in ["core", "engine", "tray", "cli", "../src-tauri"] {
        gather(&sources.join(face).join("src"), &mut code);
    }
    let named: BTreeSet<&str> = code.iter().flat_map(|file| literals(without_tests(file))).collect();
    let ids = messages("en")
        .into_keys()
        .filter(|(file, _)| !matches!(file.as_str(), "window.ftl" | "language.ftl"))
        .map(|(_, id)| id);
    let of_one = |id: &str| {
        checks::ALL.iter().any(|check| id.strip_prefix("title-") == Some(check.id))
            || fixes::ALL.iter().any(|fix| id.strip_prefix("fix-") == Some(fix.id))
    };
    let unused: Vec<_> = ids.filter(|id| !of_one(id) && !named.contains(id.as_str())).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn only_what_the_code_says_counts_as_said() {
    let code = "Phrase::new(\"a-b\", []); // say(\"in-a-comment\")
        match way { \"a-pattern\" => say(\"plain\"), _ => told(\"a-word\"), }
        #[serde(rename = \"an-attribute\")]
        tell(\"not\"); \"a quoted \\\"in-it\\\" text\"; '\"'; (\"of-a-table\", 1)";
    let expected = ["a quoted \\\"in-it\\\" text", "a-b", "a-word", "of-a-table", "plain"];
    assert_eq!(literals(code).into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(without_tests("code();\n#[cfg(test)]\n#[cfg(unix)]\nmod tests {\n}"), "code();\n");
    for elsewhere in ["#[cfg(test)]\nfn one() {}\ncode();", "#[cfg(test)]\nmod tests;\ncode();"] {
        assert_eq!(without_tests(elsewhere), elsewhere);
    }
}

/// The texts that stand for themselves in Rust code: whole, and neither in a comment, nor in an attribute, nor as a pattern. One
/// that is a single word counts where something is said with it.
fn literals(code: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(byte) = code.as_bytes().get(at) {
        let rest = &code[at..];
        match byte {
            b'/' if rest.starts_with("//") => at += rest.find('\n').unwrap_or(rest.len()),
            b'#' if rest.starts_with("#[") => at += rest.find("]\n").map_or(1, |end| end + 1),
            b'\'' if rest.starts_with("'\"'") => at += 3,
            b'r' if rest.starts_with("r#\"") => at += rest.find("\"#").map_or(3, |end| end + 2),
            b'"' => {
                let Some(length) = closing(&rest[1..]) else { break };
                let (text, after) = (&rest[1..=length], &rest[length + 2..]);
                let said = ["say(", "new("].iter().any(|call| code[..at].trim_end().ends_with(call));
                if !after.trim_start().starts_with("=>") && (said || !text.chars().all(char::is_alphabetic)) {
                    found.insert(text);
                }
                at += length + 2;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Where a text in quotation marks ends, from behind its first one.
fn closing(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, char)| {
        let ends = char == '"' && !escaped;
        escaped = char == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// The code without the tests that stand below it.
fn without_tests(code: &str) -> &str {
    let begins = |at: &usize| {
        let below = code[*at..].lines().find(|line| !line.trim_start().starts_with("#["));
        below.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
    };
    let end = code.match_indices("#[cfg(test)]").map(|(at, _)| at).find(begins);
    &code[..end.unwrap_or(code.len())]
}

#[test]
fn every_check_and_every_fix_has_its_name_as_the_code_says_it() {
    let english = Language::default();
    for check in checks::ALL {
        assert_eq!(english.known(&format!("title-{}", check.id)).as_deref(), Some(check.title), "{}", check.id);
    }
    for fix in fixes::ALL {
        assert_eq!(english.known(&format!("fix-{}", fix.id)).as_deref(), Some(fix.label), "{}", fix.id);
    }
}

#[test]
fn every_signature_is_said_in_every_language_of_the_same_fields() {
    /// `{client|A client}`, and in another language `‹client|Ein Client›`: which fields a cause speaks of.
    fn fields(cause: &str, open: char, close: char) -> BTreeSet<&str> {
        let places = cause.split(open).skip(1).map(|rest| rest.split_once(close).expect("what is opened is closed").0);
        places.map(|place| place.split_once('|').expect("a name, and what stands there without it").0).collect()
    }
    for language in Language::all().filter(|language| *language != Language::default()) {
        let others = messages(language.tag());
        let mut wrong = Vec::new();
        let mut ids = BTreeSet::new();
        for signature in &signatures::ALL {
            for (part, english) in [("cause", signature.cause), ("advice", signature.advice)] {
                let place = (SIGNATURES.to_owned(), format!("{part}-{}", signature.id));
                match others.get(&place) {
                    None => wrong.push(format!("{} is missing", place.1)),
                    Some(said) if fields(english, '{', '}') != fields(&said.words, '‹', '›') => {
                        wrong.push(format!("{} speaks of something else", place.1));
                    }
                    Some(said) if said.words == english => wrong.push(format!("{} was left in English", place.1)),
                    Some(_) => {}
                }
                ids.insert(place);
            }
        }
        let of_none = others.keys().filter(|place| place.0 == SIGNATURES && !ids.contains(*place));
        wrong.extend(of_none.map(|(_, id)| format!("{id} is of no signature")));
        assert!(wrong.is_empty(), "{}:\n{}", language.tag(), wrong.join("\n"));
    }
}

/// The text of every Rust file below a folder, but for tests.
fn gather(folder: &Path, code: &mut Vec<String>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            gather(&path, code);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !stem.ends_with("tests") {
            code.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_language_says_which_way_it_is_written() {
    for language in Language::all() {
        let direction = language.say("language-direction", &[]);
        assert!(matches!(direction.as_str(), "ltr" | "rtl"), "{}: {direction}", language.tag());
    }
}

/// Every message of a language by its file and id. A file that Fluent cannot read wholly is a failure, and so is an id that
/// stands twice.
fn messages(tag: &str) -> BTreeMap<(String, String), Said> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("words").join(tag);
    let mut messages = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let resource =
            parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            match entry {
                Entry::Message(Message { id, value: Some(pattern), attributes, .. }) if attributes.is_empty() => {
                    let mut said = Said::default();
                    read(&pattern, &mut said);
                    assert!(ids.insert(id.name.to_owned()), "{tag}: {} stands twice", id.name);
                    messages.insert((name.clone(), id.name.to_owned()), said);
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{}: neither a message nor a comment: {other:?}", path.display()),
            }
        }
    }
    messages
}

fn read(pattern: &Pattern<&str>, said: &mut Said) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => said.words.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => inserted(inline, said),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                inserted(selector, said);
                for variant in variants {
                    match variant.key {
                        VariantKey::Identifier { name } => {
                            said.words.push_str(name);
                            if !PLURALS.contains(&name) {
                                said.variants.insert(name.to_owned());
                            }
                        }
                        VariantKey::NumberLiteral { value } => said.words.push_str(value),
                    }
                    read(&variant.value, said);
                }
            }
        }
    }
}

fn inserted(expression: &InlineExpression<&str>, said: &mut Said) {
    match expression {
        InlineExpression::VariableReference { id } => {
            said.told.insert(id.name.to_owned());
            said.words.push_str(id.name);
        }
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            for argument in positional {
                inserted(argument, said);
            }
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            said.words.push_str(value);
        }
        other => panic!("more than a message needs: {other:?}"),
    }
}
