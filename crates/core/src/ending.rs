//! Reads how a run of the gateway ended from its exit code and its last words.
//!
//! A code alone misleads: 0 is also "start me again" and "my output went away", 78 is also "somebody else holds my state",
//! 1 is everything else. Facts: OpenClaw 2026.9.6, measured.

use crate::lifecycle::{Ending, Reason};

/// What the gateway returns for "configuration class" (sysexits' `EX_CONFIG`).
const CONFIG: i32 = 78;

/// How a run ended.
///
/// `stderr` holds its last lines; `restart_expected` says whether it announced a restart before it went.
pub fn read(code: Option<i32>, stderr: &[String], restart_expected: bool) -> Ending {
    let said = |text: &str| stderr.iter().any(|line| line.contains(text));
    match code {
        Some(0) if restart_expected => Ending::Restart,
        // `gateway.maintenance_required` is said then too, but also when a migration of its state failed
        Some(CONFIG) if said("owns gateway-lifecycle") => Ending::Refusal(Reason::Occupied),
        Some(CONFIG) => Ending::Refusal(Reason::Config),
        Some(1) if said("EADDRINUSE") || said("is already in use") => Ending::Refusal(Reason::PortTaken),
        Some(1) if said("Your OpenClaw config was written by version") || said("binary") && said("is older than") => {
            Ending::Refusal(Reason::OlderBinary)
        }
        // before 2026.7 there was no code of its own for it
        Some(1) if said("Gateway failed to start: Invalid config at") => Ending::Refusal(Reason::Config),
        Some(1) if said("openclaw: Node ") => Ending::Refusal(Reason::Node),
        _ => Ending::Failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_the_last_words() {
        let cases: &[(Option<i32>, &str, bool, Ending)] = &[
            (Some(0), "", false, Ending::Failure),
            (Some(0), "", true, Ending::Restart),
            (None, "", true, Ending::Failure),
            (Some(137), "", false, Ending::Failure),
            (
                Some(78),
                "Gateway start blocked: existing config is missing gateway.mode.",
                false,
                Ending::Refusal(Reason::Config),
            ),
            (
                Some(78),
                "Doctor could not enter maintenance. StateDatabaseCoordinatorContentionError: another OpenClaw process owns gateway-lifecycle",
                false,
                Ending::Refusal(Reason::Occupied),
            ),
            (
                Some(78),
                "Run \"openclaw doctor --fix\" against the same state/config, then restart the gateway. | gateway.maintenance_required | Doctor stopped because a state migration refused to continue.",
                false,
                Ending::Refusal(Reason::Config),
            ),
            (
                Some(1),
                "Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:18789 | listen EADDRINUSE: address already in use",
                false,
                Ending::Refusal(Reason::PortTaken),
            ),
            (
                Some(1),
                "Your OpenClaw config was written by version 2027.1.1, but this command is running 2026.9.6.",
                false,
                Ending::Refusal(Reason::OlderBinary),
            ),
            (
                Some(1),
                "openclaw: Node 20.20.2: node:sqlite is unavailable; use 24.16+/26.1+",
                false,
                Ending::Refusal(Reason::Node),
            ),
            (
                Some(1),
                "2026-11-20T17:39:15.111+00:00 Gateway failed to start: Invalid config at /home/a/.openclaw/openclaw.json.",
                false,
                Ending::Refusal(Reason::Config),
            ),
            (
                Some(1),
                "Gateway failed to start: Startup failed: required secrets are unavailable.",
                false,
                Ending::Failure,
            ),
        ];
        for (code, line, restart, ending) in cases {
            assert_eq!(read(*code, &[(*line).to_owned()], *restart), *ending, "{code:?} {line}");
        }
    }
}
