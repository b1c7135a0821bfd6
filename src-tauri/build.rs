//! Generates the context of the Tauri app, and one permission for each command.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let page = std::path::Path::new("../ui/dist/index.html");
    println!("cargo::rerun-if-changed={}", page.display());
    if !page.exists() {
        return Err("ui/dist is missing. Build the page first: (cd ui && npm ci && npm run build)".into());
    }
    let commands = tauri_build::AppManifest::new().commands(&[
        "watch",
        "ready",
        "doctor",
        "stop_doctor",
        "runs",
        "mute",
        "past_approvals",
        "changes",
        "undo",
        "gateway",
        "preflight",
        "decide",
        "fix",
        "stop_fix",
        "answer_step",
        "cancel_sign_in",
        "open_sign_in_page",
        "snooze",
        "exported",
        "keys",
        "test_keys",
        "delete_key",
        "new_key",
        "plan_key_move",
        "move_keys",
        "settings",
        "set_setting",
        "unmute",
        "open_settings_file",
        "setup",
        "finish_setup",
        "overview",
        "load",
        "follow_log",
        "earlier_log",
        "leave_log",
        "start_engine",
        "about",
    ]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?;
    Ok(())
}
