//! Has the cloud command line sign a person in: `clw auth refresh` where it has a token, then `clw auth login`, whose page,
//! code and questions are shown.
//!
//! It decides by itself how to sign in, and writes its own file; that is read, never written. Whether it has helped is for
//! the check to say. When the person has had enough, or after a while, it is ended with everything that it has started.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use clawtender_core::{
    credentials::CloudLogin,
    sign_in::{Said, Step, StepKind},
    text::{clean, hide},
    words::Phrase,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use crate::{
    gateway::{Shown, SignInOrder, SignedIn, fit_page},
    probes::cloud,
    process::{self, AtTerminal, Heard, Question, Terminal},
    protocol::StepAnswer,
    runtime::Search,
    talk::{Stopped, Talk},
    words,
    world::World,
};

/// How long a renewal without a person may take, and a sign-in with one.
const RENEWAL: Duration = Duration::from_secs(20);
const LONGEST: Duration = Duration::from_mins(15);
/// A line that is not over stands for a question when nothing has followed it for so long.
const SILENCE: Duration = Duration::from_millis(700);
/// What one that is short could not be told from other words.
const SHORT: usize = 4;

/// Leads a person through it.
pub(crate) async fn lead(world: World, orders: mpsc::Receiver<SignInOrder>, tell: mpsc::Sender<Shown>) -> SignedIn {
    let mut talk = Talk::new(orders, tell);
    go(&world, &mut talk).await.into()
}

async fn go(world: &World, talk: &mut Talk) -> Result<(), Stopped> {
    let search = Search::here(&world.paths, None).await;
    let program = cloud::program(search).await.context(words::say("cloud-gone"))?;
    talk.say(words::say("cloud-renewing")).await;
    tokio::select! {
        renewed = renewed(world, program.clone()) => if renewed {
            return Ok(());
        },
        cancelled = talk.cancelled() => return Err(cancelled.into()),
    }
    talk.say(words::say("cloud-signing-in")).await;
    match timeout(LONGEST, signed_in(world, program, talk)).await {
        Ok(ending) => ending,
        Err(_) => Err(anyhow::Error::new(words::say("cloud-too-long")).into()),
    }
}

/// Whether it could renew the login that it has, without a person.
async fn renewed(world: &World, program: PathBuf) -> bool {
    let Some(before) = login(world).await.filter(|login| login.token) else { return false };
    let question = Question {
        program,
        args: vec!["auth".into(), "refresh".into()],
        environment: Some(environment(world)),
        folder: folder(world),
        deadline: RENEWAL,
        limit: 64 * 1024,
    };
    match process::run(question).await {
        Ok(output) if output.code == Some(0) => {
            login(world).await.is_some_and(|login| login.token && login.ends() > before.ends())
        }
        Ok(output) => {
            tracing::info!(code = output.code, "the cloud command line does not renew its login");
            false
        }
        Err(error) => {
            tracing::info!(%error, "the cloud command line does not renew its login");
            false
        }
    }
}

async fn login(world: &World) -> Option<CloudLogin> {
    cloud::file(world.home.as_deref()?).await
}

async fn signed_in(world: &World, program: PathBuf, talk: &mut Talk) -> Result<(), Stopped> {
    let order = AtTerminal {
        program,
        args: vec!["auth".into(), "login".into()],
        environment: environment(world),
        folder: folder(world),
    };
    let mut terminal =
        Terminal::run(order).map_err(|why| anyhow::Error::from(words::because("cloud-unstarted", why.to_string())))?;
    let (mut said, mut typed): (Said, Vec<SecretString>) = (Said::default(), Vec::new());
    let mut asked = None;
    loop {
        let question = said.question().filter(|_| asked.is_none());
        tokio::select! {
            heard = terminal.next() => match heard {
                Heard::Piece(piece) => {
                    let news = said.hear(&piece, |line| without(line, &typed));
                    // it goes on: what it asked is not asked any more
                    if news || asked.is_some() && said.question() != asked {
                        asked = None;
                        talk.show(shown(&said)).await;
                    }
                }
                Heard::Ended(Some(0)) => return Ok(()),
                Heard::Ended(code) => return Err(failure(&said, code).into()),
            },
            () = sleep(SILENCE), if question.is_some() => {
                if let Some(question) = question {
                    talk.put(asks(&said, &question), None).await;
                    asked = Some(question);
                }
            }
            answer = talk.answer() => if let StepAnswer::Text(answer) = answer? {
                let line = SecretString::from(answer.expose().trim());
                said.answered();
                asked = None;
                terminal.type_line(&line).map_err(|why| anyhow::Error::from(words::because("cloud-deaf", why.to_string())))?;
                typed.push(line);
                talk.show(shown(&said)).await;
            },
        }
    }
}

/// What it says, with the page if it is one that a person may be sent to.
fn shown(said: &Said) -> Step {
    Step { external_url: said.page().and_then(fit_page), ..said.step() }
}

fn asks(said: &Said, question: &str) -> Step {
    let step = shown(said);
    let before = if step.message.is_empty() { String::new() } else { format!("{}\n", step.message) };
    Step {
        kind: StepKind::Text,
        title: words::say("cloud-asks"),
        message: format!("{before}{question}").into(),
        sensitive: Said::is_delicate(question),
        ..step
    }
}

/// A line without what the person has typed.
fn without(line: &str, typed: &[SecretString]) -> String {
    let secrets = typed.iter().map(ExposeSecret::expose_secret).filter(|typed| typed.len() >= SHORT);
    secrets.fold(line.to_owned(), |line, typed| hide(&line, typed))
}

fn failure(said: &Said, code: Option<u32>) -> anyhow::Error {
    let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
    let last = said.last().map(|last| clean(last, 200));
    let told = [("code", code.into()), ("told", last.is_some().into()), ("last", last.unwrap_or_default().into())];
    anyhow::Error::new(Phrase::new("cloud-ended", told))
}

/// A person's own, without colours.
fn environment(world: &World) -> Vec<(std::ffi::OsString, std::ffi::OsString)> {
    let mut environment = process::terminal_environment(world.variables());
    environment.retain(|(name, _)| name != "TERM" && name != "NO_COLOR");
    environment.extend([("TERM".into(), "dumb".into()), ("NO_COLOR".into(), "1".into())]);
    environment
}

fn folder(world: &World) -> PathBuf {
    world.home.clone().unwrap_or_else(|| world.paths.state.clone())
}
