//! What OpenClaw does not accept, mended with the smallest change that it does accept.
//!
//! Not by `openclaw doctor --fix`: that one rewrites what nobody complained of (it disabled thirty skills in a fresh home) and
//! works in the state folder, so that there is no trying it on a copy. Here a value that was meant is written as it was meant
//! (`"18789"` as `18789`), and what nothing tells the meaning of goes, after it was shown. OpenClaw judges each round on a copy.
//! A text that cannot be read at all is not guessed at: the last one with which a gateway started takes its place, and it is
//! kept beside itself under the name that OpenClaw gives such a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clawtender_core::{facts::ConfigProblem, words::Phrase};
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
                let change = remedy(&now, problem)?;
                if self.placed(change.clone()).0 != *file {
                    bail!(Phrase::new("fixing-included", [("key", clean(&problem.key, 120).into())]));
                }
                if !changes.contains(&change) {
                    changes.push(change);
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
fn remedy(now: &Value, problem: &ConfigProblem) -> Result<Change> {
    let path = path_of(now, problem).with_context(|| {
        let (key, why) = (clean(&problem.key, 120), clean(&problem.message, 200));
        Phrase::new("fixing-no-place", [("key", key.into()), ("why", why.into())])
    })?;
    let value = path.iter().fold(now, |value, part| &value[part.as_str()]);
    if let Some(value) = meant(value, &problem.message) {
        return Ok(Change::Set { path, value });
    }
    let alone = json!({ path.last().cloned().unwrap_or_default(): value }).to_string();
    if diff::masked(&alone) != alone {
        bail!(
            "{} looks like a secret, and OpenClaw does not accept it there. Move it by hand.",
            clean(&problem.key, 120)
        );
    }
    Ok(Change::Remove { path })
}

/// The key that an objection is about, where it is there.
fn path_of(now: &Value, problem: &ConfigProblem) -> Option<Vec<String>> {
    let mut path: Vec<String> = problem.key.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    // of several that it does not know OpenClaw names the object that they stand in
    if let Some(keys) = problem.message.strip_prefix("Unrecognized keys: ") {
        path.push(keys.split('"').nth(1)?.to_owned());
    }
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
        let now =
            json!({ "gateway": { "port": "18789", "mode": "Local", "reload": "yes" }, "bogus": 1, "a": 1, "b": [] });
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
            ("", "Unrecognized keys: \"a\", \"b\"", gone("a")),
        ] {
            assert!(remedy(&now, &problem(key, message)).unwrap() == change, "{key}: {message}");
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
}
