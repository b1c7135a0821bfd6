//! `clawtender login`: a sign-in with a provider, as the gateway leads through it.
//!
//! The page and the code are printed; the browser is opened only when that is asked for. What the gateway asks is asked on
//! the terminal, and what is secret is not shown there. Without a terminal it goes as far as nothing is asked. Ctrl-C
//! cancels it.

mod ask;
mod line;

use std::io::{self, IsTerminal};

use anyhow::{Result, bail};
use clawtender_core::{
    check::Finding,
    fixes::FixOutcome,
    sign_in::{SignInView, Step, StepKind, offers},
};
use clawtender_engine::{
    browser,
    paths::Paths,
    protocol::{Answer, Fixed, Mend, Request, StepAnswer},
};
use serde_json::json;

use self::line::{Line, News};
use crate::{
    args,
    exit::{Exit, Stop},
    output,
    reach::{Engine, misunderstood, tell, with_engine},
    words::{self, MESSAGE, NAME},
};

pub(crate) async fn run(paths: &Paths, order: &args::SignIn) -> Result<Exit> {
    let done = with_engine(paths, async |engine| sign_in(engine, paths, order).await).await;
    unless_cancelled(paths, done).await
}

/// An interruption cancels the sign-in, too. One of an engine of our own has ended with it.
pub(super) async fn unless_cancelled<T>(paths: &Paths, done: Result<T>) -> Result<T> {
    if matches!(&done, Err(why) if matches!(why.downcast_ref(), Some(Stop::Interrupted))) {
        let _ = tell(paths, Request::SignInCancel).await;
    }
    done
}

async fn sign_in(engine: &mut Engine, paths: &Paths, order: &args::SignIn) -> Result<Exit> {
    // also has an engine that has just begun ask the gateway how one can sign in
    let Answer::Report(report) = engine.ask(Request::doctor()).await? else {
        return Err(misunderstood());
    };
    let named = |provider: &String| Request::SignIn { provider: provider.clone(), way: order.way.clone() };
    let needed = || report.findings.iter().find(|finding| offers(finding)).map(|finding| Request::Fix(mend(finding)));
    let Some(begin) = order.provider.as_ref().map(named).or_else(needed) else {
        let all = "No login needs a new sign-in. To sign in all the same, name the provider.";
        return output::answer(order.json, &json!({ "outcome": null, "message": all }), all, Exit::Done);
    };
    let fixed = lead(engine, paths, begin, order.json.json, order.open).await?;
    end(order, &fixed)
}

/// Leads the person through it. With `json`, standard output stays clean; with `open`, the page is opened in the browser.
pub(super) async fn lead(engine: &mut Engine, paths: &Paths, begin: Request, json: bool, open: bool) -> Result<Fixed> {
    let ours = begin.clone();
    let mut line = Line::open(engine, paths, begin).await?;
    let mut teller = Teller { json, open, ..Teller::default() };
    loop {
        let view = match line.next().await? {
            News::Over(fixed) => return Ok(fixed),
            News::View(view) => view,
        };
        if !concerns(&ours, &view) {
            continue; // somebody else's, which is answered there
        }
        teller.tell(&view)?;
        let Some(step) = view.step.filter(|step| step.asks) else { continue };
        let answer = if step.kind == StepKind::Note {
            StepAnswer::Go
        } else if io::stdin().is_terminal() {
            tokio::select! {
                answer = ask::person(&step, json) => answer?,
                // a page has answered it, or it is over
                () = line.changed() => continue,
            }
        } else {
            // the engine is told before the person: what is asked next would wait for nobody
            engine.ask(Request::SignInCancel).await?;
            bail!("{}", cannot_answer(&step));
        };
        match engine.ask(Request::SignInAnswer { step: step.id, answer }).await {
            Ok(Answer::Done) => {}
            Ok(_) => return Err(misunderstood()),
            Err(why) => output::note(&why.to_string()),
        }
    }
}

fn mend(finding: &Finding) -> Mend {
    let fix = finding.fix.as_ref().map(|offer| offer.id.clone()).unwrap_or_default();
    Mend { finding: finding.id.clone(), subject: finding.subject.clone(), fix, agreed: false }
}

/// Whether this is the sign-in that was asked for.
fn concerns(asked: &Request, view: &SignInView) -> bool {
    match asked {
        Request::SignIn { provider, .. } => view.provider == *provider,
        Request::Fix(mend) => view.finding.as_ref() == Some(&mend.finding) && view.subject == mend.subject,
        _ => false,
    }
}

fn cannot_answer(step: &Step) -> String {
    let asked = words::clean(&[&*step.title, &*step.message].join(" "), NAME);
    let asked = asked.trim_end_matches('.');
    format!("Something is asked, and there is no terminal to answer it: {asked}. Nothing was changed.")
}

fn end(order: &args::SignIn, fixed: &Fixed) -> Result<Exit> {
    let exit = match fixed.outcome {
        FixOutcome::Verified => Exit::Done,
        FixOutcome::StillFailing => Exit::Findings,
        FixOutcome::Failed | FixOutcome::Declined => Exit::CouldNot,
    };
    let message = match fixed.outcome {
        FixOutcome::Verified => "Signed in. The gateway has the new login.".to_owned(),
        _ => words::clean(&fixed.message, MESSAGE),
    };
    if exit == Exit::CouldNot && !order.json.json {
        output::note(&message);
        return Ok(exit);
    }
    output::answer(order.json, &json!({ "outcome": fixed.outcome, "message": message }), &message, exit)
}

/// Says each thing once, although every step of the gateway's repeats the page and the code.
#[derive(Default)]
struct Teller {
    json: bool,
    open: bool,
    told: Vec<String>,
    opened: Option<String>,
}

impl Teller {
    fn tell(&mut self, view: &SignInView) -> Result<()> {
        for line in lines(view) {
            if self.told.contains(&line) {
                continue;
            }
            if self.json {
                output::note(&line);
            } else {
                output::say(&format!("{line}\n"))?;
            }
            self.told.push(line);
        }
        let page = view.step.as_ref().and_then(|step| step.external_url.clone()).filter(|_| self.open);
        if let Some(page) = page.filter(|page| self.opened.as_ref() != Some(page)) {
            if let Err(why) = browser::open(&page) {
                output::note(&format!("No browser could be opened: {why}."));
            }
            self.opened = Some(page);
        }
        Ok(())
    }
}

/// What a step says, line by line. What it asks is not among it.
fn lines(view: &SignInView) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(complaint) = &view.complaint {
        lines.push(words::clean(complaint, MESSAGE));
    }
    let Some(step) = &view.step else { return lines };
    lines.push(words::clean(&step.title, NAME));
    lines.extend(step.message.lines().map(|line| words::clean(line, MESSAGE)));
    lines.extend(step.external_url.as_ref().map(|page| format!("Page: {}", words::clean(page, MESSAGE))));
    lines.extend(step.device_code.as_ref().map(|device| {
        let lasts = device.expires_in_minutes.map(|minutes| format!(" (good for {minutes} min)")).unwrap_or_default();
        format!("Code: {}{lasts}", words::clean(&device.code, NAME))
    }));
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use clawtender_core::sign_in::DeviceCode;

    use super::*;

    #[test]
    fn somebody_elses_sign_in_is_neither_told_nor_answered() {
        let view = |provider: &str, subject: Option<&str>| SignInView {
            provider: provider.into(),
            finding: subject.map(|_| "token-expiry".into()),
            subject: subject.map(str::to_owned),
            ..SignInView::default()
        };
        let named = Request::SignIn { provider: "xai".into(), way: None };
        assert!(concerns(&named, &view("xai", Some("xai:work"))) && concerns(&named, &view("xai", None)));
        assert!(!concerns(&named, &view("openai", None)));
        let (finding, subject, fix) =
            ("token-expiry".to_owned(), Some("xai:work".to_owned()), "sign-in-again".to_owned());
        let offered = Request::Fix(Mend { finding, subject, fix, agreed: false });
        assert!(concerns(&offered, &view("xai", Some("xai:work"))));
        assert!(!concerns(&offered, &view("xai", Some("xai:home"))) && !concerns(&offered, &view("xai", None)));
    }

    #[test]
    fn the_page_and_the_code_are_said_and_move_no_cursor() {
        let step = Step {
            message: "Enter it.\nNever share it.\u{1b}[2J".into(),
            external_url: Some("https://acme.ghe.com/login/device".into()),
            device_code: Some(DeviceCode { code: "WDJB\u{202e}-MJHT".into(), expires_in_minutes: Some(15) }),
            ..Step::default()
        };
        let view = SignInView { step: Some(step), complaint: Some("No.".into()), ..SignInView::default() };
        assert_eq!(
            lines(&view),
            [
                "No.",
                "Enter it.",
                "Never share it.",
                "Page: https://acme.ghe.com/login/device",
                "Code: WDJB-MJHT (good for 15 min)"
            ]
        );
        assert_eq!(lines(&SignInView::default()), [""; 0]);
    }
}
