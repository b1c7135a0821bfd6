//! The standard library's source from Debian's unstable release, for a nightly toolchain that came without it.
//!
//! apt fetches it with lists and a state of its own, signed as ever: the system's own package lists are not touched and
//! nothing is installed. It fits when its release is nightly's.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{Shell, folder};

const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The folder of the library's source of this `release` (`1.97`), downloaded once.
pub(super) fn fetch(shell: &Shell, release: &str) -> Result<PathBuf> {
    let place = folder(shell.cache.join("rust-src"))?;
    if unpacked(&place).is_none() {
        download(shell, &place).context("Debian's source of the standard library cannot be had")?;
    }
    let (version, library) = unpacked(&place).context("Debian's package holds no source of the standard library")?;
    ensure!(
        version.starts_with(&format!("{release}.")),
        "Debian's source of the standard library is {version} and the nightly toolchain {release}"
    );
    Ok(library)
}

/// The version and the folder of what was unpacked before: `usr/src/rustc-1.97.1/library`.
fn unpacked(place: &Path) -> Option<(String, PathBuf)> {
    fs::read_dir(place.join("usr/src")).ok()?.flatten().find_map(|entry| {
        let version = entry.file_name().to_str()?.strip_prefix("rustc-")?.to_owned();
        let library = entry.path().join("library");
        library.is_dir().then_some((version, library))
    })
}

fn download(shell: &Shell, place: &Path) -> Result<()> {
    ensure!(Path::new(KEYS).is_file(), "this is not Debian: {KEYS} is missing");
    let mirror = own_mirror().context("no Debian mirror stands in /etc/apt")?;
    let apt = folder(place.join("apt"))?;
    for needed in ["lists/partial", "cache/archives/partial"] {
        folder(apt.join(needed))?;
    }
    let configuration = apt.join("apt.conf");
    fs::write(apt.join("status"), "")?;
    fs::write(apt.join("sources.list"), format!("deb [signed-by={KEYS}] {mirror} sid main\n"))?;
    fs::write(&configuration, apt_configuration(&apt))?;
    for arguments in [&["-q", "update"][..], &["-q", "download", "rust-src"]] {
        shell.cmd("apt-get").args(arguments).env("APT_CONFIG", &configuration).dir(place).run()?;
    }
    let package = fs::read_dir(place)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt left no package")?;
    // Into a folder beside, then renamed: a torn download is never taken for the whole
    let fresh = place.join("fresh");
    shell.cmd("dpkg-deb").arg("--extract").args([&package, &fresh]).dir(place).run()?;
    fs::rename(fresh.join("usr"), place.join("usr")).context("the unpacked source cannot be moved")?;
    for left in [fresh, apt] {
        fs::remove_dir_all(left)?;
    }
    fs::remove_file(package)?;
    Ok(())
}

/// unstable's index is often older than it says it may be; its signature is checked all the same.
fn apt_configuration(apt: &Path) -> String {
    let apt = apt.display();
    format!(
        "Dir::State \"{apt}\";\nDir::State::Lists \"{apt}/lists\";\nDir::State::status \"{apt}/status\";\n\
         Dir::Cache \"{apt}/cache\";\nDir::Etc::SourceList \"{apt}/sources.list\";\n\
         Dir::Etc::SourceParts \"/nonexistent\";\nDir::Etc::PreferencesParts \"/nonexistent\";\n\
         Acquire::Check-Valid-Until \"false\";\n\
         Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";\n"
    )
}

fn own_mirror() -> Result<String> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    for file in files {
        if let Some(found) = fs::read_to_string(file).ok().as_deref().and_then(mirror) {
            return Ok(found.to_owned());
        }
    }
    bail!("none is listed")
}

/// The first Debian archive in a text of apt's sources, in either of its two formats.
fn mirror(sources: &str) -> Option<&str> {
    sources
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("URIs:") || line.starts_with("deb "))
        .flat_map(str::split_whitespace)
        .find(|word| {
            (word.starts_with("http://") || word.starts_with("https://"))
                && word.trim_end_matches('/').ends_with("/debian")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_found_in_both_formats() {
        let modern = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n";
        let classic = "# deb http://old.example/debian sid main\ndeb [signed-by=/k.gpg] https://mirror.example/debian/ bookworm main\n";
        assert_eq!(mirror(modern), Some("http://mirror.example/debian"));
        assert_eq!(mirror(classic), Some("https://mirror.example/debian/"));
        for other in [
            "",
            "URIs: http://mirror.example/ubuntu",
            "URIs: http://mirror.example/debian-security",
            "deb",
            "URIs: file:/debian",
        ] {
            assert_eq!(mirror(other), None, "{other:?}");
        }
    }

    #[test]
    fn only_a_whole_library_counts_as_unpacked() {
        let place = tempfile::tempdir().unwrap();
        assert!(unpacked(place.path()).is_none());
        fs::create_dir_all(place.path().join("usr/src/rustc-1.97.1")).unwrap();
        assert!(unpacked(place.path()).is_none());
        fs::create_dir_all(place.path().join("usr/src/rustc-1.97.1/library")).unwrap();
        assert_eq!(unpacked(place.path()).unwrap().0, "1.97.1");
    }
}
