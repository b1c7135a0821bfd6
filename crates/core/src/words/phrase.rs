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
    /// Nothing for what is said in English alone: text from outside, and what no language has words for yet.
    message: Option<Box<Message>>,
}

#[derive(Clone)]
struct Message {
    id: &'static str,
    told: Vec<(&'static str, Told)>,
}

impl Phrase {
    /// What the message `id` says. The languages' folders have its words.
    pub fn new(id: &'static str, told: impl IntoIterator<Item = (&'static str, Told)>) -> Phrase {
        let told: Vec<_> = told.into_iter().collect();
        let english = Language::default().say(id, &told);
        Phrase { english, message: Some(Box::new(Message { id, told })) }
    }

    /// In this language, where it has words for it.
    pub fn said_in(&self, language: Language) -> String {
        match &self.message {
            Some(message) if language != Language::default() => language.say(message.id, &message.told),
            _ => self.english.clone(),
        }
    }

    /// The same with its English changed, as it is cut to the length of a line for instance.
    pub(crate) fn with_english(self, change: impl FnOnce(&str) -> String) -> Phrase {
        Phrase { english: change(&self.english), ..self }
    }
}

impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

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
    fn what_is_from_outside_is_not_translated() {
        assert_eq!(Phrase::from("gateway-working").said_in(Language::chosen(["de"])), "gateway-working");
    }

    #[test]
    fn the_same_message_is_the_same_however_it_came() {
        let handed_on: Phrase = serde_json::from_str(r#""Working: 2 sessions""#).unwrap();
        assert_eq!(handed_on, Phrase::new("gateway-working", [("running", 2_u32.into())]));
    }
}
