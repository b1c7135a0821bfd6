//! Looks into every place for Node and OpenClaw. Each file counts once, where it was found first; shims are passed over.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::{
    files,
    package::Package,
    places::{self, Place},
    search::Search,
    shim,
};

/// A Node executable nobody has asked for its version yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    /// How to start it.
    pub path: PathBuf,
    /// Where it was found.
    pub source: &'static str,
}

/// All that was found, in order of preference.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Node executables.
    pub nodes: Vec<Sighting>,
    /// OpenClaw packages.
    pub packages: Vec<Package>,
}

/// As [`look`], off the async threads: a folder on a sleeping network drive must not hold them up.
pub(super) async fn scan(search: &Search) -> Found {
    let search = search.clone();
    tokio::task::spawn_blocking(move || look(&search)).await.unwrap_or_default()
}

fn look(search: &Search) -> Found {
    let (mut seen, mut found) = (HashSet::new(), Found::default());
    let places = places::places(search);
    for place in &places {
        found.nodes.extend(nodes_in(place).filter(|(real, _)| seen.insert(real.clone())).map(|(_, node)| node));
    }
    let beside = found.nodes.iter().flat_map(|node| packages_beside(&node.path, node.source)).collect::<Vec<_>>();
    let mut packages = places.iter().flat_map(packages_in).chain(beside).collect::<Vec<_>>();
    packages.retain(|package| seen.insert(package.folder.clone()));
    found.packages = packages;
    found
}

/// Node executables in a place, each with the real file behind it.
fn nodes_in(place: &Place) -> impl Iterator<Item = (PathBuf, Sighting)> {
    ["node", "node.exe", "nodejs"].into_iter().filter_map(|name| {
        let path = place.bin.as_ref()?.join(name);
        let real = files::real(&path)?;
        let named = real.file_name().is_some_and(|name| name.to_string_lossy().starts_with("node"));
        (named && files::executable(&real) && !is_shim(&real))
            .then(|| (real.clone(), Sighting { path: lasting(path, real), source: place.source }))
    })
}

/// A version manager's script that picks the Node to run: what it would run is found in the manager's own folder.
fn is_shim(file: &Path) -> bool {
    let script = files::text(file, 16 * 1024).filter(|text| text.starts_with("#!"));
    script.is_some_and(|text| ["asdf", "mise", "nodenv", "volta", "fnm"].iter().any(|tool| text.contains(tool)))
}

/// The path that stays right: the real one, for links of a shell session (fnm) vanish with it. Homebrew and Nix are the
/// other way round: there the real file goes with the next update and the link stays.
fn lasting(found: PathBuf, real: PathBuf) -> PathBuf {
    let versioned = real.components().any(|part| part.as_os_str() == "Cellar") || real.starts_with("/nix/store");
    if versioned { found } else { real }
}

fn packages_in(place: &Place) -> Vec<Package> {
    let executables = place.bin.iter().flat_map(|bin| ["openclaw", "openclaw.cmd"].map(|name| bin.join(name)));
    let by_executable = executables.filter_map(|file| shim::package_of(&file, place.source));
    let by_folder = place.modules.iter().filter_map(|modules| installed_in(modules, place.source));
    by_executable.chain(by_folder).collect()
}

fn installed_in(modules: &Path, source: &'static str) -> Option<Package> {
    Package::read(&files::real(&modules.join("openclaw"))?, source)
}

/// What `npm install --global` of this very Node has installed.
fn packages_beside(node: &Path, source: &'static str) -> Vec<Package> {
    globals_of(node).iter().filter_map(|modules| installed_in(modules, source)).collect()
}

/// The folders where the npm of this Node installs global packages.
pub(super) fn globals_of(node: &Path) -> Vec<PathBuf> {
    let Some(bin) = node.parent() else { return Vec::new() };
    let prefix = bin.parent().map(|prefix| prefix.join("lib").join("node_modules"));
    prefix.into_iter().chain([bin.join("node_modules")]).collect()
}
