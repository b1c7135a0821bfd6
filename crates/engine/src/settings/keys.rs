//! The one list of settings: each key, and what its value must be.

use std::str::FromStr;

use clawtender_core::{quiet::Hours, words::Phrase};
use jiff::Timestamp;
use serde_json::Value;

use super::{Mode, Quit, Settings, Theme};

/// Every key there is, in the order people are shown them.
pub const KEYS: &[&str] = &[
    "gateway.mode",
    "gateway.command",
    "gateway.port",
    "gateway.quit",
    "gateway.environment",
    "clock.servers",
    "clock.https",
    "checks.muted",
    "checks.live",
    "notifications.enabled",
    "notifications.sound",
    "notifications.quiet",
    "appearance.theme",
    "language",
];

pub(super) const MODES: &[(&str, Mode)] =
    &[("auto", Mode::Auto), ("child", Mode::Child), ("service", Mode::Service), ("watch", Mode::Watch)];
pub(super) const QUITS: &[(&str, Quit)] = &[("leave", Quit::Leave), ("stop", Quit::Stop)];
pub(super) const THEMES: &[(&str, Theme)] =
    &[("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark)];

/// Lists of which one entry that cannot be used does not spoil the others.
pub(super) const LISTS: &[&str] = &["gateway.environment", "clock.servers", "clock.https"];

pub(super) fn name_of<T: Copy + PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name)
}

/// What a value should have been, in words: "gateway.mode is …".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Expected(Phrase);

impl Expected {
    /// In every language.
    pub(super) fn words(&self) -> Phrase {
        self.0.clone()
    }
}

/// Puts a value in its place; `null` is the default.
///
/// `key` is one of [`KEYS`]; any other changes nothing.
pub(super) fn apply(settings: &mut Settings, key: &str, value: &Value) -> Result<(), Expected> {
    if value.is_null() {
        return Ok(());
    }
    match key {
        "gateway.mode" => settings.gateway.mode = one_of(MODES, value)?,
        "gateway.command" => settings.gateway.command = Some(words(value, 1)?),
        "gateway.port" => settings.gateway.port = Some(port(value)?),
        "gateway.quit" => settings.gateway.quit = one_of(QUITS, value)?,
        "gateway.environment" => settings.gateway.environment = sources(value, "variables")?,
        "clock.servers" => settings.clock.servers = sources(value, "servers")?,
        "clock.https" => settings.clock.https = sources(value, "pages")?,
        "checks.muted" => settings.checks.muted = times(value)?,
        "checks.live" => settings.checks.live = switch(value)?,
        "notifications.enabled" => settings.notifications.enabled = switch(value)?,
        "notifications.sound" => settings.notifications.sound = switch(value)?,
        "notifications.quiet" => settings.notifications.quiet = hours(value)?,
        "appearance.theme" => settings.appearance.theme = one_of(THEMES, value)?,
        "language" => settings.language = Some(word(value).ok_or_else(|| expected("language"))?),
        _ => {}
    }
    Ok(())
}

fn expected(what: &str) -> Expected {
    Expected(Phrase::new("settings-expected", [("what", what.into()), ("names", "".into())]))
}

fn one_of<T: Copy>(names: &[(&str, T)], value: &Value) -> Result<T, Expected> {
    let found = names.iter().find(|(name, _)| value.as_str() == Some(name)).map(|(_, named)| *named);
    found.ok_or_else(|| {
        let names: Vec<_> = names.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        Expected(Phrase::new("settings-expected", [("what", "one-of".into()), ("names", names.join(", ").into())]))
    })
}

fn switch(value: &Value) -> Result<bool, Expected> {
    value.as_bool().ok_or_else(|| expected("switch"))
}

/// Empty is none.
fn hours(value: &Value) -> Result<Option<Hours>, Expected> {
    match value.as_str().map(str::trim) {
        Some("") => Ok(None),
        text => text.and_then(|text| text.parse().ok()).map(Some).ok_or_else(|| expected("hours")),
    }
}

fn port(value: &Value) -> Result<u16, Expected> {
    let port = value.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
    port.ok_or_else(|| expected("port"))
}

fn sources<T: FromStr>(value: &Value, what: &str) -> Result<Vec<T>, Expected> {
    let list = value.as_array().map(|list| list.iter().map(|entry| entry.as_str()?.parse().ok()).collect());
    list.flatten().ok_or_else(|| expected(what))
}

/// As they are written in the settings.
pub(super) fn written(sources: &[impl ToString]) -> Vec<String> {
    sources.iter().map(ToString::to_string).collect()
}

fn words(value: &Value, least: usize) -> Result<Vec<String>, Expected> {
    let list: Option<Vec<String>> = value.as_array().and_then(|list| list.iter().map(word).collect());
    list.filter(|list| list.len() >= least).ok_or_else(|| expected("words"))
}

/// Text with something in it and no control characters.
fn word(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty() && !text.contains(char::is_control)).map(str::to_owned)
}

fn times(value: &Value) -> Result<std::collections::BTreeMap<String, Timestamp>, Expected> {
    let time = |(id, until): (&String, &Value)| Some((id.clone(), until.as_str()?.parse::<Timestamp>().ok()?));
    let map = value.as_object().and_then(|map| map.iter().map(time).collect());
    map.ok_or_else(|| expected("times"))
}
