//! Turns `src/signatures.json5` into Rust, so that nothing of it is parsed when the program runs and a mistake in it does not
//! build. Its examples stay behind: they are the tests'. And puts the folders of `words/` into the program, each a language.
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

const LIST: &str = "src/signatures.json5";
const WORDS: &str = "words";
/// What the window's page alone says is in the page.
const OF_THE_PAGE: &str = "window.ftl";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    fields: BTreeMap<String, Field>,
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    expression: String,
    #[serde(default = "yes")]
    apart: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    id: String,
    check: String,
    severity: String,
    find: Vec<String>,
    when: Option<String>,
    #[serde(default)]
    extract: Vec<String>,
    cause: String,
    advice: String,
    #[serde(default)]
    beside: bool,
    fix: Option<String>,
    #[serde(rename = "examples")]
    _examples: serde::de::IgnoredAny,
}

fn yes() -> bool {
    true
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LIST}");
    println!("cargo::rerun-if-changed=build.rs");
    let list: List = json5::from_str(&fs::read_to_string(LIST)?)?;
    let names: Vec<&String> = list.fields.keys().collect();
    let mut code = format!("static FIELDS: [Field; {}] = [\n", names.len());
    for (name, Field { expression, apart }) in &list.fields {
        writeln!(code, "Field {{ name: {name:?}, expression: {expression:?}, apart: {apart} }},")?;
    }
    writeln!(code, "];\n/// Every signature, in order of precedence: of several on one line, the first wins.")?;
    writeln!(code, "pub static ALL: [Signature; {}] = [", list.signatures.len())?;
    for signature in &list.signatures {
        writeln!(code, "{},", literal(signature, &names)?)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("signatures.rs"), code)?;
    languages()
}

/// A folder is a language: nobody keeps a list of them. Its messages stand in the program by id, each to be read for itself.
fn languages() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={WORDS}");
    let (here, out) = (env::current_dir()?, PathBuf::from(env::var("OUT_DIR")?));
    let folders = listed(&here.join(WORDS))?;
    let mut code = "#[allow(clippy::unreadable_literal, reason = \"nobody reads these\")]\n".to_owned();
    writeln!(code, "static LANGUAGES: [Folder; {}] = [", folders.len())?;
    for folder in folders {
        let tag = folder.file_name().ok_or("a language without a name")?.to_string_lossy().into_owned();
        let (mut text, mut starts) = (String::new(), Vec::new());
        for message in messages(&folder)?.values() {
            starts.push(text.len());
            text.push_str(message);
        }
        fs::write(out.join(format!("{tag}.ftl")), text)?;
        let file = format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{tag}.ftl\"))");
        writeln!(code, "Folder {{ tag: {tag:?}, rules: OnceLock::new(), text: {file}, starts: &{starts:?} }},")?;
    }
    code.push_str("];\n");
    fs::write(out.join("words.rs"), code)?;
    Ok(())
}

/// The messages of a language by id, as they are written.
fn messages(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    for file in listed(folder)?.iter().filter(|file| !file.ends_with(OF_THE_PAGE)) {
        let text = fs::read_to_string(file)?;
        let mut of = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let id = line.split([' ', '=']).next().unwrap_or(line).to_owned();
                of = messages.insert(id.clone(), String::new()).is_none().then_some(id.clone());
                if of.is_none() {
                    return Err(format!("{}: {id} is said twice", file.display()).into());
                }
            } else if line.starts_with('#') {
                of = None;
            }
            if let Some(message) = of.as_ref().and_then(|id| messages.get_mut(id)) {
                message.push_str(line);
                message.push('\n');
            }
        }
    }
    Ok(messages)
}

/// What lies in a folder, by name.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, io::Error>>()?;
    paths.sort();
    Ok(paths)
}

fn literal(signature: &Signature, names: &[&String]) -> Result<String, Box<dyn Error>> {
    let Signature { id, check, severity, find, when, extract, cause, advice, beside, fix, .. } = signature;
    let severity = match severity.as_str() {
        "error" => "Error",
        "warning" => "Warning",
        "info" => "Info",
        other => return Err(format!("{id}: there is no severity {other}").into()),
    };
    let place = |name: &String| names.iter().position(|other| *other == name).ok_or(format!("{id}: no field {name}"));
    let extract = extract.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    // a fix that is not declared is an error of the compiler
    let fix = fix
        .as_ref()
        .map_or("None".to_owned(), |fix| format!("Some(&crate::fixes::{})", fix.to_uppercase().replace('-', "_")));
    Ok(format!(
        "Signature {{ id: {id:?}, check: {check:?}, severity: Severity::{severity}, find: &{find:?}, when: {when:?}, \
         extract: &{extract:?}, cause: {cause:?}, advice: {advice:?}, beside: {beside}, fix: {fix} }}"
    ))
}
