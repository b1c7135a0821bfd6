//! `$include`: other files that are part of the configuration.
//!
//! Resolved by the gateway's rules, so that a configuration split over files is judged as the one it is: a single file or
//! a list merged in order, keys beside `$include` win, at most ten deep, and only below the folder of the including
//! configuration or a folder that `OPENCLAW_INCLUDE_ROOTS` names. Content that is included is not located in the file.

use std::path::{Path, PathBuf};

use clawtender_core::{facts::ConfigProblem, words::Phrase};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{LIMIT, Lookup, text};
use crate::probes::bounded;

const KEY: &str = "$include";
const DEEPEST: usize = 10;
/// Files read for one configuration, so that a list of lists cannot multiply without end.
const MOST_FILES: usize = 200;

/// Puts included files in their places and remembers what went wrong.
pub(super) struct Includes {
    roots: Vec<PathBuf>,
    open: Vec<PathBuf>,
    files: usize,
    /// Over the bytes of every file read, in order.
    pub(super) digest: Sha256,
    pub(super) problems: Vec<ConfigProblem>,
}

impl Includes {
    pub(super) fn of(config_path: &Path, environment: Lookup) -> Includes {
        let named = environment("OPENCLAW_INCLUDE_ROOTS").unwrap_or_default();
        let own = config_path.parent().map(Path::to_path_buf);
        let roots = own.into_iter().chain(std::env::split_paths(&named).filter(|path| path.is_absolute()));
        Includes {
            roots: roots.filter_map(|root| root.canonicalize().ok()).collect(),
            open: Vec::new(),
            files: 0,
            digest: Sha256::new(),
            problems: Vec::new(),
        }
    }

    /// Whether anything was included.
    pub(super) fn any(&self) -> bool {
        self.files > 0
    }

    pub(super) fn resolve(&mut self, value: Value, folder: &Path, key: &str) -> Value {
        match value {
            Value::Object(mut object) => {
                let include = object.remove(KEY);
                let rest = object.into_iter().map(|(name, inner)| {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    let inner = self.resolve(inner, folder, &key);
                    (name, inner)
                });
                let rest = Value::Object(rest.collect::<Map<_, _>>());
                match include {
                    Some(paths) => merge(self.included(&paths, folder, key), rest),
                    None => rest,
                }
            }
            Value::Array(list) => {
                Value::Array(list.into_iter().map(|inner| self.resolve(inner, folder, key)).collect())
            }
            other => other,
        }
    }

    fn included(&mut self, paths: &Value, folder: &Path, key: &str) -> Value {
        let paths: Vec<&str> = match paths {
            Value::String(path) => vec![path],
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let mut merged = Value::Object(Map::new());
        for path in paths {
            match self.file(&folder.join(path), key) {
                Ok(value) => merged = merge(merged, value),
                Err(why) => self.problems.push(ConfigProblem {
                    key: if key.is_empty() { KEY.to_owned() } else { format!("{key}.{KEY}") },
                    message: why.words(&bounded::clean(path, 200)),
                    ..ConfigProblem::default()
                }),
            }
        }
        merged
    }

    /// The file in which the value at `path` stands, seen from `file`, and its path there. What stands beside an
    /// `$include` wins over what is included, and of several files the last.
    pub(super) fn origin(&mut self, file: &Path, path: &[String]) -> Option<(PathBuf, Vec<String>)> {
        if self.open.len() >= DEEPEST || self.files >= MOST_FILES {
            return None;
        }
        self.files += 1;
        let document = text::parse(&bounded::read(file, LIMIT).ok()?).ok()?;
        let real = file.canonicalize().ok()?;
        self.open.push(real);
        let found = self.origin_in(&document.value, file, path, 0);
        self.open.pop();
        found
    }

    /// `done` of the path leads to `value` in `file`.
    fn origin_in(
        &mut self,
        value: &Value,
        file: &Path,
        path: &[String],
        done: usize,
    ) -> Option<(PathBuf, Vec<String>)> {
        let Some(part) = path.get(done) else { return Some((file.to_owned(), path.to_vec())) };
        if let Value::Array(list) = value {
            let inner = list.get(part.parse::<usize>().ok()?)?;
            return self.origin_in(inner, file, path, done + 1);
        }
        let object = value.as_object()?;
        let here = object.get(part).and_then(|inner| self.origin_in(inner, file, path, done + 1));
        if here.is_some() {
            return here;
        }
        let included = match object.get(KEY)? {
            Value::String(path) => vec![path.as_str()],
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
        for name in included.into_iter().rev() {
            let Ok(inner) = folder.join(name).canonicalize() else { continue };
            let allowed = self.roots.iter().any(|root| inner.starts_with(root)) && !self.open.contains(&inner);
            // what is left of the path is the path in there
            if allowed && let Some(found) = self.origin(&inner, &path[done..]) {
                return Some(found);
            }
        }
        None
    }

    fn file(&mut self, path: &Path, key: &str) -> Result<Value, Reason> {
        let path = path.canonicalize().map_err(bounded::Unread::from)?;
        if !self.roots.iter().any(|root| path.starts_with(root)) {
            return Err(Reason::Outside);
        }
        if self.open.contains(&path) {
            return Err(Reason::Circle);
        }
        if self.open.len() >= DEEPEST || self.files >= MOST_FILES {
            return Err(Reason::TooMany);
        }
        self.files += 1;
        let bytes = bounded::read(&path, LIMIT)?;
        self.digest.update(&bytes);
        let document = text::parse(&bytes).map_err(Reason::Text)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        self.open.push(path);
        let value = self.resolve(document.value, &folder, key);
        self.open.pop();
        Ok(value)
    }
}

/// Why an included file is not used.
#[derive(Debug)]
enum Reason {
    Unread(bounded::Unread),
    Outside,
    Circle,
    TooMany,
    Text(ConfigProblem),
}

/// Whether other files are part of it.
pub(super) fn includes(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.contains_key(KEY) || object.values().any(includes),
        Value::Array(list) => list.iter().any(includes),
        _ => false,
    }
}

impl Reason {
    fn words(&self, file: &str) -> Phrase {
        let (why, line, detail) = match self {
            Reason::Unread(why) => ("unread", 0, why.words()),
            Reason::Outside => ("outside", 0, Phrase::default()),
            Reason::Circle => ("circle", 0, Phrase::default()),
            Reason::TooMany => ("many", 0, Phrase::default()),
            Reason::Text(problem) => ("text", problem.line.unwrap_or(1), problem.message.clone()),
        };
        let told = [("file", file.into()), ("why", why.into()), ("line", line.to_string().into())];
        Phrase::new("config-include", told.into_iter().chain([("detail", detail.into())]))
    }
}

impl From<bounded::Unread> for Reason {
    fn from(why: bounded::Unread) -> Reason {
        Reason::Unread(why)
    }
}

/// Deep: objects are merged, anything else of `over` replaces what is below.
fn merge(under: Value, over: Value) -> Value {
    match (under, over) {
        (Value::Object(mut under), Value::Object(over)) => {
            for (name, value) in over {
                let value = match under.remove(&name) {
                    Some(below) => merge(below, value),
                    None => value,
                };
                under.insert(name, value);
            }
            Value::Object(under)
        }
        (_, over) => over,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resolve(files: &[(&str, &str)], value: Value) -> (Value, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join("conf").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let config = dir.path().join("conf").join("openclaw.json");
        let mut includes = Includes::of(&config, &|_| None);
        let value = includes.resolve(value, config.parent().unwrap(), "");
        (value, includes.problems.iter().map(|problem| format!("{}: {}", problem.key, problem.message)).collect())
    }

    #[test]
    fn merges_in_order_and_lets_the_including_file_win() {
        let files = [
            ("a.json5", "{ port: 1, auth: { mode: 'none' } }"),
            ("sub/b.json5", "{ $include: './c.json5', port: 2 }"),
            ("sub/c.json5", "{ bind: 'lan' }"),
        ];
        let (value, problems) =
            resolve(&files, json!({ "gateway": { "$include": ["a.json5", "sub/b.json5"], "auth": { "token": "t" } } }));
        assert_eq!(value, json!({ "gateway": { "port": 2, "bind": "lan", "auth": { "mode": "none", "token": "t" } } }));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_value_is_found_in_the_file_where_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in [
            (
                "openclaw.json",
                "{ $include: 'a.json5', models: { $include: ['b.json5', 'c.json5'], x: 1 }, own: { y: 1 } }",
            ),
            ("a.json5", "{ models: { deep: 1 }, own: { z: 2, y: 3 } }"),
            ("b.json5", "{ p: { k: 1 }, both: 1 }"),
            ("c.json5", "{ both: 2 }"),
        ] {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let config = dir.path().join("openclaw.json");
        for (path, expected) in [
            ("own.y", Some("openclaw.json own.y")),
            ("own.z", Some("a.json5 own.z")),
            ("models.x", Some("openclaw.json models.x")),
            ("models.p.k", Some("b.json5 p.k")),
            ("models.both", Some("c.json5 both")),
            ("models.deep", Some("a.json5 models.deep")),
            ("models.none", None),
        ] {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            let found = Includes::of(&config, &|_| None).origin(&config, &path);
            let found =
                found.map(|(file, path)| format!("{} {}", file.file_name().unwrap().to_string_lossy(), path.join(".")));
            assert_eq!(found.as_deref(), expected, "{path:?}");
        }
    }

    #[test]
    fn what_cannot_be_included_is_named() {
        let files = [("loop.json5", "{ $include: 'loop.json5' }"), ("broken.json5", "{"), ("../outside.json5", "{}")];
        for (path, why) in [
            ("none.json5", "$include: The included file none.json5 is not used: there is no such file."),
            ("loop.json5", "$include: The included file loop.json5 is not used: it includes itself."),
            (
                "broken.json5",
                "$include: The included file broken.json5 is not used: line 1: The text ends too early: an object is not complete.",
            ),
            (
                "../outside.json5",
                "$include: The included file ../outside.json5 is not used: it is outside the folder of the configuration.",
            ),
        ] {
            let (_, problems) = resolve(&files, json!({ "$include": path }));
            assert_eq!(problems, [why]);
        }
    }

    #[test]
    fn files_that_multiply_come_to_an_end() {
        let files: Vec<_> = (0..9)
            .map(|n| (format!("{n}.json5"), format!("{{ $include: [{}] }}", format!("'{}.json5',", n + 1).repeat(9))))
            .collect();
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (_, problems) = resolve(&files, json!({ "$include": "0.json5" }));
        assert!(problems.iter().any(|problem| problem.contains("two hundred times")), "{problems:?}");
    }
}
