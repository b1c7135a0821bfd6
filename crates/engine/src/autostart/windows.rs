//! The `Run` keys, the person's and everybody's, and the switches beside them that Task Manager and Settings use.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clawtender_core::at_login::Whose;
use windows::Win32::Foundation::ERROR_FILE_NOT_FOUND;
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Value};

use super::{Raw, not, run_line};

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

pub(super) fn found(own: &Place) -> Result<Vec<Raw>> {
    let mut found = values(CURRENT_USER).map_err(|why| not("read", why))?;
    for raw in &mut found {
        // the registry tells no capitals from small letters
        raw.whose = if raw.place.eq_ignore_ascii_case(own) { Whose::Own } else { Whose::Person };
    }
    // what may not be read of everybody's is not told
    found.extend(values(LOCAL_MACHINE).unwrap_or_default());
    Ok(found)
}

/// What a `Run` key starts; the place of each is the name of its value. One that is not text starts nothing.
fn values(hive: &Key) -> windows::core::Result<Vec<Raw>> {
    let Some(key) = present(hive.open(RUN))? else { return Ok(Vec::new()) };
    let one = |(name, value): (String, Value)| {
        let line = String::try_from(value).ok().filter(|_| !switched_off(hive, &name));
        let program = line.and_then(|line| run_line::program_of(&line));
        Raw { place: name, whose: Whose::Everyone, program }
    };
    Ok(key.values()?.map(one).collect())
}

pub(super) fn write(name: &Place, program: &Path) -> Result<()> {
    let program = program.to_str().context(not("registry", ""))?;
    let key = CURRENT_USER.create(RUN).map_err(|why| not("open", why))?;
    key.set_string(name, run_line::entry(program)).map_err(|why| not("written", why))?;
    forget_switch(name);
    Ok(())
}

pub(super) fn remove(name: &Place) -> Result<()> {
    remove_double(name)
}

/// By the name of its value.
pub(super) fn remove_double(name: &str) -> Result<()> {
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
fn switched_off(hive: &Key, name: &str) -> bool {
    let value = hive.open(SWITCH).and_then(|key| key.get_value(name));
    value.is_ok_and(|value| value.first().is_some_and(|byte| byte & 1 == 1))
}

fn forget_switch(name: &str) {
    if let Ok(key) = CURRENT_USER.options().write().open(SWITCH) {
        let _ = key.remove_value(name);
    }
}
