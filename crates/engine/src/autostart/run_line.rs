//! A line of Windows' `Run` key: how a program is written into it, and read out of it. The registry is `windows.rs`'s.

use std::path::PathBuf;

use super::ARGUMENT;

/// What starts this program.
pub(super) fn entry(program: &str) -> String {
    format!("\"{program}\" {ARGUMENT}")
}

/// Windows paths have no quotation marks in them.
pub(super) fn program_of(line: &str) -> Option<PathBuf> {
    let line = line.trim_start();
    let program = match line.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => line.split_whitespace().next(),
    };
    program.filter(|program| !program.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_what_stands_between_the_marks() {
        assert_eq!(program_of(r#""C:\Program Files\x.exe" --hidden"#), Some(r"C:\Program Files\x.exe".into()));
        assert_eq!(program_of(r"C:\x.exe --hidden"), Some(r"C:\x.exe".into()));
        assert_eq!(program_of(r#""""#), None);
        assert_eq!(program_of(&entry(r"D:\R & D\clawtender-tray.exe")), Some(r"D:\R & D\clawtender-tray.exe".into()));
    }
}
