//! Installs a private Node and OpenClaw from the npm registry, without touching any other install and without running any
//! package's scripts. Fills a `.partial` folder, verifies it, and only then gives it its name: what is half made is never chosen.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use nodejs_semver::Version;
use serde_json::json;

use super::{
    check, lock,
    npm::Npm,
    package,
    private::{self, Installed, Manifest, Private},
    registry,
    search::Search,
    trouble::InstallError,
};
use crate::{clock, journal::step};

/// The newest OpenClaw that Clawtender's checks were tried against.
const OPENCLAW: &str = "2026.9.6";
/// A long-term-support Node in the range that this OpenClaw accepts (`>=24.16.0 <25 || >=26.1.0`).
const NODE: &str = "24.21.0";

/// Which versions to install.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Node's. Where the registry does not have it for this computer, the nearest that OpenClaw accepts is taken.
    pub node: String,
    /// OpenClaw's.
    pub openclaw: String,
}

impl Default for Wish {
    fn default() -> Self {
        Wish { node: NODE.into(), openclaw: OPENCLAW.into() }
    }
}

/// What an install is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Asking the registry which versions it has.
    Asking,
    /// Fetching Node.
    Node,
    /// Finding out which packages OpenClaw needs.
    Resolving,
    /// Fetching OpenClaw and what it needs.
    OpenClaw,
    /// Trying both.
    Checking,
}

impl Step {
    /// For a person.
    pub fn label(self) -> &'static str {
        match self {
            Step::Asking => "Asking the npm registry",
            Step::Node => "Fetching Node",
            Step::Resolving => "Finding what OpenClaw needs",
            Step::OpenClaw => "Fetching OpenClaw",
            Step::Checking => "Trying it",
        }
    }
}

/// How far an install is; told twice a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub step: Step,
    /// Packages of this step that are on disk.
    pub done: usize,
    /// Packages of this step; 0 while that is not known.
    pub total: usize,
    /// How long this step has lasted.
    pub elapsed: Duration,
}

/// Installs a private runtime, or finds the wished one installed and working.
///
/// `progress` is called twice a second. Dropping the future ends npm; what it left is deleted by the next install.
pub async fn install(
    wish: &Wish,
    search: &Search,
    progress: impl FnMut(Progress) + Send,
) -> Result<Private, InstallError> {
    fetch(wish, search, progress).await?.publish(true)
}

/// A private runtime that works and does not count yet. Nobody else installs meanwhile.
pub(crate) struct Fetched {
    /// Where it will be, and which one counts until then.
    installed: Installed,
    /// The folder that was filled, and what will stand in it; `None` where it is in its place already.
    filled: Option<(PathBuf, Manifest)>,
    _lock: fs::File,
}

impl Fetched {
    /// What putting it in its place changes; `None` where it counts already.
    pub(crate) fn changes(&self) -> Option<&Installed> {
        let new = self.filled.is_some() || !self.installed.counts();
        new.then_some(&self.installed)
    }

    /// Puts it in its place: from now on it is the one that counts. Of the others, the one before it is kept where that is wished.
    pub(crate) fn publish(self, keep: bool) -> Result<Private, InstallError> {
        let Installed { folder, before } = &self.installed;
        let root = folder.parent().unwrap_or(Path::new(""));
        let standing = || private::standing(root).into_iter().find(|private| private.folder == *folder);
        let gone = || InstallError::NotWritable(folder.clone());
        if let Some((partial, manifest)) = &self.filled {
            manifest.write(partial).map_err(InstallError::at(partial))?;
            private::publish(partial, folder).map_err(InstallError::at(folder))?;
        } else if !self.installed.counts() {
            standing().ok_or_else(gone)?.counts_from_now().map_err(InstallError::at(folder))?;
        }
        step("published");
        let kept = before.iter().filter(|_| keep).chain([folder]).map(PathBuf::as_path).collect::<Vec<_>>();
        private::prune(root, &kept);
        standing().ok_or_else(gone)
    }
}

/// Fetches a private runtime and tries it, or finds the wished one in its place and working.
pub(crate) async fn fetch(
    wish: &Wish,
    search: &Search,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Fetched, InstallError> {
    let root = &search.private;
    for version in [&wish.node, &wish.openclaw] {
        package::version(version).ok_or_else(|| InstallError::Version(version.chars().take(40).collect()))?;
    }
    let lock = private::lock(root).map_err(InstallError::at(root))?;
    private::clear_partial(root).map_err(InstallError::at(root))?;
    let counts = private::standing(root).into_iter().next().map(|private| private.folder);
    let fetched = |folder: PathBuf, filled| {
        let before = counts.filter(|before| *before != folder);
        Fetched { installed: Installed { folder, before }, filled, _lock: lock }
    };
    // without a word to the registry: going back to the version before works without a network
    if let Some(place) = works_in_place(root, wish, &wish.node).await {
        return Ok(fetched(place, None));
    }
    let node_package = registry::node_package()?;
    let npm = Npm::find(search).await.ok_or_else(|| InstallError::NoNpm(registry::advice()))?;
    let mut watch = Watch { progress: &mut progress };
    let asked = registry::node_version(&npm, root, &node_package, wish);
    let node = watch.during(Step::Asking, asked, uncounted).await?;
    if let Some(place) = works_in_place(root, wish, &node.to_string()).await {
        return Ok(fetched(place, None));
    }
    let name = format!("{}-node{node}", wish.openclaw);
    let (place, partial) = (root.join(&name), root.join(name + private::PARTIAL));
    match fill(&mut watch, &npm, &partial, &node_package, wish, &node).await {
        Ok(manifest) => Ok(fetched(place, Some((partial, manifest)))),
        Err(why) => {
            // what is left of it is hundreds of megabytes that nobody uses
            if let Err(error) = private::clear_partial(root) {
                tracing::warn!(%error, "an install has left something behind");
            }
            Err(why)
        }
    }
}

/// Where the wished OpenClaw is on this Node, if it is there and works.
async fn works_in_place(root: &Path, wish: &Wish, node: &str) -> Option<PathBuf> {
    let same = |private: &Private| private.openclaw == wish.openclaw && private.node == node;
    let private = private::standing(root).into_iter().find(same)?;
    let version = package::version(node)?;
    check::works(&private.program, &private.entry, wish, &version).await.ok().map(|()| private.folder)
}

async fn fill(
    watch: &mut Watch<'_>,
    npm: &Npm,
    partial: &Path,
    package: &registry::NodePackage,
    wish: &Wish,
    node: &Version,
) -> Result<Manifest, InstallError> {
    let program = Path::new("node").join("node_modules").join(&package.name).join(package.program);
    let entry = Path::new("openclaw").join("node_modules").join("openclaw").join("openclaw.mjs");
    let folder = partial.join("node");
    get(watch, npm, &folder, &package.name, &node.to_string(), [Step::Node; 2]).await?;
    // from here on npm runs on the new Node: on another it would leave out optional packages that this one can use
    let npm = Npm { node: partial.join(&program), cli: npm.cli.clone() };
    check::node(&npm.node, node).await?;
    let folder = partial.join("openclaw");
    get(watch, &npm, &folder, "openclaw", &wish.openclaw, [Step::Resolving, Step::OpenClaw]).await?;
    let openclaw = partial.join(&entry);
    let tried = check::openclaw(&npm.node, &openclaw, &wish.openclaw);
    watch.during(Step::Checking, tried, uncounted).await?;
    let (openclaw, node) = (wish.openclaw.clone(), node.to_string());
    Ok(Manifest { openclaw, node, program, entry, installed_at: clock::now() })
}

/// One package and what it needs: resolved, the lock file verified, fetched, counted.
async fn get(
    watch: &mut Watch<'_>,
    npm: &Npm,
    folder: &Path,
    package: &str,
    version: &str,
    [resolving, fetching]: [Step; 2],
) -> Result<(), InstallError> {
    let project = json!({ "private": true, "dependencies": { (package): version } });
    fs::create_dir_all(folder).map_err(InstallError::at(folder))?;
    fs::write(folder.join("package.json"), project.to_string()).map_err(InstallError::at(folder))?;
    watch.during(resolving, npm.resolve(folder), uncounted).await?;
    let unverified = |problem: lock::Problem| InstallError::Unverified(problem.to_string());
    let needed = lock::verified(folder, registry::target()?).map_err(unverified)?;
    let left = || lock::missing(folder, &needed).count();
    watch.during(fetching, npm.fetch(folder), || (needed.len() - left(), needed.len())).await?;
    match lock::missing(folder, &needed).next() {
        None => Ok(()),
        Some(example) => {
            Err(InstallError::Incomplete { missing: left(), example: example.to_string_lossy().into_owned() })
        }
    }
}

/// For a step whose parts cannot be counted.
fn uncounted() -> (usize, usize) {
    (0, 0)
}

/// Tells how far a step is while it lasts.
struct Watch<'a> {
    progress: &'a mut (dyn FnMut(Progress) + Send),
}

impl Watch<'_> {
    async fn during<T>(&mut self, step: Step, work: impl Future<Output = T>, count: impl Fn() -> (usize, usize)) -> T {
        let began = clock::tick();
        let mut beat = tokio::time::interval(Duration::from_millis(500));
        tokio::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                _ = beat.tick() => {
                    let (done, total) = count();
                    (self.progress)(Progress { step, done, total, elapsed: clock::since(began) });
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "install_tests.rs"]
mod tests;
