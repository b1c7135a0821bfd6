//! `keys connect`, `keys disconnect` and `keys import`: shown, agreed to, done, and said with the gateway's word on it.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Result, bail};
use clawtender_core::{providers, text::clean_block};
use clawtender_engine::{
    moves::{Done, Left, Moves},
    paths::Paths,
};
use serde_json::{Value, json};

use crate::{
    args::Change,
    exit::Exit,
    output,
    words::{EVIDENCE, MESSAGE, clean},
};

/// Longest preview that is shown, in characters.
const PREVIEW: usize = 40_000;

pub(super) async fn connect(paths: &Paths, named: &[String], change: Change) -> Result<Exit> {
    can_agree(change)?;
    let named = ids(named);
    let moves = Moves::here(paths).await?;
    let draft = moves.plan_connect(&named).await?;
    let mut answer = json!({ "providers": draft.moved, "left": draft.left, "preview": draft.preview() });
    if draft.moved.is_empty() {
        return nothing(answer, "There is no key in the keychain that the gateway could take.", &draft.left, change);
    }
    if draft.is_empty() {
        let already: Vec<&str> = draft.moved.iter().map(|moved| moved.name.as_str()).collect();
        let words = format!("The configuration takes the key for {} from the keychain already.", already.join(", "));
        return nothing(answer, &words, &draft.left, change);
    }
    show(&draft.preview(), &draft.left, change)?;
    if let Some(why) = &draft.unjudged {
        output::note(&format!("Not examined by OpenClaw beforehand: {why}"));
    }
    if change.dry_run {
        return dry(answer, change);
    }
    agreed(change).await?;
    let done = moves.connect(&draft).await?;
    said(&mut answer, &done, change)
}

pub(super) async fn import(paths: &Paths, named: &[String], change: Change) -> Result<Exit> {
    can_agree(change)?;
    let moves = Moves::here(paths).await?;
    let import = moves.plan_import(&ids(named)).await?;
    let (left, preview) = (&import.draft.left, import.preview());
    let mut answer = json!({ "keys": import.found, "left": left, "preview": preview, "goesOn": import.goes_on() });
    if import.is_empty() {
        moves.finish_import(&import)?;
        return nothing(
            answer,
            "No key stands in a file of the gateway's that could move to the keychain.",
            left,
            change,
        );
    }
    if import.goes_on() {
        output::note("The last import was interrupted. This one goes on with it; --undo takes both back.");
    }
    show(&preview, left, change)?;
    if let Some(why) = &import.draft.unjudged {
        output::note(&format!("Not examined by OpenClaw beforehand: {why}"));
    }
    if change.dry_run {
        return dry(answer, change);
    }
    agreed(change).await?;
    let done = moves.import(&import).await?;
    said(&mut answer, &done, change)
}

pub(super) async fn undo(paths: &Paths, change: Change) -> Result<Exit> {
    can_agree(change)?;
    let moves = Moves::here(paths).await?;
    let Some(preview) = moves.plan_undo_import() else {
        return nothing(json!({ "preview": "" }), "There is no import that could be taken back.", &[], change);
    };
    let mut answer = json!({ "preview": preview });
    show(&preview, &[], change)?;
    if change.dry_run {
        return dry(answer, change);
    }
    agreed(change).await?;
    let done = moves.undo_import().await?;
    said(&mut answer, &done, change)
}

/// OpenClaw's names for providers that a person may call otherwise.
fn ids(named: &[String]) -> Vec<String> {
    named.iter().map(|name| providers::find(name).map_or(name.as_str(), |known| known.id).to_owned()).collect()
}

pub(super) async fn disconnect(paths: &Paths, change: Change) -> Result<Exit> {
    can_agree(change)?;
    let moves = Moves::here(paths).await?;
    let Some(preview) = moves.plan_disconnect()? else {
        let words = "The gateway's configuration takes no key from the keychain.";
        return nothing(json!({ "preview": "" }), words, &[], change);
    };
    let mut answer = json!({ "preview": preview });
    show(&preview, &[], change)?;
    if change.dry_run {
        return dry(answer, change);
    }
    agreed(change).await?;
    let done = moves.disconnect().await?;
    said(&mut answer, &done, change)
}

fn nothing(mut answer: Value, words: &str, left: &[Left], change: Change) -> Result<Exit> {
    if change.json.json {
        answer["changed"] = json!(false);
        answer["message"] = json!(words);
        output::json(&answer)?;
    } else {
        show("", left, change)?;
        output::say(&format!("{}\n", clean(words, MESSAGE)))?;
    }
    Ok(Exit::Done)
}

fn show(preview: &str, left: &[Left], change: Change) -> Result<()> {
    if change.json.json {
        return Ok(());
    }
    output::say(&clean_block(preview, PREVIEW))?;
    if !preview.is_empty() {
        output::say("\n")?;
    }
    for left in left {
        output::say(&format!("Left: {}\n", clean(&format!("{}: {}", left.provider, left.why), EVIDENCE)))?;
    }
    Ok(())
}

fn dry(mut answer: Value, change: Change) -> Result<Exit> {
    if change.json.json {
        answer["changed"] = json!(false);
        output::json(&answer)?;
    } else {
        output::say("Nothing was changed.\n")?;
    }
    Ok(Exit::Done)
}

fn said(answer: &mut Value, done: &Done, change: Change) -> Result<Exit> {
    if change.json.json {
        answer["changed"] = json!(true);
        answer["verified"] = json!(done.verified);
        answer["message"] = json!(done.message);
        answer["entry"] = json!(done.entry);
        output::json(answer)?;
    } else {
        output::say(&format!("{}\n", clean(&done.message, EVIDENCE)))?;
    }
    // where no gateway runs, the work is done and says so itself
    Ok(if done.verified || !done.running { Exit::Done } else { Exit::Findings })
}

/// Nobody is kept waiting for a plan that nobody can agree to.
fn can_agree(change: Change) -> Result<()> {
    if change.yes || change.dry_run || (!change.json.json && io::stdin().is_terminal()) {
        return Ok(());
    }
    bail!("Nothing was changed. Look at it with --dry-run, then say it with --yes.");
}

/// Waits for a typed yes.
///
/// # Errors
/// When nobody says it.
async fn agreed(change: Change) -> Result<()> {
    if change.yes {
        return Ok(());
    }
    output::say("Type yes to change this: ")?;
    let line = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|_| line)
    })
    .await??;
    if line.trim().eq_ignore_ascii_case("yes") { Ok(()) } else { bail!("Nothing was changed.") }
}
