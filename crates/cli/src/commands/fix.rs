//! `clawtender fix`: carries out what a finding offers, after a yes where that is needed, and says whether it has helped.
//!
//! What Clawtender cannot do by itself is told as what to do, and is no success.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};
use clawtender_core::{
    check::{Evidence, Finding, Offer, Outcome},
    fixes::{Consent, FixOutcome},
    selection::Selection,
    snapshot::Snapshot,
    text::{clean, clean_block},
};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Fixed, Mend, Request},
};
use serde_json::json;
use tokio::sync::mpsc;

use super::sign_in;
use crate::{
    args,
    editor::Editor,
    exit::{Exit, Stop},
    output,
    reach::{Engine, misunderstood, tell, with_engine},
    words::{self, MESSAGE, NAME},
};

/// How much of what was seen afterwards is said.
const SEEN: usize = 4;

pub(crate) async fn run(paths: &Paths, order: args::Fix) -> Result<Exit> {
    let mut begun = None;
    let done = with_engine(paths, async |engine| fix(engine, paths, &order, &mut begun).await).await;
    // an interruption stops it, where nothing has been changed yet
    if let (Err(why), Some(Mend { finding, subject, .. })) = (&done, begun)
        && matches!(why.downcast_ref(), Some(Stop::Interrupted))
    {
        let _ = tell(paths, Request::StopFix { finding, subject }).await;
    }
    sign_in::unless_cancelled(paths, done).await
}

async fn fix(engine: &mut Engine, paths: &Paths, order: &args::Fix, begun: &mut Option<Mend>) -> Result<Exit> {
    let Answer::Report(report) = engine.ask(Request::doctor()).await? else {
        return Err(misunderstood());
    };
    let Some(finding) = wanted(&report.findings, order)? else {
        let hidden = report.findings.iter().find(|one| one.id == order.id && one.outcome == Outcome::Hidden);
        let text = match hidden.and_then(|one| one.because.as_ref()) {
            Some(cause) => format!("That follows from {}. Mend that first.", words::clean(cause, NAME)),
            None => "There is nothing to mend.".to_owned(),
        };
        return output::answer(order.json, &json!({ "outcome": null }), &text, Exit::Done);
    };
    let Some(offer) = offered(finding, order)? else {
        let message = format!("{} There is no fix for that: {}", finding.title, finding.message);
        return output::answer(order.json, &json!({ "outcome": null, "finding": finding }), &message, Exit::Findings);
    };
    let mend =
        Mend { finding: finding.id.clone(), subject: finding.subject.clone(), fix: offer.id.clone(), agreed: true };
    if let Some(at) = offer.at.as_ref().filter(|_| !order.dry_run && !order.json.json)
        && let Some(editor) = Editor::here()
    {
        editor.edit(at).await?;
        return look_again(engine, finding).await;
    }
    let asked = offer.consent == Consent::Confirm && !order.yes;
    if order.dry_run || !offer.deed || asked {
        let lines = planned(engine, &mend, offer).await?;
        let text = plan(finding, offer, &lines);
        if order.dry_run || !offer.deed {
            let exit = if offer.deed { Exit::Done } else { Exit::Findings };
            let answer = json!({ "outcome": null, "finding": finding, "plan": lines });
            return output::answer(order.json, &answer, &text, exit);
        }
        if !agreed(&text).await? {
            bail!("Nothing was changed.");
        }
    }
    *begun = Some(mend.clone());
    let steps = follow(engine, paths, &mend).await?;
    let request = Request::Fix(mend);
    let fixed = if request.is_conversation() {
        sign_in::lead(engine, paths, request, order.json.json, false).await?
    } else {
        let Answer::Fixed(fixed) = told(engine.ask(request), steps).await? else { return Err(misunderstood()) };
        fixed
    };
    let exit = match fixed.outcome {
        FixOutcome::Verified => Exit::Done,
        FixOutcome::StillFailing => Exit::Findings,
        FixOutcome::Failed | FixOutcome::Declined => Exit::CouldNot,
    };
    let answer =
        json!({ "outcome": fixed.outcome, "message": fixed.message, "evidence": fixed.evidence, "finding": finding });
    output::answer(order.json, &answer, &became(&fixed), exit)
}

/// What came of it, and what was seen afterwards.
fn became(fixed: &Fixed) -> String {
    let seen = |seen: &Evidence| format!("\n  {}: {}", words::source(seen.source), clean(&seen.text, 500));
    fixed.evidence.iter().take(SEEN).fold(words::clean(&fixed.message, MESSAGE), |text, piece| text + &seen(piece))
}

/// Hears which step the fix has come to, beside `engine`, which is asked for it.
async fn follow(engine: &Engine, paths: &Paths, mend: &Mend) -> Result<mpsc::UnboundedReceiver<String>> {
    let (tell, steps) = mpsc::unbounded_channel();
    let (finding, subject) = (mend.finding.clone(), mend.subject.clone());
    let heard = move |snapshot: &Snapshot| {
        let ours = snapshot.mending.iter().find(|one| one.finding == finding && one.subject == subject);
        ours.is_none_or(|one| tell.send(one.words.to_string()).is_ok()) && !tell.is_closed()
    };
    engine.follow(paths, heard).await?;
    Ok(steps)
}

/// Waits for the answer, and says each step once, beside it.
async fn told(
    asking: impl Future<Output = Result<Answer>>,
    mut steps: mpsc::UnboundedReceiver<String>,
) -> Result<Answer> {
    let mut said = String::new();
    tokio::pin!(asking);
    loop {
        tokio::select! {
            answer = &mut asking => return answer,
            Some(step) = steps.recv() => {
                if step != said {
                    output::note(&format!("{}.", words::clean(&step, NAME)));
                    said = step;
                }
            }
        }
    }
}

/// Whether the person has mended it in their editor.
async fn look_again(engine: &mut Engine, finding: &Finding) -> Result<Exit> {
    let selection = Selection { only: vec![finding.id.clone()], ..Selection::default() };
    let Answer::Report(report) = engine.ask(Request::Doctor { offline: true, selection }).await? else {
        return Err(misunderstood());
    };
    let same = |one: &&Finding| (&one.id, &one.subject) == (&finding.id, &finding.subject);
    let (text, exit) = match report.findings.iter().find(same).filter(|one| one.outcome == Outcome::Fail) {
        Some(still) => (words::clean(&still.message, MESSAGE), Exit::Findings),
        None => ("It is in order now.".to_owned(), Exit::Done),
    };
    output::say(&format!("{text}\n"))?;
    Ok(exit)
}

/// The offer that is meant, among those of the finding; `None` where it has none.
fn offered<'a>(finding: &'a Finding, order: &args::Fix) -> Result<Option<&'a Offer>> {
    let named = order.with.as_deref().or_else(|| Some(&*order.id).filter(|id| *id != finding.id));
    let Some(name) = named.filter(|_| finding.fix.is_some()) else { return Ok(finding.fix.as_ref()) };
    if let Some(offer) = finding.offer(name) {
        return Ok(Some(offer));
    }
    let ids: Vec<String> = finding.offers().map(|offer| words::clean(&offer.id, NAME)).collect();
    let why =
        format!("{} is not mended with {}. What there is: {}.", finding.id, words::clean(name, NAME), ids.join(", "));
    Err(Stop::Usage(why).into())
}

/// The failing finding that is meant: by its check, or by a fix that it offers.
fn wanted<'a>(findings: &'a [Finding], order: &args::Fix) -> Result<Option<&'a Finding>> {
    let meant = |finding: &&Finding| {
        let named = finding.id == order.id || finding.offer(&order.id).is_some();
        let about = order.subject.is_none() || finding.subject == order.subject;
        named && about && finding.outcome == Outcome::Fail
    };
    let mut meant = findings.iter().filter(meant);
    match (meant.next(), meant.next()) {
        (Some(first), Some(second)) => {
            let name = |finding: &Finding| words::clean(finding.subject.as_deref().unwrap_or(&finding.id), NAME);
            let several = format!("Several findings are meant, {} and {} among them.", name(first), name(second));
            Err(Stop::Usage(format!("{several} Say which with --subject.")).into())
        }
        (first, _) => Ok(first),
    }
}

/// What it would do, line by line: as exactly as the engine can say it, or as what a person does.
async fn planned(engine: &mut Engine, mend: &Mend, offer: &Offer) -> Result<Vec<String>> {
    if !offer.deed {
        return Ok(offer.preview.iter().map(ToString::to_string).collect());
    }
    let Answer::Plan(lines) = engine.ask(Request::Plan(mend.clone())).await? else { return Err(misunderstood()) };
    Ok(lines.into_iter().map(String::from).collect())
}

fn plan(finding: &Finding, offer: &Offer, steps: &[String]) -> String {
    let mut lines = vec![words::clean(&finding.message, MESSAGE)];
    lines.push(if offer.deed {
        format!("{}:", offer.label)
    } else {
        format!("{}. Clawtender cannot do that by itself yet:", offer.label)
    });
    lines.extend(steps.iter().map(|line| format!("  {}", clean_block(line, 500))));
    lines.join("\n")
}

/// Shows what the fix does and waits for a typed yes.
async fn agreed(plan: &str) -> Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("This fix takes a yes. Look at it with --dry-run, then say it with --yes.");
    }
    output::say(&format!("{plan}\nType yes to do this: "))?;
    output::yes().await
}
