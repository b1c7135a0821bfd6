//! Makes sure that the system has what the work needs. With apt it installs what is missing, as root or through sudo;
//! elsewhere it names the one command to type. It never installs what is there already, and never asks twice.

use std::{fmt, io::IsTerminal};

use anyhow::Result;

use crate::{
    packages::{Manager, Purpose},
    shell::Shell,
};

/// Something only the person can install. Ends xtask with exit code 3.
#[derive(Debug)]
pub(crate) struct Missing {
    /// What is so, in one sentence.
    pub(crate) what: String,
    /// What to type.
    pub(crate) command: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} Install it with\n\n    {}\n\nand run this again.", self.what, self.command)
    }
}

impl std::error::Error for Missing {}

/// Installs what is missing for these purposes, or says what to type.
pub(crate) fn ensure(shell: &Shell, purposes: &[Purpose]) -> Result<()> {
    let Some(manager) = manager() else {
        eprintln!(
            "xtask does not know this system's packages. It needs a C compiler, pkg-config, the development files"
        );
        eprintln!("of webkit2gtk-4.1, and npm.");
        return Ok(());
    };
    let wanted: Vec<&str> = purposes
        .iter()
        .filter(|purpose| **purpose != Purpose::Npm || !shell.npm().arg("--version").succeeds())
        .flat_map(|purpose| manager.packages(*purpose))
        .copied()
        .collect();
    let missing = missing(shell, manager, &wanted);
    if missing.is_empty() {
        eprintln!("Everything needed is installed.");
        return Ok(());
    }
    let told = Missing { what: told(&missing), command: manager.install_command(&missing) };
    if manager != Manager::Apt {
        return Err(told.into());
    }
    eprintln!("{}", told.what);
    let Some(prefix) = becoming_root(shell) else { return Err(told.into()) };
    apt(shell, prefix, &["update"])?;
    apt(shell, prefix, &[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}

/// This system's package manager, where it is one of those that xtask knows.
pub(crate) fn manager() -> Option<Manager> {
    let os_release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    Manager::of(std::env::consts::OS, &os_release)
}

fn missing<'a>(shell: &Shell, manager: Manager, wanted: &[&'a str]) -> Vec<&'a str> {
    match manager {
        Manager::Apt => {
            let listing =
                shell.cmd("dpkg-query").args(["-W", "-f=${Package} ${db:Status-Status}\\n"]).args(wanted).read_anyway();
            wanted.iter().filter(|package| !is_installed(&listing, package)).copied().collect()
        }
        Manager::Dnf | Manager::Zypper => {
            let provided = |package: &str| shell.cmd("rpm").args(["-q", "--whatprovides", package]).succeeds();
            wanted.iter().filter(|package| !provided(package)).copied().collect()
        }
        Manager::Pacman => {
            let there = |package: &str| shell.cmd("pacman").args(["-Q", package]).succeeds();
            wanted.iter().filter(|package| !there(package)).copied().collect()
        }
        // There only npm is ever wanted, and only when it does not answer.
        Manager::Brew | Manager::Winget => wanted.to_vec(),
    }
}

/// Whether dpkg's listing, one `name status` a line, has `package` as installed. A removed package's configuration may linger.
fn is_installed(listing: &str, package: &str) -> bool {
    listing.lines().any(|line| line.split_once(' ') == Some((package, "installed")))
}

fn told(missing: &[&str]) -> String {
    match missing {
        [one] => format!("One system package is missing: {one}."),
        many => format!("{} system packages are missing: {}.", many.len(), many.join(", ")),
    }
}

/// What stands before a command that needs root; `None` where nobody can be asked for a password.
fn becoming_root(shell: &Shell) -> Option<&'static [&'static str]> {
    if shell.cmd("id").arg("-u").read_anyway().trim() == "0" {
        return Some(&[]);
    }
    if shell.cmd("sudo").args(["-n", "true"]).succeeds() {
        return Some(&["sudo", "-n"]);
    }
    (std::io::stdin().is_terminal() && shell.has("sudo")).then_some(&["sudo"])
}

fn apt(shell: &Shell, prefix: &[&str], arguments: &[&str]) -> Result<()> {
    // sudo clears the environment, so `env` comes after it
    let line: Vec<&str> =
        prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).chain(arguments).copied().collect();
    let quiet: &[&str] = if shell.ci { &["-q", "-o", "Dpkg::Use-Pty=0"] } else { &[] };
    shell.cmd(line[0]).args(&line[1..]).args(quiet).run()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_or_unknown_package_counts_as_missing() {
        let listing = "xvfb installed\ndunst config-files\nlibc6 installed\n";
        assert!(is_installed(listing, "xvfb"));
        assert!(!is_installed(listing, "dunst"));
        assert!(!is_installed(listing, "openbox"));
        assert!(!is_installed(listing, "libc"));
        assert!(!is_installed("", "xvfb"));
    }

    #[test]
    fn what_is_missing_is_named_with_the_command() {
        let missing = Missing { what: told(&["npm"]), command: Manager::Pacman.install_command(&["npm"]) };
        let text = missing.to_string();
        assert!(text.starts_with("One system package is missing: npm."), "{text}");
        assert!(text.contains("\n    sudo pacman -S --needed npm\n"), "{text}");
    }

    #[test]
    fn a_missing_package_is_still_recognised_under_the_name_of_its_step() {
        let error = anyhow::Error::from(Missing { what: told(&["npm"]), command: String::new() });
        let error = error.context("System packages stopped after 0.1 s");
        assert!(error.downcast_ref::<Missing>().is_some());
    }
}
