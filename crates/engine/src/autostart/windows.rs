//! The person's `Run` key, and the switch beside it that Task Manager and Settings use.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use windows::Win32::Foundation::ERROR_FILE_NOT_FOUND;
use windows_registry::CURRENT_USER;

use super::{ARGUMENT, not};

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const SWITCH: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";

/// The value's name, the same in both keys.
pub(super) type Place = &'static str;

#[allow(clippy::unnecessary_wraps, reason = "the contract: elsewhere there may be no home")]
pub(super) fn place() -> Result<Place> {
    Ok("Clawtender")
}

pub(super) fn lasting(program: PathBuf) -> PathBuf {
    program
}

pub(super) fn read(name: &Place) -> Result<Option<PathBuf>> {
    let value = present(CURRENT_USER.open(RUN).and_then(|key| key.get_value(name)));
    // a value that is not text starts nothing
    let line = value.map_err(|why| not("read", why))?.and_then(|value| String::try_from(value).ok());
    Ok(line.filter(|_| !switched_off(name)).and_then(|line| program_of(&line)))
}

pub(super) fn write(name: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context(not("registry", ""))?;
    let key = CURRENT_USER.create(RUN).map_err(|why| not("open", why))?;
    key.set_string(name, format!("\"{program}\" {ARGUMENT}")).map_err(|why| not("written", why))?;
    forget_switch(name);
    Ok(())
}

pub(super) fn remove(name: &Place) -> Result<()> {
    let removed = CURRENT_USER.options().write().open(RUN).and_then(|key| key.remove_value(name));
    present(removed).map_err(|why| not("changed", why))?;
    forget_switch(name);
    Ok(())
}

/// What is not there is `None`, not an error.
fn present<T>(answer: windows::core::Result<T>) -> windows::core::Result<Option<T>> {
    match answer {
        Err(error) if error.code() == ERROR_FILE_NOT_FOUND.to_hresult() => Ok(None),
        other => other.map(Some),
    }
}

/// The first byte is even while the entry is on, odd when somebody switched it off. No value: on.
fn switched_off(name: &str) -> bool {
    let value = CURRENT_USER.open(SWITCH).and_then(|key| key.get_value(name));
    value.is_ok_and(|value| value.first().is_some_and(|byte| byte & 1 == 1))
}

fn forget_switch(name: &str) {
    if let Ok(key) = CURRENT_USER.options().write().open(SWITCH) {
        let _ = key.remove_value(name);
    }
}

/// Windows paths have no quotation marks in them.
fn program_of(line: &str) -> Option<PathBuf> {
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
    }
}
