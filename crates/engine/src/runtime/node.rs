//! Asks each Node for its version, once per file: the answer is remembered with the file's size and time of change.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::StreamExt;
use nodejs_semver::Version;
use serde::{Deserialize, Serialize};

use super::{files, package, scan::Sighting};
use crate::process::{self, Question};

/// Node answers in 5 to 40 ms; one that takes this long is of no use.
const DEADLINE: Duration = Duration::from_secs(2);
/// Asked at the same time: somebody with forty versions in nvm should not have forty processes start at once.
const AT_ONCE: usize = 8;

/// A Node and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// How to start it.
    pub path: PathBuf,
    /// What it says it is.
    pub version: Version,
    /// Where it was found.
    pub source: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    size: u64,
    changed: u128,
    version: String,
}

/// What is remembered, by path.
type Answers = BTreeMap<PathBuf, Answer>;

/// The versions of all these, in the same order; what does not answer like Node is left out.
pub(super) async fn ask_all(sightings: Vec<Sighting>, cache: &Path) -> Vec<Found> {
    let file = cache.join("node-versions.json");
    let known: Answers = files::json(&file, 1024 * 1024).unwrap_or_default();
    let paths: Vec<PathBuf> = sightings.iter().map(|node| node.path.clone()).collect();
    let asked = futures_util::stream::iter(paths).map(|path| answer(path, &known));
    let answers: Vec<_> = asked.buffered(AT_ONCE).collect().await;
    let pairs = sightings.iter().zip(&answers);
    let now: Answers = pairs.filter_map(|(node, answer)| Some((node.path.clone(), answer.clone()?))).collect();
    if now != known
        && let Err(error) = files::write_json(&file, &now)
    {
        tracing::debug!(%error, "Node versions are not remembered");
    }
    let found = sightings.into_iter().zip(answers).filter_map(|(node, answer)| {
        Some(Found { path: node.path, version: package::version(&answer?.version)?, source: node.source })
    });
    found.collect()
}

async fn answer(node: PathBuf, known: &Answers) -> Option<Answer> {
    let (size, changed) = files::stamp(&node.metadata().ok()?);
    match known.get(&node) {
        Some(answer) if answer.size == size && answer.changed == changed => Some(answer.clone()),
        _ => Some(Answer { size, changed, version: version(&node).await?.to_string() }),
    }
}

/// What `node --version` says.
pub(super) async fn version(node: &Path) -> Option<Version> {
    let question = Question {
        program: node.to_path_buf(),
        args: vec!["--version".into()],
        environment: Some(environment()),
        folder: node.parent()?.to_path_buf(),
        deadline: DEADLINE,
        limit: 256,
    };
    let output = process::run(question).await.inspect_err(|error| tracing::info!(%error, "not a working Node")).ok()?;
    let text = std::str::from_utf8(&output.stdout).ok()?.trim();
    package::version(text.strip_prefix('v').filter(|_| output.code == Some(0))?)
}

/// What a wrapper script and Windows need. No `NODE_OPTIONS`: it could make the answer fail for reasons of its own.
fn environment() -> Vec<(OsString, OsString)> {
    ["PATH", "HOME", "SystemRoot"].iter().filter_map(|name| Some((name.into(), std::env::var_os(name)?))).collect()
}
