//! OpenClaw's own doctor, asked by name: a token that stands in the configuration as it is. Then it stands there no longer. What it
//! finds in every home, that a gateway on loopback hosts no nodes, stays.

use e2e::{drill::finding, home::Home};
use serde_json::{Value, json};

const CHECK: &str = "gateway-doctor";
const TOLD: &str = "security";

#[test]
fn what_openclaws_doctor_finds_is_shown_where_it_is_asked_for() {
    let home = Home::at_rest();
    let report = home.json(&["doctor"]);
    assert_eq!(finding(&report, CHECK)["outcome"], "unknown", "it was asked by itself: {report:#}");

    let found = asked(&home);
    let told = found.iter().find(|one| one["subject"] == TOLD).unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!((&told["outcome"], &told["severity"]), (&"fail".into(), &"warning".into()), "{told:#}");
    assert!(told["evidence"].to_string().contains("core/doctor/security (warning)"), "{told:#}");
    assert_eq!((&told["fix"]["id"], &told["fix"]["deed"]), (&"follow-hint".into(), &Value::Null), "{told:#}");
    assert!(!told.to_string().contains(e2e::home::TOKEN), "{told:#}");

    let mut config = home.config();
    config["gateway"]["auth"]["token"] = json!({ "source": "env", "provider": "default", "id": "DRILL_TOKEN" });
    home.write_config(&config);
    let found = asked(&home);
    assert!(found.iter().all(|one| one["subject"] != TOLD), "{found:#?}");
}

/// Its findings, and no other check's.
fn asked(home: &Home) -> Vec<Value> {
    let report = home.json(&["doctor", "--only", CHECK]);
    let found = report["findings"].as_array().cloned().unwrap_or_default();
    assert!(found.iter().all(|one| one["id"] == CHECK && one["outcome"] != "unknown"), "{report:#}");
    found
}
