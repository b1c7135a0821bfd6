//! Tries what was fetched: Node and OpenClaw must each say the version they were fetched as.

use std::{ffi::OsString, path::Path, time::Duration};

use nodejs_semver::Version;

use super::{install::Wish, node as asking, trouble::InstallError};
use crate::process::{self, Question};

/// The first start finishes OpenClaw's own installation: 1 s on two cores, and a virus scanner may read 30 000 files for it.
const DEADLINE: Duration = Duration::from_mins(2);

/// Node says that it is this version.
pub(super) async fn node(program: &Path, version: &Version) -> Result<(), InstallError> {
    let says = asking::version(program).await;
    if says.as_ref() == Some(version) { Ok(()) } else { Err(InstallError::DoesNotRun(format!("Node {version}"))) }
}

/// OpenClaw says that it is this version. It also completes here what npm was told not to run: while the folder is still
/// nobody's, so that the gateway never has to.
pub(super) async fn openclaw(program: &Path, entry: &Path, version: &str) -> Result<(), InstallError> {
    let none = || InstallError::DoesNotRun(format!("OpenClaw {version}"));
    let question = Question {
        program: program.to_path_buf(),
        args: vec![entry.as_os_str().to_owned(), "--version".into()],
        environment: Some(environment()),
        folder: entry.parent().ok_or_else(none)?.to_path_buf(),
        deadline: DEADLINE,
        limit: 64 * 1024,
    };
    let output = process::run(question).await.map_err(|_| none())?;
    let text = String::from_utf8_lossy(&output.stdout);
    // OpenClaw 2026.9.6 (eb377ac)
    let says = text.lines().find_map(|line| line.strip_prefix("OpenClaw ")?.split_whitespace().next());
    if output.code == Some(0) && says == Some(version) { Ok(()) } else { Err(none()) }
}

/// Both still work.
pub(super) async fn works(program: &Path, entry: &Path, wish: &Wish, version: &Version) -> Result<(), InstallError> {
    node(program, version).await?;
    openclaw(program, entry, &wish.openclaw).await
}

/// No key and no proxy password: a version needs none. The markers keep OpenClaw from updating or repairing anything by itself.
fn environment() -> Vec<(OsString, OsString)> {
    let kept = ["PATH", "HOME", "USERPROFILE", "SystemRoot", "TMPDIR", "TEMP", "LANG"];
    let own = ["OPENCLAW_SUPERVISOR_MODE=external", "OPENCLAW_NO_RESPAWN=1", "OPENCLAW_NO_AUTO_UPDATE=1", "NO_COLOR=1"];
    let kept = kept.iter().filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?)));
    let own = own.iter().filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.into(), value.into()));
    kept.chain(own).collect()
}
