//! From an `openclaw` executable to the package behind it: through links, and through the small scripts that npm, pnpm and
//! OpenClaw's installer write. Scripts are read, never run.

use std::path::{Path, PathBuf};

use super::{files, package::Package};

/// pnpm's shims are about 1 kB; anything much larger is a program.
const LIMIT: u64 = 32 * 1024;
/// How far above its entry a package's folder may be (`dist/entry.js`, `bin/openclaw`).
const DEPTH: usize = 3;
/// What a shim runs.
const ENTRIES: [&str; 2] = ["openclaw.mjs", "entry.js"];

/// The package that this executable runs.
pub(super) fn package_of(executable: &Path, source: &'static str) -> Option<Package> {
    let real = files::real(executable)?;
    above(&real, source).or_else(|| {
        let text = files::text(&real, LIMIT)?;
        // a shim's own place is where it was found for npm, where it really is when it was linked to
        let bases = [executable.parent()?, real.parent()?];
        targets(&text).find_map(|target| bases.iter().find_map(|base| above(&resolve(&target, base)?, source)))
    })
}

fn above(file: &Path, source: &'static str) -> Option<Package> {
    file.ancestors().skip(1).take(DEPTH).find_map(|folder| Package::read(folder, source))
}

/// Every path in a script that ends in one of [`ENTRIES`], as it stands there.
fn targets(script: &str) -> impl Iterator<Item = String> {
    let words = script.split(['"', '\'', '\n', '\r', '`']).flat_map(|quoted| {
        // a quoted path may hold spaces; an unquoted one ends at them
        std::iter::once(quoted).chain(quoted.split_whitespace())
    });
    words.filter(|word| ENTRIES.iter().any(|entry| word.ends_with(entry))).map(str::to_owned)
}

/// The file a shim's word means, seen from the shim's folder.
fn resolve(target: &str, base: &Path) -> Option<PathBuf> {
    const HERE: [&str; 6] = ["$basedir", "${basedir}", "%~dp0", "%dp0%", "$PSScriptRoot", "$(dirname $0)"];
    let target = target.replace('\\', "/");
    let path = match HERE.iter().find_map(|here| target.strip_prefix(here)) {
        Some(rest) => base.join(rest.trim_start_matches('/')),
        None => PathBuf::from(&target),
    };
    if !path.is_absolute() {
        return None;
    }
    files::real(&path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A made-up prefix with the package at `modules` and a file `name` that holds `text` beside it.
    fn found(modules: &str, name: &str, text: &dyn Fn(&Path) -> String) -> bool {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join(modules).join("openclaw");
        fs::create_dir_all(package.join("dist")).unwrap();
        fs::write(package.join("package.json"), r#"{"name":"openclaw","version":"1.2.3"}"#).unwrap();
        fs::write(package.join("openclaw.mjs"), "").unwrap();
        fs::write(package.join("dist/entry.js"), "").unwrap();
        let shim = root.path().join(name);
        fs::create_dir_all(shim.parent().unwrap()).unwrap();
        fs::write(&shim, text(root.path())).unwrap();
        let expected = fs::canonicalize(&package).unwrap();
        package_of(&shim, "test").is_some_and(|package| package.folder == expected)
    }

    const NPM_CMD: &str = "@ECHO off\r\nGOTO start\r\n:find_dp0\r\nSET dp0=%~dp0\r\nEXIT /b\r\n:start\r\nSETLOCAL\r\nCALL :find_dp0\r\n\r\n\
        IF EXIST \"%dp0%\\node.exe\" (\r\n  SET \"_prog=%dp0%\\node.exe\"\r\n) ELSE (\r\n  SET \"_prog=node\"\r\n)\r\n\r\n\
        endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & \"%_prog%\"  \"%dp0%\\node_modules\\openclaw\\openclaw.mjs\" %*\r\n";
    const NPM_SH: &str = "#!/bin/sh\nbasedir=$(dirname \"$(echo \"$0\" | sed -e 's,\\\\,/,g')\")\n\
        exec node  \"$basedir/node_modules/openclaw/openclaw.mjs\" \"$@\"\n";
    const PNPM_SH: &str = "#!/bin/sh\nbasedir=$(dirname \"$0\")\nif [ -x \"$basedir/node\" ]; then\n  exec \"$basedir/node\" \
        \"$basedir/global/5/node_modules/openclaw/openclaw.mjs\" \"$@\"\nfi\n";

    #[test]
    fn the_shims_people_have_lead_to_the_package() {
        assert!(found("node_modules", "openclaw.cmd", &|_| NPM_CMD.into()), "npm on Windows");
        assert!(found("node_modules", "openclaw", &|_| NPM_SH.into()), "npm's sh shim");
        assert!(found("global/5/node_modules", "openclaw", &|_| PNPM_SH.into()), "pnpm");
        let installer = |root: &Path| {
            format!(
                "#!/usr/bin/env bash\nexec \"/x/node\" \"{}/tools/a b/openclaw/dist/entry.js\" \"$@\"\n",
                root.display()
            )
        };
        assert!(found("tools/a b", "bin/openclaw", &installer), "OpenClaw's installer");
    }

    #[test]
    fn other_files_lead_nowhere() {
        let table: [(&str, String); 5] = [
            ("a shim to nothing", "exec node \"$basedir/elsewhere/openclaw.mjs\"".into()),
            ("a relative path", "node node_modules/openclaw/openclaw.mjs".into()),
            ("a program", format!("{}\"$basedir/node_modules/openclaw/openclaw.mjs\"", "\0".repeat(40_000))),
            ("nothing", String::new()),
            ("control characters", "\"\u{0}\u{1b}openclaw.mjs\"".into()),
        ];
        for (what, text) in table {
            assert!(!found("node_modules", "openclaw", &|_| text.clone()), "{what}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_the_package() {
        let root = tempfile::tempdir().unwrap();
        let package = root.path().join("lib/node_modules/openclaw");
        fs::create_dir_all(&package).unwrap();
        fs::create_dir_all(root.path().join("bin")).unwrap();
        fs::write(package.join("package.json"), r#"{"name":"openclaw","version":"1.2.3"}"#).unwrap();
        fs::write(package.join("openclaw.mjs"), "").unwrap();
        let link = root.path().join("bin/openclaw");
        std::os::unix::fs::symlink("../lib/node_modules/openclaw/openclaw.mjs", &link).unwrap();
        assert_eq!(package_of(&link, "PATH").unwrap().version.to_string(), "1.2.3");
        let circle = root.path().join("bin/circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        assert_eq!(package_of(&circle, "PATH"), None);
    }
}
