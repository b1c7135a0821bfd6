//! A page from an origin that the gateway does not know; then it is on its list.

use e2e::{
    client::{self, turned_away},
    day::Day,
    drill::{only_root, passes},
    until,
};
use serde_json::json;

const CHECK: &str = "origin-allowed";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    let page = json!({ "origin": "https://drill.example:8443" });
    assert_eq!(turned_away(home, &page), "CONTROL_UI_ORIGIN_NOT_ALLOWED");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert_eq!((&found["subject"], &found["fix"]["id"]), (&"https://drill.example:8443".into(), &"allow-origin".into()));
    assert_eq!(found["fix"]["consent"], "confirm");

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    // the gateway takes it up by itself
    until("the page to get in", || (client::page(home, &page)["ok"] == true).then_some(()));
    passes(home, CHECK);

    // and taken back, it is as it was
    let undone = home.json(&["undo"]);
    assert_eq!(undone["entry"]["what"], "allow-origin", "{undone:#}");
    until("the page to be turned away", || (client::page(home, &page)["ok"] != true).then_some(()));
    watch.failing(CHECK);

    let mended = home.json(&["fix", CHECK, "--yes"]);
    assert_eq!(mended["outcome"], "verified", "{mended:#}");
    passes(home, CHECK);
}
