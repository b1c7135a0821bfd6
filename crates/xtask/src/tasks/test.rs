//! `cargo xtask test`: from a bare Rust toolchain to every check there is. What CI runs, and nothing else.

use anyhow::Result;

use super::{check, windows, workspace};
use crate::{
    cross::{self, Target, Verdict},
    node,
    packages::Purpose,
    shell::Shell,
    steps::Steps,
    system, tools,
};

pub(crate) fn test(mut shell: Shell) -> Result<()> {
    let mut steps = Steps::new();
    set_up(&mut shell, &mut steps)?;
    steps.step("Page: build", || windows::build(&shell))?;
    steps.step("Page: types and tests", || windows::check(&shell))?;
    steps.step("Formatting", || workspace::formatting(&shell))?;
    check::licences(&mut shell, &mut steps)?;
    steps.step("Lints", || workspace::lints(&shell))?;
    steps.step("Build", || workspace::build(&shell))?;
    // before the tests, which take most of the time
    for target in Target::ALL {
        other_system(&shell, &mut steps, target)?;
    }
    let passed = tests(&shell, &mut steps)?;
    // The last line has the shape of nextest's own: CI reads it.
    eprintln!("\n{}{passed} tests run: {passed} passed", steps.summary());
    Ok(())
}

fn set_up(shell: &mut Shell, steps: &mut Steps) -> Result<()> {
    let mut purposes = vec![Purpose::Build, Purpose::Npm];
    if has_desktop_tests() {
        purposes.push(Purpose::Desktop);
    }
    steps.step("System packages", || system::ensure(shell, &purposes))?;
    steps.step("Node", || node::ensure_builds_windows(shell))?;
    steps.step("Rust tools", || tools::components(shell).and_then(|()| tools::nextest(shell)))?;
    steps.step("Page: install", || windows::install(shell))
}

/// The desktop of the end-to-end tests is X11, D-Bus and the Secret Service.
fn has_desktop_tests() -> bool {
    std::env::consts::OS == "linux"
}

/// Returns how many tests passed.
fn tests(shell: &Shell, steps: &mut Steps) -> Result<usize> {
    if !has_desktop_tests() {
        steps.not_checked("the end-to-end tests, whose desktop is Linux's, and the engine against a real gateway");
        return steps.step("Unit and integration tests", || workspace::tests(shell, |cmd| cmd));
    }
    let runtime = steps.step("Gateway for the tests", || node::test_runtime(shell))?;
    let nearer = steps.step("Unit and integration tests", || workspace::tests(shell, |cmd| runtime.env(cmd)))?;
    let end_to_end = steps.step("End-to-end tests", || workspace::end_to_end(shell, |cmd| runtime.env(cmd)))?;
    if end_to_end == 0 {
        steps.not_checked("end to end: there is no such test");
    }
    Ok(nearer + end_to_end)
}

fn other_system(shell: &Shell, steps: &mut Steps, target: Target) -> Result<()> {
    if target.is_this_system() {
        return Ok(());
    }
    match steps.step(&format!("Code for {target}"), || cross::check(shell, target, &[]))? {
        Verdict::Checked => Ok(()),
        Verdict::NotChecked(why) => {
            steps.not_checked(format!("the code for {target}: {why}"));
            Ok(())
        }
    }
}
