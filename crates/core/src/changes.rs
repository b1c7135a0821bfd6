//! What Clawtender has changed on this computer, as every face lists it: the journal without what takes a change back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    fixes,
    text::clean,
    words::{Language, Phrase, Spoken},
};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ChangeState {
    /// It was begun, and its end is not known.
    Interrupted,
    /// It was done.
    Done,
    /// It was done, and what it was for has been seen to be so.
    Verified,
    /// It could not be done, and nothing of it is left.
    Failed,
    /// It was taken back.
    Undone,
}

impl ChangeState {
    fn words(self) -> Phrase {
        Phrase::new(
            match self {
                ChangeState::Interrupted => "change-interrupted",
                ChangeState::Done => "change-done",
                ChangeState::Verified => "change-verified",
                ChangeState::Failed => "change-failed",
                ChangeState::Undone => "change-undone",
            },
            [],
        )
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ChangeView {
    /// The journal's name for it, which an undo is asked for by.
    pub entry: String,
    /// When it was begun.
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub at: Timestamp,
    /// What it was, as its button says it.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub name: Phrase,
    /// What it was about: providers, origins, models.
    pub subjects: Vec<String>,
    /// The files that it changed.
    pub files: Vec<String>,
    /// What became of it.
    pub state: ChangeState,
    /// The same in words.
    #[cfg_attr(feature = "types", ts(as = "String"))]
    pub words: Phrase,
    /// It stands, and what takes it back is kept.
    pub may_undo: bool,
}

impl ChangeView {
    /// Of what the journal holds. `what` is a fix's id, or a kind of change of its own.
    pub fn of(
        entry: &str,
        what: &str,
        at: Timestamp,
        (subjects, files): (&[String], &[String]),
        state: ChangeState,
        kept: bool,
    ) -> ChangeView {
        let cleaned = |texts: &[String], limit| texts.iter().take(100).map(|text| clean(text, limit)).collect();
        ChangeView {
            entry: clean(entry, 60),
            at,
            name: called(what),
            subjects: cleaned(subjects, 120),
            files: cleaned(files, 300),
            state,
            words: state.words(),
            may_undo: kept && !matches!(state, ChangeState::Failed | ChangeState::Undone),
        }
    }
}

impl Spoken for ChangeView {
    fn speak(&mut self, language: Language) {
        self.name.speak(language);
        self.words.speak(language);
    }
}

/// What a kind of change is called: as the button that makes it.
pub fn called(what: &str) -> Phrase {
    match what {
        "keys-import" => fixes::MOVE_TO_KEYCHAIN.name(),
        "keys-connect" => fixes::USE_KEYCHAIN.name(),
        what => fixes::named(what).map_or_else(|| clean(what, 60).into(), fixes::Fix::name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_and_has_a_way_back_can_be_undone() {
        let at = Timestamp::UNIX_EPOCH;
        let view = |state, kept| ChangeView::of("1-a", "set-mode-local", at, (&[], &["/a".to_owned()]), state, kept);
        assert_eq!(view(ChangeState::Done, true).name, "Set gateway.mode to local");
        for (state, kept, may) in [
            (ChangeState::Verified, true, true),
            (ChangeState::Interrupted, true, true),
            (ChangeState::Done, false, false),
            (ChangeState::Undone, true, false),
            (ChangeState::Failed, true, false),
        ] {
            assert_eq!(view(state, kept).may_undo, may, "{state:?}");
            assert_eq!(crate::words::left_in_english(&view(state, kept), &[]), [""; 0]);
        }
        assert_eq!(called("a kind that\u{1b}[31m is newer"), "a kind that is newer");
    }
}
