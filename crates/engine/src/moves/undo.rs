//! Taking back what the journal holds, whichever change it was.

use anyhow::{Context, Result, bail};

use super::{Moves, import};
use crate::{
    edit::Undone,
    journal::{Entry, Journal, Outcome},
    paths::Paths,
    probes::bounded::clean,
    reconfigure::{self, Reconfigure},
    tidy,
    world::World,
};

/// What was taken back.
pub struct TakenBack {
    /// The journal's entry.
    pub entry: Entry,
    /// What is so now, for a person.
    pub message: String,
}

/// Takes back the named change, or the latest one that stands. `None`: there is none.
///
/// # Errors
/// Why it stands as it is, for a person.
pub async fn undo(paths: &Paths, id: Option<&str>) -> Result<Option<TakenBack>> {
    let journal = Journal::of(paths);
    let Some(entry) = journal.standing(|entry| id.is_none_or(|id| entry.id == id)) else { return Ok(None) };
    if entry.what == import::WHAT {
        if journal.latest(import::WHAT).is_none_or(|latest| latest.id != entry.id) {
            bail!("Keys were imported again after that. Take the later import back first.");
        }
        let done = Moves::here(paths).await?.undo_import().await?;
        return Ok(Some(TakenBack { entry, message: done.message }));
    }
    let how = if entry.undo.iter().any(|undo| !undo.accounts().is_empty()) {
        let moves = Moves::here(paths).await?;
        let _alone = moves.files.alone()?;
        moves.take_back(&entry).await?
    } else {
        let files = Reconfigure::here(World::look(paths.clone())).await;
        let _alone = files.alone()?;
        reconfigure::take_back(&entry, |_| None)?
    };
    let modes = tidy::restore(&entry)?;
    journal.conclude(&entry.id, Outcome::Undone)?;
    let file = entry.files.first().map(|file| clean(&file.to_string_lossy(), 300)).context("It changed no file.")?;
    let message = match how {
        _ if modes => format!("{file} has the mode that it had before."),
        Undone::Whole | Undone::Nothing => format!("{file} is as it was before, byte for byte."),
        Undone::Apart => format!("What was changed in {file} is taken back; what was written there since stays."),
    };
    Ok(Some(TakenBack { entry, message }))
}
