//! An XDG autostart entry: how a program is written into a desktop file, and read out of one. The files are `linux.rs`'s.

use std::path::PathBuf;

use super::ARGUMENT;

/// One that starts nothing, and hides everybody's by its name.
pub(super) const SWITCHED_OFF: &str = "[Desktop Entry]\nType=Application\nName=Clawtender\nHidden=true\n";

pub(super) fn entry(program: &str) -> String {
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
pub(super) fn program_of(text: &str) -> Option<PathBuf> {
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
    use super::*;

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
    fn what_is_written_starts_what_it_names_or_nothing() {
        for path in ["/opt/a b/clawtender-tray", "/x/%u$HOME"] {
            assert_eq!(program_of(&entry(path)), Some(path.into()));
        }
        assert_eq!(program_of(SWITCHED_OFF), None);
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
}
