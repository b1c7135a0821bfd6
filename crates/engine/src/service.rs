//! OpenClaw's own commands for the service that it has installed: start, stop, install anew and uninstall. The only way in
//! which Clawtender touches a service: it writes no unit, loads no agent and signals no process of one.
//!
//! The commands are run as a person would run them, for OpenClaw refuses to manage a service to whoever says that another
//! supervisor is in charge. What it answers is read here; what follows from it is decided elsewhere.

use std::time::Duration;

use clawtender_core::{facts::Launch, text::clean, words::Phrase};

use crate::{examine, process::RunError, world::World};

/// How long OpenClaw gets to start its service. It waits until the gateway answers: 4–32 s measured.
pub(crate) const START: Duration = Duration::from_secs(90);
/// How long it gets to stop it: the gateway's own shutdown budget is 325 s, and its unit's `TimeoutStopSec` 330 s.
const STOP: Duration = Duration::from_secs(345);
/// Characters kept of its own words.
const WORDS: usize = 400;

/// Its orders, in OpenClaw's own words. Without `--force` stopping only obeys a terminal: the person who asked has been asked by us.
pub(crate) const INSTALL: &[&str] = &["gateway", "install", "--force", "--json"];
pub(crate) const UNINSTALL: &[&str] = &["gateway", "uninstall", "--json"];
pub(crate) const STOP_IT: &[&str] = &["gateway", "stop", "--force", "--json"];

/// An order was not carried out; OpenClaw's own words, or ours where it said nothing. Fit to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) Phrase);

impl Refusal {
    /// In words of ours; the message says which.
    pub(crate) fn because(why: &str, what: String, number: u64) -> Refusal {
        let told = [("why", why.into()), ("what", what.into()), ("number", number.to_string().into())];
        Refusal(Phrase::new("service-not", told))
    }
}

/// Has OpenClaw start its service.
pub(crate) async fn start(world: &World, launch: &Launch) -> Result<(), Refusal> {
    order(world, launch, &["gateway", "start", "--json"], START).await
}

/// Has OpenClaw stop its service.
pub(crate) async fn stop(world: &World, known: Option<Launch>) -> Result<(), Refusal> {
    let launch = match known {
        Some(launch) => launch,
        None => chosen(world, "stop").await?,
    };
    order(world, &launch, STOP_IT, STOP).await
}

/// Has OpenClaw write its service anew and start it.
pub(crate) async fn install(world: &World) -> Result<(), Refusal> {
    order(world, &chosen(world, "install").await?, INSTALL, START).await
}

/// Has OpenClaw stop its service and take it away.
pub(crate) async fn uninstall(world: &World) -> Result<(), Refusal> {
    order(world, &chosen(world, "uninstall").await?, UNINSTALL, STOP).await
}

/// A line of a preview: such an order, as it is run.
pub(crate) async fn line(world: &World, arguments: &[&str]) -> Result<Phrase, Refusal> {
    let launch = chosen(world, arguments.get(1).copied().unwrap_or_default()).await?;
    let words =
        [&launch.program].into_iter().chain(&launch.prefix).map(String::as_str).chain(arguments.iter().copied());
    let command = clean(&words.collect::<Vec<_>>().join(" "), 400);
    Ok(Phrase::new("plan-runs", [("command", command.into())]))
}

/// The OpenClaw whose service it is.
async fn chosen(world: &World, to: &str) -> Result<Launch, Refusal> {
    let launch = examine::runtime(world).await.value().and_then(|runtime| runtime.chosen.clone());
    launch.ok_or_else(|| Refusal::because(to, String::new(), 0))
}

async fn order(world: &World, launch: &Launch, arguments: &[&str], deadline: Duration) -> Result<(), Refusal> {
    let answer = world.openclaw_by_hand(launch, arguments, deadline).await;
    let obeyed = match answer {
        Ok(output) => read(output.code, &output.stdout, &output.stderr),
        Err(RunError::TimedOut { .. }) => Err(Refusal::because("late", arguments.join(" "), deadline.as_secs())),
        Err(error) => Err(Refusal(error.words())),
    };
    if let Err(Refusal(words)) = &obeyed {
        tracing::warn!(%words, command = arguments.join(" "), "OpenClaw did not do it");
    }
    obeyed
}

/// Reads an answer: exit code 0 and `"ok": true` is the only yes.
fn read(code: Option<i32>, stdout: &[u8], stderr: &[u8]) -> Result<(), Refusal> {
    let said: serde_json::Value = serde_json::from_slice(stdout).unwrap_or_default();
    if code == Some(0) && said["ok"] == true {
        return Ok(());
    }
    let error = &said["error"];
    let words = [error.as_str(), error["message"].as_str(), said["message"].as_str()].into_iter().flatten().next();
    let last = || {
        let text = String::from_utf8_lossy(stderr).into_owned();
        text.lines().rev().find(|line| !line.trim().is_empty()).map(ToOwned::to_owned)
    };
    let words = words.map(ToOwned::to_owned).or_else(last).map(|words| clean(&words, WORDS));
    Err(match (words.filter(|words| !words.is_empty()), code) {
        (Some(words), _) => Refusal(words.into()),
        (None, Some(code)) => Refusal::because("exit", String::new(), u64::from(code.unsigned_abs())),
        (None, None) => Refusal::because("ended", String::new(), 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As OpenClaw 2026.9.6 answers.
    #[test]
    fn answers_are_read() {
        let external = "OpenClaw gateway lifecycle is managed by an external supervisor.";
        for (code, stdout, stderr, said) in [
            (Some(0), r#"{"action":"stop","ok":true,"result":"stopped"}"#, "", None),
            (
                Some(1),
                r#"{"action":"stop","ok":false,"error":"Gateway stop failed: Error: systemctl stop failed: \u001b[31mJob failed"}"#,
                "",
                Some("Gateway stop failed: Error: systemctl stop failed: Job failed"),
            ),
            (
                Some(1),
                &format!(r#"{{"ok":false,"error":{{"type":"cli_error","message":"{external}"}}}}"#),
                "[openclaw] Help: openclaw --help",
                Some(external),
            ),
            (Some(1), "not JSON", "one\n two \n\n", Some("two")),
            (Some(0), "", "", Some("It ended with exit code 0 and did not say why.")),
            (None, "", "", Some("It was ended before it answered.")),
        ] {
            let heard = read(code, stdout.as_bytes(), stderr.as_bytes());
            assert_eq!(heard, said.map_or(Ok(()), |words| Err(Refusal(words.into()))), "{stdout}");
        }
    }
}
