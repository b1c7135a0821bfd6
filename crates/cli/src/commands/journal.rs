//! `clawtender journal`: what Clawtender has changed on this computer. `clawtender undo`: takes a change back, and says what
//! fails again.

use anyhow::{Result, bail};
use clawtender_core::{changes, check::Outcome as Judged};
use clawtender_engine::{
    journal::{Entry, Journal, Outcome},
    moves,
    paths::Paths,
    protocol::{Answer, Request},
};
use serde_json::{Value, json};

use crate::{
    args,
    exit::{Exit, Stop},
    output,
    reach::{misunderstood, with_engine},
    words::{self, MESSAGE, NAME},
};

pub(crate) fn list(paths: &Paths, json: args::Json) -> Result<Exit> {
    let journal = Journal::of(paths);
    journal.settle(paths);
    let entries = journal.entries();
    if json.json {
        let entries: Vec<Value> = entries
            .iter()
            .map(|(entry, outcome)| {
                let mut shown = shown(entry);
                shown["outcome"] = outcome.map_or_else(|| json!("interrupted"), |outcome| json!(outcome));
                shown
            })
            .collect();
        output::json(&json!({ "entries": entries }))?;
    } else if entries.is_empty() {
        output::say("Clawtender has changed nothing on this computer.\n")?;
    } else {
        let lines: Vec<String> = entries.iter().map(|(entry, outcome)| line(entry, *outcome)).collect();
        output::say(&lines.concat())?;
    }
    Ok(Exit::Done)
}

pub(crate) async fn undo(paths: &Paths, order: args::Undo) -> Result<Exit> {
    let named = |id: &String| Journal::of(paths).standing(|entry| entry.id == *id);
    let Some(entry) = order.entry.as_ref().map_or_else(|| moves::latest(paths), named) else {
        return match order.entry {
            Some(_) => {
                let why = "The journal has no such change that still stands. clawtender journal lists them.";
                Err(Stop::Usage(why.to_owned()).into())
            }
            None => output::answer(order.json, &json!({ "entry": null }), "There is nothing to take back.", Exit::Done),
        };
    };
    let (message, failing) = with_engine(paths, async |engine| {
        let Answer::Decided(taken) = engine.ask(Request::Undo { entry: entry.id.clone() }).await? else {
            return Err(misunderstood());
        };
        if !taken.ok {
            bail!(words::clean(&taken.message, MESSAGE));
        }
        let Answer::Report(report) = engine.ask(Request::doctor()).await? else {
            return Err(misunderstood());
        };
        let again = report.findings.into_iter().filter(|finding| finding.outcome == Judged::Fail);
        let failing: Vec<_> = again.filter(|finding| finding.offer(&entry.what).is_some()).collect();
        Ok((taken.message, failing))
    })
    .await?;
    let answer = json!({ "entry": shown(&entry), "message": message, "failing": failing });
    let mut text = words::clean(&message, MESSAGE);
    for finding in &failing {
        text = format!("{text}\n{} fails again: {}", finding.id, words::clean(&finding.message, MESSAGE));
    }
    output::answer(order.json, &answer, &text, Exit::Done)
}

/// An entry without what takes it back.
fn shown(entry: &Entry) -> Value {
    json!({
        "id": entry.id, "at": entry.at, "what": entry.what, "subjects": entry.subjects, "files": entry.files,
    })
}

/// `1764145324-9f3a  2026-11-26 08:22  Allow this origin: https://a.example  done`
fn line(entry: &Entry, outcome: Option<Outcome>) -> String {
    let what = changes::called(&entry.what);
    let subjects = entry.subjects.iter().map(|subject| words::clean(subject, NAME)).collect::<Vec<_>>().join(", ");
    let about = if subjects.is_empty() { String::new() } else { format!(": {subjects}") };
    let at = entry.at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M");
    let became = match outcome {
        None => "interrupted",
        Some(Outcome::Done) => "done",
        Some(Outcome::Verified) => "verified",
        Some(Outcome::Failed) if entry.files.is_empty() => "not done",
        Some(Outcome::Failed) => "failed, nothing of it is left",
        Some(Outcome::Undone) => "taken back",
    };
    format!("{}  {at}  {}{about}  {became}\n", entry.id, words::clean(&what, NAME))
}
