//! Configurations that are not the one a start from here reads: in the places of older versions and of outdated guides, of
//! other profiles, of the service, of a gateway that was started elsewhere. Their dates are looked at, and whether they say
//! the same as ours, to the letter.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clawtender_core::installation::{OtherConfig, Reader};
use jiff::Timestamp;

use super::{bounded, config, others, services};
use crate::{platform, world::World};

/// Where it was, or where guides still look for it; below the home folder.
const ABANDONED: [&str; 6] = [
    ".openclaw/openclaw.json",
    ".openclaw/clawdbot.json",
    ".clawdbot/openclaw.json",
    ".clawdbot/clawdbot.json",
    ".config/openclaw/openclaw.json5",
    ".config/openclaw/openclaw.json",
];
/// Largest configuration that is compared, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;
/// More profiles than anybody has.
const MOST: usize = 50;

/// Everyone of them that there is; `gateway` is the process that is watched.
pub(crate) fn look(world: &World, gateway: Option<u32>) -> Vec<OtherConfig> {
    let (home, own) = (&world.located.home, &world.located.config_path);
    let mut found: Vec<OtherConfig> =
        ABANDONED.iter().map(|name| home.join(name)).map(|path| abandoned(world, &path)).collect();
    found.extend(profiles(home).into_iter().map(|(name, path)| {
        let used = is_used(&name, &path, home);
        seen(&path, Reader::Profile { name, used })
    }));
    // one that says the same is edited in vain by nobody
    let ours = bounded::read(own, LIMIT).ok();
    let same = |path: &str| ours.is_some() && bounded::read(Path::new(path), LIMIT).ok() == ours;
    found.retain(|other| other.modified.is_some() && !same(&other.path));
    // of a service or a gateway, that there is none is worth knowing
    let service = platform::services(home).into_iter().find(|service| service.name == platform::GATEWAY_SERVICE);
    let canonical = world.located.state_dir == home.join(".openclaw");
    if let Some(service) = service.filter(|_| canonical)
        && let Some(theirs) = services::located(&service, world.home.as_deref())
    {
        found.insert(0, seen(&theirs.config_path, Reader::Service(service.name)));
    }
    if let Some(pid) = gateway
        && let Some(environment) = platform::environment(pid)
    {
        let variable = |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.into());
        found.insert(0, seen(&config::locate(&variable, None).config_path, Reader::Gateway(pid)));
    }
    let mut paths = vec![real(own)];
    found.retain(|other| {
        let path = real(Path::new(&other.path));
        let new = !paths.contains(&path);
        paths.push(path);
        new
    });
    found
}

/// The default profile's, where a start from here uses another state folder, is in use as that.
fn abandoned(world: &World, path: &Path) -> OtherConfig {
    let folder = path.parent().unwrap_or(path);
    let default = folder.ends_with(".openclaw") && world.located.state_dir != folder;
    seen(path, if default { Reader::Profile { name: "default".to_owned(), used: true } } else { Reader::Nobody })
}

fn profiles(home: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(home).into_iter().flatten().take(10_000).flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.strip_prefix(".openclaw-")?.to_owned();
            Some((name, entry.path().join("openclaw.json")))
        })
        .take(MOST)
        .collect();
    found.sort();
    found
}

/// Whether a gateway of this profile runs, or a service is there that starts one.
fn is_used(name: &str, config: &Path, home: &Path) -> bool {
    let folder = config.parent().unwrap_or(config);
    let runs = others::locks(folder, config).iter().any(|lock| platform::start_time(lock.pid).is_some());
    runs || platform::services(home).iter().any(|service| service.name.contains(name))
}

fn seen(path: &Path, reader: Reader) -> OtherConfig {
    let modified = fs::metadata(path).ok().filter(fs::Metadata::is_file).and_then(|at| at.modified().ok());
    OtherConfig {
        path: path.to_string_lossy().into_owned(),
        modified: modified.and_then(|at| Timestamp::try_from(at).ok()),
        reader,
    }
}

/// Two names of one file are one file.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_with_who_reads_it_and_our_own_is_not_among_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{{}} // {name}")).unwrap();
        };
        for name in [
            ".openclaw/openclaw.json",
            ".config/openclaw/openclaw.json5",
            ".openclaw-work/openclaw.json",
            ".clawdbot/clawdbot.json",
        ] {
            write(name);
        }
        let found = look(&World::in_folder(folder.path()), None);
        let found: Vec<_> = found
            .iter()
            .map(|other| (Path::new(&other.path).strip_prefix(folder.path()).unwrap().to_str().unwrap(), &other.reader))
            .collect();
        let profile = Reader::Profile { name: "work".to_owned(), used: false };
        let expected = [
            (".clawdbot/clawdbot.json", &Reader::Nobody),
            (".config/openclaw/openclaw.json5", &Reader::Nobody),
            (".openclaw-work/openclaw.json", &profile),
        ];
        assert_eq!(found, expected);

        // one that says the same as ours, to the letter, is no other one
        fs::copy(folder.path().join(".openclaw/openclaw.json"), folder.path().join(".clawdbot/clawdbot.json")).unwrap();
        assert_eq!(look(&World::in_folder(folder.path()), None).len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn another_name_of_ours_is_no_other_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".openclaw")).unwrap();
        fs::write(folder.path().join(".openclaw/openclaw.json"), "{}").unwrap();
        std::os::unix::fs::symlink(folder.path().join(".openclaw"), folder.path().join(".clawdbot")).unwrap();
        assert_eq!(look(&World::in_folder(folder.path()), None), []);
    }
}
