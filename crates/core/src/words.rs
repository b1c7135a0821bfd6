//! The languages that the faces speak. A language is a folder of `words/`: nobody keeps a list, and to add one is to add
//! its folder (docs/languages.md).
//!
//! It decides which language a person gets and turns a message's id into words. The window's page takes its own words
//! from the same folders (`ui/src/words.ts`). What is not said in a language is said in English; a test keeps that from
//! happening.

use std::{fmt, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
pub(crate) use phrase::kept;
pub use phrase::{Phrase, Spoken};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod phrase;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What a language is made of.
struct Folder {
    tag: &'static str,
    /// Its messages, by id.
    text: &'static str,
    /// Where in the text each begins, in bytes.
    starts: &'static [usize],
    /// By which it chooses plurals.
    rules: OnceLock<FluentBundle<FluentResource>>,
}

impl Folder {
    /// What is written of this message. It is read when it is said: all of them, read, would be a megabyte that stays.
    fn message(&self, id: &str) -> Option<&'static str> {
        let id_of = |start: &usize| self.text[*start..].split([' ', '=']).next();
        let place = self.starts.binary_search_by(|start| id_of(start).cmp(&Some(id))).ok()?;
        let end = self.starts.get(place + 1).copied().unwrap_or(self.text.len());
        Some(&self.text[self.starts[place]..end])
    }

    fn rules(&self) -> FluentBundle<FluentResource> {
        let mut rules = FluentBundle::new_concurrent(self.tag.parse().into_iter().collect());
        // no marks around what is inserted: faces show such marks, since text from outside could lie with them
        rules.set_use_isolating(false);
        rules
    }
}

/// A language that there are words in.
#[derive(Clone, Copy)]
pub struct Language(&'static Folder);

impl Language {
    /// Every one, by tag.
    pub fn all() -> impl Iterator<Item = Language> {
        LANGUAGES.iter().map(Language)
    }

    /// The first of these that there are words in, by their tags (`de-AT`, `de`), as wanted; else English. Austria's German is
    /// German. `C` and `POSIX`, which systems call a language, are English by definition.
    pub fn chosen<T: AsRef<str>>(wanted: impl IntoIterator<Item = T>) -> Language {
        wanted.into_iter().find_map(|tag| Language::like(tag.as_ref())).unwrap_or_default()
    }

    /// Whether what is wanted by this tag says everything; one of which a part is still said in English is for those who ask for
    /// it in the settings, and for nobody because of the system's language.
    pub fn is_whole(tag: &str) -> bool {
        Language::like(tag).is_some_and(|language| language.say("language-whole", &[]) == "yes")
    }

    fn like(wanted: &str) -> Option<Language> {
        if matches!(wanted, "C" | "POSIX") {
            return Some(Language::default());
        }
        let same = |language: &Language| language.tag().eq_ignore_ascii_case(wanted);
        let akin = |language: &Language| base(language.tag()).eq_ignore_ascii_case(base(wanted));
        Language::all().find(same).or_else(|| Language::all().find(akin))
    }

    /// Its name among languages (BCP 47), which is its folder's.
    pub fn tag(self) -> &'static str {
        self.0.tag
    }

    /// As its speakers call it.
    pub fn name(self) -> String {
        self.say("language-name", &[])
    }

    /// The words of a message. What it is told stands in it as `{ $name }`.
    pub fn say(self, id: &str, told: &[(&str, Told)]) -> String {
        let told: FluentArgs<'_> = told.iter().map(|(name, told)| (*name, told.said_in(self))).collect();
        self.words(id, &told).or_else(|| Language::default().words(id, &told)).unwrap_or_else(|| id.to_owned())
    }

    /// The words of a message that is told nothing, in this language alone; `None` where it has none.
    pub fn known(self, id: &str) -> Option<String> {
        self.words(id, &FluentArgs::new())
    }

    /// `a, b and c`.
    pub fn list(self, items: &[String]) -> String {
        match items.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, others)) => {
                let others = others.join(&self.say("notice-list-between", &[]));
                format!("{others}{}{last}", self.say("notice-list-last", &[]))
            }
        }
    }

    fn words(self, id: &str, told: &FluentArgs<'_>) -> Option<String> {
        let written = self.0.message(id)?.to_owned();
        // a test reads every file more strictly
        let read = FluentResource::try_new(written).unwrap_or_else(|(read, _)| read);
        let Entry::Message(message) = read.get_entry(0)? else { return None };
        let rules = self.0.rules.get_or_init(|| self.0.rules());
        Some(rules.format_pattern(message.value.as_ref()?, Some(told), &mut Vec::new()).into_owned())
    }
}

/// What a message is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Text, which may be from outside; or the name of one of the message's variants.
    Text(String),
    /// A number, by which a language chooses its plural.
    Number(i64),
    /// Words of their own, in the language of the message.
    Phrase(Phrase),
}

impl Told {
    fn said_in(&self, language: Language) -> FluentValue<'_> {
        match self {
            Told::Text(text) => text.as_str().into(),
            Told::Number(number) => (*number).into(),
            Told::Phrase(phrase) => phrase.said_in(language).into(),
        }
    }
}

impl From<&str> for Told {
    fn from(text: &str) -> Self {
        Told::Text(text.to_owned())
    }
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Told::Text(text)
    }
}

impl From<Phrase> for Told {
    fn from(phrase: Phrase) -> Self {
        Told::Phrase(phrase)
    }
}

/// What is so or not is told as `yes` or `no`.
impl From<bool> for Told {
    fn from(so: bool) -> Self {
        if so { "yes" } else { "no" }.into()
    }
}

impl From<i8> for Told {
    fn from(number: i8) -> Self {
        Told::Number(number.into())
    }
}

impl From<i16> for Told {
    fn from(number: i16) -> Self {
        Told::Number(number.into())
    }
}

impl From<u32> for Told {
    fn from(number: u32) -> Self {
        Told::Number(number.into())
    }
}

impl From<i64> for Told {
    fn from(number: i64) -> Self {
        Told::Number(number)
    }
}

impl From<u64> for Told {
    fn from(number: u64) -> Self {
        Told::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Told {
    fn from(number: usize) -> Self {
        Told::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// `de` of `de-AT`.
fn base(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// English, in which everything is said.
impl Default for Language {
    fn default() -> Self {
        Language(LANGUAGES.iter().find(|folder| folder.tag == "en").unwrap_or(&LANGUAGES[0]))
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.tag())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

/// From another Clawtender, which may know languages that this one does not.
impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Language::chosen([String::deserialize(deserializer)?]))
    }
}

/// What of a view still says the English when it is turned to each other language. Names and codes are one word; `same` is what
/// else may be the same.
#[cfg(test)]
pub(crate) fn left_in_english<T: Spoken + Clone + Serialize>(view: &T, same: &[&str]) -> Vec<String> {
    let others = Language::all().filter(|language| *language != Language::default());
    let left = others.flat_map(|language| {
        let mut said = view.clone();
        said.speak(language);
        alike(view, &said)
    });
    left.filter(|left| !same.contains(&left.as_str())).collect()
}

/// Texts of more than a word that two values have in the same place.
#[cfg(test)]
pub(crate) fn alike<T: Serialize>(one: &T, other: &T) -> Vec<String> {
    fn texts(value: serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => found.push(text),
            serde_json::Value::Array(list) => list.into_iter().for_each(|one| texts(one, found)),
            serde_json::Value::Object(map) => map.into_values().for_each(|one| texts(one, found)),
            _ => {}
        }
    }
    let all = |value: &T| {
        let mut found = Vec::new();
        texts(serde_json::to_value(value).expect("a view can be written"), &mut found);
        found
    };
    let pairs = all(one).into_iter().zip(all(other));
    pairs.filter(|(one, other)| one == other && one.contains(' ')).map(|(one, _)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_gets_the_first_language_that_there_is() {
        for (wanted, tag) in [
            (vec!["de"], "de"),
            (vec!["de-AT"], "de"),
            (vec!["DE_ch"], "de"),
            (vec!["xx-YY", "de-DE", "en"], "de"),
            (vec!["en-GB", "de"], "en"),
            (vec!["C", "de-DE"], "en"),
            (vec!["xx", ""], "en"),
            (vec![], "en"),
        ] {
            assert_eq!(Language::chosen(&wanted).tag(), tag, "{wanted:?}");
        }
    }

    #[test]
    fn a_language_calls_itself_by_its_name_and_crosses_by_its_tag() {
        let german = Language::chosen(["de"]);
        assert_eq!((german.name().as_str(), Language::default().name().as_str()), ("Deutsch", "English"));
        assert_eq!(serde_json::to_string(&german).unwrap(), r#""de""#);
        assert_eq!(serde_json::from_str::<Language>(r#""de""#).unwrap(), german);
        assert_eq!(serde_json::from_str::<Language>(r#""en-XA""#).unwrap(), Language::default());
    }

    #[test]
    fn a_message_by_itself_reads_as_it_does_in_its_file() {
        for Language(folder) in Language::all() {
            let files = std::fs::read_dir(format!("{}/words/{}", env!("CARGO_MANIFEST_DIR"), folder.tag)).unwrap();
            let texts = files.map(|file| file.unwrap().path()).filter(|path| !path.ends_with("window.ftl"));
            let mut known = 0;
            for text in texts.map(|path| std::fs::read_to_string(path).unwrap()) {
                for entry in fluent_syntax::parser::parse(text.as_str()).unwrap().body {
                    let Entry::Message(there) = entry else { continue };
                    let written =
                        folder.message(there.id.name).unwrap_or_else(|| panic!("{} is not found", there.id.name));
                    let here = fluent_syntax::parser::parse(written).unwrap();
                    let [Entry::Message(here)] = &here.body[..] else { panic!("not one message: {written}") };
                    assert_eq!((&here.id, &here.value), (&there.id, &there.value), "{written}");
                    known += 1;
                }
            }
            assert_eq!(folder.starts.len(), known, "{}", folder.tag);
        }
    }

    #[test]
    fn what_is_said_nowhere_is_not_silence() {
        assert_eq!(Language::chosen(["de"]).say("no-such-message", &[]), "no-such-message");
        assert!(["en-GB", "C", "de-AT"].into_iter().all(Language::is_whole) && !Language::is_whole("xx"));
    }
}
