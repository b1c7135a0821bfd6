//! A client of the protocol before; then it is updated.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "protocol-agreement";

pub(crate) fn drill(day: &mut Day) {
    let Day { home, watch, .. } = day;
    assert_eq!(turned_away(home, &json!({ "protocol": 3 })), "PROTOCOL_MISMATCH");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert!(message(&found).contains("speaks another protocol"), "{found:#}");

    let_in(home, &json!({}));
    watch.passing(CHECK);
    passes(home, CHECK);
}
