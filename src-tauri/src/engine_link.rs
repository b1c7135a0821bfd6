//! The window's way to the engine: ask once, follow for as long as the window lives, start it when it is not there.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Result, bail};
use clawtender_core::{
    log_line::LogLine,
    settings_view::Theme,
    signatures::Matcher,
    snapshot::View,
    words::{Language, Phrase, Spoken},
};
use clawtender_engine::{
    client::{self, Connection, unheard},
    paths::Paths,
    platform,
    protocol::{Answer, Message, Request, Written},
};
use serde::Serialize;
use tauri::ipc::Channel;

use crate::spoken;

/// How often an open window looks whether an engine has come up.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How many earlier lines of the log are asked for at a time: as many as the engine keeps in memory.
const EARLIER_LINES: u64 = 2000;
/// How long a started tray may take until its engine answers. It needs about a third of a second.
const ENGINE_START: Duration = Duration::from_secs(15);

/// What the page is told, as it happens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(crate) enum Update {
    /// Something the page shows has changed.
    View {
        /// What to show.
        view: Box<View>,
    },
    /// No engine answers.
    Lost {
        /// In which language that is said: the last engine's.
        language: &'static str,
        /// Why, when it is more than that none runs.
        reason: Option<String>,
    },
    /// This check's finding should be in view.
    Finding {
        /// The check's id.
        id: String,
    },
    /// The overview should be in view.
    Overview,
    /// The doctor's page should be in view.
    Doctor,
    /// The keys should be in view.
    Keys,
    /// The gateway's log should be in view.
    Log,
    /// The settings should be in view.
    Settings,
    /// What waits for approval should be in view.
    Approvals {
        /// The request among it.
        id: Option<String>,
    },
    /// The window opens because the desktop shows no tray icon.
    NoTray {
        /// What brings one.
        text: String,
        /// What is typed for it, where that is known.
        command: Option<String>,
    },
}

/// What the page is told of the gateway's log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub(crate) enum LogNews {
    /// It has more lines.
    Lines {
        /// Oldest first, with what is known about each.
        lines: Vec<LogLine>,
    },
    /// It cannot be read any more.
    Ended {
        /// One sentence.
        why: String,
    },
}

/// Puts one request to the engine. A refusal is an error with the engine's own sentence.
pub(crate) async fn ask(paths: &Paths, request: Request) -> Result<Answer> {
    let Some(connection) = Connection::open(paths).await? else {
        bail!(unheard("absent", ""));
    };
    match connection.spoken().ask(request).await? {
        Answer::Refused(why) => bail!(why),
        answer => Ok(answer),
    }
}

/// Why the window opened where there is no tray, and what brings one, in the language that the engine speaks; nothing where each
/// desktop has one.
pub(crate) async fn no_tray(paths: &Paths) -> Option<Update> {
    let guide = platform::tray_guide()?;
    let language = language(paths).await.unwrap_or_else(spoken::now);
    Some(Update::NoTray { text: guide.words.said_in(language), command: guide.command })
}

async fn language(paths: &Paths) -> Option<Language> {
    match ask(paths, Request::Snapshot).await {
        Ok(Answer::Snapshot(snapshot)) => Some(snapshot.language),
        Ok(_) | Err(_) => None,
    }
}

/// Tells the page everything the engine publishes, over and over again, until the page is gone; `dress` is told how the window
/// shall look, whenever that is something else.
pub(crate) async fn follow(paths: Paths, page: Channel<Update>, dress: impl Fn(Theme) + Send + Sync) {
    let (mut told, mut theme) = (None, Theme::default());
    let mut wear = |wanted: Theme| {
        if std::mem::replace(&mut theme, wanted) != wanted {
            dress(wanted);
        }
    };
    loop {
        let ended = follow_once(&paths, &page, &mut told, &mut wear).await;
        let reason = ended.err().map(|why| spoken::said(&client::words(&why)));
        let lost = Update::Lost { reason, language: spoken::now().tag() };
        if told.as_ref() != Some(&lost) {
            if page.send(lost.clone()).is_err() {
                return;
            }
            told = Some(lost);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Reads the gateway's log to the page, with what its lines mean, until the page is gone or the engine is.
pub(crate) async fn read_log(paths: Paths, page: Channel<LogNews>) {
    let why = match read_log_once(&paths, &page).await {
        Ok(()) => unheard("gone", ""),
        Err(why) => client::words(&why),
    };
    let _ = page.send(LogNews::Ended { why: spoken::said(&why) });
}

async fn read_log_once(paths: &Paths, page: &Channel<LogNews>) -> Result<()> {
    let Some(mut connection) = Connection::open(paths).await? else {
        bail!(unheard("absent", ""));
    };
    let language = match connection.ask(Request::Snapshot).await? {
        Answer::Snapshot(snapshot) => snapshot.language,
        _ => Language::default(),
    };
    let matcher = Matcher::new();
    let mut subscription = connection.follow(EARLIER_LINES).await?;
    while let Some(message) = subscription.next().await? {
        let Message::Written(written) = message else { continue };
        let lines = read(&matcher, language, written);
        if page.send(LogNews::Lines { lines }).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// Lines of the gateway's log from before the one of this number, with what they mean.
pub(crate) async fn earlier_log(paths: &Paths, before: u64) -> Result<Vec<LogLine>> {
    match ask(paths, Request::Earlier { before, lines: EARLIER_LINES }).await? {
        Answer::Written(written) => Ok(read(&Matcher::new(), spoken::now(), written)),
        _ => bail!(unheard("version", "")),
    }
}

fn read(matcher: &Matcher, language: Language, Written { first, lines, loud }: Written) -> Vec<LogLine> {
    let read = |(line, number): (String, u64)| {
        let mut line = LogLine::read(matcher, number, &line, loud.binary_search(&number).is_ok());
        line.speak(language);
        line
    };
    lines.into_iter().zip(first..).map(read).collect()
}

/// Until the connection ends, or at once when there is none. `told` is cleared once the page knows better.
async fn follow_once(
    paths: &Paths,
    page: &Channel<Update>,
    told: &mut Option<Update>,
    wear: &mut (impl FnMut(Theme) + Send),
) -> Result<()> {
    let Some(connection) = Connection::open(paths).await? else {
        return Ok(());
    };
    let mut news = connection.spoken().subscribe().await?;
    while let Some(message) = news.next().await? {
        if let Message::Snapshot(snapshot) = message {
            wear(snapshot.manners.theme);
            spoken::learn(paths, snapshot.language);
            page.send(Update::View { view: Box::new((*snapshot).into()) })?;
            *told = None;
        }
    }
    Ok(())
}

/// Starts the tray that lies beside this program and waits until its engine answers.
pub(crate) async fn start(paths: &Paths) -> Result<()> {
    let window = std::env::current_exe().map_err(|_| not_started("place", Path::new(""), ""))?;
    let tray = window.with_file_name(format!("clawtender-tray{}", std::env::consts::EXE_SUFFIX));
    let mut child = spawn(&tray)?;
    let answers = async {
        loop {
            if let Some(status) = child.try_wait()?
                && !status.success()
            {
                bail!(not_started("ended", &tray, paths.logs.display()));
            }
            if Connection::open(paths).await?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN / 5).await;
        }
    };
    match tokio::time::timeout(ENGINE_START, answers).await {
        Ok(outcome) => outcome,
        Err(_) => bail!(not_started("silent", &tray, paths.logs.display())),
    }
}

/// Why no tray runs after this window was to start one.
fn not_started(why: &'static str, tray: &Path, detail: impl std::fmt::Display) -> Phrase {
    let tray = tray.display().to_string();
    Phrase::new("tray-not-started", [("why", why.into()), ("tray", tray.into()), ("detail", detail.to_string().into())])
}

#[allow(
    clippy::disallowed_methods,
    reason = "the one program a window starts; engine::process is not on the client side"
)]
fn spawn(tray: &Path) -> Result<std::process::Child> {
    if !tray.is_file() {
        bail!(not_started("missing", tray, ""));
    }
    std::process::Command::new(tray)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_started("refused", tray, error).into())
}
