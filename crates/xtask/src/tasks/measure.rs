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
    // with the first run (new-here) and without an engine (lost)
    ("overview", &[]),
    ("doctor", &["examining", "mending", "broken-config", "channels-down", "hostile", "healthy"]),
    ("approvals", &["approvals", "approvals-flood", "healthy"]),
    ("keys", &["healthy", "enter-key"]),
    ("log", &["healthy", "hostile"]),
    ("settings", &["healthy", "odd-settings"]),
];

/// Those that are photographed from right to left too.
const RIGHT_TO_LEFT: [(&str, &[&str]); 5] = [
    ("overview", &["healthy", "new-here", "lost"]),
    ("doctor", &["broken-config"]),
    ("approvals", &["approvals"]),
    ("keys", &["healthy"]),
    ("log", &["healthy"]),
];

/// Where those are.
const FROM_RIGHT: &str = "right-to-left";

/// The pictures of the README: the name of each in docs/pictures, of which it is, and how much of it. Everyone who clones the
/// repository has them.
const README: [(&str, &str, &str); 9] = [
    ("overview", "overview/healthy-900-light", "900x700"),
    ("doctor", "doctor/examining-900-light", "900x590"),
    ("approvals", "approvals/approvals-900-light", "900x712"),
    ("overview-dark", "overview/healthy-900-dark", "900x700"),
    ("keys-dark", "keys/healthy-900-dark", "900x530"),
    ("log-dark", "log/healthy-900-dark", "900x820"),
    ("first-run", "overview/new-here-900-light", "900x390"),
    ("narrow", "doctor/broken-config-420-light", "420x790"),
    ("right-to-left", "right-to-left/doctor/broken-config-900-dark", "900x540"),
];

/// Takes pictures of the real window, page by page, light and dark, narrow and wide, and lays them out on one sheet; those of the
/// README it puts into docs/pictures.
pub(crate) fn screenshots(mut shell: Shell) -> Result<()> {
    prepare(&mut shell)?;
    let pictures = shell.target.join("screenshots");
    shell.cargo().args(["build", "-p", "clawtender-window"]).run()?;
    photograph(&shell, &pictures, &PAGES, "en")?;
    // no language here is written from right to left: this build has one in the place of German
    let pseudo = shell.npm().args(["exec", "--", "vite", "build", "--mode", "pseudo"]).dir(shell.root.join("ui")).run();
    let taken = pseudo
        .and_then(|()| shell.cargo().args(["build", "-p", "clawtender-window"]).run())
        .and_then(|()| photograph(&shell, &pictures.join(FROM_RIGHT), &RIGHT_TO_LEFT, "de"));
    windows::build(&shell)?;
    shell.cargo().args(["build", "-p", "clawtender-window"]).run()?;
    taken?;
    for (name, of, part) in README {
        let picture = shell.root.join(format!("docs/pictures/{name}.png"));
        // a window has few colours
        let crop = format!("{part}+0+0");
        let palette = ["-crop", &crop, "+repage", "-strip", "-colors", "64", "-define", "png:compression-level=9"];
        let picture = format!("PNG8:{}", picture.display());
        shell.cmd("convert").arg(pictures.join(format!("{of}.png"))).args(palette).arg(picture).run()?;
    }
    let sheet = pictures.join("index.html");
    fs::write(&sheet, gallery(&pictures)?).with_context(|| format!("{} cannot be written", sheet.display()))?;
    eprintln!("Pictures of every state are in {}", sheet.display());
    Ok(())
}

/// Photographs these pages in these states, in this language.
fn photograph(shell: &Shell, pictures: &Path, pages: &[(&str, &[&str])], language: &str) -> Result<()> {
    let script = shell.root.join("ui/scripts/screenshots.sh");
    for (page, states) in pages {
        shell
            .cmd("bash")
            .args([script.as_os_str(), shell.built("debug", "clawtender-window").as_os_str()])
            .arg(pictures.join(page))
            .args(*states)
            .env("WORDS", page)
            .env("SPEAK", language)
            .run()?;
    }
    Ok(())
}

/// A page with every picture under `folder`.
fn gallery(folder: &Path) -> Result<String> {
    let mut html = String::from(
        "<!doctype html><meta charset=utf-8><title>Clawtender</title>\n<style>body{font:14px sans-serif}figure{display:\
         inline-block;margin:8px;vertical-align:top}img{max-width:440px;border:1px solid #888}</style>\n",
    );
    let from_right = RIGHT_TO_LEFT.iter().map(|(page, _)| format!("{FROM_RIGHT}/{page}"));
    for page in PAGES.iter().map(|(page, _)| (*page).to_owned()).chain(from_right) {
        let _ = writeln!(html, "<h1>{page}</h1>");
        let mut names: Vec<String> = fs::read_dir(folder.join(&page))?
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
        for (page, _) in PAGES.iter().chain(&RIGHT_TO_LEFT) {
            fs::create_dir_all(folder.join(page)).unwrap();
            fs::create_dir_all(folder.join(FROM_RIGHT).join(page)).unwrap();
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
