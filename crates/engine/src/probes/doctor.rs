//! What OpenClaw's own doctor finds. It is a child process of many seconds, and so asked only when a person asks for it by name.

use std::time::Duration;

use anyhow::Context;
use clawtender_core::{facts::Launch, installation::DoctorFinding};
use serde::Deserialize;

use super::{bounded::clean, logins};
use crate::words;
use crate::world::World;

/// It took 7 s on a free machine, and ten times that on a busy one.
const PATIENCE: Duration = Duration::from_mins(2);
/// Findings kept, and characters kept of each text.
const MOST: usize = 100;
const TEXT: usize = 2000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    findings: Vec<One>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    #[serde(default)]
    check_id: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    message: String,
    path: Option<String>,
    fix_hint: Option<String>,
}

/// Asks it.
///
/// # Errors
/// Why it said nothing, for a person.
pub(crate) async fn look(world: &World, launch: &Launch) -> anyhow::Result<Vec<DoctorFinding>> {
    // it looks at the logins too, and one that is renewed without a network is lost
    anyhow::ensure!(!logins::endangered(world, launch).await, words::say("doctor-endangers"));
    let output = world
        .openclaw(launch, &["doctor", "--json"], PATIENCE)
        .await
        .map_err(|why| words::because("doctor-silent", why.words()))?;
    read(&output.stdout).map_err(words::first("doctor-not-understood"))
}

fn read(stdout: &[u8]) -> anyhow::Result<Vec<DoctorFinding>> {
    // a plugin may write lines of its own before the answer
    let start = stdout.iter().position(|byte| *byte == b'{').context("no JSON")?;
    let said: Said = serde_json::Deserializer::from_slice(&stdout[start..]).into_iter().next().context("no JSON")??;
    let text = |text: &str| clean(text, TEXT);
    let found = said.findings.iter().take(MOST).map(|one| DoctorFinding {
        check: text(&one.check_id),
        severity: text(&one.severity),
        message: text(&one.message.replace('\n', " ")),
        path: one.path.as_deref().map(text),
        hint: one.fix_hint.as_deref().map(|hint| text(&hint.replace('\n', " "))),
    });
    Ok(found.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As OpenClaw 2026.9.6 answers.
    #[test]
    fn an_answer_is_read_and_nonsense_is_none() {
        let said = br#"plugin says hello
            {"schemaVersion":1,"ok":false,"checksRun":35,"checksSkipped":30,"findings":[
            {"checkId":"core/doctor/security","severity":"warning","message":"WARNING: \u001b[31mopenclaw.json contains plaintext.",
             "requirement":"config.plaintext_secrets","fixHint":"Migrate them.\nPaths: gateway.auth.token"},
            {"checkId":"core/doctor/gateway-config","severity":"error","message":"m","path":"gateway.bind"}]}"#;
        let found = read(said).unwrap();
        assert_eq!((found[0].check.as_str(), found[0].severity.as_str()), ("core/doctor/security", "warning"));
        assert_eq!(found[0].hint.as_deref(), Some("Migrate them. Paths: gateway.auth.token"));
        assert!(!found[0].message.contains('\u{1b}'), "{found:?}");
        assert_eq!((found[1].path.as_deref(), found[1].hint.as_deref()), (Some("gateway.bind"), None));
        for nonsense in [&b""[..], b"{}", b"{\"findings\":7}", b"oh no", b"{\"ok\":false,\"error\":{}}"] {
            assert!(read(nonsense).is_err());
        }
        assert_eq!(read(br#"{"findings":[]}"#).unwrap(), []);
    }
}
