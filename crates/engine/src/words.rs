//! What goes wrong, in words for a person.

use clawtender_core::words::Phrase;

use crate::{
    edit::EditError, gateway::RpcError, keychain::KeychainError, process::RunError, runtime::InstallError,
    settings::SettingsError,
};

/// What a message says that is told nothing.
pub(crate) fn say(id: &'static str) -> Phrase {
    Phrase::new(id, [])
}

/// What a message says of why something is so.
pub(crate) fn because(id: &'static str, why: impl Into<Phrase>) -> Phrase {
    Phrase::new(id, [("why", why.into().into())])
}

/// What came to nothing first, before what it was for.
pub(crate) fn first(id: &'static str) -> impl Fn(anyhow::Error) -> anyhow::Error {
    move |why| because(id, of(&why)).into()
}

/// What an error says, in every language where it is a phrase of ours.
pub(crate) fn of(error: &anyhow::Error) -> Phrase {
    let english = format!("{error:#}");
    let known = error
        .downcast_ref::<Phrase>()
        .cloned()
        .or_else(|| error.downcast_ref().map(KeychainError::words))
        .or_else(|| error.downcast_ref().map(SettingsError::words))
        .or_else(|| error.downcast_ref().map(RpcError::words))
        .or_else(|| error.downcast_ref().map(EditError::words))
        .or_else(|| error.downcast_ref().map(RunError::words))
        .or_else(|| error.downcast_ref().map(InstallError::words));
    // with something before or behind it, it is not all that is said
    known.filter(|known| *known == english).unwrap_or_else(|| english.into())
}

/// The same where it is no sentence, and becomes one.
pub(crate) fn sentence(error: &anyhow::Error) -> Phrase {
    let words = of(error);
    if words.ends_with('.') { words } else { Phrase::made(|language| words.said_in(language) + ".") }
}
