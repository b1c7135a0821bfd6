//! Keys that guides write into the configuration and no OpenClaw of today knows, each with what to write instead.
//!
//! The finding says it, the repair moves the value where another key takes it, and `explain` says it of a line of a log. That
//! OpenClaw accepts it there, OpenClaw is asked before anything is written.

use crate::words::Phrase;

/// A key of a guide.
#[derive(Debug)]
pub struct WrongKey {
    /// Its dotted path.
    pub key: &'static str,
    instead: Instead,
}

#[derive(Debug)]
enum Instead {
    /// This key takes the value as it is.
    Key(&'static str),
    /// This key takes it, as one of a list.
    List(&'static str),
    /// No key takes it: the message that says what to do.
    Nothing(&'static str),
}

static WRONG: &[WrongKey] = &[
    WrongKey { key: "gateway.token", instead: Instead::Key("gateway.auth.token") },
    WrongKey { key: "models.primary", instead: Instead::Key("agents.defaults.model.primary") },
    WrongKey { key: "models.fallback", instead: Instead::List("agents.defaults.model.fallbacks") },
    WrongKey { key: "models.fallbacks", instead: Instead::List("agents.defaults.model.fallbacks") },
    WrongKey { key: "proxy", instead: Instead::Key("proxy.proxyUrl") },
    WrongKey { key: "proxy.url", instead: Instead::Key("proxy.proxyUrl") },
    WrongKey { key: "proxy.noProxy", instead: Instead::Nothing("wrong-key-no-proxy") },
    // seconds or thousandths of them, of a request or of a whole answer: guides differ, and the value does not tell
    WrongKey { key: "timeout", instead: Instead::Nothing("wrong-key-timeout") },
    WrongKey { key: "rateLimiting", instead: Instead::Nothing("wrong-key-waits") },
];

/// What is known of a key that OpenClaw does not accept.
pub fn wrong_key(key: &str) -> Option<&'static WrongKey> {
    WRONG.iter().find(|wrong| wrong.key == key)
}

impl WrongKey {
    /// The key that takes the value, and whether it takes a list of such.
    pub fn right(&self) -> Option<(&'static str, bool)> {
        match self.instead {
            Instead::Key(right) => Some((right, false)),
            Instead::List(right) => Some((right, true)),
            Instead::Nothing(_) => None,
        }
    }

    /// What to write instead.
    pub fn advice(&self) -> Phrase {
        let key = ("key", self.key.into());
        match self.instead {
            Instead::Key(right) | Instead::List(right) => {
                Phrase::new("wrong-key-moved", [key, ("right", right.into())])
            }
            Instead::Nothing(words) => Phrase::new(words, [key]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn every_key_of_a_guide_says_what_to_write_instead() {
        for wrong in WRONG {
            assert!(std::ptr::eq(wrong_key(wrong.key).unwrap(), wrong), "{} stands twice", wrong.key);
            let said = wrong.advice();
            assert!(said.contains(wrong.key) && said.ends_with('.') && said.chars().count() <= 130, "{said:?}");
            for language in Language::all().filter(|language| *language != Language::default()) {
                assert_ne!(said.said_in(language), *said, "{}", wrong.key);
            }
        }
        assert_eq!(
            &*wrong_key("models.primary").unwrap().advice(),
            "The key models.primary of older guides is agents.defaults.model.primary in OpenClaw."
        );
        assert!(wrong_key("models").is_none());
    }
}
