//! Taking back what the journal holds, whichever change it was.

use anyhow::{Context, Result, bail};
use clawtender_core::fixes::{self, Clock, Deed};

use super::{Moves, import};
use crate::{
    edit::{Undo, Undone},
    journal::{Entry, Journal, Outcome},
    paths::Paths,
    platform::{self, ClockOrder},
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
    let meant = |entry: &Entry| id.map_or_else(|| has_way_back(entry), |id| entry.id == id);
    let Some(entry) = journal.standing(meant) else { return Ok(None) };
    if !has_way_back(&entry) {
        bail!("That cannot be taken back: nothing was kept that could be put back.");
    }
    if is_automatic_time(&entry) {
        platform::order_clock(ClockOrder::Automatic(false)).await?;
        journal.conclude(&entry.id, Outcome::Undone)?;
        return Ok(Some(TakenBack { entry, message: "Automatic time is off, as it was before.".to_owned() }));
    }
    if entry.what == import::WHAT {
        if journal.latest(import::WHAT).is_none_or(|latest| latest.id != entry.id) {
            bail!("Keys were imported again after that. Take the later import back first.");
        }
        let done = Moves::here(paths).await?.undo_import().await?;
        return Ok(Some(TakenBack { entry, message: done.message.into() }));
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
    journal.conclude(&entry.id, Outcome::Undone)?;
    let file = entry.files.first().map(|file| clean(&file.to_string_lossy(), 300)).context("It changed no file.")?;
    let message = match how {
        _ if modes => format!("{file} has the mode that it had before."),
        _ if entry.undo.iter().all(|undo| undo.deletes() && undo.is_done()) => {
            format!("{file} is not there, as it was before.")
        }
        _ if entry.undo.iter().all(Undo::is_done) => format!("{file} is as it was before, byte for byte."),
        Undone::Whole | Undone::Apart => {
            format!("What was changed in {file} is taken back; what was written there since stays.")
        }
        Undone::Nothing => format!("Nothing of it is left in {file}, which stays as it is."),
    };
    let message = left.into_iter().fold(message, |message, left| format!("{message} {left}"));
    Ok(Some(TakenBack { entry, message }))
}

/// Whether something takes it back.
fn has_way_back(entry: &Entry) -> bool {
    !(entry.undo.is_empty() && entry.modes.is_empty()) || is_automatic_time(entry)
}

fn is_automatic_time(entry: &Entry) -> bool {
    fixes::named(&entry.what).and_then(|fix| fix.deed) == Some(Deed::Clock(Clock::Automatic))
}
