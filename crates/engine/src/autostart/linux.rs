//! The XDG autostart entry: a desktop file in the person's configuration folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(super) use super::file::remove;
use super::{ARGUMENT, file, not};

/// The desktop file.
pub(super) type Place = PathBuf;

pub(super) fn place() -> Result<Place> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let configuration = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")));
    Ok(under(&configuration.context(not("home", ""))?))
}

fn under(configuration: &Path) -> Place {
    configuration.join("autostart/clawtender.desktop")
}

/// An `AppImage` is mounted anew at every start: what lasts is the image itself. `APPIMAGE` alone proves nothing, it is
/// inherited by whatever another image starts.
pub(super) fn lasting(program: PathBuf) -> PathBuf {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    match (folder("APPIMAGE"), folder("APPDIR")) {
        (Some(image), Some(mount)) if program.starts_with(&mount) => image,
        _ => program,
    }
}

pub(super) fn read(place: &Place) -> Result<Option<PathBuf>> {
    file::read(place, program_of)
}

pub(super) fn write(place: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context(not("desktop-file", ""))?;
    file::write(place, &entry(program))
}

fn entry(program: &str) -> String {
    format!(
        "[Desktop Entry]\nType=Application\nName=Clawtender\nComment=Keeps the local OpenClaw gateway alive\n\
         Exec={} {ARGUMENT}\nIcon=clawtender\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
        as_value(&as_argument(program))
    )
}

/// Quoted for `Exec`: the Desktop Entry Specification's "The Exec key".
fn as_argument(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', c]),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Escaped for any value of type string.
fn as_value(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

/// The program that a session would start for this desktop file; `None` when it would start nothing.
fn program_of(text: &str) -> Option<PathBuf> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "[Desktop Entry]").skip(1);
    let mut exec = None;
    for line in lines.by_ref().take_while(|line| !line.starts_with('[')) {
        let Some((key, value)) = line.split_once('=').map(|(key, value)| (key.trim_end(), value.trim_start())) else {
            continue;
        };
        match (key, value) {
            ("Hidden", "true") | ("X-GNOME-Autostart-enabled", "false") => return None,
            ("Exec", value) => exec = Some(value),
            _ => {}
        }
    }
    first_argument(&from_value(exec?)).map(PathBuf::from)
}

fn from_value(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('s') => text.push(' '),
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('\\') | None => text.push('\\'),
                Some(other) => text.extend(['\\', other]),
            },
            (c, false) => text.push(c),
        }
    }
    text
}

fn first_argument(exec: &str) -> Option<String> {
    let exec = exec.trim_start();
    let quoted = exec.strip_prefix('"');
    let mut chars = quoted.unwrap_or(exec).chars();
    let mut program = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted.is_some() => break,
            c if quoted.is_none() && c.is_whitespace() => break,
            '\\' if quoted.is_some() => program.extend(chars.next()),
            '%' => program.extend(chars.next().filter(|code| *code == '%')),
            c => program.push(c),
        }
    }
    (!program.is_empty()).then_some(program)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{
        super::{Autostart, Status},
        *,
    };

    fn scratch(program: &str) -> (tempfile::TempDir, Autostart) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join(program);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(&program, "").unwrap();
        let place = under(&folder.path().join("config"));
        (folder, Autostart { place, program })
    }

    #[test]
    fn on_and_off_again() {
        let (_folder, autostart) = scratch("clawtender-tray");
        assert_eq!(autostart.status().unwrap(), Status::Off);
        autostart.enable().unwrap();
        autostart.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), Status::On);
        let text = fs::read_to_string(&autostart.place).unwrap();
        let exec = format!("Exec=\"{}\" --hidden\n", autostart.program.display());
        assert!(text.starts_with("[Desktop Entry]\nType=Application\n") && text.contains(&exec), "{text}");
        autostart.disable().unwrap();
        autostart.disable().unwrap();
        assert_eq!(autostart.status().unwrap(), Status::Off);
    }

    #[test]
    fn any_path_survives_the_two_quotings() {
        for name in
            ["with space", "a\"b", "a`b$HOME", "back\\slash", "50%", "%u", "a\\nb", "new\nline", "tab\tx", "日本"]
        {
            let (_folder, autostart) = scratch(name);
            autostart.enable().unwrap_or_else(|error| panic!("{name}: {error:#}"));
            assert_eq!(read(&autostart.place).unwrap(), Some(autostart.program.clone()), "{name}");
        }
    }

    #[test]
    fn an_entry_for_another_program_is_not_ours_until_it_is_replaced() {
        let (folder, autostart) = scratch("new/clawtender-tray");
        let old = Autostart { program: folder.path().join("old"), ..autostart.clone() };
        fs::write(&old.program, "").unwrap();
        old.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), Status::Other(old.program.clone()));
        autostart.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), Status::On);
    }

    #[test]
    fn the_same_file_under_another_name_is_ours() {
        let (folder, autostart) = scratch("clawtender-tray");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&autostart.program, &link).unwrap();
        Autostart { program: link, ..autostart.clone() }.enable().unwrap();
        assert_eq!(autostart.status().unwrap(), Status::On);
    }

    #[test]
    fn what_the_desktop_switched_off_is_off() {
        for line in ["Hidden=true", "X-GNOME-Autostart-enabled=false", "X-GNOME-Autostart-enabled = false"] {
            let text = format!("# mine\n[Desktop Entry]\nExec=/usr/bin/clawtender-tray --hidden\n{line}\n");
            assert_eq!(program_of(&text), None, "{line}");
        }
        let elsewhere =
            "[Desktop Entry]\nExec=/usr/bin/clawtender-tray\n[Desktop Action x]\nHidden=true\nExec=/bin/false\n";
        assert_eq!(program_of(elsewhere), Some("/usr/bin/clawtender-tray".into()));
    }

    #[test]
    fn a_file_that_makes_no_sense_starts_nothing() {
        for text in [
            "",
            "Exec=/bin/true",
            "[Desktop Entry]\nExec=",
            "[Desktop Entry]\nExec=\"\"\n",
            "\0\u{fffd}[",
            "[Desktop Entry]\nExec=%",
        ] {
            assert_eq!(program_of(text), None, "{text:?}");
        }
        assert_eq!(program_of("[Desktop Entry]\nExec=\"/a\\\\"), Some("/a".into()));
    }

    #[test]
    fn a_program_that_is_not_there_is_not_entered() {
        let (_folder, autostart) = scratch("clawtender-tray");
        fs::remove_file(&autostart.program).unwrap();
        assert!(autostart.enable().unwrap_err().to_string().contains("is not there"));
        assert_eq!(autostart.status().unwrap(), Status::Off);
    }
}
