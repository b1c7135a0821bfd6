//! What Windows wants of a program in the notification area.

use tao::event_loop::EventLoop;
use tokio::{process::Command, sync::mpsc};
use tray_icon::{Icon, TrayIcon, TrayIconBuilder};

use super::Input;
pub(crate) use super::native::run;

/// The one way to the person's browser that takes the address as it is.
pub(crate) const WINDOW_ENVIRONMENT: &[(&str, &str)] = &[];

/// 16 pixels at twice the density.
pub(crate) const SIDE: u32 = 32;

/// The left button opens the program, the right one its menu.
pub(crate) const MENU_ON_LEFT_CLICK: bool = false;

/// `CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP`
const DETACHED: u32 = 0x0800_0000 | 0x0000_0200;

/// In its own colours.
pub(crate) fn with_icon(builder: TrayIconBuilder, icon: Icon) -> TrayIconBuilder {
    builder.with_icon(icon)
}

/// Another picture.
pub(crate) fn set_icon(tray: &TrayIcon, icon: Option<Icon>) -> tray_icon::Result<()> {
    tray.set_icon(icon)
}

pub(crate) fn prepare<T>(_events: &mut EventLoop<T>) {}

/// Says [`Input::End`] for every Ctrl-C, where there is a console to press it in. The session's end comes as an event.
pub(crate) async fn hear_signals(inputs: mpsc::UnboundedSender<Input>) {
    while tokio::signal::ctrl_c().await.is_ok() {
        if inputs.send(Input::End).is_err() {
            return;
        }
    }
}

/// No console window, and a process group of its own.
pub(crate) fn detach(command: &mut Command) {
    command.creation_flags(DETACHED);
}
