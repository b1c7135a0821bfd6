//! What a person answers to a step of a sign-in. What they type may be a secret, so that it is treated as one: it is sent to
//! the engine and on to the gateway, and shown, logged and kept nowhere.

use std::fmt;

use clawtender_core::sign_in::{Step, StepKind};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest answer that is taken, in bytes. The longest real one is an address that a provider leads back to.
const LONGEST: usize = 16 * 1024;

/// An answer to a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum StepAnswer {
    /// Read, or done.
    Go,
    /// What was typed.
    Text(#[cfg_attr(feature = "types", ts(as = "String"))] Typed),
    /// Yes or no.
    Yes(bool),
    /// The option in this place.
    One(usize),
    /// The options in these places.
    Several(Vec<usize>),
}

impl StepAnswer {
    /// Whether it is one to this step.
    pub fn fits(&self, step: &Step) -> bool {
        let listed = |place: &usize| *place < step.options.len();
        step.asks
            && match (self, step.kind) {
                (StepAnswer::Go, StepKind::Note | StepKind::Action) | (StepAnswer::Yes(_), StepKind::Confirm) => true,
                (StepAnswer::Text(typed), StepKind::Text) => typed.expose().len() <= LONGEST,
                (StepAnswer::One(place), StepKind::Select) => listed(place),
                (StepAnswer::Several(places), StepKind::Multiselect) => {
                    places.len() <= step.options.len() && places.iter().all(listed)
                }
                _ => false,
            }
    }
}

/// What a person typed. It crosses the local socket in the clear, which no other user can read, and has no other form.
#[derive(Clone)]
pub struct Typed(SecretString);

impl Typed {
    /// For the gateway alone.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<SecretString> for Typed {
    fn from(typed: SecretString) -> Typed {
        Typed(typed)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

impl PartialEq for Typed {
    fn eq(&self, other: &Typed) -> bool {
        self.expose() == other.expose()
    }
}

impl Serialize for Typed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Typed, D::Error> {
        Ok(Typed(SecretString::from(String::deserialize(deserializer)?)))
    }
}

#[cfg(test)]
mod tests {
    use clawtender_core::sign_in::StepOption;

    use super::*;
    use crate::protocol::{Call, Request};

    fn step(kind: StepKind, options: usize) -> Step {
        Step { kind, asks: true, options: vec![StepOption::default(); options], ..Step::default() }
    }

    fn typed(text: &str) -> StepAnswer {
        StepAnswer::Text(Typed::from(SecretString::from(text)))
    }

    #[test]
    fn an_answer_goes_with_its_kind_of_step_alone() {
        for (kind, answer) in [
            (StepKind::Note, StepAnswer::Go),
            (StepKind::Action, StepAnswer::Go),
            (StepKind::Text, typed("")),
            (StepKind::Confirm, StepAnswer::Yes(false)),
            (StepKind::Select, StepAnswer::One(1)),
            (StepKind::Multiselect, StepAnswer::Several(vec![])),
            (StepKind::Multiselect, StepAnswer::Several(vec![0, 1])),
        ] {
            assert!(answer.fits(&step(kind, 2)), "{kind:?}");
            assert!(!answer.fits(&Step { asks: false, ..step(kind, 2) }), "{kind:?} does not ask");
            assert!(!answer.fits(&step(StepKind::Progress, 2)), "{kind:?}");
        }
        for (kind, answer) in [
            (StepKind::Select, StepAnswer::One(2)),
            (StepKind::Select, StepAnswer::Several(vec![0])),
            (StepKind::Multiselect, StepAnswer::Several(vec![2])),
            (StepKind::Multiselect, StepAnswer::Several(vec![0; 3])),
            (StepKind::Text, StepAnswer::Go),
            (StepKind::Text, typed(&"x".repeat(LONGEST + 1))),
            (StepKind::Note, typed("x")),
        ] {
            assert!(!answer.fits(&step(kind, 2)), "{kind:?} took {answer:?}");
        }
    }

    #[test]
    fn what_is_typed_crosses_the_socket_and_shows_nowhere_else() {
        let secret = "typed-0123456789";
        let request = Request::SignInAnswer { step: "s".into(), answer: typed(secret) };
        let call = Call { id: 1, spoken: false, request };
        assert!(!format!("{call:?}").contains(secret));
        let line = serde_json::to_string(&call).unwrap();
        assert_eq!(line, r#"{"id":1,"request":"sign-in-answer","step":"s","answer":{"text":"typed-0123456789"}}"#);
        assert_eq!(serde_json::from_str::<Call>(&line).unwrap(), call);
        let go = Request::SignInAnswer { step: "s".into(), answer: StepAnswer::Go };
        let line = serde_json::to_string(&Call { id: 2, spoken: false, request: go.clone() }).unwrap();
        assert_eq!(serde_json::from_str::<Call>(&line).unwrap(), Call { id: 2, spoken: false, request: go });
    }
}
