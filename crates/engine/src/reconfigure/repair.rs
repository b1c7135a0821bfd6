//! What OpenClaw does not accept, mended with the smallest change that it does accept.
//!
//! Not by `openclaw doctor --fix`: that one rewrites what nobody complained of (it disabled thirty skills in a fresh home) and
//! works in the state folder, so that there is no trying it on a copy. Here a value that was meant is written as it was meant
//! (`"18789"` as `18789`), the value of a key that guides write goes to the key that takes it, and what nothing tells the meaning of goes, after it was shown. OpenClaw judges each round on a copy.
//! A text that cannot be read at all is not guessed at: the last one with which a gateway started takes its place, and it is
//! kept beside itself under the name that OpenClaw gives such a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clawtender_core::{facts::ConfigProblem, words::Phrase, wrong_keys::wrong_key};
use serde_json::{Value, json};

use super::{Draft, Reconfigure};
use crate::{
    clock,
    edit::{Change, Edit, diff},
    examine,
    probes::{
        bounded::{self, clean},
        config,
    },
    words,
};

/// How often OpenClaw is asked again: a mistake may hide others.
const ROUNDS: usize = 6;
/// Largest earlier copy that is read, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// The earlier copies that OpenClaw keeps, the best first.
const EARLIER: [&str; 6] = [".last-good", ".bak", ".bak.1", ".bak.2", ".bak.3", ".bak.4"];

impl Reconfigure {
    pub(super) async fn repair(&self) -> Result<Draft> {
        self.may_change()?;
        if let Err(problem) = config::whole(&self.world.located, &self.lookup()) {
            return self.bring_back(&problem).await;
        }
        let file = &self.world.located.config_path;
        let mut changes = Vec::new();
        for _ in 0..ROUNDS {
            let edit = Edit::plan(file, changes.clone())?;
            let problems = self.objections(&edit).await?;
            if problems.is_empty() {
                return Ok(Draft { edits: vec![edit], holes: Vec::new() });
            }
            let now = config::parsed(edit.after().as_bytes()).unwrap_or_default();
            for problem in &problems {
                for change in remedy(&now, problem)? {
                    if self.placed(change.clone()).0 != *file {
                        bail!(Phrase::new("fixing-included", [("key", clean(&problem.key, 120).into())]));
                    }
                    if !changes.contains(&change) {
                        changes.push(change);
                    }
                }
            }
        }
        bail!(words::say("fixing-again-and-again"))
    }

    /// What is wrong with the text that an edit would leave.
    async fn objections(&self, edit: &Edit) -> Result<Vec<ConfigProblem>> {
        let copy = edit.beside()?;
        let located = config::Located { config_path: copy.path().to_owned(), ..(*self.world.located).clone() };
        let own = config::read(&located, &self.lookup()).problems;
        if !own.is_empty() {
            return Ok(own);
        }
        let launch = self.launch.as_ref().context(words::say("fixing-no-judge"))?;
        examine::judged_copy(&self.world, launch, copy.path()).await
    }

    /// The newest earlier copy that OpenClaw accepts, in the place of a text that cannot be read.
    async fn bring_back(&self, problem: &ConfigProblem) -> Result<Draft> {
        let file = &self.world.located.config_path;
        // as OpenClaw's own repair calls it
        let aside = aside(file, ".clobbered.");
        for earlier in EARLIER.map(|ending| beside(file, ending)) {
            let Some(text) = bounded::read(&earlier, LIMIT).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
                continue;
            };
            let edit = Edit::replaced(file, text, aside.clone())?;
            if self.objections(&edit).await.is_ok_and(|problems| problems.is_empty()) {
                return Ok(Draft { edits: vec![edit], holes: Vec::new() });
            }
        }
        let place = problem.line.zip(problem.column);
        let (line, column) = place.unwrap_or_default();
        let told = [
            ("told", place.is_some().into()),
            ("line", line.to_string().into()),
            ("column", column.to_string().into()),
            ("why", problem.message.clone().into()),
        ];
        bail!(Phrase::new("fixing-unreadable", told))
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Where a file is kept that is replaced as a whole now.
pub(crate) fn aside(file: &Path, kind: &str) -> PathBuf {
    beside(file, &format!("{kind}{}", clock::now().strftime("%Y-%m-%dT%H-%M-%S-000Z")))
}

/// The smallest change that answers an objection.
fn remedy(now: &Value, problem: &ConfigProblem) -> Result<Vec<Change>> {
    let path = path_of(now, problem).with_context(|| {
        let (key, why) = (clean(&problem.key, 120), clean(&problem.message, 200));
        Phrase::new("fixing-no-place", [("key", key.into()), ("why", why.into())])
    })?;
    let value = at(now, &path);
    if let Some(changes) = moved(now, &path, value) {
        return Ok(changes);
    }
    if let Some(value) = meant(value, &problem.message) {
        return Ok(vec![Change::Set { path, value }]);
    }
    if path.last().is_some_and(|name| holds_secret(name, value)) {
        bail!(Phrase::new("fixing-secret-there", [("key", clean(&problem.key, 120).into())]));
    }
    Ok(vec![Change::Remove { path }])
}

fn at<'a>(now: &'a Value, path: &[String]) -> &'a Value {
    path.iter().fold(now, |value, part| &value[part.as_str()])
}

/// The value under the key that takes it, where a guide has it under another. What the right key says already stays. No secret
/// is written anew: an edit that is kept holds none.
fn moved(now: &Value, path: &[String], value: &Value) -> Option<Vec<Change>> {
    let (right, list) = wrong_key(&path.join("."))?.right()?;
    let right: Vec<String> = right.split('.').map(str::to_owned).collect();
    let gone = Change::Remove { path: path.to_vec() };
    let (name, above) = right.split_last()?;
    if !at(now, &right).is_null() {
        return Some(vec![gone]);
    }
    if path.split_last().is_some_and(|(_, beside)| beside == above) {
        return Some(vec![Change::Rename { path: path.to_vec(), to: name.clone() }]);
    }
    let text = value.as_str();
    if text.is_none() && !(list && value.is_array()) || holds_secret(name, value) {
        return None;
    }
    let value = if list && text.is_some() { json!([value]) } else { value.clone() };
    match at(now, above) {
        // it stands in the place of what it belongs into
        _ if right.starts_with(path) => Some(vec![Change::Set { path: above.to_vec(), value: json!({ name: value }) }]),
        // the main model in short: the only one there is
        Value::String(_) if !list => Some(vec![gone]),
        Value::String(main) => {
            let value = json!({ "primary": main, name: value });
            Some(vec![Change::Set { path: above.to_vec(), value }, gone])
        }
        Value::Object(_) | Value::Null => Some(vec![Change::Set { path: right, value }, gone]),
        _ => None,
    }
}

/// A secret by its key or by its form, or an address with a password.
fn holds_secret(name: &str, value: &Value) -> bool {
    let alone = json!({ name: value }).to_string();
    let address = value.as_str().and_then(|text| text.split_once("://"));
    diff::masked(&alone) != alone || address.is_some_and(|(_, rest)| rest.contains('@'))
}

/// The key that an objection is about, where it is there.
fn path_of(now: &Value, problem: &ConfigProblem) -> Option<Vec<String>> {
    let path: Vec<String> = problem.key.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let there = path.iter().try_fold(now, |value, part| value.as_object()?.get(part));
    (!path.is_empty() && there.is_some()).then_some(path)
}

/// The value that was meant, where what stands there tells it.
fn meant(value: &Value, objection: &str) -> Option<Value> {
    let expects = |kind: &str| {
        objection.contains(&format!("expected {kind}")) || objection.contains("not a number") && kind == "number"
    };
    match value {
        Value::String(text) if expects("number") || expects("int") => text.trim().parse::<i64>().ok().map(Value::from),
        Value::String(text) if expects("boolean") => {
            text.trim().to_ascii_lowercase().parse::<bool>().ok().map(Value::from)
        }
        Value::String(text) => {
            // Invalid input (allowed: "local", "remote")
            let (_, allowed) = objection.split_once("allowed: ")?;
            allowed.split('"').skip(1).step_by(2).find(|word| word.eq_ignore_ascii_case(text.trim())).map(Value::from)
        }
        Value::Number(_) | Value::Bool(_) if expects("string") => Some(Value::from(value.to_string())),
        value if expects("array") && !value.is_null() && !value.is_object() => Some(json!([value])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_written_and_what_nothing_tells_the_meaning_of_goes() {
        let now = json!({ "gateway": { "port": "18789", "mode": "Local", "reload": "yes" }, "bogus": 1, "b": [] });
        let problem =
            |key: &str, message: &str| ConfigProblem { key: key.into(), message: message.into(), ..Default::default() };
        let set = |path: &str, value: Value| Change::Set { path: path.split('.').map(str::to_owned).collect(), value };
        let gone = |path: &str| Change::Remove { path: path.split('.').map(str::to_owned).collect() };
        for (key, message, change) in [
            (
                "gateway.port",
                "The port is not a number. A port is a whole number from 1 to 65535.",
                set("gateway.port", json!(18789)),
            ),
            ("gateway.port", "Invalid input: expected number, received string", set("gateway.port", json!(18789))),
            ("gateway.mode", "Invalid input (allowed: \"local\", \"remote\")", set("gateway.mode", json!("local"))),
            ("gateway.reload", "Invalid input: expected object, received string", gone("gateway.reload")),
            ("bogus", "Unrecognized key: \"bogus\"", gone("bogus")),
        ] {
            assert!(remedy(&now, &problem(key, message)).unwrap() == [change], "{key}: {message}");
        }
        for (key, message) in
            [("", "OpenClaw does not accept the file and does not say why."), ("gone", "x"), ("b.0", "x")]
        {
            assert!(remedy(&now, &problem(key, message)).is_err(), "{key}");
        }
        let secret = json!({ "gateway": { "token2": 1, "apiKey": "sk-0123456789abcdefghij" } });
        let why = remedy(&secret, &problem("gateway.apiKey", "Unrecognized key: \"apiKey\"")).err().unwrap();
        assert!(why.to_string().contains("by hand"), "{why}");
    }

    #[test]
    fn the_value_of_a_guides_key_goes_where_it_is_read() {
        let unknown = "Unrecognized key";
        let not_this = "Invalid input: expected object, received string";
        for (before, key, message, after) in [
            (
                "{ models: { primary: 'a/b' } }",
                "models.primary",
                unknown,
                json!({ "models": {}, "agents": { "defaults": { "model": { "primary": "a/b" } } } }),
            ),
            (
                "{ models: { fallback: 'a/b' }, agents: { defaults: { model: 'c/d' } } }",
                "models.fallback",
                unknown,
                json!({ "models": {}, "agents": { "defaults": { "model": { "primary": "c/d", "fallbacks": ["a/b"] } } } }),
            ),
            (
                "{ models: { fallbacks: ['a/b'] } }",
                "models.fallbacks",
                unknown,
                json!({ "models": {}, "agents": { "defaults": { "model": { "fallbacks": ["a/b"] } } } }),
            ),
            // the right key says something already
            (
                "{ models: { primary: 'a/b' }, agents: { defaults: { model: 'c/d' } } }",
                "models.primary",
                unknown,
                json!({ "models": {}, "agents": { "defaults": { "model": "c/d" } } }),
            ),
            (
                "{ proxy: { url: 'http://p:3128' } }",
                "proxy.url",
                unknown,
                json!({ "proxy": { "proxyUrl": "http://p:3128" } }),
            ),
            ("{ proxy: 'http://p:3128' }", "proxy", not_this, json!({ "proxy": { "proxyUrl": "http://p:3128" } })),
            // a name is changed where it stands, whatever the value holds
            (
                "{ proxy: { url: 'http://me:pass@p:3128' } }",
                "proxy.url",
                unknown,
                json!({ "proxy": { "proxyUrl": "http://me:pass@p:3128" } }),
            ),
            ("{ timeout: 30000, rateLimiting: {} }", "timeout", unknown, json!({ "rateLimiting": {} })),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("openclaw.json");
            std::fs::write(&file, before).unwrap();
            let now = config::parsed(before.as_bytes()).unwrap();
            let problem = ConfigProblem { key: key.into(), message: message.into(), ..Default::default() };
            let edit = Edit::plan(&file, remedy(&now, &problem).unwrap()).unwrap();
            assert_eq!(config::parsed(edit.after().as_bytes()).unwrap(), after, "{before}");
        }
        // no secret goes through the journal
        for text in ["{ gateway: { token: 'abcdefghijklmnop1234' } }", "{ proxy: 'http://me:pass@p:3128' }"] {
            let now = config::parsed(text.as_bytes()).unwrap();
            let key = if text.contains("gateway") { "gateway.token" } else { "proxy" };
            let problem = ConfigProblem { key: key.into(), message: not_this.into(), ..Default::default() };
            assert!(remedy(&now, &problem).is_err(), "{text}");
        }
    }
}
