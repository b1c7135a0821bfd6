//! Installs with a made-up npm: a script that stands in for `node npm-cli.js` and writes what npm would. One test, on demand, with
//! the real npm and registry.
#![cfg(unix)]

use std::{
    env,
    os::unix::fs::PermissionsExt,
    sync::{Arc, Mutex},
};

use super::*;
use crate::{paths::Paths, runtime};

/// What the made-up `node` does: answers `--version`, plays npm, plays OpenClaw. `NPM` is the test's part.
const NODE_SCRIPT: &str = r#"#!/bin/sh
here=$(cd "${0%/*}" && pwd)
hash="sha512-$(printf 'A%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86)=="
package=$(sed 's/.*"dependencies":{"\([^"]*\)".*/\1/' package.json 2>/dev/null)
lock() { printf '{"packages":{"":{},"node_modules/%s":{"integrity":"%s"}}}' "$package" "$1" > package-lock.json; }
put() {
  mkdir -p "node_modules/$package/bin"
  case $package in
    openclaw) printf '{"name":"openclaw","version":"2026.9.6"}' > node_modules/openclaw/package.json; : > node_modules/openclaw/openclaw.mjs ;;
    *) cp "$0" "node_modules/$package/bin/node"; : > "node_modules/$package/package.json" ;;
  esac
}
fail() { echo "npm error code $1" >&2; exit 1; }
case "$1" in
  --version) echo v24.21.0; exit ;;
  *openclaw.mjs) echo 'OpenClaw 2026.9.6 (eb377ac)'; exit ;;
esac
case "$2 $3" in
  'view openclaw@'*) what=engines ;;
  'view '*) what=versions ;;
  'install --package-lock-only') what="resolve $package" ;;
  'ci '*) what="fetch $package" ;;
esac
echo "$what" >> "$CALLS"
NPM
case $what in
  engines) echo '">=24.16.0 <25"' ;;
  versions) echo '["24.20.0","24.21.0"]' ;;
  resolve*) lock "$hash" ;;
  fetch*) put ;;
esac
"#;

struct Desk {
    folder: tempfile::TempDir,
    search: Search,
}

impl Desk {
    /// A computer whose npm behaves as `npm` says, a piece of the script.
    fn new(npm: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let cli = root.join("lib/node_modules/npm/bin/npm-cli.js");
        fs::create_dir_all(cli.parent().unwrap()).unwrap();
        fs::create_dir_all(root.join("bin")).unwrap();
        fs::write(cli, "").unwrap();
        let calls = root.join("calls").to_string_lossy().into_owned();
        fs::write(root.join("bin/node"), NODE_SCRIPT.replace("$CALLS", &calls).replace("NPM", npm)).unwrap();
        fs::set_permissions(root.join("bin/node"), fs::Permissions::from_mode(0o755)).unwrap();
        let search = Search {
            path: root.join("bin").into(),
            private: root.join("data/runtime"),
            cache: root.join("cache"),
            ..Search::default()
        };
        Desk { folder, search }
    }

    async fn install(&self) -> Result<Private, InstallError> {
        install(&Wish::default(), &self.search, |_| ()).await
    }

    fn calls(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn an_install_is_resolved_verified_fetched_tried_and_named() {
    let desk = Desk::new(":");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let steps = Arc::clone(&seen);
    let tell = move |progress: Progress| steps.lock().unwrap().push(progress.step);
    let private = install(&Wish::default(), &desk.search, tell).await.unwrap();
    assert_eq!((&*private.openclaw, &*private.node), ("2026.9.6", "24.21.0"));
    assert!(private.folder.ends_with("2026.9.6-node24.21.0") && private.entry.is_file());
    let package = registry::node_package().unwrap().name;
    let node = ["resolve", "fetch"].map(|what| format!("{what} {package}"));
    let expected = ["engines", "versions", &node[0], &node[1], "resolve openclaw", "fetch openclaw"];
    assert_eq!(desk.calls(), expected);
    let mut steps = seen.lock().unwrap().clone();
    steps.dedup();
    assert_eq!(steps, [Step::Asking, Step::Node, Step::Resolving, Step::OpenClaw, Step::Checking]);

    let found = runtime::discover(&desk.search).await.chosen.unwrap();
    assert_eq!(Path::new(&found.prefix[0]), private.entry);
    assert_eq!(desk.install().await.unwrap(), private, "installed twice");
    assert_eq!(desk.calls(), expected, "nobody is asked for what is there");
}

#[tokio::test]
async fn whatever_goes_wrong_nothing_half_made_is_chosen() {
    let table = [
        ("fail ENOTFOUND", "no connection"),
        ("case $what in fetch*) fail ENOSPC;; esac", "full"),
        ("case $what in fetch*) put; echo 'npm warn tar TAR_ENTRY_ERROR ENOSPC: x' >&2; exit;; esac", "full"),
        ("case $what in *openclaw) fail ETARGET;; esac", "does not have"),
        ("case $what in fetch*) fail EINTEGRITY;; esac", "checksum"),
        ("case $what in resolve*) lock ''; exit;; esac", "without a checksum"),
        ("case $what in resolve*) lock sha1-abc; exit;; esac", "without a checksum"),
        ("case $what in resolve*) exit 0;; esac", "no usable lock file"),
        ("case $what in 'fetch openclaw') exit 0;; esac", "left out 1 packages"),
        ("case $what in fetch*) put; printf x > node_modules/$package/bin/node; exit;; esac", "does not run"),
        ("case $what in versions) echo '[\"18.0.0\"]'; exit;; esac", "no Node for this computer"),
        ("case $what in versions) echo garbage; exit;; esac", "no Node for this computer"),
        ("exit 9", "exit 9"),
    ];
    for (npm, part) in table {
        let desk = Desk::new(npm);
        let error = desk.install().await.unwrap_err().to_string();
        assert!(error.contains(part), "{npm}: {error}");
        let words = ["please", "failed", "invalid", "error"];
        assert!(!words.iter().any(|word| error.to_lowercase().contains(word)), "{error}");
        assert_eq!(private::standing(&desk.search.private), [], "{npm}");
        assert_eq!(runtime::discover(&desk.search).await.chosen, None, "{npm}");
        let mut left = fs::read_dir(&desk.search.private).unwrap().map(|entry| entry.unwrap().path());
        assert!(left.all(|left| left.is_file()), "{npm}");
    }
}

#[tokio::test]
async fn the_next_install_clears_what_an_interrupted_one_left() {
    let desk = Desk::new(":");
    let left = desk.search.private.join("2020.1.1-node20.0.0.partial/node/node_modules");
    fs::create_dir_all(&left).unwrap();
    desk.install().await.unwrap();
    assert!(!left.exists());
    let names: Vec<_> = fs::read_dir(&desk.search.private).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains(private::PARTIAL)), "{names:?}");
}

#[tokio::test]
async fn a_broken_runtime_of_the_same_version_is_replaced() {
    let desk = Desk::new(":");
    let first = desk.install().await.unwrap();
    fs::write(&first.program, "#!/bin/sh\nexit 1\n").unwrap();
    let second = desk.install().await.unwrap();
    assert_eq!(first.folder, second.folder);
    assert!(check::node(&second.program, &Version::parse("24.21.0").unwrap()).await.is_ok());
}

#[tokio::test]
async fn two_installs_at_once_do_not_happen() {
    let desk = Desk::new(":");
    let _other = private::lock(&desk.search.private).unwrap();
    assert!(matches!(desk.install().await, Err(InstallError::Busy)));
    assert_eq!(desk.calls(), [""; 0]);
}

#[tokio::test]
async fn without_npm_or_a_real_version_there_is_a_sentence() {
    let desk = Desk::new(":");
    fs::remove_dir_all(desk.folder.path().join("lib")).unwrap();
    let sentence = desk.install().await.unwrap_err().to_string();
    assert!(sentence.starts_with("There is no npm to install with. ") && sentence.contains("npm"), "{sentence}");
    for version in ["", "latest", "../../up", "1.0.0; rm -rf /", "--global"] {
        let wish = Wish { openclaw: version.into(), ..Wish::default() };
        let error = install(&wish, &desk.search, |_| ()).await.unwrap_err();
        assert!(matches!(error, InstallError::Version(_)), "{version}: {error}");
    }
}

/// The real registry, when `CLAWTENDER_TEST_INSTALL` names a folder to install into: 250 MB to fetch.
#[tokio::test]
async fn the_real_registry_gives_a_runtime_that_works() {
    let Some(home) = env::var_os("CLAWTENDER_TEST_INSTALL") else { return };
    let paths = Paths::under(Path::new(&home));
    let search = Search::here(&paths, None).await;
    let private = install(&Wish::default(), &search, |progress| println!("{progress:?}")).await.unwrap();
    assert_eq!(runtime::installed(&paths), Some(private));
}
