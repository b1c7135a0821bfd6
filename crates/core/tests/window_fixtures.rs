//! Holds the page's recorded reports (ui/fixtures) to schema 1 and to the sentences that the core would make of them.

use std::path::Path;

use clawtender_core::{
    report::{Report, SCHEMA, headline, tone},
    snapshot::May,
};
use serde_json::Value;

#[test]
fn every_recorded_report_is_one_that_the_core_could_have_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/fixtures");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let fixture: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let recorded = &fixture["report"];
        let report: Report = serde_json::from_value(recorded.clone()).unwrap();
        let name = path.display();
        assert_eq!(report.schema, SCHEMA, "{name}");
        assert_eq!(tone(&report.findings), report.tone, "{name}: tone");
        assert_eq!(headline(&report.gateway, &report.findings), report.headline, "{name}: headline");
        assert_eq!(fixture["summary"], report.gateway.summary(), "{name}: summary");
        assert_eq!(&serde_json::to_value(&report).unwrap(), recorded, "{name}: fields");
        serde_json::from_value::<May>(fixture["may"].clone()).unwrap();
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} fixtures were found");
}
