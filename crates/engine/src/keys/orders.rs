//! What a person orders of keys in a window: see them, try them, delete one, move those that stand in files. The command line
//! does the same in a process of its own.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use clawtender_core::{
    key_list::{KeyList, KeyRow, KeyWord, MovePlan, known_providers},
    keys::Place,
    providers::{
        self,
        answer::Answer,
        tested::{KeyName, Outcome, Tested},
    },
    text::{clean, clean_block},
    words::{Language, Phrase},
};
use secrecy::ExposeSecret;

use super::{Known, Trial, deleted, said_of, test, try_new};
use crate::{
    clock,
    keychain::{Entry, Keychain, KeychainError},
    moves::{Moves, place},
    paths::Paths,
    probes::key_sources,
    secrets::provider_key,
    words,
    world::World,
};

/// Longest sentence and longest preview that are told, in characters.
const SENTENCE: usize = 300;
const PREVIEW: usize = 40_000;

/// Every key there is, at every place.
pub(crate) async fn list(paths: &Paths) -> KeyList {
    let sources = Moves::sources(paths).await;
    let known = Known::read(paths);
    let row = |source: clawtender_core::keys::KeySource| {
        let provider = providers::find(&source.provider).map_or(source.provider, |known| known.id.to_owned());
        let key = KeyName { provider, account: source.account };
        let kept = source.place == Place::Keychain;
        let name = key.words();
        // what stands elsewhere may be another key of that name: what counts there is what was said of this very key
        let (stored_at, test) =
            if kept { (known.since(&key), known.tested(&key)) } else { (None, said_of(&source.same)) };
        KeyRow {
            place: place(&source.place),
            kept,
            movable: source.place.can_move(),
            last_four: source.last_four,
            same: Some(source.same).filter(|same| !kept && !same.is_empty()),
            stored_at,
            flaw: source.flaw,
            test: test.map(|test| word(&test, &name)),
            name,
            provider: key.provider,
            account: key.account,
        }
    };
    KeyList {
        keys: sources.keys.into_iter().map(row).collect(),
        trouble: KeychainError::of(&sources.keychain).map(|why| why.words()),
        providers: known_providers(),
    }
}

fn word(test: &Tested, name: &str) -> KeyWord {
    let good = match test.outcome {
        Outcome::Answered(Answer::Accepted) => Some(true),
        Outcome::Answered(answer) if answer.is_about_the_key() => Some(false),
        _ => None,
    };
    KeyWord { at: test.at, words: test.phrase(name), good }
}

/// Shows the keys of this provider, or of all, to their providers; with `same`, the one of this mark that is not in the keychain.
/// What came of it, in a sentence for each.
///
/// # Errors
/// When the keychain cannot be read, or there is no such key.
pub(crate) async fn try_all(paths: &Paths, key: Option<&KeyName>, same: Option<&str>) -> Result<(bool, Phrase)> {
    if let Some(same) = same {
        return told(&elsewhere(paths, |mark| mark == same).await);
    }
    let begun = clock::now();
    let tried = test(paths, key.map(|key| &*key.provider), key.and_then(|key| key.account.as_deref())).await?;
    // without an account, the one that has none is meant
    let meant = |name: &KeyName| key.is_none_or(|key| key == name || super::stands_in_configuration(name));
    let mut tried: Vec<_> = tried.into_iter().filter(|(name, _)| meant(name)).collect();
    if key.is_none() {
        let new = |mark: &str| said_of(mark).is_none_or(|said| said.at < begun);
        tried.extend(elsewhere(paths, new).await);
    }
    told(&tried)
}

/// Shows keys that are not in the keychain to their providers, each once wherever it stands.
async fn elsewhere(paths: &Paths, wanted: impl Fn(&str) -> bool) -> Vec<Trial> {
    let world = World::look(paths.clone());
    let found = key_sources::scan(&world, &Keychain::system(), false).await;
    let mut tried: Vec<Trial> = Vec::new();
    let mut seen = BTreeSet::new();
    for held in found.held.into_iter().filter(|held| held.place != Place::Keychain) {
        let Some(secret) = held.secret else { continue };
        let mark = key_sources::mark(secret.expose_secret());
        if wanted(&mark) && seen.insert(mark) {
            let provider = providers::find(&held.provider).map_or(held.provider, |known| known.id.to_owned());
            let name = KeyName { provider, account: held.account };
            let tested = try_new(&world, &name, &secret).await;
            tried.push((name, tested));
        }
    }
    tried
}

fn told(tried: &[Trial]) -> Result<(bool, Phrase)> {
    if tried.is_empty() {
        bail!(words::say("key-none-to-try"));
    }
    let good = |tested: &Result<Tested, Phrase>| {
        tested.as_ref().is_ok_and(|tested| matches!(tested.outcome, Outcome::Answered(Answer::Accepted)))
    };
    let all_good = tried.iter().all(|(_, tested)| good(tested));
    let sentence = |(name, tested): &(KeyName, Result<Tested, Phrase>)| match tested {
        Ok(tested) => tested.phrase(&name.words()),
        Err(why) => Phrase::new("key-not-asked", [("name", name.words().into()), ("why", why.clone().into())]),
    };
    let sentences: Vec<Phrase> = tried.iter().map(sentence).collect();
    let lines = |language| sentences.iter().map(|one| clean(&one.said_in(language), SENTENCE)).collect::<Vec<_>>();
    Ok((all_good, Phrase::made(|language| lines(language).join("\n"))))
}

/// Deletes a key from the keychain.
///
/// # Errors
/// When the keychain does not do it, or the name is none.
pub(crate) async fn delete(paths: &Paths, key: &KeyName) -> Result<(bool, Phrase)> {
    let entry = provider_key(&key.provider, key.account.as_deref());
    let entry = entry.context(words::say("key-odd-name"))?;
    let gone = Keychain::system().delete(&Entry::new(entry)).await?;
    deleted(paths, &key.provider, key.account.as_deref());
    let id = if gone { "key-deleted" } else { "key-not-there" };
    Ok((gone, Phrase::new(id, [("name", key.words().into())])))
}

/// What moving the keys that stand in the gateway's files would do.
///
/// # Errors
/// When it cannot be found out.
pub(crate) async fn plan_move(paths: &Paths) -> Result<MovePlan> {
    let import = Moves::here(paths).await?.plan_import(&[]).await?;
    Ok(MovePlan {
        preview: if import.is_empty() {
            Phrase::default()
        } else {
            Phrase::made(|language| clean_block(&import.preview_in(language), PREVIEW))
        },
        left: import
            .draft
            .left
            .iter()
            .map(|left| {
                Phrase::new(
                    "moved-left",
                    [("provider", left.provider.as_str().into()), ("why", left.why.clone().into())],
                )
            })
            .collect(),
    })
}

/// Moves them, if that does what the person has `seen` that it would.
///
/// # Errors
/// When the files have changed since, or it cannot be done. Then everything is as it was.
pub(crate) async fn move_seen(paths: &Paths, seen: &str) -> Result<(bool, Phrase)> {
    let moves = Moves::here(paths).await?;
    let import = moves.plan_import(&[]).await?;
    if import.is_empty() {
        moves.finish_import(&import)?;
        return Ok((false, words::say("key-none-to-move")));
    }
    // whatever language it was seen in
    if Language::all().all(|language| clean_block(&import.preview_in(language), PREVIEW) != seen) {
        bail!(words::say("key-files-changed"));
    }
    let done = moves.import(&import).await?;
    Ok((done.verified || !done.running, done.message))
}
