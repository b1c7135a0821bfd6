//! Turns `src/signatures.json5` into Rust, so that nothing of it is parsed when the program runs and a mistake in it does not
//! build. Its examples stay behind: they are the tests'.
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

use serde::Deserialize;

const LIST: &str = "src/signatures.json5";

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
    Ok(())
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
