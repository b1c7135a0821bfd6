//! The environment a start would use: the process's own, then the files that the gateway reads into it, then what the
//! configuration itself sets. The first one that has a name wins.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use secrecy::SecretString;
use serde_json::Value;

use super::{Located, Lookup};
use crate::probes::bounded;

/// The gateway skips `.env` files above this size.
const DOTENV_LIMIT: u64 = 1024 * 1024;

/// Looks names up the way a started gateway would.
pub(super) struct Variables<'a> {
    process: Lookup<'a>,
    files: HashMap<String, String>,
    config: HashMap<String, String>,
    shell: bool,
}

/// What is known about one variable. The value may be a secret: no `Debug`.
pub(super) enum Variable {
    Set(String),
    Unset,
    /// The configuration imports the login shell's environment, which only the gateway sees.
    Unknowable,
}

impl<'a> Variables<'a> {
    /// The process's environment and the gateway's `.env` files.
    pub(super) fn of(located: &Located, process: Lookup<'a>) -> Variables<'a> {
        let paths = files(located, process);
        let mut files = HashMap::new();
        for bytes in paths.iter().filter_map(|path| bounded::read(path, DOTENV_LIMIT).ok()) {
            for (name, value) in dotenv(&String::from_utf8_lossy(&bytes)) {
                files.entry(name).or_insert(value);
            }
        }
        Variables { process, files, config: HashMap::new(), shell: process("OPENCLAW_LOAD_SHELL_ENV").is_some() }
    }

    /// Adds what the configuration's own `env` section sets.
    pub(super) fn with_config(mut self, config: &Value) -> Variables<'a> {
        let section = &config["env"];
        self.shell |= section["shellEnv"]["enabled"] == true;
        for (name, value) in [&section["vars"], section].into_iter().filter_map(Value::as_object).flatten() {
            if let Some(value) = value.as_str() {
                self.config.insert(name.clone(), value.to_owned());
            }
        }
        self
    }

    /// A variable as a started gateway would see it; an empty one is not set.
    pub(super) fn get(&self, name: &str) -> Variable {
        let process = (self.process)(name).map(|value| value.to_string_lossy().into_owned());
        let found = process.as_ref().or_else(|| self.files.get(name)).or_else(|| self.config.get(name));
        match found.map(|value| value.trim()).filter(|value| !value.is_empty()) {
            Some(value) => Variable::Set(value.to_owned()),
            None if self.shell => Variable::Unknowable,
            None => Variable::Unset,
        }
    }

    /// `text` with every `${NAME}` replaced, `$${NAME}` standing for itself. The first name that has no value ends it.
    pub(super) fn substitute(&self, text: &str) -> Variable {
        let mut done = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let Some((name, after)) = rest[at + 2..].split_once('}').filter(|(name, _)| is_name(name)) else {
                done.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
                continue;
            };
            if let Some(before) = rest[..at].strip_suffix('$') {
                done.push_str(before);
                done.extend(["${", name, "}"]);
            } else {
                done.push_str(&rest[..at]);
                match self.get(name) {
                    Variable::Set(value) => done.push_str(&value),
                    unknown => return unknown,
                }
            }
            rest = after;
        }
        Variable::Set(done + rest)
    }
}

/// The files out of which a gateway fills its environment, the first first.
pub(super) fn files(located: &Located, process: Lookup) -> Vec<PathBuf> {
    let beside_config = located.config_path.parent().unwrap_or(Path::new("")).join(".env");
    let mut paths = vec![located.state_dir.join(".env")];
    if process("OPENCLAW_CONFIG_PATH").is_some() && process("OPENCLAW_STATE_DIR").is_none() {
        paths.push(beside_config);
    }
    if located.state_dir == located.home.join(".openclaw") || process("OPENCLAW_STATE_DIR").is_none() {
        paths.push(located.home.join(".config").join("openclaw").join("gateway.env"));
    }
    paths
}

/// What a `.env` file sets, line by line, counted from 0. A value over several lines is not among them.
pub(super) fn lines(text: &str) -> Vec<(usize, String, SecretString)> {
    let read = |(number, line)| dotenv_line(line).map(|(name, value)| (number, name, SecretString::from(value)));
    text.lines().enumerate().filter_map(read).collect()
}

/// Only upper-case names are references.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
        && name.chars().all(|char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_')
}

/// The lines of a `.env` file. A value may be quoted; outside quotes ` #` begins a comment. The last line for a name counts.
fn dotenv(text: &str) -> HashMap<String, String> {
    text.lines().filter_map(dotenv_line).collect()
}

fn dotenv_line(line: &str) -> Option<(String, String)> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || name.starts_with('#') || name.contains(char::is_whitespace) {
        return None;
    }
    let quoted = value.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
    let value = match quoted.and_then(|quote| value[1..].split_once(quote).map(|(inside, _)| (quote, inside))) {
        Some(('"', inside)) => inside.replace("\\n", "\n").replace("\\r", "\r"),
        Some((_, inside)) => inside.to_owned(),
        None => value.split('#').next().unwrap_or_default().trim_end().to_owned(),
    };
    Some((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn known(variable: Variable) -> Option<String> {
        match variable {
            Variable::Set(value) => Some(value),
            Variable::Unset | Variable::Unknowable => None,
        }
    }

    #[test]
    fn reads_the_lines_of_an_env_file() {
        let lines = "# c\nA=1\nexport B = \"two # 2\" # c\nC='x\\n'\nD=plain # c\nE=\n=F\nG\nH=`h`\nA=3\r\nI=\"a\\nb\"\nJ=\"open";
        let read = dotenv(lines);
        for (name, value) in [
            ("A", "3"),
            ("B", "two # 2"),
            ("C", "x\\n"),
            ("D", "plain"),
            ("E", ""),
            ("H", "h"),
            ("I", "a\nb"),
            ("J", "\"open"),
        ] {
            assert_eq!(read.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!(read.len(), 8);
    }

    #[test]
    fn the_process_wins_over_files_and_files_over_the_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let located =
            Located { config_path: dir.path().join("c"), state_dir: dir.path().into(), home: dir.path().join("home") };
        std::fs::write(dir.path().join(".env"), "A=file\nB=file\nEMPTY=").unwrap();
        let process = |name: &str| (name == "A").then(|| OsString::from("process"));
        let config = json!({ "env": { "B": "config", "vars": { "C": "config", "D": 1 } } });
        let variables = Variables::of(&located, &process).with_config(&config);
        for (text, value) in [
            ("${A}-${B}-${C}", Some("process-file-config")),
            ("$${A} ${a} ${} $A ${", Some("${A} ${a} ${} $A ${")),
            ("plain", Some("plain")),
            ("${D}", None),
            ("${A}${EMPTY}", None),
        ] {
            assert_eq!(known(variables.substitute(text)).as_deref(), value, "{text}");
        }
        assert!(matches!(variables.get("D"), Variable::Unset));
        let shell = json!({ "env": { "shellEnv": { "enabled": true } } });
        assert!(matches!(Variables::of(&located, &process).with_config(&shell).get("D"), Variable::Unknowable));
    }

    proptest! {
        #[test]
        fn no_text_causes_a_panic(text in ".{0,200}", odd in "[$\\{}AÄ=\"'`#\\\\ \n]{0,40}") {
            let located = Located { config_path: "c".into(), state_dir: "s".into(), home: "h".into() };
            let variables = Variables::of(&located, &|_| None);
            for text in [text, odd] {
                let _ = dotenv(&text);
                let _ = variables.substitute(&text);
            }
        }
    }
}
