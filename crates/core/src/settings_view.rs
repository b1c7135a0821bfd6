//! The settings as a page shows them: each with its value, what it may be, and what the system says next to it.
//!
//! Every word is decided here, and which settings stand together. Nothing is read or asked here, and nothing is guessed:
//! what nobody could tell is said not to be known.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    check::{Check, cleaned},
    checks,
    desk::Desk,
    facts::{ConfigProblem, Facts},
    overview::Line,
    text::clean,
    words::{Language, Phrase, Spoken},
};

pub(crate) mod says;
mod words;

/// The longest path or message that is shown, in characters.
const LONGEST: usize = 500;
/// How many warnings are shown.
const WARNINGS: usize = 20;

/// The start at login: a switch that the system has, not the file.
pub const AT_LOGIN: &str = "start-at-login";

/// What a page of the settings shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SettingsView {
    /// Where the settings file is.
    pub file: String,
    /// Whether there is one.
    pub exists: bool,
    /// What in it does not count.
    pub warnings: Vec<SettingsWarning>,
    /// The settings, those together that belong together.
    pub sections: Vec<SettingsSection>,
}

/// Something in the settings file that does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SettingsWarning {
    /// `Line 3, column 5`; empty where it is the file as a whole.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub place: Phrase,
    /// One sentence.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub message: Phrase,
}

/// Settings that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SettingsSection {
    /// What they are about.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// In the order in which they are read.
    pub rows: Vec<SettingRow>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SettingRow {
    /// By this name it is changed.
    pub key: String,
    /// What people call it.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// What it means.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub about: Phrase,
    /// What stands there, and how it is changed.
    pub field: Field,
    /// What it is unless somebody says otherwise, in words; nothing where that goes without saying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub usual: Option<Phrase>,
    /// Somebody has said otherwise.
    pub changed: bool,
    /// What the system says next to it.
    pub says: Vec<Line>,
    /// For a button that has the system have it as it should be: by switching it on once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional, as = "Option<String>"))]
    pub mend: Option<Phrase>,
}

/// How a setting is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Field {
    /// Not at all: what the system says is all there is.
    Told,
    /// On or off.
    Switch {
        /// Which.
        on: bool,
    },
    /// One of several.
    Choice {
        /// Which.
        value: String,
        /// All there are.
        options: Vec<SettingChoice>,
    },
    /// What somebody types.
    Text {
        /// What stands there.
        value: String,
        /// What may stand there, for instance.
        example: String,
    },
    /// Several things, one a line.
    Lines {
        /// What stands there.
        value: Vec<String>,
        /// What may stand in a line, for instance.
        example: String,
    },
    /// Checks that tell nothing until a time, each of which can be taken out.
    Muted {
        /// Which.
        checks: Vec<MutedCheck>,
    },
}

/// One of several values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SettingChoice {
    /// As it stands in the file.
    pub value: String,
    /// In words.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub label: Phrase,
    /// What it means; empty where the words say it.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub about: Phrase,
}

/// A check that tells nothing until a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct MutedCheck {
    /// Its id.
    pub id: String,
    /// Its title; the id where there is no such check.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub title: Phrase,
    /// Until when.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub until: Timestamp,
    /// That has passed.
    pub over: bool,
}

/// How the windows look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Theme {
    /// As the desktop is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the settings say to every face, which none of them reads in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Manners {
    /// How the windows look.
    #[serde(default)]
    pub theme: Theme,
    /// A language tag; nothing follows the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub language: Option<String>,
    /// Whether notifications make a sound.
    #[serde(default)]
    pub sound: bool,
}

impl Manners {
    /// Whether nobody has said anything.
    pub fn is_usual(&self) -> bool {
        *self == Manners::default()
    }
}

/// What is known of the settings and of what is around them.
pub struct Around<'a> {
    /// Where the settings file is.
    pub file: String,
    /// Whether there is one.
    pub exists: bool,
    /// What in it does not count.
    pub warnings: &'a [ConfigProblem],
    /// What stands there, by key.
    pub values: &'a BTreeMap<String, Value>,
    /// What would stand there if nobody had said anything.
    pub usual: &'a BTreeMap<String, Value>,
    /// What the desktop says.
    pub desk: &'a Desk,
    /// What the engine knows.
    pub facts: &'a Facts,
    /// What is known of the clock.
    pub clock: Line,
    /// Whether these are quiet hours.
    pub quiet: bool,
    /// The system's languages by their tags, dearest first.
    pub system: Vec<String>,
}

impl SettingsView {
    /// Puts it together.
    pub fn of(around: &Around<'_>) -> SettingsView {
        let row = |spec: &words::Spec| SettingRow {
            key: spec.key.to_owned(),
            title: say(spec.title),
            about: say(spec.about),
            field: field(spec, around),
            usual: usual(spec, around),
            changed: around.usual.get(spec.key) != around.values.get(spec.key),
            says: says::next_to(spec.key, around),
            mend: says::mend(spec.key, around.desk),
        };
        let section = |(title, specs): &(&'static str, &[words::Spec])| SettingsSection {
            title: say(title),
            rows: specs.iter().map(row).collect(),
        };
        SettingsView {
            file: clean(&around.file, LONGEST),
            exists: around.exists,
            warnings: around.warnings.iter().take(WARNINGS).map(SettingsWarning::of).collect(),
            sections: words::SECTIONS.iter().map(section).collect(),
        }
    }
}

impl Spoken for SettingsView {
    fn speak(&mut self, language: Language) {
        for warning in &mut self.warnings {
            warning.place.speak(language);
            warning.message.speak(language);
        }
        for section in &mut self.sections {
            section.title.speak(language);
            section.rows.speak(language);
        }
    }
}

impl Spoken for SettingRow {
    fn speak(&mut self, language: Language) {
        self.title.speak(language);
        self.about.speak(language);
        self.usual.speak(language);
        self.says.speak(language);
        self.mend.speak(language);
        match &mut self.field {
            Field::Choice { options, .. } => options.speak(language),
            Field::Muted { checks } => checks.iter_mut().for_each(|check| check.title.speak(language)),
            Field::Told | Field::Switch { .. } | Field::Text { .. } | Field::Lines { .. } => {}
        }
    }
}

impl Spoken for SettingChoice {
    fn speak(&mut self, language: Language) {
        self.label.speak(language);
        self.about.speak(language);
    }
}

impl SettingsWarning {
    fn of(problem: &ConfigProblem) -> SettingsWarning {
        let place = problem.line.map(|line| {
            let column = problem.column.unwrap_or_default();
            let told = [("line", line.to_string().into()), ("column", column.to_string().into())];
            let told = told.into_iter().chain([("told", problem.column.is_some().into())]);
            Phrase::new("setting-place", told)
        });
        let message = cleaned(problem.message.clone(), LONGEST);
        SettingsWarning { place: place.unwrap_or_default(), message }
    }
}

fn field(spec: &words::Spec, around: &Around<'_>) -> Field {
    let value = around.values.get(spec.key).unwrap_or(&Value::Null);
    match spec.kind {
        words::Kind::Told => Field::Told,
        words::Kind::Switch => Field::Switch { on: value.as_bool().unwrap_or_default() },
        words::Kind::AtLogin => Field::Switch { on: says::at_login(around.desk) },
        words::Kind::Choice(options) => Field::Choice { value: text(value), options: choices(options) },
        words::Kind::Language => Field::Choice { value: text(value), options: languages(value) },
        words::Kind::Text(example) => Field::Text { value: text(value), example: example.to_owned() },
        words::Kind::Lines(example) => Field::Lines { value: lines(value), example: example.to_owned() },
        words::Kind::Muted => Field::Muted { checks: muted(value, around.facts.now) },
    }
}

/// What a message says, where there is one.
fn say(id: &'static str) -> Phrase {
    if id.is_empty() { Phrase::default() } else { Phrase::new(id, []) }
}

/// How the gateway may be run.
pub(crate) fn modes() -> Vec<SettingChoice> {
    choices(words::MODES)
}

fn choices(options: &[(&str, &'static str, &'static str)]) -> Vec<SettingChoice> {
    let choice = |(value, label, about): &(&str, &'static str, &'static str)| SettingChoice {
        value: (*value).to_owned(),
        label: say(label),
        about: say(about),
    };
    options.iter().map(choice).collect()
}

/// The system's, each that there are words in, and what stands in the file where it is none of these.
fn languages(value: &Value) -> Vec<SettingChoice> {
    let choice =
        |value: &str, label: Phrase| SettingChoice { value: value.to_owned(), label, about: Phrase::default() };
    let named = Language::all().map(|language| choice(language.tag(), language.name().into()));
    let mut all: Vec<_> = [choice("", say("setting-language-system"))].into_iter().chain(named).collect();
    let now = text(value);
    if !all.iter().any(|one| one.value == now) {
        all.push(choice(&now, clean(&now, 40).into()));
    }
    all
}

fn usual(spec: &words::Spec, around: &Around<'_>) -> Option<Phrase> {
    let value = around.usual.get(spec.key)?;
    match spec.kind {
        words::Kind::Switch => Some(say(if value.as_bool()? { "setting-on" } else { "setting-off" })),
        words::Kind::Choice(options) => {
            options.iter().find(|(name, ..)| value.as_str() == Some(name)).map(|(_, label, _)| say(label))
        }
        words::Kind::Language => Some(say("setting-language-system")),
        words::Kind::Lines(_) => Some(lines(value).join(", ")).filter(|text| !text.is_empty()).map(Phrase::from),
        words::Kind::Told | words::Kind::AtLogin | words::Kind::Text(_) | words::Kind::Muted => None,
    }
}

/// To the letter: what is shown is what is written when it is saved.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn lines(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn muted(value: &Value, now: Timestamp) -> Vec<MutedCheck> {
    let all = value.as_object().into_iter().flatten();
    let one = |(id, until): (&String, &Value)| {
        let until: Timestamp = until.as_str()?.parse().ok()?;
        let title = checks::named(id).map_or_else(|| clean(id, 100).into(), Check::name);
        Some(MutedCheck { id: id.clone(), title, until, over: until <= now })
    };
    all.filter_map(one).collect()
}

#[cfg(test)]
mod tests;
