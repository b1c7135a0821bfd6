//! Clawtender's windows: one process for all of them, started on demand, gone with the last one.
//!
//! This file decides which run of Clawtender the process belongs to and that there is one such process. It keeps nothing in
//! the background and knows nothing about gateways: what a window shows comes from the engine, over its local socket.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod engine_link;
mod spoken;
#[cfg(all(test, feature = "types"))]
mod types;
mod windows;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clawtender_engine::paths::Paths;

use crate::{arguments::Opening, commands::Desk};

fn main() -> ExitCode {
    spare_the_graphics_driver();
    let opening = match Opening::from_words(std::env::args().skip(1)) {
        Ok(opening) => opening,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match run(opening) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The window could not be opened: {error:#}");
            ExitCode::from(3)
        }
    }
}

fn run(opening: Opening) -> Result<()> {
    let paths = Paths::find()?;
    spoken::remember(&paths);
    #[allow(clippy::disallowed_methods, reason = "Tauri's own code, inside its macro")]
    let mut context = tauri::generate_context!();
    // two runs of Clawtender side by side (CLAWTENDER_HOME) are two programs: neither shows the other's windows
    if std::env::var_os("CLAWTENDER_HOME").is_some_and(|home| !home.is_empty()) {
        let mut hasher = DefaultHasher::new();
        paths.run.hash(&mut hasher);
        let identifier = format!("{}.h{:016x}", context.config().identifier, hasher.finish());
        context.config_mut().identifier = identifier;
    }
    tauri::Builder::default()
        // first, so that a second start does nothing else. Without a session bus (Linux) a second window opens: no harm
        .plugin(tauri_plugin_single_instance::init(|app, words, _folder| {
            if let Ok(opening) = Opening::from_words(words.into_iter().skip(1)) {
                windows::bring_forward(app, opening);
            }
        }))
        .manage(Desk::new(paths, opening))
        .invoke_handler(tauri::generate_handler![
            commands::watch,
            commands::ready,
            commands::doctor,
            commands::stop_doctor,
            commands::runs,
            commands::mute,
            commands::past_approvals,
            commands::changes,
            commands::undo,
            commands::gateway,
            commands::preflight,
            commands::decide,
            commands::fix,
            commands::stop_fix,
            commands::answer_step,
            commands::cancel_sign_in,
            commands::open_sign_in_page,
            commands::snooze,
            commands::exported,
            commands::keys,
            commands::test_keys,
            commands::delete_key,
            commands::new_key,
            commands::plan_key_move,
            commands::move_keys,
            commands::settings,
            commands::set_setting,
            commands::unmute,
            commands::open_settings_file,
            commands::setup,
            commands::finish_setup,
            commands::overview,
            commands::load,
            commands::follow_log,
            commands::earlier_log,
            commands::leave_log,
            commands::start_engine,
            commands::about,
        ])
        .setup(|app| Ok(windows::open_doctor(app.handle())?))
        .run(context)
        .context("the system's web view did not start")
}

/// `WebKitGTK` shows a blank window with some graphics drivers, and needs 64 MB less, when it does not pass frames as DMA
/// buffers. A person who sets the variable keeps what they set; other web views ignore it.
fn spare_the_graphics_driver() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_none() {
        #[allow(clippy::disallowed_methods, reason = "WebKit reads nothing else, and no other thread exists yet")]
        // SAFETY: the first statement of `main`: this process has one thread.
        unsafe {
            std::env::set_var(SWITCH, "1");
        }
    }
}
