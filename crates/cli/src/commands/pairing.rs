//! `clawtender pairing`: what waits for a yes or no, and the answer.
//!
//! What takes a second step is shown in full first. A program, which cannot be asked, must say `--yes`.

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};
use clawtender_core::approval::{ApprovalView, Decision};
use clawtender_engine::{
    paths::Paths,
    protocol::{Answer, Request},
};

use crate::{
    args::{Pairing, Yes},
    exit::Exit,
    output::{self, Page},
    reach::{Engine, misunderstood, with_engine},
    render::approvals,
    words::{self, MESSAGE, NAME},
};

pub(crate) async fn run(paths: &Paths, command: Pairing) -> Result<Exit> {
    match command {
        Pairing::List(json) => {
            let waiting = with_engine(paths, waiting).await?;
            if json.json {
                output::json(&waiting)?;
            } else {
                output::say(&approvals::list(&waiting, &Page::here()))?;
            }
            Ok(Exit::Done)
        }
        Pairing::Approve { id, yes: Yes { yes, always }, json } => {
            let decision = if always { Decision::Always } else { Decision::Approve };
            decide(paths, &id, decision, yes, json.json).await
        }
        Pairing::Reject { id, json } => decide(paths, &id, Decision::Reject, false, json.json).await,
    }
}

async fn waiting(engine: &mut Engine) -> Result<Vec<ApprovalView>> {
    match engine.ask(Request::Approvals).await? {
        Answer::Approvals(waiting) => Ok(waiting),
        _ => Err(misunderstood()),
    }
}

async fn decide(paths: &Paths, id: &str, decision: Decision, yes: bool, json: bool) -> Result<Exit> {
    let answer = with_engine(paths, async |engine| {
        let waiting = waiting(engine).await?;
        let approval = named(&waiting, id)?;
        let deliberate = approval.deliberate && decision != Decision::Reject;
        if deliberate && !yes && !agreed(approval).await? {
            bail!("Nothing was approved.");
        }
        let (kind, approval) = (approval.kind, approval.id.clone());
        engine.ask(Request::Decide { kind, approval, decision, deliberate }).await
    })
    .await?;
    let Answer::Decided(decided) = answer else { return Err(misunderstood()) };
    let message = words::clean(&decided.message, MESSAGE);
    if json {
        output::json(&decided)?;
    } else if decided.ok {
        output::say(&format!("{message}\n"))?;
    }
    if decided.ok {
        return Ok(Exit::Done);
    }
    output::note(&message);
    Ok(Exit::CouldNot)
}

/// The one whose id this is or begins with.
fn named<'a>(waiting: &'a [ApprovalView], id: &str) -> Result<&'a ApprovalView> {
    if let Some(exact) = waiting.iter().find(|approval| approval.id == id) {
        return Ok(exact);
    }
    let mut fitting = waiting.iter().filter(|approval| !id.is_empty() && approval.id.starts_with(id));
    match (fitting.next(), fitting.next()) {
        (Some(approval), None) => Ok(approval),
        (Some(_), Some(_)) => bail!("Several requests begin with {}. Give more of the id.", words::clean(id, NAME)),
        (None, _) => bail!(
            "No request {} waits. It may have been decided elsewhere or have lapsed; clawtender pairing list shows \
             what waits.",
            words::clean(id, NAME)
        ),
    }
}

/// Shows everything that is asked for and waits for a typed yes.
async fn agreed(approval: &ApprovalView) -> Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("This request takes a second step. Look at it with clawtender pairing list, then say it with --yes.");
    }
    output::say(&approvals::list(std::slice::from_ref(approval), &Page::here()))?;
    output::say("Type yes to approve this: ")?;
    output::yes().await
}
