//! Taking back what the journal holds, whichever change it was.

use anyhow::{Context, Result, bail};
use clawtender_core::{
    changes::{ChangeState, ChangeView},
    fixes::{self, Clock, Deed},
    words::Phrase,
};

use super::{Moves, import};
use crate::{
    edit::{Undo, Undone},
    journal::{Entry, Journal, Outcome, step},
    paths::Paths,
    platform::{self, ClockOrder},
    probes::bounded::clean,
    reconfigure::{self, Reconfigure},
    runtime::Installed,
    tidy, words,
    world::World,
};

/// How many changes are listed: a year of a person who has had little luck.
const LISTED: usize = 500;

/// What was taken back.
pub struct TakenBack {
    /// The journal's entry.
    pub entry: Entry,
    /// What is so now, for a person.
    pub message: Phrase,
}

/// Takes back the named change, or the latest one that stands. `None`: there is none.
///
/// # Errors
/// Why it stands as it is, for a person.
pub async fn undo(paths: &Paths, id: Option<&str>) -> Result<Option<TakenBack>> {
    let journal = Journal::of(paths);
    journal.settle(paths);
    let meant = |entry: &Entry| id.map_or_else(|| has_way_back(entry), |id| entry.id == id);
    let Some(entry) = journal.standing(meant) else { return Ok(None) };
    if !has_way_back(&entry) {
        bail!(words::say("undo-no-way"));
    }
    if is_automatic_time(&entry) {
        platform::order_clock(ClockOrder::Automatic(false)).await?;
        journal.conclude(&entry.id, Outcome::Undone)?;
        return Ok(Some(TakenBack { entry, message: words::say("undo-time") }));
    }
    if let Some(runtime) = &entry.runtime {
        // one that did not start and was replaced is nobody's to take back
        let counts = |entry: &Entry| entry.runtime.as_ref().is_some_and(Installed::counts);
        if journal.standing(counts).is_some_and(|latest| latest.id != entry.id) {
            bail!(words::say("undo-runtime-later"));
        }
        let files = Reconfigure::here(World::look(paths.clone())).await;
        let _alone = files.alone().await?;
        let counts = runtime.take_back()?;
        step("undoing");
        // the configuration that came with it goes while nobody has changed it since
        for undo in entry.undo.iter().filter(|undo| undo.stands()) {
            undo.carry_out(|_| None)?;
        }
        step("undone");
        journal.conclude(&entry.id, Outcome::Undone)?;
        let message = match counts {
            Some(version) => Phrase::new("undo-runtime", [("version", clean(&version, 40).into())]),
            None => words::say("undo-runtime-none"),
        };
        return Ok(Some(TakenBack { entry, message }));
    }
    if entry.what == import::WHAT {
        if journal.latest(import::WHAT).is_none_or(|latest| latest.id != entry.id) {
            bail!(words::say("undo-later-first"));
        }
        let done = Moves::here(paths).await?.undo_import().await?;
        return Ok(Some(TakenBack { entry, message: done.message }));
    }
    let mut left = None;
    let how = if entry.undo.iter().any(|undo| !undo.accounts().is_empty()) {
        let moves = Moves::here(paths).await?;
        let _alone = moves.files.alone().await?;
        moves.take_back(&entry).await?
    } else {
        let files = Reconfigure::here(World::look(paths.clone())).await;
        let _alone = files.alone().await?;
        let how = reconfigure::take_back(&entry, |_| None)?;
        files.reread(&entry).await;
        if let Some(was) = &entry.service {
            left = files.service_as_it_was(was).await;
        }
        how
    };
    let modes = tidy::restore(&entry)?;
    step("undone");
    journal.conclude(&entry.id, Outcome::Undone)?;
    // what was made beside a change is gone with it: the change is told
    let changed = entry.undo.iter().find(|undo| !undo.deletes()).map(|undo| &undo.file);
    let file = changed.or(entry.files.first()).context(words::say("undo-no-file"))?;
    let became = match how {
        _ if modes => "mode",
        _ if entry.undo.iter().all(|undo| undo.deletes() && undo.is_done()) => "gone",
        _ if entry.undo.iter().all(Undo::is_done) => "whole",
        Undone::Whole | Undone::Apart => "apart",
        Undone::Nothing => "nothing",
    };
    let file = clean(&file.to_string_lossy(), 300);
    let message = Phrase::new("undo-done", [("became", became.into()), ("file", file.into())]);
    let message = match left {
        Some(left) => Phrase::made(|language| format!("{} {}", message.said_in(language), left.said_in(language))),
        None => message,
    };
    Ok(Some(TakenBack { entry, message }))
}

/// The latest change that something takes back.
pub fn latest(paths: &Paths) -> Option<Entry> {
    let journal = Journal::of(paths);
    journal.settle(paths);
    journal.standing(has_way_back)
}

/// What was changed, latest first, as faces list it.
pub fn changes(paths: &Paths) -> Vec<ChangeView> {
    let view = |(entry, outcome): (Entry, Option<Outcome>)| {
        let state = match outcome {
            None => ChangeState::Interrupted,
            Some(Outcome::Done) => ChangeState::Done,
            Some(Outcome::Verified) => ChangeState::Verified,
            Some(Outcome::Failed) => ChangeState::Failed,
            Some(Outcome::Undone) => ChangeState::Undone,
        };
        let files: Vec<String> = entry.files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
        ChangeView::of(&entry.id, &entry.what, entry.at, (&entry.subjects, &files), state, has_way_back(&entry))
    };
    Journal::of(paths).entries().into_iter().rev().take(LISTED).map(view).collect()
}

/// Whether something takes it back.
fn has_way_back(entry: &Entry) -> bool {
    // a definition of a service is not kept for ever
    let files = !(entry.undo.is_empty() && entry.modes.is_empty()) && entry.undo.iter().all(Undo::is_possible);
    files || entry.runtime.as_ref().is_some_and(Installed::counts) || is_automatic_time(entry)
}

fn is_automatic_time(entry: &Entry) -> bool {
    fixes::named(&entry.what).and_then(|fix| fix.deed) == Some(Deed::Clock(Clock::Automatic))
}
