//! The page that the windows show: ui/, installed from its lock file, built, checked.

use anyhow::{Result, ensure};

use crate::{node, shell::Shell};

/// Installs what the page is built with.
pub(super) fn install(shell: &Shell) -> Result<()> {
    let ui = shell.root.join("ui");
    ensure!(ui.join("package.json").is_file(), "ui/package.json is missing: without the page there are no windows");
    node::install(shell, &ui, &[])
}

/// Builds the page into ui/dist, where the window's program takes it in.
pub(super) fn build(shell: &Shell) -> Result<()> {
    script(shell, "build")
}

/// Types and tests of the page.
pub(super) fn check(shell: &Shell) -> Result<()> {
    script(shell, "check")
}

fn script(shell: &Shell, name: &str) -> Result<()> {
    shell.npm().args(["run", name]).dir(shell.root.join("ui")).run()
}
