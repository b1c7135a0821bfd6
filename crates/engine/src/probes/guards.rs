//! Whether a start that fails would hand this computer to a coding agent: what the environment of a gateway says, and whether
//! there is such an agent on its `PATH`.

use std::path::{Path, PathBuf};

use clawtender_core::installation::Guard;

use super::bounded::clean;
use crate::platform;

/// Those that OpenClaw starts by itself.
const AGENTS: [&str; 2] = ["codex", "claude"];
/// How a program is named on Windows.
const ENDINGS: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };

/// What each of these processes would set off.
pub(crate) fn look(pids: &[u32]) -> Vec<Guard> {
    pids.iter().map(|pid| of_process(*pid)).collect()
}

fn of_process(pid: u32) -> Guard {
    let Some(environment) = platform::environment(pid) else { return Guard { pid, guarded: None, agent: None } };
    let value = |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Guard { pid, guarded: Some(is_guarded(&value)), agent: agent(value("PATH").as_deref()) }
}

/// Whether this environment keeps OpenClaw from it.
pub(crate) fn is_guarded(value: &dyn Fn(&str) -> Option<String>) -> bool {
    let says = |name: &str, wanted: &str| value(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted));
    let by_service = platform::SERVICES_ARE_GUARDED && says("OPENCLAW_SERVICE_MARKER", "openclaw");
    says("OPENCLAW_SUPERVISOR_MODE", "external")
        || value("OPENCLAW_SHELL").is_some_and(|shell| shell == "exec")
        || value("CODEX_THREAD_ID").is_some_and(|thread| !thread.is_empty())
        || by_service
}

/// The first of the agents on this `PATH`.
pub(crate) fn agent(path: Option<&str>) -> Option<String> {
    let folders: Vec<PathBuf> = std::env::split_paths(path?).filter(|folder| folder.is_absolute()).take(200).collect();
    let found = AGENTS.iter().find_map(|name| {
        let files =
            folders.iter().flat_map(|folder| ENDINGS.iter().map(move |end| folder.join(format!("{name}{end}"))));
        files.into_iter().find(|file| is_program(file))
    })?;
    Some(clean(&found.to_string_lossy(), 300))
}

fn is_program(file: &Path) -> bool {
    let executable = platform::command_file(&std::fs::canonicalize(file).unwrap_or_default()).executable;
    std::fs::metadata(file).is_ok_and(|at| at.is_file()) && executable != Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_guards_or_does_not() {
        for (name, value, guards) in [
            ("OPENCLAW_SUPERVISOR_MODE", " External", true),
            ("OPENCLAW_SUPERVISOR_MODE", "none", false),
            ("OPENCLAW_SHELL", "exec", true),
            ("CODEX_THREAD_ID", "", false),
            ("OPENCLAW_SERVICE_MARKER", "openclaw", platform::SERVICES_ARE_GUARDED),
        ] {
            let environment = |asked: &str| (asked == name).then(|| value.to_owned());
            assert_eq!(is_guarded(&environment), guards, "{name}={value}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_a_program_is_an_agent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        let claude = folder.path().join("claude");
        assert_eq!(agent(Some(path)), None);
        std::fs::write(&claude, "#!/bin/sh\n").unwrap();
        platform::set_mode(&claude, 0o644).unwrap();
        assert_eq!(agent(Some(path)), None);
        platform::set_mode(&claude, 0o755).unwrap();
        assert_eq!(agent(Some(&format!("relative:{path}"))), claude.to_str().map(str::to_owned));
        assert_eq!(agent(None), None);
    }

    #[test]
    fn nobody_knows_what_a_process_that_is_gone_was_told() {
        assert_eq!(look(&[u32::MAX]), [Guard { pid: u32::MAX, guarded: None, agent: None }]);
    }
}
