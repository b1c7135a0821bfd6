//! What the npm registry has for this computer: Node by package name and version, and how to get npm where there is none.

use std::{env::consts, path::Path};

use clawtender_core::words::Phrase;
use nodejs_semver::{Range, Version};

use super::{files, install::Wish, lock::Target, npm::Npm, package, trouble::InstallError};

/// A registry package that holds Node for one kind of computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NodePackage {
    pub name: String,
    /// Node's path in it.
    pub program: &'static str,
}

/// The package with Node for this computer.
pub(super) fn node_package() -> Result<NodePackage, InstallError> {
    let Target { os, cpu } = target()?;
    let (prefix, platform, program) = match (os, cpu) {
        ("win32", _) => ("node", "win", "bin/node.exe"),
        ("darwin", "arm64") => ("node-bin", os, "bin/node"), // the one that is named differently
        _ => ("node", os, "bin/node"),
    };
    Ok(NodePackage { name: format!("{prefix}-{platform}-{cpu}"), program })
}

/// This computer in npm's words.
pub(super) fn target() -> Result<Target, InstallError> {
    let os = match consts::OS {
        "linux" => "linux",
        "macos" => "darwin",
        "windows" => "win32",
        os => return Err(InstallError::Platform { os, arch: consts::ARCH }),
    };
    let cpu = match consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        arch => return Err(InstallError::Platform { os: consts::OS, arch }),
    };
    Ok(Target { os, cpu })
}

/// The Node to install: the wished one where it is published for this computer, else the nearest that OpenClaw accepts.
pub(super) async fn node_version(
    npm: &Npm,
    folder: &Path,
    package: &NodePackage,
    wish: &Wish,
) -> Result<Version, InstallError> {
    let openclaw = format!("openclaw@{}", wish.openclaw);
    let engines: String = npm.view(folder, &openclaw, "engines.node").await?.unwrap_or_default();
    let published: Published = npm.view(folder, &package.name, "versions").await?.unwrap_or_default();
    nearest(&wish.node, &engines, &published.all()).ok_or(InstallError::NoSuitableNode(engines))
}

/// npm prints a list, or the one version there is.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Published {
    List(Vec<String>),
    One(String),
}

impl Default for Published {
    fn default() -> Self {
        Published::List(Vec::new())
    }
}

impl Published {
    fn all(self) -> Vec<Version> {
        let texts = match self {
            Published::List(texts) => texts,
            Published::One(text) => vec![text],
        };
        texts.iter().filter_map(|text| package::version(text)).collect()
    }
}

/// The wished version, else the newest of the same major version, else the newest: of those that `engines` accepts.
fn nearest(wished: &str, engines: &str, published: &[Version]) -> Option<Version> {
    let wished = package::version(wished)?;
    let range = if engines.is_empty() { Range::any() } else { Range::parse(engines).ok()? };
    let suitable = published.iter().filter(|version| version.satisfies(&range));
    let best =
        suitable.max_by_key(|version| (**version == wished, version.major() == wished.major(), (*version).clone()));
    best.cloned()
}

/// How npm is installed on this computer, in one sentence.
pub(super) fn advice() -> Phrase {
    let release = files::text(Path::new("/etc/os-release"), 64 * 1024).unwrap_or_default();
    advice_for(consts::OS, &release)
}

fn advice_for(os: &str, release: &str) -> Phrase {
    let command = match os {
        "macos" => Some("brew install node"),
        "windows" => Some("winget install OpenJS.NodeJS.LTS"),
        _ => families(release).find_map(|family| match family {
            "debian" | "ubuntu" => Some("sudo apt-get install npm"),
            "fedora" | "rhel" | "centos" => Some("sudo dnf install npm"),
            "arch" => Some("sudo pacman -S npm"),
            "suse" | "opensuse" => Some("sudo zypper install npm"),
            "alpine" => Some("sudo apk add npm"),
            _ => None,
        }),
    };
    Phrase::new("install-npm", [("command", command.unwrap_or("none").into())])
}

/// The words of `ID` and `ID_LIKE` in an os-release file, in that order.
fn families(release: &str) -> impl Iterator<Item = &str> {
    let of = move |key: &'static str| release.lines().find_map(move |line| line.strip_prefix(key)).unwrap_or_default();
    [of("ID="), of("ID_LIKE=")].into_iter().flat_map(|value| value.trim_matches(['"', '\'']).split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_node_that_openclaw_accepts_is_taken() {
        let engines = ">=24.16.0 <25 || >=26.1.0";
        let table: [(&[&str], &str, Option<&str>); 8] = [
            (&["24.20.0", "24.21.0", "26.10.0"], engines, Some("24.21.0")),
            (&["24.13.0", "24.17.0", "24.18.1", "26.10.0"], engines, Some("24.18.1")),
            (&["22.23.2", "24.0.0", "26.3.0", "26.10.0"], engines, Some("26.10.0")),
            (&["20.20.2", "22.23.2"], engines, None),
            (&["26.2.0-rc.1"], engines, None),
            (&["18.0.0"], "", Some("18.0.0")),
            (&["24.21.0"], "nonsense", None),
            (&[], engines, None),
        ];
        for (published, engines, expected) in table {
            let published: Vec<_> = published.iter().map(|text| Version::parse(text).unwrap()).collect();
            let chosen = nearest("24.21.0", engines, &published).map(|version| version.to_string());
            assert_eq!(chosen.as_deref(), expected, "{published:?}");
        }
    }

    #[test]
    fn one_version_and_many_are_read_alike() {
        for (json, count) in [("\"1.0.0\"", 1), ("[\"1.0.0\",\"x\",\"2.0.0\"]", 2), ("[]", 0)] {
            assert_eq!(serde_json::from_str::<Published>(json).unwrap().all().len(), count, "{json}");
        }
    }

    #[test]
    fn the_advice_names_the_command_of_this_system() {
        let table = [
            ("macos", "", "brew install node"),
            ("windows", "", "winget install OpenJS.NodeJS.LTS"),
            ("linux", "NAME=x\nID=debian\n", "sudo apt-get install npm"),
            ("linux", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "sudo apt-get install npm"),
            ("linux", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "sudo dnf install npm"),
            ("linux", "ID=manjaro\nID_LIKE=arch\n", "sudo pacman -S npm"),
            ("linux", "ID=opensuse-leap\nID_LIKE=\"suse opensuse\"\n", "sudo zypper install npm"),
            ("linux", "ID=nixos\n", "the system's package manager"),
            ("freebsd", "", "the system's package manager"),
        ];
        for (os, release, part) in table {
            let advice = advice_for(os, release);
            assert!(advice.contains(part) && !advice.contains("lease"), "{os} {release:?} → {advice}");
        }
    }
}
