//! `cargo xtask check`: the quick round while working, and two checks that can be asked for alone.

use anyhow::{Result, bail};

use super::workspace;
use crate::{
    cross::{self, Target, Verdict},
    shell::Shell,
    steps::Steps,
    tools,
};

/// Formatting, lints and unit tests of everything that needs no system library.
pub(crate) fn quick(mut shell: Shell) -> Result<()> {
    let mut steps = Steps::new();
    steps.step("Rust tools", || tools::components(&shell).and_then(|()| tools::nextest(&mut shell)))?;
    steps.step("Formatting", || workspace::formatting(&shell))?;
    steps.step("Lints", || workspace::lints_without_desktop(&shell))?;
    steps.step("Tests", || workspace::tests_without_desktop(&shell))?;
    eprintln!("\n{}", steps.summary());
    Ok(())
}

/// The code of one other system. Asked for by name, so not being able to is a failure.
pub(crate) fn target(shell: &Shell, target: Target, packages: &[String]) -> Result<()> {
    match cross::check(shell, target, packages)? {
        Verdict::Checked => Ok(()),
        Verdict::NotChecked(why) => bail!("The code for {target} was not checked: {why}"),
    }
}

/// Everything about the dependencies, the advisories' download included.
pub(crate) fn dependencies(mut shell: Shell) -> Result<()> {
    tools::deny(&mut shell)?;
    shell.cargo().args(["deny", "check"]).run()
}

/// The part of [`dependencies`] that needs no download, as steps of a longer row.
pub(super) fn licences(shell: &mut Shell, steps: &mut Steps) -> Result<()> {
    if let Err(error) = tools::deny(shell) {
        steps.not_checked(format!("licences, sources and banned crates: {error:#}"));
        return Ok(());
    }
    steps.step("Licences and sources", || workspace::dependencies(shell))?;
    steps.not_checked("security advisories, which are downloaded anew each time: `cargo xtask check --deny`");
    Ok(())
}
