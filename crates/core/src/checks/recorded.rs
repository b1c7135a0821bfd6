//! What every check says on a machine on which it fails, recorded for the page's tests (ui/findings/every.json).
//!
//! After changing what a check says, or adding one, write it anew:
//! `CLAWTENDER_WRITE_FIXTURES=1 cargo test -p clawtender-core every_check_is_recorded`

use std::{fmt::Write, path::Path};

use serde_json::json;

use super::{ALL, breaks::BREAKS, sample::with};
use crate::{
    check::{Outcome, diagnose},
    report::tone,
};

#[test]
fn every_check_is_recorded_for_the_page() {
    let broken: Vec<_> = BREAKS.iter().map(|(what, change)| (*what, diagnose(ALL, &with(*change)))).collect();
    // a line for each, so that a change shows
    let mut lines = String::new();
    for check in ALL {
        let fails = |id: &str, outcome| id == check.id && outcome == Outcome::Fail;
        let found = broken.iter().find(|(_, all)| all.iter().any(|finding| fails(&finding.id, finding.outcome)));
        let (what, all) = found.unwrap_or_else(|| panic!("{} fails nowhere", check.id));
        let told = [Outcome::Fail, Outcome::Hidden];
        let told: Vec<_> = all.iter().filter(|finding| told.contains(&finding.outcome)).collect();
        let comma = if lines.is_empty() { "" } else { ",\n" };
        let line = json!({ "check": check.id, "what": what, "tone": tone(all), "findings": told });
        write!(lines, "{comma}{line}").unwrap();
    }
    let made = format!("[\n{lines}\n]\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/findings/every.json");
    if std::env::var_os("CLAWTENDER_WRITE_FIXTURES").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let recorded = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(recorded == made, "{} is out of date; this file's header says how to write it anew", file.display());
}
