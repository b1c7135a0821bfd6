//! `cargo xtask bench` and `cargo xtask screenshots`: the figures of the README, and pictures to look at.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, Result};

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

/// The pages that are photographed, each in the recorded states that have something to show there. No state: in all.
const PAGES: [(&str, &[&str]); 6] = [
    ("overview", &[]),
    ("doctor", &["examining", "mending", "broken-config", "channels-down", "hostile", "healthy"]),
    ("approvals", &["approvals", "approvals-flood", "healthy"]),
    ("keys", &["healthy", "enter-key"]),
    ("log", &["healthy", "hostile"]),
    ("settings", &["healthy", "odd-settings"]),
];

/// Takes pictures of the real window, page by page, light and dark, narrow and wide, and lays them out on one sheet.
pub(crate) fn screenshots(mut shell: Shell) -> Result<()> {
    prepare(&mut shell)?;
    shell.cargo().args(["build", "-p", "clawtender-window"]).run()?;
    let pictures = shell.target.join("screenshots");
    let script = shell.root.join("ui/scripts/screenshots.sh");
    for (page, states) in PAGES {
        shell
            .cmd("bash")
            .args([script.as_os_str(), shell.built("debug", "clawtender-window").as_os_str()])
            .arg(pictures.join(page))
            .args(states)
            .env("WORDS", page)
            .run()?;
    }
    let sheet = pictures.join("index.html");
    fs::write(&sheet, gallery(&pictures)?).with_context(|| format!("{} cannot be written", sheet.display()))?;
    eprintln!("Pictures of every state are in {}", sheet.display());
    Ok(())
}

/// A page with every picture under `folder`.
fn gallery(folder: &Path) -> Result<String> {
    let mut html = String::from(
        "<!doctype html><meta charset=utf-8><title>Clawtender</title>\n<style>body{font:14px sans-serif}figure{display:\
         inline-block;margin:8px;vertical-align:top}img{max-width:440px;border:1px solid #888}</style>\n",
    );
    for (page, _) in PAGES {
        let _ = writeln!(html, "<h1>{page}</h1>");
        let mut names: Vec<String> = fs::read_dir(folder.join(page))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".png").map(str::to_owned))
            .collect();
        names.sort_unstable();
        for name in names {
            let _ = writeln!(
                html,
                "<figure><img loading=lazy src=\"{page}/{name}.png\" alt=\"{name}\"><figcaption>{name}</figcaption></figure>"
            );
        }
    }
    Ok(html)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_on_the_sheet_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("clawtender-gallery-{}", std::process::id()));
        for (page, _) in PAGES {
            fs::create_dir_all(folder.join(page)).unwrap();
        }
        fs::write(folder.join("doctor/hung-420-dark.png"), b"").unwrap();
        fs::write(folder.join("doctor/hung-420-dark.log"), b"").unwrap();
        let sheet = gallery(&folder);
        fs::remove_dir_all(&folder).unwrap();
        let sheet = sheet.unwrap();
        assert_eq!(sheet.matches("<img").count(), 1);
        assert!(sheet.contains("src=\"doctor/hung-420-dark.png\""), "{sheet}");
    }
}
