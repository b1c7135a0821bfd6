//! Which of everything found a start runs. Sorting is choosing: the first OpenClaw and the first Node are the best pair.

use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
};

use clawtender_core::facts::{Launch, Node, OpenClaw, Runtime};
use nodejs_semver::Range;

use super::{node, package::Package, scan};

/// Both lists come in order of preference, which decides between equals.
///
/// The newest OpenClaw that some Node here can run is the best one; among the Nodes that can, the one it was installed
/// with, then what a terminal would run, then the newest.
pub(super) fn rank(mut packages: Vec<Package>, mut nodes: Vec<node::Found>) -> Runtime {
    let runnable = |package: &Package| {
        package.range().is_some_and(|range| nodes.iter().any(|node| node.version.satisfies(&range)))
    };
    packages.sort_by_cached_key(|package| Reverse((runnable(package), package.version.clone())));
    let best = packages.first();
    let range = best.map_or_else(|| Some(Range::any()), Package::range);
    let fits = |node: &node::Found| range.as_ref().is_some_and(|range| node.version.satisfies(range));
    nodes.sort_by_cached_key(|node| {
        let beside = best.is_some_and(|package| beside(&node.path, package));
        let shell = matches!(node.source, "PATH" | "login shell");
        // what comes first in PATH is what runs there, however old; elsewhere the version decides
        let version = (!shell).then(|| Reverse(node.version.clone()));
        (!fits(node), !beside, !shell, version)
    });
    let chosen = best.zip(nodes.first()).filter(|(_, node)| fits(node)).map(|(package, node)| launch(package, node));
    Runtime {
        openclaws: packages.iter().map(openclaw).collect(),
        nodes: nodes.iter().map(|node| fact(node, fits(node))).collect(),
        chosen,
        command_problem: None,
    }
}

/// Whether this Node's npm, or the private runtime's install, put the package there.
fn beside(node: &Path, package: &Package) -> bool {
    if package.source == "private" {
        // <runtime>/node/node_modules/<package>/bin/node and <runtime>/openclaw/node_modules/openclaw
        return node.ancestors().nth(5).is_some_and(|runtime| package.folder.ancestors().nth(3) == Some(runtime));
    }
    scan::globals_of(node).into_iter().any(|modules: PathBuf| modules.join("openclaw") == package.folder)
}

fn launch(package: &Package, node: &node::Found) -> Launch {
    Launch {
        program: node.path.to_string_lossy().into_owned(),
        prefix: vec![package.entry().to_string_lossy().into_owned()],
        version: Some(package.version.to_string()),
        node_version: Some(node.version.to_string()),
        configured: false,
    }
}

fn openclaw(package: &Package) -> OpenClaw {
    OpenClaw {
        entry: package.entry().to_string_lossy().into_owned(),
        version: package.version.to_string(),
        engines: package.engines.clone(),
        source: package.source.to_owned(),
    }
}

fn fact(node: &node::Found, fits: bool) -> Node {
    Node {
        path: node.path.to_string_lossy().into_owned(),
        version: node.version.to_string(),
        source: node.source.to_owned(),
        fits,
    }
}

#[cfg(test)]
mod tests {
    use nodejs_semver::Version;

    use super::*;

    const ENGINES: &str = ">=24.16.0 <25 || >=26.1.0";

    fn package(source: &'static str, folder: &str, version: &str) -> Package {
        let version = Version::parse(version).unwrap();
        Package { folder: folder.into(), version, engines: ENGINES.into(), source }
    }

    fn found(source: &'static str, path: &str, version: &str) -> node::Found {
        node::Found { path: path.into(), version: Version::parse(version).unwrap(), source }
    }

    /// Which pair is chosen, as `openclaw folder` and `node path`.
    fn choice(packages: Vec<Package>, nodes: Vec<node::Found>) -> Option<(String, String)> {
        let launch = rank(packages, nodes).chosen?;
        Some((launch.prefix[0].strip_suffix("/openclaw.mjs")?.to_owned(), launch.program))
    }

    #[test]
    fn the_best_pair_is_chosen() {
        let fitting = || found("nvm", "/nvm/24/bin/node", "24.21.0");
        let table = [
            ("nothing", vec![], vec![], None),
            ("no OpenClaw", vec![], vec![fitting()], None),
            ("no Node", vec![package("PATH", "/a", "2.0.0")], vec![], None),
            (
                "no fitting Node",
                vec![package("PATH", "/a", "2.0.0")],
                vec![found("PATH", "/n", "22.1.0"), found("PATH", "/m", "25.3.0")],
                None,
            ),
            (
                "the newest",
                vec![package("PATH", "/a", "2.0.0"), package("nvm", "/b", "2.1.0")],
                vec![fitting()],
                Some(("/b", "/nvm/24/bin/node")),
            ),
            (
                "equal: the first found",
                vec![package("PATH", "/a", "2.0.0"), package("private", "/b", "2.0.0")],
                vec![fitting()],
                Some(("/a", "/nvm/24/bin/node")),
            ),
            (
                "a fitting Node beats PATH's",
                vec![package("PATH", "/a", "2.0.0")],
                vec![found("PATH", "/old", "22.0.0"), fitting()],
                Some(("/a", "/nvm/24/bin/node")),
            ),
            (
                "beside beats PATH",
                vec![package("nvm", "/nvm/24/lib/node_modules/openclaw", "2.0.0")],
                vec![found("PATH", "/p", "26.1.0"), fitting()],
                Some(("/nvm/24/lib/node_modules/openclaw", "/nvm/24/bin/node")),
            ),
            (
                "PATH beats newer",
                vec![package("npm", "/a", "2.0.0")],
                vec![found("PATH", "/p/node", "24.16.0"), found("nvm", "/n", "26.2.0")],
                Some(("/a", "/p/node")),
            ),
            (
                "PATH in its own order",
                vec![package("npm", "/a", "2.0.0")],
                vec![found("PATH", "/p/node", "24.16.0"), found("login shell", "/q/node", "24.21.0")],
                Some(("/a", "/p/node")),
            ),
            (
                "else the newest",
                vec![package("npm", "/a", "2.0.0")],
                vec![found("nvm", "/n", "24.16.0"), found("fnm", "/m", "26.2.0")],
                Some(("/a", "/m")),
            ),
        ];
        for (rule, packages, nodes, expected) in table {
            let expected = expected.map(|(package, node)| (package.to_owned(), node.to_owned()));
            assert_eq!(choice(packages, nodes), expected, "{rule}");
        }
    }

    #[test]
    fn a_newer_openclaw_that_nothing_can_run_is_not_the_best() {
        let mut demanding = package("PATH", "/new", "3.0.0");
        demanding.engines = ">=30".into();
        let runtime = rank(vec![demanding, package("npm", "/old", "2.0.0")], vec![found("PATH", "/n", "24.21.0")]);
        assert_eq!(runtime.openclaws.iter().map(|found| &*found.version).collect::<Vec<_>>(), ["2.0.0", "3.0.0"]);
        assert!(runtime.nodes[0].fits && runtime.chosen.unwrap().version.as_deref() == Some("2.0.0"));
    }

    #[test]
    fn what_cannot_run_is_still_listed() {
        let runtime = rank(vec![package("PATH", "/a", "2.0.0")], vec![found("PATH", "/n", "20.0.0")]);
        assert_eq!((runtime.openclaws.len(), runtime.nodes.len(), runtime.nodes[0].fits), (1, 1, false));
    }

    #[test]
    fn a_private_openclaw_runs_on_its_own_node() {
        let packages = vec![package("private", "/d/r/openclaw/node_modules/openclaw", "2.0.0")];
        let nodes = vec![
            found("PATH", "/usr/bin/node", "24.16.0"),
            found("private", "/d/r/node/node_modules/node-x/bin/node", "24.21.0"),
        ];
        assert_eq!(choice(packages, nodes).unwrap().1, "/d/r/node/node_modules/node-x/bin/node");
    }
}
