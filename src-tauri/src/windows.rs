//! The windows: how they are built, shown, brought forward and remembered. Never hidden: closed is gone.

use std::{fs, path::Path, time::Duration};

use clawtender_core::settings_view;
use serde::{Deserialize, Serialize};
use tauri::{
    AppHandle, Manager, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent, webview::PageLoadEvent,
    window::Color,
};

use crate::{arguments::Opening, commands::Desk};

/// The doctor window's label, which capabilities/doctor.json names.
const DOCTOR: &str = "doctor";
/// A page that has not said it is ready by then is shown as it is: a blank window can be closed, an unseen one cannot.
const PATIENCE: Duration = Duration::from_secs(2);
/// The narrowest the page is made for, in logical pixels.
const NARROWEST: f64 = 420.0;
/// The lowest.
const LOWEST: f64 = 360.0;

/// What a window remembers from one opening to the next. Where it stands is the desktop's business.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Size {
    width: f64,
    height: f64,
    maximized: bool,
}

impl Size {
    const FIRST: Size = Size { width: 760.0, height: 720.0, maximized: false };

    /// The remembered size, or the first one when nothing that makes sense was remembered.
    fn read(file: &Path) -> Size {
        let sensible =
            |size: &Size| (NARROWEST..16_384.0).contains(&size.width) && (LOWEST..16_384.0).contains(&size.height);
        fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok()).filter(sensible).unwrap_or(Size::FIRST)
    }

    /// Remembers. A size that cannot be remembered costs nobody anything.
    fn write(self, file: &Path) {
        if let (Some(folder), Ok(text)) = (file.parent(), serde_json::to_vec(&self)) {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
        }
    }
}

/// Builds the doctor window, out of sight until its page is ready.
pub(crate) fn open_doctor(app: &AppHandle) -> tauri::Result<()> {
    let paths = &app.state::<Desk>().paths;
    let file = paths.state.join("window.json");
    let size = Size::read(&file);
    let window = WebviewWindowBuilder::new(app, DOCTOR, WebviewUrl::default())
        .title("Clawtender")
        .inner_size(size.width, size.height)
        .min_inner_size(NARROWEST, LOWEST)
        .maximized(size.maximized)
        .visible(false)
        .zoom_hotkeys_enabled(true)
        .disable_drag_drop_handler()
        // nothing on the page is worth keeping: no cache, no storage, no cookies
        .incognito(!driven())
        .data_directory(paths.cache.join("window"))
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                tauri::async_runtime::spawn(async move {
                    tokio::time::sleep(PATIENCE).await;
                    let _ = reveal(&window);
                });
            }
        })
        .build()?;
    window.set_background_color(Some(paper(window.theme()?)))?;
    let watched = window.clone();
    window.on_window_event(move |event| {
        if let (WindowEvent::CloseRequested { .. }, Ok(size)) = (event, measure(&watched, size)) {
            size.write(&file);
        }
    });
    Ok(())
}

/// Whether a test drives the web view (Tauri's own switch). `WebKitGTK` lets no driver into an incognito one.
fn driven() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|switch| switch == "true")
}

/// Shows a window that waits out of sight; one that is in sight is left alone.
pub(crate) fn reveal(window: &WebviewWindow) -> tauri::Result<()> {
    if !window.is_visible()? {
        window.show()?;
        window.set_focus()?;
    }
    Ok(())
}

/// Gives a window the look that the settings ask for: its frame, its page and what is behind it.
pub(crate) fn dress(window: &WebviewWindow, look: settings_view::Theme) -> tauri::Result<()> {
    let theme = match look {
        settings_view::Theme::System => None,
        settings_view::Theme::Light => Some(Theme::Light),
        settings_view::Theme::Dark => Some(Theme::Dark),
    };
    window.set_theme(theme)?;
    window.set_background_color(Some(paper(theme.map_or_else(|| window.theme(), Ok)?)))
}

/// A second start: the window that is there comes forward and shows what was asked for.
pub(crate) fn bring_forward(app: &AppHandle, opening: Opening) {
    app.state::<Desk>().opening.send_replace(opening);
    if let Some(window) = app.get_webview_window(DOCTOR) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// The size to remember; a maximised window keeps the size it had before.
fn measure(window: &WebviewWindow, before: Size) -> tauri::Result<Size> {
    if window.is_maximized()? {
        return Ok(Size { maximized: true, ..before });
    }
    let size = window.inner_size()?.to_logical(window.scale_factor()?);
    Ok(Size { width: size.width, height: size.height, maximized: false })
}

/// The page's own background, `--paper` in ui/src/styles/theme.css, so that the first frame does not flash.
fn paper(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x1c, 0x1c, 0x1f, 0xff),
        _ => Color(0xf6, 0xf6, 0xf7, 0xff),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again_and_nonsense_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/window.json");
        assert_eq!(Size::read(&file), Size::FIRST);
        let size = Size { width: 900.0, height: 640.0, maximized: true };
        size.write(&file);
        assert_eq!(Size::read(&file), size);
        for nonsense in [
            "",
            "[]",
            r#"{"width":1e300,"height":700,"maximized":false}"#,
            r#"{"width":5,"height":5,"maximized":false}"#,
        ] {
            fs::write(&file, nonsense).unwrap();
            assert_eq!(Size::read(&file), Size::FIRST, "{nonsense}");
        }
    }
}
