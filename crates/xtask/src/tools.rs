//! Cargo's own additions: found where they are installed, else built once into the cache. They are pinned, so that a
//! new release cannot turn a green run red.

use anyhow::{Context, Result};

use crate::shell::Shell;

/// A subcommand of Cargo's and how it is built: exactly this version, and only what is used here.
struct Tool {
    command: &'static str,
    version: &'static str,
    options: &'static [&'static str],
}

/// Without its self-update: what is pinned does not update itself.
const NEXTEST: Tool = Tool {
    command: "nextest",
    version: "0.9.143",
    options: &["--no-default-features", "--features", "default-no-update"],
};
const DENY: Tool = Tool { command: "deny", version: "0.20.2", options: &[] };

/// rustfmt and clippy, which a minimal toolchain lacks.
pub(crate) fn components(shell: &Shell) -> Result<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !shell.cargo().args([command, "--version"]).succeeds() {
            shell.cmd("rustup").args(["component", "add", component]).run().with_context(|| {
                format!("`cargo {command}` is not part of this toolchain: it is the component {component}")
            })?;
        }
    }
    Ok(())
}

/// The test runner. There is no falling back to `cargo test`: it would neither end a test that hangs nor notice a
/// process that one left behind.
pub(crate) fn nextest(shell: &mut Shell) -> Result<()> {
    install(shell, &NEXTEST)
}

/// The check of licences and sources.
pub(crate) fn deny(shell: &mut Shell) -> Result<()> {
    install(shell, &DENY)
}

fn install(shell: &mut Shell, tool: &Tool) -> Result<()> {
    let Tool { command, version, options } = *tool;
    let installed = |shell: &Shell| shell.cargo().args([command, "--version"]).succeeds();
    if installed(shell) {
        return Ok(());
    }
    let root = shell.cache.join("tools");
    shell.put_first_on_path(root.join("bin"));
    if installed(shell) {
        return Ok(());
    }
    eprintln!("cargo-{command} is not installed. It is built once, which takes some minutes.");
    let package = format!("cargo-{command}@{version}");
    shell.cargo().args(["install", "--locked", &package]).args(options).arg("--root").arg(root).run()
}
