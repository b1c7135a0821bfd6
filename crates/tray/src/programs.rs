//! The programs the tray starts: the window, and the person's browser. Both live on without us and get no secret of ours.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use tokio::{
    process::{Child, Command},
    sync::mpsc,
};

use crate::desk;

/// What the gateway may be opened with. Nothing that is started from here needs it.
const SECRETS: [&str; 2] = ["OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"];

/// How long a second start of the window may take to tell the first one what to show. It takes a tenth of a second.
const HANDING_OVER: Duration = Duration::from_secs(6);

/// Each ends a window's process that was started here. Closed once that is gone.
static WINDOWS: Mutex<Vec<mpsc::Sender<()>>> = Mutex::new(Vec::new());

/// What the window opens on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// The doctor's report, on a finding if one is named.
    Doctor(Option<String>),
    /// The doctor's report, opened unasked because there is no tray, which it says.
    NoTray,
    /// The gateway's output.
    Log,
    /// What waits for approval, at a request if one is named.
    Approvals(Option<String>),
    /// Every setting.
    Settings,
}

impl Page {
    fn arguments(&self) -> Vec<&str> {
        match self {
            Page::Doctor(Some(finding)) if is_id(finding) => vec!["doctor", "--finding", finding],
            Page::Doctor(_) => vec!["doctor"],
            Page::NoTray => vec!["doctor", "--no-tray"],
            Page::Log => vec!["log"],
            Page::Approvals(Some(request)) if is_request(request) => vec!["approvals", "--request", request],
            Page::Approvals(_) => vec!["approvals"],
            Page::Settings => vec!["settings"],
        }
    }
}

/// Opens the window. `token` lets it come to the front on Wayland.
pub(crate) fn open_window(page: &Page, token: Option<&str>) -> Result<()> {
    let own = std::env::current_exe().context("this program does not know where it is")?;
    let mut command = program(&window_beside(&own));
    command.args(page.arguments());
    let unset = |name: &str| std::env::var_os(name).is_none();
    command.envs(desk::WINDOW_ENVIRONMENT.iter().copied().filter(|(name, _)| unset(name)));
    command.envs(token.map(|token| ("XDG_ACTIVATION_TOKEN", token)));
    let (ends, end) = mpsc::channel(1);
    let child = spawn(&mut command, "The window")?;
    let mut windows = WINDOWS.lock().unwrap_or_else(PoisonError::into_inner);
    windows.retain(|window| !window.is_closed());
    let earlier = windows.clone();
    windows.push(ends);
    drop(windows);
    tokio::spawn(attend(child, end, earlier, page.clone()));
    Ok(())
}

/// Waits for a window's end. One that is told to end ends; and where a second start does not even get rid of its word, the first
/// hangs, is ended, and another one opened in its place.
async fn attend(mut child: Child, mut end: mpsc::Receiver<()>, mut earlier: Vec<mpsc::Sender<()>>, page: Page) {
    let late = tokio::time::sleep(HANDING_OVER);
    tokio::pin!(late);
    loop {
        tokio::select! {
            ended = child.wait() => return tell(ended, "The window"),
            Some(()) = end.recv() => {
                let _ = child.start_kill();
            }
            () = &mut late, if !earlier.is_empty() => {
                let hangs: Vec<_> = std::mem::take(&mut earlier).into_iter().filter(|one| !one.is_closed()).collect();
                if hangs.is_empty() {
                    // they ended meanwhile, and this is the window now
                    continue;
                }
                tracing::warn!("the window does not listen; another one takes its place");
                let _ = child.kill().await;
                for one in hangs {
                    let _ = one.try_send(());
                    one.closed().await;
                }
                if let Err(error) = open_window(&page, None) {
                    tracing::warn!(%error, "the window is not opened again");
                }
                return;
            }
        }
    }
}

/// Opens an address in the person's browser. Whoever lists processes can read it: it leads somewhere once and is no secret.
pub(crate) fn open_browser(address: &str) -> Result<()> {
    let (opener, before) = desk::BROWSER;
    let mut command = program(Path::new(opener));
    command.args(before).arg(address);
    start(command, "The browser")
}

fn window_beside(own: &Path) -> PathBuf {
    own.with_file_name(format!("clawtender-window{}", std::env::consts::EXE_SUFFIX))
}

/// A check's id, and nothing that could be taken for an option.
fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A request's id as the gateway makes them, and nothing that could be taken for an option.
fn is_request(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.len() <= 128
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

#[allow(
    clippy::disallowed_methods,
    reason = "detached and unwatched, unlike anything the engine starts; the one place here"
)]
fn program(path: &Path) -> Command {
    let mut command = Command::new(path);
    for secret in SECRETS {
        command.env_remove(secret);
    }
    command.stdin(std::process::Stdio::null());
    command
}

/// Starts it and waits for it in the background, so that nothing stays behind as a zombie.
fn start(mut command: Command, what: &'static str) -> Result<()> {
    let mut child = spawn(&mut command, what)?;
    tokio::spawn(async move { tell(child.wait().await, what) });
    Ok(())
}

fn spawn(command: &mut Command, what: &str) -> Result<Child> {
    desk::detach(command);
    let name = command.as_std().get_program().to_owned();
    command.spawn().with_context(|| format!("{what} cannot be opened ({})", name.display()))
}

fn tell(ended: std::io::Result<std::process::ExitStatus>, what: &str) {
    match ended {
        Ok(status) if !status.success() => tracing::warn!(%status, "{what} ended early"),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "{what} was lost from sight"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_can_be_nothing_else() {
        let page = |id: &str| Page::Doctor(Some(id.to_owned()));
        assert_eq!(page("clock-skew").arguments(), ["doctor", "--finding", "clock-skew"]);
        for odd in ["--help", "a b", "", "A", "../x", &"x".repeat(65)] {
            assert_eq!(page(odd).arguments(), ["doctor"], "{odd}");
        }
        assert_eq!(Page::Log.arguments(), ["log"]);
        assert_eq!(Page::Settings.arguments(), ["settings"]);
        let page = |id: &str| Page::Approvals(Some(id.to_owned()));
        assert_eq!(page("exec:0f3A-9").arguments(), ["approvals", "--request", "exec:0f3A-9"]);
        for odd in ["--help", "a b", "", "a\nb", "../x", &"x".repeat(129)] {
            assert_eq!(page(odd).arguments(), ["approvals"], "{odd}");
        }
    }

    #[test]
    fn the_window_is_looked_for_beside_this_program_only() {
        let window = window_beside(Path::new("/opt/claw tender/clawtender-tray"));
        assert_eq!(window.parent(), Some(Path::new("/opt/claw tender")));
        assert!(window.to_string_lossy().contains("clawtender-window"));
    }

    #[test]
    fn no_secret_reaches_a_program() {
        let command = program(Path::new("anything"));
        for secret in SECRETS {
            assert!(command.as_std().get_envs().any(|(name, value)| name == secret && value.is_none()), "{secret}");
        }
    }
}
