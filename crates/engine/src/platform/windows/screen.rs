//! Whether this session's screen is locked: the session tells a window that asks for it, which nobody sees.
#![allow(
    clippy::missing_const_for_thread_local,
    reason = "it is const; where threads have no storage of their own, the macro's code is not"
)]

use std::cell::RefCell;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use windows::{
    Win32::{
        Foundation::{HWND, LPARAM, LRESULT, WPARAM},
        System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification},
        UI::WindowsAndMessaging::{
            CreateWindowExW, DefWindowProcW, DispatchMessageW, GetMessageW, HWND_MESSAGE, MSG, RegisterClassW,
            WINDOW_EX_STYLE, WINDOW_STYLE, WM_WTSSESSION_CHANGE, WNDCLASSW, WTS_SESSION_LOCK, WTS_SESSION_UNLOCK,
        },
    },
    core::{PCWSTR, w},
};

const CLASS: PCWSTR = w!("ClawtenderScreen");

thread_local! {
    /// Whom the window of this thread tells.
    static TELL: RefCell<Option<UnboundedSender<bool>>> = const { RefCell::new(None) };
}

pub(in super::super) fn watch_screen() -> UnboundedReceiver<bool> {
    let (tell, told) = mpsc::unbounded_channel();
    // a window belongs to the thread that made it, and hears through that thread's messages
    let watched = std::thread::Builder::new().name("screen".to_owned()).spawn(move || {
        TELL.set(Some(tell));
        if let Err(error) = follow() {
            tracing::warn!(%error, "whether the screen is locked is not heard");
        }
    });
    if let Err(error) = watched {
        tracing::warn!(%error, "whether the screen is locked is not heard");
    }
    told
}

/// Listens for as long as this process lives.
fn follow() -> windows::core::Result<()> {
    let class = WNDCLASSW { lpfnWndProc: Some(heard), lpszClassName: CLASS, ..WNDCLASSW::default() };
    // SAFETY: the class names a function and a text that live as long as the process.
    if unsafe { RegisterClassW(&raw const class) } == 0 {
        return Err(windows::core::Error::from_thread());
    }
    let (style, extended) = (WINDOW_STYLE::default(), WINDOW_EX_STYLE::default());
    // SAFETY: a window without a parameter, of the class above.
    let window = unsafe {
        CreateWindowExW(extended, CLASS, PCWSTR::null(), style, 0, 0, 0, 0, Some(HWND_MESSAGE), None, None, None)
    }?;
    // SAFETY: the window is this thread's own and is there for as long as it listens.
    unsafe { WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) }?;
    let mut message = MSG::default();
    // SAFETY: the place is ours; below zero is an error, zero the end.
    while unsafe { GetMessageW(&raw mut message, None, 0, 0) }.0 > 0 {
        // SAFETY: a message that was just got.
        unsafe { DispatchMessageW(&raw const message) };
    }
    Ok(())
}

unsafe extern "system" fn heard(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    if message == WM_WTSSESSION_CHANGE {
        let locked = match u32::try_from(what.0) {
            Ok(WTS_SESSION_LOCK) => Some(true),
            Ok(WTS_SESSION_UNLOCK) => Some(false),
            _ => None,
        };
        TELL.with_borrow(|tell| {
            if let (Some(tell), Some(locked)) = (tell, locked) {
                let _ = tell.send(locked);
            }
        });
    }
    // SAFETY: what was handed to us, handed on.
    unsafe { DefWindowProcW(window, message, what, more) }
}
