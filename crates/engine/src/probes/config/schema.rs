//! OpenClaw's own word on the configuration: keys it does not know, values of the wrong type.
//!
//! Its word costs a child process of about two seconds, so it is asked once for each content and version, and not at all
//! for a content that the gateway itself has already accepted. What the text parser can tell, the text parser tells.

use std::{fs, io::Write as _, path::Path};

use anyhow::Context;
use clawtender_core::facts::ConfigProblem;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use super::{Loaded, Located, Lookup, place, text};
use crate::probes::bounded;

/// What is asked of `openclaw`.
const ARGUMENTS: [&str; 3] = ["config", "validate", "--json"];
/// Longest answer that is read, in bytes, from the child as from the cache.
const ANSWER_LIMIT: usize = 1024 * 1024;
/// Problems kept from one answer. Nobody mends more at once.
const MOST: usize = 50;
const CACHE: &str = "config-validation.json";

/// How the child answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Exit code, when it exited by itself.
    pub code: Option<i32>,
    /// All it wrote to stdout.
    pub stdout: Vec<u8>,
}

/// Whether a content that the gateway once accepted needs no second word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// `<config>.last-good` with the same bytes is word enough.
    LastGood,
    /// It is not: a start has just been refused, or OpenClaw was updated.
    Nothing,
}

/// Asks OpenClaw, through `run`, what it thinks of the file; `version` tells one OpenClaw from the next.
///
/// Empty when the file is accepted, absent, or does not even parse, which [`super::read`] reports.
///
/// # Errors
/// When the child could not be run or did not answer in the form it has: that says nothing about the file.
pub async fn validate<R, F>(
    located: &Located,
    environment: Lookup<'_>,
    version: &str,
    cache: &Path,
    trust: Trust,
    run: R,
) -> anyhow::Result<Vec<ConfigProblem>>
where
    R: FnOnce(Vec<String>) -> F,
    F: Future<Output = anyhow::Result<Answer>>,
{
    let loaded = Loaded::from(located, environment);
    if !loaded.exists || !loaded.problems.is_empty() || (trust == Trust::LastGood && accepted_before(&loaded, located))
    {
        return Ok(Vec::new());
    }
    let digest: [u8; 32] = loaded.digest().chain_update(version).finalize().into();
    let cache = cache.join(CACHE);
    if let Some(known) = remembered(&cache, &digest) {
        return Ok(known);
    }
    let answer = run(ARGUMENTS.map(str::to_owned).into())
        .await
        .context("OpenClaw could not be asked about its configuration")?;
    let problems = understand(&answer, &loaded.text)?;
    if let Err(error) = remember(&cache, &Known { digest, problems: problems.clone() }) {
        tracing::debug!("what OpenClaw said of its configuration is not kept: {error:#}");
    }
    Ok(problems)
}

/// The gateway copies what it has started with. Included files are not copied, so with them the copy proves nothing.
fn accepted_before(loaded: &Loaded, located: &Located) -> bool {
    let mut path = located.config_path.clone().into_os_string();
    path.push(".last-good");
    loaded.included.is_none() && bounded::read(Path::new(&path), super::LIMIT).is_ok_and(|bytes| bytes == loaded.bytes)
}

#[derive(Serialize, Deserialize)]
struct Known {
    digest: [u8; 32],
    problems: Vec<ConfigProblem>,
}

fn remembered(cache: &Path, digest: &[u8; 32]) -> Option<Vec<ConfigProblem>> {
    let known: Known = serde_json::from_slice(&bounded::read(cache, ANSWER_LIMIT as u64).ok()?).ok()?;
    (known.digest == *digest).then_some(known.problems)
}

fn remember(cache: &Path, known: &Known) -> anyhow::Result<()> {
    let folder = cache.parent().context("the cache has no folder")?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(known)?)?;
    file.persist(cache)?;
    Ok(())
}

#[derive(Deserialize)]
struct Verdict {
    valid: bool,
    #[serde(default)]
    issues: Vec<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    #[serde(default)]
    path: String,
    #[serde(default)]
    message: String,
}

fn understand(answer: &Answer, text: &str) -> anyhow::Result<Vec<ConfigProblem>> {
    anyhow::ensure!(
        answer.stdout.len() <= ANSWER_LIMIT,
        "OpenClaw's answer about its configuration is too long to read"
    );
    // a plugin may write lines of its own before the answer
    let start = answer.stdout.iter().position(|byte| *byte == b'{').unwrap_or_default();
    let mut documents = serde_json::Deserializer::from_slice(&answer.stdout[start..]).into_iter::<Verdict>();
    let verdict = documents.next().context("OpenClaw gave no answer about its configuration")?;
    let verdict = verdict.with_context(|| {
        format!("OpenClaw's answer about its configuration is not readable (exit {:?})", answer.code)
    })?;
    if verdict.valid {
        return Ok(Vec::new());
    }
    let mut problems: Vec<_> = verdict.issues.iter().flat_map(|issue| placed(issue, text)).take(MOST).collect();
    if problems.is_empty() {
        problems.push(text::whole(text::file("unsaid", "")));
    }
    Ok(problems)
}

/// What OpenClaw objects to, each with its place. It names the object that holds keys it does not know; the keys themselves are
/// only in its words.
fn placed(issue: &Issue, text: &str) -> Vec<ConfigProblem> {
    let path = if issue.path == "<root>" { "" } else { issue.path.as_str() };
    let object: Vec<&str> =
        path.split(['.', '[', ']']).map(|part| part.trim_matches('"')).filter(|part| !part.is_empty()).collect();
    let problem = |parts: &[&str], message: &str| {
        let (line, column) = place::of_key(text, parts).unzip();
        ConfigProblem {
            key: bounded::clean(&parts.join("."), 200),
            message: bounded::clean(message, 500).into(),
            line,
            column,
        }
    };
    let unknown = ["Unrecognized key: ", "Unrecognized keys: "].iter();
    let unknown = unknown.filter_map(|words| issue.message.strip_prefix(words)).flat_map(|keys| keys.split('"'));
    let keys: Vec<&str> = unknown.skip(1).step_by(2).collect();
    if keys.is_empty() {
        return vec![problem(&object, &issue.message)];
    }
    let each =
        keys.into_iter().map(|key| problem(&[&object[..], &[key]].concat(), &format!("Unrecognized key: \"{key}\"")));
    each.collect()
}
