//! Where the tray meets the desktop: faces go out to be drawn, clicks and the session's end come back.
//!
//! Each system has one file with the same functions; none of them decides what a click means.

use tokio::sync::{mpsc, watch};

use crate::menu::Face;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod platform;

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(unix)]
mod unix;

/// Opens an address in the person's browser: the program, and what goes before the address.
pub(crate) use clawtender_engine::platform::BROWSER;
/// Environment that the window needs on this system, where nobody has set it.
pub(crate) use platform::WINDOW_ENVIRONMENT;
/// Prepares a program to live on when this one has ended.
pub(crate) use platform::detach;
/// Runs `app` with a desk beside it, on the threads this system wants for the two, until `app` ends with an exit code.
pub(crate) use platform::run;

/// Exit code when the work cannot be done at all.
pub(crate) const CANNOT: u8 = 3;

/// Exit code after a panic, as Rust has it.
#[cfg_attr(
    target_os = "linux",
    expect(dead_code, reason = "there a panic ends the only thread, and with it the process")
)]
const CRASHED: u8 = 101;

/// The app's side.
pub(crate) struct Desk {
    faces: watch::Sender<Option<Face>>,
    inputs: mpsc::UnboundedReceiver<Input>,
}

/// The desktop's side.
pub(crate) struct Far {
    faces: watch::Receiver<Option<Face>>,
    inputs: mpsc::UnboundedSender<Input>,
}

/// What the desktop has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// The icon itself was clicked.
    Pressed { token: Option<String> },
    /// The menu is about to be read.
    Opened,
    /// A menu item was clicked. The token lets a window come to the front on Wayland.
    Clicked { id: String, token: Option<String> },
    /// The icon is shown.
    Shown,
    /// The icon cannot be shown; one sentence why.
    NoTray(String),
    /// The session ends, or somebody asked this process to.
    End,
}

fn pair() -> (Desk, Far) {
    let (faces, drawn) = watch::channel(None);
    let (said, inputs) = mpsc::unbounded_channel();
    (Desk { faces, inputs }, Far { faces: drawn, inputs: said })
}

fn cannot_start(error: &std::io::Error) -> u8 {
    tracing::error!(%error, "no event loop can be made");
    CANNOT
}

impl Desk {
    /// Shows this from now on. Drawing what is shown already costs nothing.
    pub(crate) fn draw(&self, face: Face) {
        self.faces.send_if_modified(|shown| {
            let differs = shown.as_ref() != Some(&face);
            if differs {
                *shown = Some(face);
            }
            differs
        });
    }

    /// The next thing the desktop says. Never ends: without a desktop nothing is said any more.
    pub(crate) async fn next(&mut self) -> Input {
        match self.inputs.recv().await {
            Some(input) => input,
            None => std::future::pending().await,
        }
    }
}

impl Far {
    /// The next face to draw; `None` when the app has ended.
    async fn next(&mut self) -> Option<Face> {
        self.faces.changed().await.ok()?;
        self.faces.borrow_and_update().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::menu::{Icon, Menu};

    #[test]
    fn what_is_shown_already_is_not_drawn_again() {
        let (desk, mut far) = pair();
        let face = |icon| Face { icon, tooltip: String::new(), menu: Menu::default() };
        desk.draw(face(Icon::Ok));
        assert!(far.faces.has_changed().unwrap());
        far.faces.mark_unchanged();
        desk.draw(face(Icon::Ok));
        assert!(!far.faces.has_changed().unwrap());
        desk.draw(face(Icon::Stopped));
        assert!(far.faces.has_changed().unwrap());
    }
}
