//! What OpenClaw has laid beside its configuration, compared with it key by key. No value that may be secret leaves here.

use std::path::Path;

use clawtender_core::{
    installation::{ConfigCopies, ConfigCopy, Difference},
    redact::without_secrets,
};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    bounded::{self, clean},
    config, key_sources,
};
use crate::edit::diff;

/// Largest copy that is read, in bytes; configurations are a few kilobytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// Most copies that are compared, keys that are told of, and characters of a value.
const COPIES: usize = 5;
const KEYS: usize = 200;
const VALUE: usize = 120;
/// What OpenClaw writes by itself, and nobody misses.
const STAMPS: [&str; 3] = ["meta", "wizard", "$schema"];

/// Everything that lies there. `put_back` tells whether what is good of a copy is in force again.
pub(crate) fn look(config: &Path, put_back: impl Fn(&str) -> bool) -> ConfigCopies {
    let name = config.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found = ConfigCopies::default();
    let now = bounded::read(config, LIMIT).ok().and_then(|bytes| config::parsed(&bytes).ok());
    for path in key_sources::copies(config) {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let made = modified(&path);
        let kind = file.strip_prefix(&name).unwrap_or_default();
        let rejected = kind.starts_with(".rejected");
        if rejected || kind.starts_with(".clobbered") {
            found.replaced.push(ConfigCopy {
                put_back: put_back(&file),
                file,
                rejected,
                made,
                ..ConfigCopy::default()
            });
        } else {
            found.backups.push((clean(&file, 200), made));
        }
    }
    found.replaced.sort_by_key(|copy| std::cmp::Reverse(copy.made));
    found.backups.sort_by_key(|(_, made)| std::cmp::Reverse(*made));
    found.replaced.truncate(COPIES);
    for copy in &mut found.replaced {
        // what is in force cannot be read: config-valid says so
        let Some(now) = &now else { continue };
        match read(&config.with_file_name(&copy.file)) {
            Ok(then) => copy.differs = differences(&then, now),
            Err(problem) => copy.problem = Some(problem),
        }
        copy.file = clean(&copy.file, 200);
    }
    found
}

/// What a copy says. What stands before the first brace that begins a line is left out, as OpenClaw does.
pub(crate) fn read(path: &Path) -> Result<Value, clawtender_core::facts::ConfigProblem> {
    let whole = |message| clawtender_core::facts::ConfigProblem { message, ..Default::default() };
    let bytes = bounded::read(path, LIMIT).map_err(|why| whole(config::unreadable(&why)))?;
    config::parsed(&bytes).or_else(|problem| {
        let text = String::from_utf8_lossy(&bytes);
        let root =
            text.match_indices('\n').map(|(at, _)| &text[at + 1..]).find(|rest| rest.trim_start().starts_with('{'));
        root.and_then(|rest| config::parsed(rest.as_bytes()).ok()).ok_or(problem)
    })
}

/// One difference as it is put into words, and where it stands.
pub(crate) struct Leaf {
    pub(crate) path: Vec<String>,
    pub(crate) copy: Option<Value>,
    pub(crate) now: Option<Value>,
    pub(crate) secret: bool,
}

/// Every key whose value is another one. Objects are compared key by key, lists as a whole.
pub(crate) fn leaves(copy: &Value, now: &Value) -> Vec<Leaf> {
    let mut found = Vec::new();
    walk(&mut Vec::new(), Some(copy), Some(now), false, &mut found);
    found.retain(|leaf| !STAMPS.contains(&leaf.path[0].as_str()));
    found.truncate(KEYS);
    found
}

fn walk(path: &mut Vec<String>, copy: Option<&Value>, now: Option<&Value>, secret: bool, found: &mut Vec<Leaf>) {
    if copy == now || found.len() > 4 * KEYS {
        return;
    }
    let objects = [copy, now].into_iter().flatten().all(Value::is_object);
    if !objects || copy.is_none() && now.is_none() {
        if path.is_empty() {
            return;
        }
        let kept = [copy, now].into_iter().flatten().any(has_secret);
        found.push(Leaf { path: path.clone(), copy: copy.cloned(), now: now.cloned(), secret: secret || kept });
        return;
    }
    let keys =
        |value: Option<&Value>| value.and_then(Value::as_object).map(|map| map.keys().cloned().collect::<Vec<_>>());
    let mut all = [keys(copy), keys(now)].into_iter().flatten().flatten().collect::<Vec<_>>();
    all.sort_unstable();
    all.dedup();
    for key in all {
        let inner = |value: Option<&Value>| value.and_then(|value| value.get(&key)).cloned();
        let (copy, now) = (inner(copy), inner(now));
        let secret = secret || diff::holds_secret(&key);
        path.push(key);
        walk(path, copy.as_ref(), now.as_ref(), secret, found);
        path.pop();
    }
}

fn differences(copy: &Value, now: &Value) -> Vec<Difference> {
    let shown = |value: &Option<Value>, secret: bool| {
        value.as_ref().filter(|_| !secret).map(|value| clean(&value.to_string(), VALUE))
    };
    let told = |leaf: Leaf| Difference {
        key: clean(&leaf.path.join("."), 200),
        // that there is one is no secret
        copy: if leaf.secret { leaf.copy.map(|_| String::new()) } else { shown(&leaf.copy, false) },
        now: shown(&leaf.now, leaf.secret),
        secret: leaf.secret,
    };
    leaves(copy, now).into_iter().map(told).collect()
}

/// Whether a value looks like a secret, or holds one below a key that says so.
fn has_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => diff::is_key(text) || without_secrets(text) != *text,
        Value::Array(list) => list.iter().any(has_secret),
        Value::Object(map) => map.iter().any(|(key, value)| diff::holds_secret(key) || has_secret(value)),
        _ => false,
    }
}

fn modified(file: &Path) -> Option<Timestamp> {
    Timestamp::try_from(std::fs::metadata(file).ok()?.modified().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn copies_are_compared_key_by_key_without_their_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(
            at("openclaw.json"),
            "{ gateway: { port: 1, auth: { token: 'hush-now' } }, meta: { a: 1 }, old: { x: 1 } }",
        )
        .unwrap();
        fs::write(
            at("openclaw.json.clobbered.2026"),
            "junk\n{ gateway: { port: 2, auth: { token: 'hush-then' }, nested: { on: true } }, meta: { a: 2 }, \
             env: { A: 'hush' }, list: ['sk-ant-api03-0123456789abcdefghijklmnop'] }",
        )
        .unwrap();
        fs::write(at("openclaw.json.rejected.2026"), "{ half").unwrap();
        fs::write(at("openclaw.json.bak"), "{}").unwrap();
        let found = look(&at("openclaw.json"), |file| file.ends_with("rejected.2026"));
        assert_eq!(found.backups[0].0, "openclaw.json.bak");
        let by = |rejected| found.replaced.iter().find(|copy| copy.rejected == rejected).unwrap();
        assert!(by(true).problem.is_some() && by(true).put_back && by(true).made.is_some());
        let differs: Vec<_> =
            by(false).differs.iter().map(|one| (one.key.as_str(), one.copy.as_deref(), one.secret)).collect();
        let expected = [
            ("env.A", Some(""), true),
            ("gateway.auth.token", Some(""), true),
            ("gateway.nested.on", Some("true"), false),
            ("gateway.port", Some("2"), false),
            ("list", Some(""), true),
            ("old.x", None, false),
        ];
        assert_eq!(differs, expected);
        assert!(!format!("{found:?}").contains("hush") && !format!("{found:?}").contains("sk-ant"), "{found:?}");
    }

    #[test]
    fn where_nothing_lies_nothing_is_found() {
        assert_eq!(look(Path::new("/nowhere/openclaw.json"), |_| false), ConfigCopies::default());
    }
}
