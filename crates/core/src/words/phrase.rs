//! What the core says of the facts: in English wherever it is compared, kept or handed on, and sayable in every language.
//!
//! Reports, journals and exports hold the English, so that whoever helps can read them. The last step before a person's eyes
//! asks for another language ([`Phrase::said_in`]).

use std::{borrow::Cow, fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Language, Told};

/// Words for a person.
#[derive(Clone, Default)]
pub struct Phrase {
    english: String,
    /// Nothing for what is the same in every language: text from outside.
    message: Option<Box<Message>>,
}

#[derive(Clone)]
enum Message {
    /// The languages have words for it.
    Told { id: &'static str, told: Vec<(&'static str, Told)> },
    /// Each language but English has put it together for itself.
    Made(Vec<(Language, String)>),
}

impl Phrase {
    /// What the message `id` says. The languages' folders have its words.
    pub fn new(id: &'static str, told: impl IntoIterator<Item = (&'static str, Told)>) -> Phrase {
        let told: Vec<_> = told.into_iter().collect();
        let english = Language::default().say(id, &told);
        Phrase { english, message: Some(Box::new(Message::Told { id, told })) }
    }

    /// What every language puts together for itself, as a list of which each has room for another part.
    pub fn made(make: impl Fn(Language) -> String) -> Phrase {
        let english = Language::default();
        let others = Language::all().filter(|language| *language != english);
        let each = others.map(|language| (language, make(language))).collect();
        Phrase { english: make(english), message: Some(Box::new(Message::Made(each))) }
    }

    /// Several in a row, with the same between each.
    pub fn joined(parts: &[Phrase], between: &str) -> Phrase {
        Phrase::made(|language| parts.iter().map(|part| part.said_in(language)).collect::<Vec<_>>().join(between))
    }

    /// In this language, where it has words for it.
    pub fn said_in(&self, language: Language) -> String {
        let made = match self.message.as_deref() {
            Some(Message::Told { id, told }) if language != Language::default() => Some(language.say(id, told)),
            Some(Message::Made(made)) => {
                made.iter().find(|(other, _)| *other == language).map(|(_, words)| words.clone())
            }
            _ => None,
        };
        made.unwrap_or_else(|| self.english.clone())
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.english.is_empty()
    }

    /// The same with its English changed, as it is cut to the length of a line for instance.
    pub(crate) fn with_english(self, change: impl FnOnce(&str) -> String) -> Phrase {
        Phrase { english: change(&self.english), ..self }
    }
}

/// What holds words for a person, and can be turned to another language before one sees it.
pub trait Spoken {
    /// Says it in this language from now on. Whatever is compared, kept or handed on comes before.
    fn speak(&mut self, language: Language);
}

impl Spoken for Phrase {
    fn speak(&mut self, language: Language) {
        if language != Language::default() {
            *self = self.said_in(language).into();
        }
    }
}

impl<T: Spoken> Spoken for Option<T> {
    fn speak(&mut self, language: Language) {
        if let Some(one) = self {
            one.speak(language);
        }
    }
}

impl<T: Spoken> Spoken for Vec<T> {
    fn speak(&mut self, language: Language) {
        for one in self {
            one.speak(language);
        }
    }
}

impl<T: Spoken> Spoken for Box<T> {
    fn speak(&mut self, language: Language) {
        (**self).speak(language);
    }
}

impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl AsRef<str> for Phrase {
    fn as_ref(&self) -> &str {
        &self.english
    }
}

/// What goes wrong is said in a phrase of its own, where a person hears of it.
impl std::error::Error for Phrase {}

impl From<String> for Phrase {
    fn from(english: String) -> Self {
        Phrase { english, message: None }
    }
}

impl From<&str> for Phrase {
    fn from(english: &str) -> Self {
        english.to_owned().into()
    }
}

impl From<&String> for Phrase {
    fn from(english: &String) -> Self {
        english.clone().into()
    }
}

impl From<Cow<'_, str>> for Phrase {
    fn from(english: Cow<'_, str>) -> Self {
        english.into_owned().into()
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.english
    }
}

/// Two phrases are the same when they say the same in English.
impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        self.english == other.english
    }
}

impl Eq for Phrase {}

impl PartialEq<str> for Phrase {
    fn eq(&self, other: &str) -> bool {
        self.english == other
    }
}

impl PartialEq<&str> for Phrase {
    fn eq(&self, other: &&str) -> bool {
        self.english == *other
    }
}

impl PartialEq<String> for Phrase {
    fn eq(&self, other: &String) -> bool {
        self.english == *other
    }
}

impl PartialEq<Phrase> for String {
    fn eq(&self, other: &Phrase) -> bool {
        *self == other.english
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.english, out)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.english)
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english)
    }
}

/// What another process has said is what it is: which message it was is not handed on.
impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(String::deserialize(deserializer)?.into())
    }
}

/// A phrase in a file of ours that a person is to read again later, in whichever language is spoken then: the words of each.
pub(crate) mod kept {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Language, Message, Phrase};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Each(BTreeMap<String, String>),
        Same(String),
    }

    pub(crate) fn serialize<S: Serializer>(phrase: &Phrase, serializer: S) -> Result<S::Ok, S::Error> {
        match &phrase.message {
            None => phrase.serialize(serializer),
            Some(_) => serializer.collect_map(Language::all().map(|each| (each.tag(), phrase.said_in(each)))),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Phrase, D::Error> {
        Ok(match Kept::deserialize(deserializer)? {
            Kept::Same(words) => words.into(),
            Kept::Each(mut each) => {
                let english = each.remove(Language::default().tag()).unwrap_or_default();
                let others = Language::all().filter_map(|other| Some((other, each.remove(other.tag())?))).collect();
                Phrase { english, message: Some(Box::new(Message::Made(others))) }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_english_to_everybody_and_the_persons_language_to_the_person() {
        let german = Language::chosen(["de"]);
        let phrase = Phrase::new("gateway-working", [("running", 2_u32.into())]);
        assert_eq!(phrase, "Working: 2 sessions");
        assert_eq!(serde_json::to_string(&phrase).unwrap(), r#""Working: 2 sessions""#);
        assert_eq!(phrase.said_in(german), "In Arbeit: 2 Sitzungen");
        assert_eq!(phrase.said_in(Language::default()), "Working: 2 sessions");
    }

    #[test]
    fn what_is_kept_for_a_person_is_read_again_in_the_persons_language() {
        #[derive(Serialize, Deserialize)]
        struct Page(#[serde(with = "kept")] Phrase);
        let german = Language::chosen(["de"]);
        let phrase = Phrase::new("gateway-working", [("running", 2_u32.into())]);
        for phrase in [phrase.clone(), Phrase::made(|language| phrase.said_in(language)), "openclaw".into()] {
            let page = serde_json::to_string(&Page(phrase.clone())).unwrap();
            let Page(again) = serde_json::from_str(&page).unwrap();
            assert_eq!((&again, again.said_in(german)), (&phrase, phrase.said_in(german)), "{page}");
        }
        let Page(early) = serde_json::from_str(r#""Working: 2 sessions""#).unwrap();
        assert_eq!(early, phrase);
    }

    #[test]
    fn what_is_from_outside_is_not_translated() {
        assert_eq!(Phrase::from("gateway-working").said_in(Language::chosen(["de"])), "gateway-working");
    }

    #[test]
    fn the_same_message_is_the_same_however_it_came() {
        let handed_on: Phrase = serde_json::from_str(r#""Working: 2 sessions""#).unwrap();
        assert_eq!(handed_on, Phrase::new("gateway-working", [("running", 2_u32.into())]));
    }
}
