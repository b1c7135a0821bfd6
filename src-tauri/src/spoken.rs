//! In which language the window says what it says by itself, where no engine answers.
//!
//! Which one is spoken is the engine's to decide. What it said last is kept for the next window, which may find none.

use std::{fs, path::Path, sync::RwLock};

use clawtender_core::words::{Language, Phrase};
use clawtender_engine::paths::Paths;

static SPOKEN: RwLock<Option<Language>> = RwLock::new(None);

/// The language of now.
pub(crate) fn now() -> Language {
    SPOKEN.read().ok().and_then(|spoken| *spoken).unwrap_or_default()
}

/// The words of a phrase in it.
pub(crate) fn said(phrase: &Phrase) -> String {
    phrase.said_in(now())
}

/// What the last engine spoke, where one has been met.
pub(crate) fn remember(paths: &Paths) {
    let kept = fs::read_to_string(file(paths)).unwrap_or_default();
    // what is kept may be of another version: only what there are words in counts
    if let Some(language) = Language::all().find(|language| language.tag() == kept.trim()) {
        set(language);
    }
}

/// What is spoken where no engine has ever been met.
pub(crate) fn guess(tag: &str) {
    if let Ok(spoken) = &mut SPOKEN.write() {
        spoken.get_or_insert_with(|| Language::chosen([tag]));
    }
}

/// The engine speaks this one. That it cannot be kept costs nobody anything.
pub(crate) fn learn(paths: &Paths, language: Language) {
    if now().tag() != language.tag() || !file(paths).exists() {
        set(language);
        let _ = fs::create_dir_all(&paths.state).and_then(|()| fs::write(file(paths), language.tag()));
    }
}

fn set(language: Language) {
    if let Ok(spoken) = &mut SPOKEN.write() {
        **spoken = Some(language);
    }
}

fn file(paths: &Paths) -> std::path::PathBuf {
    Path::new(&paths.state).join("window-language")
}
