//! Installs a private Node and OpenClaw from the npm registry, without touching any other install and without running any
//! package's scripts. Fills a `.partial` folder, verifies it, and only then gives it its name: what is half made is never chosen.

use std::{fs, path::Path, time::Duration};

use nodejs_semver::Version;
use serde_json::json;

use super::{
    check, lock,
    npm::Npm,
    package,
    private::{self, Manifest, Private},
    registry,
    search::Search,
    trouble::InstallError,
};
use crate::clock;

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
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Private, InstallError> {
    let root = &search.private;
    for version in [&wish.node, &wish.openclaw] {
        package::version(version).ok_or_else(|| InstallError::Version(version.chars().take(40).collect()))?;
    }
    let node_package = registry::node_package()?;
    let npm = Npm::find(search).await.ok_or_else(|| InstallError::NoNpm(registry::advice()))?;
    let _lock = private::lock(root).map_err(InstallError::at(root))?;
    private::clear_partial(root).map_err(InstallError::at(root))?;

    let mut watch = Watch { progress: &mut progress };
    let asked = registry::node_version(&npm, root, &node_package, wish);
    let node = watch.during(Step::Asking, asked, uncounted).await?;
    let place = root.join(format!("{}-node{node}", wish.openclaw));
    if let Some(private) = private::standing(root).into_iter().find(|private| private.folder == place)
        && check::works(&private.program, &private.entry, wish, &node).await.is_ok()
    {
        return Ok(private);
    }
    let partial = root.join(format!("{}-node{node}{}", wish.openclaw, private::PARTIAL));
    let manifest = fill(&mut watch, &npm, &partial, &node_package, wish, &node).await?;
    manifest.write(&partial).map_err(InstallError::at(&partial))?;
    private::publish(&partial, &place).map_err(InstallError::at(&place))?;
    private::prune(&place);
    let standing = private::standing(root).into_iter().find(|private| private.folder == place);
    standing.ok_or(InstallError::NotWritable(place))
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
    fetch(watch, npm, &folder, &package.name, &node.to_string(), [Step::Node; 2]).await?;
    // from here on npm runs on the new Node: on another it would leave out optional packages that this one can use
    let npm = Npm { node: partial.join(&program), cli: npm.cli.clone() };
    check::node(&npm.node, node).await?;
    let folder = partial.join("openclaw");
    fetch(watch, &npm, &folder, "openclaw", &wish.openclaw, [Step::Resolving, Step::OpenClaw]).await?;
    let openclaw = partial.join(&entry);
    let tried = check::openclaw(&npm.node, &openclaw, &wish.openclaw);
    watch.during(Step::Checking, tried, uncounted).await?;
    let (openclaw, node) = (wish.openclaw.clone(), node.to_string());
    Ok(Manifest { openclaw, node, program, entry, installed_at: clock::now() })
}

/// One package and what it needs: resolved, the lock file verified, fetched, counted.
async fn fetch(
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
