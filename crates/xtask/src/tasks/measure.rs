//! `cargo xtask bench` and `cargo xtask screenshots`: the figures of the README, and pictures to look at.

use anyhow::Result;

use super::windows;
use crate::{node, packages::Purpose, shell::Shell, system};

/// Measures the figures of the README, on release builds.
pub(crate) fn bench(mut shell: Shell, arguments: &[String]) -> Result<()> {
    prepare(&mut shell)?;
    // Separately: what the window's libraries switch on must not end up in the resident programs.
    for programs in [&["-p", "clawtender", "-p", "clawtender-tray"][..], &["-p", "clawtender-window"]] {
        shell.cargo().args(["build", "--release"]).args(programs).run()?;
    }
    bench_program(&shell, arguments)
}

/// Takes a picture of the real window in every recorded state.
pub(crate) fn screenshots(mut shell: Shell) -> Result<()> {
    prepare(&mut shell)?;
    shell.cargo().args(["build", "-p", "clawtender-window"]).run()?;
    let pictures = shell.target.join("screenshots");
    let script = shell.root.join("ui/scripts/screenshots.sh");
    shell
        .cmd("bash")
        .args([script.as_os_str(), shell.built("debug", "clawtender-window").as_os_str(), pictures.as_os_str()])
        .run()?;
    eprintln!("Pictures of every state are in {}", pictures.display());
    Ok(())
}

fn prepare(shell: &mut Shell) -> Result<()> {
    system::ensure(shell, &[Purpose::Build, Purpose::Npm, Purpose::Desktop])?;
    node::ensure_builds_windows(shell)?;
    windows::install(shell)?;
    windows::build(shell)
}

fn bench_program(shell: &Shell, arguments: &[String]) -> Result<()> {
    let runtime = node::test_runtime(shell)?;
    let program = shell.cargo().args(["run", "--release", "-p", "e2e", "--bin", "bench", "--"]).args(arguments);
    runtime.env(program).env("CLAWTENDER_BIN_DIR", shell.target.join("release")).run()
}
