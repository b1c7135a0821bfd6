//! How fast a log is explained.

use std::time::Instant;

use clawtender_core::signatures::{Matcher, Scan};

use crate::{Figure, median};

/// How much of a log is read, and in pieces of which size.
const BYTES: usize = 256 * 1024 * 1024;
const PIECE: usize = 256 * 1024;
/// What the gateway writes on a good day, as it stands in its file.
const SAID: [(&str, &str); 8] = [
    ("gateway", "loading configuration…"),
    (
        "gateway",
        "http server listening (14 plugins: anthropic, browser, canvas, device-pair, github, openai, xai; 2.1s)",
    ),
    ("gateway", "startup outcomes: internal-hooks=skipped (not-configured); gmail-watcher=skipped (hooks-disabled)"),
    ("gateway", "ready"),
    ("ws", "⇄ res ✓ chat.send 165ms runId=d4f1519d-d20c-47b3-b061-78d99eb44752 conn=6221268e…277c id=0c60b7d3…afb5"),
    ("agent/embedded", "tool-search: cataloged 53 tools behind compact prompt surface"),
    ("state/database-verify", "database integrity verification passed"),
    ("diagnostic", "message processed: channel=webchat sessionKey=agent:main outcome=completed duration=7433ms"),
];

/// An ordinary log, on one core.
pub(crate) fn log(runs: usize) -> Vec<Figure> {
    let lines: String = SAID.iter().map(|(subsystem, message)| record(subsystem, message)).collect();
    let log = lines.repeat(BYTES / lines.len());
    let matcher = Matcher::new();
    let times = (0..runs).map(|_| {
        let begun = Instant::now();
        let mut scan = Scan::new(&matcher);
        log.as_bytes().chunks(PIECE).for_each(|piece| scan.push(piece, None));
        scan.finish(None);
        assert!(scan.explanations.sorted().is_empty(), "an ordinary log says that something is wrong");
        begun.elapsed()
    });
    let time = median(times.collect());
    // bytes a microsecond are megabytes a second
    let speed = log.len() as u128 / time.as_micros().max(1);
    vec![Figure::new("Log explained, on one core", format!("{speed} MB/s ({runs} runs)"), "≥ 500 MB/s")]
}

fn record(subsystem: &str, message: &str) -> String {
    let (name, time) = (format!("{{\"subsystem\":\"{subsystem}\"}}"), "2026-11-20T11:19:48.079+00:00");
    let meta = serde_json::json!({ "runtime": "node", "runtimeVersion": "24.21.0", "hostname": "vm", "date": time,
        "logLevelId": 3, "logLevelName": "INFO", "name": name, "parentNames": ["openclaw"] });
    serde_json::json!({ "0": name, "1": message, "_meta": meta, "time": time, "hostname": "vm", "message": message })
        .to_string()
        + "\n"
}
