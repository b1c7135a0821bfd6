//! Who may do what with the files in which the gateway keeps its secrets: its folder, its configuration with the copies beside
//! it, the files it takes variables from, its logins and its databases. No content is read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clawtender_core::installation::FileMode;

use super::{
    config::{self, Located, Lookup},
    key_sources,
};
use crate::platform;

/// More agents than anybody has.
const MOST: usize = 100;

/// Each that is there. `None` where this system keeps no modes.
///
/// Its folder and its configuration always; what is below them only where others could get at it.
pub(crate) fn look(located: &Located, environment: Lookup) -> Option<Vec<FileMode>> {
    let demanded = [located.state_dir.clone(), located.config_path.clone()];
    let mut files = Vec::new();
    for path in &demanded {
        match platform::file_mode(path) {
            Ok(Some(file)) => files.push(file),
            Ok(None) => return None,
            // not there yet, or not ours to look at
            Err(_) => {}
        }
    }
    let below = config::environment_files(located, environment)
        .into_iter()
        .chain(key_sources::copies(&located.config_path))
        .chain(kept(&located.state_dir));
    let reached = |file: &FileMode| file.is_open() && !file.sheltered || !file.writable;
    let own = |path: &PathBuf| path.starts_with(&located.state_dir) || path.parent() == located.config_path.parent();
    files.extend(below.filter(own).filter_map(|path| platform::file_mode(&path).ok().flatten()).filter(reached));
    Some(files)
}

/// Where the gateway keeps logins and conversations.
fn kept(state: &Path) -> Vec<PathBuf> {
    let agents = fs::read_dir(state.join("agents")).into_iter().flatten().flatten().take(MOST);
    let of_agents = agents.map(|agent| agent.path().join("agent/openclaw-agent.sqlite"));
    ["credentials", "state/openclaw.sqlite"].iter().map(|name| state.join(name)).chain(of_agents).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::world::World;

    #[test]
    fn the_folder_and_the_configuration_are_looked_at_and_what_others_reach() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(".openclaw").join(name);
        fs::create_dir_all(at("state")).unwrap();
        for (name, mode) in [("openclaw.json", 0o600), ("openclaw.json.bak", 0o644), ("state/openclaw.sqlite", 0o644)] {
            fs::write(at(name), "").unwrap();
            platform::set_mode(&at(name), mode).unwrap();
        }
        let look = |mode| {
            platform::set_mode(&at(""), mode).unwrap();
            let world = World::in_folder(folder.path());
            let files = look(&world.located, &|name| world.variable(name)).unwrap();
            files.into_iter().map(|file| (file.path, file.mode)).collect::<Vec<_>>()
        };
        let path = |name: &str| at(name).components().collect::<PathBuf>().to_string_lossy().into_owned();
        platform::set_mode(folder.path(), 0o700).unwrap();
        // the folder around it keeps everybody out
        assert_eq!(look(0o755), [(path(""), 0o755), (path("openclaw.json"), 0o600)]);
        assert_eq!(look(0o700)[0].1, 0o700);
    }
}
