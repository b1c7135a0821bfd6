//! Discovery on made-up trees. A made-up Node is a script that says its version and leaves a mark for each start.
#![cfg(unix)]

use std::{
    env,
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use super::*;

const ENGINES: &str = ">=24.16.0 <25 || >=26.1.0";

struct Tree {
    folder: tempfile::TempDir,
}

impl Tree {
    fn new() -> Tree {
        Tree { folder: tempfile::tempdir().unwrap() }
    }

    fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn file(&self, path: &str, text: &str, mode: u32) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    }

    fn node(&self, path: &str, version: &str) {
        let says = format!("#!/bin/sh\necho started >> \"${{0%/*}}/starts\"\necho v{version}\n");
        self.file(path, &says, 0o755);
    }

    fn starts(&self, bin: &str) -> usize {
        fs::read_to_string(self.at(bin).join("starts")).unwrap_or_default().lines().count()
    }

    fn openclaw(&self, folder: &str, version: &str) {
        let manifest = format!(r#"{{"name":"openclaw","version":"{version}","engines":{{"node":"{ENGINES}"}}}}"#);
        self.file(&format!("{folder}/package.json"), &manifest, 0o644);
        self.file(&format!("{folder}/openclaw.mjs"), "#!/usr/bin/env node\n", 0o755);
    }

    fn link(&self, link: &str, target: &str) {
        let link = self.at(link);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(target, link).unwrap();
    }

    /// Nothing but a home folder and a cache; the rest is up to the test.
    fn search(&self) -> Search {
        Search {
            home: Some(self.at("home")),
            private: self.at("data/runtime"),
            cache: self.at("cache"),
            ..Search::default()
        }
    }
}

fn path(folders: &[PathBuf]) -> std::ffi::OsString {
    env::join_paths(folders).unwrap()
}

/// How one may have Node, OpenClaw or both: what the place is called, how the search is told of it (`-`: it knows), where
/// Node is, and the `node_modules` that OpenClaw is in.
const WAYS: &str = "
    PATH        | PATH=x          | x/node                                                             | -
    login shell | login=x         | x/node                                                             | -
    nvm         | -               | home/.nvm/versions/node/v24.21.0/bin/node                          | home/.nvm/versions/node/v24.21.0/lib
    nvm         | NVM_DIR=x       | x/versions/node/v24.21.0/bin/node                                  | -
    nvm         | NVM_HOME=x      | x/v24.21.0/node.exe                                                | x/v24.21.0
    fnm         | -               | home/.local/share/fnm/node-versions/v24.21.0/installation/bin/node | home/.local/share/fnm/node-versions/v24.21.0/installation/lib
    fnm         | FNM_DIR=x       | x/node-versions/v24.21.0/installation/bin/node                     | -
    volta       | -               | home/.volta/tools/image/node/24.21.0/bin/node                      | home/.volta/tools/image/packages/openclaw/lib
    volta       | VOLTA_HOME=x    | x/tools/image/node/24.21.0/node.exe                                | x/tools/image/packages/openclaw
    asdf        | -               | home/.asdf/installs/nodejs/24.21.0/bin/node                        | home/.asdf/installs/nodejs/24.21.0/lib
    asdf        | ASDF_DATA_DIR=x | x/installs/nodejs/24.21.0/bin/node                                 | -
    mise        | -               | home/.local/share/mise/installs/node/24.21.0/bin/node              | home/.local/share/mise/installs/npm-openclaw/1.0.0/lib
    mise        | MISE_DATA_DIR=x | x/installs/node/24.21.0/bin/node                                   | -
    n           | -               | home/n/bin/node                                                    | home/n/lib
    n           | N_PREFIX=x      | x/n/versions/node/24.21.0/bin/node                                 | -
    n           | system=usr      | usr/n/versions/node/24.21.0/bin/node                               | -
    Homebrew    | homebrew=brew   | brew/bin/node                                                      | brew/lib
    Homebrew    | HOMEBREW_PREFIX=x | x/opt/node@24/bin/node                                           | -
    pnpm        | -               | home/.local/share/pnpm/nodejs/24.21.0/bin/node                     | home/.local/share/pnpm/global/5
    pnpm        | PNPM_HOME=x     | x/node                                                             | x/global/5
    npm         | npm=x           | -                                                                  | x/lib
    npm         | APPDATA=x       | -                                                                  | x/npm
    scoop       | -               | home/scoop/apps/nodejs-lts/current/node.exe                        | home/scoop/persist/nodejs-lts/bin
    scoop       | SCOOP=x         | x/apps/nodejs/current/node.exe                                     | -
    ~/.openclaw | -               | home/.openclaw/tools/node-v24.21.0/bin/node                        | home/.openclaw/tools/node-v24.21.0/lib
    ~/.openclaw | -               | -                                                                  | home/.openclaw/lib
    system      | system=usr      | usr/bin/nodejs                                                     | usr/lib
    system      | ProgramFiles=x  | x/nodejs/node.exe                                                  | x/nodejs
";

fn tell(search: &mut Search, tree: &Tree, told: &str) {
    let Some((what, folder)) = told.split_once('=') else { return };
    let folder = tree.at(folder);
    match what {
        "PATH" => search.path = folder.into(),
        "login" => search.login_path = Some(folder.into()),
        "system" => search.system.push(folder),
        "homebrew" => search.homebrew.push(folder),
        "npm" => search.npm_prefixes.push(folder),
        variable => drop(search.variables.insert(variable.into(), folder)),
    }
}

#[tokio::test]
async fn every_place_is_searched() {
    for way in WAYS.trim().lines() {
        let column = |number| way.split('|').nth(number).map(str::trim).filter(|text| *text != "-");
        let (source, node) = (column(0).unwrap(), column(2));
        let package = column(3).map(|folder| format!("{folder}/node_modules/openclaw"));
        let tree = Tree::new();
        if let Some(node) = node {
            tree.node(node, "24.21.0");
        }
        if let Some(package) = &package {
            tree.openclaw(package, "2026.9.6");
        }
        let mut search = tree.search();
        tell(&mut search, &tree, column(1).unwrap_or_default());
        let found = discover(&search).await;
        let at = |path: &str| tree.at(path).to_string_lossy().into_owned();
        let nodes: Vec<_> = found.nodes.iter().map(|node| (&*node.source, node.path.clone())).collect();
        assert_eq!(nodes, node.map(|node| (source, at(node))).into_iter().collect::<Vec<_>>(), "{way}");
        let packages: Vec<_> = found.openclaws.iter().map(|found| (&*found.source, found.entry.clone())).collect();
        let entry = package.as_ref().map(|package| (source, at(package) + "/openclaw.mjs"));
        assert_eq!(packages, entry.into_iter().collect::<Vec<_>>(), "{way}");
        assert_eq!(found.chosen.is_some(), node.is_some() && package.is_some(), "{way}");
    }
}

#[tokio::test]
async fn a_private_runtime_is_found_and_half_of_one_is_not() {
    let tree = Tree::new();
    for name in ["2026.9.6-node24.21.0", "2026.9.7-node24.21.0.partial"] {
        let at = |rest: &str| format!("data/runtime/{name}/{rest}");
        tree.node(&at("node/node_modules/n/bin/node"), "24.21.0");
        tree.openclaw(&at("openclaw/node_modules/openclaw"), "2026.9.6");
        let manifest = r#"{"openclaw":"2026.9.6","node":"24.21.0","program":"node/node_modules/n/bin/node",
            "entry":"openclaw/node_modules/openclaw/openclaw.mjs","installedAt":"2026-11-20T12:00:00Z"}"#;
        tree.file(&at("clawtender.json"), manifest, 0o644);
    }
    let found = discover(&tree.search()).await;
    assert_eq!((found.nodes.len(), found.openclaws.len()), (1, 1));
    let launch = found.chosen.unwrap();
    assert!(launch.program.ends_with("2026.9.6-node24.21.0/node/node_modules/n/bin/node"), "{launch:?}");
    assert_eq!(found.openclaws[0].source, "private");
}

#[tokio::test]
async fn nvms_default_comes_first() {
    let table = [
        (vec![("default", "22")], "v22.9.0"),
        (vec![("default", "v24.16.0")], "v24.16.0"),
        (vec![("default", "24")], "v24.21.0"),
        (vec![("default", "lts/*"), ("lts/*", "lts/krypton")], "v26.1.0"),
        (vec![("default", "lts/jod"), ("lts/jod", "v22.9.0")], "v22.9.0"),
        (vec![("default", "default")], "v26.1.0"),
        (vec![("default", "../../../etc/passwd")], "v26.1.0"),
        (vec![], "v26.1.0"),
    ];
    for (aliases, first) in table {
        let tree = Tree::new();
        for version in ["22.9.0", "24.16.0", "24.21.0", "26.1.0"] {
            tree.node(&format!("home/.nvm/versions/node/v{version}/bin/node"), version);
        }
        for (name, text) in &aliases {
            tree.file(&format!("home/.nvm/alias/{name}"), text, 0o644);
        }
        let nodes = scan::scan(&tree.search()).await.nodes;
        assert!(nodes[0].path.ends_with(format!("{first}/bin/node")), "{aliases:?} → {:?}", nodes[0].path);
        assert_eq!(nodes.len(), 4, "each counts once");
    }
}

#[tokio::test]
async fn one_install_reached_in_three_ways_counts_once() {
    let tree = Tree::new();
    tree.node("home/.nvm/versions/node/v24.21.0/bin/node", "24.21.0");
    tree.openclaw("home/.nvm/versions/node/v24.21.0/lib/node_modules/openclaw", "2026.9.6");
    tree.link("home/.nvm/versions/node/v24.21.0/bin/openclaw", "../lib/node_modules/openclaw/openclaw.mjs");
    tree.link("x/node", "../home/.nvm/versions/node/v24.21.0/bin/node");
    tree.link("x/openclaw", "../home/.nvm/versions/node/v24.21.0/bin/openclaw");
    let bin = tree.at("home/.nvm/versions/node/v24.21.0/bin");
    let search = Search { path: path(&[tree.at("x"), bin.clone(), bin]), ..tree.search() };
    let found = discover(&search).await;
    assert_eq!((found.nodes.len(), found.openclaws.len()), (1, 1));
    assert_eq!((&*found.nodes[0].source, &*found.openclaws[0].source), ("PATH", "PATH"));
    let launch = found.chosen.unwrap();
    assert!(
        launch.program.ends_with(".nvm/versions/node/v24.21.0/bin/node"),
        "a session's link may vanish: {launch:?}"
    );
}

#[tokio::test]
async fn a_path_that_lasts_is_kept_where_the_real_file_goes_with_the_next_update() {
    let tree = Tree::new();
    tree.node("brew/Cellar/node/24.21.0/bin/node", "24.21.0");
    tree.link("brew/bin/node", "../Cellar/node/24.21.0/bin/node");
    tree.openclaw("brew/lib/node_modules/openclaw", "2026.9.6");
    let search = Search { homebrew: vec![tree.at("brew")], ..tree.search() };
    let launch = discover(&search).await.chosen.unwrap();
    assert_eq!(launch.program, tree.at("brew/bin/node").to_string_lossy());
}

#[tokio::test]
async fn shims_folders_and_broken_files_are_no_node() {
    let tree = Tree::new();
    tree.file("a/node", "#!/usr/bin/env bash\nexec asdf exec \"node\" \"$@\"\n", 0o755);
    tree.file("b/node", "not executable", 0o644);
    fs::create_dir_all(tree.at("c/node")).unwrap();
    tree.file("d/volta-shim", "", 0o755);
    tree.link("d/node", "volta-shim");
    tree.link("e/node", "nowhere");
    tree.file("f/node", "#!/bin/sh\necho hello\n", 0o755);
    tree.file("g/node", "#!/bin/sh\necho v24.21.0\nexit 1\n", 0o755);
    tree.file(
        "h/node",
        "#!/bin/sh\nwhile :; do echo v24.21.0 xxxxxxxxxxxxxxxxxxxxxxxxx; done | head -c 9000000\n",
        0o755,
    );
    tree.file("i/node", "#!/bin/sh\nprintf 'v24.21.0\\033[31m'\n", 0o755);
    let folders = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "relative/.."].map(|name| tree.at(name));
    let search = Search { path: path(&folders), ..tree.search() };
    assert_eq!(discover(&search).await.nodes, []);
}

#[tokio::test]
async fn a_second_look_starts_nothing() {
    let tree = Tree::new();
    tree.node("x/node", "24.21.0");
    tree.node("y/node", "22.1.0");
    tree.openclaw("x/lib/node_modules/openclaw", "2026.9.6");
    let search =
        Search { path: path(&[tree.at("x"), tree.at("y")]), npm_prefixes: vec![tree.at("x")], ..tree.search() };
    let first = discover(&search).await;
    assert_eq!(discover(&search).await, first);
    assert_eq!((tree.starts("x"), tree.starts("y")), (1, 1));
    fs::write(tree.at("x/node"), "#!/bin/sh\necho v26.1.0 # updated\n").unwrap();
    assert_eq!(discover(&search).await.chosen.unwrap().node_version.as_deref(), Some("26.1.0"));
    assert_eq!(tree.starts("y"), 1, "an unchanged Node was asked again");
}

#[tokio::test]
async fn a_cache_of_garbage_or_without_a_place_costs_only_the_asking() {
    let tree = Tree::new();
    tree.node("x/node", "24.21.0");
    for garbage in ["", "null", "[[[", "{\"x\":{\"size\":\"big\"}}"] {
        tree.file("cache/node-versions.json", garbage, 0o644);
        let search = Search { path: path(&[tree.at("x")]), ..tree.search() };
        assert_eq!(discover(&search).await.nodes.len(), 1, "{garbage}");
    }
    tree.file("file", "", 0o644);
    let search = Search { path: path(&[tree.at("x")]), cache: tree.at("file/cache"), ..tree.search() };
    assert_eq!(discover(&search).await.nodes.len(), 1);
}

#[tokio::test]
async fn the_command_of_the_settings_wins_or_says_why_not() {
    let tree = Tree::new();
    tree.node("x/node", "24.21.0");
    tree.node("y/node", "26.1.0");
    tree.openclaw("x/lib/node_modules/openclaw", "2026.9.6");
    let entry = tree.at("x/lib/node_modules/openclaw/openclaw.mjs").to_string_lossy().into_owned();
    let program = tree.at("y/node").to_string_lossy().into_owned();
    let base = Search { path: path(&[tree.at("x")]), npm_prefixes: vec![tree.at("x")], ..tree.search() };
    let command = Some(vec![program.clone(), entry.clone()]);
    let found = discover(&Search { command, ..base.clone() }).await;
    let expected = clawtender_core::facts::Launch {
        program,
        prefix: vec![entry],
        version: Some("2026.9.6".into()),
        node_version: Some("26.1.0".into()),
        configured: true,
    };
    assert_eq!((found.chosen, found.command_problem), (Some(expected), None));
    let gone = tree.at("gone").to_string_lossy().into_owned();
    let found = discover(&Search { command: Some(vec![gone.clone()]), ..base }).await;
    assert_eq!(found.chosen, None, "something else was started instead");
    assert!(found.command_problem.unwrap().contains(&gone));
    assert_eq!((found.nodes.len(), found.openclaws.len()), (1, 1), "what is there is still listed");
}

#[tokio::test]
async fn nothing_anywhere_is_an_answer() {
    let nowhere = Search { cache: Tree::new().at("cache"), ..Search::default() };
    assert_eq!(discover(&nowhere).await, Runtime::default());
}

/// With the real thing, where there is one: `CLAWTENDER_TEST_NODE` and `CLAWTENDER_TEST_OPENCLAW` (its `openclaw.mjs`).
#[tokio::test]
async fn the_real_openclaw_is_understood() {
    let (Some(node), Some(entry)) = (env::var_os("CLAWTENDER_TEST_NODE"), env::var_os("CLAWTENDER_TEST_OPENCLAW"))
    else {
        return;
    };
    let tree = Tree::new();
    tree.link("x/bin/node", node.to_str().unwrap());
    let package = Path::new(&entry).parent().unwrap();
    tree.link("x/lib/node_modules/openclaw", package.to_str().unwrap());
    tree.link("x/bin/openclaw", "../lib/node_modules/openclaw/openclaw.mjs");
    let search = Search { path: path(&[tree.at("x/bin")]), ..tree.search() };
    let launch = discover(&search).await.chosen.unwrap();
    assert_eq!(Path::new(&launch.prefix[0]), fs::canonicalize(&entry).unwrap());
    assert!(launch.version.is_some() && launch.node_version.is_some());
}
