//! Cargo's commands over the whole workspace. All of them select the same packages and features, so that nothing is
//! compiled twice: `--all-targets` builds the programs with the tests' own dependencies.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::shell::{Cmd, Shell};

/// Everything, with the tests that hold the page's TypeScript to the Rust structures.
const WHOLE: [&str; 3] = ["--workspace", "--features", "clawtender-window/types"];

/// The window and the desktop tests need the system's libraries; everything else is checked in seconds.
const WITHOUT_DESKTOP: [&str; 5] = ["--workspace", "--exclude", "clawtender-window", "--exclude", "e2e"];

const DENY_WARNINGS: [&str; 4] = ["--all-targets", "--", "-D", "warnings"];

pub(super) fn formatting(shell: &Shell) -> Result<()> {
    // rustfmt colours even what goes to a file
    let plain: &[&str] = if shell.ci { &["--", "--color", "never"] } else { &[] };
    shell.cargo().args(["fmt", "--all", "--check"]).args(plain).run()
}

pub(super) fn lints(shell: &Shell) -> Result<()> {
    shell.cargo().arg("clippy").args(WHOLE).args(DENY_WARNINGS).run()?;
    // what the window is built with: among all packages together, no feature is ever missing
    let client = ["-p", "clawtender-engine", "--no-default-features", "--features", "client", "--", "-D", "warnings"];
    shell.cargo().arg("clippy").args(client).run()
}

pub(super) fn lints_without_desktop(shell: &Shell) -> Result<()> {
    shell.cargo().arg("clippy").args(WITHOUT_DESKTOP).args(DENY_WARNINGS).run()
}

pub(super) fn tests_without_desktop(shell: &Shell) -> Result<()> {
    shell.cargo().args(["nextest", "run"]).args(WITHOUT_DESKTOP).run()
}

/// All programs and all tests. Not xtask itself: Windows does not let a running program be replaced.
pub(super) fn build(shell: &Shell) -> Result<()> {
    shell.cargo().arg("build").args(WHOLE).args(["--all-targets", "--exclude", "xtask"]).run()
}

/// Everything but the end-to-end tests; `prepare` tells them what there is. Returns how many tests passed.
pub(super) fn tests(shell: &Shell, prepare: impl FnOnce(Cmd) -> Cmd) -> Result<usize> {
    nextest(shell, "not package(e2e)", prepare)
}

/// The end-to-end tests, on the programs that [`build`] made. Returns how many tests passed.
pub(super) fn end_to_end(shell: &Shell, prepare: impl FnOnce(Cmd) -> Cmd) -> Result<usize> {
    nextest(shell, "package(e2e)", |cmd| {
        // Each brings its own display, bus and gateway, and waits for a third of the time: three at a time keep two cores busy.
        let cmd = cmd.args(["--test-threads", "3"]);
        prepare(cmd.env("CLAWTENDER_BIN_DIR", shell.target.join("debug")))
    })
}

/// Licences, sources and banned crates: what needs no download. Its warnings are for who asks for them.
pub(super) fn dependencies(shell: &Shell) -> Result<()> {
    shell.cargo().args(["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]).run()
}

fn nextest(shell: &Shell, filter: &str, prepare: impl FnOnce(Cmd) -> Cmd) -> Result<usize> {
    // nextest keeps its records here wherever the target folder is
    let record = shell.root.join("target/nextest/ci/junit.xml");
    if record.exists() {
        fs::remove_file(&record).with_context(|| format!("{} cannot be removed", record.display()))?;
    }
    let run = shell.cargo().args(["nextest", "run"]).args(WHOLE).args(["--profile", "ci", "-E", filter]);
    prepare(run).run()?;
    match fs::read_to_string(&record) {
        Ok(text) => counted(&text),
        // where nothing ran, nothing was recorded
        Err(_) => Ok(0),
    }
}

/// The number of tests in one of the runner's XML records. A failure in it is an error, whatever the runner's exit code was.
fn counted(record: &str) -> Result<usize> {
    let opening = record.split("<testsuites").nth(1).and_then(|rest| rest.split('>').next());
    let opening = opening.context("nextest's record has no <testsuites>")?;
    let number = |name: &str| -> Result<usize> {
        let value = opening.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value
            .and_then(|value| value.parse().ok())
            .with_context(|| format!("nextest's record does not count its {name}"))
    };
    let unhappy = number("failures")? + number("errors")?;
    ensure!(unhappy == 0, "{unhappy} tests did not pass");
    number("tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_counted() {
        let record = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="12" failures="0" errors="0" uuid="x" time="0.4">
    <testsuite name="e2e" tests="7" disabled="0" errors="0" failures="0">"#;
        assert_eq!(counted(record).unwrap(), 12);
    }

    #[test]
    fn a_failure_or_a_torn_record_is_never_a_count() {
        for record in [
            r#"<testsuites name="n" tests="12" failures="1" errors="0">"#,
            r#"<testsuites name="n" tests="12" failures="0" errors="2">"#,
            r#"<testsuites name="n" tests="1"#,
            "",
        ] {
            assert!(counted(record).is_err(), "{record}");
        }
    }
}
