//! `gateway.command` of the settings: used as it stands, or refused with the reason. Never guessed around.

use std::path::{Path, PathBuf};

use clawtender_core::{facts::Launch, words::Phrase};

use super::{files, node, package::Package, search::Search, shim};

/// Why `gateway.command` cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Empty,
    Relative(String),
    NotInPath(String),
    Missing(PathBuf),
    Folder(PathBuf),
    NotExecutable(PathBuf),
}

impl Problem {
    /// For a person.
    pub(super) fn words(&self) -> Phrase {
        let path = |path: &Path| path.display().to_string();
        let (why, what) = match self {
            Problem::Empty => ("empty", String::new()),
            Problem::Relative(name) => ("relative", name.clone()),
            Problem::NotInPath(name) => ("path", name.clone()),
            Problem::Missing(missing) => ("missing", path(missing)),
            Problem::Folder(folder) => ("folder", path(folder)),
            Problem::NotExecutable(file) => ("executable", path(file)),
        };
        Phrase::new("command-problem", [("why", why.into()), ("what", what.into())])
    }
}

/// What these words start, with the versions where they can be told.
pub(super) async fn launch(words: &[String], search: &Search) -> Result<Launch, Problem> {
    let (program, prefix) = words.split_first().filter(|(first, _)| !first.trim().is_empty()).ok_or(Problem::Empty)?;
    let program = locate(program, search)?;
    let script = prefix.first().map(Path::new).filter(|script| is_script(script));
    if let Some(script) = script.filter(|script| script.is_absolute() && !script.exists()) {
        return Err(Problem::Missing(script.to_path_buf()));
    }
    let package = script.map_or_else(|| shim::package_of(&program, ""), package_of_entry);
    let node_version = if is_node(&program) { node::version(&program).await } else { None };
    Ok(Launch {
        program: program.to_string_lossy().into_owned(),
        prefix: prefix.to_vec(),
        version: package.map(|package| package.version.to_string()),
        node_version: node_version.map(|version| version.to_string()),
        configured: true,
    })
}

fn locate(program: &str, search: &Search) -> Result<PathBuf, Problem> {
    let path = Path::new(program);
    if path.is_absolute() {
        return usable(path);
    }
    if path.components().count() > 1 {
        return Err(Problem::Relative(program.to_owned()));
    }
    search.program(program).ok_or_else(|| Problem::NotInPath(program.to_owned()))
}

fn usable(path: &Path) -> Result<PathBuf, Problem> {
    let owned = path.to_path_buf();
    match path.metadata() {
        Err(_) => Err(Problem::Missing(owned)),
        Ok(found) if found.is_dir() => Err(Problem::Folder(owned)),
        Ok(_) if !files::executable(path) => Err(Problem::NotExecutable(owned)),
        Ok(_) => Ok(owned),
    }
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["mjs", "js", "cjs"].iter().any(|known| extension == *known))
}

fn is_node(program: &Path) -> bool {
    program.file_stem().is_some_and(|name| name == "node" || name == "nodejs")
}

fn package_of_entry(entry: &Path) -> Option<Package> {
    shim::package_of(entry, "").filter(|_| entry.is_absolute())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    fn file(path: &Path, text: &str, mode: u32) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[tokio::test]
    async fn what_cannot_be_used_is_named() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        file(&at("plain"), "", 0o644);
        file(&at("bin/node"), "#!/bin/sh\necho v24.21.0\n", 0o755);
        let search = Search { path: at("bin").into_os_string(), ..Search::default() };
        let said = |words: Vec<String>| {
            let search = search.clone();
            async move { launch(&words, &search).await }
        };
        let word = |path: PathBuf| path.to_string_lossy().into_owned();
        let table = [
            (vec![], Problem::Empty),
            (vec![" ".into()], Problem::Empty),
            (vec!["bin/node".into()], Problem::Relative("bin/node".into())),
            (vec!["./node".into()], Problem::Relative("./node".into())),
            (vec!["openclaw".into()], Problem::NotInPath("openclaw".into())),
            (vec![word(at("gone"))], Problem::Missing(at("gone"))),
            (vec![word(at("bin"))], Problem::Folder(at("bin"))),
            (vec![word(at("plain"))], Problem::NotExecutable(at("plain"))),
            (vec!["node".into(), word(at("gone.mjs"))], Problem::Missing(at("gone.mjs"))),
        ];
        for (words, problem) in table {
            assert_eq!(said(words.clone()).await, Err(problem), "{words:?}");
        }
    }

    #[tokio::test]
    async fn versions_are_filled_in_where_they_can_be_told() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        file(&at("bin/node"), "#!/bin/sh\necho v24.21.0\n", 0o755);
        file(&at("bin/wrapper"), "#!/bin/sh\n", 0o755);
        file(&at("oc/package.json"), r#"{"name":"openclaw","version":"2026.9.6"}"#, 0o644);
        file(&at("oc/openclaw.mjs"), "#!/usr/bin/env node\n", 0o755);
        let search = Search { path: at("bin").into_os_string(), ..Search::default() };
        let entry = at("oc/openclaw.mjs").to_string_lossy().into_owned();
        let table = [
            (vec!["node".to_owned(), entry.clone()], Some("2026.9.6"), Some("24.21.0")),
            (vec![entry], Some("2026.9.6"), None),
            (vec!["wrapper".to_owned(), "--x".to_owned()], None, None),
        ];
        for (words, version, node) in table {
            let launch = launch(&words, &search).await.unwrap();
            assert!(Path::new(&launch.program).is_absolute() && launch.configured);
            assert_eq!((launch.version.as_deref(), launch.node_version.as_deref()), (version, node), "{words:?}");
            assert_eq!(launch.prefix, words[1..]);
        }
    }
}
