//! The environments of a supervised gateway and of a command beside it. Pure.

use std::ffi::{OsStr, OsString};

/// Variables by which an outer service manager would be taken for the gateway's own. The gateway then exits with code 0
/// where it should restart, expecting to be started again by somebody who does not know it.
const OF_OTHER_SUPERVISORS: &[&str] = &[
    // systemd
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID",
    "NOTIFY_SOCKET",
    "LISTEN_FDS",
    "LISTEN_FDNAMES",
    "LISTEN_PID",
    "WATCHDOG_PID",
    "WATCHDOG_USEC",
    // launchd
    "XPC_SERVICE_NAME",
    // OpenClaw's own services
    "OPENCLAW_SYSTEMD_UNIT",
    "OPENCLAW_LAUNCHD_LABEL",
    "OPENCLAW_WINDOWS_TASK_NAME",
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
];

/// launchd's job variables, and our own settings, which are none of the gateway's business.
const PREFIXES: &[&str] = &["LAUNCH_JOB_", "CLAWTENDER_"];

/// What makes a gateway a supervised one.
const SUPERVISED: &[(&str, &str)] = &[
    // Without it a start that fails hands the machine to a coding agent to repair the install.
    ("OPENCLAW_SUPERVISOR_MODE", "external"),
    // A restart keeps the process, and so its identity.
    ("OPENCLAW_NO_RESPAWN", "1"),
    ("OPENCLAW_NO_AUTO_UPDATE", "1"),
];

/// The environment a gateway is started with: `base` without what belongs to other supervisors, then `extra`, then what
/// makes it a supervised one. Later values replace earlier ones; every name comes once.
pub fn gateway_environment(
    base: impl IntoIterator<Item = (OsString, OsString)>,
    extra: impl IntoIterator<Item = (OsString, OsString)>,
) -> Vec<(OsString, OsString)> {
    let supervised = SUPERVISED.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let all = base.into_iter().filter(|(name, _)| !is_foreign(name)).chain(extra).chain(supervised);
    all.fold(Vec::new(), |mut environment, (name, value)| {
        environment.retain(|(earlier, _)| !same(earlier, &name));
        environment.push((name, value));
        environment
    })
}

/// The environment of a command that a person would type: `base` without what belongs to other supervisors. Whoever says
/// that a supervisor is in charge is refused every order for a service.
pub fn terminal_environment(base: impl IntoIterator<Item = (OsString, OsString)>) -> Vec<(OsString, OsString)> {
    base.into_iter().filter(|(name, _)| !is_foreign(name)).collect()
}

fn is_foreign(name: &OsStr) -> bool {
    let bytes = name.as_encoded_bytes();
    let starts_with =
        |prefix: &&str| bytes.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()));
    OF_OTHER_SUPERVISORS.iter().any(|foreign| name.eq_ignore_ascii_case(foreign)) || PREFIXES.iter().any(starts_with)
}

/// Windows does not tell `Path` from `PATH`; elsewhere they are two variables.
fn same(a: &OsStr, b: &OsStr) -> bool {
    if cfg!(windows) { a.eq_ignore_ascii_case(b) } else { a == b }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn an_outer_service_manager_stays_outside() {
        let foreign = OF_OTHER_SUPERVISORS.iter().copied().chain(["LAUNCH_JOB_LABEL", "CLAWTENDER_HOME"]);
        let base: Vec<_> = foreign.map(|name| (name.into(), "1".into())).chain(pairs(&[("HOME", "/home/a")])).collect();
        let environment = gateway_environment(base, []);
        let supervised =
            [("OPENCLAW_SUPERVISOR_MODE", "external"), ("OPENCLAW_NO_RESPAWN", "1"), ("OPENCLAW_NO_AUTO_UPDATE", "1")];
        assert_eq!(environment, pairs(&[&[("HOME", "/home/a")][..], &supervised[..]].concat()));
        let foreign = OF_OTHER_SUPERVISORS.iter().map(|&name| (name.into(), "1".into()));
        assert_eq!(terminal_environment(foreign.chain(pairs(&[("HOME", "/")]))), pairs(&[("HOME", "/")]));
    }

    #[test]
    fn what_the_gateway_honours_is_kept() {
        let kept = pairs(&[
            ("OPENCLAW_STATE_DIR", "/s"),
            ("OPENCLAW_GATEWAY_PORT", "1"),
            ("NODE_EXTRA_CA_CERTS", "/c"),
            ("", ""),
        ]);
        assert_eq!(gateway_environment(kept.clone(), [])[..kept.len()], kept);
    }

    #[test]
    fn later_values_win_and_the_supervisors_last() {
        let base = pairs(&[("PATH", "/a"), ("OPENCLAW_NO_RESPAWN", "0"), ("PATH", "/b")]);
        let environment = gateway_environment(base, pairs(&[("PATH", "/c"), ("OPENCLAW_SUPERVISOR_MODE", "none")]));
        let value = |name: &str| {
            environment.iter().filter(|(other, _)| other == name).map(|(_, value)| value).collect::<Vec<_>>()
        };
        assert_eq!(value("PATH"), ["/c"]);
        assert_eq!(value("OPENCLAW_NO_RESPAWN"), ["1"]);
        assert_eq!(value("OPENCLAW_SUPERVISOR_MODE"), ["external"]);
    }
}
