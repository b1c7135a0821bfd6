//! npm's lock file as evidence: that every package comes with a hash npm must have checked, and that every package this
//! computer needs is on disk. Trusts nothing else that npm says.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::files;

/// The real one is 140 kB.
const LIMIT: u64 = 16 * 1024 * 1024;

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<PathBuf, Entry>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Entry {
    integrity: Option<String>,
    /// It travels inside the package above it, whose hash covers it.
    in_bundle: bool,
    os: Value,
    cpu: Value,
    libc: Value,
}

/// Why a lock file is not accepted.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    /// It is not there, or not what npm writes.
    #[error("npm wrote no usable lock file")]
    Unreadable,
    /// A package without a hash could be anything.
    #[error("npm lists {0} without a checksum")]
    NoIntegrity(String),
    /// A package that would land somewhere else.
    #[error("npm lists {0}, which is outside the folder")]
    Outside(String),
}

/// Where npm runs, in npm's own words (`linux`, `x64`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    pub os: &'static str,
    pub cpu: &'static str,
}

/// The folders, relative to the lock file's, of all packages that this computer needs.
pub(super) fn verified(folder: &Path, target: Target) -> Result<Vec<PathBuf>, Problem> {
    let lock: Lock = files::json(&folder.join("package-lock.json"), LIMIT).ok_or(Problem::Unreadable)?;
    let mut needed = Vec::new();
    for (path, entry) in lock.packages.into_iter().filter(|(path, _)| !path.as_os_str().is_empty()) {
        let name = || path.to_string_lossy().chars().filter(|character| !character.is_control()).take(200).collect();
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Problem::Outside(name()));
        }
        if !entry.in_bundle && !entry.integrity.as_deref().is_some_and(strong) {
            return Err(Problem::NoIntegrity(name()));
        }
        if entry.wanted_by(target) {
            needed.push(path);
        }
    }
    if needed.is_empty() { Err(Problem::Unreadable) } else { Ok(needed) }
}

/// Those of `needed` that are not on disk yet.
pub(super) fn missing<'a>(folder: &Path, needed: &'a [PathBuf]) -> impl Iterator<Item = &'a PathBuf> {
    needed.iter().filter(move |package| !folder.join(package).join("package.json").is_file())
}

fn strong(integrity: &str) -> bool {
    integrity.split_whitespace().any(|hash| hash.starts_with("sha512-") && hash.len() == 7 + 88)
}

impl Entry {
    fn wanted_by(&self, target: Target) -> bool {
        // the registry's Linux builds of Node are glibc's, so that is what its packages must be for
        allows(&self.os, target.os) && allows(&self.cpu, target.cpu) && allows(&self.libc, "glibc")
    }
}

/// npm's rule for `os`, `cpu` and `libc`: a word or a list; `!x` excludes; words without `!` are all that is allowed.
fn allows(rule: &Value, mine: &str) -> bool {
    let words: Vec<&str> = match rule {
        Value::String(word) => vec![word],
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let (not, only): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.starts_with('!'));
    !not.iter().any(|word| &word[1..] == mine) && (only.is_empty() || only.contains(&mine) || only.contains(&"any"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;

    const TARGET: Target = Target { os: "linux", cpu: "x64" };

    fn hash() -> String {
        format!("sha512-{}==", "A".repeat(86))
    }

    fn verify(packages: &Value) -> Result<Vec<PathBuf>, Problem> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("package-lock.json"), json!({ "packages": packages }).to_string()).unwrap();
        verified(folder.path(), TARGET)
    }

    #[test]
    fn every_package_needs_a_strong_hash_unless_it_travels_in_one() {
        let good = json!({ "": {}, "node_modules/a": { "integrity": hash() }, "node_modules/a/node_modules/b": { "inBundle": true } });
        assert_eq!(verify(&good).unwrap().len(), 2);
        for integrity in [Value::Null, json!(""), json!("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="), json!("sha512-")] {
            let bad = json!({ "node_modules/a": { "integrity": integrity } });
            assert_eq!(verify(&bad), Err(Problem::NoIntegrity("node_modules/a".into())), "{integrity}");
        }
    }

    #[test]
    fn a_lock_that_is_none_or_reaches_outside_is_refused() {
        for path in ["../up", "/etc", "node_modules/../../up"] {
            let lock = json!({ (path): { "integrity": hash() } });
            assert!(matches!(verify(&lock), Err(Problem::Outside(_))), "{path}");
        }
        for lock in [json!({}), json!({ "": {} }), json!([]), json!("x"), Value::Null] {
            assert_eq!(verify(&lock), Err(Problem::Unreadable), "{lock}");
        }
    }

    #[test]
    fn only_what_this_computer_needs_is_expected() {
        let table = [
            (json!({}), true),
            (json!({ "os": "linux", "cpu": "x64" }), true),
            (json!({ "os": ["darwin", "linux"] }), true),
            (json!({ "os": ["darwin"] }), false),
            (json!({ "os": ["!win32"] }), true),
            (json!({ "os": ["!linux"] }), false),
            (json!({ "cpu": ["arm64"] }), false),
            (json!({ "libc": ["musl"] }), false),
            (json!({ "libc": ["glibc"], "optional": true }), true),
        ];
        for (mut entry, needed) in table {
            entry["integrity"] = json!(hash());
            let lock = json!({ "node_modules/base": { "integrity": hash() }, "node_modules/it": entry });
            assert_eq!(verify(&lock).unwrap().contains(&"node_modules/it".into()), needed, "{entry}");
        }
    }

    #[test]
    fn a_skipped_package_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let needed: Vec<PathBuf> = vec!["node_modules/a".into(), "node_modules/b".into()];
        fs::create_dir_all(folder.path().join("node_modules/a")).unwrap();
        fs::create_dir_all(folder.path().join("node_modules/b")).unwrap();
        fs::write(folder.path().join("node_modules/a/package.json"), "{}").unwrap();
        assert_eq!(missing(folder.path(), &needed).collect::<Vec<_>>(), [Path::new("node_modules/b")]);
    }
}
