//! A device that nobody has let in yet waits; then it is let in.

use e2e::{
    client::{let_in, turned_away},
    day::Day,
    drill::{message, only_root, passes},
};
use serde_json::json;

const CHECK: &str = "pairing-pending";

pub(crate) fn drill(day: &mut Day) {
    day.configure(|config| config["gateway"]["nodes"] = json!({ "pairing": { "autoApproveLocal": false } }));
    let Day { home, watch, .. } = day;
    let owner = json!({ "device": home.path("owner.pem"), "scopes": ["operator.admin"] });
    assert_eq!(turned_away(home, &owner), "PAIRING_REQUIRED");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    assert_eq!(found["fix"]["consent"], "confirm", "it asks for the owner's rights");
    let id = found["subject"].as_str().unwrap();
    let one_step = home.clawtender(&["pairing", "approve", id, "--json"]);
    assert_eq!(one_step.status.code(), Some(3), "one step was enough");
    assert_eq!(home.json(&["pairing", "approve", id, "--yes"])["ok"], true);
    watch.passing(CHECK);

    let page = json!({ "device": home.path("page.pem"), "scopes": ["operator.read"] });
    assert_eq!(turned_away(home, &page), "PAIRING_REQUIRED");
    watch.failing(CHECK);
    let found = only_root(home, CHECK);
    let says = "A device that calls itself “Drill” wants to connect. It could read chats, settings and logs.";
    assert_eq!(message(&found), says);
    assert_eq!((&found["fix"]["id"], &found["fix"]["consent"]), (&"approve-request".into(), &"one-click".into()));
    assert_eq!(home.json(&["pairing", "approve", found["subject"].as_str().unwrap()])["ok"], true);
    watch.passing(CHECK);
    let_in(home, &page);
    passes(home, CHECK);
    day.as_before();
}
