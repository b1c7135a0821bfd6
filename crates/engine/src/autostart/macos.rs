//! The launch agent: a property list in the person's library, read by launchd at login.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::ARGUMENT;

const LABEL: &str = "app.clawtender.tray";

/// The property list.
pub(super) type Place = PathBuf;

pub(super) fn place() -> Result<Place> {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let home = home.context("there is no home folder (HOME is not set)")?;
    Ok(home.join("Library/LaunchAgents").join(format!("{LABEL}.plist")))
}

pub(super) fn lasting(program: PathBuf) -> PathBuf {
    program
}

pub(super) fn read(place: &Place) -> Result<Option<PathBuf>> {
    match fs::read(place) {
        Ok(text) => Ok(program_of(&String::from_utf8_lossy(&text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| place.display().to_string()),
    }
}

pub(super) fn write(place: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context("a property list can only name programs whose path is text")?;
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    fs::write(place, entry(program)).with_context(|| place.display().to_string())
}

pub(super) fn remove(place: &Place) -> Result<()> {
    match fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| place.display().to_string())
        }
        _ => Ok(()),
    }
}

/// `Aqua` is the session with a screen: there is no menu bar in the others.
fn entry(program: &str) -> String {
    let program = program.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>{LABEL}</string>
  <key>ProgramArguments</key><array><string>{program}</string><string>{ARGUMENT}</string></array>
  <key>RunAtLoad</key><true/>
  <key>LimitLoadToSessionType</key><string>Aqua</string>
  <key>ProcessType</key><string>Interactive</string>
</dict>
</plist>
"#
    )
}

/// The program that launchd would start; `None` when it would start nothing.
fn program_of(text: &str) -> Option<PathBuf> {
    let follows = |key: &str| Some(text.split_once(&format!("<key>{key}</key>"))?.1.trim_start());
    if follows("Disabled").is_some_and(|value| value.starts_with("<true/>")) {
        return None;
    }
    let program = follows("ProgramArguments")?.split_once("<string>")?.1.split_once("</string>")?.0;
    let program = program.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    (!program.is_empty()).then(|| program.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_reads_back_as_it_was_written() {
        for path in ["/Applications/Clawtender.app/Contents/MacOS/clawtender-tray", "/a b/R&D/<x>/&amp;"] {
            assert_eq!(program_of(&entry(path)), Some(path.into()));
        }
        assert_eq!(program_of("<plist/>"), None);
    }
}
