//! `clawtender settings`: where the file is, what it says, and one change at a time.

use anyhow::Result;
use clawtender_engine::{
    paths::Paths,
    protocol::Request,
    settings::{KEYS, Settings, SettingsError},
};
use serde_json::Value;

use crate::{
    args,
    exit::{Exit, Stop},
    output,
    reach::tell,
    words::{EVIDENCE, NAME, clean},
};

pub(crate) async fn run(paths: &Paths, command: args::Settings) -> Result<Exit> {
    let file = &paths.settings;
    match command {
        args::Settings::Path => output::say(&format!("{}\n", clean(&file.to_string_lossy(), EVIDENCE)))?,
        args::Settings::Get { key } => {
            warn(paths);
            let settings = Settings::load(file).settings;
            let value = match key {
                Some(key) => settings.get(&key).ok_or_else(|| not_set(SettingsError::UnknownKey(clean(&key, NAME))))?,
                None => KEYS.iter().filter_map(|key| Some(((*key).to_owned(), settings.get(key)?))).collect(),
            };
            show(&value)?;
        }
        args::Settings::Set { key, value } => {
            Settings::set(file, &key, &value).map_err(not_set)?;
            warn(paths);
            tell(paths, Request::Reload).await?;
            output::say(&format!("{} is {}.\n", clean(&key, NAME), clean(&value, EVIDENCE)))?;
        }
    }
    Ok(Exit::Done)
}

/// Text as it is, so that a script can use it; everything else as JSON.
fn show(value: &Value) -> Result<()> {
    match value {
        Value::String(text) => output::say(&(clean(text, EVIDENCE) + "\n")),
        value => output::json(value),
    }
}

/// What in the file does not apply. The rest does.
fn warn(paths: &Paths) {
    for warning in Settings::load(&paths.settings).warnings {
        let file = paths.settings.display();
        let place = match (warning.line, warning.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            _ => file.to_string(),
        };
        output::note(&format!("{place}: {}", warning.message));
    }
}

/// A name or a value that does not exist is the caller's mistake; a file that cannot be changed is not.
fn not_set(error: SettingsError) -> anyhow::Error {
    match error {
        SettingsError::UnknownKey(_) | SettingsError::Value { .. } => Stop::Usage(error.to_string()).into(),
        SettingsError::NotUnderstood(_) | SettingsError::Unreadable(_) | SettingsError::Unwritten(_) => error.into(),
    }
}
